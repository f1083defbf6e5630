/* The large script: a chain of links. Each checks a fact; one value goes on
 * over a text, one over a check of three facts at once, some over a question.
 */
#include "tests/kit/bench_chain.h"

#include "console/base/memory.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { FACTS = 30, LINKS = 44, ASKS_EACH = 4, KINDS = 4 };

/* The kinds of facts take turns. */
static const char *const types[KINDS] = {"bool", "code", "int", "date"};

static json_t *phrase(const char *text)
{
    return json_pack("{ssssss}", "kk", text, "ru", text, "en", text);
}

static json_t *name_of(int fact)
{
    return json_sprintf("fact_%d", fact % FACTS);
}

/* ---- facts ---- */

static json_t *fact_json(int fact)
{
    const char *type = types[fact % KINDS];
    json_t *json = json_pack("{sosssos{so}}", "name", name_of(fact), "type",
                             type, "label", phrase("Fact."), "from", "path",
                             json_sprintf("$.fact_%d", fact));
    if (strcmp(type, "int") == 0)
        json_object_update_new(json, json_pack("{sisi}", "min", 0, "max", 100));
    if (strcmp(type, "code") == 0)
        json_object_set_new(json, "codes",
                            json_pack("[{ssso}{ssso}{ssso}]", "code", "a",
                                      "label", phrase("A"), "code", "b",
                                      "label", phrase("B"), "code", "c",
                                      "label", phrase("C")));
    return json;
}

struct json_t *bench_chain_facts(void)
{
    json_t *list = json_array();
    for (int i = 0; i < FACTS; i++)
        json_array_append_new(list, fact_json(i));
    return json_pack("{sss{ssss}so}", "format", "agent1414-facts/1", "span",
                     "from", "2026-01-01", "until", "2027-01-01", "facts",
                     list);
}

/* ---- rules ---- */

/* The condition that one of the two ways of a fact is open. */
static json_t *when(int fact, bool first)
{
    json_t *var = json_pack("{so}", "var", name_of(fact));
    switch (fact % FACTS % KINDS) {
    case 0:
        return json_pack("{s[ob]}", "===", var, first);
    case 1:
        return first ? json_pack("{s[os]}", "===", var, "a")
                     : json_pack("{s[o[ss]]}", "in", var, "b", "c");
    case 2:
        return json_pack("{s[oi]}", first ? "<" : ">=", var, 3 + fact * 7 % 90);
    default:
        return json_pack("{s[{s[ois]}{s[{ss}is]}]}",
                         first ? "before" : "not-before", "plusTime", var,
                         fact % 5, "month", "plusTime", "var", "as_of", 0,
                         "day");
    }
}

/* The condition over three facts, or that it does not hold. */
static json_t *all(int fact, bool hold)
{
    json_t *rule = json_pack("{s[ooo]}", "and", when(fact, false),
                             when(fact + 7, true), when(fact + 13, false));
    return hold ? rule : json_pack("{s[o]}", "!", rule);
}

/* ---- nodes ---- */

static json_t *target(char letter, int link)
{
    if (link == LINKS)
        return json_string("last");
    return json_sprintf("%c%d", letter, link);
}

static json_t *edges(json_t *first, json_t *to, json_t *second, json_t *other)
{
    return json_pack("[{soso}{soso}]", "when", first, "to", to, "when", second,
                     "to", other);
}

static json_t *outcome(const char *code)
{
    return json_pack("{sssssosos{sossss}ss}", "kind", "outcome", "code", code,
                     "say", phrase("The end."), "act", phrase("Nobody."),
                     "because", "text", phrase("A sample."), "source", "sample",
                     "read", "2026-11", "resolved", "on_call");
}

static void put(json_t *nodes, char letter, int link, json_t *node)
{
    char id[16] = {letter};
    AUTO_CHARS number = mem_format("%d", link);
    strncat(id, number, sizeof(id) - 2);
    json_object_set_new(nodes, id, node);
}

static void put_outcome(json_t *nodes, char letter, int link)
{
    AUTO_CHARS code = mem_format("%c%d", letter - 'a' + 'A', link);
    put(nodes, letter, link, outcome(code));
}

/* The fact is not known: the caller is asked, where not knowing is allowed. */
static void put_question(json_t *nodes, int link)
{
    AUTO_CHARS answer = mem_format("answers.a%d", link);
    json_t *next = edges(json_pack("{s[{ss}b]}", "===", "var", answer, true),
                         target('c', link + 1),
                         json_pack("{s[{ss}b]}", "===", "var", answer, false),
                         target('n', link));
    put(nodes, 'a', link,
        json_pack("{sssos{sssb}soso}", "kind", "ask", "say", phrase("Is it?"),
                  "answer", "type", "yesno", "dont_know", true, "next", next,
                  "unknown", target('c', link + 1)));
    put_outcome(nodes, 'n', link);
}

static void put_link(json_t *nodes, int link)
{
    bool asks = link % ASKS_EACH == 0;
    put(nodes, 'c', link,
        json_pack("{sssoso}", "kind", "check", "next",
                  edges(when(link, true), target('s', link), when(link, false),
                        target('t', link)),
                  "unknown", target(asks ? 'a' : 's', link)));
    put(nodes, 's', link,
        json_pack("{sssoso}", "kind", "say", "say", phrase("So it is."), "to",
                  target('c', link + 1)));
    put(nodes, 't', link,
        json_pack("{sssoso}", "kind", "check", "next",
                  edges(all(link, true), target('e', link), all(link, false),
                        target('c', link + 1)),
                  "unknown", target('c', link + 1)));
    put_outcome(nodes, 'e', link);
    if (asks)
        put_question(nodes, link);
}

struct json_t *bench_chain_script(void)
{
    json_t *nodes = json_object();
    for (int link = 0; link < LINKS; link++)
        put_link(nodes, link);
    json_object_set_new(nodes, "last",
                        json_pack("{sssoss}", "kind", "say", "say",
                                  phrase("One more."), "to", "end"));
    json_object_set_new(nodes, "end", outcome("END"));
    return json_pack("{sssssssosssbso}", "format", "agent1414-script/1", "id",
                     "main", "version", "2026.11.1", "title", phrase("Bench"),
                     "start", "c0", "entry", 1, "nodes", nodes);
}
