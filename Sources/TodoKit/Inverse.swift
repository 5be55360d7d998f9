extension Todo {
  /// What brings this task back to how it is, after a change.
  ///
  /// - Parameter change: what is about to be done to it.
  /// - Returns: the change that takes it back; nil where none can, because a title or a description
  ///   that came from elsewhere is none that could be typed.
  public func inverse(of change: TodoChange) -> TodoChange? {
    switch change {
    case .create: return .delete
    case .retitle: return (try? TodoTitle(title)).map { .retitle($0) }
    case .describe: return typedDescription.map { .describe($0) }
    case .setCompleted: return .setCompleted(isCompleted)
    case .prioritize: return .prioritize(priority)
    case .schedule: return .schedule(due)
    case .tag: return .tag(tags)
    case .delete:
      guard let title = try? TodoTitle(title), let description = typedDescription else {
        return nil
      }
      return .create(
        TodoDraft(
          title: title,
          description: description,
          priority: priority,
          due: due,
          tags: tags,
          isCompleted: isCompleted
        )
      )
    }
  }

  /// The description as it could be typed, which is none where there is none; nil where it could not.
  private var typedDescription: TodoDescription?? {
    guard let description, !description.allSatisfy(\.isWhitespace) else { return .some(nil) }
    return (try? TodoDescription(description)).map { .some($0) }
  }
}
