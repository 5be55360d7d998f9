/// A cell in one word: a frame is plain memory, and comparing cells is comparing numbers.
///
/// From the low bits: 21 of a scalar or of a cluster's number, one that says which, two of width,
/// then the style.
struct PackedCell: Equatable, Sendable {
  private let bits: UInt64

  static let blank = PackedCell.blank(Style.plain.packed)

  init(scalar: UInt32, width: UInt64, _ style: PackedStyle) {
    bits = UInt64(scalar) | width << 22 | style.bits
  }

  /// What numbers of clusters stay below.
  static let clusterLimit = 1 << 21

  init(cluster: Int, width: UInt64, _ style: PackedStyle) {
    bits = UInt64(cluster) | 1 << 21 | width << 22 | style.bits
  }

  static func blank(_ style: PackedStyle) -> PackedCell {
    PackedCell(scalar: 0x20, width: 1, style)
  }

  var width: UInt64 { bits >> 22 & 3 }

  /// The number of a character of several scalars; nil for one of a single scalar.
  var cluster: Int? { bits & 1 << 21 == 0 ? nil : Int(bits & 0x1F_FFFF) }

  var scalar: Unicode.Scalar { Unicode.Scalar(UInt32(bits & 0x1F_FFFF)) ?? " " }

  var packedStyle: PackedStyle { PackedStyle(bits: bits & PackedStyle.mask) }

  var style: Style { packedStyle.style }
}

/// A style where ``PackedCell`` has it: 8 bits of attributes, 9 of each colour, 0 for the standard.
struct PackedStyle {
  let bits: UInt64

  static let mask: UInt64 = 0x3FF_FFFF << 24

  var style: Style {
    Style(
      foreground: Color(packed: bits >> 32 & 0x1FF),
      background: Color(packed: bits >> 41 & 0x1FF),
      attributes: Attributes(rawValue: UInt8(bits >> 24 & 0xFF))
    )
  }
}

extension Style {
  var packed: PackedStyle {
    PackedStyle(
      bits: UInt64(attributes.rawValue) << 24 | foreground.packed << 32 | background.packed << 41
    )
  }
}

extension Color {
  fileprivate init(packed: UInt64) {
    self = packed == 0 ? .standard : .palette(UInt8(packed - 1))
  }

  fileprivate var packed: UInt64 {
    switch self {
    case .standard: 0
    case .palette(let index): UInt64(index) + 1
    }
  }
}
