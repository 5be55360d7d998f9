internal import CSodium
package import Hummingbird
package import JWTKit
package import GRDB
package import Crypto
package import Logging
package func probe() -> Int32 { csodium_prepare() }
