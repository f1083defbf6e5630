/* Keeps, of every change, what was there before, until it is synced. Nothing is
 * really synced: what lasts is what this file remembers of it. */
#include "tests/faults/power.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    SECTOR = 512,
    CHANGES_MAX = 1 << 16,
    FILES_MAX = 4096,
    MEMORY = 256 * 1024 * 1024 /* taken as it is needed */
};

/* A file that was changed; held open so that its locks stay (closing any
 * descriptor of a file drops those of the process). */
struct file {
    dev_t device;
    ino_t node;
    int file;
};

/* One change that may yet be undone. */
struct change {
    enum trap_kind kind; /* WRITE, CUT; MAKE, REMOVE, RENAME */
    bool lasts;
    int file;      /* ours, of files[]; of a name: -1 */
    off_t at;      /* of the bytes */
    size_t length; /* of the new bytes */
    size_t before_length;
    off_t size, size_before; /* of the file */
    char *bytes, *before;
    dev_t device; /* a name: its folder */
    ino_t node;
    const char *path, *to;
    int held; /* number in the hold; -1: none */
};

static struct power now;
static long seen;
static struct trap_count told;
static struct file *files;
static struct change *changes;
static size_t file_count, change_count, used;
static char *memory;
static int holding;
static uint32_t dice;

static void give_up(const char *what)
{
    trap_ask(SYS_write, 2, (long)what, (long)strlen(what), 0, 0);
    trap_kill();
}

static void *take(size_t length)
{
    char *taken = memory + used;

    used += (length + 15) & ~(size_t)15;
    if (used > MEMORY)
        give_up("power: out of memory\n");
    return taken;
}

static const char *keep_name(const char *name)
{
    return name ? memcpy(take(strlen(name) + 1), name, strlen(name) + 1) : NULL;
}

/* ---- files ---- */

static void facts_of(int file, struct stat *facts)
{
    if (trap_ask(SYS_fstat, file, (long)facts, 0, 0, 0) != 0)
        give_up("power: no such file\n");
}

/* The file's place in files[]; opened when it is new there. */
static int find_file(const struct trap_call *call, const struct stat *facts)
{
    for (size_t i = 0; i < file_count; i++)
        if (files[i].device == facts->st_dev && files[i].node == facts->st_ino)
            return (int)i;
    long opened = trap_ask(SYS_openat, AT_FDCWD, (long)call->path,
                           O_RDWR | O_CLOEXEC, 0, 0);
    if (opened < 0 || file_count == FILES_MAX)
        give_up("power: a file cannot be opened\n");
    files[file_count] =
        (struct file){facts->st_dev, facts->st_ino, (int)opened};
    return (int)file_count++;
}

static struct change *add_change(enum trap_kind kind)
{
    if (change_count == CHANGES_MAX)
        give_up("power: too many changes\n");
    changes[change_count] =
        (struct change){.kind = kind, .file = -1, .held = -1};
    return &changes[change_count++];
}

/* What stands there now, before it goes. */
static void keep_before(struct change *change, size_t length)
{
    change->before = take(length);
    long got = trap_ask(SYS_pread64, files[change->file].file,
                        (long)change->before, (long)length, change->at, 0);
    change->before_length = got > 0 ? (size_t)got : 0;
}

static long write_it(const struct trap_call *call)
{
    struct stat facts;

    facts_of((int)call->args[0], &facts);
    if (!S_ISREG(facts.st_mode))
        return trap_pass(call);
    struct change *change = add_change(TRAP_WRITE);
    change->file = find_file(call, &facts);
    change->at = trap_place(call);
    if (change->at < 0) {
        long flags = trap_ask(SYS_fcntl, call->args[0], F_GETFL, 0, 0, 0);
        change->at = flags & O_APPEND ? facts.st_size
                                      : trap_ask(SYS_lseek, call->args[0], 0,
                                                 SEEK_CUR, 0, 0);
    }
    change->size_before = facts.st_size;
    keep_before(change, trap_length(call));
    long put = trap_pass(call);
    change->length = put > 0 ? (size_t)put : 0;
    change->bytes = take(change->length);
    trap_ask(SYS_pread64, files[change->file].file, (long)change->bytes,
             (long)change->length, change->at, 0);
    return put;
}

static bool open_file(const struct trap_call *call, struct stat *facts)
{
    return trap_ask(SYS_newfstatat, AT_FDCWD, (long)call->path, (long)facts, 0,
                    0) == 0;
}

