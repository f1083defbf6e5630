/* Articles: figures of the day, days on which they hold, what belongs to a
 * node, and what is found wrong. */
#include "console/base/clock.h"
#include "console/base/text.h"
#include "tests/console/knowledge/kb_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int64_t on(const char *date)
{
    int64_t day;
    assert_true(clock_parse_date(date, &day));
    return day;
}

static struct articles *load(struct kb_story *story)
{
    AUTO_CHARS folder = mem_format("%s/kb/articles", story->folder);
    struct articles *articles =
        articles_load(folder, &story->findings, &story->error);
    assert_non_null(articles);
    return articles;
}

/* The part of `payer`, filled; NULL when a figure is not known. */
static char *read_payer(struct kb_story *story, size_t part,
                        enum language language, const char *date)
{
    struct articles *articles = load(story);
    const struct article *article = articles_find(articles, "payer");
    const struct article_as as = {story->tables, language, on(date)};
    AUTO_TEXT text = {0};
    bool whole = article_fill(article, article->parts[part].text.in[language],
                              &as, &text, NULL);
    articles_free(articles);
    return whole ? mem_copy(text_chars(&text)) : NULL;
}

static void figures_are_those_of_the_day(void **state)
{
    AUTO_CHARS old = read_payer(*state, 0, LANGUAGE_RU, "2025-12-31");
    AUTO_CHARS now = read_payer(*state, 0, LANGUAGE_KK, "2026-01-01");
    AUTO_CHARS none = read_payer(*state, 0, LANGUAGE_KK, "2024-12-31");
    assert_string_equal(old, "В месяц 4\302\240000\302\240₸.");
    assert_string_equal(now, "Айына 4\302\240250\302\240₸ төлейсіз.");
    assert_null(none);
}

static void hundredths_are_written_as_percent(void **state)
{
    AUTO_CHARS old = read_payer(*state, 1, LANGUAGE_RU, "2025-06-01");
    AUTO_CHARS english = read_payer(*state, 1, LANGUAGE_EN, "2025-06-01");
    AUTO_CHARS now = read_payer(*state, 1, LANGUAGE_RU, "2026-06-01");
    assert_string_equal(old, "Ставка 2,5 %; в любом банке.");
    assert_string_equal(english, "The rate is 2.5 %; at any bank.");
    assert_string_equal(now, "Ставка 5 %; в любом банке.");
}

static void an_article_holds_on_its_days(void **state)
{
    struct article article = {.from = on("2024-01-01"),
                              .until = on("2026-01-01"),
                              .checked = on("2024-06-01")};
    (void)state;
    assert_int_equal(article_state(&article, on("2023-12-31")), ARTICLE_COMING);
    assert_int_equal(article_state(&article, on("2024-01-01")), ARTICLE_HOLDS);
    assert_int_equal(article_state(&article, on("2025-06-01")), ARTICLE_HOLDS);
    assert_int_equal(article_state(&article, on("2025-06-02")), ARTICLE_STALE);
    assert_int_equal(article_state(&article, on("2026-01-01")), ARTICLE_PAST);
}

#define BESIDE(id, scripts)                                                    \
    "\"title\":{\"kk\":\"" id "\",\"ru\":\"" id "\",\"en\":\"" id "\"},"       \
    "\"words\":{\"kk\":[],\"ru\":[],\"en\":[]},\"from\":\"2020-01-01\","       \
    "\"until\":null,\"checked\":\"2026-02-28\",\"sources\":[\"s\"],"           \
    "\"scripts\":[" scripts "],\"tables\":[],\"related\":[],"                  \
    "\"parts\":[{\"say\":{\"kk\":\"a\",\"ru\":\"b\",\"en\":\"c\"}}]"

static void the_articles_of_a_node_come_first(void **state)
{
    struct kb_story *story = *state;
    const struct article *beside[4];
    kb_story_write(story, "a", BESIDE("a", "\"gap.ways\""));
    kb_story_write(story, "b", BESIDE("b", "\"gap\""));
    kb_story_write(story, "c", BESIDE("c", "\"other\",\"gap.years\""));
    kb_story_write(story, "d", BESIDE("d", "\"gapless\""));
    struct articles *articles = load(story);
    assert_int_equal(articles_beside(articles, "gap", "years", beside, 4), 3);
    assert_string_equal(beside[0]->id, "c");
    assert_string_equal(beside[1]->id, "b");
    assert_string_equal(beside[2]->id, "a");
    assert_int_equal(articles_beside(articles, "gap", "years", beside, 1), 1);
    articles_free(articles);
}

