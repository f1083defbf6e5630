/* What may stand in a key line, the published file of them, and the line that
 * sshd gets. Whatever is in doubt gives nothing. */
#include "console/people/keyline.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/people/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT "0123456789"

enum { NAME_MOST = 32, HOSTS_MOST = 400, PATH_MOST = 400, FIELDS = 6 };

static const char *const types[] = {"ssh-ed25519",
                                    "sk-ssh-ed25519@openssh.com",
                                    "ecdsa-sha2-nistp256",
                                    "ecdsa-sha2-nistp384",
                                    "ecdsa-sha2-nistp521",
                                    "sk-ecdsa-sha2-nistp256@openssh.com",
                                    "ssh-rsa"};

/* ---- what may stand there ---- */

static bool only(const char *text, const char *set, size_t most)
{
    size_t length = strlen(text);
    return length >= 1 && length <= most && strspn(text, set) == length;
}

bool keyline_name_ok(const char *name)
{
    return only(name, LOWER DIGIT "._-", NAME_MOST) && !strchr("._-", name[0]);
}

bool keyline_hosts_ok(const char *hosts)
{
    return only(hosts, "abcdefABCDEF" DIGIT ".:/,*?!", HOSTS_MOST);
}

bool keyline_path_ok(const char *path)
{
    return path[0] == '/' && only(path, LOWER UPPER DIGIT "/._+-", PATH_MOST);
}

static bool type_known(const char *type)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return false;
}

/* The length in front of a part of a key; -1: it does not fit. */
static long part_length(const unsigned char *bytes, long left)
{
    if (left < 4)
        return -1;
    uint32_t length = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
                      (uint32_t)bytes[2] << 8 | bytes[3];
    return length <= (uint32_t)(left - 4) ? (long)length : -1;
}

/* A key is parts, each behind its length; the first is the type again. */
bool keyline_key_ok(const char *type, const char *key)
{
    unsigned char bytes[KEYLINE_KEY_MOST];
    if (!type_known(type) || strlen(key) > KEYLINE_KEY_MOST)
        return false;
    long left = seal_unbase64(key, bytes, sizeof(bytes));
    long length = part_length(bytes, left);
    if (length != (long)strlen(type) ||
        memcmp(bytes + 4, type, strlen(type)) != 0)
        return false;
    const unsigned char *at = bytes;
    int parts = 0;
    for (; left > 0; parts++) {
        length = part_length(at, left);
        if (length < 0)
            return false;
        at += 4 + length;
        left -= 4 + length;
    }
    return parts >= 2;
}

void keyline_fingerprint(const char *key, char *out)
{
    unsigned char bytes[KEYLINE_KEY_MOST];
    char hash[SEAL_SHA256_SIZE];
    int length = seal_unbase64(key, bytes, sizeof(bytes));
    seal_sha256(bytes, length > 0 ? (size_t)length : 0, hash);
    snprintf(out, KEYLINE_FINGERPRINT_SIZE, "SHA256:%s", hash);
}

static bool line_ok(const struct keyline *line)
{
    return keyline_name_ok(line->name) &&
           keyline_key_ok(line->type, line->key) &&
           (!line->hosts || keyline_hosts_ok(line->hosts));
}

/* ---- the file ---- */

static void add_key(struct text *file, const struct keyline *key)
{
    char fingerprint[KEYLINE_FINGERPRINT_SIZE], day[CLOCK_DATE_SIZE] = "-";
    keyline_fingerprint(key->key, fingerprint);
    if (key->expires)
        clock_date(key->expires, day);
    text_format(file, "%s %s %s %s %s %s\n", fingerprint, key->type, key->key,
                key->name, key->hosts ? key->hosts : "-", day);
}

/* The last line over all that stands before it. */
static char *end_line(const char *bytes, size_t length, size_t count)
{
    unsigned char hash[SEAL_HASH_SIZE];
    char hex[2 * SEAL_HASH_SIZE + 1];
    seal_hash(NULL, bytes, length, hash);
    seal_hex(hash, sizeof(hash), hex);
    return mem_format("end %zu %s\n", count, hex);
}

bool keyline_write(struct text *file, const struct keyline *keys, size_t count,
                   struct error *error)
{
    text_add(file, KEYLINE_HEAD);
    for (size_t i = 0; i < count; i++) {
        if (!line_ok(&keys[i]))
            return error_set(error, MESSAGE_KEYLINE_FILE, "key %zu", i + 1);
        add_key(file, &keys[i]);
    }
    AUTO_CHARS end = end_line(text_chars(file), file->length, count);
    text_add(file, end);
    return true;
}

