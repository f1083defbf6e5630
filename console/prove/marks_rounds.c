/* The marks of all leaves. Marks begin a stretch in which nothing changes, and
 * the least values that fulfil a chain of comparisons are sums of its steps: as
 * many rounds as sources are linked find them all. */
#include "console/prove/marks.h"

#include "console/prove/trial.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

#include <libintl.h>

/* Rounds that are made where a comparison steps by months, and where several
 * do: those may never end. */
enum { ROUNDS_UNEVEN = 4, ROUNDS_MOST = 64 };

static size_t count_ordered(const struct leaves *all, const struct leaf *leaf)
{
    size_t count = 0;
    for (size_t i = 0; i < leaf->reads.count; i++)
        count += source_has_marks(trial_source(all, leaf, i));
    return count;
}

/* Does the rule add units that are not always as long: months to dates, days to
 * months? */
static bool adds_uneven(const struct logic *rule, bool months)
{
    if (rule->op == LOGIC_PLUS_TIME) {
        const struct logic *amount = rule->args[1];
        bool none = amount->op == LOGIC_CONSTANT &&
                    json_integer_value(amount->value) == 0;
        if (!none && (rule->unit <= LOGIC_MONTH) != months)
            return true;
    }
    for (size_t i = 0; i < rule->count; i++)
        if (adds_uneven(rule->args[i], months))
            return true;
    return false;
}

/* Is a step from one of the leaf's sources to another not always as long? */
static bool is_uneven(const struct leaves *all, const struct leaf *leaf)
{
    size_t months = 0;
    for (size_t i = 0; i < leaf->reads.count; i++) {
        const struct source *source = trial_source(all, leaf, i);
        months += source != NULL && source->kind == SOURCE_MONTH;
    }
    return (months > 0 && months < count_ordered(all, leaf)) ||
           adds_uneven(leaf->rule, months > 0);
}

static bool is_linked(const struct leaves *all, const struct leaf *leaf,
                      enum change change)
{
    return leaf->change >= change && count_ordered(all, leaf) > 1;
}

static bool share_source(const struct leaves *all, const struct leaf *left,
                         const struct leaf *right)
{
    for (size_t i = 0; i < left->reads.count; i++)
        for (size_t j = 0; j < right->reads.count; j++)
            if (left->reads.sources[i] == right->reads.sources[j] &&
                source_has_marks(trial_source(all, left, i)))
                return true;
    return false;
}

/* Is this comparison of two the only one that links its sources? Then a chain
 * of uneven steps is over after a few: both operands meet, or never do. */
static bool is_alone(const struct leaves *all, const struct leaf *leaf)
{
    if (leaf->rule->count != 2 || count_ordered(all, leaf) != 2)
        return false;
    for (size_t i = 0; i < all->count; i++) {
        const struct leaf *other = &all->items[i];
        if (other != leaf && count_ordered(all, other) > 1 &&
            share_source(all, leaf, other) &&
            !(other->rule->count == 2 &&
              leaves_same_rule(leaf->rule->args[0], other->rule->args[0]) &&
              leaves_same_rule(leaf->rule->args[1], other->rule->args[1])))
            return false;
    }
    return true;
}

static bool concerns(const struct leaf *leaf, enum change change)
{
    return leaf->change >= change;
}

static size_t count_marks(const struct sources *sources)
{
    size_t count = 0;
    for (size_t i = 0; i < sources->count; i++)
        count += sources->items[i].mark_count + sources->items[i].text_count;
    return count;
}

static void finish(struct leaves *all, enum change change)
{
    for (size_t i = 0; i < all->sources->count; i++)
        if (all->sources->items[i].change >= change)
            source_finish(&all->sources->items[i]);
}

/* Marks by the leaves that link sources, over and over. */
static void mark_linked(struct leaves *all, enum change change)
{
    size_t most = 0, before;
    bool endless = false, closed = false;
    for (size_t i = 0; i < all->count; i++) {
        const struct leaf *leaf = &all->items[i];
        if (!is_linked(all, leaf, change))
            continue;
        bool uneven = is_uneven(all, leaf);
        most += count_ordered(all, leaf) + (uneven ? ROUNDS_UNEVEN : 0);
        endless = endless || (uneven && !is_alone(all, leaf));
    }
    most = endless ? ROUNDS_MOST : most;
    for (size_t round = 0; round < most && !closed; round++) {
        before = count_marks(all->sources);
        for (size_t i = 0; i < all->count; i++)
            if (is_linked(all, &all->items[i], change))
                marks_leaf(all, &all->items[i]);
        finish(all, change);
        closed = count_marks(all->sources) == before;
    }
    for (size_t i = 0; endless && !closed && i < all->count; i++)
        if (is_linked(all, &all->items[i], change))
            all->items[i].gave_up =
                gettext("months link values without an end");
}

void marks_make(struct leaves *all, enum change change)
{
    for (size_t i = 0; i < all->sources->count; i++)
        if (all->sources->items[i].change >= change)
            source_begin(all->sources, &all->sources->items[i]);
    finish(all, change);
    for (size_t i = 0; i < all->count; i++)
        if (concerns(&all->items[i], change) &&
            count_ordered(all, &all->items[i]) < 2)
            marks_leaf(all, &all->items[i]);
    finish(all, change);
    mark_linked(all, change);
}
