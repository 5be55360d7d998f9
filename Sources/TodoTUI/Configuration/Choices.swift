/// What a run is told about its settings before environment and file are asked; nil for nothing.
struct Choices: Sendable {
  var profile: String?
  var server: String?
  var authURL: String?
  var apiURL: String?
  var timeout: String?
  var noInput = false
  var isVerbose = false
}
