/* The articles beside the shipped scripts, and a coverage table that must name
 * articles or say why it does not. */
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/knowledge/article.h"
#include "console/prove/audit_articles.h"
#include "console/script/script.h"
#include "console/script/scripts_kept.h"
#include "tests/console/knowledge/kb_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct articles *articles_of(struct kb_story *story)
{
    kb_story_use(story);
    return kb_articles(story->kb);
}

static void audit(struct kb_story *story, const char *text)
{
    AUTO_CHARS path = mem_format("%s/kb/README.md", story->folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_true(audit_coverage(path, articles_of(story), &story->findings,
                               &story->error));
    findings_sort(&story->findings);
}

static void a_table_of_known_articles_is_good(void **state)
{
    struct kb_story *story = *state;
    audit(story, "# K\n| `nobody` | outside |\n## Coverage\n\n### Seed 000\n"
                 "| claim | topic |\n|---|---|\n"
                 "| who pays | `payer`, `unemployed` |\n"
                 "| a poem | out: no question |\n## Next\n| `nobody` |\n");
    assert_int_equal(story->findings.count, 0);
}

static void an_article_that_is_not_there_is_found(void **state)
{
    struct kb_story *story = *state;
    audit(story, "## Coverage\n| claim | topic |\n|---|---|\n"
                 "| a | `payer` |\n| b | `nobody` |\n| c | later |\n"
                 "| d | out: |\n");
    assert_int_equal(story->findings.count, 3);
    assert_int_equal(story->findings.items[0].code, FINDING_E03);
    assert_int_equal(story->findings.items[0].line, 5);
    assert_string_equal(story->findings.items[0].detail, "nobody");
    assert_int_equal(story->findings.items[1].code, FINDING_E01);
    assert_int_equal(story->findings.items[1].line, 6);
    assert_int_equal(story->findings.items[2].line, 7);
}

static void no_table_is_no_coverage(void **state)
{
    struct kb_story *story = *state;
    audit(story, "# Knowledge\n\nNothing here.\n");
    assert_int_equal(story->findings.count, 1);
    assert_int_equal(story->findings.items[0].code, FINDING_E01);
}

static void articles_name_scripts_and_nodes_that_are_there(void **state)
{
    struct kb_story *story = *state;
    const char *root = getenv("AGENT1414_ROOT");
    struct script_set *set =
        scripts_open(root != NULL ? root : ".", NULL, &story->error);
    assert_non_null(set);
    kb_story_write(
        story, "linked",
        "\"title\":{\"kk\":\"a\",\"ru\":\"b\",\"en\":\"c\"},\"until\":null,"
        "\"words\":{\"kk\":[],\"ru\":[],\"en\":[]},\"from\":\"2020-01-01\","
        "\"checked\":\"2026-02-28\",\"sources\":[\"s\"],\"tables\":[],"
        "\"scripts\":[\"gap\",\"gap.nowhere\",\"nowhere\"],\"related\":[],"
        "\"parts\":[{\"say\":{\"kk\":\"a\",\"ru\":\"b\",\"en\":\"c\"}}]");
    audit_article_links(articles_of(story), set, &story->findings);
    scripts_free(set);
    assert_int_equal(story->findings.count, 2);
    assert_string_equal(story->findings.items[0].detail, "gap.nowhere");
    assert_string_equal(story->findings.items[1].detail, "nowhere");
}

int main(void)
{
#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, kb_story_open, kb_story_close)
    const struct CMUnitTest tests[] = {
        STORY(a_table_of_known_articles_is_good),
        STORY(an_article_that_is_not_there_is_found),
        STORY(no_table_is_no_coverage),
        STORY(articles_name_scripts_and_nodes_that_are_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
