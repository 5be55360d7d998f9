import LocalStore
import TodoKit
import TodoUI

/// Who is on screen.
extension Program where Surface: ~Copyable {
  /// The session is over; the mirror and what waits in it stay for the next sign-in.
  func leave(_ reason: String) {
    show(nil)
    post(.signedOut(reason))
  }

  func requestReset(_ form: SignInForm.Submission) {
    let world = world
    Task {
      do throws(Failure) {
        post(.notice(try await world.resetPassword(form.server, form.email)))
      } catch {
        post(.notice(error.message))
      }
    }
  }

  func signIn(_ form: SignInForm.Submission, isNew: Bool) {
    let mailbox = mailbox
    let next = opening + 1
    signingIn = Task {
      await signingOut?.value
      do throws(Failure) {
        switch try await world.signIn(form, isNew, { mailbox.post(Letter($0, about: next)) }) {
        case .verifyEmail(let email):
          post(
            .signInFailed(
              .verifyEmail("The account is made. Open the mail sent to \(email), then sign in.")
            )
          )
        case .account(let opened, _) where Task.isCancelled:
          // Cancelled too late: what was opened is closed again.
          _ = await world.signOut(opened)
        case .account(let opened, let said):
          let items = await opened.allItems() ?? []
          show(opened)
          take(.signedIn(opened.account, server: opened.workspace.address.label))
          take(.fields(opened.shownFields))
          take(.mirror(items))
          if !said.isEmpty { take(.notice(said.joined(separator: " "))) }
          heed(.opened)
        }
      } catch {
        post(.signInFailed(SignInFailure(error)))
      }
    }
  }

  func signOut() {
    guard let leaving = account else { return }
    show(nil)
    take(.signedOut("You signed out."))
    signingOut = Task { [syncing] in
      await leaving.engine.cancel()
      await syncing?.value
      if let remark = await world.signOut(leaving) { post(.notice(remark)) }
    }
  }
}
