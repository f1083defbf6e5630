/* script paths: every path of scripts, one a line, with values that take it and
 * the outcome. */
#include "console/cli/cli_script.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/desk.h"
#include "console/prove/paths.h"
#include "console/script/script.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

/* More paths of a script than this: its pairs of ways. */
enum { PATHS_MOST = 2000, LIMIT_MOST = 100000 };

static void add_value(struct text *line, const char *name, const json_t *value)
{
    AUTO_CHARS plain = json_is_string(value)
                           ? mem_copy(json_string_value(value))
                           : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    text_format(line, ", %s=%s", name, plain);
}

static void add_values(struct text *line, const struct path *path)
{
    char day[CLOCK_DATE_SIZE];
    const char *name;
    json_t *value;
    size_t index;
    clock_date(path->as_of, day);
    text_format(line, "    as_of=%s", day);
    if (path->look != NULL)
        text_format(line, ", look=%s", path->look);
    json_object_foreach(path->facts, name, value)
    {
        add_value(line, name, value);
    }
    json_array_foreach(path->answers, index, value)
    {
        add_value(line, json_string_value(json_object_get(value, "node")),
                  json_object_get(value, "value"));
    }
}

static void print_path(const struct path *path)
{
    AUTO_TEXT values = {0};
    AUTO_CHARS steps = path_steps(path);
    add_values(&values, path);
    printf("%s%s: %s\n", path->walked ? "" : "! ", path->code, steps);
    puts(text_chars(&values));
}

/* How many of the paths the walk does not take. */
static int count_strays(const struct paths *paths)
{
    int strays = 0;
    for (size_t i = 0; i < paths->count; i++)
        strays += !paths->items[i].walked;
    return strays;
}

static void print_paths(const struct script *script, const struct paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        print_path(&paths->items[i]);
    AUTO_TEXT line = {0};
    text_format(
        &line,
        ngettext("%s: %zu path", "%s: %zu paths", (unsigned long)paths->count),
        script->id, paths->count);
    if (paths->pairs)
        text_format(&line, ", %s",
                    gettext("so many that they cover each pair of ways"));
    puts(text_chars(&line));
}

static json_t *describe(const struct script *script, const struct paths *paths)
{
    json_t *list = json_array();
    for (size_t i = 0; i < paths->count; i++)
        json_array_append_new(list, path_json(&paths->items[i]));
    return json_pack("{s:s, s:b, s:i, s:o}", "script", script->id, "pairs",
                     paths->pairs, "strays", count_strays(paths), "paths",
                     list);
}

/* Finds and prints the paths of one script; *strays grows. */
static bool show(const struct desk *desk, const struct script *script,
                 size_t limit, json_t *all, int *strays, struct error *error)
{
    AUTO(paths_clear) struct paths paths = {0};
    if (!paths_find(&paths, desk->scripts, script, limit, error))
        return false;
    *strays += count_strays(&paths);
    if (all != NULL)
        json_array_append_new(all, describe(script, &paths));
    else
        print_paths(script, &paths);
    return true;
}

static bool show_named(const struct cli *cli, const struct desk *desk,
                       size_t limit, json_t *all, int *strays,
                       struct error *error)
{
    for (int i = 2; i < cli->count; i++) {
        const struct script *script =
            scripts_find(desk->scripts, cli->words[i]);
        if (script == NULL)
            return error_set(error, MESSAGE_SCRIPT_NONE, "%.80s",
                             cli->words[i]);
        if (!show(desk, script, limit, all, strays, error))
            return false;
    }
    return true;
}

/* Those in which a call may start. */
static bool show_entries(const struct desk *desk, size_t limit, json_t *all,
                         int *strays, struct error *error)
{
    for (size_t i = 0; i < scripts_count(desk->scripts); i++) {
        const struct script *script = scripts_at(desk->scripts, i);
        if (script->entry && !show(desk, script, limit, all, strays, error))
            return false;
    }
    return true;
}

int cli_script_paths(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    int64_t limit = PATHS_MOST;
    int strays = 0;
    json_t *all = cli->json ? json_array() : NULL;
    bool good =
        cli_list_number(cli, CLI_LIMIT, LIMIT_MOST, &limit, &error) &&
        (cli->count > 2
             ? show_named(cli, desk, (size_t)limit, all, &strays, &error)
             : show_entries(desk, (size_t)limit, all, &strays, &error));
    if (good && all != NULL)
        cli_print_json(all);
    json_decref(all);
    if (!good)
        return cli_fail(&error);
    return strays == 0 ? EXIT_OK : EXIT_DATA;
}
