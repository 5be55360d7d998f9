import NcursesScreen
import Testing

@Suite struct `One turn of reading` {
  @Test(arguments: [1, 4095, 4096])
  func `ends at its limit however much comes`(_ size: Int) {
    var reads = 0
    let bytes = InputTurn.bytes(waiting: 0) { capacity, _ in
      reads += 1
      // A source that never runs dry, until the test has seen enough.
      return reads > 10 * InputTurn.limit
        ? [] : [UInt8](repeating: 0x78, count: min(size, capacity))
    }
    #expect(bytes.count == InputTurn.limit)
  }

  @Test func `takes all that waits, and waits for the first byte alone`() {
    var chunks: [[UInt8]] = [[1, 2], [3], []]
    var waits: [Int32] = []
    let bytes = InputTurn.bytes(waiting: 25) { _, wait in
      waits.append(wait)
      return chunks.removeFirst()
    }
    #expect(bytes == [1, 2, 3])
    #expect(waits == [25, 0, 0])
  }
}
