internal import TodoKit

/// One walk over the parts of a list, which others may change meanwhile.
///
/// A task that is removed between two requests moves the later ones forward, so one of them would
/// stand in neither part. Parts that count tasks overlap by one to notice; every kind compares the
/// totals the server names. Pages without totals begin with other tasks when one has left the first.
struct TaskListPass {
  let lister: TaskLister
  let paging: Dialect.Paging
  /// When the list has to be whole.
  let deadline: ContinuousClock.Instant
  /// Whether to stop at the first sign of a change; else only a total makes the walk count.
  let isStrict: Bool
  /// Whether to read the first page again where nothing else shows a change.
  let checksStart: Bool

  enum Outcome {
    case whole(TaskLister.Listing)
    case shifted(HTTPReply)
    case startChanged
    case wrongTotal(total: Int, count: Int, HTTPReply)
  }

  private var tasks: [SeenTask] = []
  private var seen: Set<String> = []
  private var text: JSONText?
  private var firstIDs: [String] = []
  /// Of the first part: what changes while the others are read counts as not yet read.
  private var number: Int64?
  private var offset = 0
  private var pages = 0
  private var totals: [Int] = []
  private var sizes: [Int] = []

  private static let taskLimit = 1_000_000

  init(
    lister: TaskLister,
    paging: Dialect.Paging,
    deadline: ContinuousClock.Instant,
    isStrict: Bool,
    checksStart: Bool
  ) {
    self.lister = lister
    self.paging = paging
    self.deadline = deadline
    self.isStrict = isStrict
    self.checksStart = checksStart
  }

  mutating func run() async throws(APIError) -> Outcome {
    while true {
      let page = try await lister.page(query(page: pages))
      let ids = page.tasks.map(\.todo.id)
      if pages == 0 {
        firstIDs = ids
        number = page.number
      }
      let fresh = ids.count { !seen.contains($0) }
      // A server that ignores the position gives its first part again.
      if pages > 0, ids != firstIDs, hasShifted(ids, fresh) {
        return .shifted(page.reply)
      }
      take(page)
      if fresh == 0 || isLast(page) {
        return try await hasOtherStart(than: ids) ? .startChanged : finish(page)
      }
      if let excess {
        throw lister.routes.caller.otherShape(
          expected: "a list that ends",
          found: "\(excess), and still more",
          page.reply
        )
      }
    }
  }

  /// What is read already, when that is too much.
  private var excess: String? {
    if tasks.count >= TaskListPass.taskLimit { return "\(tasks.count) tasks" }
    if pages >= lister.bounds.parts { return "\(pages) parts" }
    return ContinuousClock.now < deadline
      ? nil : "parts for \(lister.bounds.time.components.seconds) s"
  }

  /// Whether the first page shows other tasks than before, asked only where it may tell something.
  private func hasOtherStart(than last: [String]) async throws(APIError) -> Bool {
    guard case .page = paging.style, checksStart, pages > 1, total == nil, last != firstIDs else {
      return false
    }
    return try await lister.page(query(page: 0)).tasks.map(\.todo.id) != firstIDs
  }

  /// Whether the next part starts with the last task of this one.
  private var overlaps: Bool {
    guard case .offset = paging.style else { return false }
    return pages > 0 && isStrict && firstIDs.count > 1
  }

  private func query(page: Int) -> String {
    let position =
      switch paging.style {
      case .page(let first): first + page
      case .offset: overlaps ? offset - 1 : offset
      }
    let size = paging.size.map { "&\(pathSegment($0))=\(paging.count)" } ?? ""
    return "?\(pathSegment(paging.position))=\(position)\(size)"
  }

  /// Whether tasks moved since the part before.
  private func hasShifted(_ ids: [String], _ fresh: Int) -> Bool {
    if overlaps { return ids.first != tasks.last?.todo.id }
    return isStrict && fresh > 0 && fresh < ids.count
  }

  private mutating func take(_ page: TaskReplies.Page) {
    offset += page.tasks.count - (overlaps ? 1 : 0)
    pages += 1
    sizes.append(page.tasks.count)
    if let total = page.total { totals.append(total) }
    text = text ?? lister.text(in: page)
    tasks += page.tasks.filter { seen.insert($0.todo.id).inserted }
  }

  private func isLast(_ page: TaskReplies.Page) -> Bool {
    // A first part that is full and as large as its total may count only itself.
    if let total, total <= tasks.count, pages > 1 || page.tasks.count < paging.count {
      return true
    }
    if page.tasks.count < paging.count, page.hasNext == false { return true }
    return total == nil && page.hasNext != true && pages > 1
      && page.tasks.count < firstIDs.count
  }

  /// How many tasks there are, unless the server's totals count each part alone.
  private var total: Int? { pages > 1 && totals == sizes ? nil : totals.last }

  private func finish(_ page: TaskReplies.Page) -> Outcome {
    if total != nil, Set(totals).count > 1 { return .shifted(page.reply) }
    if let total, total != tasks.count {
      return .wrongTotal(total: total, count: tasks.count, page.reply)
    }
    if !isStrict, total == nil { return .shifted(page.reply) }
    return .whole(
      TaskLister.Listing(tasks: tasks, number: number, text: text, reply: page.reply)
    )
  }
}
