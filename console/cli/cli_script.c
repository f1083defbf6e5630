/* script: lists the guided scripts and hands on to its other words. */
#include "console/cli/cli_script.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/script/script.h"

#include <jansson.h>

#include <string.h>

static json_t *describe(const struct script *script, const char *hash)
{
    json_t *title = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        json_object_set_new(title, language_code((enum language)i),
                            json_string(script->title.in[i]));
    return json_pack("{s:s, s:s, s:o, s:I, s:s}", "id", script->id, "version",
                     script->version, "title", title, "nodes",
                     (json_int_t)script->node_count, "hash", hash);
}

/* The title in one language: a cell holds one text. */
static void choose_titles(json_t *rows, enum language language)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        const char *title = json_find_string(json_object_get(row, "title"),
                                             language_code(language));
        json_object_set_new(row, "title", json_string(title));
    }
}

static int list(const struct cli *cli, const struct desk *desk)
{
    static const struct cli_column columns[] = {{"id", N_("Script")},
                                                {"version", N_("Version")},
                                                {"nodes", N_("Nodes")},
                                                {"title", N_("Title")}};
    const char *hash = scripts_hash(desk->scripts);
    AUTO_JSON rows = json_array();
    for (size_t i = 0; i < scripts_count(desk->scripts); i++)
        json_array_append_new(rows,
                              describe(scripts_at(desk->scripts, i), hash));
    if (!cli->json) {
        choose_titles(rows, desk->language);
        cli_print_rows(cli, columns, COUNT(columns), rows);
        return EXIT_OK;
    }
    AUTO_JSON all = json_pack("{s:O, s:s}", "scripts", rows, "hash", hash);
    cli_print_json(all);
    return EXIT_OK;
}

enum { MANY = 1000 };

/* The words behind `script`, how many follow each, and what they do. */
static const struct part {
    const char *name;
    int least, most;
    unsigned parts; /* of the desk */
    int (*run)(const struct cli *cli, const struct desk *desk);
} parts[] = {
    {"list", 0, 0, DESK_DATA, list},
    {"show", 1, 1, DESK_DATA, cli_script_show},
    {"graph", 0, 1, DESK_DATA, cli_script_graph},
    {"run", 1, 1, DESK_DATA, cli_script_run},
    {"paths", 0, MANY, DESK_DATA, cli_script_paths},
    {"check", 0, MANY, 0, cli_script_check},
    {"publish", 0, MANY, DESK_STORE, cli_script_publish},
};

/* NULL: there is no such word. */
static const struct part *find_part(const struct cli *cli)
{
    for (size_t i = 0; cli->count > 1 && i < COUNT(parts); i++)
        if (strcmp(parts[i].name, cli->words[1]) == 0)
            return &parts[i];
    return NULL;
}

int cli_script(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    AUTO_DESK desk = {0};
    if (cli->count == 2 && strcmp(cli->words[1], "eval") == 0)
        return cli_script_eval(cli);
    const struct part *part = find_part(cli);
    if (!cli_words(cli, part ? part->least + 1 : 0, part ? part->most + 1 : -1,
                   &exit_code))
        return exit_code;
    if (!cli_desk_open(&desk, cli, part->parts, &error))
        return cli_fail(&error);
    return part->run(cli, &desk.desk);
}
