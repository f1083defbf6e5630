/* Reading a data file and taking typed members out of it: what is wrong
 * becomes a finding, and the reading goes on. */
#include "console/base/data_file.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>
#include <libintl.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NODES     "$.nodes."
#define EXTENSION ".json"

static char *stem_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    size_t length = strlen(name), tail = strlen(EXTENSION);
    if (length > tail && strcmp(name + length - tail, EXTENSION) == 0)
        length -= tail;
    return mem_copy_n(name, length);
}

/* "school.sent" for what lies within a node of school.json, else NULL. */
static char *node_of(const struct data_spot *spot)
{
    if (strncmp(spot->where, NODES, strlen(NODES)) != 0)
        return NULL;
    const char *name = spot->where + strlen(NODES);
    return mem_format("%s.%.*s", spot->file->stem, (int)strcspn(name, ".["),
                      name);
}

static bool add(const struct data_spot *spot, enum finding_code code,
                const char *detail)
{
    const struct data_file *file = spot->file;
    AUTO_CHARS node = node_of(spot);
    int line = json_line(file->bytes, file->length, spot->where);
    struct finding finding = {
        .code = code,
        .file = file->path,
        .line = line > 0 ? line : 1,
        .where = (char *)spot->where,
        .node = node,
        .detail = (char *)detail,
    };
    findings_add(file->findings, &finding);
    return false;
}

bool data_file_fault(const struct data_spot *spot, enum finding_code code,
                     const char *format, ...)
{
    char detail[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof(detail), gettext(format), arguments);
    va_end(arguments);
    return add(spot, code, detail);
}

bool data_file_fault_in(const struct data_spot *spot, const char *member,
                        enum finding_code code, const char *detail)
{
    AUTO_CHARS where = mem_format("%s.%s", spot->where, member);
    struct data_spot inner = {spot->file, where, NULL};
    return add(&inner, code, detail);
}

/* ---- the file ---- */

bool data_file_read(struct data_file *file, const char *path,
                    struct findings *findings, struct error *error)
{
    AUTO_TEXT bytes = {0};
    struct error why = {0};
    *file = (struct data_file){.path = mem_copy(path), .findings = findings};
    file->stem = stem_of(path);
    if (!json_read_bytes(path, &bytes, error))
        return false;
    file->length = bytes.length;
    file->bytes = text_take(&bytes);
    file->json = json_parse(file->bytes, file->length, path, false, &why);
    if (file->json == NULL) {
        findings_add_syntax(findings, path, file->bytes, &why);
    } else if (!json_is_object(file->json)) {
        struct data_spot spot = {file, "$", NULL};
        data_file_fault(&spot, FINDING_E01, N_("not an object"));
        json_decref(file->json);
        file->json = NULL;
    }
    return true;
}

void data_file_clear(struct data_file *file)
{
    free(file->path);
    free(file->stem);
    free(file->bytes);
    json_decref(file->json);
    *file = (struct data_file){0};
}

/* ---- members ---- */

/* Is name among the words, which single spaces part? No word is empty. */
static bool among(const char *words, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = words; length > 0; at++) {
        size_t word = strcspn(at, " ");
        if (word == length && memcmp(at, name, length) == 0)
            return true;
        at += word;
        if (*at == '\0')
            break;
    }
    return false;
}

bool data_file_members(const struct data_spot *spot, const char *words)
{
    if (!json_is_object(spot->json))
        return data_file_fault(spot, FINDING_E01, N_("not an object"));
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)spot->json, key, value)
    {
        if (!among(words, key))
            data_file_fault(spot, FINDING_E01, N_("unknown member %.40s"), key);
    }
    return true;
}

/* A member that is missing, or is not what is wanted (a msgid). */
static bool fault_at(const struct data_spot *spot, const char *key,
                     const char *wanted)
{
    AUTO_CHARS where = mem_format("%s.%s", spot->where, key);
    struct data_spot inner = {spot->file, where, NULL};
    if (json_object_get(spot->json, key) == NULL)
        return data_file_fault(spot, FINDING_E01, N_("lacks %s: %s"), key,
                               gettext(wanted));
    return data_file_fault(&inner, FINDING_E01, N_("%s must be %s"), key,
                           gettext(wanted));
}

bool data_file_string(const struct data_spot *spot, const char *key, char **out)
{
    const char *value = json_find_string(spot->json, key);
    if (value == NULL || value[0] == '\0')
        return fault_at(spot, key, N_("a text"));
    free(*out);
    *out = mem_copy(value);
    return true;
}

/* One language of a phrase: what is missing or empty there is E14. */
static char *take_language(const struct data_spot *spot, const char *key,
                           enum language language)
{
    const char *code = language_code(language);
    const json_t *text = json_object_get(spot->json, code);
    if (json_string_length(text) > 0)
        return mem_copy(json_string_value(text));
    if (text != NULL && !json_is_string(text))
        fault_at(spot, code, N_("a text"));
    else if (text != NULL) {
        AUTO_CHARS detail = mem_format("%s.%s", key, code);
        data_file_fault_in(spot, code, FINDING_E14, detail);
    } else {
        data_file_fault(spot, FINDING_E14, "%s.%s", key, code);
    }
    return NULL;
}

void data_file_phrase(const struct data_spot *spot, const char *key,
                      struct phrase *out)
{
    const json_t *json = json_object_get(spot->json, key);
    AUTO_CHARS where = mem_format("%s.%s", spot->where, key);
    struct data_spot inner = {spot->file, where, json};
    if (!json_is_object(json)) {
        fault_at(spot, key, N_("a text in kk, ru and en"));
        return;
    }
    data_file_members(&inner, "kk ru en");
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        out->in[i] = take_language(&inner, key, (enum language)i);
}

void data_file_flag(const struct data_spot *spot, const char *key, bool *out)
{
    const json_t *json = json_object_get(spot->json, key);
    *out = json_is_true(json);
    if (json != NULL && !json_is_boolean(json))
        fault_at(spot, key, N_("true or false"));
}

void data_file_int(const struct data_spot *spot, const char *key, int64_t *out)
{
    const json_t *json = json_object_get(spot->json, key);
    if (json_is_integer(json))
        *out = json_integer_value(json);
    else if (json != NULL)
        fault_at(spot, key, N_("an integer"));
}

const struct json_t *data_file_list(const struct data_spot *spot,
                                    const char *key)
{
    const json_t *json = json_object_get(spot->json, key);
    if (json_array_size(json) > 0)
        return json;
    fault_at(spot, key, N_("a list that is not empty"));
    return NULL;
}

bool data_file_is_name(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}
