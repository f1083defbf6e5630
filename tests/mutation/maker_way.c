/* Mutants of the ways out of a node: dropped, doubled, led elsewhere,
 * exchanged; and of its unknown exit. */
#include "console/base/json.h"
#include "tests/mutation/maker.h"

#include <string.h>

/* The ways of a node by number: a list of {"when", "to"}, or an object that
 * names each. */
static json_t *next_of(const json_t *node)
{
    return json_object_get(node, "next");
}

static bool is_first(const struct maker *maker)
{
    const char *policy = json_find_string(maker->part, "policy");
    return policy != NULL && strcmp(policy, "first") == 0;
}

static const char *target(const json_t *next, size_t i)
{
    return json_find_string(json_array_get(next, i), "to");
}

/* A copy of the node; *next is its list. */
static json_t *copy_node(const struct maker *maker, json_t **next)
{
    json_t *copy = json_deep_copy(maker->part);
    *next = next_of(copy);
    return copy;
}

static void set_target(json_t *next, size_t i, const char *to)
{
    json_object_set_new(json_array_get(next, i), "to", json_string(to));
}

/* An end (an outcome or a script called) of this script that is not one of the
 * two, another one for each turn; NULL when there is none. */
static const char *other_end(const struct maker *maker, const char * not,
                             size_t turn)
{
    const char *id, *ends[200];
    size_t count = 0;
    json_t *node;
    json_object_foreach(json_object_get(maker->json, "nodes"), id, node)
    {
        const char *kind = json_find_string(node, "kind");
        bool end = strcmp(kind, "outcome") == 0 || strcmp(kind, "sub") == 0;
        if (end && strcmp(id, not ) != 0 && strcmp(id, maker->id) != 0 &&
            count < COUNT(ends))
            ends[count++] = id;
    }
    size_t seed = strlen(maker->id) + strlen(not ) + turn;
    return count > 0 ? ends[seed % count] : NULL;
}

/* ---- lists of edges ---- */

static void lead(const struct maker *maker, enum mutant_class class, size_t i,
                 const char *to)
{
    json_t *next;
    AUTO_JSON copy = copy_node(maker, &next);
    const char *from = target(next_of(maker->part), i);
    if (to == NULL || strcmp(from, to) == 0)
        return;
    set_target(next, i, to);
    maker_give(maker, class, copy, "next[%zu].to: %s -> %s", i, from, to);
}

static void drop(const struct maker *maker, size_t i)
{
    json_t *next;
    AUTO_JSON copy = copy_node(maker, &next);
    bool last = i + 1 == json_array_size(next);
    bool passed = is_first(maker) && !last;
    json_array_remove(next, i);
    maker_give(maker, passed ? MUTANT_FIRST_DROPPED : MUTANT_WAY_DROPPED, copy,
               "next[%zu] to %s dropped", i, target(next_of(maker->part), i));
}

static void twice(const struct maker *maker, size_t i)
{
    json_t *next;
    AUTO_JSON copy = copy_node(maker, &next);
    AUTO_JSON edge = json_deep_copy(json_array_get(next, i));
    size_t other = (i + 1) % json_array_size(next);
    if (json_object_get(edge, "when") == NULL)
        return;
    json_object_set(edge, "to",
                    json_object_get(json_array_get(next, other), "to"));
    json_array_insert(next, i + 1, edge);
    maker_give(maker, MUTANT_WAY_DOUBLED, copy, "next[%zu] once more, to %s", i,
               json_find_string(edge, "to"));
}

static void rule_with_its_not(const struct maker *maker,
                              enum mutant_class class, const char *op, size_t i)
{
    json_t *next;
    AUTO_JSON copy = copy_node(maker, &next);
    json_t *edge = json_array_get(next, i);
    json_t *when = json_object_get(edge, "when");
    bool alone = json_array_size(next) == 1;
    bool last = is_first(maker) && i + 1 == json_array_size(next);
    if (when == NULL || (class == MUTANT_RULE_ALWAYS && (alone || last)))
        return;
    json_object_set_new(
        edge, "when",
        json_pack("{s:[O,{s:[o]}]}", op, when, "!", json_deep_copy(when)));
    maker_give(maker, class, copy, "next[%zu].when: x %s not x", i, op);
}

static void exchange(const struct maker *maker, size_t i)
{
    json_t *next;
    AUTO_JSON copy = copy_node(maker, &next);
    if (i + 1 == json_array_size(next))
        return;
    AUTO_CHARS first = mem_copy(target(next, i));
    AUTO_CHARS second = mem_copy(target(next, i + 1));
    if (strcmp(first, second) == 0)
        return;
    set_target(next, i, second);
    set_target(next, i + 1, first);
    maker_give(maker, MUTANT_TARGETS_EXCHANGED, copy,
               "next[%zu] and next[%zu]: %s, %s exchanged", i, i + 1, first,
               second);
}

