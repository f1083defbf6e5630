/* The scripts' own stories: every line of tests/scripts/NAME.txt is walked with
 * the shipped scripts and tables, and must end in the outcome it names. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <glob.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE = 2048, ITEMS = 40 };

/* "name=value" items of one half of a story. */
struct items {
    char *names[ITEMS], *values[ITEMS];
    bool used[ITEMS];
    int count;
};

struct set {
    struct tables *tables;
    struct script_set *scripts;
};

static char *trim(char *text)
{
    text += strspn(text, " \t");
    for (char *end = text + strlen(text);
         end > text && strchr(" \t\n", end[-1]);)
        *--end = '\0';
    return text;
}

static void split(char *half, struct items *items)
{
    items->count = 0;
    for (char *item = strtok(half, ","); item; item = strtok(NULL, ",")) {
        char *equals = strchr(item, '=');
        if (!equals)
            continue;
        *equals = '\0';
        items->names[items->count] = trim(item);
        items->values[items->count] = trim(equals + 1);
        items->used[items->count++] = false;
    }
}

static const char *find(struct items *items, const char *name)
{
    for (int i = 0; i < items->count; i++) {
        if (strcmp(items->names[i], name) == 0) {
            items->used[i] = true;
            return items->values[i];
        }
    }
    return NULL;
}

static json_t *codes(const char *written)
{
    json_t *list = json_array();
    for (const char *code = written; *code;) {
        size_t length = strcspn(code, "+");
        json_array_append_new(list, json_stringn(code, length));
        code += length + (code[length] == '+');
    }
    return list;
}

static bool has_code(const struct fact *fact, const char *code)
{
    for (size_t i = 0; i < fact->code_count; i++)
        if (strcmp(fact->codes[i].code, code) == 0)
            return true;
    return false;
}

static json_t *fact_value(const struct fact *fact, const char *written)
{
    if (strcmp(written, "none") == 0 && !has_code(fact, "none"))
        return fact->type == FACT_CODES ? json_array() : json_null();
    if (fact->type == FACT_BOOL)
        return json_boolean(strcmp(written, "yes") == 0);
    if (fact->type == FACT_INT)
        return json_integer(atoll(written));
    if (fact->type == FACT_MONEY)
        return json_integer(atoll(written) * 100);
    return fact->type == FACT_CODES ? codes(written) : json_string(written);
}

/* The facts of a story; "as_of" is not one of them. */
static struct fact_set *take_facts(const struct set *set, struct items *items,
                                   const char *where)
{
    const struct facts *facts = scripts_facts(set->scripts);
    struct fact_set *known = fact_set_new(facts);
    struct error error = {0};
    json_t *object = json_object();
    for (int i = 0; i < items->count; i++) {
        int index = facts_find(facts, items->names[i]);
        if (strcmp(items->names[i], "as_of") == 0)
            continue;
        if (index < 0)
            fail_msg("%s: no fact is named %s", where, items->names[i]);
        json_object_set_new(
            object, items->names[i],
            fact_value(facts_at(facts, (size_t)index), items->values[i]));
    }
    if (!fact_set_take_json(known, object, &error))
        fail_msg("%s: %s", where, error.detail);
    json_decref(object);
    return known;
}

static void give_answer(struct walk *walk, struct items *items,
                        const char *where)
{
    struct error error = {0};
    const char *typed = find(items, walk_node(walk)->id);
    if (!typed)
        fail_msg("%s: %s.%s is asked, the story does not answer it", where,
                 walk_script(walk)->id, walk_node(walk)->id);
    json_t *value = strcmp(typed, "dont_know") == 0
                        ? NULL
                        : walk_read_answer(walk, typed, &error);
    if (error.message != MESSAGE_NONE ||
        !walk_answer(walk, value, LANGUAGE_EN, &error))
        fail_msg("%s: %s=%s: %s", where, walk_node(walk)->id, typed,
                 error.detail);
    json_decref(value);
}

