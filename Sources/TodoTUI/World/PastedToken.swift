import APIClient
import TodoKit
import TokenVault

/// A token that a person brought: what it can be.
enum PastedToken {
  /// A JWT, its life counted by this machine's wall clock: nobody knows when it was received.
  case jwt(JWT)
  /// A session token, in the forms it may have to be shown in.
  case session([SessionCredential])

  /// Sorts a token by its shape: three dot-parts with claims are a JWT.
  ///
  /// - Parameters:
  ///   - token: as it was given.
  ///   - source: where from, for sentences.
  /// - Throws: ``Failure`` 65 when it is neither, 4 for a JWT that has expired.
  init(_ token: Secret, from source: String) throws(Failure) {
    // Files and clipboards end lines in many ways; no token has white space.
    let text = token.withText { String($0.drop(while: \.isWhitespace).trimmingEnd) }
    if let jwt = try? JWT(text) {
      let left = jwt.expiresAt.milliseconds - Workspace.now().milliseconds
      guard left > 0 else {
        throw Failure(
          .notSignedIn,
          "token_expired",
          "The token of \(source) expired at \(jwt.expiresAt.iso8601)."
        )
      }
      self = .jwt((try? JWT(text, remaining: .milliseconds(left))) ?? jwt)
      return
    }
    do throws(TokenError) {
      self = .session(try SessionCredential.candidates(text))
    } catch {
      throw Failure(.badData, "bad_token", "\(source) holds no token. \(error.sentence)")
    }
  }
}

extension Substring {
  fileprivate var trimmingEnd: Substring {
    var text = self
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return text
  }
}
