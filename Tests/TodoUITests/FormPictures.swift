import TerminalKit
import Testing
import TodoUI

private func name(_ state: String, _ size: Size) -> String {
  "\(state)-\(size.columns)x\(size.rows)"
}

private func resized(_ model: Model, _ size: Size) -> Model {
  var model = model
  _ = update(&model, .input(.resized(size)))
  return model
}

@Suite struct `Pictures of the sign-in form` {
  @Test(arguments: [large, small, huge, Size(rows: 5, columns: 20)])
  func `the first run asks for a password alone`(_ size: Size) {
    var model = resized(localForm(), size)
    expectPicture(model, name("form-first-run", size))
    type(&model, "secret")
    _ = press(&model, "Enter")
    expectPicture(model, name("form-short-password", size))
  }

  @Test(arguments: [large, small, huge])
  func `a remote server is signed in to`(_ size: Size) {
    var model = resized(remoteForm(), size)
    expectPicture(model, name("form-remote", size))
    type(&model, "ada@example.com")
    _ = press(&model, "Enter")
    type(&model, "correct horse")
    _ = press(&model, "Enter")
    expectPicture(model, name("form-busy", size))
    let sentence = "The e-mail address or the password is wrong."
    _ = update(&model, .signInFailed(SignInFailure(field: .password, sentence: sentence)))
    expectPicture(model, name("form-wrong", size))
    _ = press(&model, "Enter")
    _ = update(
      &model,
      .signInFailed(SignInFailure(sentence: "todo.example.org cannot be reached: no route."))
    )
    expectPicture(model, name("form-unreachable", size))
  }

  @Test(arguments: [large, small, huge])
  func `the tasks' own address is asked for when it was not found`(_ size: Size) {
    var model = resized(remoteForm(email: "ada@example.com"), size)
    type(&model, "correct horse")
    _ = press(&model, "Enter")
    let sentence = "Better Auth answers, and no task API was found beside it: say where it is."
    _ = update(&model, .signInFailed(SignInFailure(field: .tasks, sentence: sentence)))
    expectPicture(model, name("form-tasks", size))
  }

  @Test(arguments: [large, small, huge])
  func `sign-in turns into sign-up`(_ size: Size) {
    var model = resized(remoteForm(), size)
    _ = press(&model, "C-t")
    expectPicture(model, name("form-sign-up", size))
  }

  @Test(arguments: [large, small, huge])
  func `a session that ended says why`(_ size: Size) {
    var model = resized(listModel(), size)
    _ = update(&model, .signedOut("Your session has ended. Nothing is lost: sign in again."))
    expectPicture(model, name("form-signed-out", size))
  }

  @Test(arguments: [large, small, huge])
  func `the form has help too`(_ size: Size) {
    var model = resized(localForm(), size)
    _ = press(&model, "F1")
    expectPicture(model, name("form-help", size))
  }
}
