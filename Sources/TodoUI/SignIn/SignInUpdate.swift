internal import TerminalKit

extension SignInForm {
  mutating func perform(_ action: Action) -> [Effect] {
    if isBusy {
      guard action == .cancel else { return [] }
      isBusy = false
      return [.cancel]
    }
    switch action {
    case .accept: return accept()
    case .cancel: return isUntouched ? [.quit] : []
    case .nextField: moveFocus(by: 1)
    case .previousField: moveFocus(by: -1)
    case .switchMode:
      mode = mode == .signIn ? .signUp : .signIn
      failure = nil
      focus = fields.first { self[$0].isEmpty } ?? .password
    case .resetPassword: return resetPassword()
    case .edit(let edit): self[focus].perform(edit)
    default: break
    }
    return []
  }

  mutating func insert(_ text: String, _ notice: inout Notice?) {
    if !self[focus].insert(text) { notice = .textCut }
  }

  /// What the server, or the way to it, said to the last submission.
  mutating func receive(_ failure: SignInFailure, _ notice: inout Notice?) {
    // An answer to a submission that was stopped: nobody waits for it.
    guard isBusy else { return }
    isBusy = false
    if failure.isVerificationPending {
      mode = .signIn
      opening = failure.sentence
      self.failure = nil
      focus = .password
      return
    }
    self.failure = failure
    if failure.field == .tasks { asksForTasks = true }
    if let field = failure.field, fields.contains(field) {
      focus = field
    } else {
      notice = .failure(failure.sentence)
    }
  }

  /// The next field, or from the last one off to the server.
  private mutating func accept() -> [Effect] {
    if focus != fields.last {
      moveFocus(by: 1)
      return []
    }
    failure = mistake
    if let failure {
      focus = failure.field ?? focus
      return []
    }
    isBusy = true
    return [mode == .signIn ? .signIn(submission) : .signUp(submission)]
  }

  /// Asks for a mail, once there is an address to send it to.
  private mutating func resetPassword() -> [Effect] {
    guard !isLocal else {
      failure = SignInFailure(
        field: .password,
        sentence: "No mail can help on this machine: run todotui auth reset-local."
      )
      return []
    }
    let blamed = mistake
    if let blamed, blamed.field != .password, blamed.field != .name {
      failure = blamed
      focus = blamed.field ?? focus
      return []
    }
    return [.requestReset(submission)]
  }

  private mutating func moveFocus(by step: Int) {
    let fields = fields
    let here = fields.firstIndex(of: focus) ?? 0
    focus = fields[(here + step + fields.count) % fields.count]
  }
}

extension Notice {
  static let textCut = Notice("That text is too long for this field: its end was left out.")
}
