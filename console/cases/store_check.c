/* The daily look at the file: SQLite's own check, table by table. When it was
 * done last is the time of the file `checked` beside the log. */
#include "console/cases/store_check.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/cases/store_sqlite.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* No save takes so long: its journal was left by one that died. */
enum { DAY_S = 24 * 60 * 60, SAVE_MOST_S = 10 };

/* A larger file is not looked through while somebody waits for the first screen
 * and others to save (a tenth of a second for 10 MiB): its daily backup is. */
static const off_t most_bytes = 64 << 20;

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

/* When this machine started, as the clock has it now. */
static time_t started(time_t now)
{
    struct timespec up = {0};

    clock_gettime(CLOCK_BOOTTIME, &up);
    return now - up.tv_sec;
}

bool store_check_due(const char *folder)
{
    AUTO_CHARS checked = mem_format("%s/checked", folder);
    AUTO_CHARS journal = mem_format("%s/log.db-journal", folder);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    struct stat last, left, whole;
    time_t now = time(NULL);

    if (stat(log, &whole) == 0 && whole.st_size > most_bytes)
        return false;
    if (stat(journal, &left) == 0 && left.st_size > 0 &&
        now - left.st_mtime > SAVE_MOST_S)
        return true;
    return stat(checked, &last) != 0 || last.st_mtime <= now - DAY_S ||
           last.st_mtime > now + DAY_S || last.st_mtime < started(now);
}

static bool add_line(const struct db_row *row, void *cookie)
{
    text_format(cookie, "%s\n", db_text(row, 0));
    return true;
}

static bool check_table(struct store *store, const char *table,
                        struct error *error)
{
    AUTO_CHARS ask = mem_format("PRAGMA integrity_check(\"%s\")", table);
    AUTO_TEXT found = {0};

    if (!db_query(store->db, ask, DB_NONE, add_line, &found, error))
        return false;
    return strcmp(text_chars(&found), "ok\n") == 0 ||
           error_set(error, MESSAGE_STORE_CORRUPT, "%s: table %s: %s",
                     store->path, table, text_chars(&found));
}

static bool check_tables(struct store *store, struct error *error)
{
    AUTO_TEXT tables = {0};
    char *rest;

    if (!db_query(store->db,
                  "SELECT name FROM sqlite_schema WHERE type = 'table'",
                  DB_NONE, add_line, &tables, error))
        return false;
    AUTO_CHARS list = text_take(&tables);
    for (char *name = strtok_r(list, "\n", &rest); name;
         name = strtok_r(NULL, "\n", &rest))
        if (!check_table(store, name, error))
            return false;
    return true;
}

bool store_check(struct store *store, struct error *error)
{
    AUTO_CHARS checked =
        mem_format("%.*s/checked",
                   (int)(strrchr(store->path, '/') - store->path), store->path);
    AUTO(close_file)
    int file = open(checked, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) != 0)
        return true;
    /* The next one looks again until all is well. */
    if (!check_tables(store, error)) {
        unlink(checked);
        return false;
    }
    if (file >= 0)
        futimens(file, NULL);
    return true;
}
