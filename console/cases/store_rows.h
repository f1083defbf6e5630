/* What lists are made of: cases, calls, and calls with their cases; how a row
 * becomes JSON. For the store's own files. */
#ifndef CONSOLE_CASES_STORE_ROWS_H
#define CONSOLE_CASES_STORE_ROWS_H

#include <stdbool.h>
#include <stdint.h>

struct db_row;
struct json_t;

/* An index that a list can walk: the column it begins with (NULL: none), and
 * whether the state comes next. The key of the list's order follows. */
struct store_index {
    const char *name, *column;
    bool states;
};

struct store_rows {
    const char *table; /* the one that is narrowed and walked */
    const char *join;
    const char *time;    /* its column: newest first by this, then seq */
    const char *seq;     /* of the row as the asker knows it */
    const char *columns; /* for row() */
    /* The key (time, seq) of the row ?1, or of the next older one. */
    const char *at;
    /* The events whose sealed free text belongs to the row ?1. */
    const char *sealed;
    const char *searched[4];           /* members that a text search reads */
    const struct store_index *indexes; /* most narrow first; the last: any */
    /* A row from these columns on, as JSON. The caller decrefs. */
    struct json_t *(*row)(const struct db_row *row, int first, int64_t now_ms);
};

/* Columns before those of row(): time and seq of the key, seq for the asker,
 * does the row fit. */
enum { STORE_ROW_MS, STORE_ROW_KEY, STORE_ROW_SEQ, STORE_ROW_FITS, STORE_ROW };

extern const struct store_rows store_rows_cases, store_rows_calls,
    store_rows_case_calls;

#endif
