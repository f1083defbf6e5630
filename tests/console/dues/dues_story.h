/* What the tests of dues share: the tables of the tree as a book, short ways to
 * ask, and the figures in tiyn. */
#ifndef TESTS_CONSOLE_DUES_DUES_STORY_H
#define TESTS_CONSOLE_DUES_DUES_STORY_H

#include "console/dues/dues.h"
#include "tests/console/knowledge/table_story.h"

static inline int open_book(void **state)
{
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS folder = mem_format("%s/kb/tables", root != NULL ? root : ".");
    struct error error = {0};
    struct dues_book *book = mem_new(sizeof(*book));
    book->tables = tables_load(folder, NULL, &error);
    if (book->tables == NULL)
        print_error("%s\n", error.detail);
    *state = book;
    return book->tables == NULL;
}

static inline int close_book(void **state)
{
    struct dues_book *book = *state;
    tables_free((struct tables *)book->tables);
    free(book);
    return 0;
}

static inline int in(const char *text)
{
    int month;
    if (!clock_parse_month(text, &month))
        fail_msg("no month: %s", text);
    return month;
}

/* Works out the month; false with the error. */
static inline bool ask_rate(const struct dues_book *book,
                            const struct dues_ask *ask, struct dues_rate *rate,
                            struct error *error)
{
    error_clear(error);
    return dues_rate_init(rate, book, ask, error);
}

static inline struct dues_ask asked(const char *kind, const char *date,
                                    int64_t income)
{
    return (struct dues_ask){dues_kind_find(kind, NULL), on(date), income};
}

#endif
