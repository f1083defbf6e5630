/* Written down behind the picture: nobody waits for it. */
#include "screens/receipt.h"

#include "console/base/text.h"
#include "console/cases/store_outbox.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/people/right.h"
#include "screens/screen.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <jansson.h>

static struct json_t *work_give(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    return store_outbox_receive(store, what->text, what->mine, error)
               ? json_true()
               : NULL;
}

/* What could not be written down is at the next look. */
static void end_give(const struct json_t *value, const struct error *error,
                     void *cookie)
{
    (void)cookie;
    if (!value)
        log_error(error);
}

static struct json_t *work_gone(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    return store_outbox_gone(store, what->mine, error);
}

static void end_gone(const struct json_t *numbers, const struct error *error,
                     void *cookie)
{
    struct seat *seat = cookie;
    AUTO_TEXT list = {0};
    size_t index;
    json_t *number;
    if (!numbers)
        log_error(error);
    json_array_foreach(numbers, index, number)
    {
        text_format(&list, "%s%s", index > 0 ? ", " : "",
                    json_string_value(number));
    }
    if (list.length == 0)
        return;
    AUTO_CHARS said =
        mem_format(_("Sent on to another branch: %s"), text_chars(&list));
    seat_say(seat, false, said);
    seat->changed(seat->cookie);
}

static void start(struct fetch **slot, struct seat *seat,
                  const struct fetch_what *asked)
{
    const struct user *user = &seat->desk->user;
    struct fetch_what what = *asked;
    if (!role_has_branch(user->role) || *slot)
        return;
    what.mine = ways_inbox(seat, user->branch);
    fetch_start(slot, seat, &what);
}

void receipt_give(struct fetch **slot, struct seat *seat)
{
    start(slot, seat,
          &(struct fetch_what){
              .work = work_give, .done = end_give, .text = seat->number});
}

void receipt_gone(struct fetch **slot, struct seat *seat)
{
    start(slot, seat,
          &(struct fetch_what){
              .work = work_gone, .done = end_gone, .cookie = seat});
}
