/* Copies and removes small trees; nothing of it is synced. */
#include "tests/faults/place.h"

#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

void place_make(struct place *place)
{
    const char *base = getenv("TMPDIR");

    snprintf(place->folder, sizeof(place->folder), "%s/fault-XXXXXX",
             base ? base : "/tmp");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->model, sizeof(place->model), "%s/model", place->folder);
    snprintf(place->work, sizeof(place->work), "%s/work", place->folder);
    snprintf(place->hold, sizeof(place->hold), "%s/hold", place->folder);
    snprintf(place->count, sizeof(place->count), "%s/count", place->folder);
    assert_int_equal(mkdir(place->model, 0700), 0);
}

static int remove_one(const char *path, const struct stat *facts, int kind,
                      struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

void place_clear(const char *folder)
{
    if (nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0 &&
        errno != ENOENT)
        fail_msg("%s: %s", folder, strerror(errno));
}

void place_remove(struct place *place)
{
    place_clear(place->folder);
}

static void copy_file(const char *from, const char *to,
                      const struct stat *facts)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, facts->st_mode);

    assert_true(in >= 0 && out >= 0);
    for (off_t left = facts->st_size; left > 0;) {
        ssize_t sent = sendfile(out, in, NULL, (size_t)left);

        assert_true(sent > 0);
        left -= sent;
    }
    close(in);
    close(out);
}

void place_copy(const char *from, const char *to)
{
    DIR *list = opendir(from);
    const struct dirent *entry;

    assert_non_null(list);
    assert_int_equal(mkdir(to, 0700), 0);
    while ((entry = readdir(list))) {
        AUTO_CHARS source = mem_format("%s/%s", from, entry->d_name);
        AUTO_CHARS target = mem_format("%s/%s", to, entry->d_name);
        struct stat facts;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        assert_int_equal(lstat(source, &facts), 0);
        if (S_ISDIR(facts.st_mode))
            place_copy(source, target);
        else
            copy_file(source, target, &facts);
    }
    closedir(list);
}

void place_restore(struct place *place)
{
    place_clear(place->work);
    place_clear(place->hold);
    place_copy(place->model, place->work);
    assert_int_equal(mkdir(place->hold, 0700), 0);
}

long place_count(const struct place *place)
{
    FILE *file = fopen(place->count, "re");
    long count = -1;

    if (file && fscanf(file, "%ld", &count) != 1)
        count = -1;
    if (file)
        fclose(file);
    return count;
}
