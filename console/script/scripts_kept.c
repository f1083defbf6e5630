/* The folder of kept sets: each is written beside its place and moved there
 * when it is whole, so that a reader never sees half of one. */
#include "console/script/scripts_kept.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/people/keys.h"
#include "console/people/seal.h"
#include "console/script/script.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Both below a data folder. */
static const char *const folders[] = {"scripts", "kb/tables"};

enum { HASH_LENGTH = 2 * SEAL_HASH_SIZE, OPEN_MAX_AT_ONCE = 8 };

struct script_set *scripts_open(const char *data, struct findings *findings,
                                struct error *error)
{
    AUTO_CHARS tables_at = mem_format("%s/kb/tables", data);
    AUTO_CHARS scripts_at = mem_format("%s/scripts", data);
    struct tables *tables = tables_load(tables_at, findings, error);
    if (tables == NULL)
        return NULL;
    struct script_set *set = scripts_load(scripts_at, tables, findings, error);
    tables_free(tables); /* the set holds them too */
    return set;
}

/* ---- the files ---- */

static int is_data(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');
    return entry->d_name[0] != '.' && end != NULL && strcmp(end, ".json") == 0;
}

/* Calls each() for the files of a folder in the order of their names; false
 * when one call was, or without the folder. */
static bool each_file(const char *folder,
                      bool (*each)(const char *folder, const char *name,
                                   void *cookie),
                      void *cookie)
{
    struct dirent **names;
    int count = scandir(folder, &names, is_data, alphasort);
    bool good = count >= 0;
    for (int i = 0; i < count; i++) {
        good = good && each(folder, names[i]->d_name, cookie);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return good;
}

static bool add_stamp(const char *folder, const char *name, void *cookie)
{
    AUTO_CHARS path = mem_format("%s/%s", folder, name);
    struct text *all = cookie;
    struct stat file;
    if (stat(path, &file) == 0)
        text_format(all, "%s %lld %lld %ld %llu\n", name,
                    (long long)file.st_size, (long long)file.st_mtim.tv_sec,
                    file.st_mtim.tv_nsec, (unsigned long long)file.st_ino);
    return true;
}

uint64_t scripts_stamp(const char *data)
{
    unsigned char hash[SEAL_HASH_SIZE];
    AUTO_TEXT all = {0};
    uint64_t stamp;
    for (size_t i = 0; i < COUNT(folders); i++) {
        AUTO_CHARS folder = mem_format("%s/%s", data, folders[i]);
        if (!each_file(folder, add_stamp, &all))
            return 0;
    }
    seal_hash(NULL, text_chars(&all), all.length, hash);
    memcpy(&stamp, hash, sizeof(stamp));
    return stamp | 1;
}

/* ---- keeping ---- */

/* From where to where; the first error. */
struct copy {
    const char *to;
    struct error *error;
};

static bool fault(const struct copy *copy, const char *path)
{
    return error_set(copy->error, MESSAGE_FILE_WRITE, "%s: %s", path,
                     strerror(errno));
}

static bool pour(FILE *from, FILE *to)
{
    char block[16 * 1024];
    size_t got;
    while ((got = fread(block, 1, sizeof(block), from)) > 0)
        if (fwrite(block, 1, got, to) != got)
            return false;
    return !ferror(from) && fflush(to) == 0 && fsync(fileno(to)) == 0;
}

static bool copy_file(const char *folder, const char *name, void *cookie)
{
    const struct copy *copy = cookie;
    AUTO_CHARS source = mem_format("%s/%s", folder, name);
    AUTO_CHARS target = mem_format("%s/%s", copy->to, name);
    FILE *from = fopen(source, "rbe");
    FILE *to = from != NULL ? fopen(target, "wbxe") : NULL;
    bool good = (to != NULL && pour(from, to)) || fault(copy, target);
    if (to != NULL)
        fclose(to);
    if (from != NULL)
        fclose(from);
    return good;
}

static bool copy_all(const char *data, const char *place, struct error *error)
{
    for (size_t i = 0; i < COUNT(folders); i++) {
        AUTO_CHARS from = mem_format("%s/%s", data, folders[i]);
        AUTO_CHARS to = mem_format("%s/%s", place, folders[i]);
        struct copy copy = {to, error};
        if (!keys_folder(to, error) ||
            (!each_file(from, copy_file, &copy) && !fault(&copy, from)) ||
            !keys_sync_folder(to, error))
            return false;
    }
    return true;
}

static int remove_one(const char *path, const struct stat *facts, int kind,
                      struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

static void remove_tree(const char *folder)
{
    nftw(folder, remove_one, OPEN_MAX_AT_ONCE, FTW_DEPTH | FTW_PHYS);
}

bool scripts_are_kept(const char *kept, const char *hash)
{
    AUTO_CHARS place = mem_format("%s/%s", kept, hash);
    return access(place, R_OK | X_OK) == 0;
}

/* The copy into its place, unless another desk was first. */
static bool move_there(const char *made, const char *kept, const char *hash,
                       struct error *error)
{
    AUTO_CHARS place = mem_format("%s/%s", kept, hash);
    const struct copy copy = {place, error};
    if (rename(made, place) != 0 && !scripts_are_kept(kept, hash))
        return fault(&copy, place);
    return keys_sync_folder(kept, error);
}

bool scripts_keep_files(const char *kept, const char *data,
                        const struct script_set *set, struct error *error)
{
    const char *hash = scripts_hash(set);
    AUTO_CHARS place = mem_format("%s/%s", kept, hash);
    AUTO_CHARS made = mem_format("%s/.%s.%d", kept, hash, (int)getpid());
    if (scripts_are_kept(kept, hash)) {
        utimensat(AT_FDCWD, place, NULL, 0); /* used last */
        return true;
    }
    remove_tree(made); /* of a crash */
    bool done = keys_folder(kept, error) && copy_all(data, made, error) &&
                move_there(made, kept, hash, error);
    remove_tree(made);
    return done;
}

/* ---- finding ---- */

/* The hash that was kept or used last; NULL: none. The caller frees. */
static char *last_hash(const char *kept)
{
    DIR *list = opendir(kept);
    struct timespec last = {0};
    const struct dirent *entry;
    char *hash = NULL;
    while (list != NULL && (entry = readdir(list)) != NULL) {
        AUTO_CHARS path = mem_format("%s/%s", kept, entry->d_name);
        struct stat place;
        if (strlen(entry->d_name) != HASH_LENGTH || stat(path, &place) != 0)
            continue;
        bool later = place.st_mtim.tv_sec > last.tv_sec ||
                     (place.st_mtim.tv_sec == last.tv_sec &&
                      place.st_mtim.tv_nsec > last.tv_nsec);
        if (hash != NULL && !later)
            continue;
        free(hash);
        hash = mem_copy(entry->d_name);
        last = place.st_mtim;
    }
    if (list != NULL)
        closedir(list);
    return hash;
}

/* A hash is a name of our own making: nothing else is a path here. */
static bool is_hash(const char *hash)
{
    unsigned char bytes[SEAL_HASH_SIZE];
    return strlen(hash) == HASH_LENGTH &&
           seal_unhex(hash, bytes, sizeof(bytes));
}

struct script_set *scripts_kept(const char *kept, const char *hash)
{
    AUTO_CHARS name = hash != NULL ? mem_copy(hash) : last_hash(kept);
    if (name == NULL || !is_hash(name))
        return NULL;
    AUTO_CHARS place = mem_format("%s/%s", kept, name);
    struct script_set *set = scripts_open(place, NULL, NULL);
    if (set != NULL && strcmp(scripts_hash(set), name) == 0)
        return set;
    scripts_free(set);
    return NULL;
}
