/* kb show: one article, what may be read aloud first. */
#include "console/cli/cli_kb.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/desk.h"
#include "console/knowledge/article.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>

/* How a part of each kind begins and is indented. */
static const struct {
    const char *name, *before;
    int indent;
} kinds[] = {
    [ARTICLE_SAY] = {"say", "» ", 0},
    [ARTICLE_HEADING] = {"heading", "", 0},
    [ARTICLE_TEXT] = {"text", "", 2},
    [ARTICLE_ITEM] = {"item", "- ", 4},
};

static const char *const states[] = {
    [ARTICLE_HOLDS] = NULL,
    [ARTICLE_COMING] = N_("This does not hold yet."),
    [ARTICLE_PAST] = N_("This holds no more."),
    [ARTICLE_STALE] = N_("The sources were not read for more than a year."),
};

static char *fill(const struct article *article, const char *text,
                  const struct desk *desk)
{
    const struct article_as as = {desk->tables, desk->language, desk->as_of};
    struct text filled = {0};
    (void)!article_fill(article, text, &as, &filled, NULL);
    return text_take(&filled);
}

/* ---- JSON ---- */

static json_t *list_json(char *const *strings)
{
    json_t *list = json_array();
    for (; strings != NULL && *strings != NULL; strings++)
        json_array_append_new(list, json_string(*strings));
    return list;
}

static json_t *date_json(int64_t day)
{
    char date[CLOCK_DATE_SIZE];
    if (day == INT64_MAX)
        return json_null();
    clock_date(day, date);
    return json_string(date);
}

static void print_json(const struct article *article, const struct desk *desk)
{
    json_t *parts = json_array();
    for (size_t i = 0; i < article->part_count; i++) {
        const struct article_part *part = &article->parts[i];
        AUTO_CHARS text = fill(article, part->text.in[desk->language], desk);
        json_array_append_new(parts,
                              json_pack("{s:s}", kinds[part->kind].name, text));
    }
    AUTO_JSON all = json_pack(
        "{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", article->id,
        "language", language_code(desk->language), "title",
        article->title.in[desk->language], "from", date_json(article->from),
        "until", date_json(article->until), "checked",
        date_json(article->checked), "sources", list_json(article->sources),
        "parts", parts, "scripts", list_json(article->scripts), "related",
        list_json(article->related));
    cli_print_json(all);
}

/* ---- for people ---- */

static void print_list(const char *title, char *const *strings)
{
    AUTO_TEXT text = {0};
    for (; strings != NULL && *strings != NULL; strings++)
        text_format(&text, "%s%s", text.length > 0 ? ", " : "", *strings);
    cli_print_pair(title, text_chars(&text));
}

static void print_part(const struct article *article, size_t index,
                       const struct desk *desk)
{
    const struct article_part *part = &article->parts[index];
    AUTO_CHARS text = fill(article, part->text.in[desk->language], desk);
    AUTO_CHARS line = mem_format("%s%s", kinds[part->kind].before, text);
    bool listed = index > 0 && part->kind == ARTICLE_ITEM &&
                  article->parts[index - 1].kind == ARTICLE_ITEM;
    if (!listed)
        puts("");
    cli_print_text(kinds[part->kind].indent, line);
}

static void print(const struct article *article, const struct desk *desk)
{
    const char *state = states[article_state(article, desk->as_of)];
    char checked[CLOCK_DATE_SIZE];
    clock_date(article->checked, checked);
    AUTO_CHARS title = fill(article, article->title.in[desk->language], desk);
    cli_print_text(0, title);
    if (state != NULL)
        cli_print_text(0, gettext(state));
    for (size_t i = 0; i < article->part_count; i++)
        print_part(article, i, desk);
    puts("");
    cli_print_pair(N_("Checked"), checked);
    print_list(N_("Sources"), article->sources);
    print_list(N_("Scripts"), article->scripts);
    print_list(N_("See also"), article->related);
}

int cli_kb_show(const struct cli *cli, struct desk *desk)
{
    struct error error = {0};
    AUTO_CHARS folder = mem_format("%s/kb/articles", desk->data);
    struct articles *articles = articles_load(folder, NULL, &error);
    if (articles == NULL)
        return cli_fail(&error);
    const struct article *article = articles_find(articles, cli->words[2]);
    if (article == NULL)
        error_set(&error, MESSAGE_KB_NO_ARTICLE, "%s", cli->words[2]);
    else if (cli->json)
        print_json(article, desk);
    else
        print(article, desk);
    articles_free(articles);
    return article != NULL ? EXIT_OK : cli_fail(&error);
}
