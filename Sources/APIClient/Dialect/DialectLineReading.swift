extension Dialect {
  /// Puts one line over what is known.
  ///
  /// A new `path` takes the paths along that were behind the old one: an item's and the routes of
  /// completion.
  ///
  /// - Parameter line: The line.
  /// - Throws: ``DialectLineError`` when the value is not one of its key; nothing changes then.
  public mutating func set(_ line: DialectLine) throws(DialectLineError) {
    let reader = LineReader(line: line)
    switch line.key {
    case .path: move(to: try reader.path(with: ["user"]))
    case .item: item = try reader.path(with: ["user", "id"], needsID: true)
    case .list: listEnvelope = try reader.envelope()
    case .single: singleEnvelope = try reader.envelope()
    case .paging: paging = try reader.paging()
    case .readsSingle: readsSingle = try reader.choice(["yes": true, "no": false])
    case .id: idForm = try reader.choice(["string": .string, "integer": .integer])
    case .done: doneForm = try reader.doneForm()
    case .complete: completion = try reader.completion()
    case .update: update = try reader.update(clearsByNull: update.clearsByNull)
    case .clear: update.clearsByNull = try reader.choice(["null": true, "empty": false])
    case .createStatus: create.status = try reader.status()
    case .createDefaults: create.defaults = try reader.defaults()
    case .createUser: create.userField = try reader.word()
    case .deleteStatus: deleteStatus = try reader.status()
    case .fieldID, .fieldTitle, .fieldDescription, .fieldCompleted, .fieldCreated, .fieldUpdated,
      .fieldPriority, .fieldDue, .fieldTags, .fieldETag:
      if let field = line.key.field { fields[field] = try reader.fieldName() }
    case .priorities: priorities = reader.words().map(LineWord.decode)
    case .due:
      dueDate = try reader.choice(["date": .date, "date-time": .dateTime, "": nil])
    case .tags: tags = try reader.choice(["array": .array, "text": .text, "": nil])
    case .clientIDs: clientChosenIDs = try reader.choice(["yes": true, "no": false])
    case .changes: changes = try reader.choice(["yes": true, "no": false])
    case .validators: validators = try reader.choice(["yes": true, "no": false])
    }
  }

  private mutating func move(to path: String) {
    let old = PathTemplate.withoutSlash(collection)
    let new = PathTemplate.withoutSlash(path)
    func moved(_ other: String) -> String {
      other.hasPrefix(old + "/") ? String(new + other.dropFirst(old.count)) : other
    }
    collection = path
    item = moved(item)
    completion = completion.map { way in
      switch way {
      case .set(let method, let path, let field):
        .set(method: method, path: moved(path), field: field)
      case .toggle(let method, let path, let body):
        .toggle(method: method, path: moved(path), body: body)
      case .update: .update
      }
    }
  }
}

/// The rules for paths in lines.
enum PathTemplate {
  /// The path without the slash at its end.
  static func withoutSlash(_ path: String) -> Substring {
    path.hasSuffix("/") ? path.dropLast() : path[...]
  }

  /// Whether every character may stand in a path that is one word of a line.
  static func isPlain(_ path: String) -> Bool {
    path.utf8.allSatisfy { (0x21...0x7E).contains($0) && !isSpecial($0) }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "?"),
      UInt8(ascii: "\\"):
      true
    default: false
    }
  }

  /// Whether it stays below where it starts: no segment is dots alone, as it is or percent-encoded
  /// (RFC 3986, 5.2.4).
  static func leadsDown(_ path: String) -> Bool {
    // A description may have a hundred thousand paths, few of them with a dot.
    if !path.utf8.contains(UInt8(ascii: ".")), !path.utf8.contains(UInt8(ascii: "%")) {
      return true
    }
    return path.split(separator: "/").allSatisfy { segment in
      let name = segment.hasPrefix("{") ? segment.dropFirst().dropLast() : segment
      return !LineWord.decode(name).split { "/\\".contains($0) }.contains {
        [".", ".."].contains($0)
      }
    }
  }

  /// What a path holds in braces; nil when braces are not in pairs around a whole segment.
  static func names(in path: String) -> [String]? {
    if !path.utf8.contains(UInt8(ascii: "{")), !path.utf8.contains(UInt8(ascii: "}")) { return [] }
    var names: [String] = []
    for segment in path.split(separator: "/") where segment.contains(where: { "{}".contains($0) }) {
      let name = segment.dropFirst().dropLast()
      guard segment.hasPrefix("{"), segment.hasSuffix("}"), segment.count > 2,
        !name.contains(where: { "{}".contains($0) })
      else { return nil }
      names.append(String(name))
    }
    return names
  }
}
