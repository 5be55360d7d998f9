enum CommandWords {
  enum SplitError: Error { case openQuote
    var sentence: String { "A quotation mark is not closed." } }
  static func split(_ line: String) throws(SplitError) -> [String] { line.split(separator: " ").map(String.init) }
}
