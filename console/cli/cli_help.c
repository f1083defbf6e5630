/* Help and the manual page. Both are made from cli.def, cli_option.def and the
 * list of settings, so that they cannot say what the program does not do. */
#include "console/cli/cli_help.h"

#include "console/base/message.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_table.h"
#include "console/config/config.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#ifndef VERSION
#define VERSION "unversioned"
#endif

enum { WIDTH = 78, USAGE_CELLS = 10, COMMAND_CELLS = 13, OPTION_CELLS = 28 };

static const struct {
    enum exit_code code;
    const char *means;
} exits[] = {
    {EXIT_OK, N_("done")},
    {EXIT_FAILED, N_("failed")},
    {EXIT_USAGE, N_("the command line, or what was typed, is wrong")},
    {EXIT_DATA, N_("settings or data files are not in order")},
    {EXIT_NOT_FOUND, N_("not found")},
    {EXIT_UNAVAILABLE, N_("the registry or the store is not available")},
    {EXIT_FORBIDDEN, N_("not allowed")},
    {EXIT_CONFLICT, N_("in conflict with what is there")}};

static const char about[] = N_(
    "Says why a caller is uninsured and what to do, and sends the case to the "
    "branch that must act. Without a command the screens are opened. - for a "
    "file reads standard input.");

/* "--limit N" and such; the caller frees. */
static char *option_text(const struct cli_option_row *row)
{
    AUTO_CHARS letter =
        row->letter ? mem_format("-%c, ", row->letter) : mem_copy("");
    return mem_format("%s--%s%s%s", letter, row->name, row->argument ? " " : "",
                      row->argument ? row->argument : "");
}

/* Where the next line begins, and how many cells of it are written. */
struct hanging {
    int column, written;
};

static void print_line(const char *bytes, size_t length, void *cookie)
{
    struct hanging *hanging = cookie;
    printf("%*s%.*s\n", hanging->column - hanging->written, "", (int)length,
           bytes);
    hanging->written = 0;
}

/* A name, and its text wrapped beside it; a long name has its own line. */
static void print_beside(const char *name, int column, const char *text)
{
    struct hanging hanging = {column, text_cells(name)};
    printf("%s", name);
    if (hanging.written > column) {
        printf("\n");
        hanging.written = 0;
    }
    text_wrap(text, WIDTH - column, print_line, &hanging);
}

static void print_options(const struct cli_command *command)
{
    enum cli_option first = command ? CLI_COMMAND_OPTIONS : 0;
    enum cli_option end = command ? CLI_OPTION_COUNT : CLI_COMMAND_OPTIONS;
    bool any = false;
    for (enum cli_option i = first; i < end; i++) {
        const struct cli_option_row *row = cli_option_at(i);
        if (command && !cli_table_takes(command, i))
            continue;
        AUTO_CHARS text = option_text(row);
        AUTO_CHARS name = mem_format("  %s", text);
        print_beside(name, OPTION_CELLS, gettext(row->help));
        any = true;
    }
    if (any)
        printf("\n");
}

static void print_all(void)
{
    printf("agent1414 [OPTION...] [COMMAND...]\n\n");
    print_beside("", 0, gettext(about));
    printf("\n");
    for (size_t i = 0; i < cli_table_count(); i++) {
        const struct cli_command *command = cli_table_at(i);
        AUTO_CHARS name = mem_format("  %s", command->name);
        print_beside(name, COMMAND_CELLS, gettext(command->help));
    }
    printf("\n");
    print_options(NULL);
    printf("%s\n\n", gettext("agent1414 COMMAND --help tells more. Exit "
                             "codes:"));
    for (size_t i = 0; i < COUNT(exits); i++)
        printf("  %d  %s\n", exits[i].code, gettext(exits[i].means));
}

/* An example a line. */
static void print_examples(const char *examples, const char *before)
{
    while (*examples) {
        size_t length = strcspn(examples, "\n");
        printf("%s%.*s\n", before, (int)length, examples);
        examples += length;
        examples += *examples == '\n';
    }
}

static void print_command(const struct cli_command *command)
{
    print_beside("agent1414 ", USAGE_CELLS, command->usage);
    printf("\n%s.\n\n", gettext(command->help));
    print_options(command);
    printf("%s\n\n", gettext("Examples:"));
    print_examples(command->examples, "  ");
    printf("\n%s\n",
           gettext("agent1414 --help lists the options of all commands."));
}

int cli_help(const struct cli_command *command)
{
    if (command)
        print_command(command);
    else
        print_all();
    return EXIT_OK;
}

int cli_help_version(void)
{
    printf("agent1414 " VERSION "\n");
    return EXIT_OK;
}

/* ---- the manual page, in man(7) format ---- */

/* Prints text so that roff takes every character as it is. */
static void put(const char *text)
{
    bool first = true;
    for (; *text; text++) {
        if (first && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '-')
            fputs("\\-", stdout);
        else if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
        first = *text == '\n';
    }
}

static void put_option(enum cli_option option)
{
    AUTO_CHARS text = option_text(cli_option_at(option));
    fputs(".TP\n.B ", stdout);
    put(text);
    putchar('\n');
    put(cli_option_at(option)->help);
    putchar('\n');
}

static void put_command(const struct cli_command *command)
{
    fputs(".SS ", stdout);
    put(command->usage);
    putchar('\n');
    put(command->help);
    fputs(".\n", stdout);
    for (enum cli_option i = CLI_COMMAND_OPTIONS; i < CLI_OPTION_COUNT; i++)
        if (cli_table_takes(command, i))
            put_option(i);
    fputs(".PP\n.nf\n", stdout);
    put(command->examples);
    fputs("\n.fi\n", stdout);
}

static void put_settings(void)
{
    AUTO_TEXT defaults = {0};
    config_write_defaults(&defaults);
    fputs(".SH SETTINGS\n.nf\n", stdout);
    put(text_chars(&defaults));
    fputs(".fi\n", stdout);
}

int cli_help_manual(void (*manual)(void))
{
    fputs(".TH AGENT1414 1 \"\" \"agent1414 " VERSION "\"\n.SH NAME\n"
          "agent1414 \\- one screen for a call to the insurance line 1414\n"
          ".SH SYNOPSIS\n.B agent1414\n[OPTION...] [COMMAND...]\n"
          ".SH DESCRIPTION\n",
          stdout);
    put(about);
    fputs("\n.SH OPTIONS\n", stdout);
    for (enum cli_option i = 0; i < CLI_COMMAND_OPTIONS; i++)
        put_option(i);
    fputs(".SH COMMANDS\n", stdout);
    for (size_t i = 0; i < cli_table_count(); i++)
        put_command(cli_table_at(i));
    fflush(stdout);
    if (manual)
        manual();
    fputs(".SH EXIT STATUS\n", stdout);
    for (size_t i = 0; i < COUNT(exits); i++)
        printf(".TP\n%d\n%s\n", exits[i].code, exits[i].means);
    put_settings();
    return EXIT_OK;
}
