internal import FoundationEssentials
internal import TodoKit

/// The fields that not every server keeps; whatever cannot be read is as if it were not there.
extension TaskAnswer {
  static func priority(_ fields: Fields, _ reading: TaskReading) -> Priority? {
    guard let key = present(fields, reading.priority) else { return nil }
    // A value of the other kind is an error inside the decoder, which is slow.
    if reading.priorityScale.isNumeric, let number = try? fields.decode(Int64.self, forKey: key) {
      return reading.priorityScale.level(String(number))
    }
    if let word = try? fields.decode(String.self, forKey: key) {
      return reading.priorityScale.level(word)
    }
    return (try? fields.decode(Int64.self, forKey: key))
      .flatMap { reading.priorityScale.level(String($0)) }
  }

  static func due(_ fields: Fields, _ reading: TaskReading) -> DueDate? {
    guard let key = present(fields, reading.dueDate),
      let text = try? fields.decode(String.self, forKey: key)
    else { return nil }
    return DueDate(answer: text)
  }

  static func tags(_ fields: Fields, _ reading: TaskReading) -> [String] {
    guard let key = present(fields, reading.tags) else { return [] }
    let names: [String]
    if let texts = try? fields.decode([String].self, forKey: key) {
      names = texts
    } else if let objects = try? fields.decode([NamedTag].self, forKey: key) {
      names = objects.compactMap(\.name)
    } else if let text = try? fields.decode(String.self, forKey: key) {
      names = text.split(separator: ",").map(String.init)
    } else {
      return []
    }
    var known: Set<String> = []
    return names.map(plainTag).filter { !$0.isEmpty && known.insert($0).inserted }
  }

  private static func present(_ fields: Fields, _ keys: [JSON.AnyKey]) -> JSON.AnyKey? {
    guard let key = key(fields, keys), (try? fields.decodeNil(forKey: key)) == false else {
      return nil
    }
    return key
  }

  private static func plainTag(_ text: String) -> String {
    var scalars = Substring(text).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace || first == "#" {
      scalars.removeFirst()
    }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  /// A text, or an object with a name.
  private struct NamedTag: Decodable {
    let name: String?

    init(from decoder: any Decoder) throws {
      if let fields = try? decoder.container(keyedBy: JSON.AnyKey.self) {
        name = try? fields.decode(String.self, forKey: JSON.AnyKey(stringValue: "name"))
      } else {
        name = try? decoder.singleValueContainer().decode(String.self)
      }
    }
  }
}

extension DueDate {
  /// Reads a date as servers write it; nil when it is none.
  ///
  /// A backend that keeps only moments shows a day as its first one, so a time of exactly 00:00:00, as
  /// written, is a day. Without an offset it is UTC.
  init?(answer text: String) {
    if let day = CalendarDay(iso8601: text) {
      self = .day(day)
      return
    }
    guard let moment = Timestamp(iso8601: text) else { return nil }
    let offset = text.utf8.indices.dropFirst(11).first { "Zz+-".utf8.contains(text.utf8[$0]) }
    let written = Timestamp(iso8601: String(text[..<(offset ?? text.endIndex)])) ?? moment
    self = written.milliseconds % 86_400_000 == 0 ? .day(written.day()) : .moment(moment)
  }
}
