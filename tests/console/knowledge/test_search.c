/* Search: every way a word may be typed finds its article, the best passage is
 * shown with what was hit in it, and with or without the index the answers are
 * the same. */
#include "console/base/clock.h"
#include "tests/console/knowledge/kb_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void ask_in(struct kb_story *story, const char *query,
                   enum language language, struct kb_result *result)
{
    assert_true(kb_search(story->kb, query, language, story->day, result,
                          &story->error));
}

static void ask(struct kb_story *story, const char *query,
                struct kb_result *result)
{
    ask_in(story, query, LANGUAGE_RU, result);
}

/* The first mark of the first hit, as it stands in the excerpt. */
static char *first_mark(const struct kb_result *result)
{
    const struct kb_hit *hit = &result->hits[0];
    assert_true(result->count > 0 && hit->mark_count > 0);
    return mem_copy_n(hit->excerpt + hit->marks[0].start,
                      hit->marks[0].end - hit->marks[0].start);
}

/* ---- readings ---- */

static void a_word_is_found_however_it_is_typed(void **state)
{
    static const struct {
        const char *query;
        enum kb_read read;
    } typed[] = {
        {"жұмыссыз", KB_READ_EXACT},     {"ЖҰМЫССЫЗ", KB_READ_EXACT},
        {"жумыссыз", KB_READ_FOLDED},    {"жұмыссыздарға", KB_READ_STEM},
        {";evsccsp", KB_READ_LAYOUT},    {";9vsccsp", KB_READ_LAYOUT},
        {":EVSCCSP", KB_READ_LAYOUT},    {"ж9мыссыз", KB_READ_LAYOUT},
        {"jumyssyz", KB_READ_LATIN},     {"jūmyssyz", KB_READ_LATIN},
        {"zhumyssyz", KB_READ_LATIN},    {"жумысыз", KB_READ_ERROR},
        {"жумсысыз", KB_READ_ERROR},     {"жұ", KB_READ_FOLDED},
        {"безработного", KB_READ_STEM},  {"безраротный", KB_READ_ERROR},
        {",tphf,jnyst", KB_READ_LAYOUT}, {"гтуьздщнув", KB_READ_LAYOUT},
    };
    struct kb_story *story = *state;
    kb_story_use(story);
    for (size_t i = 0; i < COUNT(typed); i++) {
        struct kb_result result;
        ask(story, typed[i].query, &result);
        if (result.count == 0 ||
            strcmp(result.hits[0].article->id, "unemployed") != 0)
            fail_msg("%s: not found", typed[i].query);
        if (kb_result_read(&result) != typed[i].read)
            fail_msg("%s: read as %d", typed[i].query, kb_result_read(&result));
        kb_result_clear(&result);
    }
}

static void words_of_two_letters_are_found(void **state)
{
    struct kb_story *story = *state;
    kb_story_use(story);
    assert_string_equal(kb_story_first(story, "ИП"), "entrepreneur");
    assert_string_equal(kb_story_first(story, "жк"), "entrepreneur");
    assert_string_equal(kb_story_first(story, "bg"), "entrepreneur");
}

static void words_that_mean_one_thing_find_each_other(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    kb_story_use(story);
    ask(story, "индивидуального предпринимателя", &result);
    assert_string_equal(result.hits[0].article->id, "entrepreneur");
    kb_result_clear(&result);
    ask(story, "біржа", &result);
    assert_string_equal(result.hits[0].article->id, "unemployed");
    assert_int_equal(kb_result_read(&result), KB_READ_SYNONYM);
    AUTO_CHARS mark = first_mark(&result);
    assert_string_equal(mark, "Мансап орталығы");
    kb_result_clear(&result);
}

static void the_reading_is_told_in_letters_of_the_texts(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    kb_story_use(story);
    ask(story, "как vfycfg", &result);
    assert_int_equal(result.word_count, 2);
    assert_string_equal(result.words[1].typed, "vfycfg");
    assert_string_equal(result.words[1].as, "мансап");
    assert_int_equal(result.words[1].read, KB_READ_LAYOUT);
    kb_result_clear(&result);
}

static void what_nothing_has_finds_nothing(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    kb_story_use(story);
    ask(story, "абракадабра", &result);
    assert_int_equal(result.count, 0);
    assert_int_equal(kb_result_read(&result), KB_READ_NONE);
    kb_result_clear(&result);
    static const char *const odd[] = {"",   " ",   "\"",   "*",   "NEAR(",
                                      "-",  "'",   "\xD0", "a|b", "=x",
                                      "^x", "AND", "re"};
    for (size_t i = 0; i < COUNT(odd); i++) {
        ask(story, odd[i], &result);
        kb_result_clear(&result);
    }
}

