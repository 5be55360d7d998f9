/// Typed doors to libcurl's variadic functions, which Swift cannot call, and to its unions.
///
/// Everything else of libcurl is plain C and used as it is. Needs libcurl 7.87 (CURLOPT_QUICK_EXIT).
#pragma once

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

/// Receives bytes of a body, or one header line; returns how many it took, fewer to stop.
typedef size_t (*ccurl_sink)(char *bytes, size_t size, size_t count, void *context);

/// Asked once the connection stands, before the first byte of the request leaves.
typedef int (*ccurl_gate)(
    void *context,
    char *remote_address,
    char *local_address,
    int remote_port,
    int local_port);

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
/// NULL restores the option's default.
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
/// The list stays the caller's and must outlive the transfer.
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
/// Copies `count` bytes and makes the request a POST, unless CURLOPT_CUSTOMREQUEST names another.
CURLcode ccurl_set_body(CURL *easy, const void *bytes, size_t count);
CURLcode ccurl_set_body_sink(CURL *easy, ccurl_sink sink, void *context);
CURLcode ccurl_set_header_sink(CURL *easy, ccurl_sink sink, void *context);
CURLcode ccurl_set_gate(CURL *easy, ccurl_gate gate, void *context);
CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value);
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/// Takes one finished transfer off the multi handle's message list; NULL when there is none.
CURL *ccurl_next_done(CURLM *multi, CURLcode *result);
