import APIClient
import Foundation
import Glibc
import LocalStore
import Testing
import TodoTUI
import TokenVault

/// docs/errors.md says what the program says.
///
/// `TODOTUI_RECORD_DOCS=1` writes its tables anew.
@Suite(.serialized) struct `The document of errors` {
  private static let tables: [(name: String, rows: [ErrorRow])] = [
    ("answers", answers.map { ErrorRow($0.came, syncing: $0.error) }),
    (
      "sign-in",
      signInAnswers.map {
        ErrorRow(
          $0.came + ($0.error.refusal?.code.map { " `\($0)`" } ?? ""),
          Failure(signIn: $0.error, at: "\(origin)/api/auth")
        )
      }
    ),
    ("no answer", transportErrors.map { ErrorRow($0.came, syncing: APIError($0.value)) }),
    (
      "bad answers",
      badAnswers.map {
        let status = if case .redirect = $0.value { 302 } else { 204 }
        let error = APIError.badAnswer(
          BadAnswer(host: host, status: status, kind: $0.value, requestID: "ID")
        )
        switch $0.value {
        // The auth server's, and so of a renewal.
        case .badToken, .noTokenEndpoint:
          return ErrorRow($0.came, syncing: RenewalError.auth(error))
        default: return ErrorRow($0.came, syncing: error)
        }
      }
    ),
    ("renewal", renewalErrors.map { ErrorRow($0.came, syncing: $0.error) }),
    ("looking", discoveryErrors.map { ErrorRow($0.came, Failure($0.value)) }),
    (
      "vault",
      vaultErrors.map {
        var row = ErrorRow($0.came, Failure($0.value))
        row.sentence = row.sentence.replacing("chown \(geteuid()) ", with: "chown YOU ")
        return row
      }
    ),
    ("mirror", storeErrors.map { ErrorRow($0.came, Failure($0.value)) }),
  ]

  @Test(arguments: tables.indices)
  func `has every row`(_ index: Int) throws {
    let (name, rows) = Self.tables[index]
    try expectTable(name, rows.map(\.text))
    for row in rows {
      #expect(!row.came.isEmpty && !row.sentence.isEmpty)
      #expect(!row.sentence.contains("\n"))
    }
  }

  @Test func `has every status, as the README has`() throws {
    try expectTable(
      "exits",
      TodoTUI.ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
    )
    let readme = try String(contentsOf: repository.appending(path: "README.md"), encoding: .utf8)
    let numbers = readme.split(separator: "\n").compactMap { line in
      line.wholeMatch(of: /\| ([0-9, ]+) \| .*\|/)?.output.1
    }.flatMap {
      $0.split(separator: ",").compactMap { Int32($0.trimmingCharacters(in: .whitespaces)) }
    }
    for status in TodoTUI.ExitStatus.allCases {
      #expect(numbers.contains(status.rawValue), "README.md lacks \(status.rawValue)")
    }
  }

  @Test func `has every kind of error of the API`() {
    let errors =
      answers.map(\.error) + transportErrors.map { APIError($0.value) }
      + badAnswers.map {
        .badAnswer(BadAnswer(host: host, status: 200, kind: $0.value, requestID: nil))
      }
    #expect(Set(errors.map(kind)) == Set(1...13))
  }

  /// A new case does not compile until it has a number, and fails until it has a row.
  private func kind(_ error: APIError) -> Int {
    switch error {
    case .notSent: 1
    case .unknown: 2
    case .cancelled: 3
    case .unauthorized: 4
    case .forbidden: 5
    case .notFound: 6
    case .conflict: 7
    case .rateLimited: 8
    case .rejected: 9
    case .serverFault: 10
    case .badAnswer: 11
    case .ignored: 12
    case .changed: 13
    }
  }

  @Test(arguments: answers.indices)
  func `says of an answer the same for every command`(_ index: Int) {
    let error = answers[index].error
    let remote = RemoteFailure(error)
    let (direct, synced) = (Failure(error), Failure(remote, profile: "local"))
    #expect(direct.status == synced.status)
    #expect(direct.code == synced.code)
    switch remote {
    case .rejected(let reason), .missing(let reason), .exists(let reason):
      let failure = SyncReport.Failure(
        key: "KEY",
        title: "TITLE",
        change: .delete,
        reason: reason
      )
      let refused = Failure.refused(failure, worked: 0)
      #expect(refused.status == direct.status)
      #expect(refused.code == direct.code)
      #expect(refused.message == "“TITLE” was refused: \(direct.message)")
      #expect(Failure.refused(failure, worked: 1).status == .partlyDone)
    case .changed, .notSent, .later, .unknown, .signedOut: break
    }
  }

  /// What the program says of its own accord stands in a table written by hand; its codes and
  /// statuses are found in the sources.
  @Test func `has every code that is written in the sources`() throws {
    let document = try String(
      contentsOf: repository.appending(path: "docs/errors.md"),
      encoding: .utf8
    )
    let exits = Dictionary(
      uniqueKeysWithValues: TodoTUI.ExitStatus.allCases.map { ("\($0)", "\($0.rawValue)") }
    )
    var codes: [String: String] = [:]
    let sources = repository.appending(path: "Sources/TodoTUI").resolvingSymlinksInPath()
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var found: Set<String> = []
    for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /static let (\w+) = "([a-z_]+)"/) {
        codes["Failure.\(match.output.1)"] = String(match.output.2)
      }
      for match in text.matches(of: /(?:Failure|init)?\(\s*\.(\w+),\s*("[a-z_]+"|Failure\.\w+)/) {
        if exits[String(match.output.1)] == nil { continue }
        found.insert("\(match.output.1) \(match.output.2.replacing("\"", with: ""))")
      }
    }
    #expect(found.count > 40)
    for pair in found {
      let parts = pair.split(separator: " ").map(String.init)
      let (exit, code) = (exits[parts[0]] ?? "", codes[parts[1]] ?? parts[1])
      let row = document.split(separator: "\n").first {
        $0.contains("`\(code)`") && $0.contains("| \(exit) |")
      }
      #expect(row != nil, "docs/errors.md has no row with `\(code)` and \(exit)")
    }
  }
}
