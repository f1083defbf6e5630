/* doctor's look at the ground the program stands on: the process, the fence
 * around it, the libraries, the file systems. */
#include "console/cli/cli_doctor.h"

#include "console/base/text.h"
#include "console/cli/cli_library.h"
#include "console/desk.h"
#include "console/io/dbfile.h"
#include "console/io/fence.h"
#include "console/io/process.h"

#include <stdio.h>
#include <sys/vfs.h>

void cli_doctor_process(struct health *health)
{
    struct process_state now = process_state();
    snprintf(health->fine, sizeof(health->fine),
             "memory %s, dumps %s, umask %03o",
             now.private ? "private" : "open", now.no_core ? "none" : "allowed",
             now.umask);
    if (!now.private || !now.no_core || now.umask != 077) {
        health->warning = true;
        error_set(&health->error, MESSAGE_DOCTOR_PROCESS, "%s", health->fine);
    }
}

void cli_doctor_fence(struct health *health)
{
    struct fence_state now = fence_state();
    snprintf(health->fine, sizeof(health->fine), "Landlock %d, seccomp %s",
             now.files, now.calls ? "on" : "off");
    health->warning = now.files == 0 || !now.calls;
    if (health->warning)
        error_set(&health->error,
                  now.calls ? MESSAGE_DOCTOR_LANDLOCK : MESSAGE_DOCTOR_SECCOMP,
                  "%s", health->fine);
}

void cli_doctor_libraries(struct health *health)
{
    AUTO_TEXT all = {0};
    if (cli_libraries_check(&all, &health->error))
        snprintf(health->fine, sizeof(health->fine), "%s", text_chars(&all));
}

/* Reading over a network loses no case, but the line may stand still. */
void cli_doctor_ground(const struct config *config, struct health *health)
{
    AUTO_CHARS data = desk_data_folder(config);
    struct statfs system;
    const char *network = statfs(data, &system) == 0
                              ? dbfile_network((int64_t)system.f_type)
                              : NULL;
    health->warning = network != NULL;
    if (network)
        error_set(&health->error, MESSAGE_DOCTOR_NETWORK, "%s: %s", data,
                  network);
}
