/// What a task says beside the parts of a ``Todo``.
struct TaskRest {
  /// Its validator, as its own member tells it.
  private(set) var etag: String?
  /// A JSON object of the members nobody here knows.
  private(set) var extra: String?

  init(of task: JSONText, _ reading: TaskReading) {
    var rest: [UInt8] = []
    for member in task.written {
      if reading.isTag(member.name) { etag = member.value.string.flatMap(strongTag) }
      if reading.isKnown(member) { continue }
      rest.append(rest.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
      rest += member.name.bytes
      rest.append(UInt8(ascii: ":"))
      rest += member.value.bytes
    }
    if !rest.isEmpty { extra = String(validating: rest + [UInt8(ascii: "}")], as: UTF8.self) }
  }
}

/// Whether a text is a tag to compare with later (RFC 9110, 8.8.3): anything else, sent back, would
/// be refused or mean something else, as `*` does.
///
/// Of the characters that the standard allows, those beyond ASCII have no certain encoding.
func isEntityTag(_ text: String) -> Bool {
  let quoted = text.hasPrefix("W/") ? text.utf8.dropFirst(2) : text.utf8[...]
  let quote = UInt8(ascii: "\"")
  return (2...1024).contains(quoted.count) && quoted.first == quote && quoted.last == quote
    && quoted.dropFirst().dropLast().allSatisfy { (0x21...0x7E).contains($0) && $0 != quote }
}

/// The tag when it can be a condition for a change: a weak one never matches (RFC 9110, 13.1.1).
func strongTag(_ text: String) -> String? {
  isEntityTag(text) && !text.hasPrefix("W/") ? text : nil
}
