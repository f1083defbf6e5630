/* What is known once all leaves are there: the codes that lists are asked for,
 * the tables that are read, and what changes with the day. */
#include "console/prove/leaf.h"

#include "console/knowledge/table.h"
#include "console/prove/trial.h"
#include "console/script/logic_tree.h"
#include "console/script/node.h"
#include "console/script/script.h"

#include <jansson.h>

#include <libintl.h>

#include <string.h>

/* ---- lists ---- */

static void add_all_codes(struct source *list, const struct source *codes)
{
    for (size_t i = 0; i < codes->count; i++)
        if (json_is_string(codes->points[i]))
            source_add_element(list, json_string_value(codes->points[i]));
}

/* Names the elements that a leaf can ask its list for. */
static void name_elements(struct leaves *all, struct leaf *leaf)
{
    struct source *list = trial_source(all, leaf, leaf->reads.count - 1);
    if (leaf->rule->op != LOGIC_IN)
        return;
    const struct logic *what = leaf->rule->args[0];
    if (what->op == LOGIC_CONSTANT && json_is_string(what->value))
        source_add_element(list, json_string_value(what->value));
    else if (what->op == LOGIC_VAR && leaf->reads.count == 2 &&
             trial_source(all, leaf, 0) != NULL &&
             trial_source(all, leaf, 0)->kind == SOURCE_CODE)
        add_all_codes(list, trial_source(all, leaf, 0));
    else if (what->op != LOGIC_CONSTANT)
        leaf->gave_up = gettext("a list is asked for the result of a rule");
}

/* ---- what changes with the day ---- */

static bool is_as_of(const char *date)
{
    return date != NULL && strcmp(date, "as_of") == 0;
}

static enum change bounds_change(const struct source *source)
{
    const struct node *node = source->node;
    bool moves =
        source->kind == SOURCE_DATE && node != NULL &&
        (is_as_of(node->answer.min_date) || is_as_of(node->answer.max_date));
    return moves ? CHANGE_DAILY : CHANGE_NEVER;
}

static bool raise(enum change *change, enum change to)
{
    bool more = *change < to;
    *change = more ? to : *change;
    return more;
}

/* A leaf changes with what it reads, and those whose marks it makes with it. */
static bool spread_change(struct leaves *all, struct leaf *leaf)
{
    bool more = false;
    for (size_t i = 0; i < leaf->reads.count; i++) {
        struct source *source = trial_source(all, leaf, i);
        if (source != NULL)
            more = raise(&leaf->change, source->change) || more;
    }
    for (size_t i = 0; i < leaf->reads.count; i++) {
        struct source *source = trial_source(all, leaf, i);
        if (source_has_marks(source))
            more = raise(&source->change, leaf->change) || more;
    }
    return more;
}

static void spread_changes(struct leaves *all)
{
    bool more = true;
    for (size_t i = 0; i < all->count; i++) {
        struct leaf *leaf = &all->items[i];
        leaf->change = leaf->reads.as_of   ? CHANGE_DAILY
                       : leaf->reads.table ? CHANGE_TABLES
                                           : CHANGE_NEVER;
    }
    while (more) {
        more = false;
        for (size_t i = 0; i < all->count; i++)
            more = spread_change(all, &all->items[i]) || more;
    }
}

/* ---- tables ---- */

static bool mix_row(const json_t *row, void *cookie)
{
    uint64_t *hash = cookie;
    *hash = leaves_mix(*hash, (uint64_t)(size_t)row);
    return true;
}

static void add_table(struct leaves *all, const char *table)
{
    for (size_t i = 0; i < all->table_count; i++)
        if (strcmp(all->tables[i], table) == 0)
            return;
    all->tables =
        mem_grow(all->tables, all->table_count + 1, sizeof(*all->tables));
    all->tables[all->table_count++] = table;
}

static void add_tables(struct leaves *all, const struct logic *rule)
{
    for (size_t i = 0; i < rule->count; i++)
        add_tables(all, rule->args[i]);
    if (rule->op == LOGIC_TABLE)
        add_table(all, json_string_value(rule->args[0]->value));
}

uint64_t leaves_rows(const struct leaves *all)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < all->table_count; i++)
        table_each(scripts_tables(all->sources->set), all->tables[i],
                   all->sources->day, mix_row, &hash);
    return hash;
}

void leaves_settle(struct leaves *all)
{
    for (size_t i = 0; i < all->count; i++)
        add_tables(all, all->items[i].rule);
    for (size_t i = 0; i < all->sources->count; i++) {
        struct source *source = &all->sources->items[i];
        source->change = bounds_change(source);
        if (source->kind == SOURCE_CODE)
            source_finish(source);
    }
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].list && all->items[i].gave_up == NULL)
            name_elements(all, &all->items[i]);
    for (size_t i = 0; i < all->sources->count; i++)
        if (all->sources->items[i].kind == SOURCE_LIST)
            source_add_others(&all->sources->items[i]);
    spread_changes(all);
}
