/* The columns of the log. */
#include "screens/logrow.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "screens/caserow.h"
#include "screens/chips.h"
#include "screens/figure.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

enum content {
    CONTENT_TEXT,
    CONTENT_WORD, /* a code that is a word of the interface */
    CONTENT_TIME,
    CONTENT_DUE,
    CONTENT_LENGTH, /* of a call */
    CONTENT_STATE,
    CONTENT_ISSUE,
    CONTENT_OUTCOME,
    CONTENT_LANGUAGE
};

/* width 0: the rest of the row. from: the columns a row must have to show it.
 */
struct column {
    const char *key, *title;
    enum content content;
    int width, from;
};

static const struct column of_cases[] = {
    {"number", N_("№"), CONTENT_TEXT, 15, 0},
    {"opened", N_("opened"), CONTENT_TIME, 12, 74},
    {"branch", N_("branch"), CONTENT_TEXT, 7, 0},
    {"state", N_("state"), CONTENT_STATE, 13, 0},
    {"due", N_("due"), CONTENT_DUE, 15, 0},
    {"holder", N_("held by"), CONTENT_TEXT, 14, 120},
    {"agent", N_("agent"), CONTENT_TEXT, 14, 120},
    {"outcome", N_("outcome"), CONTENT_OUTCOME, 12, 150},
    {"language", N_("language"), CONTENT_LANGUAGE, 10, 160},
    {"issue", N_("issue"), CONTENT_ISSUE, 0, 0}};

static const struct column of_calls[] = {
    {"started", N_("when"), CONTENT_TIME, 13, 0},
    {"started", N_("length"), CONTENT_LENGTH, 9, 0},
    {"agent", N_("agent"), CONTENT_TEXT, 14, 0},
    {"outcome", N_("outcome"), CONTENT_OUTCOME, 12, 0},
    {"lookup", N_("look-up"), CONTENT_WORD, 14, 70},
    {"language", N_("language"), CONTENT_LANGUAGE, 10, 110},
    {"script", N_("script"), CONTENT_TEXT, 20, 130},
    {"number", N_("case"), CONTENT_TEXT, 0, 70}};

static bool to_ms(const struct json_t *row, const char *key, int64_t *ms)
{
    const char *iso = json_find_string(row, key);
    return iso && clock_parse_iso(iso, ms);
}

char *logrow_length(const struct json_t *row)
{
    int64_t from, to;
    if (!to_ms(row, "started", &from) || !to_ms(row, "ended", &to))
        return mem_copy("—");
    return figure_duration((to - from) / 1000);
}

static char *write_cell(const struct seat *seat, const struct json_t *row,
                        const struct column *column)
{
    const char *text = json_find_string(row, column->key);
    if (column->content == CONTENT_LENGTH)
        return logrow_length(row);
    if (!text || !*text)
        return mem_copy("—");
    switch (column->content) {
    case CONTENT_TIME:
        return caserow_when(seat, text);
    case CONTENT_WORD:
        return mem_copy(_(text));
    case CONTENT_STATE:
        return mem_copy(chip_words(seat, CHIP_STATE, text));
    case CONTENT_ISSUE:
        return mem_copy(chip_words(seat, CHIP_ISSUE, text));
    case CONTENT_OUTCOME:
        return mem_copy(chip_words(seat, CHIP_OUTCOME, text));
    case CONTENT_LANGUAGE:
        return mem_copy(chip_words(seat, CHIP_SPOKEN, text));
    default:
        return mem_copy(text);
    }
}

/* The cell's part of a row, with a blank behind it; no columns: not shown. */
static struct area take_cell(struct area *area, int all,
                             const struct column *column)
{
    struct area cell = area_part(*area, 0, 0, 1, 0);
    if (all < column->from)
        return cell;
    cell =
        area_take_columns(area, column->width ? column->width : area->columns);
    cell.columns -= cell.columns > 0;
    return cell;
}

static const struct column *columns_of(bool calls, size_t *count)
{
    *count = calls ? COUNT(of_calls) : COUNT(of_cases);
    return calls ? of_calls : of_cases;
}

void logrow_head(struct area area, bool calls)
{
    size_t count;
    int all = area.columns;
    const struct column *columns = columns_of(calls, &count);
    for (size_t i = 0; i < count; i++)
        area_put_in(take_cell(&area, all, &columns[i]), STYLE_DIM,
                    _(columns[i].title));
}

static void draw_cell(const struct seat *seat, const struct json_t *row,
                      struct area cell, const struct column *column,
                      bool selected)
{
    if (column->content == CONTENT_DUE) {
        caserow_draw_due(seat, row, cell);
        return;
    }
    AUTO_CHARS text = write_cell(seat, row, column);
    area_put_in(cell, selected ? STYLE_STRONG : STYLE_NORMAL, text);
}

void logrow_draw(const struct seat *seat, const struct json_t *row,
                 struct area area, bool calls, bool selected)
{
    size_t count;
    int all = area.columns;
    const struct column *columns = columns_of(calls, &count);
    for (size_t i = 0; i < count; i++)
        draw_cell(seat, row, take_cell(&area, all, &columns[i]), &columns[i],
                  selected);
}
