import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Keys in the sign-in form` {
  private func submission(
    server: String = "",
    name: String = "",
    email: String,
    password: String
  ) -> SignInForm.Submission {
    .init(server: server, name: name, email: email, password: Masked(password))
  }

  @Test func `the local profile signs up with a password alone`() {
    var model = localForm()
    type(&model, "correct horse")
    let sent = submission(name: "ada", email: "ada@laptop.local", password: "correct horse")
    #expect(press(&model, "Enter") == [.signUp(sent)])
    #expect(model.context == .signingIn)
  }

  @Test func `where an account is known it signs in, and a short password is the server's affair`()
  {
    var model = localForm(knowsAccount: true)
    type(&model, "short")
    let sent = submission(email: "ada@laptop.local", password: "short")
    #expect(press(&model, "Enter") == [.signIn(sent)])
  }

  @Test func `Enter goes through the fields and submits on the last`() {
    var model = remoteForm(server: "")
    type(&model, "todo.example.org")
    #expect(press(&model, "Enter").isEmpty)
    type(&model, " ada@example.com ")
    #expect(press(&model, "Enter").isEmpty)
    type(&model, "q ?")
    let sent = submission(server: "todo.example.org", email: "ada@example.com", password: "q ?")
    #expect(press(&model, "Enter") == [.signIn(sent)])
  }

  @Test func `where the tasks are is asked for only when they were not found`() {
    var model = remoteForm(email: "ada@example.com")
    type(&model, "correct horse")
    _ = press(&model, "Enter")
    #expect(!picture(model).grid.text.contains("Tasks at"))
    let sentence = "No task API was found at todo.example.org."
    _ = update(&model, .signInFailed(SignInFailure(field: .tasks, sentence: sentence)))
    #expect(picture(model).grid.text.contains("! \(sentence)"))
    type(&model, " tasks.example.org ")
    #expect(press(&model, "Enter Enter").isEmpty)
    let sent = SignInForm.Submission(
      server: "todo.example.org",
      tasks: "tasks.example.org",
      name: "",
      email: "ada@example.com",
      password: Masked("correct horse")
    )
    #expect(press(&model, "Enter") == [.signIn(sent)])
  }

  @Test(arguments: [("Tab", 7), ("Down Down", 5), ("S-Tab", 5), ("Up Up", 7), ("Tab Tab Tab", 6)])
  func `fields go round`(_ keys: String, _ line: Int) {
    var model = remoteForm()
    _ = press(&model, keys)
    #expect(picture(model).cursor?.row == line + 1)
  }

  @Test func `C-t turns it into sign-up and back, keeping what was typed`() {
    var model = remoteForm(email: "ada@example.com")
    type(&model, "correct horse")
    _ = press(&model, "C-t")
    type(&model, "Ada")
    _ = press(&model, "Enter Enter")
    let sent = submission(
      server: "todo.example.org",
      name: "Ada",
      email: "ada@example.com",
      password: "correct horse"
    )
    #expect(press(&model, "Enter") == [.signUp(sent)])
    _ = press(&model, "Esc C-t")
    #expect(picture(model).grid.text.contains("Name") == false)
  }

  @Test func `what is wrong stands below its field, and the cursor is there`() {
    var model = remoteForm(server: "")
    _ = press(&model, "Up Enter")
    #expect(picture(model).grid.text.contains("! Type the server's address."))
    type(&model, "todo.example.org")
    _ = press(&model, "Up Enter")
    #expect(picture(model).grid.text.contains("! Type an e-mail address, like ada@example.com."))
    type(&model, "ada@example.com")
    _ = press(&model, "Down Enter")
    #expect(picture(model).grid.text.contains("! Type your password."))
    _ = press(&model, "C-t Tab Tab Enter")
    #expect(picture(model).grid.text.contains("! Type your name."))
  }

  @Test(arguments: ["ada", "@", "ada@", "@example.com", "a b@c", "a@b@c"])
  func `what is no e-mail address is not sent`(_ text: String) {
    var model = remoteForm()
    type(&model, text)
    _ = press(&model, "Enter x")
    #expect(press(&model, "Enter").isEmpty)
  }

  @Test(arguments: [(7, false), (8, true), (128, true), (129, false)])
  func `a new password has 8 to 128 characters`(_ length: Int, _ isSent: Bool) {
    var model = localForm()
    type(&model, String(repeating: "p", count: length))
    #expect(press(&model, "Enter").isEmpty == !isSent)
  }

  @Test func `Esc quits an untouched form only, C-c always`() {
    var model = localForm()
    #expect(press(&model, "Esc") == [.quit])
    type(&model, "x")
    #expect(press(&model, "Esc").isEmpty)
    #expect(press(&model, "C-c") == [.quit])
    #expect(press(&model, "C-z") == [.suspend])
    #expect(press(&model, "C-l") == [.redraw])
  }

  @Test func `while it is on its way, fields rest and Esc stops it`() {
    var model = localForm()
    type(&model, "correct horse")
    _ = press(&model, "Enter")
    let busy = model
    #expect(press(&model, "x Tab Enter C-t F1").isEmpty)
    _ = update(&model, .input(.paste("y")))
    #expect(model == busy)
    #expect(press(&model, "Esc") == [.cancel])
    #expect(model.context == .signIn)
    let before = model
    _ = update(&model, .signInFailed(SignInFailure(sentence: "Stopped.")))
    #expect(model == before)
  }

  @Test func `a password is never in a description, a dump or the picture`() {
    var model = localForm()
    type(&model, "correct horse")
    let effects = press(&model, "Enter")
    var dumped = ""
    dump(model, to: &dumped)
    dump(effects, to: &dumped)
    let everything = dumped + "\(model)\(effects)" + picture(model).grid.text
    #expect(!everything.contains("correct"))
    #expect(everything.contains("(redacted)"))
  }
}
