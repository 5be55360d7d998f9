import Testing
import TerminalKit
