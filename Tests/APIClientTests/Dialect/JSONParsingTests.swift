import APIClient
import Testing

/// JSON is read where a line gives required fields, and written back in one spelling.
@Suite struct `JSON in a line` {
  private func readBack(_ text: String) throws -> String? {
    var dialect = Dialect.canonical
    try dialect.set(DialectLine(key: .createDefaults, value: #"{"a":\#(text)}"#))
    return dialect.create.defaults["a"]
  }

  @Test(arguments: [
    ("1", "1"), ("-0.5", "-0.5"), ("1e2", "1e2"), ("0", "0"), ("12E-1", "12E-1"),
    ("1152921504606846977", "1152921504606846977"), ("[1.10 ]", "[1.10]"),
    ("true", "true"), ("null", "null"), (" [ 1 , 2 ] ", "[1,2]"), ("{}", "{}"), ("[]", "[]"),
    (#"{"b":1,"a":{"c":false}}"#, #"{"a":{"c":false},"b":1}"#),
    (#""\u00e9\ud83d\ude42\/\n""#, "\"é🙂/\\u000a\""),
    ("\"\u{9b}\u{202e}\u{e0001}\"", #""\u009b\u202e\udb40\udc01""#),
    (#""a\"\\""#, #""a\"\\""#),
  ])
  func `is read`(_ text: String, _ spelled: String) throws {
    #expect(try readBack(text) == spelled)
  }

  @Test(arguments: [
    "", "01", "1.", ".5", "+1", "1e", "-", "NaN", "1e999", "tru", "nul", "[1,]", "[1 2]", "{\"b\"}",
    "{\"b\":1,}", "{b:1}", "'a'", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud83d\"", "\"\\ude42\"",
    "\"\\ud83dx\"", "\"a\nb\"", "1} {", "[", String(repeating: "[", count: 70),
  ])
  func `is refused where the grammar says so`(_ text: String) {
    #expect(throws: DialectLineError.self) { try readBack(text) }
  }
}
