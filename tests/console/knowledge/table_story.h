/* What the tests of tables and routes share: a folder of tables of one's own.
 */
#ifndef TESTS_CONSOLE_KNOWLEDGE_TABLE_STORY_H
#define TESTS_CONSOLE_KNOWLEDGE_TABLE_STORY_H

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/knowledge/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define TITLE "\"title\":{\"kk\":\"k\",\"ru\":\"r\",\"en\":\"e\"}"
#define STAMP                                                                  \
    "\"source\":\"made up\",\"confidence\":\"confirmed\","                     \
    "\"checked\":\"2026-02-28\""

/* A shelf of table files that are gone when the story ends. */
struct shelf {
    char folder[256];
    char *files[8];
    size_t count;
    struct tables *tables;
    struct error error;
};

static inline int open_shelf(void **state)
{
    struct shelf *shelf = mem_new(sizeof(*shelf));
    const char *base = getenv("TMPDIR");
    snprintf(shelf->folder, sizeof(shelf->folder), "%s/tables-XXXXXX",
             base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(shelf->folder));
    *state = shelf;
    return 0;
}

static inline int close_shelf(void **state)
{
    struct shelf *shelf = *state;
    tables_free(shelf->tables);
    for (size_t i = 0; i < shelf->count; i++) {
        unlink(shelf->files[i]);
        free(shelf->files[i]);
    }
    rmdir(shelf->folder);
    free(shelf);
    return 0;
}

/* Writes (or writes anew) a file of the shelf. */
static inline void put(struct shelf *shelf, const char *name, const char *text)
{
    char *path = mem_format("%s/%s", shelf->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_true(shelf->count < COUNT(shelf->files));
    shelf->files[shelf->count++] = path;
}

/* Puts a table of these keys, columns and rows (JSON without the brackets). */
static inline void put_table(struct shelf *shelf, const char *name,
                             const char *keys, const char *columns,
                             const char *rows)
{
    AUTO_CHARS file = mem_format("%s.json", name);
    AUTO_CHARS text =
        mem_format("{\"format\":\"agent1414-table/1\",\"name\":\"%s\"," TITLE
                   ",\n\"keys\":[%s],\"columns\":{%s},\n\"rows\":[\n%s]}",
                   name, keys, columns, rows);
    put(shelf, file, text);
}

static inline void loads(struct shelf *shelf)
{
    tables_free(shelf->tables);
    error_clear(&shelf->error);
    shelf->tables = tables_load(shelf->folder, NULL, &shelf->error);
    if (shelf->tables == NULL)
        fail_msg("not loaded: %s", shelf->error.detail);
}

static inline int64_t on(const char *date)
{
    int64_t days;
    if (!clock_parse_date(date, &days))
        fail_msg("no date: %s", date);
    return days;
}

#endif
