/* Making random scripts: facts and questions of each type, rules over them that
 * often but not always divide the values. */
#include "tests/console/prove/twin_make.h"

#include "console/base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ASKS_MOST = 4, NODES_MOST = 9 };

struct make {
    uint32_t seed;
    int facts;               /* bits: which facts this set uses */
    int asks[2];             /* questions asked so far in main, in part */
    int kinds[2][ASKS_MOST]; /* their types */
    int nodes[2][ASKS_MOST]; /* and nodes */
    bool part;               /* now in the script that is called */
    bool calls, days;
    bool forced; /* the next way leads to the next node: all are reached */
    int ends;    /* bits: the outcomes that ways lead to */
    struct text *out;
};

static int pick(struct make *make, int count)
{
    make->seed = make->seed * 1664525U + 1013904223U;
    return (int)((make->seed >> 8) % (uint32_t)count);
}

/* ---- names ---- */

enum type { BOOL, CODE, LIST, NUMBER, DATE };

static const struct {
    const char *name;
    enum type type;
} facts[] = {{"b", BOOL}, {"b2", BOOL},  {"c", CODE},   {"c2", CODE},
             {"l", LIST}, {"n", NUMBER}, {"n2", NUMBER}};

enum { FACTS = sizeof(facts) / sizeof(facts[0]) };

/* A name of the type, in quotes of var, that can be used here; NULL when there
 * is none. */
static const char *name_of(struct make *make, enum type type)
{
    static char name[40];
    int skip = pick(make, 4);
    for (int turn = 0; turn < 100; turn++) {
        int at = turn % (FACTS + 2 * ASKS_MOST);
        bool fact = at < FACTS;
        int script = (at - FACTS) / ASKS_MOST, ask = (at - FACTS) % ASKS_MOST;
        bool fits = fact ? facts[at].type == type && (make->facts >> at & 1)
                         : ask < make->asks[script] &&
                               make->kinds[script][ask] == (int)type &&
                               script <= (int)make->part;
        if (!fits || skip-- > 0)
            continue;
        if (fact)
            snprintf(name, sizeof(name), "%s", facts[at].name);
        else
            snprintf(name, sizeof(name), "answers.%c%d", script ? 'm' : 'n',
                     make->nodes[script][ask]);
        return name;
    }
    return NULL;
}

/* ---- rules ---- */

static void rule(struct make *make, struct text *out, int depth);

static void number(struct make *make, struct text *out)
{
    const char *name = name_of(make, NUMBER);
    int kind = pick(make, 8);
    if (name != NULL && kind < 3)
        text_format(out, "{\"var\": \"%s\"}", name);
    else if (kind == 3 && make->days)
        text_format(out, "{\"table\": [\"limits\", \"%s\", \"n\"]}",
                    pick(make, 2) ? "x" : "y");
    else if (kind == 4 && make->days && (name = name_of(make, CODE)) != NULL)
        text_format(out, "{\"table\": [\"limits\", {\"var\": \"%s\"}, \"n\"]}",
                    name);
    else
        text_format(out, "%d", pick(make, 4));
}

static void order(struct make *make, struct text *out)
{
    static const char *const ops[] = {"<", "<=", ">", ">="};
    const char *name = name_of(make, NUMBER);
    if (name == NULL) {
        text_add(out, "true");
        return;
    }
    bool three = pick(make, 4) == 0;
    text_format(out, "{\"%s\": [", ops[pick(make, 4)]);
    if (three || pick(make, 3) == 0) {
        number(make, out);
        text_add(out, ", ");
    } else {
        three = true;
    }
    name = name_of(make, NUMBER);
    text_format(out, "{\"var\": \"%s\"}", name);
    if (three) {
        text_add(out, ", ");
        number(make, out);
    }
    text_add(out, "]}");
}

static void moment(struct make *make, struct text *out)
{
    static const char *const units[] = {"day", "day", "month", "year"};
    const char *name = name_of(make, DATE);
    int kind = pick(make, 4);
    text_add(out, "{\"plusTime\": [");
    if (name != NULL && kind < 2)
        text_format(out, "{\"var\": \"%s\"}", name);
    else if (kind < 3)
        text_add(out, "{\"var\": \"as_of\"}");
    else
        text_format(out, "\"2026-0%d\"", 2 + pick(make, 2));
    text_format(out, ", %d, \"%s\"]}", pick(make, 4) - 1, units[pick(make, 4)]);
}

static void date(struct make *make, struct text *out)
{
    static const char *const ops[] = {"before", "not-after", "after",
                                      "not-before", "==="};
    text_format(out, "{\"%s\": [", ops[pick(make, 5)]);
    moment(make, out);
    text_add(out, ", ");
    moment(make, out);
    text_add(out, "]}");
}

