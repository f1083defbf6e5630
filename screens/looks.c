/* Who looked at whose data: asked by the number of a case, the IIN of a person
 * (which is itself a look), or the name of somebody who works here. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/look_why.h"
#include "console/cases/number.h"
#include "console/cases/store_looks.h"
#include "console/desk.h"
#include "console/people/mask.h"
#include "console/registry/iin.h"
#include "screens/caserow.h"
#include "screens/casewords.h"
#include "screens/fetch.h"
#include "screens/kit/field.h"
#include "screens/kit/list.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 100 };

/* What a question is by. */
enum by { BY_NUMBER, BY_IIN, BY_NAME, BY_COUNT };

struct looks {
    struct seat *seat;
    struct fetch *fetch;
    struct field query;
    struct json_t *rows; /* NULL: nothing was asked yet */
    struct list list;
    enum by by;
    char *asked; /* personal when by IIN */
    bool more, older;
};

static const char *const by_keys[BY_COUNT] = {"number", "iin", "agent"};

/* How the question is read: an IIN by its check digit, then a number, else a
 * name. */
static enum by read_query(const struct looks *looks, char *out)
{
    const char *typed = field_text(&looks->query);
    char iin[IIN_PASTE_SIZE];
    struct iin_verdict verdict;
    if (iin_clean(typed, iin)) {
        iin_check(iin, looks->seat->desk->as_of, &verdict);
        snprintf(out, IIN_PASTE_SIZE, "%s", iin);
        if (verdict.accepted)
            return BY_IIN;
    }
    if (number_read(typed, out))
        return BY_NUMBER;
    snprintf(out, IIN_PASTE_SIZE, "%s", typed);
    return BY_NAME;
}

/* ---- asking ---- */

static struct json_t *read_looks(struct store *store,
                                 const struct fetch_what *what,
                                 struct error *error)
{
    const struct store_look_filter filter = {
        .number = json_find_string(what->given, by_keys[BY_NUMBER]),
        .iin = json_find_string(what->given, by_keys[BY_IIN]),
        .agent = json_find_string(what->given, by_keys[BY_NAME]),
        .before_seq = what->before_seq,
        .limit = PAGE,
    };
    return store_looks(store, &filter, error);
}

static void take_looks(const struct json_t *value, const struct error *error,
                       void *cookie)
{
    struct looks *looks = cookie;
    looks->seat->changed(looks->seat->cookie);
    looks->more = value && json_array_size(value) == PAGE;
    if (!value) {
        seat_fault(looks->seat, error);
        return;
    }
    if (looks->older) {
        json_array_extend(looks->rows, (json_t *)value);
    } else {
        json_decref(looks->rows);
        looks->rows = json_incref((json_t *)value);
        looks->list = (struct list){0};
    }
    list_set_count(&looks->list, (int)json_array_size(looks->rows));
}

static void ask(struct looks *looks, int64_t before_seq)
{
    looks->older = before_seq > 0;
    fetch_start(
        &looks->fetch, looks->seat,
        &(struct fetch_what){
            .work = read_looks,
            .done = take_looks,
            .cookie = looks,
            .given = json_pack("{s:s}", by_keys[looks->by], looks->asked),
            .before_seq = before_seq});
}

static void ask_anew(struct looks *looks)
{
    char asked[IIN_PASTE_SIZE];
    looks->by = read_query(looks, asked);
    free(looks->asked);
    looks->asked = mem_copy(asked);
    field_set(&looks->query, "");
    ask(looks, 0);
}

static void ask_older(struct looks *looks)
{
    const json_t *last =
        json_array_get(looks->rows, json_array_size(looks->rows) - 1);
    if (looks->list.selected == looks->list.count - 1 && looks->more &&
        !looks->fetch)
        ask(looks, json_integer_value(json_object_get(last, "seq")));
}

/* ---- the screen ---- */

static bool looks_open(void *state, struct seat *seat, struct error *error)
{
    struct looks *looks = state;
    (void)error;
    looks->seat = seat;
    field_init(&looks->query, FIELD_TEXT, IIN_PASTE_SIZE - 1);
    return true;
}

static void looks_close(void *state)
{
    struct looks *looks = state;
    fetch_drop(&looks->fetch);
    json_decref(looks->rows);
    field_clear(&looks->query);
    free(looks->asked);
}

static unsigned looks_scopes(const void *state)
{
    (void)state;
    return SCOPE_LOOKS;
}

