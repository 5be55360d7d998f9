internal import TodoKit

/// One walk over the parts of a list, which others may change meanwhile.
///
/// A task that is removed between two requests moves the later ones forward, so one of them would
/// stand in neither part. Parts that count tasks overlap by one to notice; every kind compares the
/// totals the server names.
struct TaskListPass {
  let lister: TaskLister
  let paging: Dialect.Paging
  /// Whether to stop at the first sign of a change; else only a total makes the walk count.
  let isStrict: Bool

  enum Outcome {
    case whole(TaskLister.Listing)
    case shifted(HTTPReply)
    case wrongTotal(total: Int, count: Int, HTTPReply)
  }

  private var tasks: [Todo] = []
  private var seen: Set<String> = []
  private var text: JSONText?
  private var firstIDs: [String] = []
  private var offset = 0
  private var pages = 0
  private var totals: [Int] = []
  private var sizes: [Int] = []

  private static let taskLimit = 1_000_000
  private static let pageLimit = 10_000

  init(lister: TaskLister, paging: Dialect.Paging, isStrict: Bool) {
    self.lister = lister
    self.paging = paging
    self.isStrict = isStrict
  }

  mutating func run() async throws(APIError) -> Outcome {
    while true {
      let page = try await lister.page(query)
      let ids = page.tasks.map(\.id)
      if pages == 0 { firstIDs = ids }
      let fresh = ids.count { !seen.contains($0) }
      // A server that ignores the position gives its first part again.
      if pages > 0, ids != firstIDs, hasShifted(ids, fresh) {
        return .shifted(page.reply)
      }
      take(page)
      if fresh == 0 || isLast(page) { return finish(page) }
      if tasks.count > TaskListPass.taskLimit || pages >= TaskListPass.pageLimit {
        throw lister.routes.caller.otherShape(
          expected: "at most 1,000,000 tasks in 10,000 parts",
          found: "more",
          page.reply
        )
      }
    }
  }

  /// Whether the next part starts with the last task of this one.
  private var overlaps: Bool {
    guard case .offset = paging.style else { return false }
    return pages > 0 && isStrict && firstIDs.count > 1
  }

  private var query: String {
    let position =
      switch paging.style {
      case .page(let first): first + pages
      case .offset: overlaps ? offset - 1 : offset
      }
    let size = paging.size.map { "&\(pathSegment($0))=\(paging.count)" } ?? ""
    return "?\(pathSegment(paging.position))=\(position)\(size)"
  }

  /// Whether tasks moved since the part before.
  private func hasShifted(_ ids: [String], _ fresh: Int) -> Bool {
    if overlaps { return ids.first != tasks.last?.id }
    return isStrict && fresh > 0 && fresh < ids.count
  }

  private mutating func take(_ page: TaskReplies.Page) {
    offset += page.tasks.count - (overlaps ? 1 : 0)
    pages += 1
    sizes.append(page.tasks.count)
    if let total = page.total { totals.append(total) }
    text = text ?? lister.text(in: page)
    tasks += page.tasks.filter { seen.insert($0.id).inserted }
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
    return .whole(TaskLister.Listing(tasks: tasks, text: text, reply: page.reply))
  }
}
