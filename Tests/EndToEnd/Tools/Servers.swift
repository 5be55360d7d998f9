import Foundation

/// A `todo-server` on a loopback port.
struct TestServer {
  let child: Child
  /// `http://127.0.0.1:PORT`.
  let address: String

  /// Starts it; port 0 takes any that is free.
  init(folder: URL, port: Int = 0, _ more: [String] = []) async throws {
    let child = try Child(
      Programs.server,
      [
        "--port", String(port), "--database", folder.appending(path: "server.sqlite").path,
        "--rate-limit", "off",
      ] + more,
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path]
    )
    let mark = "listening on "
    guard await eventually({ child.said.contains("\n") || !child.isRunning }),
      let line = child.said.split(separator: "\n").first, line.hasPrefix(mark)
    else {
      await child.end(SIGKILL)
      throw Trouble("the server did not start: \(child.said) \(child.complained)")
    }
    self.child = child
    address = String(line.dropFirst(mark.count))
  }

  var port: Int { Int(address.split(separator: ":").last ?? "") ?? 0 }

  func stop() async { await child.end() }

  /// The same database on the same port, after the first server has ended.
  func again(folder: URL, _ more: [String] = []) async throws -> TestServer {
    await stop()
    return try await TestServer(folder: folder, port: port, more)
  }

  /// Titles a user has at the server, asked without the client.
  func titles(_ user: String, _ jwt: String) async throws -> [String] {
    let reply = try await Wire(address).send(
      "GET",
      "/api/\(user)/tasks",
      ["Authorization": "Bearer \(jwt)"]
    )
    guard reply.status == 200 else { throw Trouble("the server answered \(reply.status)") }
    let tasks = try reply.json() as? [[String: Any]] ?? []
    return tasks.compactMap { $0["title"] as? String }
  }
}

/// An honest middleman that records requests and can be told to misbehave (`proxy.py`).
struct Proxy {
  let child: Child
  let address: String
  private let log: URL
  private let fault: URL

  init(folder: URL, to target: String) async throws {
    log = folder.appending(path: "proxy.log")
    fault = folder.appending(path: "proxy.fault")
    try Data().write(to: log)
    let child = try await Child.peer("proxy.py", [target, log.path, fault.path])
    self.child = child
    address = child.said.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// `METHOD path` of each request, in order.
  var requests: [String] {
    ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  func count(_ line: String) -> Int { requests.count { $0.hasPrefix(line) } }

  /// What happens to requests whose line contains `part`: see `proxy.py`.
  func misbehave(_ kind: String, on part: String = "/") throws {
    try Data("\(kind) \(part)".utf8).write(to: fault, options: .atomic)
  }

  func behave() { try? FileManager.default.removeItem(at: fault) }

  func stop() async { await child.end() }
}

extension Child {
  /// Starts a Python program of `Peers` and waits for its first line.
  static func peer(_ name: String, _ arguments: [String]) async throws -> Child {
    let child = try Child(
      "/usr/bin/python3",
      [Programs.peer(name)] + arguments,
      environment: ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
    )
    guard await eventually({ child.said.contains("\n") || !child.isRunning }), child.isRunning
    else {
      await child.end(SIGKILL)
      throw Trouble("\(name) did not start: \(child.complained)")
    }
    return child
  }
}

/// Lends a server to a test.
func withServer<R>(
  _ more: String...,
  body: (TestServer, URL) async throws -> R
) async throws -> R {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let server = try await TestServer(folder: folder, more)
  do {
    let result = try await body(server, folder)
    await server.stop()
    return result
  } catch {
    await server.stop()
    throw error
  }
}

/// Lends a server behind a middleman.
func withProxy<R>(
  _ more: String...,
  body: (Proxy, TestServer, URL) async throws -> R
) async throws -> R {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let server = try await TestServer(folder: folder, more)
  let proxy = try await Proxy(folder: folder, to: server.address)
  do {
    let result = try await body(proxy, server, folder)
    await proxy.stop()
    await server.stop()
    return result
  } catch {
    await proxy.stop()
    await server.stop()
    throw error
  }
}
