/* Rows of cases and calls. */
#include "screens/caserow.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/deadline.h"
#include "console/cases/life.h"
#include "console/cases/store.h"
#include "console/desk.h"
#include "screens/casewords.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

enum { HOUR_S = 3600, SOON_S = 2 * HOUR_S, WIDE = 74 };

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

char *caserow_day(const struct seat *seat, int64_t ms)
{
    char date[CLOCK_DATE_SIZE];
    zone_date(seat->desk->zone, ms, date);
    return mem_format("%.2s.%.2s", date + 8, date + 5);
}

char *caserow_who(const struct seat *seat, const char *actor, const char *kind,
                  const char *at)
{
    AUTO_CHARS when = caserow_when(seat, at);
    return mem_format(_("%s %s at %s."), actor, casewords_deed(kind), when);
}

int64_t caserow_lease_ends(const struct seat *seat, const char *branch,
                           const char *holder, int64_t lease_ms)
{
    const struct desk *desk = seat->desk;
    bool own = strcmp(holder, desk->user.name) == 0;
    bool soon = own && lease_ms > 0 &&
                deadlines_between(desk->deadlines, branch, clock_now_ms(),
                                  lease_ms) <= SOON_S;
    return soon ? lease_ms : 0;
}

static const char *text_of(const struct json_t *row, const char *key)
{
    const char *text = json_find_string(row, key);
    return text ? text : "—";
}

/* "20 min", "2 h", "3 d": how long ago. */
static char *ago(int64_t since_ms, int64_t now_ms)
{
    int minutes = (int)((now_ms - since_ms) / 60000);
    if (minutes < 60)
        return mem_format(_("%d min"), minutes);
    if (minutes < 48 * 60)
        return mem_format(_("%d h"), minutes / 60);
    return mem_format(_("%d d"), minutes / (24 * 60));
}

static char *when_ms(const struct seat *seat, int64_t ms)
{
    char iso[CLOCK_ISO_SIZE];
    clock_iso(ms, iso);
    return caserow_when(seat, iso);
}

static enum style waiting(const struct seat *seat, int64_t look_ms,
                          char **words)
{
    if (look_ms <= clock_now_ms()) {
        *words = mem_format("! %s", _("look again"));
        return STYLE_WARN;
    }
    AUTO_CHARS day = caserow_day(seat, look_ms);
    *words = mem_format(_("waits %s"), day);
    return STYLE_DIM;
}

enum style caserow_due(const struct seat *seat, const struct caserow_time *time,
                       char **words)
{
    int64_t now_ms = clock_now_ms();
    if (time->look_ms > 0)
        return waiting(seat, time->look_ms, words);
    if (time->due_ms == 0) {
        *words = mem_copy("—");
        return STYLE_DIM;
    }
    if (time->due_ms <= now_ms) {
        AUTO_CHARS late = ago(time->due_ms, now_ms);
        *words = mem_format(_("! overdue %s"), late);
        return STYLE_BAD;
    }
    AUTO_CHARS when = when_ms(seat, time->due_ms);
    bool soon = deadlines_share(seat->desk->deadlines, time->branch, time->term,
                                time->due_ms, now_ms) >= DEADLINE_SOON;
    *words = mem_format("%s%s", soon ? "! " : "", when);
    return soon ? STYLE_WARN : STYLE_NORMAL;
}

static int64_t moment_of(const struct json_t *row, const char *key)
{
    const char *iso = json_find_string(row, key);
    int64_t ms;
    return iso && clock_parse_iso(iso, &ms) ? ms : 0;
}

/* The columns of a list of cases; a narrow terminal names the holder in the
 * place of the state. */
struct columns {
    struct area due, number, branch, issue, state, holder;
};

static struct columns take_columns(const struct seat *seat, struct area area)
{
    bool wide = area.columns >= WIDE;
    struct columns columns = {0};
    columns.due = area_take_columns(&area, 15);
    columns.number = area_take_columns(&area, 16);
    if (!role_has_branch(seat->desk->user.role))
        columns.branch = area_take_columns(&area, 7);
    columns.holder = area_take_columns(&area, wide ? -13 : 0);
    columns.state = area_take_columns(&area, -14);
    columns.issue = area_part(area, 0, 0, 1, area.columns - 1);
    return columns;
}

/* "dana", "you ! 15:30" when one's own lease ends soon. */
static void draw_holder(const struct seat *seat, const struct json_t *row,
                        struct area area, enum style style)
{
    const char *holder = json_find_string(row, "holder");
    int64_t ends =
        caserow_lease_ends(seat, text_of(row, "branch"), holder ? holder : "",
                           moment_of(row, "lease"));
    if (ends == 0) {
        area_put_in(area, style, holder ? holder : "");
        return;
    }
    AUTO_CHARS when = when_ms(seat, ends);
    AUTO_CHARS warning = mem_format("! %s", when);
    area_put_in(area, STYLE_WARN, warning);
}

void caserow_draw_due(const struct seat *seat, const struct json_t *row,
                      struct area area)
{
    enum case_state state;
    bool telling = state_find(text_of(row, "state"), &state) &&
                   state_clock(state) == CLOCK_TELL;
    struct caserow_time time = {.branch = text_of(row, "branch"),
                                .term = telling ? NULL : text_of(row, "term"),
                                .due_ms = moment_of(row, "due"),
                                .look_ms = moment_of(row, "look")};
    AUTO_CHARS words = NULL;
    enum style style = caserow_due(seat, &time, &words);
    area_put_in(area, style, words);
}

void caserow_draw_case(const struct seat *seat, const struct json_t *row,
                       struct area area, bool selected)
{
    enum style style = selected ? STYLE_STRONG : STYLE_NORMAL;
    struct columns columns = take_columns(seat, area);
    bool narrow = columns.holder.columns == 0;
    const char *holder = json_find_string(row, "holder");
    columns.due.columns--;
    caserow_draw_due(seat, row, columns.due);
    area_put_in(columns.number, style, text_of(row, "number"));
    if (columns.branch.columns > 0)
        area_put_in(columns.branch, style, text_of(row, "branch"));
    area_put_in(columns.issue, style, seat_issue(seat, text_of(row, "issue")));
    if (narrow && holder) {
        draw_holder(seat, row, columns.state, style);
        return;
    }
    area_put_in(columns.state, style, casewords_state(text_of(row, "state")));
    if (!narrow)
        draw_holder(seat, row, columns.holder, style);
}

void caserow_draw_titles(const struct seat *seat, struct area area)
{
    struct columns columns = take_columns(seat, area);
    area_put_in(columns.due, STYLE_DIM, _("due"));
    area_put_in(columns.number, STYLE_DIM, "№");
    if (columns.branch.columns > 0)
        area_put_in(columns.branch, STYLE_DIM, _("branch"));
    area_put_in(columns.issue, STYLE_DIM, _("issue"));
    area_put_in(columns.state, STYLE_DIM, _("state"));
    if (columns.holder.columns > 0)
        area_put_in(columns.holder, STYLE_DIM, _("held by"));
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
