/// The version `--version`, `/health` and `/openapi.json` report.
package let serverVersion = "0.1.0"
