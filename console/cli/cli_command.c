/* What all subcommands have in common. */
#include "console/cli/cli_command.h"

#include "console/base/error.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_fence.h"
#include "console/cli/cli_library.h"

#include <string.h>

int cli_command_run(struct cli *cli)
{
    if (cli->command->settings && !cli->config)
        return cli_fail(cli->config_error);
    struct error error = {0};
    if (cli->command->settings && !cli_libraries_check(NULL, &error))
        return cli_fail(&error);
    cli_fence_command(cli);
    return cli->command->run(cli);
}

const char *cli_given(const struct cli *cli, enum cli_option option)
{
    return cli->args->given[option];
}

static int fail_usage(const struct cli *cli)
{
    struct error error = {0};
    error_set(&error, MESSAGE_USAGE, "agent1414 %s", cli->command->usage);
    return cli_fail(&error);
}

bool cli_words(const struct cli *cli, int least, int most, int *exit_code)
{
    int count = cli->count - 1;
    if (count >= least && count <= most)
        return true;
    *exit_code = fail_usage(cli);
    return false;
}

bool cli_words_are(const struct cli *cli, const char *word, int most)
{
    return cli->count >= 2 && cli->count <= 2 + most &&
           strcmp(cli->words[1], word) == 0;
}

bool cli_words_sub(const struct cli *cli, const char *alone, const char *with,
                   int *exit_code)
{
    if (cli->count == 2 && strcmp(cli->words[1], alone) == 0)
        return true;
    if (cli->count == 3 && strcmp(cli->words[1], with) == 0)
        return true;
    *exit_code = fail_usage(cli);
    return false;
}