/* The size that the call gives the file. */
static off_t size_then(const struct trap_call *call, off_t size)
{
    off_t end = call->args[2] + call->args[3];

    if (call->number == SYS_fallocate)
        return end > size && !(call->args[1] & FALLOC_FL_KEEP_SIZE) ? end
                                                                    : size;
    return call->number == SYS_ftruncate || call->number == SYS_truncate
               ? call->args[1]
               : 0;
}

static long cut_it(const struct trap_call *call)
{
    struct stat facts;

    if (!open_file(call, &facts))
        return trap_pass(call);
    struct change *change = add_change(TRAP_CUT);
    change->file = find_file(call, &facts);
    change->size_before = facts.st_size;
    change->size = change->at = size_then(call, facts.st_size);
    if (change->size < facts.st_size)
        keep_before(change, (size_t)(facts.st_size - change->size));
    return trap_pass(call);
}

/* ---- names ---- */

static void folder_of(const char *path, struct change *change)
{
    char folder[PATH_MAX];
    struct stat facts;

    snprintf(folder, sizeof(folder), "%s", path);
    *strrchr(folder, '/') = '\0';
    if (trap_ask(SYS_newfstatat, AT_FDCWD, (long)folder, (long)&facts, 0, 0))
        give_up("power: no such folder\n");
    change->device = facts.st_dev;
    change->node = facts.st_ino;
}

static void hold_name(int number, char name[PATH_MAX])
{
    snprintf(name, PATH_MAX, "%s/%d", now.hold, number);
}

static long move(const char *from, const char *to)
{
    return trap_ask(SYS_renameat, AT_FDCWD, (long)from, AT_FDCWD, (long)to, 0);
}

static struct change *add_name(const struct trap_call *call,
                               enum trap_kind kind)
{
    struct change *change = add_change(kind);

    folder_of(call->to ? call->to : call->path, change);
    change->path = keep_name(call->path);
    change->to = keep_name(call->to);
    return change;
}

static long make_it(const struct trap_call *call)
{
    long made = trap_pass(call);

    if (made >= 0)
        add_name(call, TRAP_MAKE);
    return made;
}

static bool is_folder(const char *path)
{
    struct stat facts;

    return trap_ask(SYS_newfstatat, AT_FDCWD, (long)path, (long)&facts,
                    AT_SYMLINK_NOFOLLOW, 0) == 0 &&
           S_ISDIR(facts.st_mode);
}

/* A file waits in the hold; an empty folder can be made again. */
static long remove_it(const struct trap_call *call)
{
    char held[PATH_MAX];
    bool folder = is_folder(call->path);
    long gone;

    hold_name(holding, held);
    gone = folder ? trap_pass(call) : move(call->path, held);
    if (gone < 0)
        return gone;
    add_name(call, TRAP_REMOVE)->held = folder ? -1 : holding++;
    return 0;
}

static long rename_it(const struct trap_call *call)
{
    char held[PATH_MAX];
    long moved, replaced;

    hold_name(holding, held);
    replaced =
        trap_ask(SYS_linkat, AT_FDCWD, (long)call->to, AT_FDCWD, (long)held, 0);
    moved = trap_pass(call);
    if (moved == 0)
        add_name(call, TRAP_RENAME)->held = replaced == 0 ? holding : -1;
    holding++;
    return moved;
}

/* ---- syncs ---- */

static void sync_it(const struct trap_call *call)
{
    struct stat facts;

    facts_of((int)call->args[0], &facts);
    for (size_t i = 0; i < change_count; i++) {
        struct change *change = &changes[i];
        dev_t device =
            change->path ? change->device : files[change->file].device;
        ino_t node = change->path ? change->node : files[change->file].node;

        if (device == facts.st_dev && node == facts.st_ino)
            change->lasts = true;
    }
}

/* ---- the loss ---- */

static void put(int file, const char *bytes, size_t length, off_t at)
{
    trap_ask(SYS_pwrite64, file, (long)bytes, (long)length, at, 0);
}

static void undo_bytes(const struct change *change)
{
    int file = files[change->file].file;

    put(file, change->before, change->before_length, change->at);
    trap_ask(SYS_ftruncate, file, change->size_before, 0, 0, 0);
}

static bool coin(void)
{
    dice = dice * 1664525u + 1013904223u;
    return dice >> 31;
}

