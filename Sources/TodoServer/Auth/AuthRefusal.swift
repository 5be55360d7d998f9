internal import HTTPTypes
internal import Hummingbird

/// A request Better Auth would refuse, with the code it would write (contract/better-auth 2.9).
struct AuthRefusal: Error, Equatable {
  let status: HTTPResponse.Status
  let code: String
  let message: String

  /// The code is the message in capitals unless one is given (contract/better-auth 2.0).
  init(_ status: HTTPResponse.Status, _ message: String, code: String? = nil) {
    self.status = status
    self.message = message
    self.code = code ?? AuthRefusal.code(of: message)
  }

  static func validation(_ issues: [String]) -> AuthRefusal {
    AuthRefusal(.badRequest, issues.joined(separator: "; "), code: "VALIDATION_ERROR")
  }

  var response: Response {
    .json(["code": .string(code), "message": .string(message)], status: status)
  }

  private static func code(of message: String) -> String {
    let kept = message.uppercased().utf8.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: " "): UInt8(ascii: "_")
      case 48...57, 65...90, UInt8(ascii: "_"): byte
      default: nil
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
