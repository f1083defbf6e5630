/* The columns of the row at hand. */
#include "console/io/db_row.h"

#include "console/io/db.h"

#include <sqlite3.h>

int64_t db_int(const struct db_row *row, int column)
{
    return sqlite3_column_int64(row->statement, column);
}

const char *db_text(const struct db_row *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row->statement, column);
    return text == NULL ? "" : (const char *)text;
}

const void *db_blob(const struct db_row *row, int column, size_t *length)
{
    const void *bytes = sqlite3_column_blob(row->statement, column);
    *length = (size_t)sqlite3_column_bytes(row->statement, column);
    return bytes == NULL ? "" : bytes;
}

const struct db_place *db_places(const struct db_row *row, int column,
                                 size_t *count)
{
    const void *bytes = db_blob(row, column, count);
    *count /= sizeof(struct db_place);
    return bytes;
}

bool db_is_null(const struct db_row *row, int column)
{
    return sqlite3_column_type(row->statement, column) == SQLITE_NULL;
}
