/* Landlock by its three system calls (Debian 12's libc has no names for them).
 * Rights that an older kernel does not know are left out. */
#include "console/io/fence.h"

#include "console/io/fence_calls.h"
#include "console/io/process.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than Debian 12's headers: versions 3 and 5 of Landlock. */
#define TRUNCATE  (1ULL << 14)
#define IOCTL_DEV (1ULL << 15)

/* What the kernel reads, as of version 6; older ones take less of it. */
struct rules {
    uint64_t files, ports, scope;
};

enum {
    BIND_TCP = 1,         /* ports: since version 4 */
    ABSTRACT_SOCKETS = 1, /* scope: since version 6 */
    SIGNALS = 2,
    OLDEST = 2, /* version 1 moves no file from folder to folder */
};

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define CHANGE                                                                 \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE | LANDLOCK_ACCESS_FS_MAKE_REG |  \
     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |            \
     LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER)
#define DEVICE                                                                 \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | IOCTL_DEV)
/* Of a file that is no folder. */
#define FILE_RIGHTS                                                            \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE | \
     IOCTL_DEV | LANDLOCK_ACCESS_FS_EXECUTE)

static struct fence_state now;

/* 0: the kernel has none, or it is switched off. */
static int kernel_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
                           LANDLOCK_CREATE_RULESET_VERSION);
    return version >= OLDEST && !process_sanitized() ? (int)version : 0;
}

/* All rights over files that this version knows. */
static uint64_t known_rights(int version)
{
    uint64_t all = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; /* of version 1 */
    all |= LANDLOCK_ACCESS_FS_REFER;
    all |= version >= 3 ? TRUNCATE : 0;
    all |= version >= 5 ? IOCTL_DEV : 0;
    return all;
}

struct fence fence_open(void)
{
    int version = kernel_version();
    struct rules rules = {.files = known_rights(version),
                          .ports = version >= 4 ? BIND_TCP : 0,
                          .scope =
                              version >= 6 ? ABSTRACT_SOCKETS | SIGNALS : 0};
    size_t size = version >= 6   ? sizeof(rules)
                  : version >= 4 ? offsetof(struct rules, scope)
                                 : offsetof(struct rules, ports);
    struct fence fence = {-1};
    if (version > 0)
        fence.rules =
            (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    return fence;
}

static uint64_t rights_of(enum fence_use use, bool is_folder)
{
    static const uint64_t rights[] = {[FENCE_READ] = READ,
                                      [FENCE_WRITE] = READ | CHANGE,
                                      [FENCE_DEVICE] = DEVICE};
    uint64_t wanted = rights[use] & known_rights(kernel_version());
    return is_folder ? wanted : wanted & FILE_RIGHTS;
}

void fence_allow(const struct fence *fence, const char *path,
                 enum fence_use use)
{
    struct stat facts;
    int place =
        fence->rules >= 0 ? open(path, O_PATH | O_CLOEXEC) : fence->rules;
    if (place < 0)
        return;
    if (fstat(place, &facts) == 0) {
        struct landlock_path_beneath_attr rule = {
            .allowed_access = rights_of(use, S_ISDIR(facts.st_mode)),
            .parent_fd = place};
        syscall(SYS_landlock_add_rule, fence->rules, LANDLOCK_RULE_PATH_BENEATH,
                &rule, 0);
    }
    close(place);
}

void fence_close(struct fence *fence)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (fence->rules >= 0) {
        if (syscall(SYS_landlock_restrict_self, fence->rules, 0) == 0)
            now.files = kernel_version();
        close(fence->rules);
        fence->rules = -1;
    }
    now.calls = !process_sanitized() && fence_calls();
}

struct fence_state fence_state(void)
{
    return now;
}
