/* One assignment of a set, written. */
#include "console/prove/witness.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/prove/trial.h"

#include <jansson.h>

#include <stdlib.h>

/* ---- values ---- */

/* The codes of a list that the assignment puts into it. */
static void write_list(const struct source *source, const int *picked,
                       struct text *out)
{
    size_t written = 0;
    text_add(out, "[");
    for (size_t i = 0; i < source->element_count; i++)
        if (picked[1 + i] == 1)
            text_format(out, "%s%s", written++ > 0 ? " " : "",
                        source->elements[i]);
    text_add(out, "]");
}

/* A slot's value, if the assignment says anything of it. */
static void write_slot(const struct plan *plan, int slot, const int *picked,
                       struct text *out)
{
    const struct source *source = plan_source(plan, slot);
    const int *own = picked + plan->slots[slot].var;
    bool matters = false;
    for (size_t i = 0; i < plan->slots[slot].vars; i++)
        matters = matters || own[i] >= 0;
    if (!matters)
        return;
    text_format(out, "%s%s=", out->length > 0 ? ", " : "", source->name);
    if (source->kind == SOURCE_LIST && own[0] <= 0)
        write_list(source, own, out);
    else
        source_write(source, (size_t)own[0], out);
}

char *witness_write(const struct regions *all, const struct plan *plan,
                    region set)
{
    AUTO_TEXT text = {0};
    char day[CLOCK_DATE_SIZE];
    int *picked = mem_new(plan->var_count * sizeof(*picked));
    region_pick(all, set, NULL, picked);
    for (size_t i = 0; i < plan->slot_count; i++)
        write_slot(plan, (int)i, picked, &text);
    free(picked);
    clock_date(plan->leaves->sources->day, day);
    if (plan->dated)
        text_format(&text, "%sas_of=%s", text.length > 0 ? ", " : "", day);
    return text_take(&text);
}

/* ---- what fails ---- */

/* Is a list known and, where it is asked for one code, has it that? The list
 * as the leaf is tried with it. */
static json_t *list_now(const struct plan *plan, int slot, const int *picked)
{
    const struct source *source = plan_source(plan, slot);
    const int *own = picked + plan->slots[slot].var;
    if (own[0] > 0)
        return json_incref(source->points[own[0]]);
    json_t *list = json_array();
    for (size_t i = 0; i < source->element_count; i++)
        if (own[1 + i] == 1)
            json_array_append_new(list, json_string(source->elements[i]));
    return list;
}

static bool leaf_fault(const struct plan *plan, const struct term *term,
                       const int *picked, struct error *error)
{
    const struct leaf *leaf = &plan->leaves->items[term->leaf];
    struct trial trial = {.all = plan->leaves, .leaf = leaf, .error = error};
    AUTO_JSON list = NULL;
    for (size_t i = 0; i < leaf->reads.count; i++) {
        int slot = term->slots[i];
        if (slot < 0)
            continue;
        int point = picked[plan->slots[slot].var];
        trial.now[i] = plan_source(plan, slot)->points[point < 0 ? 0 : point];
        if (leaf->list && i + 1 == leaf->reads.count)
            trial.now[i] = list = list_now(plan, slot, picked);
    }
    return trial_eval(&trial, leaf->rule, NULL) == TRUTH_FAILED;
}

static bool find_fault(const struct plan *plan, const struct term *term,
                       const int *picked, struct error *error)
{
    if (term == NULL)
        return false;
    for (size_t i = 0; i < term->count; i++)
        if (find_fault(plan, term->kids[i], picked, error))
            return true;
    return term->op == TERM_LEAF && leaf_fault(plan, term, picked, error);
}

bool witness_fault(const struct regions *all, const struct plan *plan,
                   const struct term *term, region set, struct error *error)
{
    int *picked = mem_new(plan->var_count * sizeof(*picked));
    region_pick(all, set, NULL, picked);
    bool found = find_fault(plan, term, picked, error);
    free(picked);
    return found;
}
