import Glibc
import Testing
import TokenVault

@Suite struct `The sentence of a vault error` {
  @Test(arguments: [
    (VaultError.damaged(path: "/d/a.vault", quarantinedTo: "/d/a.vault.corrupt-1"), "sign in"),
    (.damaged(path: "/d/a.vault", quarantinedTo: nil), "sign in"),
    (.newerFormat(path: "/d/a.vault"), "update todotui"),
    (.keyMissing(vault: "/d/a.vault", key: "/s/a.key"), "put the key back"),
    (.keyMismatch(vault: "/d/a.vault", key: "/s/a.key"), "put the right key back"),
    (.keyDamaged(key: "/d/a.vault"), "put a copy back"),
    (.locked(path: "/d/a.vault", waited: .seconds(10)), "10 s; try again"),
    (.locked(path: "/d/a.vault", waited: .milliseconds(250)), "250 ms; try again"),
    (.diskFull(path: "/d/a.vault"), "Make room"),
    (.io(.sync, path: "/d/a.vault", code: EIO), "sync failed (Input/output error)"),
    (.refused(path: "/d/a.vault", .openToOthers(mode: 0o644, private: 0o600)), "mode 644"),
  ])
  func `names the path and says what to do`(error: VaultError, words: String) {
    #expect(error.sentence.contains("/d/a.vault"))
    #expect(error.sentence.contains(words))
    #expect(error.sentence.hasSuffix(".") || error.sentence.contains("chmod 600 /d/a.vault"))
  }

  @Test func `quotes a path for the shell`() {
    let error = VaultError.refused(
      path: "/d/it's mine",
      .openToOthers(mode: 0o755, private: 0o700)
    )
    #expect(error.sentence.hasSuffix(#"chmod 700 '/d/it'\''s mine'"#))
  }
}