static void code(struct make *make, struct text *out)
{
    char one[40];
    const char *name = name_of(make, CODE);
    if (name == NULL) {
        order(make, out);
        return;
    }
    snprintf(one, sizeof(one), "%s", name);
    int kind = pick(make, 4);
    if (kind == 0 && (name = name_of(make, CODE)) != NULL &&
        strcmp(name, one) != 0)
        text_format(out, "{\"===\": [{\"var\": \"%s\"}, {\"var\": \"%s\"}]}",
                    one, name);
    else if (kind == 1)
        text_format(out, "{\"in\": [{\"var\": \"%s\"}, [\"x\", \"z\"]]}", one);
    else if (kind == 2 && (name = name_of(make, LIST)) != NULL)
        text_format(out, "{\"in\": [{\"var\": \"%s\"}, {\"var\": \"%s\"}]}",
                    one, name);
    else
        text_format(out, "{\"===\": [{\"var\": \"%s\"}, \"%c\"]}", one,
                    'x' + pick(make, 3));
}

static void list(struct make *make, struct text *out)
{
    const char *name = name_of(make, LIST);
    if (name == NULL)
        code(make, out);
    else if (pick(make, 3) > 0)
        text_format(out, "{\"in\": [\"%c\", {\"var\": \"%s\"}]}",
                    'x' + pick(make, 3), name);
    else
        text_format(out, "{\"var\": \"%s\"}", name);
}

static void same_number(struct make *make, struct text *out)
{
    const char *name = name_of(make, NUMBER);
    if (name == NULL) {
        list(make, out);
        return;
    }
    bool in = pick(make, 3) == 0;
    text_format(out, "{\"%s\": [{\"var\": \"%s\"}, ", in ? "in" : "===", name);
    if (in)
        text_format(out, "[0, %d]]}", 1 + pick(make, 3));
    else
        number(make, out);
    text_add(out, in ? "" : "]}");
}

static void leaf(struct make *make, struct text *out)
{
    static const enum type known[] = {BOOL, CODE, LIST, NUMBER, DATE};
    const char *name;
    switch (pick(make, 9)) {
    case 0:
    case 1:
        name = name_of(make, BOOL);
        text_format(out, name != NULL ? "{\"var\": \"%s\"}" : "true%.0s",
                    name != NULL ? name : "");
        break;
    case 2:
        code(make, out);
        break;
    case 3:
        list(make, out);
        break;
    case 4:
    case 5:
        order(make, out);
        break;
    case 6:
        same_number(make, out);
        break;
    case 7:
        name = name_of(make, known[pick(make, 5)]);
        text_format(
            out, name != NULL ? "{\"known\": [{\"var\": \"%s\"}]}" : "true%.0s",
            name != NULL ? name : "");
        break;
    default:
        if (make->days)
            date(make, out);
        else
            code(make, out);
    }
}

static void rule(struct make *make, struct text *out, int depth)
{
    int kind = depth > 0 ? pick(make, 8) : 7;
    if (kind > 4) {
        leaf(make, out);
        return;
    }
    static const char *const names[] = {"and", "or", "!", "if", "and"};
    static const int counts[] = {2, 2, 1, 3, 3};
    text_format(out, "{\"%s\": [", names[kind]);
    for (int i = 0; i < counts[kind]; i++) {
        text_add(out, i > 0 ? ", " : "");
        rule(make, out, depth - 1);
    }
    text_add(out, "]}");
}

/* ---- nodes ---- */

#define PHRASE(text)                                                           \
    "{\"kk\": \"" text "\", \"ru\": \"" text "\", \"en\": \"" text "\"}"

/* A later node: an outcome (three of them) or one of the next. */
static void target(struct make *make, int node, int count)
{
    int left = count - node - 1, end = pick(make, 3);
    int to = left > 0 ? node + 1 + pick(make, left < 3 ? left : 3) : count;
    bool over = left == 0 || (pick(make, 6) == 0 && !make->forced);
    if (over)
        text_format(make->out, "\"end%d\"", end);
    else
        text_format(make->out, "\"%c%d\"", make->part ? 'm' : 'n',
                    make->forced ? node + 1 : to);
    make->ends |= over ? 1 << end : 0;
    make->forced = false;
}

static void edge(struct make *make, int node, int count, const char *when)
{
    text_add(make->out, "{");
    if (when != NULL)
        text_format(make->out, "\"when\": %s, ", when);
    text_add(make->out, "\"to\": ");
    target(make, node, count);
    text_add(make->out, "}");
}

