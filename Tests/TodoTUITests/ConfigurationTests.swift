import Testing
import TodoTUI

@Suite struct `The configuration file` {
  @Test func `names the profile, the time-out and where servers are`() throws {
    let file = try ConfigurationFile(
      text: """
        profile = "work"
        timeout = "90s"
        ca_file = "/etc/our-ca.pem"

        [profiles.work]
        auth_url = "https://auth.example.org/api/auth"
        api_url = "https://tasks.example.org"

        [profiles.home]
        server = "https://home.example.org"
        """
    )
    #expect(file.profile == "work")
    #expect(file.timeout == .seconds(90))
    #expect(file.caFile == "/etc/our-ca.pem")
    #expect(file.profiles["work"]?.authURL == "https://auth.example.org/api/auth")
    #expect(file.profiles["work"]?.apiURL == "https://tasks.example.org")
    #expect(file.profiles["home"]?.server == "https://home.example.org")
    #expect(file.complaints.isEmpty)
  }

  @Test func `names the line of what it does not know, and the rest works`() throws {
    let file = try ConfigurationFile(
      text: """
        profile = "work"
        colour = "blue"
        timeout = "soon"
        ca_file = 7
        [profiles.work]
        server = "https://x.example"
        speed = 3
        """
    )
    #expect(file.profile == "work")
    #expect(file.profiles["work"]?.server == "https://x.example")
    #expect(
      Set(file.complaints) == [
        "config.toml, line 2: unknown key colour.",
        "config.toml, line 3: timeout = \"soon\" is not like 90s or 15m.",
        "config.toml, line 4: ca_file is not a string in quotes.",
        "config.toml, line 7: unknown key speed in profiles.work.",
      ]
    )
  }

  @Test func `that is no TOML is an error with its line`() {
    #expect {
      try ConfigurationFile(text: "profile = \"work\"\ntimeout = = 3\n")
    } throws: { error in
      (error as? ConfigurationFile.SyntaxError)?.sentence.hasPrefix("config.toml, line 2: ") == true
    }
  }

  @Test(arguments: ["", "# nothing\n", "\n\n"])
  func `may be empty`(_ text: String) throws {
    #expect(try ConfigurationFile(text: text) == ConfigurationFile())
  }
}

@Suite struct `Where files lie` {
  @Test func `is under HOME, or where the XDG variables say`() throws {
    let plain = try Paths(environment: ["HOME": "/home/ada"])
    #expect(plain.data == "/home/ada/.local/share/todotui")
    #expect(plain.state == "/home/ada/.local/state/todotui")
    #expect(plain.configuration == "/home/ada/.config/todotui")
    #expect(plain.runtimeParent == nil)
    #expect(plain.temporary == "/tmp")
    let set = try Paths(
      environment: [
        "HOME": "/home/ada", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "relative",
        "XDG_RUNTIME_DIR": "/run/user/7", "TMPDIR": "/t",
      ]
    )
    #expect(set.data == "/d/todotui")
    #expect(set.state == "/home/ada/.local/state/todotui")
    #expect(set.runtimeParent == "/run/user/7")
    #expect(set.temporary == "/t")
  }

  @Test func `without HOME is a refusal that names the variable`() {
    #expect {
      try Paths(environment: [:])
    } throws: { error in
      let failure = error as? Failure
      return failure?.status == .cannotWrite && failure?.message.contains("XDG_DATA_HOME") == true
    }
  }

  @Test func `a user id cannot leave its directory`() throws {
    let paths = try Paths(environment: ["HOME": "/h"])
    #expect(
      paths.mirror(profile: "local", user: "../../etc/passwd")
        == "/h/.local/share/todotui/local/%2e%2e%2f%2e%2e%2fetc%2fpasswd.sqlite"
    )
  }
}
