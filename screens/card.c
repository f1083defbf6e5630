/* The head line and the caller's card. */
#include "screens/card.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/language.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "console/people/mask.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The known value of a fact, else NULL. */
static const struct fact_value *fact_of(const struct seat *seat,
                                        const char *name)
{
    int index = facts_find(scripts_facts(seat_scripts(seat)), name);
    if (index < 0 || !seat->call)
        return NULL;
    const struct fact_value *value =
        fact_set_at(call_facts(seat->call), (size_t)index);
    return value->value ? value : NULL;
}

char *card_fact(const struct seat *seat, const char *name)
{
    const struct facts *facts = scripts_facts(seat_scripts(seat));
    int index = facts_find(facts, name);
    const struct fact_value *value = fact_of(seat, name);
    if (index < 0)
        return mem_copy("?");
    return fact_write(facts_at(facts, (size_t)index),
                      value ? value->value : NULL, seat->desk->language);
}

static const char *code_of(const struct seat *seat, const char *name)
{
    const struct fact_value *value = fact_of(seat, name);
    const char *code = value ? json_string_value(value->value) : NULL;
    return code ? code : "";
}

/* "12 s", "3 min", "2 h": how old the answer is. */
static char *age_text(int64_t at_ms)
{
    int64_t seconds = (clock_now_ms() - at_ms) / 1000;
    if (seconds < 0)
        seconds = 0;
    if (seconds < 60)
        return mem_format(_("%d s ago"), (int)seconds / 10 * 10);
    if (seconds < 3600)
        return mem_format(_("%d min ago"), (int)(seconds / 60));
    return mem_format(_("%d h ago"), (int)(seconds / 3600));
}

/* " since 01.10.2026": an ISO date in the way of the language. */
static char *since_text(const struct seat *seat, const char *date)
{
    const struct facts *facts = scripts_facts(seat_scripts(seat));
    int index = facts_find(facts, "insured_since");
    AUTO_JSON value = json_string(date);
    if (index < 0 || !*date)
        return mem_copy("");
    AUTO_CHARS written =
        fact_write(facts_at(facts, (size_t)index), value, seat->desk->language);
    return mem_format(_(" since %s"), written);
}

/* The day after the last insured one. */
static char *uninsured_since(const struct seat *seat)
{
    const char *until = code_of(seat, "insured_until");
    int64_t days;
    char date[CLOCK_DATE_SIZE] = "";
    if (clock_parse_date(until, &days))
        clock_date(days + 1, date);
    return since_text(seat, date);
}

static char *insured_since(const struct seat *seat)
{
    return since_text(seat, code_of(seat, "insured_since"));
}

/* The status: a sign, a word and a style, never the style alone. Since when
 * stands apart, since a narrow terminal has no room for it. */
struct status {
    enum style style;
    char *word, *since;
};

static char *waiting_word(const struct seat *seat)
{
    return mem_format(_("… asking the registry, %d s"),
                      (int)(call_look_waited_ms(seat->call) / 1000));
}

static char *known_word(const struct seat *seat, struct status *status)
{
    const char *code = code_of(seat, "status");
    if (strcmp(code, "insured") == 0) {
        status->style = STYLE_GOOD;
        status->since = insured_since(seat);
        return mem_format("✓ %s", _("INSURED"));
    }
    if (strcmp(code, "uninsured") == 0) {
        status->style = STYLE_BAD;
        status->since = uninsured_since(seat);
        return mem_format("✗ %s", _("UNINSURED"));
    }
    return mem_copy(_("? UNKNOWN: the registry does not say"));
}

static char *status_word(const struct seat *seat, struct status *status)
{
    status->style = STYLE_WARN;
    switch (call_look(seat->call)) {
    case LOOK_NONE:
        return mem_copy("");
    case LOOK_AUDIT:
    case LOOK_ASKING:
        return waiting_word(seat);
    case LOOK_NOT_FOUND:
        return mem_copy(_("? NOT FOUND in the registry"));
    case LOOK_CANCELLED:
        return mem_copy(_("? UNKNOWN: not waited for"));
    case LOOK_UNKNOWN:
        return mem_copy(_("? UNKNOWN: no answer"));
    default:
        return known_word(seat, status);
    }
}

static const char *region_name(const struct seat *seat)
{
    const char *region = code_of(seat, "region");
    for (size_t i = 0; i < seat->desk->branch_count; i++)
        if (strcmp(seat->desk->branches[i].region, region) == 0)
            return seat->desk->branches[i].name.in[seat->desk->language];
    return "";
}

static char *name_text(const struct seat *seat)
{
    const struct call *call = seat->call;
    const char *name = call_name(call);
    if (!*call_iin(call))
        return mem_copy(call_stage(call) == CALL_NUMBER
                            ? _("New call")
                            : _("A call without an IIN"));
    if (!*name)
        return mem_copy("—");
    return call_is_revealed(call) ? mem_copy(name) : mask_name(name);
}

static char *iin_text(const struct call *call)
{
    AUTO_CHARS iin = call_is_revealed(call) ? mem_copy(call_iin(call))
                                            : mask_iin(call_iin(call));
    return *call_iin(call) ? mem_format("%s %s", _("IIN"), iin) : mem_copy("");
}

static char *number_text(const struct call *call)
{
    return *call_number(call) ? mem_format("№ %s", call_number(call))
                              : mem_copy("");
}

/* Puts a part behind three blanks when it fits whole; else leaves it out. */
static int put_part(struct area area, int at, enum style style,
                    const char *text)
{
    int gap = *text && at > 1 ? 3 : 0;
    if (at + gap + text_cells(text) > area.columns)
        return at;
    return at + gap + area_put(area, 0, at + gap, style, text);
}

