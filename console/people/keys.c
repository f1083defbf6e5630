/* The keys of a data folder: reads the master key's file or makes it at first
 * start, and derives the working keys. */
#include "console/people/keys.h"

#include "console/base/error.h"
#include "console/io/dbfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

bool keys_sync_above(const char *folder, struct error *error)
{
    const char *slash = strrchr(folder, '/');
    AUTO_CHARS above = !slash ? mem_copy(".")
                       : slash == folder
                           ? mem_copy("/")
                           : mem_copy_n(folder, (size_t)(slash - folder));

    return access(above, R_OK) != 0 || keys_sync_folder(above, error);
}

static bool make_one(const char *folder, struct error *error)
{
    if (mkdir(folder, 0700) == 0)
        return keys_sync_above(folder, error);
    return errno == EEXIST || error_set(error, MESSAGE_FILE_WRITE, "%s: %s",
                                        folder, strerror(errno));
}

bool keys_folder(const char *folder, struct error *error)
{
    AUTO_CHARS path = mem_copy(folder);
    struct stat facts;

    if (!dbfile_local(path, error))
        return false; /* before anything is made there */
    for (char *slash = strchr(path + (*path == '/'), '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (access(path, F_OK) != 0 && !make_one(path, error))
            return false;
        *slash = '/';
    }
    if (!make_one(path, error))
        return false;
    if (stat(path, &facts) != 0 || !S_ISDIR(facts.st_mode))
        return error_set(error, MESSAGE_FILE_READ, "%s: not a folder", folder);
    if (facts.st_mode & 022)
        return error_set(error, MESSAGE_FOLDER_MODE, "%s: mode %04o", folder,
                         (unsigned)facts.st_mode & 07777);
    return true;
}

bool keys_sync_folder(const char *folder, struct error *error)
{
    AUTO(close_file)
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (file < 0 || fsync(file) != 0)
        return error_set(error, MESSAGE_FILE_WRITE, "%s: %s", folder,
                         strerror(errno));
    return true;
}

/* Writes the key into a new file of its own, whole and synced. */
static bool write_new(const char *path, const struct seal_key *key,
                      struct error *error)
{
    AUTO(close_file)
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file < 0 ||
        write(file, key->bytes, SEAL_KEY_SIZE) != (ssize_t)SEAL_KEY_SIZE ||
        fsync(file) != 0)
        return error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path,
                         strerror(errno));
    return true;
}

/* The key's file appears whole or not at all (link). One that is there already
 * stays, which is an error unless it `may` be there. */
static bool appear(const char *folder, const struct seal_key *key, bool may,
                   struct error *error)
{
    AUTO_CHARS path = mem_format("%s/master.key", folder);
    char uuid[SEAL_UUID_SIZE];
    bool made;

    seal_uuid(uuid);
    AUTO_CHARS fresh = mem_format("%s/master.%s.new", folder, uuid);
    made = write_new(fresh, key, error);
    if (made && link(fresh, path) != 0 && !(may && errno == EEXIST))
        made = error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path,
                         strerror(errno));
    unlink(fresh);
    return made && keys_sync_folder(folder, error);
}

/* When two programs start at once, the first one's key stays. */
static bool make_key(const char *folder, struct error *error)
{
    struct seal_key key;
    bool made;

    seal_random(key.bytes, sizeof(key.bytes));
    made = appear(folder, &key, true, error);
    seal_wipe(&key, sizeof(key));
    return made;
}

/* Opens the key's file; makes it when the folder is fresh. -1 on error. */
static int open_key(const char *folder, const char *path, struct error *error)
{
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (file < 0 && errno == ENOENT) {
        /* A log that is there now may have got its key since we looked. */
        bool log_there = access(log, F_OK) == 0;

        if (!log_there && !make_key(folder, error))
            return -1;
        file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (file < 0 && errno == ENOENT)
            error_set(error, MESSAGE_KEY_MISSING, "%s", path);
    }
    if (file < 0)
        error_set(error, MESSAGE_FILE_READ, "%s: %s", path, strerror(errno));
    return file;
}

static bool read_key(int file, const char *path, struct seal_key *key,
                     struct error *error)
{
    struct stat facts;

    if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode))
        return error_set(error, MESSAGE_FILE_READ, "%s: not a file", path);
    if (facts.st_mode & 077)
        return error_set(error, MESSAGE_FILE_MODE, "%s: mode %04o", path,
                         (unsigned)facts.st_mode & 07777);
    if (facts.st_size != SEAL_KEY_SIZE ||
        read(file, key->bytes, SEAL_KEY_SIZE) != (ssize_t)SEAL_KEY_SIZE)
        return error_set(error, MESSAGE_KEY_BAD, "%s: %lld bytes, not %d", path,
                         (long long)facts.st_size, SEAL_KEY_SIZE);
    return true;
}

bool keys_copy(const char *from, const char *to, struct error *error)
{
    AUTO_CHARS from_path = mem_format("%s/master.key", from);
    struct seal_key master;
    bool copied;
    AUTO(close_file)
    int file = open(from_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (file < 0)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", from_path,
                         strerror(errno));
    copied = read_key(file, from_path, &master, error) &&
             appear(to, &master, false, error);
    seal_wipe(&master, sizeof(master));
    return copied;
}

bool keys_load(struct keys *keys, const char *folder, struct error *error)
{
    AUTO_CHARS path = mem_format("%s/master.key", folder);
    struct seal_key master;
    bool loaded;

    memset(keys, 0, sizeof(*keys));
    if (!keys_folder(folder, error))
        return false;
    AUTO(close_file) int file = open_key(folder, path, error);
    if (file < 0)
        return false;
    loaded = read_key(file, path, &master, error);
    if (loaded) {
        seal_derive(&master, "wrap", &keys->wrap);
        seal_derive(&master, "find", &keys->find);
        seal_derive(&master, "draft", &keys->draft);
    }
    seal_wipe(&master, sizeof(master));
    return loaded;
}

void keys_clear(struct keys *keys)
{
    seal_wipe(keys, sizeof(*keys));
}
