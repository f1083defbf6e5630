/* Dated tables of kb/tables: rows with in-force dates, source, confidence and
 * checked-on date. A date without a row is an error people see. */
#ifndef CONSOLE_KNOWLEDGE_TABLE_H
#define CONSOLE_KNOWLEDGE_TABLE_H

#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct findings;
struct json_t;
struct tables;

/* Loads every *.json of a folder; all that is wrong goes into the findings
 * (NULL: nobody asks): form, rows of one key whose dates overlap, rows without
 * a source. With an error among it the set is refused: NULL and
 * MESSAGE_TABLE_BAD, or MESSAGE_FILE_READ. */
struct tables *tables_load(const char *folder, struct findings *findings,
                           struct error *error);

/* Holds them once more: they end with the last tables_free, which each of those
 * who hold them calls; one thread at a time. NULL is none. */
const struct tables *tables_hold(const struct tables *tables);
void tables_free(const struct tables *tables);

/* The hash over name, length and bytes of every file, in the order of the
 * names: another layout is another hash. 64 hex digits; lent. */
const char *tables_hash(const struct tables *tables);

/* The row of a table for its keys (in the order of the table's "keys") in
 * force on the day (days since 1970); rows of confidence "unconfirmed" are
 * passed over. NULL and MESSAGE_TABLE_NO_ROW (exit 3) naming table, key, date
 * and the nearest rows; MESSAGE_TABLE_UNKNOWN when there is no such table.
 * Lent: an object with the columns. */
const struct json_t *table_row(const struct tables *tables, const char *table,
                               const char *const *keys, size_t count,
                               int64_t day, struct error *error);

/* Where a cell stands: its table, the keys of its row, its column; all lent. */
struct table_place {
    const char *table;
    const char *const *keys;
    size_t count;
    const char *column;
};

/* One cell of the row in force, json null when it is empty; lent. NULL as
 * above, or with MESSAGE_TABLE_UNKNOWN when there is no such column. */
const struct json_t *table_cell(const struct tables *tables,
                                const struct table_place *place, int64_t day,
                                struct error *error);

/* The type of a column: "text", "code", "int", "money" (tiyn), "date",
 * "phrase"; NULL when there is no such table or column. */
const char *table_column_type(const struct tables *tables, const char *table,
                              const char *column);

/* The tables by their names, from 0, and the files they were read from; NULL
 * behind the last. */
const char *table_name_at(const struct tables *tables, size_t index);
const char *table_path_at(const struct tables *tables, size_t index);

/* The first day after this one on which a row of the table begins or ends;
 * INT64_MAX when nothing changes any more. */
int64_t table_next_day(const struct tables *tables, const char *table,
                       int64_t day);

/* The same of several tables: the first day on which one of them changes. */
int64_t tables_next_day(const struct tables *tables, const char *const *names,
                        size_t count, int64_t day);

/* Looks through what can be told without a question: days between rows of one
 * key that no row holds (E18), and tables whose rows in force on the day were
 * checked longer ago than they may be (W20). */
void tables_audit(const struct tables *tables, int64_t as_of,
                  struct findings *findings);

/* The number of key columns of a table; -1 when there is no such table. */
int table_keys(const struct tables *tables, const char *table);

/* Has any row that may be told this key in the key column at index? */
bool table_has_key(const struct tables *tables, const char *table, size_t index,
                   const char *key);

/* Calls row() for every row of a table in force on the day, unconfirmed ones
 * passed over, until it returns false. */
void table_each(const struct tables *tables, const char *table, int64_t day,
                bool (*row)(const struct json_t *row, void *cookie),
                void *cookie);

/* A row as it stands in the file. */
struct table_line {
    const struct json_t *cells; /* lent */
    int64_t from, until;        /* days; in force from <= day < until */
    bool unconfirmed;
};

/* Calls line() for every row of a table in the file's order, whatever its days
 * and also unconfirmed ones, until it returns false. For those who count with
 * days and say what is not sure; what is told to callers comes from the above.
 */
void table_each_line(const struct tables *tables, const char *table,
                     bool (*line)(const struct table_line *line, void *cookie),
                     void *cookie);

/* Money: tiyn as "5 950" or "6 363,90" (thin: U+00A0 between thousands), with
 * the sign of the tenge behind (also after U+00A0). The caller frees. */
char *table_money(int64_t tiyn);

#endif
