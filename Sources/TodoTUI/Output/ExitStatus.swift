/// Every status this program ends with, in one place (sysexits(3) and the gh conventions).
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case ok = 0
  case failed = 1
  case cancelled = 2
  case partlyDone = 3
  case notSignedIn = 4
  case notFound = 5
  case conflict = 6
  case usage = 64
  case badData = 65
  case unreachable = 69
  case internalFault = 70
  case cannotWrite = 73
  case inputOutput = 74
  case temporary = 75
  case forbidden = 77
  case badConfiguration = 78
}
