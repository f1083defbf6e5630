/* Terms become sets: leaves by their tables of results, joins by what they do
 * in turn. */
#include "console/prove/verdict.h"

#include "console/prove/trial.h"

#include <stdlib.h>
#include <string.h>

region verdict_point(struct regions *all, const struct plan *plan, int slot,
                     size_t point)
{
    return region_value(all, plan->slots[slot].var, point);
}

region verdict_unknown(struct regions *all, const struct plan *plan, int slot)
{
    return slot < 0 ? REGION_ALL
                    : verdict_point(all, plan, slot,
                                    plan_source(plan, slot)->count - 1);
}

/* ---- leaves ---- */

/* The results of a leaf while a set is made of them, slots in the order of
 * their variables. */
struct cells {
    struct regions *all;
    const struct plan *plan;
    const struct leaf *leaf;
    size_t vars[TRIAL_MOST], sizes[TRIAL_MOST], strides[TRIAL_MOST];
    size_t count;
    unsigned char wanted;
};

static void add_cell_slot(struct cells *cells, size_t var, size_t size,
                          size_t stride)
{
    size_t at = cells->count++;
    for (; at > 0 && cells->vars[at - 1] > var; at--) {
        cells->vars[at] = cells->vars[at - 1];
        cells->sizes[at] = cells->sizes[at - 1];
        cells->strides[at] = cells->strides[at - 1];
    }
    cells->vars[at] = var;
    cells->sizes[at] = size;
    cells->strides[at] = stride;
}

/* The last of the sources is the fastest in the table. */
static void fill_slots(struct cells *cells, const struct term *term)
{
    size_t stride = 1;
    for (size_t i = cells->leaf->reads.count - cells->leaf->list; i > 0; i--) {
        int slot = term->slots[i - 1];
        if (slot < 0)
            continue;
        size_t size = plan_source(cells->plan, slot)->count;
        add_cell_slot(cells, cells->plan->slots[slot].var, size, stride);
        stride *= size;
    }
}

static region cells_from(const struct cells *cells, size_t depth, size_t offset)
{
    if (depth == cells->count)
        return cells->leaf->results[offset] == cells->wanted ? REGION_ALL
                                                             : REGION_NONE;
    size_t size = cells->sizes[depth];
    region *kids = mem_new(size * sizeof(*kids));
    for (size_t i = 0; i < size; i++)
        kids[i] =
            cells_from(cells, depth + 1, offset + i * cells->strides[depth]);
    region set = region_split(cells->all, cells->vars[depth], kids);
    free(kids);
    return set;
}

/* ---- leaves with a list ---- */

/* Where a known list has any element, or this one. */
static region has_element(struct regions *all, const struct slot *slot,
                          int element)
{
    if (element == ELEMENT_NONE)
        return REGION_NONE;
    if (element >= 0)
        return region_value(all, slot->var + 1 + (size_t)element, 1);
    region any = REGION_NONE;
    for (size_t i = 1; i < slot->vars; i++)
        any = region_or(all, any, region_value(all, slot->var + i, 1));
    return any;
}

/* Where the list gives the wanted result, with one combination of the rest. */
static region list_part(const struct cells *cells, int slot, size_t index)
{
    struct regions *all = cells->all;
    const unsigned char *results = cells->leaf->results + index * LIST_TRIES;
    const struct source *source = plan_source(cells->plan, slot);
    region has = has_element(all, &cells->plan->slots[slot],
                             cells->leaf->elements[index]);
    region with = results[LIST_WITH] == cells->wanted ? has : REGION_NONE;
    region without = results[LIST_WITHOUT] == cells->wanted
                         ? region_minus(all, REGION_ALL, has)
                         : REGION_NONE;
    region part = region_and(all, verdict_point(all, cells->plan, slot, 0),
                             region_or(all, with, without));
    if (source->null && results[LIST_NULL] == cells->wanted)
        part = region_or(all, part, verdict_point(all, cells->plan, slot, 1));
    if (results[LIST_UNKNOWN] == cells->wanted)
        part = region_or(all, part, verdict_unknown(all, cells->plan, slot));
    return part;
}

static region list_cells(const struct cells *cells, const struct term *term)
{
    struct regions *all = cells->all;
    size_t combinations = cells->leaf->result_count / LIST_TRIES;
    int slot = term->slots[cells->leaf->reads.count - 1];
    region sum = REGION_NONE;
    for (size_t i = 0; i < combinations; i++) {
        region part = list_part(cells, slot, i);
        for (size_t j = 0; j < cells->count; j++)
            part = region_and(
                all, part,
                region_value(all, cells->vars[j],
                             i / cells->strides[j] % cells->sizes[j]));
        sum = region_or(all, sum, part);
    }
    return sum;
}

