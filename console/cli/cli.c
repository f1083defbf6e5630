/* The way of a command line: apart, settings, language, then help, a command
 * or the screens. */
#include "console/cli/cli.h"

#include "console/base/error.h"
#include "console/base/language.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_help.h"
#include "console/cli/cli_library.h"
#include "console/cli/cli_table.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/people/auth_info.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The language of the settings; when they cannot be read, of the option. */
static void choose_language(const struct cli *cli)
{
    enum language language = LANGUAGE_KK;
    const char *asked = cli_given(cli, CLI_LANGUAGE);
    AUTO_CHARS catalogues = desk_po_folder();
    if (!asked)
        asked = getenv("AGENT1414_UI_LANGUAGE");
    if (cli->config)
        asked = config_text(cli->config, CONFIG_ui_language);
    if (asked && !language_find(asked, &language))
        language = LANGUAGE_KK;
    language_interface(language, catalogues);
}

/* Every option given must be one that the command (or the one that is
 * practised) takes. */
static bool check_options(const struct cli *cli, struct error *error)
{
    for (enum cli_option i = 0; i < CLI_OPTION_COUNT; i++) {
        if (!cli_given(cli, i) || cli_table_takes(cli->command, i) ||
            (cli->inner && cli_table_takes(cli->inner, i)))
            continue;
        return error_set(error, MESSAGE_USAGE_OPTION, "%s --%s",
                         cli->command->name, cli_option_at(i)->name);
    }
    return true;
}

/* Finds what the words name: a command, behind `practice` another one. */
static bool find_commands(struct cli *cli, struct error *error)
{
    if (cli->count > 0)
        cli->command = cli_table_find(cli->words[0], error);
    if (cli->count > 1 && cli->command && cli->command->run == cli_practice)
        cli->inner = cli_table_find(cli->words[1], error);
    return error->message == MESSAGE_NONE;
}

/* No command: the screens, where there is a terminal. */
static int open_screens(struct cli *cli, struct error *error)
{
    for (enum cli_option i = CLI_COMMAND_OPTIONS; i < CLI_OPTION_COUNT; i++)
        if (cli_given(cli, i) && i != CLI_AS_OF)
            error_set(error, MESSAGE_USAGE_OPTION, "--%s",
                      cli_option_at(i)->name);
    if (error->message)
        return cli_fail(error);
    if (!cli->config)
        return cli_fail(cli->config_error);
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        error_set(error, MESSAGE_SCREENS_TERMINAL, "stdin, stdout");
        return cli_fail(error);
    }
    if (!cli_libraries_check(NULL, error))
        return cli_fail(error);
    cli->screens = true;
    return EXIT_OK;
}

/* `--as` in an SSH session is sshd's own line (keyline_text): nothing else can
 * stand on it. */
static bool check_remote(const struct cli *cli, struct error *error)
{
    for (enum cli_option i = 0; i < CLI_OPTION_COUNT; i++)
        if (i != CLI_AS && i != CLI_CONFIG && cli_given(cli, i))
            return error_set(error, MESSAGE_USAGE_OPTION, "--as, --%s",
                             cli_option_at(i)->name);
    return cli->count == 0 || error_set(error, MESSAGE_USAGE, "--as alone");
}

/* Practice has people of its own, whom anybody may be. */
static bool is_remote(const struct cli *cli)
{
    const struct cli_command *command =
        cli->count > 0 ? cli_table_find(cli->words[0], NULL) : NULL;
    return cli_given(cli, CLI_AS) && auth_info_is_ssh() &&
           !(command && command->run == cli_practice);
}

static int obey(struct cli *cli, void (*manual)(void))
{
    struct error error = {0};
    cli->remote = is_remote(cli);
    if (cli->remote && !check_remote(cli, &error))
        return cli_fail(&error);
    if (cli_given(cli, CLI_VERSION))
        return cli_help_version();
    if (cli_given(cli, CLI_MAN))
        return cli_help_manual(manual);
    if (!find_commands(cli, &error))
        return cli_fail(&error);
    if (cli_given(cli, CLI_HELP))
        return cli_help(cli->inner ? cli->inner : cli->command);
    if (!cli->command)
        return open_screens(cli, &error);
    if (!check_options(cli, &error))
        return cli_fail(&error);
    return cli_command_run(cli);
}

/* What could not be written was not said: a full disk is no success. A reader
 * who has seen enough (head) needs no word on it. */
static int check_output(int exit_code)
{
    struct error error = {0};
    bool written = fflush(stdout) == 0;
    if (!written && errno == EPIPE)
        return exit_code ? exit_code : EXIT_FAILED;
    if (written && !ferror(stdout))
        return exit_code;
    error_set(&error, MESSAGE_OUTPUT, "stdout");
    int failed = cli_fail(&error);
    return exit_code ? exit_code : failed;
}

struct cli_result cli_main(int argc, char **argv, void (*manual)(void))
{
    struct cli_result result = {0};
    struct error error = {0}, config_error = {0};
    AUTO(cli_args_clear) struct cli_args args = {0};
    bool whole = cli_args_read(&args, argc, argv, &error);
    struct config_places places = {.user_file = args.given[CLI_CONFIG],
                                   .options =
                                       (const char *const *)args.settings};
    struct cli cli = {.config = config_load(&places, &config_error),
                      .config_error = &config_error,
                      .args = &args,
                      .json = args.given[CLI_JSON] != NULL,
                      .csv = args.given[CLI_CSV] != NULL,
                      .count = args.word_count,
                      .words = args.words};
    choose_language(&cli);
    result.exit_code = whole ? obey(&cli, manual) : cli_fail(&error);
    result.exit_code = check_output(result.exit_code);
    result.screens = cli.screens;
    result.practice = cli.practice;
    result.remote = cli.remote;
    if (result.screens)
        result.config = cli.config;
    else
        config_free(cli.config);
    return result;
}