/* Takes a line apart at its single spaces, in place. */
static bool split(char *line, char *fields[FIELDS])
{
    int count = 0;
    for (char *at = line; at; count++) {
        char *space = strchr(at, ' ');
        if (space)
            *space++ = '\0';
        if (count == FIELDS || !*at)
            return false;
        fields[count] = at;
        at = space;
    }
    return count == FIELDS;
}

static bool read_key(char *line, struct keyline *key)
{
    char *fields[FIELDS], fingerprint[KEYLINE_FINGERPRINT_SIZE];
    if (!split(line, fields))
        return false;
    *key = (struct keyline){
        .type = fields[1], .key = fields[2], .name = fields[3]};
    if (strcmp(fields[4], "-") != 0)
        key->hosts = fields[4];
    if (strcmp(fields[5], "-") != 0 &&
        (!clock_parse_date(fields[5], &key->expires) || key->expires <= 0))
        return false;
    if (!line_ok(key))
        return false;
    keyline_fingerprint(key->key, fingerprint);
    return strcmp(fingerprint, fields[0]) == 0;
}

/* Where the lines of keys end, if the last line says of them what is true. */
static char *find_end(struct text *bytes)
{
    char *file = bytes->chars, *end = file;
    size_t count = 0, head = strlen(KEYLINE_HEAD);
    if (bytes->length < head || strlen(file) != bytes->length ||
        memcmp(file, KEYLINE_HEAD, head) != 0)
        return NULL;
    for (end += head; strncmp(end, "end ", 4) != 0; count++) {
        end = strchr(end, '\n');
        if (!end)
            return NULL;
        end++;
    }
    AUTO_CHARS right = end_line(file, (size_t)(end - file), count);
    return strcmp(end, right) == 0 ? end : NULL;
}

/* Is it the key that is asked for? The others are not looked at closely: the
 * hash at the end says that they are as they were published. */
static bool is_asked(const char *line, const struct keyline *asked)
{
    const char *type = strchr(line, ' ');
    const char *key = type ? strchr(type + 1, ' ') : NULL;
    size_t length = strlen(asked->key);
    return key && strncmp(key + 1, asked->key, length) == 0 &&
           key[1 + length] == ' ';
}

/* A key that two people have says nothing about who comes. */
static bool find(char *at, const char *end, const struct keyline *asked,
                 struct keyline *found)
{
    *found = (struct keyline){0};
    while (at < end) {
        char *line = at, *next = strchr(at, '\n');
        *next = '\0';
        at = next + 1;
        if (is_asked(line, asked) && (found->key || !read_key(line, found)))
            return false;
    }
    return true;
}

bool keyline_find(struct text *bytes, const struct keyline *asked,
                  int64_t today, struct keyline *found, struct error *error)
{
    char *end = find_end(bytes);
    if (!end || !find(bytes->chars + strlen(KEYLINE_HEAD), end, asked, found))
        return error_set(error, MESSAGE_KEYLINE_FILE, "%s",
                         end ? "a line of it" : "cut, or not such a file");
    if (!found->key || strcmp(found->type, asked->type) != 0)
        return error_set(error, MESSAGE_KEYLINE_NONE, "unknown key");
    return !found->expires || today <= found->expires ||
           error_set(error, MESSAGE_KEYLINE_NONE, "expired key of %s",
                     found->name);
}

/* ---- the line for sshd ---- */

/* sshd ends a key at a moment: the midnight after the last day. */
static void add_expiry(struct text *line, int64_t expires)
{
    int year, month, day;
    clock_civil(expires + 1, &year, &month, &day);
    text_format(line, ",expiry-time=\"%04d%02d%02d0000Z\"", year, month, day);
}

char *keyline_text(const struct keyline *line, const char *program,
                   const char *settings)
{
    struct text text = {0};
    if (!line_ok(line) || !keyline_path_ok(program) ||
        (settings && !keyline_path_ok(settings)))
        return NULL;
    text_add(&text, "restrict,pty");
    if (line->hosts)
        text_format(&text, ",from=\"%s\"", line->hosts);
    if (line->expires)
        add_expiry(&text, line->expires);
    text_format(&text, ",command=\"exec %s", program);
    if (settings)
        text_format(&text, " --config %s", settings);
    text_format(&text, " --as %s\" %s %s", line->name, line->type, line->key);
    return text_take(&text);
}
