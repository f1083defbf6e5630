/* What there is to choose: flags, states, branches, languages, the last days,
 * issues and outcomes; then what was typed, read as a day, a name or a text. */
#include "screens/chooser.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/needle.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/cases/issue.h"
#include "console/cases/life.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "console/knowledge/table.h"
#include "console/script/script.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct chooser_item {
    enum chip_kind kind;
    char *value;
    char *found_by;   /* all names it has, in lines */
    const char *note; /* beside it; lent; NULL: none */
};

/* ---- what there is ---- */

static struct chooser_item *add(struct chooser *chooser, enum chip_kind kind,
                                const char *value)
{
    if (!chip_narrows(kind, chooser->list))
        return NULL;
    chooser->items = mem_grow(chooser->items, (size_t)chooser->count + 1,
                              sizeof(*chooser->items));
    struct chooser_item *item = &chooser->items[chooser->count++];
    *item = (struct chooser_item){
        .kind = kind,
        .value = mem_copy(value),
        .found_by = mem_format("%s\n%s\n%s", chip_label(kind), value,
                               chip_words(chooser->seat, kind, value)),
    };
    return item;
}

/* It is found by its name in any language. */
static void add_names(struct chooser_item *item, const char *const *names)
{
    for (int l = 0; item && l < LANGUAGE_COUNT; l++) {
        char *more = mem_format("%s\n%s", item->found_by, names[l]);
        free(item->found_by);
        item->found_by = more;
    }
}

static void add_flags(struct chooser *chooser)
{
    for (int kind = 0; kind < CHIP_COUNT; kind++)
        if (chip_takes(kind) == CHIP_FLAG)
            add(chooser, kind, "");
}

static void add_states(struct chooser *chooser)
{
    for (int state = 0; state < STATE_COUNT; state++)
        add(chooser, CHIP_STATE, state_name(state));
}

static void add_branches(struct chooser *chooser)
{
    const struct desk *desk = chooser->seat->desk;
    for (size_t i = 0; i < desk->branch_count; i++) {
        const struct branch *branch = &desk->branches[i];
        struct chooser_item *item = add(chooser, CHIP_BRANCH, branch->code);
        add_names(item, (const char *const *)branch->name.in);
    }
}

static void add_languages(struct chooser *chooser)
{
    for (int l = 0; l < LANGUAGE_COUNT; l++)
        add(chooser, CHIP_SPOKEN, language_code(l));
}

static void add_last_days(struct chooser *chooser, int days, const char *note)
{
    char today[CLOCK_DATE_SIZE], date[CLOCK_DATE_SIZE];
    int64_t day;
    zone_date(chooser->seat->desk->zone, clock_now_ms(), today);
    if (!clock_parse_date(today, &day))
        return;
    clock_date(day - days + 1, date);
    struct chooser_item *item = add(chooser, CHIP_FROM, date);
    item->note = note;
    add_names(item, (const char *const[LANGUAGE_COUNT]){note, note, note});
}

static bool add_issue(const struct json_t *row, void *cookie)
{
    const struct desk *desk = ((struct chooser *)cookie)->seat->desk;
    const char *code = json_find_string(row, "issue");
    const char *names[LANGUAGE_COUNT];
    for (int l = 0; l < LANGUAGE_COUNT; l++)
        names[l] = issue_name(desk->tables, code, desk->as_of, l);
    add_names(add(cookie, CHIP_ISSUE, code), names);
    return true;
}

static bool has(const struct chooser *chooser, enum chip_kind kind,
                const char *value)
{
    for (int i = chooser->count - 1; i >= 0; i--)
        if (chooser->items[i].kind == kind &&
            strcmp(chooser->items[i].value, value) == 0)
            return true;
    return false;
}

/* The outcomes of all scripts of the desk, and those without a script. */
static void add_outcomes(struct chooser *chooser)
{
    const struct script_set *set = chooser->seat->desk->scripts;
    for (size_t s = 0; s < scripts_count(set); s++) {
        const struct script *script = scripts_at(set, s);
        for (size_t n = 0; n < script->node_count; n++) {
            const char *code = script->nodes[n].code;
            if (code && !has(chooser, CHIP_OUTCOME, code))
                add(chooser, CHIP_OUTCOME, code);
        }
    }
}

static void add_outcomes_by_hand(struct chooser *chooser)
{
    add(chooser, CHIP_OUTCOME, CALL_BY_HAND);
    add(chooser, CHIP_OUTCOME, CALL_HUNG_UP);
}

static void add_all(struct chooser *chooser)
{
    const struct desk *desk = chooser->seat->desk;
    add_flags(chooser);
    add_states(chooser);
    add_last_days(chooser, 1, _("today"));
    add_last_days(chooser, 7, _("the last 7 days"));
    add_last_days(chooser, 30, _("the last 30 days"));
    add_branches(chooser);
    add_languages(chooser);
    table_each(desk->tables, "issues", desk->as_of, add_issue, chooser);
    add_outcomes_by_hand(chooser);
    add_outcomes(chooser);
}

