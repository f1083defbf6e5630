/* Public keys of SSH: the line, and what lies inside of the base64 (RFC 4253:
 * strings with a length of four bytes in front). */
#include "console/people/ssh_key.h"

#include "console/base/error.h"
#include "console/people/keyline.h"
#include "console/people/seal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* RSA_BITS_MOST is what sshd accepts. */
enum { LINE_MOST = 8000 };
enum { RSA_BITS_LEAST = 3072, RSA_BITS_MOST = 16384 };

/* The types taken, and how their inside goes on behind the type's name: the
 * sizes of the strings, 0 for any, -1 for no more. */
struct key_type {
    const char *name;
    int sizes[3];
};

enum { ANY = 0, END = -1 };

static const struct key_type types[] = {
    {"ssh-ed25519", {32, END, END}},
    {"sk-ssh-ed25519@openssh.com", {32, ANY, END}},
    {"ecdsa-sha2-nistp256", {8, 65, END}},
    {"sk-ecdsa-sha2-nistp256@openssh.com", {8, 65, ANY}},
    {"ssh-rsa", {ANY, ANY, END}},
};

/* Bytes being read. */
struct inside {
    const unsigned char *at;
    size_t left;
};

static bool take_string(struct inside *inside, struct inside *out)
{
    size_t length;

    if (inside->left < 4)
        return false;
    length = (size_t)inside->at[0] << 24 | (size_t)inside->at[1] << 16 |
             (size_t)inside->at[2] << 8 | inside->at[3];
    inside->at += 4;
    inside->left -= 4;
    if (length == 0 || length > inside->left)
        return false;
    *out = (struct inside){inside->at, length};
    inside->at += length;
    inside->left -= length;
    return true;
}

static size_t bits_of(struct inside number)
{
    size_t bits;

    while (number.left > 0 && *number.at == 0) {
        number.at++;
        number.left--;
    }
    bits = number.left * 8;
    for (unsigned mask = 0x80; bits > 0 && !(*number.at & mask); mask >>= 1)
        bits--;
    return bits;
}

static bool is_named(const struct inside *string, const char *name)
{
    return string->left == strlen(name) &&
           memcmp(string->at, name, string->left) == 0;
}

/* Is the inside that of a key of this type, to its last byte? */
static bool fits(const struct key_type *type, struct inside inside)
{
    struct inside string, last = {0};

    if (!take_string(&inside, &string) || !is_named(&string, type->name))
        return false;
    for (size_t i = 0; i < COUNT(type->sizes) && type->sizes[i] != END; i++) {
        if (!take_string(&inside, &last) ||
            (type->sizes[i] != ANY && last.left != (size_t)type->sizes[i]))
            return false;
    }
    if (inside.left > 0)
        return false;
    /* The last string of an RSA key is its modulus. */
    return strcmp(type->name, "ssh-rsa") != 0 ||
           (bits_of(last) >= RSA_BITS_LEAST && bits_of(last) <= RSA_BITS_MOST);
}

static const struct key_type *find_type(const char *name)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (strcmp(types[i].name, name) == 0)
            return &types[i];
    return NULL;
}

/* The line without its end; NULL when it holds what no such line holds. */
static char *plain_line(const char *line)
{
    size_t length = strlen(line);
    char *copy;

    if (length > LINE_MOST)
        return NULL;
    while (length > 0 && strchr("\r\n", line[length - 1]))
        length--;
    copy = mem_copy_n(line, length);
    for (const char *c = copy; *c; c++)
        if ((unsigned char)*c < ' ' || *c == '\177' || strchr("\"'\\`$", *c)) {
            free(copy);
            return NULL;
        }
    return copy;
}

static bool read_parts(struct ssh_key *key, char *line)
{
    char *rest = NULL;
    const char *type = strtok_r(line, " ", &rest);
    const char *base64 = type ? strtok_r(NULL, " ", &rest) : NULL;
    const struct key_type *known = base64 ? find_type(type) : NULL;
    unsigned char bytes[KEYLINE_KEY_MOST];
    char fingerprint[KEYLINE_FINGERPRINT_SIZE];
    int size = known ? seal_unbase64(base64, bytes, sizeof(bytes)) : -1;

    if (size < 0 || !fits(known, (struct inside){bytes, (size_t)size}))
        return false;
    keyline_fingerprint(base64, fingerprint);
    *key = (struct ssh_key){mem_copy(type), mem_copy(base64),
                            mem_copy(fingerprint)};
    return true;
}

bool ssh_key_read(struct ssh_key *key, const char *line, struct error *error)
{
    AUTO_CHARS plain = plain_line(line);

    memset(key, 0, sizeof(*key));
    return (plain && read_parts(key, plain)) ||
           error_set(error, MESSAGE_SSH_KEY_BAD, "%zu bytes", strlen(line));
}

void ssh_key_clear(struct ssh_key *key)
{
    free(key->type);
    free(key->key);
    free(key->fingerprint);
    memset(key, 0, sizeof(*key));
}
