import Foundation

/// Damages descriptions in their bytes or in their structure, repeatably by its seed.
struct Mutator {
  var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed &* 0x1_0001 &+ 7) }

  /// One damaged description; pieces of another one may get into it.
  mutating func damage(_ description: [UInt8], beside other: [UInt8]) -> [UInt8] {
    if Int.random(in: 0..<4, using: &random) == 0 { return bytes(description) }
    guard let root = parsed(description), let strange = parsed(other) else {
      return bytes(description)
    }
    var damaged = root
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      damaged = mutated(damaged, strange, depth: Int.random(in: 0...12, using: &random))
    }
    let data = try? JSONSerialization.data(withJSONObject: damaged, options: .fragmentsAllowed)
    return data.map { Array($0) } ?? []
  }

  private func parsed(_ description: [UInt8]) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(description))
  }

  private mutating func bytes(_ description: [UInt8]) -> [UInt8] {
    var bytes = description
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes.remove(at: at)
      case 2: bytes.insert(random.pick(Array("{}[]\",:\\0-.eE\u{0}".utf8)), at: at)
      case 3: bytes.removeSubrange(at..<min(bytes.count, at + 40))
      default:
        let from = Int.random(in: 0..<bytes.count, using: &random)
        bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 60)], at: at)
      }
    }
    return bytes
  }

  /// Goes down by chance and changes what is met there.
  private mutating func mutated(_ value: Any, _ strange: Any, depth: Int) -> Any {
    if depth > 0, var object = value as? [String: Any],
      let key = object.keys.sorted().randomElement(using: &random), let inner = object[key]
    {
      object[key] = mutated(inner, strange, depth: depth - 1)
      return object
    }
    if depth > 0, var array = value as? [Any], !array.isEmpty {
      let at = Int.random(in: 0..<array.count, using: &random)
      array[at] = mutated(array[at], strange, depth: depth - 1)
      return array
    }
    return changed(value, strange)
  }

  private mutating func changed(_ value: Any, _ strange: Any) -> Any {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return odd()
    case 1: return cycle()
    case 2: return piece(of: strange)
    case 3: return [value, value]
    default: break
    }
    guard var object = value as? [String: Any],
      let key = object.keys.sorted().randomElement(using: &random)
    else { return odd() }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: object[key] = nil
    case 1: object[key] = odd()
    case 2: object[odd() as? String ?? "name"] = object.removeValue(forKey: key)
    case 3: object["$ref"] = (cycle() as? [String: Any])?["$ref"]
    default: object[key] = piece(of: strange)
    }
    return object
  }

  private mutating func odd() -> Any {
    random.pick([
      NSNull(), true, 0, -1, 1e300, -1e300, 0.5, Int.max, Int.min, "", "null", "object", "array",
      "integer", "string", "date", "a b", "a.b,c=d%", "\u{0}\n\u{202E}", "/{x}/{y}/", "{", "get",
      [Any](), [String: Any](), ["null", "string"], ["type": "array"], ["type": ["object", 5]],
      "application/json", "200", "/api/{user_id}/tasks", "🙂", "status", "page", "limit",
    ])
  }

  private mutating func cycle() -> Any {
    let targets = [
      "#", "#/", "#/components", "#/components/schemas/Task", "#/paths", "#/~1/~0", "x",
    ]
    let reference = ["$ref": random.pick(targets)]
    return random.pick(
      [
        reference, ["allOf": [reference, reference]], ["anyOf": [reference, ["type": "null"]]],
        ["type": "array", "items": reference],
      ] as [Any]
    )
  }

  private mutating func piece(of value: Any) -> Any {
    var piece = value
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      if let object = piece as? [String: Any],
        let key = object.keys.sorted().randomElement(using: &random), let inner = object[key]
      {
        piece = inner
      } else if let array = piece as? [Any], let inner = array.randomElement(using: &random) {
        piece = inner
      }
    }
    return piece
  }
}
