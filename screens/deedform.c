/* One table says which row answers which demand; rows are made, checked, read
 * and kept by what they ask. */
#include "screens/deedform.h"

#include "console/base/json.h"
#include "console/base/language.h"
#include "console/cases/number.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "screens/deedwords.h"
#include "screens/lookday.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 2000, NAME_MOST = 32, SHORT_MOST = 20, TEXT_ROWS = 6 };

static const int days_ahead[DEEDFORM_DAYS] = {1, 3, 7};

/* The names of the rows in what is kept. */
static const char *const keys[ASK_COUNT] = {
    [ASK_REASON] = "reason", [ASK_PERSON] = "person", [ASK_BRANCH] = "branch",
    [ASK_LEAD] = "lead",     [ASK_TOLD] = "told",     [ASK_CHANNEL] = "channel",
    [ASK_TEXT] = "text",     [ASK_UNTIL] = "until",   [ASK_DAY] = "day",
    [ASK_READER] = "reader",
};

bool deedform_needed(enum case_move move)
{
    return (move_demands(move) & ~(unsigned)DEMAND_VERSION) != 0;
}

/* Rows. */

static struct form_row *add_row(struct deedform *deed, enum deed_ask ask,
                                const char *label)
{
    struct form_row *row = &deed->form.rows[deed->form.count];
    deed->asks[deed->form.count++] = ask;
    row->label = label;
    row->required = true;
    return row;
}

/* Room for a choice of `count` values. */
static struct form_row *add_choice(struct deedform *deed, enum deed_ask ask,
                                   const char *label, size_t count)
{
    struct form_row *row = add_row(deed, ask, label);
    int at = deed->form.count - 1;
    deed->codes[at] = mem_new((count + 1) * sizeof(char *));
    deed->labels[at] = mem_new((count + 1) * sizeof(char *));
    row->choices = deed->labels[at];
    row->chosen = -1;
    return row;
}

static void put_choice(struct deedform *deed, int n, const char *code,
                       const char *label)
{
    int at = deed->form.count - 1;
    deed->codes[at][n] = code;
    deed->labels[at][n] = label;
}

static void add_field(struct deedform *deed, enum deed_ask ask,
                      const char *label, int limit)
{
    field_init(&add_row(deed, ask, label)->field, FIELD_TEXT, limit);
}

static void add_reason(struct deedform *deed)
{
    int count = 0;
    while (life_reason(deed->move, count))
        count++;
    add_choice(deed, ASK_REASON, _("Reason"), (size_t)count);
    for (int n = 0; n < count; n++)
        put_choice(deed, n, life_reason(deed->move, n),
                   _(life_reason_label(deed->move, n)));
}

static void add_branch(struct deedform *deed)
{
    const struct desk *desk = deed->seat->desk;
    deed->branches =
        branches_load(desk->tables, desk->as_of, &deed->branch_count, NULL);
    add_choice(deed, ASK_BRANCH, _("To which branch"), deed->branch_count);
    for (size_t i = 0; i < deed->branch_count; i++)
        put_choice(deed, (int)i, deed->branches[i].code,
                   deed->branches[i].name.in[desk->language]);
}

/* Three tries do, once they stand. */
static void add_told(struct deedform *deed)
{
    if (deed->reached)
        return;
    struct form_row *row =
        add_choice(deed, ASK_TOLD, _("Was the caller told"), 2);
    put_choice(deed, 0, "yes", _("yes"));
    put_choice(deed, 1, "no", _("no, not reached"));
    row->chosen = 0;
}

static void add_channel(struct deedform *deed)
{
    int count = 0;
    while (life_channel(count))
        count++;
    struct form_row *row =
        add_choice(deed, ASK_CHANNEL, _("How"), (size_t)count);
    for (int n = 0; n < count; n++)
        put_choice(deed, n, life_channel(n), _(life_channel_label(n)));
    row->chosen = 0;
}

static void add_text(struct deedform *deed)
{
    struct form_row *row = add_row(deed, ASK_TEXT, deed->label);
    field_init(&row->field, FIELD_NOTE, TEXT_MOST);
    row->rows = TEXT_ROWS;
}

static void add_until(struct deedform *deed, const char *branch)
{
    struct form_row *row =
        add_choice(deed, ASK_UNTIL, _("Look again on"), DEEDFORM_DAYS + 1);
    for (int i = 0; i < DEEDFORM_DAYS; i++) {
        deed->day[i] = lookday_ahead(deed->seat, branch, days_ahead[i]);
        AUTO_CHARS day = lookday_write(deed->day[i]);
        deed->days[i] = mem_format("+%d: %s", days_ahead[i], day);
        put_choice(deed, i, "", deed->days[i]);
    }
    put_choice(deed, DEEDFORM_DAYS, "", _("other day"));
    row->chosen = 1;
    add_field(deed, ASK_DAY, _("Another day, as 25.11"), SHORT_MOST);
    deed->form.rows[deed->form.count - 1].required = false;
}

