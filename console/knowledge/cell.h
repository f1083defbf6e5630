/* Cells of tables, and other plain values, as people read them. */
#ifndef CONSOLE_KNOWLEDGE_CELL_H
#define CONSOLE_KNOWLEDGE_CELL_H

#include "console/base/language.h"

struct json_t;

/* "22.11.2026", in English "22 Nov 2026", of "2026-11-22"; a month without its
 * day of "2026-11"; what is neither stays. The caller frees. */
char *cell_date(const char *date, enum language language);

/* A cell of a column of this type (table_column_type): money with the sign of
 * the tenge, a phrase in the language; a column whose name ends in _x100 in
 * hundredths ("2,5" of 250). The caller frees; NULL for an empty cell. */
char *cell_write(const char *column, const char *type,
                 const struct json_t *cell, enum language language);

#endif
