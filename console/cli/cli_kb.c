/* kb: lists the articles, makes the index, and hands on to its other words. */
#include "console/cli/cli_kb.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"
#include "console/knowledge/table.h"

#include <jansson.h>

#include <stdio.h>
#include <string.h>

enum { MANY = 1000 };

static const char *const states[] = {
    [ARTICLE_HOLDS] = "holds",
    [ARTICLE_COMING] = "coming",
    [ARTICLE_PAST] = "past",
    [ARTICLE_STALE] = "stale",
};

static json_t *describe(const struct article *article, const struct desk *desk)
{
    char checked[CLOCK_DATE_SIZE];
    clock_date(article->checked, checked);
    return json_pack("{s:s, s:s, s:s, s:s}", "id", article->id, "state",
                     states[article_state(article, desk->as_of)], "checked",
                     checked, "title", article->title.in[desk->language]);
}

static int list(const struct cli *cli, struct desk *desk)
{
    static const struct cli_column columns[] = {{"id", N_("Article")},
                                                {"state", N_("State")},
                                                {"checked", N_("Checked")},
                                                {"title", N_("Title")}};
    struct error error = {0};
    AUTO_CHARS folder = mem_format("%s/kb/articles", desk->data);
    AUTO_JSON rows = json_array();
    struct articles *articles = articles_load(folder, NULL, &error);
    if (articles == NULL)
        return cli_fail(&error);
    for (size_t i = 0; i < articles_count(articles); i++)
        json_array_append_new(rows, describe(articles_at(articles, i), desk));
    if (cli->json) {
        AUTO_JSON all = json_pack("{s:O, s:s}", "articles", rows, "hash",
                                  articles_hash(articles));
        cli_print_json(all);
    } else {
        cli_print_rows(cli, columns, COUNT(columns), rows);
    }
    articles_free(articles);
    return EXIT_OK;
}

static int make_index(const struct cli *cli, struct desk *desk)
{
    struct error error = {0};
    AUTO_CHARS beside = desk_index_path();
    const char *path = cli->count > 2 ? cli->words[2] : beside;
    const struct kb_place place = {desk->data, path, desk->tables};
    if (!kb_make(&place, &error))
        return cli_fail(&error);
    puts(path);
    return EXIT_OK;
}

/* The words behind `kb`, how many follow each, and what they do. */
static const struct part {
    const char *name;
    int least, most;
    int (*run)(const struct cli *cli, struct desk *desk);
} parts[] = {
    {"search", 1, MANY, cli_kb_search}, {"show", 1, 1, cli_kb_show},
    {"check", 0, 0, cli_kb_check},      {"list", 0, 0, list},
    {"index", 0, 1, make_index},
};

static const struct part *find_part(const struct cli *cli)
{
    for (size_t i = 0; cli->count > 1 && i < COUNT(parts); i++)
        if (strcmp(parts[i].name, cli->words[1]) == 0)
            return &parts[i];
    return NULL;
}

/* The articles need the tables and nothing else: scripts that are refused do
 * not stop them. */
int cli_kb(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    AUTO_DESK desk = {0};
    const struct part *part = find_part(cli);
    if (!cli_words(cli, part ? part->least + 1 : 0, part ? part->most + 1 : -1,
                   &exit_code))
        return exit_code;
    if (!cli_desk_open(&desk, cli, 0, &error))
        return cli_fail(&error);
    AUTO_CHARS folder = mem_format("%s/kb/tables", desk.desk.data);
    struct tables *tables = tables_load(folder, NULL, &error);
    desk.desk.tables = tables;
    exit_code = tables != NULL ? part->run(cli, &desk.desk) : cli_fail(&error);
    desk.desk.tables = NULL;
    tables_free(tables);
    return exit_code;
}
