/* What the tests of the walk share: a call over the small set of scripts, with
 * a clock that stands still. */
#ifndef TESTS_CONSOLE_SCRIPT_WALK_STORY_H
#define TESTS_CONSOLE_SCRIPT_WALK_STORY_H

#include "console/base/text.h"
#include "console/script/walk.h"
#include "tests/console/script/script_story.h"

#include <string.h>

/* A call: its set, its facts, its walk. */
struct story {
    struct tables *tables;
    struct script_set *set;
    struct fact_set *facts;
    struct walk *walk;
};

#define STUDENT                                                                \
    "{'status':'uninsured','categories':['student'],'employed':true,"          \
    "'last_paid_month':'2026-09','full_name':'Sample Person'}"
#define WORKER                                                                 \
    "{'status':'uninsured','categories':[],'employed':true,"                   \
    "'last_paid_month':'2026-09','full_name':'Sample Person'}"

static inline void begin(struct story *story, const char *facts)
{
    clock_fix_ms(clock_days(2026, 11, 22) * 86400000);
    story->tables = story_tables();
    story->set = story_scripts(story->tables);
    story->facts = fact_set_new(scripts_facts(story->set));
    story_facts(story->facts, facts);
    story->walk = walk_new(story->set, "main", story->facts,
                           clock_days(2026, 11, 22), NULL);
    assert_non_null(story->walk);
}

static inline void finish(struct story *story)
{
    walk_free(story->walk);
    fact_set_free(story->facts);
    scripts_free(story->set);
    tables_free(story->tables);
    clock_fix_ms(-1);
}

static inline void stands(const struct walk *walk, const char *script,
                          const char *node, enum walk_wait wait)
{
    assert_string_equal(walk_node(walk)->id, node);
    assert_string_equal(walk_script(walk)->id, script);
    assert_int_equal(walk_waits(walk), wait);
}

/* Types an answer as the agent does. */
static inline void type(struct walk *walk, const char *typed)
{
    struct error error = {0};
    AUTO_JSON value = walk_read_answer(walk, typed, &error);
    if (value == NULL)
        print_error("%s: %s\n", typed, message_name(error.message));
    assert_non_null(value);
    assert_true(walk_answer(walk, value, LANGUAGE_RU, &error));
}

static inline void says(const struct walk *walk, enum language language,
                        const char *expected)
{
    AUTO_TEXT text = {0};
    struct error error = {0};
    const char *source = walk_node(walk)->say.in[language];
    bool filled = walk_fill(walk, source, language, &text, &error);
    if (!filled)
        print_error("%s\n", error.detail);
    assert_true(filled);
    assert_string_equal(text_chars(&text), expected);
}

/* Goes to the first question, `paid_on`, as a worker. */
static inline void begin_at_question(struct story *story)
{
    begin(story, WORKER);
    walk_looked(story->walk, "ok", LANGUAGE_KK);
    walk_next(story->walk, LANGUAGE_KK);
    stands(story->walk, "main", "paid_on", WALK_ANSWER);
}

#endif
