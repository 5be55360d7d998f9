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

  /// Whether it tells nothing about the value, as `{}` does.
  var isEmpty: Bool {
    types.isEmpty && properties.isEmpty && words.isEmpty && items == nil
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

/// Reads schemas of one description; references are local ones, and cycles end.
struct SchemaReader {
  let root: JSON
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
    guard reference.hasPrefix("#/") else { return .null }
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
    guard budget > 0 else { return Schema() }
    budget -= 1
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

  /// What a schema says itself.
  private func own(_ json: JSON) -> Schema {
    var schema = Schema()
    let types =
      [json["type"]?.string].compactMap(\.self)
      + (json["type"]?.elements.compactMap(\.string) ?? [])
    schema.types = Set(types).subtracting(["null"])
    schema.isNullable = types.contains("null") || json["nullable"]?.bool == true
    schema.properties = json["properties"]?.fields ?? [:]
    schema.required = Set(json["required"]?.elements.compactMap(\.string) ?? [])
    for word in (json["enum"]?.elements ?? []) + [json["const"]].compactMap(\.self) {
      if case .null = word { schema.isNullable = true } else { schema.words.append(word) }
    }
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
