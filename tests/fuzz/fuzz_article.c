/* An article (tests/fuzz/base/article.json, changed): what is loaded fits into
 * the width it is read in, whatever stands in braces; what is not is a finding
 * with its place. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/clock.h"
#include "console/base/data_file.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/knowledge/article.h"
#include "console/knowledge/table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct tables *fees(void)
{
    static struct tables *tables;
    AUTO_CHARS folder = fuzz_root("tests/console/script/tables");
    if (!tables)
        tables = tables_load(folder, NULL, NULL);
    return tables;
}

static void take_line(const char *bytes, size_t length, void *cookie)
{
    AUTO_CHARS line = mem_copy_n(bytes, length);
    int *width = cookie;
    HOLDS(text_cells(line) <= *width || text_letter(line) == length,
          "every line fits");
}

static void check_part(const struct article *article,
                       const struct article_part *part, int width)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct article_as as = {fees(), (enum language)i,
                                clock_days(2026, 11, 22)};
        struct error error = {0};
        AUTO_TEXT text = {0};
        HOLDS(part->text.in[i], "a part is there in every language");
        bool whole =
            article_fill(article, part->text.in[i], &as, &text, &error);
        HOLDS(whole == (error.message == MESSAGE_NONE), "filled, or why not");
        AUTO_CHARS clean = text_clean(text_chars(&text), text.length, true);
        text_wrap(clean, width, take_line, &width);
    }
}

static void check(const struct article *article, int width)
{
    HOLDS(article->part_count > 0 && article->parts[0].kind == ARTICLE_SAY,
          "an article begins with what can be said");
    HOLDS(article->part_count <= ARTICLE_PARTS_MAX, "and is not endless");
    for (size_t i = 0; i < article->part_count; i++)
        check_part(article, &article->parts[i], width);
    (void)article_state(article, clock_days(2026, 11, 22));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    struct error error = {0};
    struct findings findings = {0};
    AUTO_CHARS edited = fuzz_edit("tests/fuzz/base/article.json", &input);
    AUTO_CHARS folder = mem_format("%s/articles", fuzz_folder());
    mkdir(folder, 0700);
    fuzz_file("articles/club.json", edited, strlen(edited));
    struct articles *articles = articles_load(folder, &findings, &error);
    HOLDS(articles, "a folder of articles is there, however they are");
    HOLDS(articles_count(articles) == 1 || findings_refuse(&findings),
          "an article that is left out has a finding");
    articles_audit(articles, fees(), clock_days(2026, 11, 22), &findings);
    if (articles_count(articles) == 1)
        check(articles_at(articles, 0), 10 + (int)(length % 70));
    findings_sort(&findings);
    for (size_t i = 0; i < findings.count; i++)
        HOLDS(findings.items[i].file && findings.items[i].line > 0,
              "every finding names file and line");
    findings_clear(&findings);
    articles_free(articles);
    return 0;
}
