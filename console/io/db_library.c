/* Which SQLite is loaded. */
#include "console/io/db.h"

#include <sqlite3.h>

const char *db_library(void)
{
    return sqlite3_libversion();
}
