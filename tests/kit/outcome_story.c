/* Reading and walking the stories that are kept beside the scripts. */
#include "tests/kit/outcome_story.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 60 };

/* The day of a story that names none. */
#define STORY_DAY "2026-11-22"

/* A story while it is walked. */
struct telling {
    const struct script_set *set;
    struct json_t *facts, *answers; /* {name: text} */
    struct json_t *asked;           /* the answers that were used */
    char outcome[80];               /* "GAP-10 payment_missing" */
    struct fact_set *known;
    struct walk *walk;
    struct error *error;
};

static void telling_clear(struct telling *telling)
{
    walk_free(telling->walk);
    fact_set_free(telling->known);
    json_decref(telling->facts);
    json_decref(telling->answers);
    json_decref(telling->asked);
}

/* ---- reading ---- */

static void add_story(struct outcome_stories *stories, const char *file,
                      const char *line)
{
    const char *name = strrchr(file, '/') + 1;
    stories->items =
        mem_grow(stories->items, stories->count + 1, sizeof(*stories->items));
    stories->items[stories->count++] = (struct outcome_story){
        .script = mem_copy_n(name, strlen(name) - strlen(".txt")),
        .line = mem_copy_n(line, strcspn(line, "\n"))};
}

static bool read_file(struct outcome_stories *stories, const char *path,
                      struct error *error)
{
    AUTO_TEXT bytes = {0};
    if (!json_read_bytes(path, &bytes, error))
        return false;
    for (const char *at = text_chars(&bytes); *at != '\0';) {
        size_t length = strcspn(at, "\n");
        if (*at != '#' && strspn(at, " \t") < length)
            add_story(stories, path, at);
        at += length + (at[length] == '\n');
    }
    return true;
}

bool outcome_stories_read(const char *folder, struct outcome_stories *stories,
                          struct error *error)
{
    glob_t files;
    AUTO_CHARS pattern = mem_format("%s/*.txt", folder);
    bool good = glob(pattern, 0, NULL, &files) == 0 ||
                error_set(error, MESSAGE_FILE_READ, "%s", pattern);
    for (size_t i = 0; good && i < files.gl_pathc; i++)
        good = read_file(stories, files.gl_pathv[i], error);
    globfree(&files);
    return good;
}

void outcome_stories_clear(struct outcome_stories *stories)
{
    for (size_t i = 0; i < stories->count; i++) {
        free(stories->items[i].script);
        free(stories->items[i].line);
    }
    free(stories->items);
    *stories = (struct outcome_stories){0};
}

/* ---- a line ---- */

static char *trim(char *text)
{
    text += strspn(text, " \t");
    for (char *end = text + strlen(text);
         end > text && strchr(" \t", end[-1]) != NULL;)
        *--end = '\0';
    return text;
}

/* "name=value, ..." as {name: value}. */
static json_t *split(char *half)
{
    char *rest = NULL;
    json_t *items = json_object();
    for (char *item = strtok_r(half, ",", &rest); item != NULL;
         item = strtok_r(NULL, ",", &rest)) {
        char *equals = strchr(item, '=');
        if (equals == NULL)
            continue;
        *equals = '\0';
        json_object_set_new(items, trim(item), json_string(trim(equals + 1)));
    }
    return items;
}

static bool read_line(struct telling *telling, const char *line)
{
    AUTO_CHARS copy = mem_copy(line);
    char *arrow = strstr(copy, "->"), *bar = strchr(copy, '|');
    char *colon = strstr(copy, ": ");
    if (arrow == NULL || bar == NULL || colon == NULL || colon > bar)
        return error_set(telling->error, MESSAGE_SCRIPT_BAD, "not a story");
    *arrow = *bar = '\0';
    snprintf(telling->outcome, sizeof(telling->outcome), "%s", trim(arrow + 2));
    telling->facts = split(colon + 1);
    telling->answers = split(bar + 1);
    telling->asked = json_object();
    return true;
}

/* ---- facts ---- */

