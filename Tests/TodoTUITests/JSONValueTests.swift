import Foundation
import Testing
import TodoTUI

@Suite struct `JSON written by us` {
  @Test func `keeps the order of members`() {
    let value = JSONValue.object([
      .init("b", .number(2)), .init("a", .array([.null, .bool(true), .string("x")])),
    ])
    #expect(value.text == #"{"b":2,"a":[null,true,"x"]}"#)
  }

  @Test(arguments: [
    ("\u{1B}[31m", #""\u001b[31m""#), ("\u{9B}1m", #""\u009b1m""#),
    ("a\u{202E}b", #""a\u202eb""#), ("a\u{200B}b", #""a\u200bb""#),
    ("\u{E0041}", #""\udb40\udc41""#), ("tab\tline\n", #""tab\tline\n""#),
    ("\"\\", #""\"\\""#), ("日本語 👩‍👧", "\"日本語 👩\\u200d👧\""),
  ])
  func `escapes what a terminal may act on, and nothing is lost`(
    _ text: String,
    _ written: String
  ) throws {
    let json = JSONValue.string(text).text
    #expect(json == written)
    let read = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
    #expect(read as? String == text)
  }

  @Test func `reads back whatever scalars it is given`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let text = String(
        String.UnicodeScalarView(
          (0..<20).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator))
          }
        )
      )
      let json = JSONValue.string(text).text
      let read = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
      let back = try #require(read as? String)
      #expect(Array(back.unicodeScalars) == Array(text.unicodeScalars))
    }
  }
}
