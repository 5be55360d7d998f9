#include "CCurl.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>

#define EACH_FUNCTION(USE)                                                                          \
  USE(curl_easy_cleanup)                                                                            \
  USE(curl_easy_getinfo)                                                                            \
  USE(curl_easy_init)                                                                               \
  USE(curl_easy_setopt)                                                                             \
  USE(curl_easy_strerror)                                                                           \
  USE(curl_free)                                                                                    \
  USE(curl_global_init)                                                                             \
  USE(curl_multi_add_handle)                                                                        \
  USE(curl_multi_cleanup)                                                                           \
  USE(curl_multi_info_read)                                                                         \
  USE(curl_multi_init)                                                                              \
  USE(curl_multi_perform)                                                                           \
  USE(curl_multi_poll)                                                                              \
  USE(curl_multi_remove_handle)                                                                     \
  USE(curl_multi_setopt)                                                                            \
  USE(curl_multi_wakeup)                                                                            \
  USE(curl_slist_append)                                                                            \
  USE(curl_slist_free_all)                                                                          \
  USE(curl_url)                                                                                     \
  USE(curl_url_cleanup)                                                                             \
  USE(curl_url_get)                                                                                 \
  USE(curl_url_set)

#define POINTER(name) __typeof__(name) *name;
static struct {
  EACH_FUNCTION(POINTER)
} libcurl;
static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
  if (!library)
    return;
  bool has_all = true;
  // POSIX's way to make a function's address of dlsym's answer.
#define FIND(name) has_all = (*(void **)&libcurl.name = dlsym(library, #name)) && has_all;
  EACH_FUNCTION(FIND)
  is_loaded = has_all;
}

bool ccurl_load(void) {
  pthread_once(&once, load);
  return is_loaded;
}

CURLcode ccurl_global_init(long flags) { return libcurl.curl_global_init(flags); }

CURL *ccurl_easy_init(void) { return libcurl.curl_easy_init(); }

void ccurl_easy_cleanup(CURL *easy) { libcurl.curl_easy_cleanup(easy); }

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return libcurl.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return libcurl.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return libcurl.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_body(CURL *easy, const void *bytes, size_t count) {
  // The size comes first: COPYPOSTFIELDS copies as much as it says.
  CURLcode code = libcurl.curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  if (code != CURLE_OK)
    return code;
  return libcurl.curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, count == 0 ? "" : bytes);
}

CURLcode ccurl_set_body_sink(CURL *easy, ccurl_sink sink, void *context) {
  CURLcode code = libcurl.curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, sink);
  return code != CURLE_OK ? code : libcurl.curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
}

CURLcode ccurl_set_header_sink(CURL *easy, ccurl_sink sink, void *context) {
  CURLcode code = libcurl.curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, sink);
  return code != CURLE_OK ? code : libcurl.curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
}

CURLcode ccurl_set_gate(CURL *easy, ccurl_gate gate, void *context) {
  CURLcode code = libcurl.curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, gate);
  return code != CURLE_OK ? code : libcurl.curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
}

CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
  return libcurl.curl_easy_getinfo(easy, info, value);
}

const char *ccurl_easy_strerror(CURLcode code) { return libcurl.curl_easy_strerror(code); }

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *line) {
  return libcurl.curl_slist_append(list, line);
}

void ccurl_slist_free_all(struct curl_slist *list) { libcurl.curl_slist_free_all(list); }

CURLM *ccurl_multi_init(void) { return libcurl.curl_multi_init(); }

CURLMcode ccurl_multi_cleanup(CURLM *multi) { return libcurl.curl_multi_cleanup(multi); }

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return libcurl.curl_multi_setopt(multi, option, value);
}

CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy) {
  return libcurl.curl_multi_add_handle(multi, easy);
}

CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return libcurl.curl_multi_remove_handle(multi, easy);
}

CURLMcode ccurl_multi_perform(CURLM *multi, int *running) {
  return libcurl.curl_multi_perform(multi, running);
}

CURLMcode ccurl_multi_poll(CURLM *multi) {
  return libcurl.curl_multi_poll(multi, NULL, 0, INT_MAX, NULL);
}

CURLMcode ccurl_multi_wakeup(CURLM *multi) { return libcurl.curl_multi_wakeup(multi); }

CURL *ccurl_next_done(CURLM *multi, CURLcode *result) {
  int left;
  CURLMsg *message;
  while ((message = libcurl.curl_multi_info_read(multi, &left)))
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  return NULL;
}

CURLU *ccurl_url(void) { return libcurl.curl_url(); }

void ccurl_url_cleanup(CURLU *url) { libcurl.curl_url_cleanup(url); }

CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
  return libcurl.curl_url_set(url, part, text, flags);
}

CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
  return libcurl.curl_url_get(url, part, text, flags);
}

void ccurl_free(void *text) { libcurl.curl_free(text); }
