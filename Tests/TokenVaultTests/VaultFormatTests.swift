import Foundation
import Testing
import TokenVault

@Suite struct `The vault format` {
  private let binding = VaultFormat.Binding(profile: "golden", uid: 1000)

  private func key() throws -> VaultKey { try #require(VaultKey(fileBytes: GoldenVault.keyFile)) }

  private func randomness() -> VaultFormat.Randomness {
    VaultFormat.Randomness(
      vaultID: Array(0x20..<0x30),
      writeSalt: Array(0x40..<0x60),
      nonce: Array(0x60..<0x6C)
    )
  }

  private func record() -> VaultRecord {
    VaultRecord(generation: 0x0102_0304_0506_0708, state: .signedIn(.sample(3)))
  }

  @Test func `opens the golden file of version 1`() throws {
    let opened = try VaultFormat(binding: binding).open(GoldenVault.version1, with: key())
    #expect(opened.record == record())
    #expect(opened.vaultID == Array(0x20..<0x30))
  }

  @Test func `lays the header out as documented`() throws {
    let bytes = try VaultFormat(binding: binding).seal(record(), with: key(), randomness())
    #expect(bytes[0..<140] == GoldenVault.version1[0..<140])
    #expect(Array(bytes[0..<8]) == Array("TODOTUIV".utf8))
    #expect(bytes[8..<12] == [0, 1, 1, 1])
    #expect(bytes[12..<40].allSatisfy { $0 == 0 })
    #expect(Array(bytes[40..<56]) == Array(0x20..<0x30))
    #expect(try Array(bytes[56..<72]) == key().id)
    #expect(Array(bytes[88..<96]) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(Array(bytes[96..<128]) == Array(0x40..<0x60))
    #expect(Array(bytes[128..<140]) == Array(0x60..<0x6C))
  }

  @Test func `accepts no file with one bit flipped`() throws {
    let (format, key) = try (VaultFormat(binding: binding), key())
    var accepted: [Int] = []
    var bytes = GoldenVault.version1
    for bit in 0..<(bytes.count * 8) {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      if (try? format.open(bytes, with: key)) != nil { accepted.append(bit) }
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
    #expect(accepted.isEmpty)
    #expect((try? format.open(bytes, with: key)) != nil, "the rig itself opens the whole file")
  }

  @Test func `accepts no key file with one bit flipped`() throws {
    var bytes = GoldenVault.keyFile
    for bit in 0..<(bytes.count * 8) {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(VaultKey(fileBytes: bytes) == nil)
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
    #expect(try key().fileBytes == bytes)
  }

  @Test func `accepts no file cut anywhere or made longer`() throws {
    let (format, key) = try (VaultFormat(binding: binding), key())
    for length in 0..<GoldenVault.version1.count {
      let cut = Array(GoldenVault.version1.prefix(length))
      #expect(throws: VaultFormat.Failure.damaged) { try format.open(cut, with: key) }
    }
    #expect(throws: VaultFormat.Failure.damaged) {
      try format.open(GoldenVault.version1 + [0], with: key)
    }
  }

  @Test(arguments: [
    VaultFormat.Binding(profile: "golden", uid: 1001),
    VaultFormat.Binding(profile: "other", uid: 1000),
    VaultFormat.Binding(profile: "", uid: 1000),
  ])
  func `opens for no other profile or user`(binding: VaultFormat.Binding) throws {
    #expect(throws: VaultFormat.Failure.damaged) {
      try VaultFormat(binding: binding).open(GoldenVault.version1, with: key())
    }
  }

  @Test func `tells another key from damage`() throws {
    let other = VaultKey(id: Array(repeating: 1, count: 16), secret: Secret("another"))
    #expect(throws: VaultFormat.Failure.otherKey) {
      try VaultFormat(binding: binding).open(GoldenVault.version1, with: other)
    }
    let impostor = VaultKey(id: try key().id, secret: Secret("another"))
    #expect(throws: VaultFormat.Failure.damaged) {
      try VaultFormat(binding: binding).open(GoldenVault.version1, with: impostor)
    }
  }

  @Test(arguments: [
    "Vault format 2", "A key derivation that is not ours", "A cipher that is not ours",
  ])
  func `calls what it does not know newer`(what: String) throws {
    var bytes = GoldenVault.version1
    switch what {
    case "Vault format 2": bytes[9] = 2
    case "A key derivation that is not ours": bytes[10] = 2
    default: bytes[11] = 2
    }
    let newer = bytes
    #expect(throws: VaultFormat.Failure.newer) { try VaultFormat(binding: binding).inspect(newer) }
  }
}
