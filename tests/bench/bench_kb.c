/* bench_kb WORK: search as it is typed, over the shipped articles and over ten
 * thousand passages, beside plain FTS5 that ranks and cuts snippets from the
 * same texts; the size of the index. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"
#include "console/knowledge/table.h"
#include "tests/kit/bench_kit.h"

#include <jansson.h>
#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ROUNDS = 9, QUERIES_MAX = 400, MANY = 334, PARTS = 10 };

struct queries {
    char *list[QUERIES_MAX];
    size_t count;
};

static void stop(const char *what)
{
    fprintf(stderr, "bench_kb: %s\n", what);
    exit(1);
}

static const char *root(void)
{
    const char *named = getenv("AGENT1414_ROOT");
    return named != NULL ? named : ".";
}

static void read_queries(struct queries *queries)
{
    char line[1024];
    AUTO_CHARS path = mem_format("%s/tests/knowledge/own.txt", root());
    FILE *file = fopen(path, "re");
    if (file == NULL)
        stop("no queries");
    while (fgets(line, sizeof(line), file) && queries->count < QUERIES_MAX) {
        char *rest = line;
        strsep(&rest, "|");
        char *query = rest != NULL ? strsep(&rest, "|") : NULL;
        if (line[0] != '#' && rest != NULL)
            queries->list[queries->count++] = mem_copy(query + 1);
    }
    fclose(file);
}

/* ---- plain FTS5 ---- */

