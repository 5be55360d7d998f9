import ArgumentParser
import TodoServer
@main struct Main: AsyncParsableCommand {
  mutating func run() async throws { print(probe()) }
}
