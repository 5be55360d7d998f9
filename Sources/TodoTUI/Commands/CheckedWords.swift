import TodoKit

/// A title as typed on the command line.
///
/// - Parameters:
///   - text: what was typed.
///   - place: the start of the sentence about what is wrong.
/// - Throws: ``Failure`` 65.
/// - Returns: the title.
func checkedTitle(_ text: String, _ place: String) throws(Failure) -> TodoTitle {
  do throws(TodoTextError) {
    return try TodoTitle(text)
  } catch {
    throw .invalid(place + error.sentence("title"))
  }
}

/// nil for an empty text: the description is removed.
func checkedDescription(_ text: String) throws(Failure) -> TodoDescription? {
  do throws(TodoTextError) {
    return try TodoDescription(text)
  } catch .empty {
    return nil
  } catch {
    throw .invalid(error.sentence("description"))
  }
}

/// A priority as typed; nil for `none`.
func checkedPriority(_ text: String) throws(Failure) -> Priority? {
  let word = text.lowercased()
  if word == "none" { return nil }
  guard let priority = Priority(rawValue: word) else {
    throw .usage("--priority takes low, medium, high or none, not \(text).")
  }
  return priority
}

/// A due date as typed; nil for `none`.
func checkedDue(_ text: String) throws(Failure) -> DueDate? {
  if text.lowercased() == "none" { return nil }
  guard let due = DueDate(typed: text, today: LocalTime.today()) else {
    throw .usage(
      "--due takes today, tomorrow, mon to sun, +3d, +2w, 2026-12-01 or none, not \(text)."
    )
  }
  return due
}

/// Tags as typed, with commas between them; empty for `none`.
func checkedTags(_ text: String) throws(Failure) -> [String] {
  if text.lowercased() == "none" { return [] }
  var tags: [String] = []
  for word in text.split(separator: ",") {
    // As a quick-add word, so that both ways take the same tags.
    let line = QuickAdd(
      "x #" + (word.hasPrefix("#") ? word.dropFirst() : word),
      today: CalendarDay(daysSinceEpoch: 0),
      fields: .tags
    )
    guard line.title == "x", let tag = line.tags.first, line.tags.count == 1 else {
      throw .usage(
        "--tag takes words that start with a letter, with commas between them, or none, not \(text)."
      )
    }
    if !tags.contains(tag) { tags.append(tag) }
  }
  if tags.isEmpty { throw .usage("--tag takes words with commas between them, or none.") }
  return tags
}

extension TaskFields {
  /// `priority, due date and tags`, as a sentence names them.
  var nouns: String {
    let all: [(TaskFields, String)] = [
      (.description, "description"), (.priority, "priority"), (.due, "due date"), (.tags, "tags"),
    ]
    let nouns = all.filter { contains($0.0) }.map(\.1)
    guard let last = nouns.last, nouns.count > 1 else { return nouns.first ?? "" }
    return nouns.dropLast().joined(separator: ", ") + " and " + last
  }
}
