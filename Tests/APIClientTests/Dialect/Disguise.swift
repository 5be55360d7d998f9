import Foundation

/// Changes everything about a description that must not matter.
struct Disguise {
  var random: SeededRandom
  private var names: [String: String] = [:]

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// The description with other names of schemas and operations, in another order, without prose.
  mutating func put(on description: [UInt8]) throws -> [UInt8] {
    guard
      var root = try JSONSerialization.jsonObject(with: Data(description)) as? [String: Any]
    else { return description }
    if var components = root["components"] as? [String: Any],
      let schemas = components["schemas"] as? [String: Any]
    {
      // Names that mislead whoever believes in names.
      let misleading = ["Task", "Project", "TaskCreate", "User", "TaskUpdate", "Error", "Team"]
      for (at, name) in schemas.keys.sorted().shuffled(using: &random).enumerated() {
        names[name] = at < misleading.count ? misleading[at] : "S\(random.next())"
      }
      var renamed: [String: Any] = [:]
      for (name, schema) in schemas { renamed[names[name] ?? name] = schema }
      components["schemas"] = renamed
      root["components"] = components
    }
    root["info"] = ["title": "Projects of \(random.next())", "version": "9"]
    return Array(text(strip(root, isNames: false)).utf8)
  }

  private static let prose = ["title", "description", "summary", "tags", "operationId", "example"]

  /// `isNames`: the keys of this object are names of properties or paths, not words of the format.
  private mutating func strip(_ value: Any, isNames: Bool) -> Any {
    if let array = value as? [Any] {
      var stripped: [Any] = []
      for element in array { stripped.append(strip(element, isNames: false)) }
      return stripped
    }
    guard let object = value as? [String: Any] else { return value }
    var stripped: [String: Any] = [:]
    for (key, value) in object where isNames || !Self.prose.contains(key) {
      if key == "$ref", let reference = value as? String {
        stripped[key] = renamed(reference)
      } else {
        let holdsNames = ["properties", "paths", "schemas", "responses"].contains(key) && !isNames
        stripped[key] = strip(value, isNames: holdsNames)
      }
    }
    if !isNames, let id = object["operationId"] {
      stripped["operationId"] = "\(id)_\(random.next())"
    }
    if !isNames, let required = stripped["required"] as? [Any] {
      stripped["required"] = required.shuffled(using: &random)
    }
    return stripped
  }

  private func renamed(_ reference: String) -> String {
    let prefix = "#/components/schemas/"
    guard reference.hasPrefix(prefix) else { return reference }
    let name = String(reference.dropFirst(prefix.count))
    return prefix + (names[name] ?? name)
  }

  /// JSON text with the fields of every object in an order of chance.
  private mutating func text(_ value: Any) -> String {
    if let object = value as? [String: Any] {
      var fields: [String] = []
      for key in object.keys.sorted().shuffled(using: &random) {
        fields.append(literal(key) + ":" + text(object[key] ?? NSNull()))
      }
      return "{" + fields.joined(separator: ",") + "}"
    }
    if let array = value as? [Any] {
      var elements: [String] = []
      for element in array { elements.append(text(element)) }
      return "[" + elements.joined(separator: ",") + "]"
    }
    return literal(value)
  }

  private func literal(_ value: Any) -> String {
    let data = try? JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }
}
