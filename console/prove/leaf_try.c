/* The results of leaves: each tried with all combinations of points. */
#include "console/prove/leaf.h"

#include "console/base/json.h"
#include "console/prove/marks.h"
#include "console/prove/trial.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

#include <libintl.h>
#include <stdlib.h>

static enum truth result_of(const struct trial *trial)
{
    const struct leaf *leaf = trial->leaf;
    json_t *value = NULL;
    enum truth truth =
        trial_eval(trial, leaf->rule, leaf->is != NULL ? &value : NULL);
    if (leaf->is != NULL && value != NULL)
        truth = logic_is_same(leaf->is, value) ? TRUTH_YES : TRUTH_NO;
    json_decref(value);
    return truth;
}

/* Which element an `in` asks for now; *code is its value. */
static int element_now(const struct trial *trial, json_t **code)
{
    const struct leaf *leaf = trial->leaf;
    const struct source *list =
        trial_source(trial->all, leaf, leaf->reads.count - 1);
    *code = NULL;
    if (leaf->rule->op != LOGIC_IN)
        return ELEMENT_ANY;
    trial_eval(trial, leaf->rule->args[0], code);
    return json_is_string(*code)
               ? source_element(list, json_string_value(*code))
               : ELEMENT_NONE;
}

/* The four results with one combination of the other sources. */
static void try_list(struct leaf *leaf, struct trial *trial, size_t index)
{
    size_t last = leaf->reads.count - 1;
    json_t *code;
    int element = element_now(trial, &code);
    AUTO_JSON full = json_array();
    AUTO_JSON none = json_array();
    AUTO_JSON null = json_null();
    json_array_append_new(full, code != NULL ? code : json_string("x"));
    json_t *tries[LIST_TRIES] = {NULL, null, none, full};
    for (int i = 0; i < LIST_TRIES; i++) {
        trial->now[last] = tries[i];
        leaf->results[index * LIST_TRIES + (size_t)i] = result_of(trial);
    }
    trial->now[last] = NULL;
    leaf->elements[index] = element;
}

/* How many combinations of points there are; 0 when too many. */
static size_t count_results(const struct leaves *all, const struct leaf *leaf)
{
    size_t count = 1;
    for (size_t i = 0; i < leaf->reads.count - leaf->list; i++) {
        const struct source *source = trial_source(all, leaf, i);
        count *= source == NULL ? 1 : source->count;
        if (count > all->most / LIST_TRIES)
            return 0;
    }
    return count;
}

static const char *find_reason(const struct leaves *all,
                               const struct leaf *leaf)
{
    for (size_t i = 0; i < leaf->reads.count; i++) {
        const struct source *source = trial_source(all, leaf, i);
        if (source != NULL && source->gave_up != NULL)
            return source->gave_up;
    }
    return leaf->gave_up;
}

static void try_leaf(struct leaves *all, struct leaf *leaf)
{
    bool used[TRIAL_MOST];
    size_t at[TRIAL_MOST] = {0}, index = 0;
    struct trial trial = {.all = all, .leaf = leaf};
    leaf->gave_up = find_reason(all, leaf);
    if (leaf->gave_up != NULL)
        return;
    size_t count = count_results(all, leaf);
    if (count == 0) {
        leaf->gave_up = gettext("too many values in one comparison");
        return;
    }
    leaf->result_count = count * (leaf->list ? LIST_TRIES : 1);
    leaf->results = mem_grow(leaf->results, leaf->result_count, 1);
    leaf->elements = mem_grow(leaf->elements, leaf->list ? count : 1,
                              sizeof(*leaf->elements));
    trial_used(leaf, leaf->rule, used);
    int fixed = leaf->list ? (int)leaf->reads.count - 1 : -1;
    trial_set(&trial, used, fixed, at);
    do {
        if (leaf->list)
            try_list(leaf, &trial, index);
        else
            leaf->results[index] = result_of(&trial);
        index++;
    } while (trial_next(&trial, used, fixed, at));
}

static void sign(struct leaf *leaf)
{
    leaf->sign = leaf->result_count;
    for (size_t i = 0; i < leaf->result_count; i++)
        leaf->sign = leaves_mix(leaf->sign, leaf->results[i]);
}

void leaves_try(struct leaves *all, enum change change)
{
    if (change < CHANGE_DAILY)
        trial_forget_cells(all);
    marks_make(all, change);
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].change < change)
            continue;
        try_leaf(all, &all->items[i]);
        sign(&all->items[i]);
    }
}
