/* By due time, but for the one that is an archive. */
#include "screens/view.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/desk.h"
#include "console/people/right.h"
#include "screens/screen.h"

#include <jansson.h>

static const enum command view_commands[VIEW_COUNT] = {
    [VIEW_MINE] = COMMAND_LIST_MINE,
    [VIEW_OPEN] = COMMAND_LIST_OPEN,
    [VIEW_OVERDUE] = COMMAND_LIST_OVERDUE,
    [VIEW_WAITING] = COMMAND_LIST_WAITING,
    [VIEW_ALL] = COMMAND_LIST_ALL,
};

/* The view of a command; VIEW_COUNT: it has none. */
enum view view_of(enum command command)
{
    int view = 0;
    while (view < VIEW_COUNT && view_commands[view] != command)
        view++;
    return (enum view)view;
}

/* Of whom a case is: who works on cases holds it, others opened it. */
static void narrow_to_own(struct store_filter *filter, const json_t *given)
{
    filter->holder = json_find_string(given, "holder");
    filter->agent = json_find_string(given, "agent");
}

struct json_t *view_work(struct store *store, const struct fetch_what *what,
                         struct error *error)
{
    const json_t *given = what->given;
    enum view view =
        (enum view)json_integer_value(json_object_get(given, "view"));
    struct store_filter filter = {
        .text = *what->text ? what->text : NULL,
        .active = view != VIEW_ALL,
        .overdue = view == VIEW_OVERDUE,
        .waiting = view == VIEW_WAITING,
        .by_due = view != VIEW_ALL,
        .after_due_ms =
            json_integer_value(json_object_get(given, "after_due_ms")),
        .before_seq = json_integer_value(json_object_get(given, "before_seq")),
        .limit = VIEW_PAGE,
    };
    if (view == VIEW_MINE)
        narrow_to_own(&filter, given);
    return store_cases(store, &filter, error);
}

struct json_t *view_given(const struct seat *seat, enum view view,
                          const struct json_t *last)
{
    const struct user *user = &seat->desk->user;
    bool works = right_of(user->role, RIGHT_CASE_WORK);
    const char *due = last ? json_find_string(last, "due") : NULL;
    int64_t due_ms = 0;
    if (due && !clock_parse_iso(due, &due_ms))
        due_ms = 0;
    return json_pack("{s:i, s:s, s:I, s:I}", "view", (int)view,
                     works ? "holder" : "agent", user->name, "after_due_ms",
                     (json_int_t)due_ms, "before_seq",
                     json_integer_value(json_object_get(last, "seq")));
}

int view_put(struct area area, int at, enum command command, bool on,
             const char *more)
{
    enum style style = on ? STYLE_STRONG : STYLE_NORMAL;
    char key[KEY_NAME_SIZE];
    if (!command_shown_key(command, false, key))
        return at;
    at += area_put(area, 0, at, style, on ? "[" : " ");
    at += area_format(area, 0, at, STYLE_KEY, "%s ", key);
    at += area_put(area, 0, at, style, command_hint(command));
    at += area_put(area, 0, at, style, more);
    return at + area_put(area, 0, at, style, on ? "]" : " ");
}

void view_draw(enum view chosen, struct area area)
{
    int at = 1;
    for (int view = 0; view < VIEW_COUNT; view++)
        at = view_put(area, at, view_commands[view], view == (int)chosen, "");
}
