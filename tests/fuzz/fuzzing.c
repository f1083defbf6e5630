/* What the fuzz targets share: promises, inputs taken apart, a private folder.
 */
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"
#include "console/base/text.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void fuzz_broken(const char *file, int line, const char *promise,
                 const char *condition)
{
    fprintf(stderr, "%s:%d: broken: %s (%s)\n", file, line, promise, condition);
    abort();
}

/* ---- the input ---- */

uint8_t fuzz_byte(struct fuzz_bytes *bytes)
{
    if (bytes->left == 0)
        return 0;
    bytes->left--;
    return *bytes->at++;
}

static void skip(struct fuzz_bytes *bytes, size_t count)
{
    bytes->at += count;
    bytes->left -= count;
}

char *fuzz_line(struct fuzz_bytes *bytes)
{
    if (bytes->left == 0)
        return mem_copy("");
    const uint8_t *end = memchr(bytes->at, '\n', bytes->left);
    size_t length = end ? (size_t)(end - bytes->at) : bytes->left;
    char *line = mem_copy_n((const char *)bytes->at, length);
    skip(bytes, end ? length + 1 : length);
    return line;
}

char *fuzz_rest(struct fuzz_bytes *bytes, size_t most)
{
    struct text rest = {0};
    for (; bytes->left > 0; skip(bytes, 1))
        if (*bytes->at != 0 && rest.length < most)
            text_add_n(&rest, (const char *)bytes->at, 1);
    return text_take(&rest);
}

uint32_t fuzz_seed(const uint8_t *bytes, size_t length)
{
    uint32_t hash = 2166136261;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 16777619;
    return hash ? hash : 1;
}

uint32_t fuzz_roll(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* ---- the folder ---- */

static char folder[PATH_MAX];

static int take_away(const char *path, const struct stat *facts, int type,
                     struct FTW *place)
{
    (void)facts, (void)type, (void)place;
    return remove(path);
}

static void leave(void)
{
    nftw(folder, take_away, 16, FTW_DEPTH | FTW_PHYS);
}

const char *fuzz_folder(void)
{
    const char *above = getenv("TMPDIR");
    if (folder[0])
        return folder;
    snprintf(folder, sizeof(folder), "%s/agent1414-fuzz-XXXXXX",
             above ? above : "/tmp");
    if (!mkdtemp(folder)) {
        perror(folder);
        exit(1);
    }
    atexit(leave);
    return folder;
}

const char *fuzz_file(const char *name, const void *bytes, size_t length)
{
    static char path[PATH_MAX];
    if ((size_t)snprintf(path, sizeof(path), "%s/%s", fuzz_folder(), name) >=
        sizeof(path))
        abort();
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || write(file, bytes, length) != (ssize_t)length ||
        close(file) != 0) {
        perror(path);
        exit(1);
    }
    return path;
}
