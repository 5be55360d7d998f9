internal import TodoKit

/// A task as servers write it; unknown fields are ignored, dates may lack their offset.
struct TaskAnswer: Decodable {
  let todo: Todo

  private enum CodingKeys: String, CodingKey {
    case id, title, description, completed
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let created = try TaskAnswer.moment(fields, .createdAt)
    let updated = try TaskAnswer.moment(fields, .updatedAt)
    guard let createdAt = created ?? updated else {
      throw DecodingError.dataCorruptedError(
        forKey: .createdAt,
        in: fields,
        debugDescription: "no date"
      )
    }
    todo = Todo(
      id: try fields.decode(WireID.self, forKey: .id).text,
      title: try fields.decode(String.self, forKey: .title),
      description: try fields.decodeIfPresent(String.self, forKey: .description),
      isCompleted: try fields.decode(Bool.self, forKey: .completed),
      createdAt: createdAt,
      updatedAt: updated ?? createdAt
    )
  }

  private static func moment(
    _ fields: KeyedDecodingContainer<CodingKeys>,
    _ key: CodingKeys
  ) throws -> Timestamp? {
    guard let text = try fields.decodeIfPresent(String.self, forKey: key) else { return nil }
    guard let moment = Timestamp(iso8601: text) else {
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: fields,
        debugDescription: "not a date"
      )
    }
    return moment
  }
}

struct NewTaskBody: Encodable {
  let title: String
  let description: String?
}

struct TaskEditBody: Encodable {
  let title: String?
  let description: DescriptionEdit

  private enum CodingKeys: CodingKey {
    case title, description
  }

  /// Only what changes is present; `null` clears.
  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encodeIfPresent(title, forKey: .title)
    switch description {
    case .keep: break
    case .clear: try fields.encodeNil(forKey: .description)
    case .set(let text): try fields.encode(text.text, forKey: .description)
    }
  }
}

struct CompletionBody: Encodable {
  let completed: Bool
}
