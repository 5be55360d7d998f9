import TOMLKit
import TodoUI

/// What `config.toml` says about the screen: `[keys]`, `theme` and `[views.NAME]`.
extension ConfigurationFile {
  mutating func readKeys(_ table: TOMLTable?, _ lines: ConfigurationLines) {
    guard let table else { return complain("keys is not a table", "keys", lines) }
    for key in table.keys {
      let line = lines.line(of: key, in: "keys") ?? lines.line(of: "keys", in: "") ?? 0
      guard let action = table[key]?.string else {
        complain("\(key) is not a string in quotes", key, in: "keys", lines)
        continue
      }
      keys.append(UserBinding(keys: key, action: action, line: line))
    }
    keys.sort { ($0.line, $0.keys) < ($1.line, $1.keys) }
  }

  mutating func readViews(_ table: TOMLTable?, _ lines: ConfigurationLines) {
    guard let table else { return complain("views is not a table", "views", lines) }
    func place(_ name: String) -> Int { lines.line(of: "", in: "views.\(name)") ?? 0 }
    for name in table.keys.sorted(by: { (place($0), $0) < (place($1), $1) }) {
      let section = "views.\(name)"
      guard let fields = table[name]?.table else {
        complain("\(section) is not a table", name, in: "views", lines)
        continue
      }
      var view = SavedView(name: name)
      for key in fields.keys.sorted() {
        guard let text = fields[key]?.string else {
          complain("\(key) is not a string in quotes", key, in: section, lines)
          continue
        }
        switch key {
        case "filter": view.search = text
        case "tab":
          guard let base = SavedView.Base(rawValue: text) else {
            let all = SavedView.Base.allCases.map(\.rawValue).joined(separator: ", ")
            complain("there is no tab \(text): \(all) are", key, in: section, lines)
            continue
          }
          view.base = base
        case "sort":
          guard let order = ListOrder(rawValue: text) else {
            let all = ListOrder.allCases.map(\.rawValue).joined(separator: ", ")
            complain("there is no order \(text): \(all) are", key, in: section, lines)
            continue
          }
          view.order = order
        default: complain("unknown key \(key) in \(section)", key, in: section, lines)
        }
      }
      views.append(view)
    }
  }
}
