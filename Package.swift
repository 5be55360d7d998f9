// swift-tools-version: 6.3
import PackageDescription

/// Every target of ours is built with all of these; warnings are errors.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A room: one library target with its own suite.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A room's suite; `exclude` names the data that its tests find beside themselves.
func suite(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: name,
    dependencies: dependencies,
    exclude: exclude,
    swiftSettings: strict
  )
}

let package = Package(
  name: "todotui",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "todotui", targets: ["TodoTUI"]),
    .executable(name: "todo-server", targets: ["todo-server"]),
    .library(name: "APIClient", targets: ["APIClient", "TodoKit"]),
    .library(name: "TokenVault", targets: ["TokenVault"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // C doors: narrow headers, one owner each.
    .target(
      name: "CNcurses",
      linkerSettings: [.linkedLibrary("ncursesw")]
    ),
    // Not linked: it loads libcurl when a request is made (docs/adr/0009).
    .target(name: "CCurl"),
    .target(name: "CPosix"),
    .target(name: "CSodium", linkerSettings: [.linkedLibrary("sodium")]),

    // The client.
    room("TodoKit"),
    room("TerminalKit"),
    room("NcursesScreen", ["CNcurses", "TerminalKit"]),
    room("TokenVault", ["CPosix", crypto]),
    room("APIClient", ["CCurl", "TodoKit"]),
    room("LocalStore", ["TodoKit", grdb]),
    room("TodoUI", ["TodoKit", "TerminalKit"]),
    .executableTarget(
      name: "TodoTUI",
      dependencies: [
        "APIClient", "CPosix", "LocalStore", "NcursesScreen", "TerminalKit", "TodoKit", "TodoUI",
        "TokenVault", "TOMLKit", logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      // No library looks for symbols in the program; with 18,000 to be found there each looks longer.
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "--no-export-dynamic"], .when(platforms: [.linux]))
      ]
    ),

    // The server. The wire is all it shares with the client.
    room(
      "TodoServer",
      [
        "CSodium", crypto, grdb, logging,
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "JWTKit", package: "jwt-kit"),
      ]
    ),
    .executableTarget(
      name: "todo-server",
      dependencies: [
        "TodoServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),

    // Test tool: starts programs for the suites that need one beside them.
    .target(name: "ChildProcess", path: "Tests/ChildProcess", swiftSettings: strict),
    suite("TodoKitTests", ["TodoKit"]),
    suite("TerminalKitTests", ["TerminalKit"]),
    // Test tool: paints on the real terminal that NcursesScreenTests gives it.
    .executableTarget(
      name: "ScreenProbe",
      dependencies: ["NcursesScreen", "TerminalKit"],
      path: "Tests/ScreenProbe",
      swiftSettings: strict
    ),
    suite(
      "NcursesScreenTests",
      ["ChildProcess", "NcursesScreen", "ScreenProbe", "TerminalKit"],
      exclude: ["emulate.py", "gallery.py", "grammar.py", "tmux.py"]
    ),
    suite("TokenVaultTests", ["TokenVault"]),
    suite(
      "APIClientTests",
      ["APIClient", "ChildProcess", "TodoKit"],
      exclude: ["Peer", "Dialect/Descriptions"]
    ),
    suite("LocalStoreTests", ["ChildProcess", "LocalStore", "TodoKit"]),
    suite("TodoUITests", ["TodoUI", "TodoKit", "TerminalKit"], exclude: ["Snapshots"]),
    suite(
      "TodoTUITests",
      ["TodoTUI", "APIClient", "LocalStore", "TerminalKit", "TodoKit", "TodoUI", "TokenVault"]
    ),
    suite(
      "TodoServerTests",
      ["TodoServer", crypto, grdb],
      exclude: ["exchanges.jsonl", "schema.sql", "tasks-2.sql", "vectors.json"]
    ),
    suite("ArchitectureTests"),
    suite("EndToEnd", exclude: ["Peers"]),
  ],
  swiftLanguageModes: [.v6]
)
