/* Mutants of a node's members, its outcome, its choices, the script it calls;
 * and of the members of the file. */
#include "console/base/json.h"
#include "tests/mutation/maker.h"

#include <string.h>

static bool is_kind(const struct maker *maker, const char *kind)
{
    return strcmp(json_find_string(maker->part, "kind"), kind) == 0;
}

/* Gives the node with another member (NULL: without it; taken). */
static void give_member(const struct maker *maker, enum mutant_class class,
                        const char *member, json_t *value)
{
    AUTO_JSON copy = json_copy((json_t *)maker->part);
    AUTO_JSON made = value;
    if (made != NULL)
        json_object_set(copy, member, made);
    else
        json_object_del(copy, member);
    const char *word = json_string_value(made);
    maker_give(maker, class, copy, "%s: %s", member,
               made == NULL   ? "removed"
               : word != NULL ? word
                              : "changed");
}

/* ---- members ---- */

/* What can be left out. */
static bool is_optional(const struct maker *maker, const char *member)
{
    static const char *const words[] = {"note", "unknown", "policy", "entry",
                                        "values"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i], member) == 0)
            return true;
    return strcmp(member, "because") == 0 && !is_kind(maker, "outcome");
}

/* Each member of an object that is a member of the node. */
static void remove_inner(const struct maker *maker, const char *member)
{
    const char *inner;
    json_t *value;
    json_t *object = json_object_get(maker->part, member);
    json_object_foreach(object, inner, value)
    {
        AUTO_JSON copy = json_copy((json_t *)maker->part);
        json_t *without = json_copy(object);
        if (strcmp(inner, "dont_know") == 0) {
            json_decref(without);
            continue;
        }
        json_object_del(without, inner);
        json_object_set_new(copy, member, without);
        maker_give(maker, MUTANT_MEMBER_REMOVED, copy, "%s.%s removed", member,
                   inner);
    }
}

void make_nodes(const struct maker *maker)
{
    const char *member;
    json_t *value;
    maker_give(maker, MUTANT_NODE_REMOVED, NULL, "removed");
    json_object_foreach((json_t *)maker->part, member, value)
    {
        if (!is_optional(maker, member) && strcmp(member, "to") != 0)
            give_member(maker, MUTANT_MEMBER_REMOVED, member, NULL);
    }
    remove_inner(maker, "because");
    remove_inner(maker, "case");
    if (strcmp(maker->id, json_find_string(maker->json, "start")) == 0)
        give_member(maker, MUTANT_MEMBER_ADDED, "say_more", json_true());
}

void make_member(const struct maker *maker)
{
    if (strcmp(maker->id, "span") == 0) {
        AUTO_JSON longer =
            json_pack("{s:s,s:s}", "from", "2023-07-01", "until", "2027-01-02");
        maker_give(maker, MUTANT_SPAN_MOVED, longer, "until a day later");
    }
    if (strcmp(maker->id, "nodes") == 0) {
        AUTO_JSON more = json_copy((json_t *)maker->part);
        const char *start = json_find_string(maker->json, "start");
        json_object_set(more, "left_over", json_object_get(more, start));
        maker_give(maker, MUTANT_NODE_ADDED, more, "%s once more", start);
    }
    if (strcmp(maker->id, "entry") != 0 && strcmp(maker->id, "values") != 0 &&
        strcmp(maker->id, "span") != 0)
        maker_give(maker, MUTANT_MEMBER_REMOVED, NULL, "removed");
}

/* ---- outcomes and scripts called ---- */

/* The code of another outcome of the script; NULL when there is none. */
static const char *other_code(const struct maker *maker)
{
    const char *id;
    json_t *node;
    json_object_foreach(json_object_get(maker->json, "nodes"), id, node)
    {
        const char *code = json_find_string(node, "code");
        if (code != NULL && strcmp(id, maker->id) != 0)
            return code;
    }
    return NULL;
}

/* The issue behind this one in the table of issues. */
static const char *other_issue(const struct maker *maker, const char *issue)
{
    size_t i;
    json_t *row;
    const char *found = NULL;
    json_t *table = json_object_get(maker->tables, "issues.json");
    json_t *rows = json_object_get(table, "rows");
    json_array_foreach(rows, i, row)
    {
        if (strcmp(json_find_string(row, "issue"), issue) == 0)
            found = json_find_string(
                json_array_get(rows, (i + 1) % json_array_size(rows)), "issue");
    }
    return found;
}

static void change_case(const struct maker *maker)
{
    const json_t *request = json_object_get(maker->part, "case");
    const char *issue = json_find_string(request, "issue");
    json_t *send = json_object_get(request, "send");
    if (issue == NULL)
        return;
    const char *other = other_issue(maker, issue);
    if (other != NULL)
        give_member(maker, MUTANT_ISSUE_CHANGED, "case",
                    json_pack("{s:s,s:O}", "issue", other, "send", send));
    give_member(maker, MUTANT_WORD_MISSING, "case",
                json_pack("{s:s,s:O}", "issue", "no_such_issue", "send", send));
    give_member(maker, MUTANT_WORD_MISSING, "case",
                json_pack("{s:s,s:[s]}", "issue", issue, "send", "no_fact"));
    give_member(maker, MUTANT_PERSONAL_SHOWN, "case",
                json_pack("{s:s,s:[s]}", "issue", issue, "send", "full_name"));
}