/* A table of the same texts, an article and language a row. */
static sqlite3 *make_plain(const struct kb *kb, size_t *bytes)
{
    sqlite3 *plain;
    sqlite3_stmt *insert;
    const struct articles *articles = kb_articles(kb);
    if (sqlite3_open(":memory:", &plain) != SQLITE_OK ||
        sqlite3_exec(plain, "CREATE VIRTUAL TABLE kb USING fts5(title, body)",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(plain, "INSERT INTO kb VALUES(?,?)", -1, &insert,
                           NULL) != SQLITE_OK)
        stop("no FTS5");
    *bytes = 0;
    for (size_t i = 0; i < articles_count(articles) * LANGUAGE_COUNT; i++) {
        const struct article *article =
            articles_at(articles, i / LANGUAGE_COUNT);
        AUTO_TEXT body = {0};
        for (size_t j = 0; j < article->part_count; j++)
            text_format(&body, "%s\n",
                        article->parts[j].text.in[i % LANGUAGE_COUNT]);
        const char *title = article->title.in[i % LANGUAGE_COUNT];
        *bytes += body.length + strlen(title);
        sqlite3_bind_text(insert, 1, title, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 2, text_chars(&body), -1, SQLITE_STATIC);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return plain;
}

static sqlite3_stmt *prepare_plain(sqlite3 *plain)
{
    sqlite3_stmt *select;
    if (sqlite3_prepare_v2(
            plain,
            "SELECT rowid, title, snippet(kb, 1, '[', ']', '..', 12) FROM kb "
            "WHERE kb MATCH ? ORDER BY rank LIMIT 20",
            -1, &select, NULL) != SQLITE_OK)
        stop("cannot prepare");
    return select;
}

/* Its words as beginnings, any of them. */
static char *plain_query(const char *query)
{
    struct text match = {0};
    AUTO_CHARS copy = mem_copy(query);
    char *rest = copy;
    for (char *word; (word = strsep(&rest, " ")) != NULL;)
        if (*word != '\0' && strchr(word, '"') == NULL)
            text_format(&match, "%s\"%s\"*", match.length > 0 ? " OR " : "",
                        word);
    return text_take(&match);
}

static int ask_plain(sqlite3_stmt *select, const char *match)
{
    int rows = 0;
    sqlite3_bind_text(select, 1, match, -1, SQLITE_STATIC);
    for (; sqlite3_step(select) == SQLITE_ROW; rows++)
        (void)!sqlite3_column_text(select, 2);
    sqlite3_reset(select);
    return rows;
}

/* ---- measuring ---- */

static double time_ours(struct kb *kb, const char *query, int64_t day)
{
    struct kb_result result;
    double from_us = bench_now_us();
    if (!kb_search(kb, query, LANGUAGE_RU, day, &result, NULL))
        stop("a search failed");
    double took_us = bench_now_us() - from_us;
    kb_result_clear(&result);
    return took_us;
}

struct figures {
    double p50, worst;   /* of all queries, each the median of its rounds */
    double ours, theirs; /* p50 of those that plain FTS5 answers as well */
};

static double worst_of(const double *values, size_t count)
{
    double worst = 0;
    for (size_t i = 0; i < count; i++)
        worst = values[i] > worst ? values[i] : worst;
    return worst;
}

static struct figures measure(struct kb *kb, const struct queries *queries,
                              int64_t day, size_t *bytes)
{
    double all[QUERIES_MAX], ours[QUERIES_MAX], theirs[QUERIES_MAX];
    size_t both = 0;
    sqlite3 *plain = make_plain(kb, bytes);
    sqlite3_stmt *select = prepare_plain(plain);
    for (size_t i = 0; i < queries->count; i++) {
        double mine[ROUNDS], other[ROUNDS];
        int rows = 0;
        AUTO_CHARS match = plain_query(queries->list[i]);
        for (int round = 0; round < ROUNDS; round++) {
            mine[round] = time_ours(kb, queries->list[i], day);
            double from_us = bench_now_us();
            rows = ask_plain(select, match);
            other[round] = bench_now_us() - from_us;
        }
        all[i] = bench_median(mine, ROUNDS);
        if (rows == 0)
            continue;
        ours[both] = all[i];
        theirs[both++] = bench_median(other, ROUNDS);
    }
    sqlite3_finalize(select);
    sqlite3_close(plain);
    struct figures figures = {.worst = worst_of(all, queries->count)};
    figures.p50 = bench_median(all, queries->count);
    figures.ours = bench_median(ours, both);
    figures.theirs = bench_median(theirs, both);
    return figures;
}

/* ---- ten thousand passages ---- */

/* Articles whose parts are drawn from those that are shipped. */
static void write_article(const char *folder, const struct articles *from,
                          int number)
{
    size_t count = articles_count(from);
    AUTO_CHARS path = mem_format("%s/kb/articles/a%d.json", folder, number);
    AUTO_CHARS shipped =
        mem_format("%s/kb/articles/%s.json", root(),
                   articles_at(from, (size_t)number % count)->id);
    AUTO_CHARS id = mem_format("a%d", number);
    json_t *article = json_load_file(shipped, 0, NULL);
    json_t *parts = json_array();
    for (int i = 0; i < PARTS; i++) {
        const struct article *source =
            articles_at(from, ((size_t)number * 31 + (size_t)i * 17) % count);
        const struct phrase *text =
            &source->parts[(size_t)number % source->part_count].text;
        json_array_append_new(parts, json_pack("{s:{s:s, s:s, s:s}}", "say",
                                               "kk", text->in[0], "ru",
                                               text->in[1], "en", text->in[2]));
    }
    json_object_set_new(article, "id", json_string(id));
    json_object_set_new(article, "parts", parts);
    if (json_dump_file(article, path, 0) != 0)
        stop("cannot write");
    json_decref(article);
}

static char *write_many(const char *work, const struct articles *from)
{
    char *data = mem_format("%s/many", work);
    AUTO_CHARS make =
        mem_format("mkdir -p %s/kb/articles && cp %s/kb/*.json %s/kb/", data,
                   root(), data);
    if (system(make) != 0)
        stop("cannot copy");
    for (int i = 0; i < MANY; i++)
        write_article(data, from, i);
    return data;
}

/* ---- rows ---- */

static double file_size(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 ? (double)file.st_size : -1;
}

static struct kb *open_with_index(const struct kb_place *place)
{
    struct error error = {0};
    if (!kb_make(place, &error))
        stop(error.detail);
    struct kb *kb = kb_open(place, NULL, &error);
    if (kb == NULL || kb_index(kb) != KB_INDEX_FILE)
        stop("no index");
    return kb;
}

/* What the rows of a table should reach. */
struct goals {
    double p50, worst, ratio;
};

static void show(const struct figures *figures, double index, size_t bytes,
                 const struct goals *goals)
{
    const struct bench_row rows[] = {
        {"a search, p50 of the queries, us", figures->p50, NULL, 0, goals->p50},
        {"a search, the slowest query, us", figures->worst, NULL, 0,
         goals->worst},
        {"what plain FTS5 finds too, p50, us", figures->ours, "plain FTS5",
         figures->theirs, goals->ratio},
        {"the index, bytes", index, "its texts", (double)bytes, 2},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
}

int main(int argc, char **argv)
{
    struct queries queries = {.count = 0};
    struct error error = {0};
    int64_t day;
    size_t bytes;
    if (argc != 2 || !clock_parse_date("2026-11-22", &day))
        stop("usage: bench_kb WORK");
    read_queries(&queries);
    AUTO_CHARS folder = mem_format("%s/kb/tables", root());
    AUTO_CHARS index = mem_format("%s/kb.index", argv[1]);
    struct tables *tables = tables_load(folder, NULL, &error);
    struct kb_place place = {root(), index, tables};
    struct kb *kb = open_with_index(&place);
    bench_heading("knowledge: the shipped articles");
    struct figures figures = measure(kb, &queries, day, &bytes);
    show(&figures, file_size(index), bytes, &(struct goals){1000, 4000, 0.5});
    AUTO_CHARS many = write_many(argv[1], kb_articles(kb));
    kb_close(kb);
    place.data = many;
    kb = open_with_index(&place);
    bench_heading("knowledge: ten thousand passages");
    figures = measure(kb, &queries, day, &bytes);
    show(&figures, file_size(index), bytes,
         &(struct goals){BENCH_NO_GOAL, 20000, BENCH_NO_GOAL});
    kb_close(kb);
    tables_free(tables);
    for (size_t i = 0; i < queries.count; i++)
        free(queries.list[i]);
    return 0;
}
