/* Well-formed JSON made by an input: a document with some of its values put in
 * anew, so that what lies behind the parser is tried as well. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *fuzz_root(const char *path)
{
    const char *root = getenv("AGENT1414_ROOT");
    return mem_format("%s/%s", root ? root : ".", path);
}

static json_t *member(json_t *value, const char *key)
{
    return json_is_array(value) ? json_array_get(value, (size_t)atoi(key))
                                : json_object_get(value, key);
}

/* Sets (NULL: takes away) one member. Fails where it does not fit: no matter.
 */
static void set(json_t *value, const char *key, json_t *what)
{
    size_t index = (size_t)atoi(key);
    if (json_is_object(value) && what)
        json_object_set(value, key, what);
    else if (json_is_object(value))
        json_object_del(value, key);
    else if (json_is_array(value) && what)
        index < json_array_size(value) ? json_array_set(value, index, what)
                                       : json_array_append(value, what);
    else if (json_is_array(value))
        json_array_remove(value, index);
}

static void edit(json_t *document, char *line)
{
    char *equal = strchr(line, '='), *rest = NULL;
    json_t *what = NULL, *at = document;
    if (equal) {
        *equal++ = '\0';
        what = json_loads(equal, JSON_DECODE_ANY, NULL);
        if (!what)
            what = json_string(equal);
        if (!what)
            return;
    }
    char *key = strtok_r(line, ".", &rest), *next;
    for (; key && (next = strtok_r(NULL, ".", &rest)); key = next)
        at = member(at, key);
    if (key)
        set(at, key, what);
    json_decref(what);
}

char *fuzz_edit_text(const char *text, struct fuzz_bytes *bytes)
{
    if (bytes->left > 0 && *bytes->at == '{') {
        char *whole = mem_copy_n((const char *)bytes->at, bytes->left);
        bytes->left = 0;
        return whole;
    }
    json_t *document = json_loads(text, 0, NULL);
    while (bytes->left > 0) {
        AUTO_CHARS line = fuzz_line(bytes);
        if (strcmp(line, ".") == 0)
            break;
        edit(document, line);
    }
    /* NULL: it was none, or was set into itself. */
    char *edited = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(document);
    return edited ? edited : mem_copy(text);
}

char *fuzz_edit(const char *path, struct fuzz_bytes *bytes)
{
    AUTO_CHARS full = fuzz_root(path);
    AUTO_TEXT text = {0};
    if (!json_read_bytes(full, &text, NULL)) {
        perror(full);
        exit(1);
    }
    return fuzz_edit_text(text_chars(&text), bytes);
}
