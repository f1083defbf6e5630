/* Reading a command line: getopt_long over the one list of options, in the
 * order in which things stand, so that an option may come behind the words. */
#include "console/cli/cli_arg.h"

#include "console/base/error.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* Long options answer with this added, beyond all letters. */
enum { LONG = 256, WORD = 1 };

static const struct cli_option_row rows[CLI_OPTION_COUNT] = {
#define CLI_OPTION(id, letter, name, argument, help)                           \
    [CLI_##id] = {letter, name, argument, help},
#include "console/cli/cli_option.def"
#undef CLI_OPTION
};

const struct cli_option_row *cli_option_at(enum cli_option option)
{
    return &rows[option];
}

size_t cli_distance(const char *from, const char *to)
{
    size_t width = strlen(to) + 1;
    size_t *cost = mem_grow(NULL, width, sizeof(*cost));
    for (size_t j = 0; j < width; j++)
        cost[j] = j;
    for (size_t i = 1; *from; i++, from++) {
        size_t diagonal = cost[0];
        cost[0] = i;
        for (size_t j = 1; j < width; j++) {
            size_t best = diagonal + (to[j - 1] != *from);
            diagonal = cost[j];
            best = cost[j] + 1 < best ? cost[j] + 1 : best;
            cost[j] = cost[j - 1] + 1 < best ? cost[j - 1] + 1 : best;
        }
    }
    size_t distance = cost[width - 1];
    free(cost);
    return distance;
}

static const char *nearest(const char *name)
{
    size_t best = 0;
    for (size_t i = 1; i < CLI_OPTION_COUNT; i++)
        if (cli_distance(name, rows[i].name) <
            cli_distance(name, rows[best].name))
            best = i;
    return rows[best].name;
}

static void add_setting(struct cli_args *args, char *setting)
{
    args->settings = mem_grow(args->settings, args->setting_count + 2,
                              sizeof(*args->settings));
    args->settings[args->setting_count++] = setting;
    args->settings[args->setting_count] = NULL;
}

void cli_args_set(struct cli_args *args, const char *name, const char *value)
{
    add_setting(args, mem_format("%s=%s", name, value));
}

static void add_word(struct cli_args *args, char *word)
{
    args->words = mem_grow(args->words, (size_t)args->word_count + 2,
                           sizeof(*args->words));
    if (word)
        args->words[args->word_count++] = word;
    args->words[args->word_count] = NULL;
}

/* Those that stand for a setting become one. */
static void take(struct cli_args *args, enum cli_option option)
{
    args->given[option] = optarg ? optarg : "";
    if (option == CLI_SET)
        add_setting(args, mem_copy(optarg));
    if (option == CLI_LANGUAGE)
        cli_args_set(args, "ui.language", optarg);
    if (option == CLI_COLOR)
        cli_args_set(args, "ui.color", optarg);
    if (option == CLI_ASCII)
        cli_args_set(args, "ui.ascii", "yes");
    if (option == CLI_PLAIN)
        cli_args_set(args, "ui.plain", "yes");
    if (option == CLI_AS)
        cli_args_set(args, "person.name", optarg);
    if (option == CLI_AS_OF)
        cli_args_set(args, "line.as_of", optarg);
}

static bool take_letter(struct cli_args *args, int letter)
{
    for (enum cli_option i = 0; i < CLI_OPTION_COUNT; i++)
        if (letter == rows[i].letter || letter == LONG + (int)i) {
            take(args, i);
            return true;
        }
    return false;
}

/* What getopt_long did not accept, and why. */
static bool refuse(int letter, char *const *argv, struct error *error)
{
    if (optopt >= LONG || letter == ':') {
        const struct cli_option_row *row = &rows[CLI_SET];
        if (optopt >= LONG)
            row = &rows[optopt - LONG];
        return error_set(error, MESSAGE_USAGE_OPTION, "--%s %s", row->name,
                         row->argument ? row->argument : "takes no value");
    }
    if (optopt)
        return error_set(error, MESSAGE_USAGE_OPTION, "-%c", optopt);
    const char *typed = argv[optind - 1] + 2;
    AUTO_CHARS name = mem_copy_n(typed, strcspn(typed, "="));
    return error_set(error, MESSAGE_USAGE_OPTION,
                     "--%s is not known; the nearest is --%s", name,
                     nearest(name));
}

static void list_options(struct option *list)
{
    for (size_t i = 0; i < CLI_OPTION_COUNT; i++)
        list[i] = (struct option){
            .name = rows[i].name,
            .has_arg = rows[i].argument ? required_argument : no_argument,
            .val = LONG + (int)i};
}

bool cli_args_read(struct cli_args *args, int argc, char **argv,
                   struct error *error)
{
    struct option list[CLI_OPTION_COUNT + 1] = {0};
    int letter;

    memset(args, 0, sizeof(*args));
    list_options(list);
    add_word(args, NULL);
    optind = 0; /* from the start, also the second time */
    opterr = 0;
    while ((letter = getopt_long(argc, argv, "-:ho:", list, NULL)) != -1) {
        if (letter == WORD)
            add_word(args, optarg);
        else if (!take_letter(args, letter))
            return refuse(letter, argv, error);
    }
    while (optind < argc)
        add_word(args, argv[optind++]);
    return true;
}

void cli_args_clear(struct cli_args *args)
{
    for (size_t i = 0; i < args->setting_count; i++)
        free(args->settings[i]);
    free(args->settings);
    free(args->words);
    memset(args, 0, sizeof(*args));
}
