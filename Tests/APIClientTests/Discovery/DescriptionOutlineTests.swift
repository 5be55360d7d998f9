import APIClient
import Testing

@Suite struct DescriptionOutlineTests {
  private func outline(_ json: String) -> DescriptionOutline? {
    DescriptionOutline([UInt8](json.utf8))
  }

  @Test(arguments: [
    "/api/{user_id}/tasks", "/tasks/", "/api/v1/todos", "/Todo", "/api/items", "/tasks/{id}",
  ])
  func `paths that list or make tasks are recognised`(_ path: String) throws {
    let found = try #require(outline(#"{"paths": {"\#(path)": {"get": {}}}}"#))
    #expect(found.taskPaths == [path])
  }

  @Test(arguments: [
    #"{"paths": {}}"#,
    #"{"paths": {"/api/auth/sign-in": {"post": {}}, "/ok": {"get": {}}}}"#,
    #"{"paths": {"/tasks": {"delete": {}}}}"#,
    #"{"paths": {"/tasks": null, "/todos": [], "/items": "get"}}"#,
    #"{"paths": {"/tasks/{id}/comments": {"get": {}}}}"#,
  ])
  func `an API without tasks is none of ours`(_ json: String) throws {
    #expect(try #require(outline(json)).looksLikeTasks == false)
  }

  @Test(arguments: ["", "null", "[]", "{}", #"{"paths": []}"#, "<html>", #"{"paths": {"/tasks""#])
  func `what is no description is told apart`(_ text: String) {
    #expect(outline(text) == nil)
  }

  @Test(arguments: [
    (#""/api/tasks""#, "", "https://x"),
    (#""/tasks""#, "", "https://x"),
    (#""/api/tasks""#, "/api", "https://x"),
    (#""/tasks""#, "/api", "https://x/api"),
    (#""/api/v1/tasks""#, "/api/v1", "https://x"),
    (#""/v1/tasks""#, "/api/v1", "https://x/api"),
    (#""/api/tasks""#, "/todo", "https://x/todo"),
    (#""/api/tasks""#, "/todo/api", "https://x/todo"),
    (#""/apis/tasks""#, "/api", "https://x/api"),
  ])
  func `paths start where the description says`(_ path: String, _ prefix: String, _ base: String)
    throws
  {
    let found = try #require(outline(#"{"paths": {\#(path): {"post": {}}}}"#))
    #expect(found.base(origin: "https://x", prefix: prefix) == base)
  }

  @Test(arguments: [
    (#"[{"url": "/api"}]"#, "https://x"),
    (#"[{"url": "/"}]"#, "https://x"),
    (#"[{"url": "https://other.example/api"}]"#, "https://x/api"),
    (#"[{"url": "//other.example"}]"#, "https://x/api"),
    ("[]", "https://x/api"),
    ("7", "https://x/api"),
  ])
  func `a relative server counts from the origin, and another origin never`(
    _ servers: String,
    _ base: String
  ) throws {
    let json = #"{"servers": \#(servers), "paths": {"/tasks": {"get": {}}}}"#
    #expect(try #require(outline(json)).base(origin: "https://x", prefix: "/api") == base)
  }

  @Test(.timeLimit(.minutes(5)))
  func `sixteen megabytes are passed over quickly`() throws {
    let schema = #""S": {"type": "object", "enum": [1, true, null, "a\"b"]},"#
    let json =
      #"{"components": {"# + String(repeating: schema, count: 1 << 18)
      + #""T": {}}, "paths": {"/tasks": {"get": {}}}}"#
    #expect(outline(json)?.looksLikeTasks == true)
  }
}
