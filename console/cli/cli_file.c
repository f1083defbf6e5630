/* Making a new file, step by step from folder to folder, so that no link leads
 * elsewhere on the way. */
#include "console/cli/cli_file.h"

#include "console/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool refuse(const char *path, struct error *error)
{
    return error_set(error, MESSAGE_EXPORT_PLACE, "%s", path);
}

/* Part of a path: something other than "." and "..", without control codes. */
static bool is_part(const char *part, size_t length)
{
    if (length == 0 || length > 255 || (length == 1 && *part == '.') ||
        (length == 2 && memcmp(part, "..", 2) == 0))
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)part[i] < ' ' || part[i] == 0x7f)
            return false;
    return true;
}

/* The file's own name: nothing that a shell or a program takes for an option, a
 * pipe or a hidden file later. */
static bool is_name(const char *name)
{
    return is_part(name, strlen(name)) && !strchr("-.|", *name) &&
           !strchr(name, '/');
}

/* Goes down one folder; the descriptor of the upper one is closed. */
static bool step_into(int *folder, const char *part, size_t length,
                      struct error *error)
{
    AUTO_CHARS name = mem_copy_n(part, length);
    int next =
        openat(*folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (next < 0)
        return error_set(error, MESSAGE_EXPORT_PLACE, "%s: %s", name,
                         strerror(errno));
    close(*folder);
    *folder = next;
    return true;
}

/* Opens the folder of the path; *name is what is left of it. */
static bool open_folder(struct cli_file *file, const char *path,
                        struct error *error)
{
    const char *slash;
    file->folder =
        open(*path == '/' ? "/" : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file->folder < 0)
        return error_set(error, MESSAGE_FILE_WRITE, "%s", strerror(errno));
    file->name = path;
    if (*path != '/')
        return true;
    for (file->name++; (slash = strchr(file->name, '/'));
         file->name = slash + 1) {
        size_t length = (size_t)(slash - file->name);
        if (!is_part(file->name, length))
            return refuse(path, error);
        if (!step_into(&file->folder, file->name, length, error))
            return false;
    }
    return true;
}

static bool make_in_folder(struct cli_file *file, const char *path,
                           struct error *error)
{
    if (!is_name(file->name))
        return refuse(path, error);
    file->file =
        openat(file->folder, file->name,
               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file->file >= 0)
        return true;
    return error_set(
        error, errno == EEXIST ? MESSAGE_EXPORT_THERE : MESSAGE_FILE_WRITE,
        "%s: %s", path, strerror(errno));
}

static void close_all(struct cli_file *file)
{
    if (file->file >= 0)
        close(file->file);
    if (file->folder >= 0)
        close(file->folder);
    file->file = file->folder = -1;
}

bool cli_file_make(struct cli_file *file, const char *path, struct error *error)
{
    *file = (struct cli_file){-1, -1, ""};
    if (open_folder(file, path, error) && make_in_folder(file, path, error))
        return true;
    close_all(file);
    return false;
}

void cli_file_drop(struct cli_file *file)
{
    if (file->file >= 0)
        unlinkat(file->folder, file->name, 0);
    close_all(file);
}

bool cli_file_write(struct cli_file *file, const char *bytes, size_t length,
                    struct error *error)
{
    size_t done = 0;
    while (done < length) {
        ssize_t wrote = write(file->file, bytes + done, length - done);
        if (wrote < 0 && errno != EINTR)
            break;
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    if (done < length || fsync(file->file) != 0) {
        error_set(error, MESSAGE_FILE_WRITE, "%s: %s", file->name,
                  strerror(errno));
        cli_file_drop(file);
        return false;
    }
    close_all(file);
    return true;
}
