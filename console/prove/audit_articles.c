/* Links of articles to scripts, and the coverage table. */
#include "console/prove/audit_articles.h"

#include "console/base/data_file.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/knowledge/article.h"
#include "console/script/script.h"
#include "console/script/script_load.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#define SECTION "## Coverage"
#define OUT     "out: "

/* ---- scripts ---- */

/* "gap" or "gap.years". */
static bool is_there(const struct script_set *set, const char *name)
{
    const char *dot = strchr(name, '.');
    AUTO_CHARS id =
        mem_copy_n(name, dot != NULL ? (size_t)(dot - name) : strlen(name));
    const struct script *script = scripts_find(set, id);
    return script != NULL && (dot == NULL || script_node(script, dot + 1) >= 0);
}

void audit_article_links(const struct articles *articles,
                         const struct script_set *set,
                         struct findings *findings)
{
    for (size_t i = 0; i < articles_count(articles); i++) {
        const struct article *article = articles_at(articles, i);
        for (char **at = article->scripts; *at != NULL; at++) {
            struct finding finding = {.code = FINDING_E03,
                                      .file = article->path,
                                      .where = "$.scripts",
                                      .detail = *at};
            if (!is_there(set, *at))
                findings_add(findings, &finding);
        }
    }
}

/* ---- the coverage table ---- */

struct coverage {
    const char *path;
    const struct articles *articles;
    struct findings *findings;
    int line, rows;
    bool inside; /* of the section */
};

static void add(const struct coverage *coverage, enum finding_code code,
                const char *detail)
{
    AUTO_CHARS where = mem_format("line %d", coverage->line);
    struct finding finding = {.code = code,
                              .file = (char *)coverage->path,
                              .line = coverage->line,
                              .where = where,
                              .detail = (char *)detail};
    findings_add(coverage->findings, &finding);
}

/* The names in backticks of a cell; false: there is none. */
static bool see_names(const struct coverage *coverage, const char *cell)
{
    bool some = false;
    for (const char *open; (open = strchr(cell, '`')) != NULL;) {
        size_t length = strcspn(open + 1, "`");
        AUTO_CHARS name = mem_copy_n(open + 1, length);
        if (open[1 + length] == '\0')
            return some;
        some = true;
        if (articles_find(coverage->articles, name) == NULL)
            add(coverage, FINDING_E03, name);
        cell = open + length + 2;
    }
    return some;
}

/* A row: the last cell between bars decides. */
static void see_row(struct coverage *coverage, char *row)
{
    size_t length = strlen(row);
    while (length > 0 && (row[length - 1] == ' ' || row[length - 1] == '|'))
        row[--length] = '\0';
    const char *cell = strrchr(row, '|');
    cell = cell != NULL ? cell + 1 : row;
    cell += strspn(cell, " ");
    coverage->rows++;
    bool out =
        strncmp(cell, OUT, strlen(OUT)) == 0 && strlen(cell) > strlen(OUT);
    if (!out && !see_names(coverage, cell))
        add(coverage, FINDING_E01, gettext(N_("neither an article nor out")));
}

/* The head of a table is the row above the dashes. */
static void see_line(struct coverage *coverage, char *line, const char *next)
{
    coverage->line++;
    if (strncmp(line, "## ", 3) == 0)
        coverage->inside = strcmp(line, SECTION) == 0;
    bool head = next != NULL && strncmp(next, "|-", 2) == 0;
    if (coverage->inside && line[0] == '|' && line[1] != '-' && !head)
        see_row(coverage, line);
}

bool audit_coverage(const char *path, const struct articles *articles,
                    struct findings *findings, struct error *error)
{
    AUTO_TEXT bytes = {0};
    struct coverage coverage = {path, articles, findings, 0, 0, false};
    if (!json_read_bytes(path, &bytes, error))
        return false;
    text_add(&bytes, "");
    char *rest = bytes.chars;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        see_line(&coverage, line, rest);
    coverage.line = 1;
    if (coverage.rows == 0)
        add(&coverage, FINDING_E01, SECTION);
    return true;
}
