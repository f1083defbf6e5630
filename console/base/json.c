/* Parsing with our limits, by a small scanner that runs before jansson (which
 * has no depth or integer limit of ours and gives no places of values). */
#include "console/base/json.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"

#include <jansson.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The largest integer that survives a double and JavaScript. */
#define INTEGER_MAX "9007199254740992"

static void *need_room(size_t size)
{
    void *room = malloc(size);
    if (room == NULL)
        mem_exhausted();
    return room;
}

void json_start(void)
{
    json_set_alloc_funcs(need_room, free);
}

/* Where the scanner stands. It trusts nothing: every step looks at `end`. */
struct scan {
    const char *at;
    const char *end;
};

static bool more(const struct scan *scan)
{
    return scan->at < scan->end;
}

static void skip_space(struct scan *scan)
{
    while (more(scan) && strchr(" \t\r\n", *scan->at) != NULL && *scan->at)
        scan->at++;
}

/* From the opening quote to behind the closing one, or to the end. */
static void skip_string(struct scan *scan)
{
    for (scan->at++; more(scan) && *scan->at != '"'; scan->at++)
        if (*scan->at == '\\' && scan->at + 1 < scan->end)
            scan->at++;
    if (more(scan))
        scan->at++;
}

/* Over a number, true, false or null; at least one byte. */
static void skip_word(struct scan *scan)
{
    scan->at++;
    while (more(scan) && strchr(" \t\r\n,:[]{}\"", *scan->at) == NULL)
        scan->at++;
}

/* Is the number of these bytes an integer beyond 2^53? */
static bool too_big(const char *bytes, size_t length)
{
    size_t most = strlen(INTEGER_MAX);
    if (length > 0 && bytes[0] == '-') {
        bytes++;
        length--;
    }
    for (size_t i = 0; i < length; i++)
        if (bytes[i] < '0' || bytes[i] > '9')
            return false;
    return length > most ||
           (length == most && memcmp(bytes, INTEGER_MAX, most) > 0);
}

/* What our limits say against the bytes, or NULL; scan->at stands there. */
static const char *find_fault(struct scan *scan)
{
    int depth = 0;
    while (more(scan)) {
        const char *start = scan->at;
        char c = *start;
        if (c == '\0')
            return "a NUL byte";
        if (c == '"') {
            skip_string(scan);
            continue;
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            skip_word(scan);
            if (!too_big(start, (size_t)(scan->at - start)))
                continue;
            scan->at = start;
            return "an integer beyond 2^53";
        }
        if ((c == '[' || c == '{') && ++depth > JSON_DEPTH_MAX)
            return "too many levels";
        if (c == ']' || c == '}')
            depth--;
        scan->at++;
    }
    return NULL;
}

static int line_of(const char *bytes, const char *at)
{
    int line = 1;
    for (; bytes < at; bytes++)
        line += *bytes == '\n';
    return line;
}

static int column_of(const char *bytes, const char *at)
{
    int column = 1;
    for (; at > bytes && at[-1] != '\n'; at--)
        column += ((unsigned char)at[-1] & 0xC0) != 0x80;
    return column;
}

struct json_t *json_parse(const char *bytes, size_t length, const char *name,
                          bool any, struct error *error)
{
    if (length > JSON_FILE_MAX) {
        error_set(error, MESSAGE_JSON_SYNTAX, "%s:1:1: larger than %d bytes",
                  name, JSON_FILE_MAX);
        return NULL;
    }
    struct scan scan = {bytes, bytes + length};
    const char *fault = find_fault(&scan);
    if (fault != NULL) {
        error_set(error, MESSAGE_JSON_SYNTAX, "%s:%d:%d: %s", name,
                  line_of(bytes, scan.at), column_of(bytes, scan.at), fault);
        return NULL;
    }
    size_t flags = JSON_REJECT_DUPLICATES | (any ? JSON_DECODE_ANY : 0);
    json_error_t why;
    json_t *json = json_loadb(bytes, length, flags, &why);
    if (json != NULL)
        return json;
    /* jansson quotes what stands there, which may be personal. */
    char *near = strstr(why.text, " near ");
    if (near != NULL)
        *near = '\0';
    error_set(error, MESSAGE_JSON_SYNTAX, "%s:%d:%d: %s", name,
              why.line > 0 ? why.line : 1, why.column > 0 ? why.column : 1,
              why.text);
    return NULL;
}

/* Reads a stream to its end, or to one byte more than we accept. */
static bool read_stream(FILE *file, struct text *text)
{
    char block[16 * 1024];
    size_t got;
    while (text->length <= JSON_FILE_MAX &&
           (got = fread(block, 1, sizeof(block), file)) > 0)
        text_add_n(text, block, got);
    return !ferror(file);
}

bool json_read_bytes(const char *path, struct text *out, struct error *error)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rbe");
    if (file == NULL)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", path,
                         strerror(errno));
    bool read = read_stream(file, out);
    int reason = errno;
    if (!standard)
        fclose(file);
    return read || error_set(error, MESSAGE_FILE_READ, "%s: %s", path,
                             strerror(reason));
}

