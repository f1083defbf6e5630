/* The rows of what an agent has promised, and what can be done with them. */
#include "screens/todo.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/cases/store_callback.h"
#include "console/desk.h"
#include "screens/caserow.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>

struct json_t *todo_read(struct store *store, const char *agent,
                         struct error *error)
{
    const struct store_filter answered = {.agent = agent, .state = "answered"};
    AUTO_JSON calls = store_callbacks(store, error);
    AUTO_JSON cases = calls ? store_cases(store, &answered, error) : NULL;
    if (!cases)
        return NULL;
    json_array_extend(calls, cases);
    return json_incref(calls);
}

void todo_clear(struct todo *todo)
{
    fetch_drop(&todo->acting);
    json_decref(todo->rows);
    todo->rows = NULL;
}

void todo_take(struct todo *todo, const struct json_t *rows)
{
    json_decref(todo->rows);
    todo->rows = json_incref((json_t *)rows);
    list_set_count(&todo->list, (int)json_array_size(todo->rows));
}

static const json_t *selected(const struct todo *todo)
{
    return json_array_get(todo->rows, (size_t)todo->list.selected);
}

const char *todo_number(const struct todo *todo)
{
    return json_find_string(selected(todo), "number");
}

/* A row of a case has no moment to call. */
static bool is_callback(const json_t *row)
{
    return json_object_get(row, "due_ms") && json_find_string(row, "uuid");
}

const char *todo_callback(const struct todo *todo)
{
    const json_t *row = selected(todo);
    return is_callback(row) ? json_find_string(row, "uuid") : NULL;
}

static const char *text_of(const json_t *row, const char *key)
{
    const char *text = json_find_string(row, key);
    return text && *text ? text : "—";
}

static struct json_t *reveal_work(struct store *store,
                                  const struct fetch_what *what,
                                  struct error *error)
{
    return store_callback_reveal(store, what->text, error);
}

static struct json_t *done_work(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    return store_callback_done(store, what->text, error) ? json_true() : NULL;
}

static void show_person(const struct json_t *row, const struct error *error,
                        void *cookie)
{
    struct todo *todo = cookie;
    if (!row) {
        seat_fault(todo->seat, error);
    } else {
        AUTO_CHARS text =
            mem_format("%s   %s %s   %s", text_of(row, "name"), _("IIN"),
                       text_of(row, "iin"), text_of(row, "phone"));
        seat_say(todo->seat, false, text);
    }
    todo->seat->changed(todo->seat->cookie);
}

static void say_done(const struct json_t *value, const struct error *error,
                     void *cookie)
{
    struct todo *todo = cookie;
    if (!value)
        seat_fault(todo->seat, error);
    todo->changed(todo->cookie);
    todo->seat->changed(todo->seat->cookie);
}

void todo_reveal(struct todo *todo)
{
    fetch_start(&todo->acting, todo->seat,
                &(struct fetch_what){.work = reveal_work,
                                     .done = show_person,
                                     .cookie = todo,
                                     .text = (char *)todo_callback(todo)});
}

void todo_done(struct todo *todo)
{
    fetch_start(&todo->acting, todo->seat,
                &(struct fetch_what){.work = done_work,
                                     .done = say_done,
                                     .cookie = todo,
                                     .text = (char *)todo_callback(todo)});
}

static int64_t due_of(const json_t *row)
{
    return json_integer_value(json_object_get(row, "due_ms"));
}

void todo_remind(struct todo *todo)
{
    int64_t now = clock_now_ms(), since = todo->reminded_ms;
    size_t index;
    json_t *row;
    if (!todo->rows)
        return;
    todo->reminded_ms = now;
    json_array_foreach(todo->rows, index, row)
    {
        if (!is_callback(row) || due_of(row) <= since || due_of(row) > now)
            continue;
        AUTO_CHARS text =
            mem_format(_("Call back now, as promised: %s, %s"),
                       text_of(row, "name"), text_of(row, "phone"));
        seat_say(todo->seat, false, text);
        todo->seat->changed(todo->seat->cookie);
    }
}

static void draw_callback(const struct seat *seat, const json_t *row,
                          struct area area, bool strong)
{
    bool due = due_of(row) <= clock_now_ms();
    enum style style = due ? STYLE_WARN : strong ? STYLE_STRONG : STYLE_NORMAL;
    AUTO_CHARS when = caserow_when(seat, json_find_string(row, "due"));
    area_put_in(area_take_columns(&area, 13), style, when);
    area_put_in(area_take_columns(&area, 16), style,
                due ? _("call back now") : _("call back"));
    area_put_in(area_take_columns(&area, 16), style, text_of(row, "phone"));
    area_put_in(area_take_columns(&area, -15), STYLE_DIM,
                text_of(row, "number"));
    area_put_in(area, style, text_of(row, "name"));
}

static void draw_answered(const struct seat *seat, const json_t *row,
                          struct area area, bool strong)
{
    enum style style = strong ? STYLE_STRONG : STYLE_NORMAL;
    AUTO_CHARS when = caserow_when(seat, json_find_string(row, "due"));
    area_put_in(area_take_columns(&area, 13), style, when);
    area_put_in(area_take_columns(&area, 16), style, _("tell the answer"));
    area_put_in(area_take_columns(&area, -15), style, text_of(row, "number"));
    area_put_in(area, style, seat_issue(seat, text_of(row, "issue")));
}

static void draw_row(struct area area, int index, bool strong, void *cookie)
{
    const struct todo *todo = cookie;
    const json_t *row = json_array_get(todo->rows, (size_t)index);
    if (is_callback(row))
        draw_callback(todo->seat, row, area, strong);
    else
        draw_answered(todo->seat, row, area, strong);
}

void todo_draw(struct todo *todo, struct area area, bool focused)
{
    if (focused)
        list_draw(&todo->list, area, true, draw_row, todo);
    else
        list_draw_aside(&todo->list, area, draw_row, todo);
}
