internal import CCurl

/// Owns one `CURL *`; the only place that frees it.
@safe struct EasyHandle: ~Copyable {
  let raw: UnsafeMutableRawPointer

  /// Nil when there is no memory.
  init?() {
    guard let raw = unsafe ccurl_easy_init() else { return nil }
    unsafe self.raw = raw
  }

  deinit { unsafe ccurl_easy_cleanup(raw) }

  borrowing func set(_ option: CURLoption, _ value: String) -> Bool {
    unsafe ccurl_set_string(raw, option, value) == CURLE_OK
  }

  borrowing func set(_ option: CURLoption, _ value: Int) -> Bool {
    unsafe ccurl_set_long(raw, option, value) == CURLE_OK
  }

  /// The list must outlive the transfer.
  borrowing func set(headers: borrowing HeaderList) -> Bool {
    unsafe ccurl_set_list(raw, CURLOPT_HTTPHEADER, headers.raw) == CURLE_OK
  }

  borrowing func set(body: [UInt8]) -> Bool {
    unsafe body.withUnsafeBytes { unsafe ccurl_set_body(raw, $0.baseAddress, $0.count) == CURLE_OK }
  }

  borrowing func number(_ info: CURLINFO) -> Int {
    var value = 0
    return unsafe ccurl_get_long(raw, info, &value) == CURLE_OK ? value : 0
  }
}

/// Owns header lines in libcurl's form.
@safe struct HeaderList: ~Copyable {
  fileprivate let raw: UnsafeMutablePointer<curl_slist>?

  /// Nil when there is no memory.
  init?(_ lines: [String]) {
    var head: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = unsafe ccurl_slist_append(head, line) else {
        unsafe ccurl_slist_free_all(head)
        return nil
      }
      unsafe head = longer
    }
    unsafe raw = head
  }

  deinit { unsafe ccurl_slist_free_all(raw) }
}