/* ---- order and passages ---- */

static void a_title_stands_above_a_text(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    kb_story_use(story);
    ask(story, "безработные", &result);
    assert_int_equal(result.count, 2);
    assert_string_equal(result.hits[0].article->id, "unemployed");
    assert_string_equal(result.hits[1].article->id, "entrepreneur");
    kb_result_clear(&result);
}

static void the_best_passage_is_shown_not_the_top(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    kb_story_use(story);
    ask(story, "любой банк", &result);
    assert_string_equal(result.hits[0].article->id, "payer");
    assert_int_equal(result.hits[0].part, 1);
    assert_string_equal(result.hits[0].excerpt, "Ставка 5 %; в любом банке.");
    AUTO_CHARS mark = first_mark(&result);
    assert_string_equal(mark, "любом");
    kb_result_clear(&result);
}

static void marks_stand_in_the_text_as_it_is_written(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    kb_story_use(story);
    ask_in(story, "мансап жумыссыз", LANGUAGE_KK, &result);
    assert_string_equal(result.hits[0].excerpt,
                        "Мансап орталығы жұмыссыздарды тіркейді.");
    assert_int_equal(result.hits[0].mark_count, 2);
    const struct kb_mark *mark = &result.hits[0].marks[1];
    assert_memory_equal(result.hits[0].excerpt + mark->start, "жұмыссыздарды",
                        mark->end - mark->start);
    kb_result_clear(&result);
}

static void a_long_text_is_cut_around_the_hit(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    char text[2000] = "";
    for (int i = 0; i < 60; i++)
        strcat(text, "слово за словом ");
    strcat(text, "редкость и ещё немного");
    AUTO_CHARS members = kb_story_members("мәтін", text, "text");
    kb_story_write(story, "long", members);
    kb_story_use(story);
    ask(story, "редкость", &result);
    assert_string_equal(result.hits[0].article->id, "long");
    assert_true(strlen(result.hits[0].excerpt) < 600);
    AUTO_CHARS mark = first_mark(&result);
    assert_string_equal(mark, "редкость");
    kb_result_clear(&result);
}

static void figures_are_found_and_shown_as_of_the_day(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    kb_story_use(story);
    ask(story, "4250", &result);
    assert_string_equal(result.hits[0].article->id, "payer");
    AUTO_CHARS mark = first_mark(&result);
    assert_string_equal(mark, "4\302\240250");
    kb_result_clear(&result);
    assert_true(clock_parse_date("2025-06-01", &story->day));
    ask(story, "любом банке", &result);
    assert_string_equal(result.hits[0].excerpt, "Ставка 2,5 %; в любом банке.");
    kb_result_clear(&result);
}

/* ---- patterns ---- */

static void a_pattern_is_looked_for_in_the_texts(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    kb_story_use(story);
    ask(story, "re:САЛЫҚ\\s+\\w+да", &result);
    assert_int_equal(result.count, 1);
    assert_string_equal(result.hits[0].article->id, "entrepreneur");
    AUTO_CHARS mark = first_mark(&result);
    assert_string_equal(mark, "салық органында");
    kb_result_clear(&result);
}

static void a_bad_or_endless_pattern_says_so(void **state)
{
    struct kb_story *story = *state;
    struct kb_result result;
    char text[200] = "";
    kb_story_use(story);
    assert_false(kb_search(story->kb, "re:(", LANGUAGE_RU, story->day, &result,
                           &story->error));
    assert_int_equal(story->error.message, MESSAGE_PATTERN_BAD);
    kb_result_clear(&result);
    error_clear(&story->error);
    memset(text, 'a', 60);
    AUTO_CHARS members = kb_story_members("мәтін", "текст", text);
    kb_story_write(story, "aaa", members);
    kb_story_use(story);
    assert_false(kb_search(story->kb, "re:(a+)+$b|(a|aa)+!", LANGUAGE_RU,
                           story->day, &result, &story->error));
    assert_int_equal(story->error.message, MESSAGE_PATTERN_LIMIT);
    kb_result_clear(&result);
}

/* ---- the index ---- */

static const char *const queries[] = {
    "жумыссыз", "закрыть ип", ";evsccsp", "4250", "jumyssyz", "тіркеу", "банк"};

