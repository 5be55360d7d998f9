/// The few libsodium calls the server makes, with plain C types.
#ifndef CSODIUM_H
#define CSODIUM_H

#include <stddef.h>
#include <stdint.h>

/// Sizes of XChaCha20-Poly1305-IETF, in bytes.
enum {
  csodium_key_bytes = 32,
  csodium_nonce_bytes = 24,
  csodium_tag_bytes = 16,
};

/// Prepares the library; may be called from any thread, any number of times.
/// Returns 0 when it is ready.
int csodium_prepare(void);

/// Fills `bytes` with `count` unpredictable bytes.
void csodium_random(uint8_t *bytes, size_t count);

/// Compares two equally long areas in a time that depends on `count` only.
/// Returns 1 when they are equal.
int csodium_equal(const uint8_t *left, const uint8_t *right, size_t count);

/// scrypt (RFC 7914). Returns 0, or -1 when memory is short or a parameter is refused.
int csodium_scrypt(const uint8_t *password, size_t password_count,
                   const uint8_t *salt, size_t salt_count,
                   uint64_t n, uint32_t r, uint32_t p,
                   uint8_t *key, size_t key_count);

/// Seals `count` bytes into `sealed`, which holds `count + csodium_tag_bytes`.
/// Returns 0 on success.
int csodium_seal(uint8_t *sealed, const uint8_t *plain, size_t count,
                 const uint8_t *nonce, const uint8_t *key);

/// Opens `count` sealed bytes into `plain`, which holds `count - csodium_tag_bytes`.
/// Returns 0 on success and -1 for a wrong key or altered bytes.
int csodium_open(uint8_t *plain, const uint8_t *sealed, size_t count,
                 const uint8_t *nonce, const uint8_t *key);

#endif
