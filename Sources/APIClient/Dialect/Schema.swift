/// What a JSON Schema says about a value, with references followed and alternatives merged.
///
/// OpenAPI 3.0 writes "or null" as `nullable`, 3.1 as a type of its own.
struct Schema {
  var types: Set<String> = []
  var isNullable = false
  var properties: [String: JSON] = [:]
  var required: Set<String> = []
  /// The values of an enumeration, null left out.
  var words: [JSON] = []
  var format: String?
  var items: JSON?
  /// The declared default, unless that is null.
  var fallback: JSON?
  var hasDefault = false
  var minimum: Double?
  var maximum: Double?
  var minLength: Double?
  /// Whether more was described than is read: too many of something, or too long a name.
  var isCut = false

  /// The most properties or words that are read: an object with more is no task.
  fileprivate static let most = 100

  /// Whether it tells nothing about the value, as `{}` does.
  var isEmpty: Bool {
    types.isEmpty && properties.isEmpty && words.isEmpty && items == nil && !isCut
  }

  var isArray: Bool { types.contains("array") || (types.isEmpty && items != nil) }
  var isObject: Bool { types.contains("object") || (types.isEmpty && !properties.isEmpty) }
  var isBoolean: Bool { types == ["boolean"] }
  var isInteger: Bool { types == ["integer"] || types == ["number"] }
  /// Whether it can be a text; a value of no declared type can.
  var isText: Bool { types.contains("string") || (types.isEmpty && !isArray && !isObject) }

  /// The texts of an enumeration; nil where there is none.
  var spellings: [String]? {
    var seen: Set<String> = []
    let texts = words.compactMap(\.string).filter { !$0.isEmpty && seen.insert($0).inserted }
    return texts.isEmpty ? nil : texts
  }

  /// Adds what another schema demands too (`allOf`).
  mutating func add(_ other: Schema) {
    types.formUnion(other.types)
    isNullable = isNullable || other.isNullable
    properties.merge(other.properties) { mine, _ in mine }
    required.formUnion(other.required)
    words += other.words
    format = format ?? other.format
    items = items ?? other.items
    fallback = fallback ?? other.fallback
    hasDefault = hasDefault || other.hasDefault
    minimum = minimum ?? other.minimum
    maximum = maximum ?? other.maximum
    minLength = minLength ?? other.minLength
    isCut = isCut || other.isCut
    bound()
  }

  /// Leaves out all of what is too much, because any part would be a guess.
  private mutating func bound() {
    if max(properties.count, required.count) > Self.most {
      properties = [:]
      required = []
      isCut = true
    }
    if words.count > Self.most {
      words = []
      isCut = true
    }
  }

  /// What holds for every one of several alternatives (`anyOf`, `oneOf`).
  static func merged(_ alternatives: [Schema]) -> Schema {
    var merged = Schema()
    for alternative in alternatives { merged.add(alternative) }
    merged.required = alternatives.dropFirst().reduce(alternatives.first?.required ?? []) {
      $0.intersection($1.required)
    }
    return merged
  }
}

/// Schemas that may still be looked at for one description, whoever asks.
private final class Allowance {
  /// Some hundred times what a large description of tasks needs.
  var left = 50_000
}

/// Reads schemas of one description; references are local ones, and cycles end.
struct SchemaReader {
  let root: JSON
  private let allowance = Allowance()
  /// Schemas looked at for one question: more than a description needs.
  private static let budget = 200
  /// References that follow each other.
  private static let longest = 24

  func schema(_ json: JSON?) -> Schema? {
    guard let json else { return nil }
    var budget = Self.budget
    let schema = read(json, behind: [], budget: &budget)
    return schema.isEmpty ? nil : schema
  }

  /// Follows references until something else stands there; null for one that leads nowhere.
  func resolved(_ json: JSON) -> JSON {
    var json = json
    for _ in 0..<Self.longest {
      guard let reference = json["$ref"]?.string else { return json }
      json = target(of: reference)
    }
    return .null
  }

  private func target(of reference: String) -> JSON {
    guard reference.utf8.count < 1000, reference.hasPrefix("#/") else { return .null }
    return reference.dropFirst(2).split(separator: "/").reduce(root) { json, token in
      // RFC 6901: `~1` is a slash and `~0` a tilde.
      let key = token.split(separator: "~1", omittingEmptySubsequences: false)
        .joined(separator: "/").split(separator: "~0", omittingEmptySubsequences: false)
        .joined(separator: "~")
      return json[key] ?? .null
    }
  }

  /// `references`: those that led here, which are not followed again.
  private func read(_ json: JSON, behind references: [String], budget: inout Int) -> Schema {
    guard budget > 0, allowance.left > 0 else { return Schema() }
    budget -= 1
    allowance.left -= 1
    var schema = own(json)
    // Siblings of a reference count in 3.1, and pydantic writes defaults there.
    if let reference = json["$ref"]?.string, !references.contains(reference) {
      let target = target(of: reference)
      schema.add(read(target, behind: references + [reference], budget: &budget))
    }
    for part in json["allOf"]?.elements ?? [] {
      schema.add(read(part, behind: references, budget: &budget))
    }
    for key in ["anyOf", "oneOf"] {
      var alternatives: [Schema] = []
      for part in json[key]?.elements ?? [] {
        let alternative = read(part, behind: references, budget: &budget)
        schema.isNullable = schema.isNullable || alternative.isNullable
        if !alternative.isEmpty { alternatives.append(alternative) }
      }
      schema.add(.merged(alternatives))
    }
    return schema
  }

  /// Reads properties and words, without those that nobody could be shown.
  private func readNames(_ json: JSON, into schema: inout Schema) {
    let properties = json["properties"]?.fields ?? [:]
    let required = json["required"]?.elements ?? []
    if max(properties.count, required.count) <= Schema.most {
      schema.properties = properties.filter { LineWord.isKey($0.key) }
      schema.required = Set(required.compactMap(\.string).filter(LineWord.isKey))
      schema.isCut =
        schema.properties.count < properties.count
        || required.contains { $0.string.map { !LineWord.isKey($0) } ?? false }
    } else {
      schema.isCut = true
    }
    let words = (json["enum"]?.elements ?? []) + [json["const"]].compactMap(\.self)
    guard words.count <= Schema.most else {
      schema.isCut = true
      return
    }
    for word in words {
      switch word {
      case .null: schema.isNullable = true
      case .string(let text) where !text.isEmpty && !LineWord.isKey(text): schema.isCut = true
      case .array, .object: schema.isCut = true
      // A Double is another number there.
      case .number(let number) where abs(number) > 0x1p53: schema.isCut = true
      case .string, .number, .bool: schema.words.append(word)
      }
    }
  }

  /// What a schema says itself.
  private func own(_ json: JSON) -> Schema {
    var schema = Schema()
    let types =
      [json["type"]?.string].compactMap(\.self)
      + (json["type"]?.elements.prefix(8).compactMap(\.string) ?? [])
    schema.types = Set(types).subtracting(["null"])
    schema.isNullable = types.contains("null") || json["nullable"]?.bool == true
    readNames(json, into: &schema)
    schema.format = json["format"]?.string
    schema.items = json["items"]
    schema.hasDefault = json["default"] != nil
    if let fallback = json["default"], case .null = fallback {
    } else {
      schema.fallback = json["default"]
    }
    schema.minimum = json["minimum"]?.number ?? json["exclusiveMinimum"]?.number.map { $0 + 1 }
    schema.maximum = json["maximum"]?.number ?? json["exclusiveMaximum"]?.number.map { $0 - 1 }
    schema.minLength = json["minLength"]?.number
    return schema
  }
}