static void remember(struct kb_story *story, char **answers)
{
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct kb_result result;
        ask(story, queries[i], &result);
        answers[i] = mem_format("%zu", result.count);
        for (size_t j = 0; j < result.count; j++) {
            char *more =
                mem_format("%s %s:%d:%.6f:%s", answers[i],
                           result.hits[j].article->id, result.hits[j].part,
                           result.hits[j].score, result.hits[j].excerpt);
            free(answers[i]);
            answers[i] = more;
        }
        kb_result_clear(&result);
    }
}

static void make(struct kb_story *story)
{
    const struct kb_place place = {story->folder, story->index, story->tables};
    assert_true(kb_make(&place, &story->error));
}

/* Opens anew, and compares what is answered now. */
static void answers_stay(struct kb_story *story, enum kb_index state,
                         char **before)
{
    char *after[COUNT(queries)];
    kb_story_use(story);
    assert_int_equal(kb_index(story->kb), state);
    remember(story, after);
    for (size_t i = 0; i < COUNT(queries); i++) {
        assert_string_equal(after[i], before[i]);
        free(after[i]);
    }
}

static void write_at(const char *path, long at, const char *bytes)
{
    FILE *file = fopen(path, "r+e");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    fputs(bytes, file);
    assert_int_equal(fclose(file), 0);
}

static void with_and_without_the_index_answers_are_the_same(void **state)
{
    struct kb_story *story = *state;
    char *before[COUNT(queries)];
    kb_story_use(story);
    assert_int_equal(kb_index(story->kb), KB_INDEX_MISSING);
    remember(story, before);
    make(story);
    answers_stay(story, KB_INDEX_FILE, before);
    assert_true(kb_verify(story->kb));
    write_at(story->index, 0, "no index at all");
    answers_stay(story, KB_INDEX_BROKEN, before);
    assert_int_equal(truncate(story->index, 5000), 0);
    answers_stay(story, KB_INDEX_BROKEN, before);
    make(story);
    answers_stay(story, KB_INDEX_FILE, before);
    for (size_t i = 0; i < COUNT(queries); i++)
        free(before[i]);
}

static void an_index_of_other_articles_is_not_used(void **state)
{
    struct kb_story *story = *state;
    AUTO_CHARS members = kb_story_members("жаңа", "новое", "news");
    make(story);
    kb_story_write(story, "added", members);
    kb_story_use(story);
    assert_int_equal(kb_index(story->kb), KB_INDEX_STALE);
    assert_string_equal(kb_story_first(story, "новое"), "added");
}

static void the_index_is_only_read(void **state)
{
    struct kb_story *story = *state;
    make(story);
    assert_int_equal(chmod(story->index, 0444), 0);
    kb_story_use(story);
    assert_int_equal(kb_index(story->kb), KB_INDEX_FILE);
    assert_string_equal(kb_story_first(story, "жумыссыз"), "unemployed");
}

static void an_index_damaged_in_use_is_left_for_the_files(void **state)
{
    struct kb_story *story = *state;
    struct stat file;
    make(story);
    kb_story_use(story);
    assert_int_equal(stat(story->index, &file), 0);
    for (long at = 4096; at < file.st_size; at += 512)
        write_at(story->index, at, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz");
    assert_string_equal(kb_story_first(story, "жумыссыз"), "unemployed");
    kb_verify(story->kb);
    assert_int_equal(kb_index(story->kb), KB_INDEX_BROKEN);
}

int main(void)
{
#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, kb_story_open, kb_story_close)
    const struct CMUnitTest tests[] = {
        STORY(a_word_is_found_however_it_is_typed),
        STORY(words_of_two_letters_are_found),
        STORY(words_that_mean_one_thing_find_each_other),
        STORY(the_reading_is_told_in_letters_of_the_texts),
        STORY(what_nothing_has_finds_nothing),
        STORY(a_title_stands_above_a_text),
        STORY(the_best_passage_is_shown_not_the_top),
        STORY(marks_stand_in_the_text_as_it_is_written),
        STORY(a_long_text_is_cut_around_the_hit),
        STORY(figures_are_found_and_shown_as_of_the_day),
        STORY(a_pattern_is_looked_for_in_the_texts),
        STORY(a_bad_or_endless_pattern_says_so),
        STORY(with_and_without_the_index_answers_are_the_same),
        STORY(an_index_of_other_articles_is_not_used),
        STORY(the_index_is_only_read),
        STORY(an_index_damaged_in_use_is_left_for_the_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
