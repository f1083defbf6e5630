/* Rows of cases and calls. */
#include "screens/caserow.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/desk.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <string.h>

struct json_t *caserow_cases(struct store *store, const struct fetch_what *what,
                             struct error *error)
{
    struct store_filter filter = {
        .branch = what->branch,
        .text = what->text && *what->text ? what->text : NULL,
        .before_seq = what->before_seq,
        .limit = CASEROW_PAGE,
    };
    return store_cases(store, &filter, error);
}

struct json_t *caserow_calls(struct store *store, const struct fetch_what *what,
                             struct error *error)
{
    struct store_filter filter = {.agent = what->text, .limit = 12};
    return store_calls(store, &filter, error);
}

char *caserow_when(const struct seat *seat, const char *iso)
{
    char when[CLOCK_ISO_SIZE], today[CLOCK_DATE_SIZE];
    int64_t ms;
    if (!iso || !clock_parse_iso(iso, &ms))
        return mem_copy("—");
    zone_minute(seat->desk->zone, ms, when);
    zone_date(seat->desk->zone, clock_now_ms(), today);
    if (strncmp(when, today, 10) == 0)
        return mem_copy(when + 11);
    return mem_format("%.2s.%.2s %s", when + 8, when + 5, when + 11);
}

static const char *text_of(const struct json_t *row, const char *key)
{
    const char *text = json_find_string(row, key);
    return text ? text : "—";
}

void caserow_draw_case(const struct seat *seat, const struct json_t *row,
                       struct area area, bool selected)
{
    enum style style = selected ? STYLE_STRONG : STYLE_NORMAL;
    AUTO_CHARS when = caserow_when(seat, json_find_string(row, "opened"));
    area_put_in(area_take_columns(&area, 16), style, text_of(row, "number"));
    area_put_in(area_take_columns(&area, 13), style, when);
    if (!role_has_branch(seat->desk->user.role))
        area_put_in(area_take_columns(&area, 5), style, text_of(row, "branch"));
    area_put_in(area_take_columns(&area, -10), STYLE_DIM,
                text_of(row, "agent"));
    area_put_in(area_take_columns(&area, -10), style, _(text_of(row, "state")));
    area_put_in(area_part(area, 0, 0, 1, area.columns - 1), style,
                seat_issue(seat, text_of(row, "issue")));
}

void caserow_draw_call(const struct seat *seat, const struct json_t *row,
                       struct area area, bool selected)
{
    enum style style = selected ? STYLE_STRONG : STYLE_NORMAL;
    AUTO_CHARS when = caserow_when(seat, json_find_string(row, "ended"));
    area_put_in(area_part(area, 0, 0, 1, 12), style, when);
    area_put_in(area_part(area, 0, 13, 1, 12), style,
                _(text_of(row, "lookup")));
    area_put_in(area_part(area, 0, 26, 1, 12), style,
                seat_outcome(text_of(row, "outcome")));
    area_put_in(area_part(area, 0, 39, 1, area.columns - 39), style,
                text_of(row, "number"));
}
