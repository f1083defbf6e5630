/* The practice folder. What is removed is named here file by file: a wrong
 * --folder must never cost anybody anything. */
#include "console/cli/cli_folder.h"

#include "console/base/error.h"
#include "console/people/keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK   "practice"
#define DRAFTS "drafts"
#define SUFFIX ".draft"

static const char mark_text[] = "agent1414 practice folder\n";

/* What store, keys and log make in their folder. */
static const char *const made[] = {"log.db",     "log.db-journal",
                                   "log.db-wal", "log.db-shm",
                                   "master.key", "agent1414.log"};

static bool refuse(const char *folder, struct error *error)
{
    return error_set(error, MESSAGE_PRACTICE_FOLDER, "%s", folder);
}

/* Is there a regular file of ours with just the text of the mark? A folder or
 * a file that is merely named so is none. */
static bool has_mark(int folder)
{
    char text[sizeof(mark_text)];
    struct stat status;
    int file =
        openat(folder, MARK, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return false;
    bool ours = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                status.st_uid == geteuid() &&
                read(file, text, sizeof(text)) == (ssize_t)strlen(mark_text) &&
                memcmp(text, mark_text, strlen(mark_text)) == 0;
    close(file);
    return ours;
}

static bool is_empty(int folder)
{
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    int count = 0;
    if (!list) {
        if (copy >= 0)
            close(copy);
        return false;
    }
    while (readdir(list))
        count++;
    closedir(list);
    return count <= 2; /* . and .. */
}

static bool make_mark(int folder, const char *path, struct error *error)
{
    ssize_t length = (ssize_t)strlen(mark_text);
    int file =
        openat(folder, MARK,
               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool written =
        file >= 0 && write(file, mark_text, (size_t)length) == length;
    if (!written)
        error_set(error, MESSAGE_FILE_WRITE, "%s/" MARK ": %s", path,
                  strerror(errno));
    if (file >= 0)
        close(file);
    return written;
}

static int open_folder(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool cli_folder_ready(const char *path, struct error *error)
{
    if (!keys_folder(path, error))
        return false;
    int folder = open_folder(path);
    if (folder < 0)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", path,
                         strerror(errno));
    bool ready =
        has_mark(folder) || (is_empty(folder) ? make_mark(folder, path, error)
                                              : refuse(path, error));
    close(folder);
    return ready;
}

/* ---- emptying ---- */

/* A file that is not there is gone already; a folder of that name stays. */
static bool remove_file(int folder, const char *name, struct error *error)
{
    return unlinkat(folder, name, 0) == 0 || errno == ENOENT ||
           error_set(error, MESSAGE_FILE_WRITE, "%s: %s", name,
                     strerror(errno));
}

static bool is_draft(const char *name)
{
    size_t length = strlen(name);
    return length > strlen(SUFFIX) &&
           strcmp(name + length - strlen(SUFFIX), SUFFIX) == 0;
}

static bool remove_drafts(int folder, struct error *error)
{
    int drafts =
        openat(folder, DRAFTS, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = drafts < 0 ? NULL : fdopendir(drafts);
    bool removed = true;
    const struct dirent *entry;
    if (!list) {
        if (drafts >= 0)
            close(drafts);
        return true;
    }
    while (removed && (entry = readdir(list)))
        if (is_draft(entry->d_name))
            removed = remove_file(drafts, entry->d_name, error);
    closedir(list);
    return removed;
}

static bool empty(int folder, const char *path, struct error *error)
{
    if (!has_mark(folder))
        return is_empty(folder) || refuse(path, error);
    for (size_t i = 0; i < COUNT(made); i++)
        if (!remove_file(folder, made[i], error))
            return false;
    return remove_drafts(folder, error);
}

bool cli_folder_empty(const char *path, struct error *error)
{
    int folder = open_folder(path);
    if (folder < 0)
        return errno == ENOENT || error_set(error, MESSAGE_FILE_READ, "%s: %s",
                                            path, strerror(errno));
    bool emptied = empty(folder, path, error);
    close(folder);
    return emptied;
}
