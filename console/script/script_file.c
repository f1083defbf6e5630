/* Reading a file of scripts/ and taking typed members out of it. */
#include "console/script/script_file.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The whole file, or one byte more than is read at most. */
static bool read_bytes(const char *path, struct text *out, struct error *error)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", path,
                         strerror(errno));
    char block[16 * 1024];
    size_t got;
    while (out->length <= JSON_FILE_MAX &&
           (got = fread(block, 1, sizeof(block), file)) > 0)
        text_add_n(out, block, got);
    bool good = !ferror(file);
    fclose(file);
    return good || error_set(error, MESSAGE_FILE_READ, "%s", path);
}

bool script_file_read(struct script_file *file, const char *path,
                      struct error *error)
{
    *file = (struct script_file){.path = mem_copy(path)};
    AUTO_TEXT bytes = {0};
    if (!read_bytes(path, &bytes, error))
        return false;
    file->length = bytes.length;
    file->bytes = text_take(&bytes);
    file->json = json_parse(file->bytes, file->length, path, false, error);
    if (file->json == NULL || json_is_object(file->json))
        return file->json != NULL;
    struct script_spot spot = {file, "$", file->json};
    return script_file_fault(&spot, error, "not an object");
}

void script_file_clear(struct script_file *file)
{
    free(file->path);
    free(file->bytes);
    json_decref(file->json);
    *file = (struct script_file){0};
}

bool script_file_fault(const struct script_spot *spot, struct error *error,
                       const char *format, ...)
{
    char reason[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof(reason), format, arguments);
    va_end(arguments);
    const struct script_file *file = spot->file;
    int line = json_line(file->bytes, file->length, spot->where);
    return error_set(error, MESSAGE_SCRIPT_BAD, "%s:%d: %s: %s", file->path,
                     line > 0 ? line : 1, spot->where, reason);
}

/* Is name among the words, which single spaces part? */
static bool among(const char *words, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = words; (at = strstr(at, name)) != NULL; at++)
        if ((at == words || at[-1] == ' ') &&
            (at[length] == ' ' || at[length] == '\0') && length > 0)
            return true;
    return false;
}

bool script_file_members(const struct script_spot *spot, const char *words,
                         struct error *error)
{
    if (!json_is_object(spot->json))
        return script_file_fault(spot, error, "not an object");
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)spot->json, key, value)
    {
        if (!among(words, key))
            return script_file_fault(spot, error, "unknown member %.40s", key);
    }
    return true;
}

static bool fault_at(const struct script_spot *spot, const char *key,
                     const char *reason, struct error *error)
{
    AUTO_CHARS where = mem_format("%s.%s", spot->where, key);
    struct script_spot inner = {spot->file, where, NULL};
    if (json_object_get(spot->json, key) == NULL)
        return script_file_fault(spot, error, "lacks %s, %s", key, reason);
    return script_file_fault(&inner, error, "not %s", reason);
}

bool script_file_string(const struct script_spot *spot, const char *key,
                        char **out, struct error *error)
{
    const char *value = json_find_string(spot->json, key);
    if (value == NULL || value[0] == '\0')
        return fault_at(spot, key, "a text", error);
    *out = mem_copy(value);
    return true;
}

bool script_file_phrase(const struct script_spot *spot, const char *key,
                        struct phrase *out, struct error *error)
{
    const json_t *json = json_object_get(spot->json, key);
    AUTO_CHARS where = mem_format("%s.%s", spot->where, key);
    struct script_spot inner = {spot->file, where, json};
    if (json == NULL)
        return fault_at(spot, key, "a text in kk, ru and en", error);
    if (!script_file_members(&inner, "kk ru en", error))
        return false;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (!script_file_string(&inner, language_code((enum language)i),
                                &out->in[i], error))
            return false;
    return true;
}

bool script_file_flag(const struct script_spot *spot, const char *key,
                      bool *out, struct error *error)
{
    const json_t *json = json_object_get(spot->json, key);
    *out = json_is_true(json);
    return json == NULL || json_is_boolean(json) ||
           fault_at(spot, key, "true or false", error);
}

bool script_file_int(const struct script_spot *spot, const char *key,
                     int64_t *out, struct error *error)
{
    const json_t *json = json_object_get(spot->json, key);
    if (json != NULL && !json_is_integer(json))
        return fault_at(spot, key, "an integer", error);
    if (json != NULL)
        *out = json_integer_value(json);
    return true;
}

const struct json_t *script_file_list(const struct script_spot *spot,
                                      const char *key, struct error *error)
{
    const json_t *json = json_object_get(spot->json, key);
    if (json_array_size(json) > 0)
        return json;
    fault_at(spot, key, "a list that is not empty", error);
    return NULL;
}

bool script_file_is_name(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}
