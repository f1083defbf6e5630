/* Where the store may lie, and the making of its file. */
#include "console/io/dbfile.h"

#include "console/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Their locks, or the order of their writes, cannot be trusted. */
static const struct {
    int64_t type;
    const char *name;
} network_systems[] = {
    {0x6969, "NFS"},      {0xFF534D42, "CIFS"},  {0xFE534D42, "SMB2"},
    {0x517B, "SMB"},      {0x65735546, "FUSE"},  {0x01021997, "9p"},
    {0x5346414F, "AFS"},  {0x6B414653, "kAFS"},  {0x00C36400, "Ceph"},
    {0x73757245, "Coda"}, {0x564C, "NCP"},       {0x0BD00BD0, "Lustre"},
    {0x01161970, "GFS2"}, {0x7461636F, "OCFS2"}, {0x786F4256, "vboxsf"},
};

const char *dbfile_network(int64_t type)
{
    /* f_type is signed and 32 bits wide on some machines. */
    for (size_t i = 0; i < COUNT(network_systems); i++)
        if (network_systems[i].type == (type & 0xFFFFFFFF))
            return network_systems[i].name;
    return NULL;
}

static bool refuse(const char *path, enum message message, struct error *error)
{
    return error_set(error, message, "%s: %s", path, strerror(errno));
}

/* The file system of a folder, or of the nearest one above it that can be
 * asked. */
static bool find_system(const char *folder, struct statfs *system)
{
    char *place = mem_copy(folder);
    int failed;
    while ((failed = statfs(place, system)) != 0 &&
           strchr(place, '/') != NULL && strcmp(place, "/") != 0) {
        char *up = mem_copy(dirname(place));
        free(place);
        place = up;
    }
    free(place);
    return failed == 0;
}

bool dbfile_local(const char *folder, struct error *error)
{
    struct statfs system;
    if (!find_system(folder, &system))
        return true; /* whoever makes or opens it will tell */
    const char *network = dbfile_network((int64_t)system.f_type);
    return network == NULL || error_set(error, MESSAGE_STORE_NETWORK_FS,
                                        "%s: %s", folder, network);
}

/* The directory may be reached by a link, the file itself may not be one. */
static char *find_place(const char *path, struct error *error)
{
    AUTO_CHARS for_folder = mem_copy(path);
    AUTO_CHARS for_name = mem_copy(path);
    AUTO_CHARS folder = realpath(dirname(for_folder), NULL);
    if (folder == NULL) {
        refuse(path, MESSAGE_STORE_OPEN, error);
        return NULL;
    }
    if (!dbfile_local(folder, error))
        return NULL;
    return mem_format("%s/%s", folder, basename(for_name));
}

/* Never opens a file that is there: closing it again would drop the locks of
 * SQLite in this process. */
static bool make_file(const char *path, struct error *error)
{
    int made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0)
        return close(made) == 0 || refuse(path, MESSAGE_STORE_IO, error);
    struct stat file;
    if (errno != EEXIST || lstat(path, &file) != 0)
        return refuse(path, MESSAGE_STORE_OPEN, error);
    if (!S_ISREG(file.st_mode))
        return error_set(error, MESSAGE_STORE_OPEN, "%s: not a regular file",
                         path);
    if (file.st_mode & (S_IWGRP | S_IWOTH))
        return error_set(error, MESSAGE_STORE_MODE, "%s: mode %03o", path,
                         (unsigned)file.st_mode & 0777);
    return true;
}

char *dbfile_make(const char *path, struct error *error)
{
    char *place = find_place(path, error);
    if (place == NULL || make_file(place, error))
        return place;
    free(place);
    return NULL;
}
