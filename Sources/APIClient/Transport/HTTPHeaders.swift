/// Header fields in the order they came, repeated ones kept apart; names compare without case.
public struct HTTPHeaders: Hashable, Sendable {
  /// One header field.
  public struct Field: Hashable, Sendable {
    /// As written by the sender.
    public var name: String
    /// Without surrounding white space.
    public var value: String

    /// A field as given; what leaves this machine is checked when it is sent.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Every field.
  public var fields: [Field]

  /// No fields unless given.
  public init(_ fields: [Field] = []) { self.fields = fields }

  /// The first value of a name; setting replaces every field of that name, nil removes them.
  public subscript(_ name: String) -> String? {
    get { fields.first { isSameName($0.name, name) }?.value }
    set {
      fields.removeAll { isSameName($0.name, name) }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  /// Every value of a name, in order.
  public func all(_ name: String) -> [String] {
    fields.filter { isSameName($0.name, name) }.map(\.value)
  }
}

extension HTTPHeaders: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Names only: values carry credentials.
  public var description: String { "HTTPHeaders(\(fields.map(\.name).joined(separator: ", ")))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The name only: the value may be a credential.
  public var description: String { name }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// Whether it may be sent: a token as name, a value that cannot end its line (RFC 9110, 5).
  var isSendable: Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && !#"\"(),/:;<=>?@[]{}"#.utf8.contains(byte)
      }
      && value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
  }
}

private func isSameName(_ left: String, _ right: String) -> Bool {
  left.utf8.count == right.utf8.count
    && zip(left.utf8, right.utf8).allSatisfy { lowercased($0) == lowercased($1) }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
