/* What is typed to find something in the knowledge base, in a list, by "re:":
 * an answer with marks inside of its excerpts, or why there is none; no pattern
 * holds a desk up. (replay: 15 changes) */
#include "tests/fuzz/fuzzing.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/base/needle.h"
#include "console/base/pattern.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"
#include "console/knowledge/table.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Four times what the study allows a query, for a sanitizer and a busy
 * machine; libFuzzer's own -timeout stands behind it. */
enum { SECONDS_MAX = 5 };

static struct kb *open_kb(void)
{
    struct error error = {0};
    AUTO_CHARS data = fuzz_root("");
    AUTO_CHARS folder = fuzz_root("kb/tables");
    struct kb_place place = {.data = data};
    place.tables = tables_load(folder, NULL, &error);
    struct kb *kb = kb_open(&place, NULL, &error);
    HOLDS(kb, "the knowledge base opens");
    return kb;
}

static void check_hit(const struct kb_hit *hit)
{
    size_t length = strlen(hit->excerpt);
    HOLDS(hit->article && hit->part >= -1 &&
              hit->part < (int)hit->article->part_count,
          "a hit is somewhere");
    HOLDS(!strchr(hit->excerpt, '\n'), "an excerpt is one line");
    HOLDS(hit->mark_count <= KB_MARKS_MAX, "marks have room");
    for (size_t i = 0; i < hit->mark_count; i++)
        HOLDS(hit->marks[i].start < hit->marks[i].end &&
                  hit->marks[i].end <= length &&
                  (hit->excerpt[hit->marks[i].start] & 0xC0) != 0x80,
              "a mark is of whole letters of the excerpt");
}

static void search(struct kb *kb, const char *query, enum language language)
{
    struct kb_result result = {0};
    struct error error = {0};
    bool done = kb_search(kb, query, language, clock_days(2026, 11, 22),
                          &result, &error);
    HOLDS(done == (error.message == MESSAGE_NONE), "found, or why not");
    HOLDS(result.count <= KB_HITS_MAX && result.word_count <= KB_WORDS_MAX,
          "an answer has its bounds");
    for (size_t i = 0; i < result.count; i++) {
        check_hit(&result.hits[i]);
        for (size_t j = 0; j < i; j++)
            HOLDS(result.hits[i].article != result.hits[j].article,
                  "an article comes once");
    }
    for (size_t i = 0; i < result.word_count; i++)
        HOLDS(result.words[i].typed, "a word was typed");
    kb_result_clear(&result);
}

/* A text holds the parts of itself, however it was typed. */
static void filter(const char *typed)
{
    AUTO_NEEDLE needle = {0};
    needle_init(&needle, typed);
    HOLDS(needle_in(&needle, typed) && needle_is(&needle, typed),
          "what is typed is found in itself");
    (void)needle_begins_word(&needle, "Қызылорда филиалы");
    (void)needle_in(&needle, "Сынақов Ерлан Серікұлы");
}

static void match(const char *source)
{
    size_t start, end;
    struct error error = {0};
    struct pattern *pattern = pattern_new(source, PATTERN_CASELESS, &error);
    HOLDS(!pattern == (error.message != MESSAGE_NONE), "compiled, or why not");
    if (pattern &&
        pattern_find(pattern, source, 0, &start, &end) == PATTERN_YES)
        HOLDS(start <= end && end <= strlen(source), "found inside of it");
    pattern_free(pattern);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct kb *kb;
    struct fuzz_bytes input = {bytes, length};
    AUTO_CHARS query = fuzz_rest(&input, 400);
    if (!kb)
        kb = open_kb();
    clock_t began = clock();
    search(kb, query, (enum language)(length % LANGUAGE_COUNT));
    filter(query);
    match(strncmp(query, "re:", 3) == 0 ? query + 3 : query);
    HOLDS(clock() - began < SECONDS_MAX * CLOCKS_PER_SEC,
          "no query holds a desk up");
    return 0;
}
