/// The line behind `:`.
package struct CommandPrompt: Sendable, Equatable {
  /// A command under way.
  package struct Run: Sendable, Equatable {
    package let id: Int
    /// Whether it takes long enough to say so.
    package internal(set) var isSlow = false
  }

  package private(set) var input = TextInput()
  /// What may stand at the cursor; nil until it is asked for, or something was typed.
  package private(set) var completion: Completion?
  /// Why the line did not work, until it is changed.
  package private(set) var failure: String?
  package private(set) var run: Run?
  private var recalled: Recalled?

  /// A line of the history that is shown, and what was typed before.
  private struct Recalled: Equatable {
    let place: Int
    let typed: String
  }

  package var isRunning: Bool { run != nil }
}

extension CommandPrompt {
  /// Says whether all of the text fitted.
  mutating func insert(_ text: String) -> Bool {
    var changed = input
    let fits = changed.insert(text)
    show(changed)
    return fits
  }

  mutating func perform(_ edit: TextEdit) {
    var changed = input
    changed.perform(edit)
    show(changed)
  }

  mutating func offer(_ completion: Completion) { self.completion = completion }

  /// Puts the next candidate into the line; the only one is followed by a blank, and then true.
  mutating func complete(by step: Int) -> Bool {
    guard var completion, !completion.candidates.isEmpty else { return false }
    if let completed = completion.completed {
      show(completed)
      return true
    }
    completion.choose(by: step)
    show(completion.line)
    self.completion = completion
    return false
  }

  /// Shows an earlier or a later line that begins with what was typed; behind the latest, that.
  mutating func recall(earlier: Bool, in history: [String]) {
    let (place, typed) = (recalled?.place ?? history.count, recalled?.typed ?? input.text)
    let isWanted = { [text = input.text] (index: Int) in
      history[index].hasPrefix(typed) && history[index] != text
    }
    let found =
      earlier
      ? (0..<min(place, history.count)).last(where: isWanted)
      : (min(place + 1, history.count)..<history.count).first(where: isWanted)
    if let found {
      show(TextInput(history[found]))
      recalled = Recalled(place: found, typed: typed)
    } else if !earlier, recalled != nil {
      show(TextInput(typed))
    }
  }

  mutating func start(_ id: Int) {
    run = Run(id: id)
    completion = nil
    failure = nil
  }

  mutating func slowDown(_ id: Int) {
    if run?.id == id { run?.isSlow = true }
  }

  mutating func fail(_ sentence: String) {
    run = nil
    completion = nil
    failure = sentence
  }

  private mutating func show(_ input: TextInput) {
    self.input = input
    completion = nil
    failure = nil
    recalled = nil
  }
}
