/* Reading and judging one article: every member, so that an author sees all
 * that is wrong at once. */
#include "console/knowledge/article_load.h"

#include "console/base/clock.h"
#include "console/base/data_file.h"
#include "console/base/json.h"
#include "console/knowledge/article.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define FORMAT "agent1414-article/1"
#define MEMBERS                                                                \
    "format id title words from until checked sources values parts scripts "   \
    "tables related"

/* The member that tells the kind of a part. */
static const char *const kinds[] = {
    [ARTICLE_SAY] = "say",
    [ARTICLE_HEADING] = "heading",
    [ARTICLE_TEXT] = "text",
    [ARTICLE_ITEM] = "item",
};

/* ---- lists and days ---- */

/* A list of texts that are not empty; what is none is a fault and left out. */
static char **load_list(const struct data_spot *spot, const char *key)
{
    const json_t *list = json_object_get(spot->json, key);
    AUTO_CHARS where = mem_format("%s.%s", spot->where, key);
    struct data_spot inner = {spot->file, where, list};
    if (!json_is_array(list)) {
        data_file_fault(&inner, FINDING_E01, N_("%s must be %s"), key, "[...]");
        return NULL;
    }
    size_t count = 0;
    char **strings = mem_new((json_array_size(list) + 1) * sizeof(*strings));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        if (json_string_length(item) > 0)
            strings[count++] = mem_copy(json_string_value(item));
        else
            data_file_fault(&inner, FINDING_E01, N_("%s must be %s"), key,
                            "[\"...\"]");
    }
    return strings;
}

static void free_list(char **list)
{
    for (char **at = list; at != NULL && *at != NULL; at++)
        free(*at);
    free(list);
}

static void load_day(const struct data_spot *spot, const char *key,
                     int64_t *day)
{
    const json_t *json = json_object_get(spot->json, key);
    if (!json_is_string(json) ||
        !clock_parse_date(json_string_value(json), day))
        data_file_fault(spot, FINDING_E01, N_("%s must be %s"), key,
                        "YYYY-MM-DD");
}

static void load_days(struct article *article, const struct data_spot *spot)
{
    const json_t *until = json_object_get(spot->json, "until");
    load_day(spot, "from", &article->from);
    load_day(spot, "checked", &article->checked);
    article->until = INT64_MAX;
    if (!json_is_null(until))
        load_day(spot, "until", &article->until);
    if (article->until <= article->from)
        data_file_fault_in(spot, "until", FINDING_E06,
                           json_find_string(spot->json, "until"));
}

/* ---- words ---- */

static void load_words(struct article *article, const struct data_spot *spot)
{
    const json_t *json = json_object_get(spot->json, "words");
    struct data_spot inner = {spot->file, "$.words", json};
    if (!data_file_members(&inner, "kk ru en"))
        return;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        article->words[i] = load_list(&inner, language_code((enum language)i));
}

/* ---- values ---- */

/* "table": [TABLE, KEY..., COLUMN]. */
static void load_value(struct article *article, const struct data_spot *spot,
                       const char *name)
{
    struct article_value value = {.name = mem_copy(name)};
    data_file_members(spot, "table");
    char **list = load_list(spot, "table");
    size_t count = 0;
    while (list != NULL && list[count] != NULL)
        count++;
    if (!data_file_is_name(name))
        data_file_fault(spot, FINDING_E06, "%s", name);
    if (count >= 2) {
        value.table = list[0];
        value.column = list[count - 1];
        list[count - 1] = NULL;
        value.keys = list;
        memmove(list, list + 1, (count - 1) * sizeof(*list));
        article->values[article->value_count++] = value;
        return;
    }
    data_file_fault_in(spot, "table", FINDING_E01, "[table, key..., column]");
    free_list(list);
    free(value.name);
}

static void load_values(struct article *article, const struct data_spot *spot)
{
    json_t *json = json_object_get(spot->json, "values");
    const char *name;
    json_t *value;
    if (json == NULL)
        return;
    if (!json_is_object(json)) {
        data_file_fault_in(spot, "values", FINDING_E01, "{...}");
        return;
    }
    article->values =
        mem_new((json_object_size(json) + 1) * sizeof(*article->values));
    json_object_foreach(json, name, value)
    {
        AUTO_CHARS where = mem_format("$.values.%.80s", name);
        struct data_spot inner = {spot->file, where, value};
        load_value(article, &inner, name);
    }
}

/* ---- parts ---- */

static void load_part(struct article *article, const struct data_spot *spot)
{
    struct article_part part = {0};
    if (!data_file_members(spot, "say heading text item"))
        return;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (json_object_get(spot->json, kinds[i]) == NULL ||
            json_object_size(spot->json) != 1)
            continue;
        part.kind = (enum article_kind)i;
        data_file_phrase(spot, kinds[i], &part.text);
        article->parts[article->part_count++] = part;
        return;
    }
    data_file_fault(spot, FINDING_E01, "say | heading | text | item");
}

static void load_parts(struct article *article, const struct data_spot *spot)
{
    const json_t *list = data_file_list(spot, "parts");
    size_t count = json_array_size(list);
    if (count > ARTICLE_PARTS_MAX) {
        data_file_fault_in(spot, "parts", FINDING_E01, "> 60");
        return;
    }
    article->parts = mem_new((count + 1) * sizeof(*article->parts));
    for (size_t i = 0; i < count; i++) {
        AUTO_CHARS where = mem_format("$.parts[%zu]", i);
        struct data_spot inner = {spot->file, where, json_array_get(list, i)};
        load_part(article, &inner);
    }
    if (article->part_count > 0 && article->parts[0].kind != ARTICLE_SAY)
        data_file_fault_in(spot, "parts[0]", FINDING_E01, "say");
}

/* ---- the file ---- */

void article_load(struct article *article, const struct data_file *file)
{
    const struct data_spot spot = {file, "$", file->json};
    const char *format = json_find_string(file->json, "format");
    article->path = mem_copy(file->path);
    data_file_members(&spot, MEMBERS);
    if (format == NULL || strcmp(format, FORMAT) != 0)
        data_file_fault(&spot, FINDING_E01, N_("%s must be %s"), "format",
                        FORMAT);
    data_file_string(&spot, "id", &article->id);
    if (article->id == NULL || strcmp(article->id, file->stem) != 0 ||
        !data_file_is_name(article->id))
        data_file_fault(&spot, FINDING_E01, N_("%s must be %s"), "id",
                        file->stem);
    data_file_phrase(&spot, "title", &article->title);
    load_words(article, &spot);
    load_days(article, &spot);
    article->sources = load_list(&spot, "sources");
    if (article->sources != NULL && article->sources[0] == NULL)
        data_file_fault_in(&spot, "sources", FINDING_E19, "sources");
    load_values(article, &spot);
    load_parts(article, &spot);
    article->scripts = load_list(&spot, "scripts");
    article->tables = load_list(&spot, "tables");
    article->related = load_list(&spot, "related");
}

static void clear_value(struct article_value *value)
{
    free(value->name);
    free(value->table);
    free(value->column);
    free_list(value->keys);
}

void article_load_clear(struct article *article)
{
    free(article->id);
    free(article->path);
    phrase_clear(&article->title);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        free_list(article->words[i]);
    for (size_t i = 0; i < article->value_count; i++)
        clear_value(&article->values[i]);
    for (size_t i = 0; i < article->part_count; i++)
        phrase_clear(&article->parts[i].text);
    free(article->values);
    free(article->parts);
    free_list(article->sources);
    free_list(article->scripts);
    free_list(article->tables);
    free_list(article->related);
    *article = (struct article){0};
}
