/* Cases counted by clinic, with the scores that callers gave: read from what
 * was sent with each case, so nothing personal is opened. */
#include "console/cases/store_sqlite.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { PAGE_CASES = 200 };

/* What was sent under this name; NULL: nothing. */
static const json_t *find_sent(const json_t *facts, const char *name)
{
    size_t i;
    json_t *sent;

    json_array_foreach(facts, i, sent)
    {
        const char *its = json_find_string(sent, "name");

        if (its && strcmp(its, name) == 0)
            return sent;
    }
    return NULL;
}

/* A member of what was sent; null when it was not. A new reference. */
static json_t *member_of(const json_t *sent, const char *key)
{
    json_t *value = json_object_get(sent, key);

    return value ? json_incref(value) : json_null();
}

/* Which clinic a case is about: its name by the registry, else the kind of
 * place and its number as the caller gave them. */
static json_t *name_clinic(const char *branch, const json_t *facts)
{
    return json_pack("{s:s, s:o, s:o, s:o}", "branch", branch, "clinic",
                     member_of(find_sent(facts, "clinic"), "value"), "facility",
                     member_of(find_sent(facts, "answers.facility"), "value"),
                     "number",
                     member_of(find_sent(facts, "answers.number"), "value"));
}

static void add_to(json_t *clinic, const char *key, int64_t amount)
{
    int64_t so_far = json_integer_value(json_object_get(clinic, key));

    json_object_set_new(clinic, key, json_integer(so_far + amount));
}

/* Counts one case in {key: clinic}. */
static void count_case(json_t *clinics, const char *branch, const json_t *facts)
{
    const json_t *sent = find_sent(facts, "answers.score");
    const json_t *score = json_object_get(sent, "value");
    AUTO_JSON named = name_clinic(branch, facts);
    AUTO_CHARS key = json_canonical(named);
    json_t *clinic = json_object_get(clinics, key);

    if (!clinic) {
        clinic = named;
        json_object_set_new(
            clinic, "label",
            member_of(find_sent(facts, "answers.facility"), "text"));
        json_object_set(clinics, key, clinic);
    }
    add_to(clinic, "cases", 1);
    add_to(clinic, "scored", json_is_integer(score) ? 1 : 0);
    add_to(clinic, "sum", json_integer_value(score));
}

/* Counts the cases of one page; *before becomes the oldest of them. */
static bool count_page(struct store *store, const json_t *page, int64_t *before,
                       json_t *clinics, struct error *error)
{
    size_t i;
    json_t *row;

    json_array_foreach(page, i, row)
    {
        AUTO_JSON body = NULL;

        *before = json_integer_value(json_object_get(row, "seq"));
        if (!store_read_body(store, *before, &body, error))
            return false;
        count_case(clinics, json_find_string(row, "branch"),
                   json_object_get(body, "facts"));
    }
    return true;
}

static int64_t count_of(const json_t *clinic)
{
    return json_integer_value(json_object_get(clinic, "cases"));
}

/* Most cases first; then by what they are called. */
static int compare(const void *a, const void *b)
{
    const json_t *const *one = a, *const *other = b;
    int64_t more = count_of(*other) - count_of(*one);
    AUTO_CHARS left = json_canonical(*one);
    AUTO_CHARS right = json_canonical(*other);

    return more ? (more > 0 ? 1 : -1) : strcmp(left, right);
}

/* The clinics of {key: clinic} as a sorted array. */
static json_t *sorted(const json_t *clinics)
{
    size_t count = 0;
    json_t **list =
        mem_grow(NULL, json_object_size(clinics) + 1, sizeof(*list));
    json_t *array = json_array();
    const char *key;
    json_t *clinic;

    json_object_foreach((json_t *)clinics, key, clinic) list[count++] = clinic;
    qsort(list, count, sizeof(*list), compare);
    for (size_t i = 0; i < count; i++)
        json_array_append(array, list[i]);
    free(list);
    return array;
}

struct json_t *store_clinics(struct store *store,
                             const struct store_filter *filter,
                             struct error *error)
{
    struct store_filter page_filter = *filter;
    AUTO_JSON clinics = json_object();
    size_t got = PAGE_CASES;

    page_filter.before_seq = 0;
    page_filter.limit = PAGE_CASES;
    while (got == PAGE_CASES) {
        AUTO_JSON page = store_cases(store, &page_filter, error);

        if (!page ||
            !count_page(store, page, &page_filter.before_seq, clinics, error))
            return NULL;
        got = json_array_size(page);
    }
    return sorted(clinics);
}
