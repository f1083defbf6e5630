/* A small program to prove the fault tools on: FOLDER HOW. It makes two
 * changes and tells each on standard output ("1\n" ...) once it would call it
 * saved; some ways of it are known to be bad. */
#include <sqlite3.h>

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHANGES = 2, ROWS = 3 };

static const char *folder;

static void tell(int change)
{
    char line[16];
    int length = snprintf(line, sizeof(line), "%d\n", change);

    if (write(STDOUT_FILENO, line, (size_t)length) != length)
        _exit(3);
}

static void need(bool good)
{
    if (!good)
        _exit(1);
}

static void run(sqlite3 *db, const char *sql)
{
    need(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

/* Three rows in each of two tables, in one transaction. */
static void change_rows(sqlite3 *db, int change)
{
    char sql[200];

    run(db, "BEGIN IMMEDIATE");
    for (int row = 0; row < ROWS; row++) {
        snprintf(sql, sizeof(sql),
                 "INSERT INTO one VALUES(%d, hex(zeroblob(900)));"
                 "INSERT INTO two VALUES(%d, hex(zeroblob(900)))",
                 change, change);
        run(db, sql);
    }
    run(db, "COMMIT");
}

static void use_database(const char *settings)
{
    char path[4096];
    sqlite3 *db;

    snprintf(path, sizeof(path), "%s/sample.db", folder);
    need(sqlite3_open(path, &db) == SQLITE_OK);
    run(db, settings);
    for (int change = 1; change <= CHANGES; change++) {
        change_rows(db, change);
        tell(change);
    }
    sqlite3_close(db);
}

/* ---- files ---- */

static void write_file(const char *path, int change, bool sync)
{
    FILE *file = fopen(path, "wbe");

    need(file != NULL);
    for (int line = 0; line < 1000; line++)
        fprintf(file, "%d\n", change);
    need(fflush(file) == 0 && (!sync || fsync(fileno(file)) == 0));
    need(fclose(file) == 0);
}

static void sync_folder(void)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    need(file >= 0 && fsync(file) == 0);
    close(file);
}

/* Each change in a file of its own: written beside its place, then moved. */
static void use_files(bool sync, bool sync_name)
{
    char path[4096], fresh[4096];

    snprintf(fresh, sizeof(fresh), "%s/fresh", folder);
    for (int change = 1; change <= CHANGES; change++) {
        snprintf(path, sizeof(path), "%s/file.%d", folder, change);
        write_file(fresh, change, sync);
        need(rename(fresh, path) == 0);
        if (sync_name)
            sync_folder();
        tell(change);
    }
}

int main(int count, char **arguments)
{
    const char *how = count == 3 ? arguments[2] : "";

    folder = arguments[1];
    if (strcmp(how, "files") == 0)
        use_files(true, true);
    else if (strcmp(how, "files, bytes not synced") == 0)
        use_files(false, true);
    else if (strcmp(how, "files, names not synced") == 0)
        use_files(true, false);
    else
        use_database(how);
    return 0;
}
