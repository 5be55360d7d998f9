internal import FoundationEssentials

extension Derivation {
  /// The most bytes of a description that are read.
  private static let byteLimit = 4 << 20

  /// Reads a dialect from a server's own OpenAPI description (3.0 or 3.1).
  ///
  /// Paths, methods, parameters, property names, media types and status codes decide; titles, names of
  /// schemas and the order of anything do not. What cannot be read leaves the canonical dialect, and
  /// the note on ``DialectLine/Key/path`` says what was wrong.
  ///
  /// - Parameter body: The description as it came, in JSON.
  public init(openAPI body: [UInt8]) {
    func assumed(_ what: String) -> Derivation {
      Derivation(
        dialect: .undescribed,
        notes: [Note(.doubtful, .path, "\(what): the contract's own dialect is assumed.")]
      )
    }
    guard body.count <= Self.byteLimit else {
      self = assumed("An answer of more than 4 MiB is not read as an OpenAPI description")
      return
    }
    do throws(JSONReader.Failure) {
      let root = try JSONReader.decode(JSON.self, from: body)
      guard case .object = root else {
        self = assumed("JSON that is no object is not an OpenAPI description")
        return
      }
      guard let document = OpenAPIDocument(root) else {
        self = assumed("JSON without paths is not an OpenAPI description")
        return
      }
      var deriver = Deriver(document: document)
      deriver.derive()
      self.init(
        dialect: deriver.dialect,
        notes: deriver.book.notes,
        signIn: SignInReader(document: document).route
      )
    } catch .tooDeep {
      self = assumed(
        "JSON nested more than \(JSONReader.depthLimit) deep is not read as an OpenAPI description"
      )
    } catch {
      let first = body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
      let what = first == UInt8(ascii: "<") ? "A web page" : "Text that is not JSON"
      self = assumed("\(what) is not an OpenAPI description")
    }
  }
}

/// Reads a dialect from a description, one question after the other.
struct Deriver {
  let document: OpenAPIDocument
  let shapes: TaskShapes
  var dialect = Dialect.undescribed
  var book = NoteBook()
  /// The place of the user's id in the list's path.
  var user: UserPlace?
  var listShape: [Route.Segment] = []

  init(document: OpenAPIDocument) {
    self.document = document
    shapes = TaskShapes(schemas: document.schemas)
  }

  mutating func derive() {
    let candidates = TaskCollection.candidates(in: document)
    guard let collection = candidates.first else {
      book.write(
        .doubtful,
        .path,
        "The description shows no list of tasks: the contract's own dialect is assumed."
      )
      return
    }
    readPaths(collection, others: candidates.dropFirst().filter { $0.score > 0 })
    var tasks = TaskSchemas(document, shapes, collection)
    readAnswers(collection, tasks)
    readPaging(collection)
    tasks.update = readUpdate(tasks)
    readFields(tasks)
    readForms(tasks)
    readClearing(tasks.update)
    let actions = TaskAction.all(of: collection, in: document)
    readDone(tasks, actions)
    readCompletion(collection, tasks, actions)
    readCreate(collection, tasks)
    readDelete(collection)
    readConditionalPut(collection)
    readChanges(collection)
    readValidators(collection)
  }
}

/// What is said about a task in answers and in requests.
struct TaskSchemas {
  /// A task in answers; nil where nothing is said.
  let read: Schema?
  /// The body of a creation.
  let create: Schema?
  /// The bodies of changes, by method.
  let bodies: [String: OpenAPIDocument.Body]
  /// The operations whose answer is a task, with what was found in it.
  let singles: [TaskShapes.Found]
  /// Whether an answer about one task is described at all.
  let isSingleDescribed: Bool
  /// The body of the chosen update.
  var update: Schema?

  init(_ document: OpenAPIDocument, _ shapes: TaskShapes, _ collection: TaskCollection) {
    let changes = ["get", "put", "patch"].compactMap { collection.item[$0] }
    let answers = (changes.prefix(1) + [collection.create].compactMap(\.self) + changes.dropFirst())
      .compactMap { document.answer($0)?.schema }
    singles = answers.compactMap(shapes.single)
    isSingleDescribed = !answers.isEmpty
    let element = collection.found?.schema
    read =
      element.flatMap { $0.properties.isEmpty ? nil : $0 }
      ?? singles.first { shapes.looksLikeTask($0.schema) }?.schema
    create = collection.create.flatMap(document.body)?.schema
    bodies = collection.item.filter { ["put", "patch"].contains($0.key) }
      .compactMapValues(document.body)
  }
}

/// Collects the reasons of a derivation, one note for each line.
struct NoteBook {
  private var entries: [DialectLine.Key: Derivation.Note] = [:]

  /// The notes in the order of their keys.
  var notes: [Derivation.Note] { DialectLine.Key.allCases.compactMap { entries[$0] } }

  /// Writes a reason down; of two about one line, doubt and need outweigh what is plain.
  mutating func write(_ kind: Derivation.Note.Kind, _ key: DialectLine.Key, _ sentence: String) {
    let new = Derivation.Note(kind, key, sentence)
    guard let old = entries[key], old.kind != .chosen else {
      entries[key] = new
      return
    }
    if kind == .chosen { return }
    let isNeeded = kind == .needed || old.kind == .needed
    entries[key] = Derivation.Note(
      isNeeded ? .needed : .doubtful,
      key,
      kind == .needed ? sentence + " " + old.sentence : old.sentence + " " + sentence
    )
  }
}
