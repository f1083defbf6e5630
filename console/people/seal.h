/* Sealing: libsodium's secret box with associated data, BLAKE2b, random bytes.
 * The only room that knows libsodium. */
#ifndef CONSOLE_PEOPLE_SEAL_H
#define CONSOLE_PEOPLE_SEAL_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    SEAL_KEY_SIZE = 32,
    SEAL_HASH_SIZE = 32,
    SEAL_UUID_SIZE = 37,
    SEAL_SHA256_SIZE = 44
};

struct seal_key {
    unsigned char bytes[SEAL_KEY_SIZE];
};

/* Readies the library; call once before any thread. Ends the program if the
 * library cannot start. */
void seal_start(void);

void seal_random(void *bytes, size_t length);

/* A random UUID (version 4) as text into out[SEAL_UUID_SIZE]. */
void seal_uuid(char *out);

/* BLAKE2b-256 of the bytes; keyed when key is not NULL. */
void seal_hash(const struct seal_key *key, const void *bytes, size_t length,
               unsigned char *out);

/* A key for one purpose, derived from a parent. */
void seal_derive(const struct seal_key *parent, const char *purpose,
                 struct seal_key *out);

/* Seals (XChaCha20-Poly1305; nonce in front). `about` is bound in, not hidden.
 * The caller frees; *length is the size of what is returned. */
unsigned char *seal_close(const struct seal_key *key, const char *about,
                          const void *plain, size_t plain_length,
                          size_t *length) __attribute__((returns_nonnull));

/* Opens; NULL when the box, the key or `about` is not the right one. The
 * result is NUL-ended; the caller frees. */
char *seal_open(const struct seal_key *key, const char *about, const void *box,
                size_t length, size_t *plain_length);

/* Overwrites. */
void seal_wipe(void *bytes, size_t length);

/* Lower-case hex into out[2 * length + 1], and back (false: not hex). */
void seal_hex(const void *bytes, size_t length, char *out);
bool seal_unhex(const char *hex, void *out, size_t length);

/* Reads base64 with its padding (RFC 4648, nothing else in it); the bytes, -1
 * when it is none or they do not fit into `room`. */
int seal_unbase64(const char *text, void *out, size_t room);

/* Bytes as base64 with its padding; the caller frees. */
char *seal_base64(const void *bytes, size_t length)
    __attribute__((returns_nonnull));

/* SHA-256 as base64 without padding into out[SEAL_SHA256_SIZE]: how OpenSSH
 * names a key. */
void seal_sha256(const void *bytes, size_t length, char *out);

/* The version of libsodium that is loaded. */
const char *seal_library(void);

#endif