static region leaf_where(struct cells *cells, const struct term *term,
                         enum truth wanted)
{
    cells->wanted = (unsigned char)wanted;
    if (memchr(cells->leaf->results, wanted, cells->leaf->result_count) == NULL)
        return REGION_NONE;
    return cells->leaf->list ? list_cells(cells, term)
                             : cells_from(cells, 0, 0);
}

static struct verdict judge_leaf(struct regions *all, const struct plan *plan,
                                 const struct term *term)
{
    struct cells cells = {
        .all = all, .plan = plan, .leaf = &plan->leaves->items[term->leaf]};
    fill_slots(&cells, term);
    region yes = leaf_where(&cells, term, TRUTH_YES);
    return (struct verdict){
        .yes = term->moment ? REGION_NONE : yes,
        .no = leaf_where(&cells, term, TRUTH_NO),
        .neither = term->moment ? yes : REGION_NONE,
        .unknown = leaf_where(&cells, term, TRUTH_UNKNOWN),
        .failed = leaf_where(&cells, term, TRUTH_FAILED),
    };
}

/* ---- joins ---- */

static void add_to(struct regions *all, region *sum, region part)
{
    *sum = region_or(all, *sum, part);
}

/* and, or: operands in turn; behind an unknown one a failure is only one more
 * unknown. The roles of true and false are changed for `or`. */
static struct verdict judge_join(struct regions *all, const struct plan *plan,
                                 const struct term *term)
{
    bool or = term->op == TERM_OR;
    region open = REGION_ALL, clouded = REGION_NONE; /* not decided yet */
    region decided = REGION_NONE, failed = REGION_NONE;
    for (size_t i = 0; i < term->count; i++) {
        struct verdict kid = verdict_of(all, plan, term->kids[i]);
        region stops = or ? kid.yes : kid.no;
        region passes = or ? kid.no : kid.yes;
        region wrong = region_or(all, kid.failed, kid.neither);
        add_to(all, &decided, region_and(all, open, stops));
        add_to(all, &decided, region_and(all, clouded, stops));
        add_to(all, &failed, region_and(all, open, wrong));
        clouded = region_minus(all, clouded, stops);
        add_to(all, &clouded, region_and(all, open, kid.unknown));
        open = region_and(all, open, passes);
    }
    return (struct verdict){.yes = or ? decided : open,
                            .no = or ? open : decided,
                            .unknown = clouded,
                            .failed = failed};
}

static struct verdict judge_if(struct regions *all, const struct plan *plan,
                               const struct term *term)
{
    struct verdict guard = verdict_of(all, plan, term->kids[0]);
    struct verdict then = verdict_of(all, plan, term->kids[1]);
    struct verdict other = verdict_of(all, plan, term->kids[2]);
#define BOTH(part)                                                             \
    region_or(all, region_and(all, guard.yes, then.part),                      \
              region_and(all, guard.no, other.part))
    struct verdict verdict = {BOTH(yes), BOTH(no), BOTH(neither), BOTH(unknown),
                              BOTH(failed)};
#undef BOTH
    add_to(all, &verdict.unknown, guard.unknown);
    add_to(all, &verdict.failed, region_or(all, guard.neither, guard.failed));
    return verdict;
}

static struct verdict judge_not(struct regions *all, const struct plan *plan,
                                const struct term *term)
{
    struct verdict kid = verdict_of(all, plan, term->kids[0]);
    return (struct verdict){.yes = kid.no,
                            .no = kid.yes,
                            .unknown = kid.unknown,
                            .failed = region_or(all, kid.failed, kid.neither)};
}

struct verdict verdict_of(struct regions *all, const struct plan *plan,
                          const struct term *term)
{
    static struct verdict (*const judges[])(
        struct regions *, const struct plan *, const struct term *) = {
        [TERM_LEAF] = judge_leaf, [TERM_AND] = judge_join,
        [TERM_OR] = judge_join,   [TERM_NOT] = judge_not,
        [TERM_IF] = judge_if,
    };
    if (term == NULL)
        return (struct verdict){.yes = REGION_ALL};
    struct verdict verdict = judges[term->op](all, plan, term);
    if (term->swapped) {
        region yes = verdict.yes;
        verdict.yes = verdict.no;
        verdict.no = yes;
    }
    return verdict;
}
