/* kb search: the best passage of each article, with what was hit marked. */
#include "console/cli/cli_kb.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/desk.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>

#define MARK_OPEN  "["
#define MARK_CLOSE "]"

static const struct {
    const char *name;     /* as --json prints it */
    const char *sentence; /* how a word was read; NULL: nothing to tell */
} reads[] = {
    [KB_READ_EXACT] = {"exact", NULL},
    [KB_READ_FOLDED] = {"folded", NULL},
    [KB_READ_STEM] = {"stem", NULL},
    [KB_READ_SYNONYM] = {"synonym", N_("other words for the same")},
    [KB_READ_LAYOUT] = {"layout", N_("typed in another keyboard layout")},
    [KB_READ_LATIN] = {"latin", N_("in Latin letters")},
    [KB_READ_ERROR] = {"error", N_("one letter wrong")},
    [KB_READ_NONE] = {"none", N_("not found")},
    [KB_READ_PATTERN] = {"pattern", NULL},
};

/* ---- JSON ---- */

/* Marks count bytes of the excerpt. */
static json_t *describe_hit(const struct kb_hit *hit)
{
    json_t *marks = json_array();
    for (size_t i = 0; i < hit->mark_count; i++)
        json_array_append_new(marks,
                              json_pack("[II]", (json_int_t)hit->marks[i].start,
                                        (json_int_t)hit->marks[i].end));
    return json_pack("{s:s, s:s, s:i, s:s, s:s, s:o, s:f}", "id",
                     hit->article->id, "title",
                     hit->article->title.in[hit->language], "part", hit->part,
                     "language", language_code(hit->language), "excerpt",
                     hit->excerpt, "marks", marks, "score", hit->score);
}

static void print_json(const struct kb_result *result)
{
    json_t *hits = json_array(), *words = json_array();
    for (size_t i = 0; i < result->count; i++)
        json_array_append_new(hits, describe_hit(&result->hits[i]));
    for (size_t i = 0; i < result->word_count; i++) {
        const struct kb_word *word = &result->words[i];
        json_array_append_new(words, json_pack("{s:s, s:s, s:s}", "typed",
                                               word->typed, "as", word->as,
                                               "read", reads[word->read].name));
    }
    AUTO_JSON all = json_pack("{s:o, s:o}", "hits", hits, "words", words);
    cli_print_json(all);
}

/* ---- for people ---- */

static void print_hit(const struct kb_hit *hit, enum language language)
{
    AUTO_TEXT text = {0};
    size_t at = 0;
    for (size_t i = 0; i < hit->mark_count; i++) {
        const struct kb_mark *mark = &hit->marks[i];
        text_add_n(&text, hit->excerpt + at, mark->start - at);
        text_add(&text, MARK_OPEN);
        text_add_n(&text, hit->excerpt + mark->start, mark->end - mark->start);
        text_add(&text, MARK_CLOSE);
        at = mark->end;
    }
    text_add(&text, hit->excerpt + at);
    AUTO_CHARS head = mem_format("%s  (%s)", hit->article->title.in[language],
                                 hit->article->id);
    cli_print_text(0, head);
    cli_print_text(4, text_chars(&text));
}

static void print_words(const struct kb_result *result)
{
    for (size_t i = 0; i < result->word_count; i++) {
        const struct kb_word *word = &result->words[i];
        if (reads[word->read].sentence == NULL)
            continue;
        AUTO_CHARS line = word->read == KB_READ_NONE
                              ? mem_format("%s: %s", word->typed,
                                           gettext(reads[word->read].sentence))
                              : mem_format("%s = %s: %s", word->typed, word->as,
                                           gettext(reads[word->read].sentence));
        cli_print_text(0, line);
    }
}

/* The words behind `kb search`, as one query. */
static char *query_of(const struct cli *cli)
{
    struct text query = {0};
    for (int i = 2; i < cli->count; i++)
        text_format(&query, "%s%s", i > 2 ? " " : "", cli->words[i]);
    return text_take(&query);
}

static int print(const struct cli *cli, const struct desk *desk,
                 const struct kb_result *result, const char *query)
{
    struct error none = {0};
    error_set(&none, MESSAGE_KB_NOTHING, "%s", query);
    if (cli->json) {
        print_json(result);
        return result->count > 0 ? EXIT_OK : EXIT_NOT_FOUND;
    }
    print_words(result);
    for (size_t i = 0; i < result->count; i++)
        print_hit(&result->hits[i], desk->language);
    return result->count > 0 ? EXIT_OK : cli_fail(&none);
}

int cli_kb_search(const struct cli *cli, struct desk *desk)
{
    struct error error = {0};
    struct kb_result result;
    AUTO_CHARS query = query_of(cli);
    struct kb *kb = desk_kb(desk, &error);
    if (kb == NULL)
        return cli_fail(&error);
    int exit_code =
        kb_search(kb, query, desk->language, desk->as_of, &result, &error)
            ? print(cli, desk, &result, query)
            : cli_fail(&error);
    kb_result_clear(&result);
    return exit_code;
}
