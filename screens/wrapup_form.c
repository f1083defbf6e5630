/* The rows of the form at the end of a call. */
#include "screens/wrapup_form.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/base/when.h"
#include "console/call/call.h"
#include "console/cases/disposition.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "console/script/script.h"
#include "screens/words.h"

#include <stdlib.h>
#include <string.h>

static struct form_row *row_of(struct wrapup_form *wrapup, enum wrapup_row row)
{
    return wrapup->at[row] < 0 ? NULL : &wrapup->form.rows[wrapup->at[row]];
}

static const char *text_of(struct wrapup_form *wrapup, enum wrapup_row row)
{
    struct form_row *found = row_of(wrapup, row);
    return found ? field_text(&found->field) : "";
}

/* Which rows, in which order. */
static void place_rows(struct wrapup_form *wrapup)
{
    static const enum wrapup_row of_case[] = {
        WRAPUP_ADD,  WRAPUP_PHONE, WRAPUP_CONSENT,  WRAPUP_BRANCH,
        WRAPUP_TEXT, WRAPUP_NOTES, WRAPUP_CALLBACK, WRAPUP_DISPOSITION};
    static const enum wrapup_row of_call[] = {WRAPUP_NOTES, WRAPUP_CALLBACK,
                                              WRAPUP_PHONE, WRAPUP_DISPOSITION};
    const enum wrapup_row *rows = wrapup->has_case ? of_case : of_call;
    size_t count = wrapup->has_case ? COUNT(of_case) : COUNT(of_call);
    int placed = 0;
    for (int i = 0; i < WRAPUP_ROWS; i++)
        wrapup->at[i] = -1;
    for (size_t i = 0; i < count; i++)
        if (rows[i] != WRAPUP_ADD || wrapup->same)
            wrapup->at[rows[i]] = placed++;
    form_init(&wrapup->form, placed);
}

/* "—" first: no branch chosen yet. */
static void list_branches(struct wrapup_form *wrapup)
{
    const struct desk *desk = wrapup->seat->desk;
    const struct script_set *scripts = seat_scripts(wrapup->seat);
    wrapup->list = branches_load(scripts_tables(scripts), desk->as_of,
                                 &wrapup->count, NULL);
    size_t count = wrapup->list ? wrapup->count : 0;
    wrapup->branches = mem_new((count + 2) * sizeof(char *));
    wrapup->names = mem_new((count + 2) * sizeof(char *));
    wrapup->branches[0] = "";
    wrapup->names[0] = "—";
    for (size_t i = 0; i < count; i++) {
        wrapup->branches[i + 1] = wrapup->list[i].code;
        wrapup->names[i + 1] = wrapup->list[i].name.in[desk->language];
    }
}

static int branch_index(const struct wrapup_form *wrapup, const char *code)
{
    for (int i = 0; wrapup->branches[i]; i++)
        if (strcmp(wrapup->branches[i], code) == 0)
            return i;
    return 0;
}

static void fill_field(struct form_row *row, const char *label,
                       enum field_kind kind, int limit, const char *text)
{
    row->label = label;
    field_init(&row->field, kind, limit);
    field_set(&row->field, text);
}

static void fill_choice(struct form_row *row, const char *label,
                        const char *const *choices, int chosen)
{
    row->label = label;
    row->choices = choices;
    row->chosen = chosen;
}

static void fill_add(struct wrapup_form *wrapup, const struct call_form *filled)
{
    if (!wrapup->same)
        return;
    wrapup->add = mem_format(_("add to № %s"), wrapup->same);
    wrapup->adds[0] = wrapup->add;
    wrapup->adds[1] = _("a new case");
    fill_choice(row_of(wrapup, WRAPUP_ADD), _("Case"), wrapup->adds,
                !filled->add_to[0]);
}

static void fill_case(struct wrapup_form *wrapup,
                      const struct call_form *filled)
{
    fill_add(wrapup, filled);
    wrapup->yes_no[0] = _("no");
    wrapup->yes_no[1] = _("yes");
    fill_choice(row_of(wrapup, WRAPUP_CONSENT), _("May be called back"),
                wrapup->yes_no, filled->consent);
    fill_choice(row_of(wrapup, WRAPUP_BRANCH), _("Branch"), wrapup->names,
                branch_index(wrapup, filled->branch));
    struct form_row *text = row_of(wrapup, WRAPUP_TEXT);
    fill_field(text, _("For the branch"), FIELD_NOTE, 2000, filled->text);
    text->rows = 4;
}

static void fill_rest(struct wrapup_form *wrapup,
                      const struct call_form *filled)
{
    const struct call *call = wrapup->seat->call;
    struct form_row *notes = row_of(wrapup, WRAPUP_NOTES);
    fill_field(notes, _("Notes"), FIELD_NOTE, 2000, call_notes(call));
    notes->rows = 3;
    fill_field(row_of(wrapup, WRAPUP_PHONE), _("Caller's phone"), FIELD_PHONE,
               16, filled->phone);
    fill_field(row_of(wrapup, WRAPUP_CALLBACK), _("Call back at"), FIELD_TEXT,
               12, filled->callback);
    for (int i = 0; i < DISPOSITION_COUNT; i++)
        wrapup->dispositions[i] = disposition_text((enum disposition)i);
    wrapup->shown = (int)call_disposition(call);
    fill_choice(row_of(wrapup, WRAPUP_DISPOSITION), _("Ended as"),
                wrapup->dispositions, wrapup->shown);
}