/* Every text of a step can be filled in every language. */
static void read_aloud(const struct walk *walk, const char *where)
{
    const struct node *node = walk_node(walk);
    const struct phrase *phrases[] = {&node->say, &node->note, &node->act,
                                      &node->because.text};
    for (size_t p = 0; p < COUNT(phrases); p++) {
        for (int l = 0; l < LANGUAGE_COUNT; l++) {
            AUTO_TEXT out = {0};
            struct error error = {0};
            if (phrases[p]->in[l] &&
                !walk_fill(walk, phrases[p]->in[l], l, &out, &error))
                fail_msg("%s: %s cannot be read aloud: %s", where, node->id,
                         error.detail);
        }
    }
}

static void walk_story(const struct set *set, const char *script, char *line,
                       const char *where)
{
    char *arrow = strstr(line, "->"), *bar = strchr(line, '|');
    char *colon = strstr(line, ": ");
    struct items facts, answers;
    struct error error = {0};
    int64_t as_of;
    if (!arrow || !bar || !colon)
        fail_msg("%s: not a story", where);
    *arrow = *bar = '\0';
    const char *outcome = trim(arrow + 2);
    split(colon + 1, &facts);
    split(bar + 1, &answers);
    const char *day = find(&facts, "as_of");
    assert_true(clock_parse_date(day ? day : "2026-11-22", &as_of));
    struct fact_set *known = take_facts(set, &facts, where);
    struct walk *walk = walk_new(set->scripts, script, known, as_of, &error);
    if (!walk)
        fail_msg("%s: %s", where, error.detail);
    for (int steps = 0; walk_waits(walk) != WALK_OUTCOME; steps++) {
        enum walk_wait waits = walk_waits(walk);
        if (waits == WALK_BROKEN || steps > 60)
            fail_msg("%s: stuck: %s", where, walk_error(walk)->detail);
        if (waits != WALK_LOOK)
            read_aloud(walk, where);
        if (waits == WALK_SAY)
            walk_next(walk, LANGUAGE_EN);
        else if (waits == WALK_LOOK)
            walk_looked(walk, find(&answers, "look"), LANGUAGE_EN);
        else
            give_answer(walk, &answers, where);
    }
    read_aloud(walk, where);
    if (strcmp(walk_node(walk)->code, outcome) != 0)
        fail_msg("%s: ends in %s", where, walk_node(walk)->code);
    find(&answers, "look");
    for (int i = 0; i < answers.count; i++)
        if (!answers.used[i])
            fail_msg("%s: %s was never asked", where, answers.names[i]);
    walk_free(walk);
    fact_set_free(known);
}

static void every_story_ends_as_it_says(void **state)
{
    const struct set *set = *state;
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS pattern =
        mem_format("%s/tests/scripts/*.txt", root ? root : ".");
    glob_t files;
    int stories = 0;
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t f = 0; f < files.gl_pathc; f++) {
        const char *name = strrchr(files.gl_pathv[f], '/') + 1;
        AUTO_CHARS script = mem_copy_n(name, strlen(name) - 4);
        FILE *file = fopen(files.gl_pathv[f], "r");
        char line[LINE], where[LINE + 64];
        assert_non_null(file);
        while (fgets(line, sizeof(line), file)) {
            if (line[0] == '#' || !*trim(line))
                continue;
            snprintf(where, sizeof(where), "%s: %s", name, trim(line));
            walk_story(set, script, line, where);
            stories++;
        }
        fclose(file);
    }
    globfree(&files);
    assert_true(stories >= 50);
}

static int load(void **state)
{
    static struct set set;
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS tables = mem_format("%s/kb/tables", root ? root : ".");
    AUTO_CHARS scripts = mem_format("%s/scripts", root ? root : ".");
    struct error error = {0};
    set.tables = tables_load(tables, &error);
    set.scripts = set.tables ? scripts_load(scripts, set.tables, &error) : NULL;
    if (!set.scripts)
        fprintf(stderr, "%s\n", error.detail);
    *state = &set;
    return set.scripts ? 0 : -1;
}

static int unload(void **state)
{
    struct set *set = *state;
    scripts_free(set->scripts);
    tables_free(set->tables);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_story_ends_as_it_says),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
