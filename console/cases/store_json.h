/* Rows that a statement gives as JSON text (one column), for db_query. For the
 * store's own files. */
#ifndef CONSOLE_CASES_STORE_JSON_H
#define CONSOLE_CASES_STORE_JSON_H

#include "console/io/db.h"

/* Takes the first row into the json_t * that the cookie points to; NULL when
 * its text was damaged. */
bool store_json_one(const struct db_row *row, void *cookie);

/* Appends each row to the array that is the cookie. */
bool store_json_each(const struct db_row *row, void *cookie);

#endif
