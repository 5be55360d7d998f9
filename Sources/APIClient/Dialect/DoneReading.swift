extension Deriver {
  /// Finds out how "done" is written, and what its field is called.
  mutating func readDone(_ tasks: TaskSchemas, _ actions: [TaskAction]) {
    func done(_ schema: Schema?) -> TaskShapes.Done {
      schema.map(shapes.done) ?? TaskShapes.Done()
    }
    let read = done(tasks.read)
    let update = done(tasks.update)
    let create = done(tasks.create)
    let sources = [read, update] + actions.map { done($0.body?.schema) } + [create]
    guard let source = sources.first(where: { !$0.isEmpty }) else {
      book.write(.doubtful, .done, "How done is written is not described: a boolean is assumed.")
      name(.completed, read: nil, write: Dialect.canonical.fields[.completed]?.write)
      return
    }
    // A boolean that nothing takes, beside a word that the update takes, is only shown.
    let isShownOnly =
      source.flag != nil && source.status != nil && update.flag == nil && update.status != nil
      && actions.isEmpty
    if source.flag != nil, !isShownOnly {
      dialect.doneForm = .flag
      name(.completed, read: read.flag, write: update.flag ?? create.flag)
      book.write(.chosen, .done, "Done is described as a boolean.")
      if let flag = source.flag, let status = source.status {
        book.write(
          .doubtful,
          .done,
          "Of \(LineWord.shown(flag)) and \(LineWord.shown(status.key)) the boolean was taken."
        )
      }
    } else if let status = source.status {
      dialect.doneForm = .status(open: status.open, done: status.done)
      name(.completed, read: read.status?.key, write: (update.status ?? create.status)?.key)
      book.write(.chosen, .done, "Done is described as one of several words.")
      if status.isCut {
        book.write(.doubtful, .done, "Words for done are left out: they are too many or too long.")
      }
      if status.isGuess {
        book.write(
          .doubtful,
          .done,
          "\(LineWord.shown(status.key)) is described as any text: pending and completed are assumed."
        )
      }
    }
  }
}
