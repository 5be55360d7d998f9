internal import CCurl

/// One request in flight; touched only on the engine's thread.
@safe final class Transfer {
  let handle: EasyHandle

  private let order: TransferOrder
  private let headerList: HeaderList
  private let waiter: CurlEngine.Waiter
  private var answer = IncomingAnswer()
  private var failure: TransferFailure.Cause?
  private var hasStarted = false

  /// Nil when libcurl refuses an option; the waiter is then still to be resumed.
  init?(_ order: TransferOrder, _ waiter: CurlEngine.Waiter) {
    guard let handle = EasyHandle(), let headerList = HeaderList(order.headerLines) else {
      return nil
    }
    self.handle = handle
    self.headerList = headerList
    self.order = order
    self.waiter = waiter
    guard self.handle.apply(order), self.handle.set(headers: self.headerList), setCallbacks()
    else { return nil }
  }

  /// Hands the answer, or why there is none, to whoever waits.
  func finish(_ code: CURLcode) {
    let failed = TransferFailure(
      code: code,
      cause: failure,
      hasStarted: hasStarted,
      proxyStatus: handle.number(CURLINFO_HTTP_CONNECTCODE),
      usesProxy: !order.proxy.isEmpty
    )
    waiter.resume(
      returning: failed.map { .failure($0.error(host: order.host)) }
        ?? .success(
          HTTPReply(
            status: handle.number(CURLINFO_RESPONSE_CODE),
            headers: answer.headers,
            body: answer.body,
            requestID: order.requestID
          )
        )
    )
  }

  func cancel() { waiter.resume(returning: .failure(.cancelled(host: order.host))) }

  // MARK: Called by libcurl

  private func setCallbacks() -> Bool {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    return unsafe ccurl_set_body_sink(
      handle.raw,
      { bytes, size, count, context in
        unsafe Transfer.at(context)?.take(
          body: UnsafeRawBufferPointer(start: bytes, count: size * count)
        ) ?? 0
      },
      context
    ) == CURLE_OK
      && ccurl_set_header_sink(
        handle.raw,
        { bytes, size, count, context in
          unsafe Transfer.at(context)?.take(
            header: UnsafeRawBufferPointer(start: bytes, count: size * count)
          ) ?? 0
        },
        context
      ) == CURLE_OK
      && ccurl_set_gate(
        handle.raw,
        { context, address, _, _, _ in
          unsafe Transfer.at(context)?.open(to: address.map { unsafe String(cString: $0) } ?? "")
            ?? CURL_PREREQFUNC_ABORT
        },
        context
      ) == CURLE_OK
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    unsafe context.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// How many bytes were taken; fewer than offered end the transfer.
  private func take(body bytes: UnsafeRawBufferPointer) -> Int {
    if unsafe answer.append(body: bytes) { return bytes.count }
    failure = .tooLarge(.body)
    return 0
  }

  private func take(header bytes: UnsafeRawBufferPointer) -> Int {
    if unsafe answer.append(header: bytes) { return bytes.count }
    failure = .tooLarge(.headers)
    return 0
  }

  private func open(to address: String) -> Int32 {
    if order.needsLoopbackPeer, !isLoopback(address: address) {
      failure = .plainHTTP
      return CURL_PREREQFUNC_ABORT
    }
    hasStarted = true
    return CURL_PREREQFUNC_OK
  }
}
