/* Paragraphs with a word beside them, then sections under titles. */
#include "screens/storytext.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "screens/caserow.h"
#include "screens/casewords.h"
#include "screens/deedwords.h"
#include "screens/kit/pager.h"
#include "screens/outwords.h"
#include "screens/pasttext.h"
#include "screens/pathtext.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

/* Longer lines lose the eye. */
enum { INDENT = 10, WIDTH_MOST = 100 };

static const char *text_of(const struct json_t *object, const char *key)
{
    const char *text = json_find_string(object, key);
    return text && *text ? text : "—";
}

static bool is_kind(const struct json_t *event, enum event_kind kind)
{
    return strcmp(text_of(event, "kind"), event_name(kind)) == 0;
}

const char *storytext_last(const struct json_t *record, enum event_kind kind)
{
    const json_t *events = json_object_get(record, "events");
    for (size_t i = json_array_size(events); i-- > 0;) {
        const json_t *event = json_array_get(events, i);
        if (is_kind(event, kind))
            return json_find_string(event, "text");
    }
    return NULL;
}

/* The head. */

static char *state_text(const struct storytext *told)
{
    const struct case_now *now = told->now;
    char iso[CLOCK_ISO_SIZE];
    clock_iso(now->since_ms, iso);
    AUTO_CHARS when = caserow_when(told->seat, iso);
    AUTO_CHARS since = mem_format(_("since %s"), when);
    return mem_format("%s%s%s  %s", _(state_label(now->state)),
                      *now->holder ? ": " : "", now->holder, since);
}

static void put_lease(const struct storytext *told, struct area area, int at)
{
    const struct case_now *now = told->now;
    char iso[CLOCK_ISO_SIZE];
    int64_t ends =
        caserow_lease_ends(told->seat, now->branch, now->holder, now->lease_ms);
    if (ends == 0)
        return;
    clock_iso(ends, iso);
    AUTO_CHARS when = caserow_when(told->seat, iso);
    area_format(area, 0, at, STYLE_WARN, _("! goes back to the inbox %s"),
                when);
}

struct area storytext_width(struct area area)
{
    int columns = area.columns < WIDTH_MOST ? area.columns : WIDTH_MOST;
    return area_part(area, 0, 0, area.rows, columns);
}

void storytext_head(const struct storytext *told, struct area area)
{
    const struct case_now *now = told->now;
    bool telling = state_clock(now->state) == CLOCK_TELL;
    const struct caserow_time time = {now->branch, telling ? NULL : now->term,
                                      now->due_ms, now->look_ms};
    AUTO_CHARS state = state_text(told);
    AUTO_CHARS due = NULL;
    enum style style = caserow_due(told->seat, &time, &due);
    struct area top = area_part(area, 0, 1, 1, area.columns - 2);
    struct area below = area_part(area, 1, 1, 1, area.columns - 2);
    bool over = now->look_ms == 0 && now->due_ms == 0;
    const char *label = now->look_ms > 0 ? "" : _("due");
    int cells = text_cells(label) + 1 + text_cells(due);
    int at = area_put(top, 0, 0, STYLE_STRONG, state) + 3;
    if (at < top.columns - cells)
        at = top.columns - cells;
    if (!over) {
        at += area_put(top, 0, at, STYLE_DIM, label) + 1;
        area_put(top, 0, at, style, due);
    }
    at = area_format(below, 0, 0, STYLE_NORMAL, "%s (%s)",
                     seat_issue(told->seat, text_of(told->record, "issue")),
                     seat_outcome(text_of(told->record, "outcome")));
    put_lease(told, below, at + 3);
}

/* What is to be done. */

static void add_beside(struct pager *pager, const char *sign, enum style style,
                       const char *text)
{
    pager_add(pager, style, text);
    pager_sign(pager, sign, STYLE_KEY, 0, INDENT);
}

/* What was asked back and what came of it, in its order. */
static const struct {
    enum event_kind kind;
    const char *sign;
    enum style style;
} exchanges[] = {
    {EVENT_CASE_ASKED_CALLER, N_("ASKED"), STYLE_NORMAL},
    {EVENT_CASE_ASKED_BODY, N_("ASKED"), STYLE_NORMAL},
    {EVENT_CASE_HEARD, N_("REPLY"), STYLE_NORMAL},
    {EVENT_CASE_RETURNED, N_("BACK"), STYLE_WARN},
    {EVENT_CASE_REOPENED, N_("ANEW"), STYLE_WARN},
};

static void add_exchange(struct pager *pager, const json_t *event)
{
    const char *text = json_find_string(event, "text");
    const char *reason = json_find_string(event, "reason");
    for (size_t i = 0; i < COUNT(exchanges); i++) {
        if (!is_kind(event, exchanges[i].kind))
            continue;
        AUTO_CHARS whole =
            mem_format("%s%s%s", reason ? casewords_reason(reason) : "",
                       reason ? ". " : "", text ? text : "");
        add_beside(pager, _(exchanges[i].sign), exchanges[i].style, whole);
    }
}

static void add_jots(const struct storytext *told, struct pager *pager)
{
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(told->record, "jots"), name, value)
    {
        const char *text = json_string_value(value);
        enum case_move move;
        AUTO_JSON jot =
            text ? json_parse(text, strlen(text), "jot", false, NULL) : NULL;
        const char *typed =
            json_find_string(json_object_get(jot, "form"), "text");
        if (!typed || !*typed || !move_find(name, &move))
            continue;
        AUTO_CHARS whole =
            mem_format(_("%s, not saved: %s"), _(move_label(move)), typed);
        add_beside(pager, _("YOURS"), STYLE_WARN, whole);
    }
}

