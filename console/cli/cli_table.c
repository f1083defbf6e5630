/* The table of subcommands, from cli.def. It stands above them all: no command
 * knows of it. */
#include "console/cli/cli_table.h"

#include "console/base/error.h"
#include "console/cli/cli_command.h"

#include <string.h>

#define N_(text) text
static const struct cli_command commands[] = {
#define SUBCOMMAND(name, settings, options, usage, help, examples)             \
    {#name, cli_##name, settings, options, usage, help, examples},
#include "console/cli/cli.def"
#undef SUBCOMMAND
};

size_t cli_table_count(void)
{
    return COUNT(commands);
}

const struct cli_command *cli_table_at(size_t index)
{
    return &commands[index];
}

const struct cli_command *cli_table_find(const char *name, struct error *error)
{
    const struct cli_command *nearest = &commands[0];
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
        if (cli_distance(name, commands[i].name) <
            cli_distance(name, nearest->name))
            nearest = &commands[i];
    }
    error_set(error, MESSAGE_USAGE_COMMAND,
              "%.40s is not known; the nearest is %s", name, nearest->name);
    return NULL;
}

bool cli_table_takes(const struct cli_command *command, enum cli_option option)
{
    const char *name = cli_option_at(option)->name;
    size_t length = strlen(name);
    if (option < CLI_COMMAND_OPTIONS)
        return true;
    for (const char *at = command->options; *at; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, name, word) == 0)
            return true;
        at += word;
    }
    return false;
}
