/* What the tests of scripts share: the small set of scripts beside them, with
 * its table of fees, and facts and values given as JSON text. */
#ifndef TESTS_CONSOLE_SCRIPT_SCRIPT_STORY_H
#define TESTS_CONSOLE_SCRIPT_SCRIPT_STORY_H

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/knowledge/table.h"
#include "console/script/fact.h"
#include "console/script/script.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A path below tests/console/script; the caller frees. */
static inline char *story_path(const char *name)
{
    const char *root = getenv("AGENT1414_ROOT");
    return mem_format("%s/tests/console/script/%s", root != NULL ? root : ".",
                      name);
}

static inline struct tables *story_tables(void)
{
    struct error error = {0};
    AUTO_CHARS path = story_path("tables");
    struct tables *tables = tables_load(path, NULL, &error);
    if (tables == NULL)
        print_error("%s\n", error.detail);
    assert_non_null(tables);
    return tables;
}

static inline struct script_set *story_scripts(const struct tables *tables)
{
    struct error error = {0};
    AUTO_CHARS path = story_path("valid");
    struct script_set *set = scripts_load(path, tables, NULL, &error);
    if (set == NULL)
        print_error("%s\n", error.detail);
    assert_non_null(set);
    return set;
}

/* JSON with ' for " to be read easily; the caller decrefs. */
static inline json_t *story_json(const char *text)
{
    AUTO_CHARS quoted = mem_copy(text);
    for (char *at = quoted; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    json_t *json = json_loads(quoted, JSON_DECODE_ANY, NULL);
    if (json == NULL)
        print_error("not JSON: %s\n", text);
    assert_non_null(json);
    return json;
}

static inline void story_facts(struct fact_set *facts, const char *text)
{
    struct error error = {0};
    AUTO_JSON json = story_json(text);
    bool taken = fact_set_take_json(facts, json, &error);
    if (!taken)
        print_error("%s\n", error.detail);
    assert_true(taken);
}

/* Loads the set with another node in main.json (NULL: the same); a call may
 * start in its school.json. */
static inline struct script_set *
load_changed(const struct tables *tables, const char *node, const char *json)
{
    const char *place = getenv("TMPDIR");
    AUTO_CHARS folder =
        mem_format("%s/walk.XXXXXX", place != NULL ? place : "/tmp");
    assert_non_null(mkdtemp(folder));
    static const char *const names[] = {"facts", "main", "school"};
    for (size_t i = 0; i < COUNT(names); i++) {
        AUTO_CHARS name = mem_format("valid/%s.json", names[i]);
        AUTO_CHARS from = story_path(name);
        AUTO_CHARS to = mem_format("%s/%s.json", folder, names[i]);
        AUTO_JSON file = json_load_file(from, 0, NULL);
        if (strcmp(names[i], "main") == 0 && node != NULL)
            json_object_set_new(json_object_get(file, "nodes"), node,
                                story_json(json));
        if (strcmp(names[i], "school") == 0)
            json_object_set_new(file, "entry", json_true());
        assert_int_equal(json_dump_file(file, to, 0), 0);
    }
    struct error error = {0};
    struct script_set *set = scripts_load(folder, tables, NULL, &error);
    if (set == NULL)
        print_error("%s\n", error.detail);
    assert_non_null(set);
    for (size_t i = 0; i < COUNT(names); i++) {
        AUTO_CHARS path = mem_format("%s/%s.json", folder, names[i]);
        remove(path);
    }
    remove(folder);
    return set;
}

#endif
