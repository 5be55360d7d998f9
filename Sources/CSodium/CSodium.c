#include "CSodium.h"

#include <sodium.h>

_Static_assert(csodium_key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");
_Static_assert(csodium_nonce_bytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce size");
_Static_assert(csodium_tag_bytes == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag size");

int csodium_prepare(void) { return sodium_init() < 0 ? -1 : 0; }

void csodium_random(uint8_t *bytes, size_t count) { randombytes_buf(bytes, count); }

int csodium_equal(const uint8_t *left, const uint8_t *right, size_t count) {
  return sodium_memcmp(left, right, count) == 0;
}

int csodium_scrypt(const uint8_t *password, size_t password_count,
                   const uint8_t *salt, size_t salt_count,
                   uint64_t n, uint32_t r, uint32_t p,
                   uint8_t *key, size_t key_count) {
  return crypto_pwhash_scryptsalsa208sha256_ll(password, password_count, salt, salt_count,
                                               n, r, p, key, key_count);
}

int csodium_seal(uint8_t *sealed, const uint8_t *plain, size_t count,
                 const uint8_t *nonce, const uint8_t *key) {
  unsigned long long written = 0;
  return crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, &written, plain, count, NULL, 0,
                                                    NULL, nonce, key);
}

int csodium_open(uint8_t *plain, const uint8_t *sealed, size_t count,
                 const uint8_t *nonce, const uint8_t *key) {
  unsigned long long written = 0;
  return crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &written, NULL, sealed, count,
                                                    NULL, 0, nonce, key);
}
