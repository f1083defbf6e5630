/* Who may open what: the screens, and each command. The one table of it. */
#ifndef CONSOLE_CLI_CLI_FENCE_H
#define CONSOLE_CLI_CLI_FENCE_H

struct cli;
struct config;

/* Closes the fence (io/fence.h) for the screens. Their store's folder must be
 * there (keys_folder) and their log open; the practice registry runs. */
void cli_fence_screens(const struct config *config);

/* The same for the command that is about to run. Not for practice, which starts
 * a registry: the command behind it gets its own. */
void cli_fence_command(const struct cli *cli);

#endif