static bool is_answered(const struct case_now *now)
{
    return now->state == STATE_ANSWERED || now->state == STATE_CLOSED;
}

/* Who promised the caller something sees that the branch does not have it yet;
 * to the branch itself it says nothing. */
static void add_missing(const struct storytext *told, struct pager *pager)
{
    AUTO_CHARS missing = outwords_missing(told->seat, told->record);
    if (missing && !role_has_branch(told->seat->desk->user.role))
        add_beside(pager, "!", STYLE_WARN, missing);
}

static void add_task(const struct storytext *told, struct pager *pager)
{
    const struct json_t *person = json_object_get(told->record, "person");
    const char *answer = storytext_last(told->record, EVENT_CASE_ANSWERED);
    AUTO_CHARS task = deedwords_task(told->seat, told->now);
    size_t index;
    json_t *event;
    add_beside(pager, _("NOW"), STYLE_STRONG, task);
    add_missing(told, pager);
    if (answer && is_answered(told->now))
        add_beside(pager, _("ANSWER"), STYLE_SAY, answer);
    add_beside(pager, _("TASK"), STYLE_NORMAL, text_of(person, "text"));
    json_array_foreach(json_object_get(told->record, "events"), index, event)
    {
        add_exchange(pager, event);
    }
    add_jots(told, pager);
}

/* Sections. */

static void add_title(struct pager *pager, const char *title)
{
    pager_add(pager, STYLE_NORMAL, NULL);
    pager_add(pager, STYLE_STRONG, title);
}

/* The caller's language by its own name. */
static const char *language_words(const struct json_t *record)
{
    static const char *const names[] = {"қазақша", "русский", "English"};
    enum language language;
    const char *code = text_of(record, "language");
    return language_find(code, &language) ? names[language] : code;
}

static void add_person(const struct storytext *told, struct pager *pager)
{
    const struct json_t *record = told->record;
    const struct json_t *person = json_object_get(record, "person");
    bool consent = json_is_true(json_object_get(record, "consent"));
    add_title(pager, _("The caller"));
    if (json_is_true(json_object_get(person, "erased"))) {
        pager_add(pager, STYLE_NORMAL, _("erased"));
        return;
    }
    pager_format(pager, STYLE_NORMAL, "%s   %s %s   %s: %s",
                 text_of(person, "name"), _("IIN"), text_of(person, "iin"),
                 _("Language"), language_words(record));
    pager_format(pager, STYLE_NORMAL, "%s: %s   %s", _("Phone"),
                 text_of(person, "phone"),
                 consent ? _("may be called back")
                         : _("did not agree to be called back"));
    pager_format(pager, STYLE_NORMAL, "%s: %s", _("Who called"),
                 pathtext_caller(told->seat, record, told->language));
}

/* A title with a text; nothing where there is none. */
static void add_section(struct pager *pager, const char *title,
                        enum style style, const char *text)
{
    if (!text || !*text)
        return;
    add_title(pager, title);
    pager_add(pager, style, text);
}

static void add_path(const struct storytext *told, struct pager *pager)
{
    if (json_array_size(json_object_get(told->record, "path")) == 0)
        return;
    add_title(pager, _("What was asked and answered"));
    pathtext_write(pager, told->seat, told->record, told->language);
}

static void add_call(const struct storytext *told, struct pager *pager)
{
    const struct json_t *words = json_object_get(told->record, "told");
    const struct json_t *person = json_object_get(told->record, "person");
    add_section(pager, _("What the caller was told"), STYLE_SAY,
                json_find_string(words, language_code(told->language)));
    add_section(pager, _("The agent's notes"), STYLE_NORMAL,
                json_find_string(person, "notes"));
    add_path(told, pager);
}

/* A region's code means nothing to a reader: its branch's name does. */
static const char *fact_words(const struct storytext *told,
                              const struct json_t *fact)
{
    const struct desk *desk = told->seat->desk;
    const char *value = text_of(fact, "value");
    if (strcmp(text_of(fact, "name"), "region") == 0)
        for (size_t i = 0; i < desk->branch_count; i++)
            if (strcmp(desk->branches[i].region, value) == 0)
                return desk->branches[i].name.in[told->language];
    return text_of(json_object_get(fact, "text"),
                   language_code(told->language));
}

/* A line each; behind them, in one line, what was asked and came back empty.
 */
static void add_facts(const struct storytext *told, struct pager *pager)
{
    size_t index;
    json_t *fact;
    AUTO_TEXT empty = {0};
    const char *code = language_code(told->language);
    add_title(pager, _("What is known"));
    json_array_foreach(json_object_get(told->record, "facts"), index, fact)
    {
        const char *label = text_of(json_object_get(fact, "label"), code);
        const json_t *value = json_object_get(fact, "value");
        if (json_is_null(value) ||
            (json_is_array(value) && json_array_size(value) == 0))
            text_format(&empty, "%s%s", empty.length > 0 ? ", " : "", label);
        else
            pager_format(pager, STYLE_NORMAL, "%s: %s  (%s)", label,
                         fact_words(told, fact), _(text_of(fact, "source")));
    }
    if (empty.length > 0)
        pager_format(pager, STYLE_DIM, _("Nothing on: %s"), text_chars(&empty));
}

void storytext_write(const struct storytext *told, struct pager *pager)
{
    int top = pager->top;
    pager_clear(pager);
    add_task(told, pager);
    add_person(told, pager);
    add_call(told, pager);
    pasttext_write(told, pager);
    add_facts(told, pager);
    pager->top = top;
}
