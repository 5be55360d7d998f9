internal import Foundation
internal import HTTPTypes

/// The name under which a request is found again in logs on both sides.
enum RequestID {
  private static let allowed = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-".utf8
  )

  /// The client's own id without what could disturb a log line, else a new one.
  static func of(_ headers: HTTPFields) -> String {
    let sent = headers.value("x-request-id") ?? ""
    let kept = sent.utf8.filter(allowed.contains).prefix(64)
    return kept.isEmpty ? UUID().uuidString.lowercased() : String(decoding: kept, as: UTF8.self)
  }
}
