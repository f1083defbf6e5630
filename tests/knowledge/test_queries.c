/* Queries as agents type them, each with the topics that answer it: are they
 * found, and does one of them stand among the first three? own.txt was used
 * for tuning; held_out.txt was written by somebody who had not seen the search
 * and is never edited. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"
#include "console/knowledge/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "tests/knowledge"

enum { LINE_SIZE = 1024, CLASSES_MAX = 32, TOP = 3 };

/* In percent. */
enum { RECALL_GOAL = 95, TOP_GOAL = 95 };

/* What came of the queries of one class. */
struct tally {
    char name[40];
    int queries, top;  /* queries, and those with a right one on top */
    int topics, found; /* topics wanted, and those found */
};

struct run {
    struct kb *kb;
    int64_t day;
    bool tell; /* the misses, by name */
    struct tally classes[CLASSES_MAX], all;
    size_t count;
};

static const char *root(void)
{
    const char *named = getenv("AGENT1414_ROOT");
    return named != NULL ? named : ".";
}

static struct kb *open_kb(void)
{
    struct error error = {0};
    AUTO_CHARS folder = mem_format("%s/kb/tables", root());
    struct tables *tables = tables_load(folder, NULL, &error);
    assert_non_null(tables);
    const struct kb_place place = {root(), NULL, tables};
    struct kb *kb = kb_open(&place, NULL, &error);
    if (kb == NULL)
        fail_msg("%s", error.detail);
    tables_free(tables);
    return kb;
}

static struct tally *tally_of(struct run *run, const char *name)
{
    for (size_t i = 0; i < run->count; i++)
        if (strcmp(run->classes[i].name, name) == 0)
            return &run->classes[i];
    assert_true(run->count < CLASSES_MAX);
    struct tally *tally = &run->classes[run->count++];
    snprintf(tally->name, sizeof(tally->name), "%s", name);
    return tally;
}

/* From 0; KB_HITS_MAX when it is not there. */
static size_t place_of(const struct kb_result *result, const char *topic)
{
    for (size_t i = 0; i < result->count; i++)
        if (strcmp(result->hits[i].article->id, topic) == 0)
            return i;
    return KB_HITS_MAX;
}

static char *trim(char *text)
{
    text += strspn(text, " ");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \n", text[length - 1]) != NULL)
        text[--length] = '\0';
    return text;
}

static void miss(const struct run *run, const char *query, const char *topics,
                 const struct kb_result *result)
{
    if (!run->tell)
        return;
    printf("  miss: %s | %s | got", query, topics);
    for (size_t i = 0; i < result->count && i < TOP; i++)
        printf(" %s", result->hits[i].article->id);
    printf("\n");
}

static void count(struct tally *tally, int topics, int found, bool top)
{
    tally->queries++;
    tally->top += top;
    tally->topics += topics;
    tally->found += found;
}

static void ask(struct run *run, const char *class, const char *query,
                char *topics)
{
    struct kb_result result;
    struct error error = {0};
    AUTO_CHARS wanted = mem_copy(topics);
    int all = 0, found = 0;
    bool top = false;
    if (!kb_search(run->kb, query, LANGUAGE_RU, run->day, &result, &error))
        fail_msg("%s: %s", query, error.detail);
    for (char *topic; (topic = strsep(&topics, ",")) != NULL; all++) {
        topic = trim(topic);
        if (articles_find(kb_articles(run->kb), topic) == NULL)
            fail_msg("%s: there is no article %s", query, topic);
        size_t place = place_of(&result, topic);
        found += place < KB_HITS_MAX;
        top = top || place < TOP;
    }
    count(tally_of(run, class), all, found, top);
    count(&run->all, all, found, top);
    if (!top || found < all)
        miss(run, query, wanted, &result);
    kb_result_clear(&result);
}

static void print(const struct tally *tally)
{
    printf("  %-12s %4d queries, recall %.3f, top %d %.3f\n", tally->name,
           tally->queries, (double)tally->found / tally->topics, TOP,
           (double)tally->top / tally->queries);
}

/* False: there is no such file. */
static bool run_file(struct run *run, const char *name)
{
    char line[LINE_SIZE];
    AUTO_CHARS path = mem_format("%s/" FOLDER "/%s", root(), name);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    while (fgets(line, sizeof(line), file) != NULL) {
        char *rest = line;
        char *class = strsep(&rest, "|"), *query = strsep(&rest, "|");
        if (line[0] == '#' || rest == NULL)
            continue;
        ask(run, trim(class), trim(query), rest);
    }
    fclose(file);
    snprintf(run->all.name, sizeof(run->all.name), "all");
    printf("%s:\n", name);
    for (size_t i = 0; i < run->count; i++)
        print(&run->classes[i]);
    print(&run->all);
    return true;
}

static void answers(const char *name, bool tell, int least)
{
    struct run run = {.kb = open_kb(), .tell = tell};
    assert_true(clock_parse_date("2026-11-22", &run.day));
    bool there = run_file(&run, name);
    kb_close(run.kb);
    if (!there) {
        printf("note: %s is not there\n", name);
        return;
    }
    assert_true(run.all.queries >= least);
    assert_true(100 * run.all.found >= RECALL_GOAL * run.all.topics);
    assert_true(100 * run.all.top >= TOP_GOAL * run.all.queries);
}

static void the_queries_for_tuning_are_answered(void **state)
{
    (void)state;
    answers("own.txt", getenv("KB_MISSES") != NULL, 100);
}

static void the_queries_held_out_are_answered(void **state)
{
    (void)state;
    answers("held_out.txt", false, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_queries_for_tuning_are_answered),
        cmocka_unit_test(the_queries_held_out_are_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
