internal import GRDB

extension Row {
  /// A time as text: Better Auth writes ISO 8601, some of its adapters milliseconds since 1970.
  func time(_ column: String) throws -> String {
    if case .int64(let milliseconds)? = (self[column] as DatabaseValue?)?.storage,
      Timestamp.writable.contains(milliseconds)
    {
      return Timestamp(milliseconds: milliseconds).text
    }
    return try decode(forColumn: column)
  }
}
