import APIClient
import Foundation
import Testing

@Suite struct `What must not matter` {
  /// Only JSON can be disguised.
  private static let names = Corpus.names.filter { $0 != "web-page" }

  @Test(arguments: names)
  func `changes no dialect: names of schemas and operations, order, prose`(
    _ name: String
  ) throws {
    let description = try Corpus.description(name)
    let plain = Derivation(openAPI: description)
    for seed in UInt64(1)...8 {
      var disguise = Disguise(seed: seed)
      let disguised = try disguise.put(on: description)
      #expect(disguised != description)
      let derivation = Derivation(openAPI: disguised)
      #expect(derivation.dialect == plain.dialect)
      #expect(derivation.signIn == plain.signIn)
      #expect(derivation.notes == plain.notes)
    }
  }

  @Test func `is really changed by a disguise`() throws {
    var disguise = Disguise(seed: 1)
    let description = try Corpus.description("user-toggle")
    let text = String(decoding: try disguise.put(on: description), as: UTF8.self)
    #expect(!text.contains("Todo Backend API"))
    #expect(!text.contains(#""summary""#))
    #expect(!text.contains(#""operationId":"list_1""#))
    #expect(text.contains(#""description":{"#))
  }
}
