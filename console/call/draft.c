/* Drafts: frames of [length, 4 bytes][sealed line] in a file that its holder
 * keeps locked; what is torn or foreign at the end is cut off. */
#include "console/call/draft.h"

#include "console/base/error.h"
#include "console/cases/store.h"
#include "console/io/reserve.h"
#include "console/people/keys.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLOTS = 8, HEAD_SIZE = 4, LINE_MAX_BYTES = 1024 * 1024 };

struct draft {
    int file;
    char *path;
    char *reserve; /* given up when there is no room for a line */
    char *name;    /* whose draft; bound into every box */
    struct seal_key key;
    atomic_int lines; /* whole ones; asked for from another thread */
    off_t whole;      /* bytes up to the end of the last whole line */
    bool shared;      /* somebody held another slot of this name */
};

typedef void line_seen(const char *json, void *cookie);

/* A line's place is bound into its box: lines cannot be moved or repeated. */
static char *about_line(const struct draft *draft, int line)
{
    return mem_format("draft of %s, line %d", draft->name, line);
}

/* Reads exactly length bytes at `at`; false at the end of the file too. */
static bool read_at(int file, void *bytes, size_t length, off_t at)
{
    size_t done = 0;

    while (done < length) {
        ssize_t got =
            pread(file, (char *)bytes + done, length - done, at + (off_t)done);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static bool write_at(int file, const void *bytes, size_t length, off_t at)
{
    size_t done = 0;

    while (done < length) {
        ssize_t put = pwrite(file, (const char *)bytes + done, length - done,
                             at + (off_t)done);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

/* Opens the line whose frame begins at *at and steps over it; NULL when it is
 * torn, or sealed by another key, name or place. The caller frees. */
static char *read_line(const struct draft *draft, int line, off_t *at)
{
    uint32_t length;
    unsigned char *box;
    char *json = NULL;

    if (!read_at(draft->file, &length, HEAD_SIZE, *at))
        return NULL;
    length = le32toh(length);
    if (length > LINE_MAX_BYTES)
        return NULL;
    box = mem_new(length + 1);
    if (read_at(draft->file, box, length, *at + HEAD_SIZE)) {
        AUTO_CHARS about = about_line(draft, line);
        json = seal_open(&draft->key, about, box, length, NULL);
    }
    free(box);
    if (json)
        *at += HEAD_SIZE + (off_t)length;
    return json;
}

static void wipe_line(char *json)
{
    seal_wipe(json, strlen(json));
    free(json);
}

/* Walks the whole lines; gives their number and where they end. */
static int scan(const struct draft *draft, off_t *whole, line_seen *seen,
                void *cookie)
{
    int lines = 0;
    char *json;

    *whole = 0;
    while ((json = read_line(draft, lines, whole))) {
        if (seen)
            seen(json, cookie);
        wipe_line(json);
        lines++;
    }
    return lines;
}

/* What came of trying one slot. */
enum slot { SLOT_MINE, SLOT_TAKEN, SLOT_ABSENT, SLOT_FAILED };

static enum slot fail_slot(const char *path, struct error *error)
{
    error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path, strerror(errno));
    return SLOT_FAILED;
}

static enum slot lock_slot(int file, const char *path, struct error *error)
{
    struct stat facts;

    if (flock(file, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? SLOT_TAKEN : fail_slot(path, error);
    if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode))
        return fail_slot(path, error);
    if (facts.st_mode & 077) {
        error_set(error, MESSAGE_FILE_MODE, "%s: mode %04o", path,
                  (unsigned)facts.st_mode & 07777);
        return SLOT_FAILED;
    }
    return SLOT_MINE;
}

static void let_go(struct draft *draft)
{
    if (draft->file >= 0)
        close(draft->file);
    draft->file = -1;
    free(draft->path);
    draft->path = NULL;
}

/* Tries to hold one slot's file; `flags` may be O_CREAT. */
static enum slot take_slot(struct draft *draft, const char *folder, int number,
                           int flags, struct error *error)
{
    enum slot slot;

    draft->path = mem_format("%s/%s.%d.draft", folder, draft->name, number);
    draft->file =
        open(draft->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    if (draft->file >= 0)
        slot = lock_slot(draft->file, draft->path, error);
    else
        slot = errno == ENOENT ? SLOT_ABSENT : fail_slot(draft->path, error);
    if (slot == SLOT_MINE)
        draft->lines = scan(draft, &draft->whole, NULL, NULL);
    else
        let_go(draft);
    draft->shared = draft->shared || slot == SLOT_TAKEN;
    return slot;
}

/* Holds a file with an unfinished call if there is a free one. */
static enum slot take_unfinished(struct draft *draft, const char *folder,
                                 struct error *error)
{
    for (int i = 0; i < SLOTS; i++) {
        enum slot slot = take_slot(draft, folder, i, 0, error);

        if (slot == SLOT_FAILED || (slot == SLOT_MINE && draft->lines > 0))
            return slot;
        let_go(draft);
    }
    return SLOT_ABSENT;
}

static enum slot take_any(struct draft *draft, const char *folder,
                          struct error *error)
{
    for (int i = 0; i < SLOTS; i++) {
        enum slot slot = take_slot(draft, folder, i, O_CREAT, error);

        if (slot == SLOT_FAILED || slot == SLOT_MINE)
            return slot;
    }
    error_set(error, MESSAGE_DRAFT_BUSY, "%d drafts of %s are held", SLOTS,
              draft->name);
    return SLOT_FAILED;
}

struct draft *draft_open(const char *folder, const char *name,
                         const struct keys *keys, struct error *error)
{
    AUTO_CHARS drafts = mem_format("%s/drafts", folder);
    struct draft *draft;
    enum slot slot;

    if (!keys_folder(drafts, error))
        return NULL;
    draft = mem_new(sizeof(*draft));
    draft->file = -1;
    draft->reserve = mem_format("%s/" STORE_RESERVE, folder);
    draft->name = mem_copy(name);
    draft->key = keys->draft;
    slot = take_unfinished(draft, drafts, error);
    if (slot == SLOT_ABSENT)
        slot = take_any(draft, drafts, error);
    if (slot == SLOT_MINE && keys_sync_folder(drafts, error))
        return draft;
    draft_close(draft);
    return NULL;
}

void draft_close(struct draft *draft)
{
    if (!draft)
        return;
    let_go(draft);
    free(draft->name);
    free(draft->reserve);
    seal_wipe(&draft->key, sizeof(draft->key));
    free(draft);
}

bool draft_shared(const struct draft *draft)
{
    return draft->shared;
}

bool draft_found(const struct draft *draft)
{
    return draft->lines > 0;
}

bool draft_read(struct draft *draft, line_seen *line, void *cookie,
                struct error *error)
{
    off_t whole;

    if (scan(draft, &whole, line, cookie) == draft->lines)
        return true;
    return error_set(error, MESSAGE_FILE_READ, "%s: changed by others",
                     draft->path);
}

/* Cuts the file to size and syncs it. */
static bool cut(struct draft *draft, off_t size)
{
    return ftruncate(draft->file, size) == 0 && fdatasync(draft->file) == 0;
}

/* Cut first: a torn line must not stand behind a shorter new one. */
static bool put(struct draft *draft, const unsigned char *frame, size_t length)
{
    return ftruncate(draft->file, draft->whole) == 0 &&
           write_at(draft->file, frame, length, draft->whole) &&
           fdatasync(draft->file) == 0;
}

/* A disk without room gives its reserve to drafts as well. */
static bool put_somehow(struct draft *draft, const unsigned char *frame,
                        size_t length)
{
    if (put(draft, frame, length))
        return true;
    int reason = errno;
    if (reason == ENOSPC && reserve_give(draft->reserve))
        return put(draft, frame, length);
    errno = reason;
    return false;
}

bool draft_add(struct draft *draft, const char *json, struct error *error)
{
    AUTO_CHARS about = about_line(draft, draft->lines);
    size_t length;
    unsigned char *box =
        seal_close(&draft->key, about, json, strlen(json), &length);
    unsigned char *frame = mem_new(HEAD_SIZE + length);
    uint32_t head = htole32((uint32_t)length);
    bool added;

    memcpy(frame, &head, HEAD_SIZE);
    memcpy(frame + HEAD_SIZE, box, length);
    added = length <= LINE_MAX_BYTES &&
            put_somehow(draft, frame, HEAD_SIZE + length);
    free(frame);
    free(box);
    if (!added)
        return error_set(error, MESSAGE_FILE_WRITE, "%s: %s", draft->path,
                         length > LINE_MAX_BYTES ? "line too long"
                                                 : strerror(errno));
    draft->whole += HEAD_SIZE + (off_t)length;
    draft->lines++;
    return true;
}

bool draft_end(struct draft *draft, struct error *error)
{
    if (!cut(draft, 0))
        return error_set(error, MESSAGE_FILE_WRITE, "%s: %s", draft->path,
                         strerror(errno));
    draft->lines = 0;
    draft->whole = 0;
    return true;
}
