/// Reads the value of one line.
struct LineReader {
  let line: DialectLine

  /// The error that names the key, what came and what would be right.
  func wrong(_ right: String) -> DialectLineError {
    DialectLineError(
      sentence: "\(line.key.rawValue) cannot be \"\(LineWord.shown(line.value))\";"
        + " right would be \(right)."
    )
  }

  func words() -> [Substring] { line.value.split(separator: " ") }

  func choice<Value>(_ choices: [String: Value]) throws(DialectLineError) -> Value {
    if let value = choices[line.value] { return value }
    let names = choices.keys.sorted().map { $0.isEmpty ? "nothing" : $0 }
    throw wrong(names.joined(separator: " or "))
  }

  func status() throws(DialectLineError) -> Int {
    guard let status = Int(line.value), (200...299).contains(status) else {
      throw wrong("a status of success, 200 to 299")
    }
    return status
  }

  func word() throws(DialectLineError) -> String? {
    if line.value.contains(" ") { throw wrong("the name of one field, or nothing") }
    return line.value.isEmpty ? nil : LineWord.decode(line.value)
  }

  func path(
    with names: Set<String>,
    needsID: Bool = false
  ) throws(DialectLineError) -> String {
    try path(line.value, with: names, needsID: needsID)
  }

  private func path(
    _ path: some StringProtocol,
    with names: Set<String>,
    needsID: Bool
  ) throws(DialectLineError) -> String {
    let path = String(path)
    let example = needsID ? "/api/{user}/tasks/{id}" : "/api/{user}/tasks"
    guard LineWord.isKey(path) || path.isEmpty else {
      throw wrong("a path of at most \(LineWord.limit) characters")
    }
    guard path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.count > 1,
      PathTemplate.isPlain(path)
    else { throw wrong("a path that starts with one slash, such as \(example)") }
    guard PathTemplate.leadsDown(path) else {
      throw wrong("a path without dots alone between slashes, such as \(example)")
    }
    guard let found = PathTemplate.names(in: path) else {
      throw wrong("a path with braces around whole segments only, such as \(example)")
    }
    if let other = found.first(where: { !names.contains($0) }) {
      throw wrong(
        "a path with {user}"
          + (needsID ? " and {id}" : "")
          + " only: write what {\(LineWord.shown(other))} stands for in its place"
      )
    }
    if needsID && found.count(where: { $0 == "id" }) != 1 {
      throw wrong("a path with one {id}, such as \(example)")
    }
    return path
  }

  func envelope() throws(DialectLineError) -> [String] {
    if line.value.isEmpty { return [] }
    let keys = line.value.split(separator: ".", omittingEmptySubsequences: false)
    if keys.contains("") || line.value.contains(" ") {
      throw wrong("keys with dots between them, such as data.tasks, or nothing")
    }
    return keys.map(LineWord.decode)
  }

  func fieldName() throws(DialectLineError) -> Dialect.FieldName? {
    let right = "a name, read=NAME write=NAME, or nothing"
    if line.value.isEmpty { return nil }
    if !line.value.contains(" ") && !line.value.contains("=") {
      let name = LineWord.decode(line.value)
      return Dialect.FieldName(read: name, write: name)
    }
    var values = try values(words(), right)
    let name = Dialect.FieldName(
      read: values.removeValue(forKey: "read"),
      write: values.removeValue(forKey: "write")
    )
    guard values.isEmpty else { throw wrong(right) }
    return name
  }

  func doneForm() throws(DialectLineError) -> Dialect.DoneForm {
    let right = "flag, or status open=WORD done=WORD"
    if line.value == "flag" { return .flag }
    let words = words()
    guard words.first == "status" else { throw wrong(right) }
    let values = try values(words.dropFirst(), right)
    guard let open = values["open"], let done = values["done"], values.count == 2 else {
      throw wrong(right)
    }
    // Answers are compared without case.
    if open.lowercased() == done.lowercased() { throw wrong("\(right): two words that differ") }
    return .status(open: open, done: done)
  }