static void change_resolved(const struct maker *maker)
{
    AUTO_JSON copy = json_copy((json_t *)maker->part);
    if (json_object_get(copy, "resolved") == NULL)
        return;
    json_object_del(copy, "resolved");
    json_object_set_new(
        copy, "case",
        json_pack("{s:s,s:[s]}", "issue", "payment_missing", "send", "region"));
    maker_give(maker, MUTANT_RESOLVED_CHANGED, copy,
               "resolved -> case payment_missing");
}

static void show_name(const struct maker *maker)
{
    AUTO_JSON phrase = json_pack("{s:s,s:s,s:s}", "kk", "{full_name}", "ru",
                                 "{full_name}", "en", "{full_name}");
    give_member(maker, MUTANT_PERSONAL_SHOWN, "act", json_incref(phrase));
}

static void change_outcome(const struct maker *maker)
{
    const char *twice = other_code(maker);
    AUTO_CHARS fresh =
        mem_format("%.3s-99", json_find_string(maker->part, "code"));
    give_member(maker, MUTANT_CODE_CHANGED, "code", json_string(fresh));
    if (twice != NULL)
        give_member(maker, MUTANT_OUTCOME_TWICE, "code", json_string(twice));
    change_case(maker);
    change_resolved(maker);
    show_name(maker);
}

/* Another script of the set that may be called in its place: the one whose
 * file stands before it. */
static const char *other_script(const struct maker *maker, const char *called)
{
    const char *name, *found = NULL;
    json_t *file;
    json_object_foreach((json_t *)maker->scripts, name, file)
    {
        const char *id = json_find_string(file, "id");
        if (id != NULL && strcmp(id, called) == 0)
            return found;
        if (id != NULL && strcmp(id, json_find_string(maker->json, "id")) != 0)
            found = id;
    }
    return found;
}

static void change_call(const struct maker *maker)
{
    const char *called = json_find_string(maker->part, "script");
    const char *other = other_script(maker, called);
    json_t *next = json_deep_copy(json_object_get(maker->part, "next"));
    json_object_set_new(next, "ZZZ-99",
                        json_string(json_find_string(maker->json, "start")));
    give_member(maker, MUTANT_OUTCOME_MAPPED, "next", next);
    give_member(maker, MUTANT_WORD_MISSING, "script",
                json_string("no_such_script"));
    if (other != NULL)
        give_member(maker, MUTANT_SUB_OTHER, "script", json_string(other));
}

void make_outcomes(const struct maker *maker)
{
    if (is_kind(maker, "outcome"))
        change_outcome(maker);
    if (is_kind(maker, "sub"))
        change_call(maker);
}

/* ---- choices ---- */

static void give_codes(const struct maker *maker, enum mutant_class class,
                       json_t *codes, const char *what)
{
    AUTO_JSON copy = json_deep_copy(maker->part);
    json_object_set_new(json_object_get(copy, "answer"), "codes", codes);
    maker_give(maker, class, copy, "answer.codes: %s", what);
}

/* Does a rule of the node ask what an answer is not, or none at all? Then one
 * choice more is taken too. */
static bool takes_any(const json_t *rules)
{
    if (json_object_get(rules, "!") != NULL)
        return true;
    for (void *at = json_object_iter((json_t *)rules); at != NULL;
         at = json_object_iter_next((json_t *)rules, at))
        if (takes_any(json_object_iter_value(at)))
            return true;
    for (size_t i = 0; i < json_array_size(rules); i++)
        if (takes_any(json_array_get(rules, i)))
            return true;
    return false;
}

/* Do the node's own ways choose by its answer, each by naming codes? */
static bool chooses(const struct maker *maker)
{
    size_t i;
    json_t *edge;
    json_t *next = json_object_get(maker->part, "next");
    AUTO_CHARS name = mem_format("answers.%s", maker->id);
    json_array_foreach(next, i, edge)
    {
        json_t *when = json_object_get(edge, "when");
        if (when == NULL || takes_any(when) || !maker_names(when, name))
            return false;
    }
    return true;
}

/* Is the code written in a rule of the script? */
static bool is_named(const struct maker *maker, const char *code)
{
    const char *id;
    json_t *node;
    json_object_foreach(json_object_get(maker->json, "nodes"), id, node)
    {
        if (maker_names(json_object_get(node, "next"), code))
            return true;
    }
    return false;
}

void make_choices(const struct maker *maker)
{
    size_t i;
    json_t *choice;
    json_t *codes =
        json_object_get(json_object_get(maker->part, "answer"), "codes");
    json_array_foreach(codes, i, choice)
    {
        const char *code = json_find_string(choice, "code");
        json_t *fewer = json_copy(codes);
        AUTO_CHARS what = mem_format("%s removed", code);
        json_array_remove(fewer, i);
        give_codes(maker,
                   is_named(maker, code) ? MUTANT_CHOICE_REMOVED
                                         : MUTANT_CHOICE_UNNAMED,
                   fewer, what);
    }
    if (codes == NULL || !chooses(maker))
        return;
    json_t *more = json_deep_copy(codes);
    json_array_append_new(more, json_pack("{s:s,s:{s:s,s:s,s:s}}", "code",
                                          "spare", "label", "kk", "Бос", "ru",
                                          "Лишний", "en", "Spare"));
    give_codes(maker, MUTANT_CHOICE_ADDED, more, "spare added");
}