static bool looks_typing(const void *state)
{
    (void)state;
    return true;
}

static bool looks_can(const void *state, enum command command)
{
    const struct looks *looks = state;
    return command != COMMAND_ASK || field_text(&looks->query)[0];
}

static struct step looks_act(void *state, enum command command, bool sure)
{
    (void)sure;
    if (command == COMMAND_ASK) {
        ask_anew(state);
        return STEP(STEP_STAY);
    }
    return command == COMMAND_LEAVE ? STEP(STEP_BACK) : STEP(STEP_PASS);
}

static struct step looks_type(void *state, struct key key)
{
    struct looks *looks = state;
    if (list_key(&looks->list, key)) {
        ask_older(looks);
        return STEP(STEP_STAY);
    }
    return field_key(&looks->query, key) == FIELD_IGNORED ? STEP(STEP_PASS)
                                                          : STEP(STEP_STAY);
}

/* ---- drawing ---- */

static const char *text_of(const struct json_t *row, const char *key)
{
    const char *text = json_find_string(row, key);
    return text && *text ? text : "—";
}

static const char *role_words(const char *name)
{
    enum role role;
    return role_find(name, &role) ? seat_role(role) : name;
}

/* "looked the person up: check of an agent's call". */
static char *write_what(const struct json_t *row)
{
    const char *reason = json_find_string(row, "reason");
    const char *deed = casewords_deed(text_of(row, "kind"));
    enum look_why why;
    if (!reason)
        return mem_copy(deed);
    return mem_format("%s: %s", deed,
                      look_why_find(reason, &why) ? look_why_text(why)
                                                  : reason);
}

/* When, who, in which role, what was done, what for, on which case. */
static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct looks *looks = cookie;
    const struct json_t *row = json_array_get(looks->rows, (size_t)index);
    enum style style = selected ? STYLE_STRONG : STYLE_NORMAL;
    AUTO_CHARS when = caserow_when(looks->seat, json_find_string(row, "at"));
    AUTO_CHARS what = write_what(row);
    struct area number = area_take_columns(&area, -15);
    area_put_in(area_take_columns(&area, 13), style, when);
    area_put_in(area_take_columns(&area, 14), STYLE_STRONG,
                text_of(row, "actor"));
    area_put_in(area_take_columns(&area, 13), STYLE_DIM,
                role_words(text_of(row, "role")));
    area_put_in(area_part(area, 0, 0, 1, area.columns - 1), style, what);
    area_put_in(number, style, text_of(row, "number"));
}

/* What was asked, masked where it is a person's number. */
static char *write_title(const struct looks *looks)
{
    if (!looks->rows)
        return mem_copy(_("Who looked at whose data"));
    AUTO_CHARS asked =
        looks->by == BY_IIN ? mask_iin(looks->asked) : mem_copy(looks->asked);
    return mem_format(looks->by == BY_NUMBER ? _("Who looked at case %s: %d%s")
                      : looks->by == BY_IIN  ? _("Who looked at IIN %s: %d%s")
                                             : _("What %s looked at: %d%s"),
                      asked, looks->list.count, looks->more ? "+" : "");
}

static void draw_answer(struct looks *looks, struct area area)
{
    struct area text = area_part(area, 1, 2, area.rows, area.columns - 4);
    if (!looks->rows)
        area_wrap(text, 0, 0, STYLE_NORMAL,
                  _("Type the number of a case, the name of a colleague, or an "
                    "IIN. Asking by an IIN is a look, too, and is recorded."));
    else if (looks->list.count == 0)
        area_put(text, 0, 0, STYLE_DIM, _("No look is recorded."));
    else
        list_draw(&looks->list, area, false, draw_row, looks);
}

static void looks_draw(void *state, struct area area)
{
    struct looks *looks = state;
    AUTO_CHARS title = write_title(looks);
    area_hline(area_take_rows(&area, 1), 0, title);
    struct area query = area_take_rows(&area, 1);
    draw_answer(looks, area);
    area_put(query, 0, 1, STYLE_KEY, "/");
    field_draw(&looks->query, area_part(query, 0, 3, 1, query.columns - 4),
               true);
}

const struct screen_ops looks_screen = {
    .id = "looks",
    .title = N_("Who looked"),
    .size = sizeof(struct looks),
    .open = looks_open,
    .close = looks_close,
    .scopes = looks_scopes,
    .typing = looks_typing,
    .can = looks_can,
    .draw = looks_draw,
    .act = looks_act,
    .type = looks_type,
};
