/// Takes out of a server's words what nobody may read: they are printed, logged and kept.
struct SecretMask: Sendable {
  private let secrets: [[Unicode.Scalar]]

  /// Shorter secrets are left in: they would take words of every sentence along.
  private static let shortest = 6
  /// As much of a secret's start counts as the secret, because texts are cut.
  private static let start = 12
  /// More of a text is not looked at.
  private static let longest = 20_000

  /// A mask for these secrets, in every spelling that a server may repeat them in.
  init(_ secrets: [String] = []) {
    let spellings = Set(
      secrets.flatMap { [$0, percentEncoded($0), LineWord.decode($0), escaped($0)] }
    )
    self.secrets = spellings.map { Array($0.unicodeScalars) }.filter { $0.count >= Self.shortest }
  }

  /// The text with `…` for every secret, and for whatever else is a JWT.
  func masked(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars.prefix(Self.longest))
    var shown = String.UnicodeScalarView()
    var at = 0
    while at < scalars.count {
      let length = secret(in: scalars, at: at)
      if length > 0 {
        shown.append("…")
        at += length
      } else {
        shown.append(scalars[at])
        at += 1
      }
    }
    return String(shown)
  }

  /// How much of the text from here on is a secret, of several the most; 0 when nothing is.
  private func secret(in text: [Unicode.Scalar], at start: Int) -> Int {
    // Two may start alike: spellings of one, and JWTs of one issuer.
    var longest = jwt(in: text, at: start)
    for secret in secrets where secret[0] == text[start] {
      var length = 0
      while length < secret.count, start + length < text.count,
        secret[length] == text[start + length]
      {
        length += 1
      }
      if length >= min(secret.count, Self.start) { longest = max(longest, length) }
    }
    return longest
  }

  /// How long the JWT is that starts here: three parts in base64url, the first a JSON object's.
  private func jwt(in text: [Unicode.Scalar], at start: Int) -> Int {
    guard text[start...].starts(with: ["e", "y", "J"]) else { return 0 }
    var dots = 0
    var end = start
    while end < text.count {
      if text[end] == "." {
        dots += 1
        if dots == 3 { break }
      } else if !isBase64URL(text[end]) {
        break
      }
      end += 1
    }
    return dots >= 2 ? end - start : 0
  }
}

extension HTTPRequest {
  /// The values of its credentials: what stands behind the scheme, and each cookie's value.
  var credentials: [String] {
    let shown = headers.all("Authorization").compactMap { $0.split(separator: " ").last }
    let pairs = headers.all("Cookie").flatMap { $0.split(separator: ";") }
    let values = pairs.compactMap { $0.split(separator: "=", maxSplits: 1).last }
    return (shown + values).map { String($0) }
  }
}

private func isBase64URL(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "A"..."Z", "a"..."z", "0"..."9", "-", "_": true
  default: false
  }
}

/// As it stands in JSON, without the quotes.
private func escaped(_ text: String) -> String { String(JSON.quoted(text).dropFirst().dropLast()) }