static void add_reader(struct deedform *deed)
{
    struct form_row *row = add_choice(deed, ASK_READER, _("For whom"), 2);
    put_choice(deed, 0, "inside", _("for us alone"));
    put_choice(deed, 1, "caller", _("the caller may be told"));
    row->chosen = 0;
}

/* The text last where it is long to write, but before the day to wait for. */
static void add_rows(struct deedform *deed, const char *branch)
{
    unsigned demands = move_demands(deed->move);
    if (demands & DEMAND_PERSON)
        add_field(deed, ASK_PERSON, _("To whom"), NAME_MOST);
    if (demands & DEMAND_BRANCH)
        add_branch(deed);
    if (demands & DEMAND_LEAD)
        add_field(deed, ASK_LEAD, _("Number of the leading case"), SHORT_MOST);
    if (demands & DEMAND_TOLD)
        add_told(deed);
    if (demands & DEMAND_CHANNEL)
        add_channel(deed);
    if (demands & DEMAND_REASON)
        add_reason(deed);
    if (demands & DEMAND_TEXT)
        add_text(deed);
    if (demands & DEMAND_UNTIL)
        add_until(deed, branch);
    if (deed->move == MOVE_NOTED)
        add_reader(deed);
}

void deedform_init(struct deedform *deed, const struct seat *seat,
                   enum case_move move, const struct case_now *now,
                   const char *language)
{
    *deed = (struct deedform){.seat = seat, .move = move};
    deed->label = deedwords_text(move, language);
    deed->reached = now->tries < LIFE_TRIES;
    form_init(&deed->form, ASK_COUNT);
    deed->form.count = 0; /* rows are added one by one */
    add_rows(deed, now->branch);
}

/* The row that asks this; -1: none does. */
static int find_row(const struct deedform *deed, enum deed_ask ask)
{
    for (int i = 0; i < deed->form.count; i++)
        if (deed->asks[i] == ask)
            return i;
    return -1;
}

/* Who types a day wants that one. */
enum form_result deedform_key(struct deedform *deed, struct key key)
{
    enum form_result result = form_key(&deed->form, key);
    bool day = deed->form.count > 0 && deed->asks[deed->form.focus] == ASK_DAY;
    if (result == FORM_CHANGED && day)
        deed->form.rows[find_row(deed, ASK_UNTIL)].chosen = DEEDFORM_DAYS;
    return result;
}

void deedform_clear(struct deedform *deed)
{
    form_clear(&deed->form);
    for (int i = 0; i < ASK_COUNT; i++) {
        free(deed->codes[i]);
        free(deed->labels[i]);
    }
    for (int i = 0; i < DEEDFORM_DAYS; i++)
        free(deed->days[i]);
    branches_free(deed->branches, deed->branch_count);
    free(deed->label);
}

/* The code chosen or the text typed in a row; NULL: no such row, no choice. */
static const char *given(const struct deedform *deed, enum deed_ask ask)
{
    int at = find_row(deed, ask);
    const struct form_row *row = at < 0 ? NULL : &deed->form.rows[at];
    if (!row)
        return NULL;
    if (!row->choices)
        return field_text(&row->field);
    return row->chosen < 0 ? NULL : deed->codes[at][row->chosen];
}

/* The names live in the JSON, which the deed's screen holds. */
void deedform_people(struct deedform *deed, const struct json_t *names)
{
    int at = find_row(deed, ASK_PERSON);
    size_t count = json_array_size(names);
    struct form_row *row = at < 0 ? NULL : &deed->form.rows[at];
    if (!row || row->choices || count == 0)
        return;
    deed->codes[at] = mem_new((count + 1) * sizeof(char *));
    for (size_t i = 0; i < count; i++)
        deed->codes[at][i] = json_string_value(json_array_get(names, i));
    row->choices = deed->codes[at];
    row->chosen = -1;
}

/* Checks. */

static const char *day_fault(const struct deedform *deed)
{
    int64_t day;
    const struct form_row *until = &deed->form.rows[find_row(deed, ASK_UNTIL)];
    if (until->chosen < DEEDFORM_DAYS ||
        lookday_read(given(deed, ASK_DAY), lookday_today(deed->seat), &day))
        return NULL;
    return _("A day after today, as 25.11");
}

