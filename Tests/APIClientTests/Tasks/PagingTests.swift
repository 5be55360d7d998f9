import APIClient
import Testing

@Suite struct PagingTests {
  private static let offsets =
    #""page":{"style":"offset","position":"skip","size":"limit","default":10,"max":100}"#
  private static let numbers =
    #""page":{"style":"page","position":"page","first":1,"size":"limit","default":10,"max":100}"#
  private static let byOffset = Dialect.Paging(
    style: .offset,
    position: "skip",
    size: "limit",
    count: 100,
    isNeeded: true
  )
  private static let byNumber = Dialect.Paging(
    style: .page(first: 1),
    position: "page",
    size: "limit",
    count: 100,
    isNeeded: true
  )

  private func list(_ backend: Backend, _ paging: Dialect.Paging?) async throws -> ListAnswer {
    try await backend.calls({ $0.paging = paging }) { try await $0.list(jwt: $1) }
  }

  @Test func `pages are read until the total is reached`() async throws {
    let counted = try Backend(
      #"{\#(Self.numbers),"list":["tasks"],"total":{"name":"total"}}"#,
      count: 250
    )
    #expect(try await list(counted, Self.byNumber).ids == ids(1...250))
    #expect(
      try counted.lines() == (1...3).map { "GET /tasks?page=\($0)&limit=100" }
    )
  }

  @Test func `offsets overlap by one task`() async throws {
    let backend = try Backend(
      #"{\#(Self.offsets),"list":["items"],"total":{"name":"total"}}"#,
      count: 250
    )
    #expect(try await list(backend, Self.byOffset).ids == ids(1...250))
    #expect(try backend.lines() == [0, 99, 198].map { "GET /tasks?skip=\($0)&limit=100" })
  }

  @Test(arguments: [true, false], [0, 1, 2, 99, 100, 101, 199, 250])
  func `without a total a shorter part than the first is the last`(
    _ usesOffsets: Bool,
    _ count: Int
  )
    async throws
  {
    let backend = try Backend("{\(usesOffsets ? Self.offsets : Self.numbers)}", count: count)
    let answer = try await list(backend, usesOffsets ? Self.byOffset : Self.byNumber)
    #expect(answer.ids == (0..<count).map { String($0 + 1) })
  }

  @Test(arguments: [true, false], [1, 2, 7])
  func `a server that gives less than asked is read to its end`(
    _ usesOffsets: Bool,
    _ most: Int
  ) async throws {
    var shape = usesOffsets ? Self.offsets : Self.numbers
    shape = shape.replacing(#""max":100"#, with: #""max":\#(most)"#)
    let backend = try Backend("{\(shape)}", count: 29)
    let answer = try await list(backend, usesOffsets ? Self.byOffset : Self.byNumber)
    #expect(answer.ids == ids(1...29))
  }

  @Test(arguments: [true, false])
  func `a server that ignores the position is read once`(_ usesOffsets: Bool) async throws {
    let backend = try Backend("{}", count: 250)
    let answer = try await list(backend, usesOffsets ? Self.byOffset : Self.byNumber)
    #expect(answer.ids == ids(1...250))
    #expect(try backend.lines().count == 2)
  }

  @Test(
    arguments: [(true, "total"), (true, "count"), (false, "total"), (false, "count")],
    [50, 100, 250, 300]
  )
  func `a total that counts only its own part is seen through`(
    _ kind: (usesOffsets: Bool, key: String),
    _ count: Int
  ) async throws {
    let (usesOffsets, key) = kind
    let page = usesOffsets ? Self.offsets : Self.numbers
    let backend = try Backend(
      #"{\#(page),"list":["tasks"],"total":{"page":"\#(key)"}}"#,
      count: count
    )
    let answer = try await list(backend, usesOffsets ? Self.byOffset : Self.byNumber)
    #expect(answer.ids == ids(1...count))
  }

  @Test func `a task that leaves between two parts starts the list over`() async throws {
    let backend = try Backend(#"{\#(Self.offsets),"leave":[2]}"#, count: 250)
    #expect(try await list(backend, Self.byOffset).ids == ids(2...250))
    #expect(
      try backend.lines() == [0, 99, 0, 99, 198].map { "GET /tasks?skip=\($0)&limit=100" }
    )
  }

  @Test func `a total that changes between two pages starts the list over`() async throws {
    let backend = try Backend(
      #"{\#(Self.numbers),"list":["tasks"],"total":{"name":"total"},"leave":[2]}"#,
      count: 250
    )
    #expect(try await list(backend, Self.byNumber).ids == ids(2...250))
  }

  @Test func `pages without a total start over when the first one has changed meanwhile`()
    async throws
  {
    let backend = try Backend(#"{\#(Self.numbers),"leave":[2]}"#, count: 250)
    #expect(try await list(backend, Self.byNumber).ids == ids(2...250))
    #expect(
      try backend.lines() == [1, 2, 3, 1, 1, 2, 3, 1].map { "GET /tasks?page=\($0)&limit=100" }
    )
  }

  @Test func `pages without a total that never stand still are taken after three restarts`()
    async throws
  {
    let backend = try Backend(#"{\#(Self.numbers),"leave":"always"}"#, count: 250)
    _ = try await list(backend, Self.byNumber)
    #expect(try backend.lines().filter { $0.contains("page=1&") }.count == 7)
  }

  @Test(arguments: [true, false])
  func `a list without an end is left, by its parts and by time`(_ usesOffsets: Bool) async throws {
    for (bounds, found) in [
      (ListBounds(parts: 20, time: .seconds(60)), "20 parts, and still more"),
      (ListBounds(parts: .max, time: .milliseconds(50)), "parts for 0 s, and still more"),
    ] {
      let backend = try Backend(
        "{\(usesOffsets ? Self.offsets : Self.numbers),\"endless\":true}",
        count: 0
      )
      let error = await #expect(throws: APIError.self) {
        try await backend.calls({ $0.paging = usesOffsets ? Self.byOffset : Self.byNumber }) {
          var tasks = $0
          tasks.listBounds = bounds
          return try await tasks.list(jwt: $1)
        }
      }
      #expect(mismatch(error) == ["a list that ends", found])
      if bounds.parts == 20 { #expect(try backend.lines().count == 20) }
    }
  }

  @Test func `a list that never stands still is refused`() async throws {
    let backend = try Backend(#"{\#(Self.offsets),"leave":"always"}"#, count: 250)
    let error = await #expect(throws: APIError.self) { try await list(backend, Self.byOffset) }
    #expect(
      mismatch(error) == ["a list that stands still", "one whose tasks move between its parts"]
    )
  }

  @Test func `a list without a lasting order counts when its total confirms it`() async throws {
    let peer = try Peer()
    func part(_ ids: [Int]) -> [Step] {
      let tasks = ids.map { Backend.task($0) }.joined(separator: ",")
      return .answer(200, #"{"tasks":[\#(tasks)],"total":4}"#)
    }
    try peer.on("GET /tasks?skip=0&limit=2", part([1, 2]))
    try peer.on("GET /tasks?skip=1&limit=2", part([4, 3]))
    try peer.on("GET /tasks?skip=2&limit=2", part([4, 3]))
    var paging = Self.byOffset
    paging.count = 2
    let answer = try await calls(peer, { $0.paging = paging }) { try await $0.list(jwt: $1) }
    #expect(answer.ids == ["1", "2", "4", "3"])
    #expect(try peer.received().count == 8)
  }

  @Test func `a total nobody reaches is asked once more, then refused`() async throws {
    let peer = try Peer()
    let task = Backend.task(1)
    try peer.on("GET /tasks?page=1&limit=100", .answer(200, #"{"tasks":[\#(task)],"total":5}"#))
    try peer.on("GET /tasks?page=2&limit=100", .answer(200, #"{"tasks":[],"total":5}"#))
    let error = await #expect(throws: APIError.self) {
      try await calls(peer, { $0.paging = Self.byNumber }) { try await $0.list(jwt: $1) }
    }
    #expect(mismatch(error) == ["the 5 tasks it speaks of", "1"])
    #expect(try peer.received().count == 4)
  }

  @Test func `where parts are not needed one request is enough`() async throws {
    var paging = Self.byOffset
    paging.isNeeded = false
    let backend = try Backend("{}", count: 250)
    #expect(try await list(backend, paging).ids == ids(1...250))
    #expect(try backend.lines() == ["GET /tasks"])
  }

  @Test func `a list too large for one answer is read in parts`() async throws {
    var paging = Self.byOffset
    paging.isNeeded = false
    let peer = try Peer()
    try peer.on(
      "GET /tasks",
      [.text("HTTP/1.1 200 X\r\nContent-Length: 17000000\r\n\r\n["), .fill(16_999_999)]
    )
    try peer.on("GET /tasks?skip=0&limit=100", .answer(200, "[\(Backend.task(1))]"))
    try peer.on("GET /tasks?skip=1&limit=100", .answer(200, "[]"))
    let answer = try await calls(peer, { $0.paging = paging }) { try await $0.list(jwt: $1) }
    #expect(answer.ids == ["1"])
  }

  @Test func `a cut list without known parts is refused, because the rest would be lost`()
    async throws
  {
    let peer = try Peer()
    try peer.on("GET /tasks", .answer(200, #"{"tasks":[\#(Backend.task(1))],"total":9}"#))
    let error = await #expect(throws: APIError.self) {
      try await calls(peer) { try await $0.list(jwt: $1) }
    }
    #expect(mismatch(error) == ["all 9 tasks", "1 of them"])
  }
}
