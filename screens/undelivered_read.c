/* The store's side of the list: its rows with the message acted on last in its
 * place, and what was decided. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_outbox.h"
#include "console/desk.h"
#include "screens/caserow.h"
#include "screens/outwords.h"
#include "screens/screen.h"
#include "screens/sending.h"
#include "screens/undelivered_state.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

/* Rows of a page. */
enum { PAGE = 100 };

static const char *text_of(const struct json_t *object, const char *key)
{
    return json_find_string(object, key);
}

static int64_t number_of(const struct json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static bool same(const struct json_t *one, const struct json_t *other,
                 const char *key)
{
    const char *a = text_of(one, key), *b = text_of(other, key);
    return a && b && strcmp(a, b) == 0;
}

/* ---- on the worker ---- */

/* The message acted on last stands where it stood, also when it would not be
 * listed any more; not when its place is on a page that was not read. */
static bool keep_message(struct store *store, const struct json_t *kept,
                         struct json_t *rows, bool more, struct error *error)
{
    size_t place = 0, index;
    json_t *row;
    if (!json_is_object(kept))
        return true;
    json_array_foreach(rows, index, row)
    {
        if (same(row, kept, "id"))
            return true;
        if (number_of(row, "seq") < number_of(kept, "seq"))
            place = index + 1;
    }
    if (more && place == json_array_size(rows))
        return true;
    json_t *now = store_outbox_one(store, text_of(kept, "id"), error);
    return now && json_array_insert_new(rows, place, now) == 0;
}

static struct json_t *read_rows(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    const struct json_t *given = what->given;
    enum out_view view = (enum out_view)number_of(given, "view");
    const struct store_outbox_filter filter = {
        .branch = text_of(given, "branch"),
        .state = view == OUT_WAITING ? outbox_name(OUTBOX_WAITING) : NULL,
        .failing = view == OUT_FAILING,
        .after_seq = number_of(given, "after_seq"),
        .after_branch = text_of(given, "after_branch"),
        .limit = (int)number_of(given, "limit"),
    };
    AUTO_JSON rows = store_outbox(store, &filter, error);
    bool more = json_array_size(rows) == (size_t)filter.limit;
    const json_t *kept =
        filter.after_seq == 0 ? json_object_get(given, "kept") : NULL;
    if (!rows || !keep_message(store, kept, rows, more, error))
        return NULL;
    AUTO_JSON sending = sending_read(store, what->text, error);
    return sending ? json_pack("{s:O, s:b, s:O}", "rows", rows, "more",
                               (int)more, "sending", sending)
                   : NULL;
}

static bool do_deed(struct store *store, const struct json_t *given,
                    struct error *error)
{
    const char *deed = text_of(given, "deed"), *id = text_of(given, "id");
    const char *words = text_of(given, "words");
    if (strcmp(deed, "again") == 0)
        return store_outbox_again(store, id, error);
    return strcmp(deed, "elsewhere") == 0
               ? store_outbox_elsewhere(store, id, words, error)
               : store_outbox_handed(store, id, words, error);
}

/* The branch has it by now: no error of the store, but an outcome. */
static struct json_t *work_deed(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    struct error first = {0};
    bool done = do_deed(store, what->given, &first);
    if (!done && first.message != MESSAGE_OUTBOX_NOT_OPEN) {
        *error = first;
        return NULL;
    }
    json_t *now = store_outbox_one(store, text_of(what->given, "id"), error);
    return now ? json_pack("{s:b, s:O, s:o}", "done", (int)done, "deed",
                           json_object_get(what->given, "deed"), "now", now)
               : NULL;
}

/* ---- on the loop ---- */

static struct json_t *rows_of(const struct undelivered *list)
{
    return json_object_get(list->answer, "rows");
}

/* The cursor stays on its message. */
static void take_first(struct undelivered *list)
{
    AUTO_JSON before = json_incref((json_t *)undelivered_selected(list));
    json_decref(list->rows);
    list->rows = json_copy(rows_of(list));
    list_set_count(&list->list, (int)json_array_size(list->rows));
    for (int i = 0; before && i < list->list.count; i++)
        if (same(json_array_get(list->rows, (size_t)i), before, "id"))
            list->list.selected = i;
}

/* The list opens with what needs a person; where nothing does, with all. */
static bool settle(struct undelivered *list)
{
    bool other = !list->settled && list->list.count == 0 &&
                 undelivered_count(list, OUT_ALL) > 0;
    list->settled = true;
    if (other)
        list->view = OUT_ALL;
    return !other;
}

static void take_rows(const struct json_t *value, const struct error *error,
                      void *cookie)
{
    struct undelivered *list = cookie;
    list->seat->changed(list->seat->cookie);
    if (!value) {
        seat_fault(list->seat, error);
        return;
    }
    json_decref(list->answer);
    list->answer = json_incref((json_t *)value);
    list->more = json_is_true(json_object_get(value, "more"));
    if (list->older) {
        json_array_extend(list->rows, rows_of(list));
        list_set_count(&list->list, (int)json_array_size(list->rows));
        return;
    }
    take_first(list);
    if (list->mode == OUT_BRANCH)
        undelivered_match(list);
    if (!settle(list))
        undelivered_ask(list, false);
}

void undelivered_ask(struct undelivered *list, bool older)
{
    const json_t *last =
        older ? json_array_get(list->rows, json_array_size(list->rows) - 1)
              : NULL;
    list->older = older;
    if (older || list->goal == 0)
        list->goal += PAGE;
    fetch_start(
        &list->fetch, list->seat,
        &(struct fetch_what){
            .work = read_rows,
            .done = take_rows,
            .cookie = list,
            .text = list->seat->desk->folder,
            .given = json_pack(
                "{s:i, s:i, s:s?, s:O?, s:I, s:s?}", "view", (int)list->view,
                "limit", older ? PAGE : list->goal, "branch", list->branch,
                "kept", list->kept, "after_seq",
                (json_int_t)(last ? number_of(last, "seq") : 0), "after_branch",
                last ? text_of(last, "branch") : NULL)});
}

/* What was done, in one sentence with the case and the branch; by now it may
 * stand otherwise. */
static void say_done(struct undelivered *list, const char *deed,
                     const struct json_t *now)
{
    enum sink_kind way = SINK_INBOX;
    bool known = ways_of(list->seat, now, &way);
    const char *number = text_of(now, "number");
    const char *branch = outwords_branch(list->seat, now);
    AUTO_CHARS text = NULL;
    if (strcmp(deed, "handed") == 0)
        text = mem_format(_("№ %s: it is written down how %s was told."),
                          number, branch);
    else if (known && way == SINK_INBOX)
        text =
            mem_format(_("№ %s lies in the list of %s now."), number, branch);
    else
        text = mem_format(_("№ %s goes to %s once more: %s."), number, branch,
                          known ? ways_label(way) : "—");
    seat_say(list->seat, false, text);
}

/* Somebody was first. */
static void say_conflict(struct undelivered *list, const struct json_t *now)
{
    const char *who = text_of(now, "by");
    AUTO_CHARS when = caserow_when(list->seat, text_of(now, "ended"));
    AUTO_CHARS text =
        mem_format(_("%s has № %s meanwhile: received by %s at %s. Nothing "
                     "was changed."),
                   outwords_branch(list->seat, now), text_of(now, "number"),
                   who ? who : "—", when);
    seat_say(list->seat, true, text);
}

static void take_deed(const struct json_t *value, const struct error *error,
                      void *cookie)
{
    struct undelivered *list = cookie;
    const struct json_t *now = json_object_get(value, "now");
    list->seat->changed(list->seat->cookie);
    if (!value) {
        seat_fault(list->seat, error);
        return;
    }
    if (json_is_true(json_object_get(value, "done")))
        say_done(list, text_of(value, "deed"), now);
    else
        say_conflict(list, now);
    json_decref(list->kept);
    list->kept = json_incref((json_t *)now);
    list->mode = OUT_LISTS;
    undelivered_ask(list, false);
}

void undelivered_decide(struct undelivered *list, const char *deed,
                        const char *words)
{
    if (list->acting)
        return;
    fetch_start(
        &list->acting, list->seat,
        &(struct fetch_what){
            .work = work_deed,
            .done = take_deed,
            .cookie = list,
            .given = json_pack("{s:s, s:s?, s:s?}", "deed", deed, "id",
                               text_of(list->about, "id"), "words", words)});
}
