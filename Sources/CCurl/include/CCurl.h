/// libcurl, loaded by the first request: a run that sends nothing needs none of its thirty libraries.
///
/// Typed doors to its variadic functions, which Swift cannot call, and to its unions; the other
/// functions are libcurl's own under a longer name. Needs libcurl 7.87 (CURLOPT_QUICK_EXIT).
#pragma once

// The checks are macros around functions that are called through pointers here.
#define CURL_DISABLE_TYPECHECK
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

/// Loads libcurl.so.4, the first time; from any thread. False where it is missing or too old, and
/// then nothing else here may be called.
bool ccurl_load(void);

CURLcode ccurl_global_init(long flags);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *easy);
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
const char *ccurl_easy_strerror(CURLcode code);

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *line);
void ccurl_slist_free_all(struct curl_slist *list);

CURLM *ccurl_multi_init(void);
CURLMcode ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_perform(CURLM *multi, int *running);
/// Sleeps until a transfer can go on, a timer of libcurl's is due, or ccurl_multi_wakeup is called.
CURLMcode ccurl_multi_poll(CURLM *multi);
/// From any thread.
CURLMcode ccurl_multi_wakeup(CURLM *multi);
/// Takes one finished transfer off the multi handle's message list; NULL when there is none.
CURL *ccurl_next_done(CURLM *multi, CURLcode *result);

CURLU *ccurl_url(void);
void ccurl_url_cleanup(CURLU *url);
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
/// The text is to be given back to ccurl_free.
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);
void ccurl_free(void *text);
