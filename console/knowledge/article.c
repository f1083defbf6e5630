/* The set of articles of a folder: found by id, by the node they belong to,
 * filled with figures, judged by the day. */
#include "console/knowledge/article.h"

#include "console/base/brace.h"
#include "console/base/data_file.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/knowledge/article_load.h"
#include "console/knowledge/cell.h"
#include "console/knowledge/table.h"
#include "console/people/seal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* After so many days without a look at the sources an article says so. */
enum { STALE_AFTER_DAYS = 365 };

struct articles {
    struct article *list; /* by id */
    size_t count;
    char hash[2 * SEAL_HASH_SIZE + 1];
};

/* ---- loading ---- */

static int is_article(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > strlen(".json") &&
           strcmp(entry->d_name + length - strlen(".json"), ".json") == 0;
}

/* The names do not depend on the locale: the hash goes by their order. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* An article with an error is told, and left out. */
static bool load_one(struct articles *articles, const char *path,
                     struct text *content, struct findings *findings,
                     struct error *error)
{
    AUTO(data_file_clear) struct data_file file = {0};
    AUTO(findings_clear) struct findings found = {0};
    struct article article = {0};
    if (!data_file_read(&file, path, &found, error))
        return false;
    text_format(content, "%s %zu\n", file.stem, file.length);
    text_add_n(content, file.bytes, file.length);
    if (file.json != NULL)
        article_load(&article, &file);
    if (findings_refuse(&found))
        article_load_clear(&article);
    else
        articles->list[articles->count++] = article;
    findings_join(findings, &found);
    return true;
}

static bool load_all(struct articles *articles, const char *folder,
                     struct text *content, struct findings *findings,
                     struct error *error)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_article, by_name);
    if (count < 0)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", folder,
                         strerror(errno));
    articles->list = mem_new(((size_t)count + 1) * sizeof(*articles->list));
    bool read = true;
    for (int i = 0; i < count; i++) {
        AUTO_CHARS path = mem_format("%s/%s", folder, entries[i]->d_name);
        read = read && load_one(articles, path, content, findings, error);
        free(entries[i]);
    }
    free(entries);
    return read;
}

struct articles *articles_load(const char *folder, struct findings *findings,
                               struct error *error)
{
    struct articles *articles = mem_new(sizeof(*articles));
    unsigned char hash[SEAL_HASH_SIZE];
    AUTO_TEXT content = {0};
    if (!load_all(articles, folder, &content, findings, error)) {
        articles_free(articles);
        return NULL;
    }
    seal_hash(NULL, text_chars(&content), content.length, hash);
    seal_hex(hash, sizeof(hash), articles->hash);
    return articles;
}

void articles_free(struct articles *articles)
{
    if (articles == NULL)
        return;
    for (size_t i = 0; i < articles->count; i++)
        article_load_clear(&articles->list[i]);
    free(articles->list);
    free(articles);
}

/* ---- finding ---- */

size_t articles_count(const struct articles *articles)
{
    return articles->count;
}

const struct article *articles_at(const struct articles *articles, size_t index)
{
    return &articles->list[index];
}

const struct article *articles_find(const struct articles *articles,
                                    const char *id)
{
    for (size_t i = 0; i < articles->count; i++)
        if (strcmp(articles->list[i].id, id) == 0)
            return &articles->list[i];
    return NULL;
}

const char *articles_hash(const struct articles *articles)
{
    return articles->hash;
}

/* How near an article is to a node: 0 names it, 1 names its script, 2 names
 * another node of it; 3: has nothing to do with it. */
static int distance(const struct article *article, const char *script,
                    const char *node)
{
    int nearest = 3;
    size_t length = strlen(script);
    for (char **at = article->scripts; at != NULL && *at != NULL; at++) {
        if (strncmp(*at, script, length) != 0)
            continue;
        const char *rest = *at + length;
        int here = *rest == '\0'                                 ? 1
                   : *rest == '.' && strcmp(rest + 1, node) == 0 ? 0
                   : *rest == '.'                                ? 2
                                                                 : 3;
        nearest = here < nearest ? here : nearest;
    }
    return nearest;
}

size_t articles_beside(const struct articles *articles, const char *script,
                       const char *node, const struct article **out,
                       size_t most)
{
    size_t found = 0;
    for (int near = 0; near < 3; near++)
        for (size_t i = 0; i < articles->count && found < most; i++)
            if (distance(&articles->list[i], script, node) == near)
                out[found++] = &articles->list[i];
    return found;
}

/* ---- reading ---- */

static char *write_value(const struct article *article, const char *name,
                         const struct article_as *as, struct error *error)
{
    const struct article_value *value = article->values;
    const struct article_value *end = value + article->value_count;
    while (value < end && strcmp(value->name, name) != 0)
        value++;
    if (value == end)
        return NULL;
    size_t keys = 0;
    while (value->keys[keys] != NULL)
        keys++;
    struct table_place place = {value->table, (const char *const *)value->keys,
                                keys, value->column};
    const struct json_t *cell = table_cell(as->tables, &place, as->day, error);
    const char *type =
        table_column_type(as->tables, value->table, value->column);
    return cell == NULL ? NULL
                        : cell_write(value->column, type, cell, as->language);
}

bool article_fill(const struct article *article, const char *text,
                  const struct article_as *as, struct text *out,
                  struct error *error)
{
    char name[BRACE_SIZE];
    const char *before, *from = text;
    bool whole = true;
    while (brace_next(&text, &before, name) == BRACE_NAME) {
        text_add_n(out, from, (size_t)(before - from));
        from = text;
        AUTO_CHARS value = write_value(article, name, as, error);
        if (value != NULL) {
            text_add(out, value);
            continue;
        }
        text_format(out, "{%s}", name);
        whole = error_set(error, MESSAGE_TABLE_NO_ROW, "%s: {%s}", article->id,
                          name);
    }
    text_add(out, from);
    return whole;
}

enum article_state article_state(const struct article *article, int64_t day)
{
    if (day < article->from)
        return ARTICLE_COMING;
    if (day >= article->until)
        return ARTICLE_PAST;
    if (day - article->checked > STALE_AFTER_DAYS)
        return ARTICLE_STALE;
    return ARTICLE_HOLDS;
}
