/* Written down behind the picture: nobody waits for it. */
#include "screens/receipt.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_outbox.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/people/right.h"
#include "screens/screen.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <jansson.h>

/* As many cases as are told at once. */
enum { GONE_SHOWN = 6 };

static bool has_inbox(const struct seat *seat)
{
    return role_has_branch(seat->desk->user.role);
}

static bool is_inbox(const struct seat *seat)
{
    return ways_inbox(seat, seat->desk->user.branch);
}

/* What could not be written down is at the next look. */
static void end_receipt(const struct json_t *value, const struct error *error,
                        void *cookie)
{
    (void)cookie;
    if (!value)
        log_error(error);
}

/* ---- a case ---- */

static struct json_t *work_give(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    const struct outbox_seen seen = {
        what->text, json_integer_value(what->given), what->mine};
    return store_outbox_receive(store, &seen, error) ? json_true() : NULL;
}

void receipt_give(struct fetch **slot, struct seat *seat,
                  const struct json_t *record)
{
    if (has_inbox(seat))
        fetch_start(slot, seat,
                    &(struct fetch_what){
                        .work = work_give,
                        .done = end_receipt,
                        .text = seat->number,
                        .mine = is_inbox(seat),
                        .given = json_integer(store_outbox_last(record))});
}

/* ---- what went elsewhere ---- */

static struct json_t *work_ask(struct store *store,
                               const struct fetch_what *what,
                               struct error *error)
{
    return store_outbox_gone(store, what->mine, error);
}

static void forget(struct receipt_gone *gone)
{
    json_decref(gone->cases);
    gone->cases = NULL;
    gone->drawn = false;
}

/* What is told stands there until it was read. */
static void end_ask(const struct json_t *cases, const struct error *error,
                    void *cookie)
{
    struct receipt_gone *gone = cookie;
    if (!cases)
        log_error(error);
    if (gone->cases || json_array_size(cases) == 0)
        return;
    gone->cases = json_array();
    for (size_t i = 0; i < json_array_size(cases) && i < GONE_SHOWN; i++)
        json_array_append(gone->cases, json_array_get(cases, i));
    gone->seat->changed(gone->seat->cookie);
}

void receipt_gone_ask(struct receipt_gone *gone)
{
    if (has_inbox(gone->seat) && !gone->giving)
        fetch_start(&gone->asking, gone->seat,
                    &(struct fetch_what){.work = work_ask,
                                         .done = end_ask,
                                         .cookie = gone,
                                         .mine = is_inbox(gone->seat)});
}

void receipt_gone_draw(struct receipt_gone *gone, struct area *area)
{
    AUTO_TEXT list = {0};
    size_t index;
    json_t *row;
    json_array_foreach(gone->cases, index, row)
    {
        text_format(&list, "%s%s", index > 0 ? ", " : "",
                    json_find_string(row, "number"));
    }
    if (list.length == 0)
        return;
    AUTO_CHARS said =
        mem_format(_("Sent on to another branch: %s"), text_chars(&list));
    struct area probe = area_part(*area, 0, 1, 0, area->columns - 2);
    struct area rows =
        area_take_rows(area, area_wrap(probe, 0, 0, STYLE_STRONG, said));
    area_wrap(area_part(rows, 0, 1, rows.rows, rows.columns - 2), 0, 0,
              STYLE_STRONG, said);
    gone->drawn = true;
}

static struct json_t *work_read(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    return store_outbox_gone_read(store, what->given, what->mine, error)
               ? json_true()
               : NULL;
}

void receipt_gone_read(struct receipt_gone *gone)
{
    if (!gone->drawn)
        return;
    fetch_start(&gone->giving, gone->seat,
                &(struct fetch_what){.work = work_read,
                                     .done = end_receipt,
                                     .mine = is_inbox(gone->seat),
                                     .given = json_incref(gone->cases)});
    fetch_drop(&gone->asking);
    forget(gone);
}

void receipt_gone_clear(struct receipt_gone *gone)
{
    fetch_drop(&gone->asking);
    fetch_drop(&gone->giving);
    forget(gone);
}