struct json_t *json_read(const char *path, struct error *error)
{
    AUTO_TEXT text = {0};
    if (!json_read_bytes(path, &text, error))
        return NULL;
    return json_parse(text_chars(&text), text.length, path, false, error);
}

/* ---- the place of a value ---- */

/* Over one whole value. */
static void skip_value(struct scan *scan)
{
    int depth = 0;
    do {
        skip_space(scan);
        if (!more(scan))
            return;
        char c = *scan->at;
        if (c == '"') {
            skip_string(scan);
        } else if (strchr("[]{},:", c) != NULL) {
            depth += (c == '[' || c == '{') - (c == ']' || c == '}');
            scan->at++;
        } else {
            skip_word(scan);
        }
    } while (depth > 0);
}

/* The rest of the path behind ".key" when it starts with this key (its bytes
 * with the quotes, as they stand in the file), else NULL. A key that is only
 * the start of the path's leaves a rest that leads nowhere. */
static const char *after_key(const char *path, const char *quoted,
                             size_t length)
{
    AUTO_JSON key = json_loadb(quoted, length, JSON_DECODE_ANY, NULL);
    if (path[0] != '.' || !json_is_string(key))
        return NULL;
    size_t size = json_string_length(key);
    if (strncmp(path + 1, json_string_value(key), size) != 0)
        return NULL;
    return path + 1 + size;
}

/* The rest of the path behind "[index]", else NULL. */
static const char *after_index(const char *path, long index)
{
    char *end;
    if (path[0] != '[' || path[1] < '0' || path[1] > '9')
        return NULL;
    return strtol(path + 1, &end, 10) == index && *end == ']' ? end + 1 : NULL;
}

/* Finds the value at path, from the value where scan stands; NULL when there
 * is none. Deeper calls only along the path. */
static const char *find_value(struct scan *scan, const char *path)
{
    skip_space(scan);
    if (!more(scan))
        return NULL;
    if (*path == '\0')
        return scan->at;
    char open = *scan->at;
    if (open != '{' && open != '[')
        return NULL;
    scan->at++;
    for (long index = 0; more(scan); index++) {
        skip_space(scan);
        const char *start = scan->at;
        const char *rest = NULL;
        if (!more(scan) || *start == ']' || *start == '}')
            return NULL;
        if (open == '[') {
            rest = after_index(path, index);
        } else {
            skip_value(scan);
            rest = after_key(path, start, (size_t)(scan->at - start));
            skip_space(scan);
            if (more(scan)) /* the colon */
                scan->at++;
        }
        struct scan inside = *scan;
        const char *found = rest == NULL ? NULL : find_value(&inside, rest);
        if (found != NULL)
            return found;
        skip_value(scan);
        skip_space(scan);
        if (more(scan) && *scan->at == ',')
            scan->at++;
    }
    return NULL;
}

int json_line(const char *bytes, size_t length, const char *path)
{
    struct scan scan = {bytes, bytes + length};
    if (path[0] != '$' || find_fault(&scan) != NULL)
        return 0;
    scan.at = bytes;
    const char *at = find_value(&scan, path + 1);
    return at == NULL ? 0 : line_of(bytes, at);
}

/* ---- fields ---- */

static bool lacks(const char *where, const char *key, const char *what,
                  struct error *error)
{
    return error_set(error, MESSAGE_JSON_SHAPE, "%s.%s: needs %s", where, key,
                     what);
}

bool json_need_string(const struct json_t *object, const char *key,
                      const char **value, const char *where,
                      struct error *error)
{
    *value = json_string_value(json_object_get(object, key));
    return *value != NULL || lacks(where, key, "a text", error);
}

bool json_need_int(const struct json_t *object, const char *key, int64_t *value,
                   const char *where, struct error *error)
{
    const json_t *field = json_object_get(object, key);
    *value = json_integer_value(field);
    return json_is_integer(field) || lacks(where, key, "an integer", error);
}

bool json_need_bool(const struct json_t *object, const char *key, bool *value,
                    const char *where, struct error *error)
{
    const json_t *field = json_object_get(object, key);
    *value = json_is_true(field);
    return json_is_boolean(field) || lacks(where, key, "true or false", error);
}

const char *json_find_string(const struct json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static int add_bytes(const char *bytes, size_t length, void *cookie)
{
    text_add_n(cookie, bytes, length);
    return 0;
}

struct json_t *json_moment(int64_t ms)
{
    char iso[CLOCK_ISO_SIZE];

    if (ms <= 0)
        return json_null();
    clock_iso(ms, iso);
    return json_string(iso);
}

char *json_canonical(const struct json_t *value)
{
    struct text text = {0};
    size_t flags = JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY;
    /* Values we parsed or packed can be written; only memory can be short. */
    if (json_dump_callback(value, add_bytes, &text, flags) != 0)
        mem_exhausted();
    return text_take(&text);
}

void json_drop(struct json_t **value)
{
    json_decref(*value);
}

const char *json_library(void)
{
    return jansson_version_str();
}
