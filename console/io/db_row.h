/* The row at hand, as db.c lends it. Inside of the io room. */
#ifndef CONSOLE_IO_DB_ROW_H
#define CONSOLE_IO_DB_ROW_H

struct db_row {
    struct sqlite3_stmt *statement;
};

#endif
