internal import HTTPTypes
internal import Hummingbird

extension Response {
  /// A JSON answer, with the content type Better Auth writes (no charset).
  static func json(
    _ value: JSON,
    status: HTTPResponse.Status = .ok,
    headers: HTTPFields = [:]
  ) -> Response {
    bytes(value.encoded, status: status, contentType: "application/json", headers: headers)
  }

  /// An answer without a body.
  static func empty(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
    Response(status: status, headers: headers)
  }

  static func bytes(
    _ bytes: [UInt8],
    status: HTTPResponse.Status = .ok,
    contentType: String,
    headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = contentType
    return Response(
      status: status,
      headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    )
  }

  /// The error shape of the task API: `{"detail": …}`.
  static func detail(
    _ text: String,
    status: HTTPResponse.Status,
    headers: HTTPFields = [:]
  ) -> Response {
    .json(["detail": .string(text)], status: status, headers: headers)
  }
}
