/* dues for people: days, numbers, and where a figure comes from. */
#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cli/cli_dues.h"
#include "console/cli/cli_print.h"
#include "console/script/fact.h"

#include <jansson.h>

#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <string.h>

static char *write_as(enum fact_type type, const char *text,
                      enum language language)
{
    const struct fact fact = {.type = type};
    AUTO_JSON json = json_string(text);
    return fact_write(&fact, json, language);
}

char *cli_dues_day(int64_t day, enum language language)
{
    char text[CLOCK_DATE_SIZE];
    clock_date(day, text);
    return write_as(FACT_DATE, text, language);
}

char *cli_dues_month(int month, enum language language)
{
    char text[CLOCK_DATE_SIZE];
    clock_month_text(month, text);
    return write_as(FACT_MONTH, text, language);
}

char *cli_dues_number(int64_t x100, enum language language)
{
    AUTO_CHARS whole = mem_format("%" PRId64, x100 / 100);
    AUTO_CHARS part = mem_format("%02d", (int)(x100 % 100));
    if (part[1] == '0')
        part[part[0] == '0' ? 0 : 1] = '\0';
    return mem_format("%s%s%s", whole,
                      !*part                    ? ""
                      : language == LANGUAGE_EN ? "."
                                                : ",",
                      part);
}

/* How sure the row is, in words. */
static const char *sureness(const json_t *row)
{
    static const struct {
        const char *code, *words;
    } all[] = {{"confirmed", N_("confirmed")},
               {"single-source", N_("one source")},
               {"seed", N_("a leaflet alone")},
               {"conflict", N_("sources disagree")},
               {"derived", N_("follows from a rule")}};
    const char *code = json_find_string(row, "confidence");
    for (size_t i = 0; code && i < COUNT(all); i++)
        if (strcmp(code, all[i].code) == 0)
            return gettext(all[i].words);
    return "?";
}

/* The days of a row: "01.01.2026 –" when it is open. */
static char *span(const json_t *row, enum language language)
{
    const char *from = json_find_string(row, "from");
    const char *until = json_find_string(row, "until");
    int64_t end;
    AUTO_CHARS first = from ? write_as(FACT_DATE, from, language) : NULL;
    AUTO_CHARS last = until && clock_parse_date(until, &end)
                          ? cli_dues_day(end - 1, language)
                          : NULL;
    return mem_format("%s –%s%s", first ? first : "", last ? " " : "",
                      last ? last : "");
}

/* The names of a source, with hosts in place of whole addresses. The caller
 * frees. */
static char *name_source(const char *source)
{
    struct text names = {0};
    const char *at;
    while ((at = strstr(source, "://")) != NULL) {
        const char *begin = at;
        while (begin > source && begin[-1] != ' ')
            begin--;
        text_add_n(&names, source, (size_t)(begin - source));
        at += strlen("://");
        text_add_n(&names, at, strcspn(at, "/; "));
        source = at + strcspn(at, "; ");
    }
    text_add(&names, source);
    return text_take(&names);
}

static void print_source(const struct dues_source *source,
                         enum language language)
{
    AUTO_CHARS days = span(source->row, language);
    AUTO_CHARS checked =
        write_as(FACT_DATE, json_find_string(source->row, "checked"), language);
    AUTO_CHARS names = name_source(json_find_string(source->row, "source"));
    AUTO_CHARS head =
        mem_format(gettext("table %s, %s, %s, checked on %s"), source->table,
                   days, sureness(source->row), checked);
    cli_print_text(2, head);
    cli_print_text(4, names);
}

void cli_dues_sources_print(const struct dues_sources *sources,
                            enum language language)
{
    printf("\n%s\n", gettext("Rounding"));
    cli_print_text(2, gettext("Half up to the tiyn, once, at the end of each "
                              "stated sum."));
    printf("\n%s\n", gettext("Sources"));
    for (size_t i = 0; i < sources->count; i++)
        print_source(&sources->items[i], language);
}
