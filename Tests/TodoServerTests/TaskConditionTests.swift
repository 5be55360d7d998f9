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

  /// The tag of an answer about one task, which its body has too.
  private func tag(_ response: RawResponse) -> String {
    let tag = response.value("etag") ?? ""
    let member = try? response.json()["etag"]?.string
    #expect(member == tag)
    #expect(tag.wholeMatch(of: /"[0-9]+"/) != nil)
    return tag
  }

  @Test func `have a tag in every answer about one, and a new one after every change`()
    async throws
  {
    let account = try await newAccount()
    let posted = try await account.call("POST", account.path, json: #"{"title":"a"}"#)
    let path = "\(account.path)/\(try #require(try posted.json()["id"]?.string))"
    var tags = [tag(posted)]
    #expect(tag(try await account.call("GET", path)) == tags[0])
    let changes: [(String, String, String?)] = [
      ("PUT", path, #"{"title":"b"}"#), ("PATCH", path, #"{"priority":"low"}"#),
      ("PATCH", path + "/complete", nil), ("PATCH", path + "/complete", #"{"completed":false}"#),
    ]
    for (method, target, json) in changes {
      tags.append(tag(try await account.call(method, target, json: json)))
      // What changes nothing, leaves the tag.
      let same = try await account.call("PATCH", path, json: "{}")
      #expect(tag(same) == tags.last)
    }
    #expect(Set(tags).count == 5)
    let listed = try await account.call("GET", account.path).json()[0]?["etag"]?.string
    #expect(listed == tags.last)
    let star = ("If-None-Match", "*")
    let chosen = "\(account.path)/\(UUID().uuidString.lowercased())"
    let made = try await account.call("PUT", chosen, json: #"{"title":"c"}"#, [star])
    let again = try await account.call("PUT", chosen, json: #"{"title":"c"}"#, [star])
    #expect(tag(made) == tag(again))
    #expect(
      tag(try await account.call("PUT", chosen, json: #"{"title":"d"}"#, [star])) == tag(made)
    )
  }

  @Test func `are not sent again to who has them`() async throws {
    let account = try await newAccount()
    let path = "\(account.path)/\(try await account.add("milk"))"
    let tag = tag(try await account.call("GET", path))
    for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
      let response = try await account.call("GET", path, [("If-None-Match", known)])
      #expect(response.status == 304, "\(known)")
      #expect(response.body.isEmpty)
      #expect(response.value("etag") == tag)
    }
    for other in ["\"x\"", String(tag.dropFirst()), ""] {
      #expect(try await account.call("GET", path, [("If-None-Match", other)]).status == 200)
    }
  }

  @Test func `are written only as the client knows them`() async throws {
    let account = try await newAccount()
    let path = "\(account.path)/\(try await account.add("milk"))"
    let old = tag(try await account.call("GET", path))
    let before = try await account.call("PATCH", path, json: #"{"title":"tea"}"#)
    let now = tag(before)
    let refused = [
      ("If-Match", old), ("If-Match", "W/\(now)"), ("If-Match", ""), ("If-Match", "*, \"x\""),
      ("If-Match", String(now.dropFirst())), ("If-None-Match", now), ("If-None-Match", "W/\(now)"),
    ]
    let writes: [(String, String, String?)] = [
      ("PUT", path, #"{"title":"rum"}"#), ("PATCH", path, #"{"title":"rum"}"#),
      ("PATCH", path + "/complete", nil), ("DELETE", path, nil),
    ]
    for (method, target, json) in writes {
      for condition in refused {
        let response = try await account.call(method, target, json: json, [condition])
        #expect(response.status == 412, "\(method) \(condition)")
        #expect(response.body == before.body)
        #expect(response.value("etag") == now)
      }
      if method != "DELETE" {
        let broken = try await account.call(method, target, json: "[]", [("If-Match", old)])
        #expect(broken.status == 422)
      }
    }
    #expect(
      try await account.call("PATCH", path, json: "{}", [("If-None-Match", "*")]).status == 412
    )
    var known = now
    for (method, target, json) in writes {
      let condition = ("If-Match", "\(old), \(known)")
      let response = try await account.call(method, target, json: json, [condition])
      #expect([200, 204].contains(response.status), "\(method)")
      known = try #require(response.value("etag"))
    }
    for (method, target, json) in writes {
      for condition in [("If-Match", now), ("If-Match", "*"), ("If-None-Match", "\"x\"")] {
        let response = try await account.call(method, target, json: json, [condition])
        #expect(response.status == 404, "\(method) \(condition)")
      }
    }
  }

  @Test func `that are gone come back only for who knows that they are gone`() async throws {
    let account = try await newAccount()
    let path = "\(account.path)/\(UUID().uuidString.lowercased())"
    let star = ("If-None-Match", "*")
    let json = #"{"title":"milk","tags":["home"]}"#
    let made = try await account.call("PUT", path, json: json, [star])
    let deleted = try await account.call("DELETE", path)
    let tombstone = try #require(deleted.value("etag"))
    let repeated = try await account.call("PUT", path, json: json, [star])
    #expect(repeated.status == 410)
    #expect(repeated.value("etag") == tombstone)
    #expect(try repeated.json()["detail"]?.string?.isEmpty == false)
    let condition = ("If-Match", tombstone)
    let hopeless = [
      ("PUT", path, [("If-Match", tag(made))]), ("PUT", path, [("If-Match", "*")]),
      ("PATCH", path, [condition]), ("PATCH", path + "/complete", [condition]),
      ("DELETE", path, [condition]), ("PUT", path, []),
    ]
    for (method, target, headers) in hopeless {
      let body = method == "DELETE" || target != path ? nil : json
      let response = try await account.call(method, target, json: body, headers)
      #expect(response.status == 404, "\(method) \(headers)")
    }
    let blank = try await account.call("PUT", path, json: "{}", [condition])
    #expect(blank.status == 422)
    #expect(try blank.json()["detail"]?[0]?["loc"]?[1]?.string == "title")
    #expect(try await account.titles().isEmpty)

    let back = try await account.call("PUT", path, json: #"{"title":"milk"}"#, [condition])
    #expect(back.status == 201)
    #expect(try back.json()["created_at"]?.string == made.json()["created_at"]?.string)
    #expect(try back.json()["tags"]?.count == 0)
    #expect(tag(back) != tombstone)
    // Its answer may have been lost: the same again changes nothing, and shows what is there.
    let late = try await account.call("PUT", path, json: #"{"title":"milk"}"#, [condition])
    #expect(late.status == 412)
    #expect(late.body == back.body)
    #expect(try await account.titles() == ["milk"])
  }
}
