internal import CPosix
internal import Glibc

/// What the machine's clocks said at one moment.
///
/// The reading since boot counts suspended time and no wall clock change touches it, but it means
/// nothing after the next boot: hence both, and the boot's id.
public struct ClockReading: Sendable, Equatable {
  /// Wall clock, in milliseconds since 1970.
  public var wall: Int64
  /// `CLOCK_BOOTTIME`, in nanoseconds since boot; 0 when it is not known.
  public var sinceBoot: UInt64
  /// The kernel's random id of this boot; empty when it is not known.
  public var bootID: String

  /// A reading from its parts.
  public init(wall: Int64, sinceBoot: UInt64 = 0, bootID: String = "") {
    self.wall = wall
    self.sinceBoot = sinceBoot
    self.bootID = bootID
  }

  /// The clocks now.
  public static func now() -> ClockReading {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return ClockReading(
      wall: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000,
      sinceBoot: cposix_nanoseconds_since_boot(),
      bootID: currentBootID
    )
  }

  /// The time passed between two readings.
  ///
  /// - Parameter earlier: the older reading.
  /// - Returns: by the clock since boot when both are of one boot, else by the wall clock; never
  ///   negative.
  public func elapsed(since earlier: ClockReading) -> Duration {
    if !bootID.isEmpty, bootID == earlier.bootID, sinceBoot >= earlier.sinceBoot {
      return .nanoseconds(Int64(clamping: sinceBoot - earlier.sinceBoot))
    }
    return max(.zero, .milliseconds(wall) - .milliseconds(earlier.wall))
  }

  private static let currentBootID: String = {
    guard let file = try? Descriptor.open("/proc/sys/kernel/random/boot_id", flags: O_RDONLY),
      let bytes = try? file.readAll(upTo: 64)
    else { return "" }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }()
}
