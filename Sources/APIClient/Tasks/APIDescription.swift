/// A server's own OpenAPI description, as far as this client asks it.
struct APIDescription {
  private let root: JSON

  init(_ root: JSON) { self.root = root }

  /// Whether some `…/tasks/{…}` takes a PUT with an If-None-Match header: client-chosen ids.
  var offersConditionalPut: Bool {
    guard case .object(let paths)? = root["paths"] else { return false }
    return paths.contains { path, item in
      isSingleTask(path) && item["put"].map { declares("if-none-match", $0, item) } ?? false
    }
  }

  private func isSingleTask(_ path: String) -> Bool {
    let segments = path.split(separator: "/")
    guard let last = segments.last, last.hasPrefix("{"), last.hasSuffix("}") else { return false }
    return segments.dropLast().last == "tasks"
  }

  private func declares(_ header: String, _ operation: JSON, _ item: JSON) -> Bool {
    let lists = [operation["parameters"], item["parameters"]]
    return lists.contains { list in
      guard case .array(let parameters)? = list else { return false }
      return parameters.map(resolved).contains {
        $0["in"]?.string == "header" && $0["name"]?.string?.lowercased() == header
      }
    }
  }

  /// Follows one local reference, `#/components/parameters/Name`.
  private func resolved(_ parameter: JSON) -> JSON {
    guard let reference = parameter["$ref"]?.string, reference.hasPrefix("#/") else {
      return parameter
    }
    return reference.dropFirst(2).split(separator: "/")
      .reduce(root) { $0[String($1)] ?? .null }
  }
}