static const char *fault_of(const struct deedform *deed, int at)
{
    const struct form_row *row = &deed->form.rows[at];
    char number[NUMBER_SIZE];
    if (deed->asks[at] == ASK_DAY)
        return day_fault(deed);
    if (row->choices)
        return row->chosen < 0 ? _("Choose one") : NULL;
    if (!*field_text(&row->field))
        return _("Fill this in");
    if (deed->asks[at] == ASK_LEAD &&
        !number_read(field_text(&row->field), number))
        return _("This is no case number: it has eleven digits");
    return NULL;
}

bool deedform_check(struct deedform *deed)
{
    for (int i = 0; i < deed->form.count; i++)
        deed->form.rows[i].fault = fault_of(deed, i);
    return form_complete(&deed->form);
}

/* Reading. */

static int64_t until_ms(const struct deedform *deed)
{
    int chosen = deed->form.rows[find_row(deed, ASK_UNTIL)].chosen;
    int64_t day = 0;
    if (chosen < DEEDFORM_DAYS)
        day = deed->day[chosen];
    else if (!lookday_read(given(deed, ASK_DAY), lookday_today(deed->seat),
                           &day))
        return 0;
    return lookday_ms(deed->seat, day);
}

static void put_text(json_t *move, const char *key, const char *value)
{
    if (value && *value)
        json_object_set_new(move, key, json_string(value));
}

void deedform_fill(const struct deedform *deed, struct json_t *move)
{
    static const enum deed_ask same[] = {ASK_REASON, ASK_PERSON,  ASK_BRANCH,
                                         ASK_LEAD,   ASK_CHANNEL, ASK_TEXT};
    const char *told = given(deed, ASK_TOLD);
    const char *reader = given(deed, ASK_READER);
    bool reached = !told || strcmp(told, "yes") == 0;
    for (size_t i = 0; i < COUNT(same); i++)
        put_text(move, keys[same[i]], given(deed, same[i]));
    if (move_demands(deed->move) & DEMAND_TOLD)
        json_object_set_new(move, "told", json_boolean(reached));
    if (!reached)
        json_object_del(move, "channel");
    if (find_row(deed, ASK_UNTIL) >= 0)
        json_object_set_new(move, "until_ms", json_integer(until_ms(deed)));
    if (reader)
        json_object_set_new(move, "internal",
                            json_boolean(strcmp(reader, "inside") == 0));
}

/* Keeping. */

static bool something_typed(const struct deedform *deed)
{
    for (int i = 0; i < deed->form.count; i++) {
        const struct form_row *row = &deed->form.rows[i];
        if (!row->choices && *field_text(&row->field))
            return true;
    }
    return false;
}

/* A choice by its code: when it comes back, others may stand in its place. Days
 * ahead have none, only their place. */
static json_t *keep_row(const struct deedform *deed, int at)
{
    const struct form_row *row = &deed->form.rows[at];
    const char *code = given(deed, deed->asks[at]);
    return row->choices && (!code || !*code) ? json_integer(row->chosen)
                                             : json_string(code);
}

struct json_t *deedform_keep(const struct deedform *deed)
{
    json_t *kept = something_typed(deed) ? json_object() : NULL;
    for (int i = 0; kept && i < deed->form.count; i++)
        json_object_set_new(kept, keys[deed->asks[i]], keep_row(deed, i));
    return kept;
}

static int count_choices(const struct form_row *row)
{
    int count = 0;
    while (row->choices[count])
        count++;
    return count;
}

/* The place of a code among the choices of a row; -1: it is not there. */
static int find_code(const struct deedform *deed, int at, const char *code)
{
    for (int n = 0; deed->codes[at][n]; n++)
        if (strcmp(deed->codes[at][n], code) == 0)
            return n;
    return -1;
}

void deedform_restore(struct deedform *deed, const struct json_t *kept)
{
    for (int i = 0; i < deed->form.count; i++) {
        struct form_row *row = &deed->form.rows[i];
        const json_t *value = json_object_get(kept, keys[deed->asks[i]]);
        json_int_t chosen = json_integer_value(value);
        if (!row->choices && json_is_string(value))
            field_set(&row->field, json_string_value(value));
        else if (row->choices && json_is_string(value))
            row->chosen = find_code(deed, i, json_string_value(value));
        else if (row->choices && json_is_integer(value) && chosen >= -1 &&
                 chosen < count_choices(row))
            row->chosen = (int)chosen;
    }
}