/* Some sectors of the bytes reached the disk, or the cut did. */
static void redo_part(const struct change *change)
{
    int file = files[change->file].file;
    off_t end = change->at + (off_t)change->length;

    if (change->kind == TRAP_CUT) {
        if (coin())
            trap_ask(SYS_ftruncate, file, change->size, 0, 0, 0);
        return;
    }
    for (off_t at = change->at; at < end;) {
        off_t next = (at / SECTOR + 1) * SECTOR;

        next = next < end ? next : end;
        if (coin())
            put(file, change->bytes + (at - change->at), (size_t)(next - at),
                at);
        at = next;
    }
}

static void undo_name(const struct change *change)
{
    char held[PATH_MAX];

    if (change->kind == TRAP_MAKE) {
        hold_name(holding++, held);
        move(change->path, held);
        return;
    }
    hold_name(change->held, held);
    if (change->kind == TRAP_RENAME)
        move(change->to, change->path);
    if (change->held >= 0)
        move(held, change->to ? change->to : change->path);
    else if (change->kind == TRAP_REMOVE)
        trap_ask(SYS_mkdirat, AT_FDCWD, (long)change->path, 0700, 0, 0);
}

/* How many of the names that may be lost are not. */
static size_t names_kept(void)
{
    size_t names = 0;

    for (size_t i = 0; i < change_count; i++)
        names += changes[i].path && !changes[i].lasts;
    coin();
    return now.seed == 0 || names == 0 ? 0 : (dice >> 8) % (names + 1);
}

static void lose_names(size_t kept)
{
    size_t names = 0;

    for (size_t i = 0; i < change_count; i++) {
        struct change *change = &changes[i];

        if (change->path && !change->lasts)
            change->lasts = names++ < kept;
    }
    for (size_t i = change_count; i-- > 0;)
        if (changes[i].path && !changes[i].lasts)
            undo_name(&changes[i]);
}

static void lose_bytes(void)
{
    for (size_t i = change_count; i-- > 0;)
        if (!changes[i].path && !changes[i].lasts)
            undo_bytes(&changes[i]);
    for (size_t i = 0; now.seed > 0 && i < change_count; i++)
        if (!changes[i].path && !changes[i].lasts)
            redo_part(&changes[i]);
}

void power_cut(void)
{
    dice = now.seed * 2654435761u + (uint32_t)seen;
    lose_bytes();
    lose_names(names_kept());
    trap_kill();
}

/* ---- deciding ---- */

static long decide(const struct trap_call *call)
{
    seen++;
    if (now.count)
        ++*now.count;
    trap_count_add(&told);
    if (seen == now.point)
        power_cut();
    switch (call->kind) {
    case TRAP_WRITE:
        return write_it(call);
    case TRAP_CUT: {
        return cut_it(call);
    }
    case TRAP_MAKE:
        return make_it(call);
    case TRAP_REMOVE:
        return remove_it(call);
    case TRAP_RENAME:
        return rename_it(call);
    case TRAP_SYNC:
        sync_it(call);
        return 0;
    }
    return trap_pass(call);
}

bool power_start(const struct power *plan)
{
    size_t length =
        MEMORY + CHANGES_MAX * sizeof(*changes) + FILES_MAX * sizeof(*files);
    char *mapped = mmap(NULL, length, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (mapped == MAP_FAILED)
        return false;
    now = *plan;
    memory = mapped;
    changes = (struct change *)(mapped + MEMORY);
    files = (struct file *)(changes + CHANGES_MAX);
    return trap_start(plan->folder, decide);
}

/* ---- before any program ---- */

static bool at_end;

__attribute__((constructor)) static void load(void)
{
    const char *count = getenv("POWER_COUNT"), *point = getenv("POWER_POINT"),
               *seed = getenv("POWER_SEED");
    struct power plan = {.folder = getenv("POWER_FOLDER"),
                         .hold = getenv("POWER_HOLD"),
                         .point = point ? atol(point) : 0,
                         .seed = seed ? (unsigned)atol(seed) : 0};

    if (!plan.folder)
        return;
    at_end = point && strcmp(point, "end") == 0;
    if (plan.hold && count && trap_count_open(&told, count) &&
        power_start(&plan))
        return;
    fprintf(stderr, "power: bad plan: POWER_FOLDER, _HOLD, _POINT, _COUNT\n");
    _exit(99);
}

__attribute__((destructor)) static void unload(void)
{
    if (at_end)
        power_cut();
}
