import Foundation
import LocalStore
import Testing
import TodoKit

@Suite struct `A mirror of one server` {
  private let other = "https://other.example.net"

  @Test func `is never opened for another, and stays as it was`() async throws {
    let bench = try Bench()
    let key = try bench.add("unsent")
    let error = #expect(throws: StoreError.self) { try bench.scratch.open(server: other) }
    #expect(error == .otherServer(path: bench.scratch.database, server: testServer))
    #expect(error?.sentence.contains(testServer) == true)
    #expect(error?.sentence.contains("another profile") == true)
    #expect(try bench.scratch.open().queue().map(\.key) == [key])
  }

  @Test func `is the server's that came first, when several come at the same time`() async throws {
    let scratch = try Scratch()
    let owners = await withTaskGroup(of: String?.self) { group in
      for number in 0..<8 {
        group.addTask {
          let server = "https://\(number).example.org"
          do throws(StoreError) {
            _ = try TodoStore(file: scratch.database, server: server)
            return server
          } catch {
            guard case .otherServer(_, let owner) = error else { return nil }
            return owner
          }
        }
      }
      return await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    #expect(owners.count == 1)
    #expect(owners.contains(nil) == false)
  }

  @Test func `begins anew for any server when it was damaged`() throws {
    let scratch = try Scratch()
    do { _ = try scratch.open() }
    try Data(repeating: 7, count: 8192).write(to: URL(fileURLWithPath: scratch.database))
    #expect(try scratch.open(server: other).recovered != nil)
    #expect(throws: StoreError.self) { try scratch.open() }
  }

  @Test func `written before servers were remembered belongs to who opens it next`() throws {
    let scratch = try Scratch()
    try FormerDatabase.write(version: 1, rows: FormerDatabase.task("1", "kept"), to: scratch)
    #expect(try scratch.open(server: other).items().map(\.todo.title) == ["kept"])
    #expect(throws: StoreError.otherServer(path: scratch.database, server: other)) {
      try scratch.open()
    }
  }
}
