/* practice: a registry of made-up people, a folder of its own, a desk in it;
 * then a command, or the screens. */
#include "console/cli/cli_practice.h"

#include "console/base/error.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_folder.h"
#include "console/cli/cli_registry.h"
#include "console/cli/cli_seat.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/people/user.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the folder ---- */

/* --folder, else beside the real store's place. The caller frees. */
static char *find_folder(const struct cli *cli)
{
    const char *given = cli_given(cli, CLI_FOLDER);
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (given)
        return mem_copy(given);
    if (state && *state == '/')
        return mem_format("%s/agent1414-practice", state);
    return mem_format("%s/.local/state/agent1414-practice", home ? home : ".");
}

/* ---- the desk ---- */

/* The settings of a desk; false when there is no such desk. */
static bool sit(struct cli_args *args, const char *as, struct error *error)
{
    AUTO(user_clear) struct user user;
    if (!cli_seat_read(&user, as, error))
        return false;
    cli_args_set(args, "person.name", user.name);
    return true;
}

/* Everything as it is in force, as options: they override all other layers.
 * But not what is set for branches: nothing of practice leaves its store. */
static void copy_settings(struct cli_args *args, const struct config *config)
{
    for (size_t id = 0; id < CONFIG_COUNT; id++) {
        const char *name, *value, *origin;
        config_describe(config, id, &name, &value, &origin);
        cli_args_set(args, name, value);
    }
}

static struct config *load(const struct cli_args *args, struct error *error)
{
    struct config_places places = {.system_file = "",
                                   .user_file = "",
                                   .options =
                                       (const char *const *)args->settings};
    return config_load(&places, error);
}

bool cli_sit_down(struct config **config, const char *as, struct error *error)
{
    AUTO(cli_args_clear) struct cli_args args = {0};
    copy_settings(&args, *config);
    struct config *seated = sit(&args, as, error) ? load(&args, error) : NULL;
    if (!seated)
        return false;
    config_free(*config);
    *config = seated;
    return true;
}

static const char *desk_of(const struct cli *cli)
{
    const char *as = cli_given(cli, CLI_AS);
    return as ? as : "agent";
}

/* No credential and no log of the real line goes along. */
static struct config *settings(const struct cli *cli, const char *folder,
                               const char *base_url, struct error *error)
{
    static const char *const emptied[] = {"registry.token_file",
                                          "registry.ca_file",
                                          "registry.client_cert",
                                          "registry.client_key",
                                          "delivery.smtp_url",
                                          "delivery.smtp_password_file",
                                          "log.file"};
    AUTO(cli_args_clear) struct cli_args args = {0};
    copy_settings(&args, cli->config);
    cli_args_set(&args, "registry.base_url", base_url);
    cli_args_set(&args, "store.folder", folder);
    for (size_t i = 0; i < COUNT(emptied); i++)
        cli_args_set(&args, emptied[i], "");
    cli_args_set(&args, "audit.syslog", "off");
    return load(&args, error);
}

/* ---- the command ---- */

static bool prepare(struct cli *cli, struct cli_registry *registry,
                    struct error *error)
{
    AUTO_CHARS folder = find_folder(cli);
    AUTO_CHARS data = desk_data_folder(cli->config);
    AUTO(cli_args_clear) struct cli_args seat = {0};
    if (!sit(&seat, desk_of(cli), error))
        return false; /* before anything is touched */
    if (cli_given(cli, CLI_FRESH) && !cli_folder_empty(folder, error))
        return false;
    if (!cli_folder_ready(folder, error) ||
        !cli_registry_start(registry, data, error))
        return false;
    AUTO_CHARS base_url = mem_format("http://127.0.0.1:%d", registry->port);
    struct config *config = settings(cli, folder, base_url, error);
    if (!config)
        return false;
    config_free(cli->config);
    cli->config = config;
    return cli_sit_down(&cli->config, "admin", error) &&
           cli_seats_fill(cli->config, desk_of(cli), error) &&
           cli_sit_down(&cli->config, desk_of(cli), error);
}

/* Is there something to practise: another command, or a terminal? */
static bool check_inner(const struct cli *cli, struct error *error)
{
    if (cli->inner == cli->command)
        return error_set(error, MESSAGE_USAGE, "practice practice");
    if (!cli->inner && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)))
        return error_set(error, MESSAGE_SCREENS_TERMINAL, "stdin, stdout");
    return true;
}

int cli_practice(struct cli *cli)
{
    struct error error = {0};
    struct cli_registry registry = {0};
    if (!check_inner(cli, &error))
        return cli_fail(&error);
    if (!prepare(cli, &registry, &error)) {
        cli_registry_stop(&registry);
        return cli_fail(&error);
    }
    cli->practice = true;
    if (!cli->inner) { /* the registry lives as long as the screens */
        cli->screens = true;
        return EXIT_OK;
    }
    cli->command = cli->inner;
    cli->words++;
    cli->count--;
    int exit_code = cli_command_run(cli);
    cli_registry_stop(&registry);
    return exit_code;
}