static json_t *codes(const char *written)
{
    json_t *list = json_array();
    for (const char *code = written; *code != '\0';) {
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
static bool take_facts(struct telling *telling)
{
    const char *name;
    json_t *written;
    const struct facts *facts = scripts_facts(telling->set);
    AUTO_JSON values = json_object();
    telling->known = fact_set_new(facts);
    json_object_foreach(telling->facts, name, written)
    {
        int index = facts_find(facts, name);
        if (strcmp(name, "as_of") == 0)
            continue;
        if (index < 0)
            return error_set(telling->error, MESSAGE_FACT_BAD,
                             "no fact is named %s", name);
        json_object_set_new(values, name,
                            fact_value(facts_at(facts, (size_t)index),
                                       json_string_value(written)));
    }
    return fact_set_take_json(telling->known, values, telling->error);
}

/* ---- the walk ---- */

static const char *find_answer(struct telling *telling, const char *name)
{
    json_object_set_new(telling->asked, name, json_true());
    return json_find_string(telling->answers, name);
}

static bool give_answer(struct telling *telling)
{
    struct walk *walk = telling->walk;
    const char *id = walk_node(walk)->id;
    const char *typed = find_answer(telling, id);
    AUTO_JSON value = NULL;
    if (typed == NULL)
        return error_set(telling->error, MESSAGE_SCRIPT_BAD,
                         "%s.%s is asked, the story does not answer it",
                         walk_script(walk)->id, id);
    if (strcmp(typed, "dont_know") != 0) {
        value = walk_read_answer(walk, typed, telling->error);
        if (value == NULL)
            return error_wrap(telling->error, "%s=%s", id, typed);
    }
    return walk_answer(walk, value, LANGUAGE_EN, telling->error) ||
           error_wrap(telling->error, "%s=%s", id, typed);
}

static bool fill(struct telling *telling, const struct phrase *phrase)
{
    for (int l = 0; l < LANGUAGE_COUNT; l++) {
        AUTO_TEXT out = {0};
        if (phrase->in[l] != NULL &&
            !walk_fill(telling->walk, phrase->in[l], l, &out, telling->error))
            return error_wrap(telling->error, "%s cannot be read aloud",
                              walk_node(telling->walk)->id);
    }
    return true;
}

static bool read_aloud(struct telling *telling)
{
    const struct node *node = walk_node(telling->walk);
    return fill(telling, &node->say) && fill(telling, &node->note) &&
           fill(telling, &node->act) && fill(telling, &node->because.text);
}

static bool step_on(struct telling *telling)
{
    enum walk_wait waits = walk_waits(telling->walk);
    if (waits == WALK_BROKEN)
        return error_set(telling->error, MESSAGE_SCRIPT_BAD, "stuck: %s",
                         walk_error(telling->walk)->detail);
    if (waits == WALK_LOOK) {
        const char *exit = find_answer(telling, "look");
        if (exit == NULL)
            return error_set(telling->error, MESSAGE_SCRIPT_BAD,
                             "the story does not say how the look-up ends");
        walk_looked(telling->walk, exit, LANGUAGE_EN);
        return true;
    }
    if (!read_aloud(telling))
        return false;
    if (waits != WALK_SAY)
        return give_answer(telling);
    walk_next(telling->walk, LANGUAGE_EN);
    return true;
}

static bool ends_right(struct telling *telling)
{
    const struct node *node = walk_node(telling->walk);
    AUTO_CHARS end = node->issue != NULL
                         ? mem_format("%s %s", node->code, node->issue)
                         : mem_copy(node->code);
    return strcmp(end, telling->outcome) == 0 ||
           error_set(telling->error, MESSAGE_SCRIPT_BAD, "ends in %s", end);
}

static bool check_end(struct telling *telling)
{
    const char *name;
    json_t *answer;
    if (!read_aloud(telling) || !ends_right(telling))
        return false;
    find_answer(telling, "look");
    json_object_foreach(telling->answers, name, answer)
    {
        if (json_object_get(telling->asked, name) == NULL)
            return error_set(telling->error, MESSAGE_SCRIPT_BAD,
                             "%s was never asked", name);
    }
    return true;
}

static bool walk_on(struct telling *telling)
{
    for (int steps = 0; walk_waits(telling->walk) != WALK_OUTCOME; steps++) {
        if (steps > STEPS_MAX)
            return error_set(telling->error, MESSAGE_SCRIPT_BAD, "no end");
        if (!step_on(telling))
            return false;
    }
    return check_end(telling);
}

bool outcome_story_walk(const struct script_set *set,
                        const struct outcome_story *story, struct json_t **path,
                        struct error *error)
{
    int64_t as_of;
    AUTO(telling_clear)
    struct telling telling = {.set = set, .error = error};
    if (!read_line(&telling, story->line))
        return false;
    const char *day = json_find_string(telling.facts, "as_of");
    if (!clock_parse_date(day != NULL ? day : STORY_DAY, &as_of))
        return error_set(error, MESSAGE_SCRIPT_BAD, "as_of is not a day");
    if (!take_facts(&telling))
        return false;
    telling.walk = walk_new(set, story->script, telling.known, as_of, error);
    bool good = telling.walk != NULL && walk_on(&telling);
    if (path != NULL && telling.walk != NULL)
        *path = walk_path(telling.walk);
    return good;
}