/* Number, status and case number stay whole; the name gives way first. */
static void draw_person(const struct seat *seat, struct area area)
{
    struct status status = {0};
    AUTO_CHARS name = name_text(seat);
    AUTO_CHARS iin = iin_text(seat->call);
    AUTO_CHARS number = number_text(seat->call);
    status.word = status_word(seat, &status);
    bool roomy = area.columns >= 76 && status.since && !*number;
    int others = text_cells(iin) + text_cells(status.word) +
                 (roomy ? text_cells(status.since) : 0) + 2 * 3 + 1;
    if (*number && others + 3 + text_cells(number) + 8 <= area.columns)
        others += 3 + text_cells(number); /* else it does not show at all */
    int room = area.columns - others;
    AUTO_CHARS cut = text_cut(name, room < 8 ? 8 : room);
    int at = put_part(area, 1, STYLE_STRONG, cut);
    at = put_part(area, at, STYLE_STRONG, iin);
    at = put_part(area, at, status.style, status.word);
    if (status.since && !*number &&
        at + text_cells(status.since) <= area.columns)
        at += area_put(area, 0, at, status.style, status.since);
    put_part(area, at, STYLE_GOOD, number);
    free(status.word);
    free(status.since);
}

/* Category, entrepreneur, last payment, how old the answer is. */
static void draw_facts(const struct seat *seat, struct area area)
{
    AUTO_CHARS category = card_fact(seat, "categories_now");
    AUTO_CHARS entrepreneur = card_fact(seat, "ie_state");
    AUTO_CHARS since = card_fact(seat, "ie_since");
    AUTO_CHARS month = card_fact(seat, "last_paid_month");
    AUTO_CHARS amount = card_fact(seat, "last_paid_amount");
    AUTO_CHARS clinic = card_fact(seat, "clinic");
    AUTO_CHARS age =
        age_text(fact_of(seat, "status") ? fact_of(seat, "status")->at_ms
                                         : clock_now_ms());
    bool open = strcmp(code_of(seat, "ie_state"), "none") != 0;
    AUTO_TEXT first = {0};
    AUTO_TEXT second = {0};
    text_format(&first, "%s, %s   %s", region_name(seat), clinic, age);
    text_format(&second, "%s: %s   %s: %s%s%s   %s: %s %s", _("category"),
                category, _("IE"), entrepreneur, open ? " " : "",
                open ? since : "", _("last paid"), month,
                month[strspn(month, "?–—")] == '\0' ? "" : amount);
    area_put_in(area_part(area, 0, 1, 1, area.columns - 2), STYLE_NORMAL,
                text_chars(&first));
    area_put_in(area_part(area, 1, 1, 1, area.columns - 2), STYLE_NORMAL,
                text_chars(&second));
}

/* Why the status is not known, and what to do: one sentence, whole. */
static const char *reason_text(const struct seat *seat)
{
    const struct error *error = call_look_error(seat->call);
    return error->message != MESSAGE_NONE ? message_text(error->message) : "";
}

static void draw_reason(const struct seat *seat, struct area *area)
{
    const char *reason = reason_text(seat);
    struct area probe = area_part(*area, 0, 1, 0, area->columns - 2);
    int rows = area_wrap(probe, 0, 0, STYLE_WARN, reason);
    struct area part = area_take_rows(area, rows < 2 ? 2 : rows);
    area_wrap(area_part(part, 0, 1, part.rows, part.columns - 2), 0, 0,
              STYLE_WARN, reason);
}

static void draw_line(const struct seat *seat, struct area area)
{
    const struct desk *desk = seat->desk;
    AUTO_TEXT line = {0};
    char as_of[CLOCK_DATE_SIZE];
    clock_date(desk->as_of, as_of);
    text_format(&line, " 1414  %s %s", seat_role(desk->user.role),
                desk->user.name);
    if (desk->user.branch)
        text_format(&line, "  %s", desk->user.branch);
    int at = area_put(area, 0, 0, STYLE_DIM, text_chars(&line));
    if (seat->practice)
        at += area_format(area, 0, at + 2, STYLE_WARN, "%s", _("practice")) + 2;
    if (desk->as_of_set)
        at +=
            area_format(area, 0, at + 2, STYLE_WARN, _("as of %s"), as_of) + 2;
    if (seat->mouse)
        area_put(area, 0, at + 2, STYLE_DIM, _("mouse"));
}

/* At the right end of the head line: timer and language. */
static void draw_timer(const struct seat *seat, struct area area)
{
    static const char *const names[] = {"ҚАЗ", "РУС", "ENG"};
    int seconds = (int)(call_duration_ms(seat->call) / 1000);
    AUTO_CHARS timer =
        mem_format("%s %02d:%02d  %s ", _("call"), seconds / 60, seconds % 60,
                   names[call_language(seat->call)]);
    area_put(area, 0, area.columns - text_cells(timer), STYLE_STRONG, timer);
}

void card_draw(const struct seat *seat, struct area *area)
{
    struct area line = area_take_rows(area, 1);
    draw_line(seat, line);
    if (!seat->call)
        return;
    draw_timer(seat, line);
    draw_person(seat, area_take_rows(area, 1));
    if (call_stage(seat->call) == CALL_NUMBER)
        return;
    if (call_look(seat->call) == LOOK_KNOWN)
        draw_facts(seat, area_take_rows(area, 2));
    else
        draw_reason(seat, area);
}