void wrapup_form_init(struct wrapup_form *wrapup, struct seat *seat)
{
    const struct call_form *filled = call_form(seat->call);
    wrapup->seat = seat;
    wrapup->has_case = call_has_case(seat->call);
    wrapup->same =
        mem_copy(json_find_string(call_same_case(seat->call), "number"));
    place_rows(wrapup);
    list_branches(wrapup);
    if (wrapup->has_case)
        fill_case(wrapup, filled);
    fill_rest(wrapup, filled);
}

void wrapup_form_clear(struct wrapup_form *wrapup)
{
    form_clear(&wrapup->form);
    if (wrapup->list)
        branches_free(wrapup->list, wrapup->count);
    free(wrapup->branches);
    free(wrapup->names);
    free(wrapup->same);
    free(wrapup->add);
}

bool wrapup_form_adds(const struct wrapup_form *wrapup)
{
    int at = wrapup->at[WRAPUP_ADD];
    return at >= 0 && wrapup->form.rows[at].chosen == 0;
}

static int chosen(struct wrapup_form *wrapup, enum wrapup_row row)
{
    struct form_row *found = row_of(wrapup, row);
    return found ? found->chosen : 0;
}

static int branch_of(const struct wrapup_form *wrapup)
{
    return wrapup->form.rows[wrapup->at[WRAPUP_BRANCH]].chosen;
}

const char *wrapup_form_branch(const struct wrapup_form *wrapup)
{
    return wrapup->names[branch_of(wrapup)];
}

const char *wrapup_form_branch_code(const struct wrapup_form *wrapup)
{
    return wrapup->branches[branch_of(wrapup)];
}

/* A time of today becomes a day and a time: later it would mean tomorrow. */
static void settle_callback(struct wrapup_form *wrapup)
{
    struct form_row *row = row_of(wrapup, WRAPUP_CALLBACK);
    const struct zone *zone = wrapup->seat->desk->zone;
    const char *typed = field_text(&row->field);
    char minute[CLOCK_ISO_SIZE];
    int64_t ms;
    if (!*typed || strchr(typed, '.') ||
        !when_read(typed, clock_now_ms(), zone, &ms))
        return;
    zone_minute(zone, ms, minute); /* "2026-11-22 14:15" */
    AUTO_CHARS settled =
        mem_format("%.2s.%.2s %s", minute + 8, minute + 5, minute + 11);
    field_set(&row->field, settled);
}

void wrapup_form_keep(struct wrapup_form *wrapup)
{
    struct call *call = wrapup->seat->call;
    if (!call || !wrapup->form.dirty)
        return;
    settle_callback(wrapup);
    call_set_notes(call, text_of(wrapup, WRAPUP_NOTES));
    wrapup->form.dirty = false;
    int ended = chosen(wrapup, WRAPUP_DISPOSITION);
    bool moved = ended != wrapup->shown || call_form(call)->disposition != 0;
    struct call_form form = {
        .phone = (char *)text_of(wrapup, WRAPUP_PHONE),
        .consent = chosen(wrapup, WRAPUP_CONSENT) == 1,
        .branch = (char *)wrapup->branches[chosen(wrapup, WRAPUP_BRANCH)],
        .text = (char *)text_of(wrapup, WRAPUP_TEXT),
        .add_to = wrapup_form_adds(wrapup) ? wrapup->same : "",
        .callback = (char *)text_of(wrapup, WRAPUP_CALLBACK),
        .disposition = moved ? ended + 1 : 0,
    };
    call_set_form(call, &form);
    if (!moved) { /* it follows the choice of the case */
        wrapup->shown = (int)call_disposition(call);
        row_of(wrapup, WRAPUP_DISPOSITION)->chosen = wrapup->shown;
    }
}

/* The fault of a phone number, NULL when it is none or well formed. */
static const char *phone_fault(const char *phone, bool needed)
{
    size_t digits = 0;
    for (const char *c = phone; *c; c++)
        digits += *c >= '0' && *c <= '9';
    if (!*phone)
        return needed ? _("The caller agreed to be called back: on which "
                          "number?")
                      : NULL;
    return digits < 6 || digits > 15 ? _("A phone number has 6 to 15 digits.")
                                     : NULL;
}

static const char *callback_fault(const struct wrapup_form *wrapup)
{
    return call_callback_ms(wrapup->seat->call) < 0
               ? _("A time to come: 14:30, 25.11 10:00 or +30 (minutes).")
               : NULL;
}

static const char *branch_fault(struct wrapup_form *wrapup)
{
    return !wrapup_form_adds(wrapup) && chosen(wrapup, WRAPUP_BRANCH) == 0
               ? _("Which branch acts? Ask the caller for the region.")
               : NULL;
}

bool wrapup_form_check(struct wrapup_form *wrapup)
{
    struct form_row *phone = row_of(wrapup, WRAPUP_PHONE);
    bool back = *text_of(wrapup, WRAPUP_CALLBACK) != '\0';
    phone->fault = phone_fault(field_text(&phone->field),
                               back || chosen(wrapup, WRAPUP_CONSENT) == 1);
    row_of(wrapup, WRAPUP_CALLBACK)->fault = callback_fault(wrapup);
    if (wrapup->has_case)
        row_of(wrapup, WRAPUP_BRANCH)->fault = branch_fault(wrapup);
    return form_complete(&wrapup->form);
}
