/* The published file of keys on disk: written whole, and read only when nobody
 * but root and its owner can have written it. */
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/people/keyline.h"
#include "console/people/keys.h"
#include "console/people/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 64 << 20 };

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

/* ---- writing ---- */

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* A new file with these bytes, on the disk; whatever the umask is, sshd's user
 * may read it. */
static bool write_new(const char *path, const struct text *bytes)
{
    AUTO(close_file)
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return file >= 0 && write_all(file, text_chars(bytes), bytes->length) &&
           fchmod(file, 0644) == 0 && fsync(file) == 0;
}

/* A mistyped name must not cost anybody a file: only keys are replaced. */
static bool may_replace(const char *path)
{
    char head[sizeof(KEYLINE_HEAD)] = "";
    AUTO(close_file)
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT;
    return read(file, head, strlen(KEYLINE_HEAD)) ==
               (ssize_t)strlen(KEYLINE_HEAD) &&
           strcmp(head, KEYLINE_HEAD) == 0;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return mem_copy(".");
    return slash == path ? mem_copy("/")
                         : mem_copy_n(path, (size_t)(slash - path));
}

bool keyline_publish(const char *path, const struct keyline *keys, size_t count,
                     struct error *error)
{
    AUTO_TEXT bytes = {0};
    char uuid[SEAL_UUID_SIZE];
    if (!keyline_write(&bytes, keys, count, error))
        return false;
    if (!may_replace(path))
        return error_set(error, MESSAGE_KEYLINE_FILE,
                         "%s: another file stands there", path);
    seal_uuid(uuid);
    AUTO_CHARS fresh = mem_format("%s.%s.new", path, uuid);
    AUTO_CHARS folder = folder_of(path);
    bool done = write_new(fresh, &bytes) && rename(fresh, path) == 0;
    if (!done) {
        error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path, strerror(errno));
        unlink(fresh);
    }
    return done && keys_sync_folder(folder, error);
}

/* ---- reading ---- */

/* Only root or the owner can change it; in a folder like /tmp (sticky) nobody
 * else can take away what they put there. */
static bool is_theirs(const struct stat *facts, uid_t owner)
{
    bool sticky = S_ISDIR(facts->st_mode) && (facts->st_mode & S_ISVTX);
    return (facts->st_uid == 0 || facts->st_uid == owner) &&
           (sticky || !(facts->st_mode & 022));
}

/* Every folder on the way to the file, up to the root. */
static bool way_is_theirs(const char *path, uid_t owner)
{
    AUTO_CHARS folder = folder_of(path);
    struct stat facts;
    for (;;) {
        if (stat(folder, &facts) != 0 || !is_theirs(&facts, owner))
            return false;
        if (strcmp(folder, "/") == 0)
            return true;
        char *up = folder_of(folder);
        free(folder);
        folder = up;
    }
}

static bool read_all(int file, struct text *bytes)
{
    char part[65536];
    ssize_t length;
    while ((length = read(file, part, sizeof(part))) > 0) {
        text_add_n(bytes, part, (size_t)length);
        if (bytes->length > FILE_MOST)
            return false;
    }
    return length == 0;
}

bool keyline_read(const char *path, uid_t owner, struct text *bytes,
                  struct error *error)
{
    struct stat facts;
    AUTO_CHARS whole = realpath(path, NULL);
    if (whole && strcmp(whole, path) != 0)
        return error_set(error, MESSAGE_KEYLINE_FILE, "%s: is %s", path, whole);
    if (whole && !way_is_theirs(whole, owner))
        return error_set(error, MESSAGE_KEYLINE_FILE, "%s: a folder above it",
                         path);
    AUTO(close_file)
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0 || fstat(file, &facts) != 0)
        return error_set(error, MESSAGE_KEYLINE_FILE, "%s: %s", path,
                         strerror(errno));
    if (!S_ISREG(facts.st_mode) || !is_theirs(&facts, owner))
        return error_set(error, MESSAGE_KEYLINE_FILE, "%s: owner or mode",
                         path);
    return read_all(file, bytes) ||
           error_set(error, MESSAGE_KEYLINE_FILE, "%s: not read", path);
}