/* ---- what is wrong ---- */

/* The finding with this code; fails without one. */
static const struct finding *need(const struct kb_story *story,
                                  const char *code)
{
    for (size_t i = 0; i < story->findings.count; i++)
        if (strcmp(finding_name(story->findings.items[i].code), code) == 0)
            return &story->findings.items[i];
    fail_msg("no finding %s among %zu", code, story->findings.count);
    return NULL;
}

static void audit(struct kb_story *story)
{
    struct articles *articles = load(story);
    articles_audit(articles, story->tables, story->day, &story->findings);
    findings_sort(&story->findings);
    articles_free(articles);
}

static void the_articles_of_the_stories_are_in_order(void **state)
{
    struct kb_story *story = *state;
    audit(story);
    assert_int_equal(story->findings.count, 0);
}

static void a_text_that_is_missing_is_found_with_its_line(void **state)
{
    struct kb_story *story = *state;
    AUTO_CHARS members = kb_story_members("мәтін", "", "text");
    kb_story_write(story, "bad", members);
    struct articles *articles = load(story);
    assert_null(articles_find(articles, "bad"));
    assert_non_null(articles_find(articles, "payer"));
    assert_int_equal(need(story, "E14")->line, 5);
    articles_free(articles);
}

static void braces_must_be_values_in_all_languages(void **state)
{
    struct kb_story *story = *state;
    AUTO_CHARS members = kb_story_members("{sum}", "{sum}", "nothing");
    kb_story_write(story, "bad", members);
    audit(story);
    assert_string_equal(need(story, "E04")->detail, "sum");
    assert_string_equal(need(story, "E15")->detail, "sum");
}

static void a_language_in_the_place_of_another_is_found(void **state)
{
    struct kb_story *story = *state;
    AUTO_CHARS members = kb_story_members(
        "За состоящего на учёте платит бюджет.",
        "За состоящего на учёте платит бюджет.", "Платит бюджет.");
    kb_story_write(story, "bad", members);
    audit(story);
    need(story, "E14");
    assert_int_equal(story->findings.count, 2);
}

static void a_word_too_long_for_the_screen_is_found(void **state)
{
    struct kb_story *story = *state;
    AUTO_CHARS members =
        kb_story_members("а", "б", "12345678901234567890123456789012345678901");
    kb_story_write(story, "bad", members);
    audit(story);
    assert_string_equal(need(story, "E16")->detail, "41 > 40");
}

static void links_and_members_are_looked_at(void **state)
{
    struct kb_story *story = *state;
    kb_story_write(
        story, "bad",
        "\"title\":{\"kk\":\"a\",\"ru\":\"b\",\"en\":\"c\"},\"until\":null,"
        "\"words\":{\"kk\":[],\"ru\":[],\"en\":[]},\"from\":\"2020-01-01\","
        "\"checked\":\"2026-02-28\",\"sources\":[\"s\"],\"scripts\":[],"
        "\"tables\":[\"prices\"],\"related\":[\"nobody\"],\"parts\":["
        "{\"say\":{\"kk\":\"a\",\"ru\":\"b\",\"en\":\"c\"}}]");
    audit(story);
    assert_string_equal(need(story, "E03")->detail, "nobody");
    assert_string_equal(need(story, "E04")->detail, "prices");
    AUTO_CHARS members = kb_story_members("а", "б", "c");
    AUTO_CHARS more = mem_format("\"colour\":1,%s", members);
    kb_story_write(story, "bad", more);
    audit(story);
    assert_non_null(strstr(need(story, "E01")->detail, "colour"));
}

int main(void)
{
#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, kb_story_open, kb_story_close)
    const struct CMUnitTest tests[] = {
        STORY(figures_are_those_of_the_day),
        STORY(hundredths_are_written_as_percent),
        STORY(an_article_holds_on_its_days),
        STORY(the_articles_of_a_node_come_first),
        STORY(the_articles_of_the_stories_are_in_order),
        STORY(a_text_that_is_missing_is_found_with_its_line),
        STORY(braces_must_be_values_in_all_languages),
        STORY(a_language_in_the_place_of_another_is_found),
        STORY(a_word_too_long_for_the_screen_is_found),
        STORY(links_and_members_are_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
