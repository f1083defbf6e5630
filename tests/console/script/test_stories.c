/* The scripts' own stories: every line of tests/scripts/NAME.txt is walked with
 * the shipped scripts and tables, and must end in the outcome it names. */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/script/script.h"
#include "console/script/scripts_kept.h"
#include "tests/kit/outcome_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char *path_of(const char *name)
{
    const char *root = getenv("AGENT1414_ROOT");
    return mem_format("%s/%s", root != NULL ? root : ".", name);
}

static void every_story_ends_as_it_says(void **state)
{
    const struct script_set *set = *state;
    AUTO_CHARS folder = path_of("tests/scripts");
    AUTO(outcome_stories_clear) struct outcome_stories stories = {0};
    struct error error = {0};
    size_t wrong = 0;
    assert_true(outcome_stories_read(folder, &stories, &error));
    assert_true(stories.count >= 400);
    for (size_t i = 0; i < stories.count; i++) {
        error_clear(&error);
        if (outcome_story_walk(set, &stories.items[i], NULL, &error))
            continue;
        print_error("%s.txt: %s\n  %s\n", stories.items[i].script,
                    stories.items[i].line, error.detail);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static int load(void **state)
{
    AUTO_CHARS data = path_of("");
    struct error error = {0};
    *state = scripts_open(data, NULL, &error);
    if (*state == NULL)
        fprintf(stderr, "%s\n", error.detail);
    return *state != NULL ? 0 : -1;
}

static int unload(void **state)
{
    scripts_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_story_ends_as_it_says),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
