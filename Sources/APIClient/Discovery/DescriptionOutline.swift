internal import FoundationEssentials

/// As much of an OpenAPI description as tells whether it is of a task API, and where that starts.
///
/// It passes over everything else undecoded, so a huge description costs little.
package struct DescriptionOutline {
  /// Paths below which tasks are listed or made.
  package let taskPaths: [String]
  private let hasRelativeServer: Bool

  /// Nil when the bytes are no OpenAPI description.
  package init?(_ body: [UInt8]) {
    guard let wire = try? JSONReader.decode(Wire.self, from: body) else { return nil }
    taskPaths = wire.paths.filter { isOfTasks($0) && $1.listsOrMakes }.keys.sorted()
    let server = wire.servers?.first?.url ?? ""
    hasRelativeServer = server.hasPrefix("/") && !server.hasPrefix("//") && !server.contains("{")
  }

  package var looksLikeTasks: Bool { !taskPaths.isEmpty }

  /// The address that the dialect's paths are appended to.
  ///
  /// A relative server is part of them already (``Derivation``). Otherwise paths may repeat the end
  /// of the prefix that the description was found under, or be relative to it, as in an application
  /// that FastAPI mounts.
  package func base(origin: String, prefix: String) -> String {
    if hasRelativeServer { return origin }
    let segments = prefix.split(separator: "/")
    let start = segments.indices.first { start in
      taskPaths.allSatisfy { $0.split(separator: "/").starts(with: segments[start...]) }
    }
    return origin + segments[..<(start ?? segments.endIndex)].map { "/" + $0 }.joined()
  }

  private struct Wire: Decodable {
    let paths: [String: PathItem]
    let servers: [Server]?

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      paths = try fields.decode([String: PathItem].self, forKey: .paths)
      servers = try? fields.decode([Server].self, forKey: .servers)
    }

    private enum CodingKeys: CodingKey { case paths, servers }
  }

  private struct Server: Decodable { let url: String }

  private struct PathItem: Decodable {
    let listsOrMakes: Bool

    init(from decoder: any Decoder) throws {
      let fields = try? decoder.container(keyedBy: CodingKeys.self)
      listsOrMakes = fields.map { $0.contains(.get) || $0.contains(.post) } ?? false
    }

    private enum CodingKeys: CodingKey { case get, post }
  }
}

/// Whether the last segment that is no parameter is a word for tasks (contract/tasks-api, "In the
/// wild").
private func isOfTasks(_ path: String) -> Bool {
  let word = path.split(separator: "/").last { !$0.hasPrefix("{") }
  return word.map { ["tasks", "todos", "todo", "task", "items"].contains($0.lowercased()) } ?? false
}

/// Whether an answer is Better Auth's own to `GET …/ok` (contract/better-auth).
func saysOK(_ body: [UInt8]) -> Bool {
  struct Answer: Decodable { let ok: Bool }
  return (try? JSONReader.decode(Answer.self, from: body))?.ok ?? false
}

/// What an answer is, in words without any of its values.
func words(for body: [UInt8]) -> String {
  if body.isEmpty { return "nothing" }
  // What starts every gzip member (RFC 1952, 2.3.1), whether it is declared or not.
  if body.starts(with: [0x1F, 0x8B]) { return "a compressed answer" }
  do throws(JSONReader.Failure) {
    try JSONReader.checkDepth(body)
  } catch {
    return "JSON nested too deep"
  }
  return JSONText(body)?.shape ?? "text that is no JSON"
}
