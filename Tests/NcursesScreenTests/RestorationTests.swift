import Glibc
import Testing

/// However the program ends, the terminal is what it was.
@Suite struct RestorationTests {
  private func expectRestored(_ run: ProbeRun, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(run.modes == run.modesBefore, sourceLocation: sourceLocation)
    #expect(run.mode(1049) == false, "alternate screen", sourceLocation: sourceLocation)
    #expect(run.mode(2004) == false, "bracketed paste", sourceLocation: sourceLocation)
    #expect(run.mode(7) == true, "wrapping", sourceLocation: sourceLocation)
    #expect(run.mode(25) == true, "cursor", sourceLocation: sourceLocation)
    #expect(run.mode(1) == false, "cursor keys", sourceLocation: sourceLocation)
  }

  private func startedProbe() throws -> ProbeRun {
    let run = try ProbeRun()
    try run.awaits("note")
    #expect(run.modes != run.modesBefore)
    return run
  }

  @Test func `after closing`() throws {
    let run = try startedProbe()
    run.type("q")
    #expect(try run.end() == 0)
    expectRestored(run)
  }

  @Test(arguments: [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE,
  ])
  func `after a signal, which still ends the process`(number: Int32) throws {
    let run = try startedProbe()
    kill(run.process, number)
    #expect(try run.end() & 0x7F == number)
    expectRestored(run)
  }

  @Test func `after a trap`() throws {
    let run = try startedProbe()
    run.type("T")
    #expect([SIGILL, SIGTRAP].contains(try run.end() & 0x7F))
    expectRestored(run)
  }

  @Test func `after a stack overflow`() throws {
    let run = try startedProbe()
    run.type("O")
    #expect(try run.end() & 0x7F == SIGSEGV)
    expectRestored(run)
  }

  @Test func `while suspended, and a line can be typed as in any shell`() throws {
    let run = try startedProbe()
    run.type("\u{1A}")
    try run.awaits("suspended")
    expectRestored(run)
    run.type("hello\n")
    try run.awaits("line hello\npainted")
    #expect(run.mode(1049) == true)
    #expect(run.mode(2004) == true)
    #expect(run.mode(1) == true)
    #expect(run.modes != run.modesBefore)
    run.type("q")
    #expect(try run.end() == 0)
    expectRestored(run)
  }

  @Test func `a signal while suspended writes nothing`() throws {
    let run = try startedProbe()
    run.type("\u{1A}")
    try run.discardOutput(after: "suspended")
    kill(run.process, SIGTERM)
    #expect(try run.end() & 0x7F == SIGTERM)
    #expect(run.output == [])
    #expect(run.modes == run.modesBefore)
  }

  @Test func `a terminal that goes away ends the input`() throws {
    let run = try ProbeRun(ignoringHangup: true)
    try run.awaits("note")
    run.hangUp()
    #expect(try run.end() == 0)
    #expect(run.said.hasSuffix("closed\n"))
  }

  @Test(arguments: ["", "dumb"])
  func `a useless terminal is left alone`(type: String) throws {
    let run = try ProbeRun(environment: ["TERM": type])
    #expect(try run.end() >> 8 == 69)
    #expect(run.output == [])
    #expect(run.said.contains("noUsableTerminal"))
    #expect(run.modes == run.modesBefore)
  }
}