static void edges(struct make *make, int node, int count)
{
    AUTO_TEXT one = {0};
    AUTO_TEXT other = {0};
    rule(make, &one, 2);
    rule(make, &other, 1);
    bool first = pick(make, 4) == 0;
    text_add(make->out,
             first ? "\"policy\": \"first\", \"next\": [" : "\"next\": [");
    AUTO_CHARS not = mem_format("{\"!\": [%s]}", text_chars(&one));
    AUTO_CHARS third =
        mem_format("{\"and\": [%s, {\"!\": [%s]}]}", not, text_chars(&other));
    AUTO_CHARS second =
        mem_format("{\"and\": [%s, %s]}", not, text_chars(&other));
    int shape = pick(make, 5);
    edge(make, node, count, text_chars(&one));
    text_add(make->out, ", ");
    edge(make, node, count,
         shape < 2    ? not
         : shape == 2 ? text_chars(&other)
                      : second);
    if (shape > 2) {
        text_add(make->out, ", ");
        edge(make, node, count, third);
    }
    if (first && pick(make, 2)) {
        text_add(make->out, ", ");
        edge(make, node, count, NULL);
    }
    text_add(make->out, "]");
    if (pick(make, 10) < 6) {
        text_add(make->out, ", \"unknown\": ");
        target(make, node, count);
    }
}

static void question(struct make *make, int node, int count)
{
    static const char *const answers[] = {
        "\"type\": \"yesno\"",
        "\"type\": \"choice\", \"codes\": [{\"code\": \"x\", "
        "\"label\": " PHRASE("X") "}, {\"code\": \"y\", \"label\": " PHRASE(
            "Y") "}]",
        "\"type\": \"multi\", \"codes\": [{\"code\": \"x\", \"label\": " PHRASE(
            "X") "}, {\"code\": \"y\", \"label\": " PHRASE("Y") "}]",
        "\"type\": \"int\", \"min\": 0, \"max\": 3",
        "\"type\": \"date\", \"min\": \"2026-02-26\", \"max\": "};
    int script = make->part, ask = make->asks[script]++;
    int kind = pick(make, make->days ? 5 : 4);
    make->kinds[script][ask] = kind;
    make->nodes[script][ask] = node;
    text_format(make->out, "\"kind\": \"ask\", \"say\": " PHRASE("?") ", ");
    text_add(make->out, "\"answer\": {");
    text_add(make->out, answers[kind]);
    if (kind == DATE)
        text_add(make->out, pick(make, 2) ? "\"as_of\"" : "\"2026-03-02\"");
    if (pick(make, 3) == 0)
        text_add(make->out, ", \"dont_know\": true");
    text_add(make->out, "}, ");
    if (pick(make, 2))
        edges(make, node, count);
    else {
        text_add(make->out, "\"next\": [{\"to\": ");
        target(make, node, count);
        text_add(make->out, "}]");
    }
}

static void table(struct make *make, int node, int count)
{
    AUTO_TEXT input = {0};
    rule(make, &input, 1);
    const char *name = name_of(make, CODE);
    bool two = name != NULL && pick(make, 2);
    text_format(make->out, "\"kind\": \"table\", \"inputs\": [%s",
                text_chars(&input));
    if (two)
        text_format(make->out, ", {\"var\": \"%s\"}", name);
    text_add(make->out, "], \"rows\": [");
    int rows = 2 + pick(make, 3);
    for (int i = 0; i < rows; i++) {
        text_format(make->out, "%s{\"is\": [%s", i > 0 ? ", " : "",
                    i > 2   ? "null"
                    : i % 2 ? "false"
                            : "true");
        if (two)
            text_add(make->out, i == 0          ? ", \"x\""
                                : pick(make, 2) ? ", null"
                                                : ", \"y\"");
        text_add(make->out, "], \"to\": ");
        target(make, node, count);
        text_add(make->out, "}");
    }
    text_add(make->out, "]");
    if (pick(make, 2)) {
        text_add(make->out, ", \"unknown\": ");
        target(make, node, count);
    }
}

static void say(struct make *make, int node, int count)
{
    const char *name = name_of(make, (enum type)pick(make, 5));
    text_add(make->out, "\"kind\": \"say\", \"say\": ");
    if (name == NULL || pick(make, 2))
        text_add(make->out, PHRASE("Well."));
    else
        text_format(make->out, PHRASE("{%s}"), name, name, name);
    text_add(make->out, ", \"to\": ");
    target(make, node, count);
}

static void call(struct make *make, int node, int count)
{
    text_add(make->out,
             "\"kind\": \"sub\", \"script\": \"part\", \"next\": {\"E0\": ");
    target(make, node, count);
    if (pick(make, 2)) {
        text_add(make->out, ", \"E2\": ");
        target(make, node, count);
    }
    text_add(make->out, "}");
}

