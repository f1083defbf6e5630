/* The table of reasons. */
#include "console/io/db_reason.h"

#include "console/base/memory.h"

#include <sqlite3.h>

static const struct {
    int result;
    enum message message;
} reasons[] = {
    {SQLITE_BUSY, MESSAGE_STORE_LOCKED},
    {SQLITE_LOCKED, MESSAGE_STORE_LOCKED},
    {SQLITE_PROTOCOL, MESSAGE_STORE_LOCKED},
    {SQLITE_FULL, MESSAGE_STORE_FULL},
    {SQLITE_IOERR, MESSAGE_STORE_IO},
    {SQLITE_CORRUPT, MESSAGE_STORE_CORRUPT},
    {SQLITE_NOTADB, MESSAGE_STORE_CORRUPT},
    {SQLITE_CANTOPEN, MESSAGE_STORE_OPEN},
    {SQLITE_READONLY, MESSAGE_STORE_READ_ONLY},
    {SQLITE_CONSTRAINT, MESSAGE_STORE_CONSTRAINT},
    {SQLITE_TOOBIG, MESSAGE_STORE_TOO_BIG},
};

enum message db_reason(int result)
{
    for (size_t i = 0; i < COUNT(reasons); i++)
        if (reasons[i].result == (result & 0xFF))
            return reasons[i].message;
    return MESSAGE_INTERNAL;
}