/* ---- what is typed ---- */

static const char *query(const struct chooser *chooser)
{
    return field_text(&chooser->menu.query);
}

/* "01.11.2026", or "01.11" of this year. */
static bool read_local_day(const struct chooser *chooser, int64_t *days)
{
    int day, month, year, end = 0, is_day, is_month;
    const char *typed = query(chooser);
    clock_civil(chooser->seat->desk->as_of, &year, &month, &day);
    int parts =
        sscanf(typed, "%2d.%2d%n.%4d%n", &day, &month, &end, &year, &end);
    if (parts < 2 || typed[end])
        return false;
    *days = clock_days(year, month, day);
    clock_civil(*days, &year, &is_month, &is_day);
    return is_month == month && is_day == day;
}

/* What is typed as YYYY-MM-DD, or "" when it is no day. */
static bool read_day(struct chooser *chooser)
{
    int64_t days;
    bool is = clock_parse_date(query(chooser), &days) ||
              read_local_day(chooser, &days);
    chooser->day[0] = '\0';
    if (is)
        clock_date(days, chooser->day);
    return is;
}

/* The letters that names of people have. */
static bool is_name(const char *typed)
{
    size_t length = strspn(typed, "abcdefghijklmnopqrstuvwxyz0123456789._-");
    return length > 0 && length <= 32 && !typed[length];
}

static void add_typed(struct chooser *chooser, enum chip_kind kind)
{
    if (chip_narrows(kind, chooser->list))
        chooser->typed[chooser->typed_count++] = kind;
}

static void read_typed(struct chooser *chooser)
{
    const char *typed = query(chooser);
    chooser->typed_count = 0;
    if (read_day(chooser)) {
        add_typed(chooser, CHIP_FROM);
        add_typed(chooser, CHIP_UNTIL);
    } else if (is_name(typed)) {
        add_typed(chooser, CHIP_AGENT);
        add_typed(chooser, CHIP_HOLDER);
    }
    if (typed[strspn(typed, " ")])
        add_typed(chooser, CHIP_TEXT);
}

/* ---- the list of both ---- */

static bool match(int item, const struct needle *needle, void *cookie)
{
    const struct chooser *chooser = cookie;
    return item >= chooser->count ||
           needle_in(needle, chooser->items[item].found_by);
}

static void narrow(struct chooser *chooser)
{
    read_typed(chooser);
    menu_match(&chooser->menu, chooser->count + chooser->typed_count, match,
               chooser);
}

/* What stands in a row of the list: its kind, its value. */
static enum chip_kind row_of(const struct chooser *chooser, int item,
                             const char **value)
{
    if (item < chooser->count) {
        *value = chooser->items[item].value;
        return chooser->items[item].kind;
    }
    enum chip_kind kind = chooser->typed[item - chooser->count];
    *value = chip_takes(kind) == CHIP_DAY ? chooser->day : query(chooser);
    return kind;
}

void chooser_init(struct chooser *chooser, const struct seat *seat,
                  enum chip_list list)
{
    *chooser = (struct chooser){.seat = seat, .list = list};
    menu_init(&chooser->menu);
    add_all(chooser);
    narrow(chooser);
}

void chooser_clear(struct chooser *chooser)
{
    menu_clear(&chooser->menu);
    for (int i = 0; i < chooser->count; i++) {
        free(chooser->items[i].value);
        free(chooser->items[i].found_by);
    }
    free(chooser->items);
    *chooser = (struct chooser){0};
}

bool chooser_key(struct chooser *chooser, struct key key)
{
    bool changed;
    if (!menu_key(&chooser->menu, key, &changed))
        return false;
    if (changed) {
        chooser->menu.list.selected = 0;
        narrow(chooser);
    }
    return true;
}

bool chooser_can(const struct chooser *chooser)
{
    return menu_item(&chooser->menu) >= 0;
}

bool chooser_pick(const struct chooser *chooser, struct chips *chips)
{
    const char *value;
    enum chip_kind kind = row_of(chooser, menu_item(&chooser->menu), &value);
    return chips_set(chips, kind, value);
}

static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct chooser *chooser = cookie;
    const char *value, *note = NULL;
    int item = chooser->menu.shown[index];
    enum chip_kind kind = row_of(chooser, item, &value);
    enum style style = selected ? STYLE_STRONG : STYLE_NORMAL;
    if (item < chooser->count)
        note = chooser->items[item].note;
    if (chip_takes(kind) == CHIP_FLAG) {
        area_put(area, 0, 0, style, chip_label(kind));
        return;
    }
    area_put_in(area_take_columns(&area, 14), STYLE_DIM, chip_label(kind));
    int at =
        area_put(area, 0, 0, style, chip_words(chooser->seat, kind, value));
    if (note)
        area_put(area, 0, at + 2, STYLE_DIM, note);
}

void chooser_draw(struct chooser *chooser, struct area area)
{
    menu_draw(&chooser->menu, area,
              _("Narrow by: type a name, a day, a text or re:pattern"),
              draw_row, chooser);
}
