import Foundation
import Testing

extension Home {
  /// Every command that changes a task, each looked at afterwards in a list read anew.
  func spendADay() async throws {
    let before = try await titles()
    try await must("add", "Buy milk")
    #expect(try await task("Buy milk")["completed"] as? Bool == false)
    try await must("done", "Buy milk")
    #expect(try await task("Buy milk")["completed"] as? Bool == true)
    try await must("undone", "Buy milk")
    #expect(try await task("Buy milk")["completed"] as? Bool == false)
    try await must("edit", "Buy milk", "--title", "Buy oat milk", "--description", "Two litres")
    #expect(try await task("Buy oat milk")["description"] as? String == "Two litres")
    try await must("edit", "Buy oat milk", "--description", "")
    #expect(try await task("Buy oat milk")["description"] is NSNull)
    try await must("rm", "Buy oat milk", "--yes")
    #expect(try await titles().sorted() == before.sorted())
  }

  /// A task typed with every quick-add word: what the server keeps it shows again, and the rest is
  /// still in the title.
  func addWithFields(kept: Set<String>) async throws {
    let words = [("priority", "!high"), ("tags", "#home"), ("due", "due:2026-12-01")]
    let left = words.filter { !kept.contains($0.0) }.map(\.1)
    let added = try await must(["add"] + ["Feed the cat"] + words.map(\.1))
    #expect(added.errors.contains("stays in the title") == !left.isEmpty, "\(added.errors)")
    let task = try await task((["Feed the cat"] + left).joined(separator: " "))
    #expect(task["priority"] as? String == (kept.contains("priority") ? "high" : nil))
    #expect(task["due"] as? String == (kept.contains("due") ? "2026-12-01" : nil))
    #expect(task["tags"] as? [String] == (kept.contains("tags") ? ["home"] : []))
  }

  private func task(_ title: String) async throws -> [String: Any] {
    let found = try await tasks().filter { $0["title"] as? String == title }
    try #require(found.count == 1, "\(title) is there \(found.count) times")
    return found[0]
  }

  /// The tour of a first day on the screen, for an account that has no tasks; it signs in by the form.
  func playTour(_ place: [String], email: String) async throws {
    try await must("auth", "logout")
    let tour = Programs.root.appending(path: "assets/tour.todotui").path
    let done = try await todotui(
      place + ["ui", "--script", tour],
      variables: ["TODOTUI_EMAIL": email, "TODOTUI_TOUR_PASSWORD": Home.password]
    )
    #expect(done.status == 0, "\(done.output)\n\(done.errors)")
  }

  /// Makes an account where the options say.
  func signUp(_ email: String, at place: [String]) async throws {
    let done = try await todotui(
      ["auth", "signup", "--email", email, "--name", "Ada", "--password-stdin"] + place,
      input: Home.password
    )
    if done.status != 0 { throw Trouble("sign-up: \(done.status) \(done.errors)") }
  }
}
