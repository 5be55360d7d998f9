import Testing
import TerminalKit

@Suite struct `The words of a theme` {
  @Test(arguments: [
    ("", Style.plain),
    ("default", .plain),
    ("default on default", .plain),
    ("bold", Style(attributes: .bold)),
    (
      "bold red on 17 underline",
      Style(
        foreground: .palette(1),
        background: .palette(17),
        attributes: [.bold, .underline]
      )
    ),
    ("on bright-white  black", Style(foreground: .palette(0), background: .palette(15))),
    (
      "dim italic reverse 255",
      Style(foreground: .palette(255), attributes: [.dim, .italic, .reverse])
    ),
    ("bright-black", Style(foreground: .palette(8))),
    ("0", Style(foreground: .palette(0))),
  ])
  func `make a style`(words: String, style: Style) {
    #expect(Style(text: words) == style)
  }

  @Test(arguments: [
    "bolt", "Bold", "redd", "256", "-1", "+1", "07", "1.0", "on", "red on", "on on", "red blue",
    "on red on blue", "bold bold", "bright-", "bright-default", "bright-3", "red,blue", "#ff0000",
    "default red", "é", "bold\u{1B}[31m",
  ])
  func `with a typo make none`(words: String) {
    #expect(Style(text: words) == nil)
  }

  @Test func `come back from every style`() {
    let colors = [Color.standard] + (0...255).map { Color.palette(UInt8($0)) }
    for bits in UInt8(0)..<32 {
      for (index, color) in colors.enumerated() {
        let style = Style(
          foreground: color,
          background: colors[(index * 7 + Int(bits)) % colors.count],
          attributes: Attributes(rawValue: bits)
        )
        #expect(Style(text: style.text) == style, "\(style.text)")
      }
    }
    #expect(Style.plain.text == "default")
    #expect(Style(text: "underline on 17 red bold")?.text == "bold underline red on 17")
  }
}
