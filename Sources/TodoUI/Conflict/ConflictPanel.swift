internal import TodoKit

/// The state of the view that lets a person decide.
package struct ConflictPanel: Sendable, Equatable {
  /// What was chosen for a field.
  package enum Pick: Sendable, Equatable {
    case mine, theirs
    case edited(String)
  }

  package private(set) var cards: [ConflictCard]
  /// The card on screen.
  package private(set) var index = 0
  /// The field under the cursor.
  package internal(set) var field = 0
  /// What was chosen so far, by field.
  package internal(set) var picks: [Int: Pick] = [:]
  /// The first line shown.
  package internal(set) var top = 0
  /// The text that is written for the field under the cursor.
  package internal(set) var input: TextInput?
  /// The queue it was opened from, to go back to.
  let queue: QueuePanel?

  /// nil when no card is about the task.
  init?(_ cards: [ConflictCard], key: String, queue: QueuePanel?) {
    guard let index = cards.firstIndex(where: { $0.key == key }) else { return nil }
    self.cards = cards
    self.index = index
    self.queue = queue
  }

  /// The card on screen.
  package var card: ConflictCard { cards[index] }

  /// Whether there is a choice for each field.
  var isDecided: Bool { card.fields.indices.allSatisfy { picks[$0] != nil } }

  /// What the person chose, once every field has a choice.
  var choice: ConflictChoice {
    let all = card.fields.indices.map { picks[$0] }
    if all.allSatisfy({ $0 == .mine }) { return .mine }
    if all.allSatisfy({ $0 == .theirs }) { return .theirs }
    return .values(
      zip(card.fields, all).compactMap { field, pick in
        switch pick {
        case .mine: field.mine
        case .edited(let text): field.mine?.replaced(by: text)
        case .theirs, nil: field.theirs
        }
      }
    )
  }

  mutating func turn(to step: Int) {
    index = ((index + step) % cards.count + cards.count) % cards.count
    startOver()
  }

  /// Takes away the card that was decided; false when it was the last.
  mutating func finishCard() -> Bool {
    cards.remove(at: index)
    if cards.isEmpty { return false }
    index %= cards.count
    startOver()
    return true
  }

  /// Takes the conflicts as they are now.
  ///
  /// A text being written keeps its card; other choices about what has changed are asked for again.
  ///
  /// - Parameter news: every conflict.
  /// - Returns: whether there is still one to show.
  mutating func receive(_ news: [ConflictCard]) -> Bool {
    let held = card
    var cards = news
    if let place = cards.firstIndex(where: { $0.key == held.key }) {
      if input != nil { cards[place] = held }
      index = place
    } else if input != nil {
      index = min(index, cards.count)
      cards.insert(held, at: index)
    } else {
      if cards.isEmpty { return false }
      index = min(index, cards.count - 1)
    }
    self.cards = cards
    if card != held { startOver() }
    return true
  }

  private mutating func startOver() {
    (field, picks, top, input) = (0, [:], 0, nil)
  }
}

extension ConflictValue {
  /// The same field with a text that a person wrote.
  fileprivate func replaced(by text: String) -> ConflictValue {
    switch self {
    case .title: .title(text)
    case .description: .description(text.isEmpty ? nil : text)
    default: self
    }
  }
}
