import Testing
import TodoServer
@Test func `probe`() { #expect(probe() == 0) }
