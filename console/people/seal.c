/* Sealing, hashing and random bytes: the only room that knows libsodium. */
#include "console/people/seal.h"

#include "console/base/message.h"

#include <sodium.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    UUID_BYTES = 16,
};

_Static_assert((int)SEAL_KEY_SIZE ==
                   (int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
               "the key of the box");
_Static_assert((int)SEAL_HASH_SIZE == (int)crypto_generichash_BYTES,
               "BLAKE2b-256");

void seal_start(void)
{
    if (sodium_init() >= 0)
        return;
    fputs("agent1414: the sealing library cannot start\n", stderr);
    exit(EXIT_FAILED);
}

void seal_random(void *bytes, size_t length)
{
    randombytes_buf(bytes, length);
}

void seal_uuid(char *out)
{
    unsigned char bytes[UUID_BYTES];
    char hex[2 * UUID_BYTES + 1];

    randombytes_buf(bytes, sizeof(bytes));
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    seal_hex(bytes, sizeof(bytes), hex);
    snprintf(out, SEAL_UUID_SIZE, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8,
             hex + 12, hex + 16, hex + 20);
}

void seal_hash(const struct seal_key *key, const void *bytes, size_t length,
               unsigned char *out)
{
    crypto_generichash(out, SEAL_HASH_SIZE, bytes, length,
                       key ? key->bytes : NULL, key ? SEAL_KEY_SIZE : 0);
}

void seal_derive(const struct seal_key *parent, const char *purpose,
                 struct seal_key *out)
{
    AUTO_CHARS label = mem_format("agent1414 key: %s", purpose);

    seal_hash(parent, label, strlen(label), out->bytes);
}

unsigned char *seal_close(const struct seal_key *key, const char *about,
                          const void *plain, size_t plain_length,
                          size_t *length)
{
    unsigned char *box = mem_new(NONCE_SIZE + plain_length + TAG_SIZE);

    randombytes_buf(box, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        box + NONCE_SIZE, NULL, plain, plain_length,
        (const unsigned char *)about, strlen(about), NULL, box, key->bytes);
    *length = NONCE_SIZE + plain_length + TAG_SIZE;
    return box;
}

char *seal_open(const struct seal_key *key, const char *about, const void *box,
                size_t length, size_t *plain_length)
{
    const unsigned char *bytes = box;
    unsigned char *plain;

    if (!box || length < NONCE_SIZE + TAG_SIZE)
        return NULL;
    plain = mem_new(length - NONCE_SIZE - TAG_SIZE + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain, NULL, NULL, bytes + NONCE_SIZE, length - NONCE_SIZE,
            (const unsigned char *)about, strlen(about), bytes,
            key->bytes) != 0) {
        free(plain);
        return NULL;
    }
    if (plain_length)
        *plain_length = length - NONCE_SIZE - TAG_SIZE;
    return (char *)plain;
}

void seal_wipe(void *bytes, size_t length)
{
    sodium_memzero(bytes, length);
}

void seal_hex(const void *bytes, size_t length, char *out)
{
    sodium_bin2hex(out, 2 * length + 1, bytes, length);
}

bool seal_unhex(const char *hex, void *out, size_t length)
{
    size_t written = 0;

    if (strlen(hex) != 2 * length)
        return false;
    return sodium_hex2bin(out, length, hex, 2 * length, NULL, &written, NULL) ==
               0 &&
           written == length;
}

/* libsodium takes some bytes beyond ASCII for letters of base64. */
int seal_unbase64(const char *text, void *out, size_t room)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789+/=";
    size_t length = 0;

    if (text[strspn(text, letters)] != '\0' ||
        sodium_base642bin(out, room, text, strlen(text), NULL, &length, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return -1;
    return (int)length;
}

char *seal_base64(const void *bytes, size_t length)
{
    size_t room =
        sodium_base64_encoded_len(length, sodium_base64_VARIANT_ORIGINAL);
    char *text = mem_new(room);
    sodium_bin2base64(text, room, bytes, length,
                      sodium_base64_VARIANT_ORIGINAL);
    return text;
}

void seal_sha256(const void *bytes, size_t length, char *out)
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, bytes, length);
    sodium_bin2base64(out, SEAL_SHA256_SIZE, hash, sizeof(hash),
                      sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

const char *seal_library(void)
{
    return sodium_version_string();
}
