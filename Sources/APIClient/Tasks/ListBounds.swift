/// How much of a list is read in parts before it counts as one without an end.
package struct ListBounds: Hashable, Sendable {
  /// The most parts in one walk over the list.
  package var parts: Int
  /// The most time for all walks over one list; a request that has begun may end later.
  package var time: Duration

  /// Bounds as given.
  package init(parts: Int, time: Duration) {
    self.parts = parts
    self.time = time
  }

  /// 2,000 parts, and a minute, or four times what one request may take if that is longer.
  init(requestTimeout: Duration) {
    self.init(parts: 2_000, time: max(.seconds(60), requestTimeout * 4))
  }
}