static void look(struct make *make, int node, int count)
{
    static const char *const exits[] = {"ok", "not_found", "unknown"};
    text_add(make->out, "\"kind\": \"look\", \"next\": {");
    for (int i = 0; i < 3; i++) {
        text_format(make->out, "%s\"%s\": ", i > 0 ? ", " : "", exits[i]);
        target(make, node, count);
    }
    text_add(make->out, "}");
}

static void node(struct make *make, int index, int count)
{
    int kind = pick(make, 12);
    text_format(make->out, "\"%c%d\": {", make->part ? 'm' : 'n', index);
    make->forced = true;
    if (kind < 3 && make->asks[make->part] < (make->part ? 2 : 3))
        question(make, index, count);
    else if (kind == 3)
        say(make, index, count);
    else if (kind == 4)
        look(make, index, count);
    else if (kind == 5 && make->calls && !make->part)
        call(make, index, count);
    else if (kind < 8)
        table(make, index, count);
    else {
        text_add(make->out, "\"kind\": \"check\", ");
        edges(make, index, count);
    }
    text_add(make->out, "}, ");
}

/* ---- files ---- */

static void save(const char *folder, const char *name, const char *text)
{
    AUTO_CHARS path = mem_format("%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

static void script(struct make *make, const char *folder, const char *id)
{
    AUTO_TEXT out = {0};
    int count = make->part ? 2 + pick(make, 3) : 3 + pick(make, NODES_MOST - 3);
    make->out = &out;
    text_format(&out,
                "{\"format\": \"agent1414-script/1\", \"id\": \"%s\", "
                "\"version\": \"2026.11.1\", \"title\": " PHRASE("T") ", ",
                id);
    text_format(&out, "\"entry\": %s, \"start\": \"%c0\", \"nodes\": {",
                make->part ? "false" : "true", make->part ? 'm' : 'n');
    make->ends = 0;
    for (int i = 0; i < count; i++)
        node(make, i, count);
    const char *comma = "";
    for (int i = 0; i < 3; i++) {
        if (!(make->ends >> i & 1))
            continue;
        text_format(
            &out,
            "%s\"end%d\": {\"kind\": \"outcome\", \"code\": \"E%d\", "
            "\"say\": " PHRASE("End.") ", \"act\": " PHRASE(
                "No.") ", \"because\": {\"text\": " PHRASE("R.") ", "
                                                                 "\"source\": "
                                                                 "\"s\", "
                                                                 "\"read\": "
                                                                 "\"2026-11\"},"
                                                                 " "
                                                                 "\"resolved\":"
                                                                 " \"on_"
                                                                 "call\"}",
            comma, i, i);
        comma = ", ";
    }
    text_add(&out, "}}");
    AUTO_CHARS file = mem_format("%s.json", id);
    save(folder, file, text_chars(&out));
}

#define CODES                                                                  \
    "\"codes\": [{\"code\": \"x\", \"label\": " PHRASE(                        \
        "X") "}, {\"code\": \"y\", \"label\": " PHRASE("Y") "}, {\"code\": "   \
                                                            "\"z\", "          \
                                                            "\"label\":"       \
                                                            " " PHRASE(        \
                                                                "Z") "}], "
#define NONE "\"none\": true, "
#define FACT(name, type, more)                                                 \
    "{\"name\": \"" name "\", \"type\": \"" type                               \
    "\", \"label\": " PHRASE("F") ", " more "\"from\": {\"path\": \"$." name   \
                                  "\"}}"

void twin_make(uint32_t seed, const char *folder)
{
    struct make make = {.seed = seed * 2654435761U + 12345};
    for (int i = 0; i < 2 + pick(&make, 2); i++)
        make.facts |= 1 << pick(&make, FACTS);
    make.calls = pick(&make, 2);
    make.days = pick(&make, 3) == 0;
    static const char declared[] =
        FACT("b", "bool", "") ", " FACT("b2", "bool", NONE) ", " FACT("c", "code", CODES) ", " FACT(
            "c2", "code",
            CODES NONE) ", " FACT("l", "codes",
                                  CODES) ", " FACT("n", "int",
                                                   "\"min\": 0, \"max\": "
                                                   "4, ") ", " FACT("n2", "int",
                                                                    "\"min"
                                                                    "\": "
                                                                    "0, "
                                                                    "\"max"
                                                                    "\": "
                                                                    "3,"
                                                                    " " NONE);
    AUTO_CHARS facts_json =
        mem_format("{\"format\": \"agent1414-facts/1\", \"span\": {\"from\": "
                   "\"2026-02-27\", \"until\": \"2026-0%s\"}, \"facts\": [%s]}",
                   make.days ? "3-03" : "2-28", declared);
    save(folder, "facts.json", facts_json);
    script(&make, folder, "main");
    make.part = true;
    if (make.calls)
        script(&make, folder, "part");
}