  func update(clearsByNull: Bool) throws(DialectLineError) -> Dialect.Update {
    let words = words()
    guard words.count > 1, let method = Dialect.Method(rawValue: String(words[0])),
      words[1] == "partial" ? words.count == 2 : words[1] == "whole" && words.count > 2
    else { throw wrong("PUT partial, PATCH partial, or PUT whole with the names of its fields") }
    return Dialect.Update(
      method: method,
      isPartial: words[1] == "partial",
      keys: words.dropFirst(2).map(LineWord.decode),
      clearsByNull: clearsByNull
    )
  }

  func completion() throws(DialectLineError) -> [Dialect.Completion] {
    var ways: [Dialect.Completion] = []
    for way in line.value.split(separator: ", ") { ways.append(try completion(way)) }
    if ways.isEmpty { throw wrong("update, or METHOD /path toggle, or METHOD /path set FIELD") }
    return ways
  }

  private func completion(_ text: Substring) throws(DialectLineError) -> Dialect.Completion {
    let words = text.split(separator: " ")
    if words == ["update"] { return .update }
    guard words.count > 2, let method = Dialect.Method(rawValue: String(words[0])) else {
      throw wrong("update, or POST, PUT or PATCH with a path and then toggle or set FIELD")
    }
    let path = try path(words[1], with: ["user", "id"], needsID: true)
    switch (words[2], words.count) {
    case ("set", 4):
      return .set(method: method, path: path, field: LineWord.decode(words[3]))
    case ("toggle", 3): return .toggle(method: method, path: path, body: false)
    case ("toggle", 4) where words[3] == "body":
      return .toggle(method: method, path: path, body: true)
    default: throw wrong("toggle, toggle body or set FIELD after the path")
    }
  }

  func defaults() throws(DialectLineError) -> [String: String] {
    let bytes = Array(line.value.utf8)
    guard (try? JSONReader.decode(JSON.self, from: bytes)) != nil, let json = JSONText(bytes),
      json.isObject
    else { throw wrong(#"a JSON object, such as {"priority":"medium"}, or {}"#) }
    return json.fields.mapValues(\.line)
  }

  func paging() throws(DialectLineError) -> Dialect.Paging? {
    let right = "none, page=NAME size=NAME first=1 count=100 or offset=NAME size=NAME count=100"
    if line.value == "none" { return nil }
    var words = words()
    let isNeeded = words.last != "if-large"
    if !isNeeded { words.removeLast() }
    var values = try values(words, right)
    let first = values.removeValue(forKey: "first")
    let size = values.removeValue(forKey: "size")
    let page = values.removeValue(forKey: "page")
    let offset = values.removeValue(forKey: "offset")
    guard let count = values.removeValue(forKey: "count").flatMap({ Int($0) }), count > 0,
      values.isEmpty
    else { throw wrong(right) }
    let style: Dialect.Paging.Style
    switch (page, offset, first.map { Int($0) }) {
    case (_?, nil, nil): style = .page(first: 1)
    case (_?, nil, .some(.some(let first))): style = .page(first: first)
    case (nil, _?, nil): style = .offset
    default: throw wrong(right)
    }
    guard let position = page ?? offset else { throw wrong(right) }
    return Dialect.Paging(
      style: style,
      position: position,
      size: size,
      count: count,
      isNeeded: isNeeded
    )
  }

  /// `key=word` pairs, each key once.
  private func values(
    _ words: some Sequence<Substring>,
    _ right: String
  ) throws(DialectLineError) -> [String: String] {
    var values: [String: String] = [:]
    for word in words {
      let parts = word.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[1].isEmpty, values[String(parts[0])] == nil else {
        throw wrong(right)
      }
      values[String(parts[0])] = LineWord.decode(parts[1])
    }
    return values
  }
}
