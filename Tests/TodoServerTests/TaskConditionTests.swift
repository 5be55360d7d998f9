import Foundation
import Testing

@Suite(.sharedServer) struct `Tasks under conditions` {
  private func newAccount() async throws -> Account { try await sharedServer().newAccount() }

  @Test func `change when only the normal form of a text does`() async throws {
    let account = try await newAccount()
    let path = "\(account.path)/\(UUID().uuidString.lowercased())"
    let star = ("If-None-Match", "\t*")
    func put(_ title: String, _ headers: [(String, String)] = []) async throws -> RawResponse {
      try await account.call("PUT", path, json: #"{"title":"\#(title)"}"#, headers)
    }
    #expect(try await put("\u{E9}", [star]).status == 201)
    #expect(try await put("e\u{301}", [star]).status == 412)
    let title = try await put("e\u{301}").json()["title"]?.string
    #expect(title.map { Array($0.utf8) } == Array("e\u{301}".utf8))
  }

  @Test func `are not written under a condition that cannot be checked`() async throws {
    let account = try await newAccount()
    let path = "\(account.path)/\(try await account.add("milk"))"
    let before = try await account.call("GET", path).body
    let conditions = [("If-Match", "\"x\""), ("If-None-Match", "\"x\""), ("If-Match", "*, \"x\"")]
    for (method, target) in [
      ("PUT", path), ("PATCH", path), ("DELETE", path), ("PATCH", path + "/complete"),
    ] {
      let json = method == "DELETE" || target != path ? nil : #"{"title":"tea"}"#
      for condition in conditions {
        let response = try await account.call(method, target, json: json, [condition])
        #expect(response.status == 412, "\(method) \(condition)")
        #expect(response.body == before)
      }
    }
    let star = ("If-Match", "*")
    #expect(try await account.call("PATCH", path, json: "{}", [star]).status == 200)
    #expect(try await account.call("DELETE", path, json: nil, [star]).status == 204)
    #expect(try await account.call("DELETE", path, json: nil, [conditions[0]]).status == 404)
  }
}
