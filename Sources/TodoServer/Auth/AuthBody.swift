internal import HTTPTypes

/// The body of an auth request: parsed, then checked field by field as zod reports it.
struct AuthBody: Sendable {
  /// Nil where there was no body, or none with a content type.
  let value: JSON?

  /// Reads the body before anything looks at it (contract/better-auth 2.0, order of checks).
  ///
  /// - Parameters:
  ///   - request: Its body is consumed.
  ///   - allowsForm: True for sign-up and sign-in.
  ///   - limit: Bytes taken.
  /// - Throws: `AuthRefusal` 413, 415 or 400.
  init(_ request: ServerRequest, allowsForm: Bool, limit: Int) async throws {
    guard let bytes = try await request.bytes(upTo: limit) else {
      throw AuthRefusal(.contentTooLarge, "Payload too large")
    }
    guard !bytes.isEmpty, let contentType = request.headers.value("content-type") else {
      value = nil
      return
    }
    let mediaType = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }.trimmed.lowercasedASCII
    let form = "application/x-www-form-urlencoded"
    switch mediaType {
    case Array("application/json".utf8):
      do {
        value = try JSONParser.parse(bytes)
      } catch {
        throw AuthRefusal(.badRequest, "Invalid JSON in request body")
      }
    case Array(form.utf8) where allowsForm:
      let pairs = FormCoding.pairs(bytes).compactMap(\.self)
      value = .object(pairs.map { JSONMember(name: $0.name, value: .string($0.value)) })
    default:
      let allowed = allowsForm ? "\(form), application/json" : "application/json"
      throw AuthRefusal(
        .unsupportedMediaType,
        "Content-Type \"\(contentType)\" is not allowed. Allowed types: \(allowed)",
        code: "UNSUPPORTED_MEDIA_TYPE"
      )
    }
  }

  /// A field that is present and a string.
  func string(_ name: String) -> String? { value?[name]?.string }

  /// The `rememberMe` of a body that `issues` found right.
  var isRemembered: Bool { value?["rememberMe"] != .bool(false) }

  /// The issues of the fields, in the order of the schema.
  func issues(_ fields: [Field]) -> [String] {
    guard case .object = value else {
      return ["[body] Invalid input: expected object, received \(value?.kind ?? "undefined")"]
    }
    return fields.compactMap { $0.issue(value?[$0.name]) }
  }

  /// One field of a schema.
  struct Field: Sendable {
    enum Rule: Sendable {
      case string, optionalString, email, nonEmpty, optionalBool
    }

    let name: String
    let rule: Rule

    func issue(_ value: JSON?) -> String? {
      let isOptional = rule == .optionalString || rule == .optionalBool
      if value == nil, isOptional { return nil }
      if rule == .optionalBool {
        if case .bool = value { return nil }
        return wrongType("boolean", value)
      }
      guard let text = value?.string else { return wrongType("string", value) }
      // PostgreSQL cannot hold NUL, so no client may rely on it.
      if text.utf8.contains(0) { return "[body.\(name)] Invalid input: contains NUL" }
      switch rule {
      case .email where !EmailSyntax.isValid(text):
        return "[body.\(name)] Invalid email address"
      case .nonEmpty where text.isEmpty:
        return "[body.\(name)] Too small: expected string to have >=1 characters"
      default: return nil
      }
    }

    private func wrongType(_ expected: String, _ value: JSON?) -> String {
      "[body.\(name)] Invalid input: expected \(expected), received \(value?.kind ?? "undefined")"
    }
  }
}
