/* Trying rules: the scope of the real evaluator over the points at hand. */
#include "console/prove/trial.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/knowledge/table.h"
#include "console/script/logic_tree.h"
#include "console/script/script.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static json_t *find_var(const char *path, bool *unknown, void *cookie)
{
    const struct trial *trial = cookie;
    const struct reads *reads = &trial->leaf->reads;
    if (strcmp(path, "as_of") == 0) {
        char date[CLOCK_DATE_SIZE];
        clock_date(trial->all->sources->day, date);
        return json_string(date);
    }
    json_t *value = NULL;
    for (size_t i = 0; i < reads->count; i++)
        if (strcmp(reads->paths[i], path) == 0)
            value = json_incref(trial->now[i]);
    *unknown = value == NULL;
    return value;
}

/* ---- cells ---- */

enum { CELLS = 512, KEY_MOST = 120 };

/* Cells that were looked up while the same rows are in force. */
struct trial_cells {
    struct {
        char key[KEY_MOST];
        size_t length;      /* 0: none */
        const json_t *cell; /* lent by the tables */
    } items[CELLS];
};

void trial_forget_cells(struct leaves *all)
{
    free(all->cells);
    all->cells = mem_new(sizeof(*all->cells));
}

/* The parts one behind the other, each with its NUL; 0 when too long. */
static size_t make_key(const char *const *parts, unsigned count, char *key)
{
    size_t length = 0;
    for (unsigned i = 0; i < count; i++) {
        size_t size = strlen(parts[i]) + 1;
        if (length + size > KEY_MOST)
            return 0;
        memcpy(key + length, parts[i], size);
        length += size;
    }
    return length;
}

static json_t *find_cell(const char *const *parts, unsigned count, void *cookie,
                         struct error *error)
{
    const struct trial *trial = cookie;
    const struct tables *tables = scripts_tables(trial->all->sources->set);
    const struct table_place place = {parts[0], parts + 1, count - 2,
                                      parts[count - 1]};
    char key[KEY_MOST];
    size_t length = make_key(parts, count, key), at = 0;
    for (size_t i = 0; i < length; i++)
        at = at * 31 + (unsigned char)key[i];
    struct trial_cells *cells = trial->all->cells;
    bool known = length > 0 && cells->items[at % CELLS].length == length &&
                 memcmp(cells->items[at % CELLS].key, key, length) == 0;
    if (tables == NULL)
        return NULL;
    const json_t *cell =
        known ? cells->items[at % CELLS].cell
              : table_cell(tables, &place, trial->all->sources->day, error);
    if (!known && cell != NULL && length > 0) {
        memcpy(cells->items[at % CELLS].key, key, length);
        cells->items[at % CELLS].length = length;
        cells->items[at % CELLS].cell = cell;
    }
    return json_incref((json_t *)cell);
}

/* ---- trying ---- */

enum truth trial_eval(const struct trial *trial, const struct logic *rule,
                      struct json_t **value)
{
    struct logic_scope scope = {
        .var = find_var, .table = find_cell, .cookie = (void *)trial};
    bool unknown;
    json_t *json = logic_eval(rule, &scope, &unknown, trial->error);
    enum truth truth = unknown ? TRUTH_UNKNOWN : TRUTH_FAILED;
    if (json != NULL)
        truth = logic_is_true(json) ? TRUTH_YES : TRUTH_NO;
    if (value != NULL)
        *value = json;
    else
        json_decref(json);
    return truth;
}

struct source *trial_source(const struct leaves *all, const struct leaf *leaf,
                            size_t index)
{
    int source = leaf->reads.sources[index];
    return source < 0 ? NULL : &all->sources->items[source];
}

struct marking {
    const struct leaf *leaf;
    bool *used;
};

static void mark_used(const char *path, void *cookie)
{
    struct marking *marking = cookie;
    for (size_t i = 0; i < marking->leaf->reads.count; i++)
        if (strcmp(marking->leaf->reads.paths[i], path) == 0)
            marking->used[i] = true;
}

void trial_used(const struct leaf *leaf, const struct logic *rule, bool *used)
{
    struct marking marking = {leaf, used};
    memset(used, 0, leaf->reads.count * sizeof(*used));
    logic_each_var(rule, mark_used, &marking);
}

static size_t size_of(const struct trial *trial, size_t index)
{
    const struct source *source = trial_source(trial->all, trial->leaf, index);
    return source == NULL ? 1 : source->count;
}

void trial_set(struct trial *trial, const bool *used, int fixed,
               const size_t *at)
{
    for (size_t i = 0; i < trial->leaf->reads.count; i++) {
        struct source *source = trial_source(trial->all, trial->leaf, i);
        if ((int)i != fixed)
            trial->now[i] =
                used[i] && source != NULL ? source->points[at[i]] : NULL;
    }
}

bool trial_next(struct trial *trial, const bool *used, int fixed, size_t *at)
{
    for (size_t i = trial->leaf->reads.count; i > 0; i--) {
        size_t index = i - 1;
        if (!used[index] || (int)index == fixed)
            continue;
        if (++at[index] < size_of(trial, index)) {
            trial_set(trial, used, fixed, at);
            return true;
        }
        at[index] = 0;
    }
    return false;
}