static void reorder(const struct maker *maker, size_t i)
{
    json_t *next;
    AUTO_JSON copy = copy_node(maker, &next);
    AUTO_JSON edge = json_incref(json_array_get(next, i));
    json_t *after = json_array_get(next, i + 1);
    if (!is_first(maker) || json_object_get(after, "when") == NULL)
        return;
    json_array_remove(next, i);
    json_array_insert(next, i + 1, edge);
    maker_give(maker, MUTANT_FIRST_EXCHANGED, copy,
               "next[%zu] behind next[%zu]", i, i + 1);
}

static void make_edges(const struct maker *maker)
{
    const json_t *next = next_of(maker->part);
    size_t count = json_array_size(next);
    for (size_t i = 0; i < count; i++) {
        drop(maker, i);
        twice(maker, i);
        rule_with_its_not(maker, MUTANT_RULE_NEVER, "and", i);
        rule_with_its_not(maker, MUTANT_RULE_ALWAYS, "or", i);
        lead(maker, MUTANT_TARGET_MISSING, i, "no_such_node");
        lead(maker, MUTANT_TARGET_BACK, i,
             json_find_string(maker->json, "start"));
        lead(maker, MUTANT_TARGET_SIBLING, i, target(next, (i + 1) % count));
        lead(maker, MUTANT_TARGET_OTHER, i,
             other_end(maker, target(next, i), i));
        exchange(maker, i);
        reorder(maker, i);
    }
}

/* ---- exits with names: a look-up's, a sub-script's outcomes ---- */

static void lead_named(const struct maker *maker, enum mutant_class class,
                       const char *name, const char *to)
{
    json_t *next;
    AUTO_JSON copy = copy_node(maker, &next);
    const char *from = json_find_string(next_of(maker->part), name);
    if (to == NULL || strcmp(to, from) == 0)
        return;
    json_object_set_new(next, name, json_string(to));
    maker_give(maker, class, copy, "next.%s: %s -> %s", name, from, to);
}

static void make_named(const struct maker *maker)
{
    const char *name;
    json_t *to;
    bool look = strcmp(json_find_string(maker->part, "kind"), "look") == 0;
    json_object_foreach(next_of(maker->part), name, to)
    {
        json_t *next;
        AUTO_JSON copy = copy_node(maker, &next);
        json_object_del(next, name);
        maker_give(maker, look ? MUTANT_WAY_DROPPED : MUTANT_MAPPING_DROPPED,
                   copy, "next.%s dropped", name);
        lead_named(maker, MUTANT_TARGET_MISSING, name, "no_such_node");
        lead_named(maker, MUTANT_TARGET_BACK, name,
                   json_find_string(maker->json, "start"));
        lead_named(maker, MUTANT_TARGET_OTHER, name,
                   other_end(maker, json_string_value(to), strlen(name)));
    }
}

/* ---- single members that name a node ---- */

static void lead_member(const struct maker *maker, enum mutant_class class,
                        const char *member, const char *to)
{
    const char *from = json_find_string(maker->part, member);
    AUTO_JSON copy = json_deep_copy(maker->part);
    if (to == NULL || (from != NULL && strcmp(from, to) == 0))
        return;
    json_object_set_new(copy, member, json_string(to));
    maker_give(maker, class, copy, "%s: %s -> %s", member,
               from != NULL ? from : "none", to);
}

static void make_member_ways(const struct maker *maker, const char *member,
                             enum mutant_class dropped, enum mutant_class other)
{
    const char *to = json_find_string(maker->part, member);
    AUTO_JSON copy = json_deep_copy(maker->part);
    if (to == NULL)
        return;
    json_object_del(copy, member);
    maker_give(maker, dropped, copy, "%s to %s dropped", member, to);
    lead_member(maker, MUTANT_TARGET_MISSING, member, "no_such_node");
    lead_member(maker, MUTANT_TARGET_BACK, member,
                json_find_string(maker->json, "start"));
    lead_member(maker, other, member, other_end(maker, to, 0));
}

void make_ways(const struct maker *maker)
{
    bool edges = json_is_array(next_of(maker->part));
    if (edges)
        make_edges(maker);
    else
        make_named(maker);
    make_member_ways(maker, "to", MUTANT_WAY_DROPPED, MUTANT_TARGET_OTHER);
    make_member_ways(maker, "unknown", MUTANT_UNKNOWN_REMOVED,
                     MUTANT_UNKNOWN_OTHER);
    if (edges && json_object_get(maker->part, "unknown") == NULL)
        lead_member(maker, MUTANT_UNKNOWN_ADDED, "unknown",
                    other_end(maker, "", 0));
}
