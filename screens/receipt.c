/* Written down behind the picture: nobody waits for it. */
#include "screens/receipt.h"

#include "console/cases/store_outbox.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/people/right.h"
#include "screens/screen.h"
#include "screens/ways.h"

#include <jansson.h>

static struct json_t *work(struct store *store, const struct fetch_what *what,
                           struct error *error)
{
    return store_outbox_receive(store, what->text, what->mine, error)
               ? json_true()
               : NULL;
}

/* What could not be written down is at the next look. */
static void end(const struct json_t *value, const struct error *error,
                void *cookie)
{
    (void)cookie;
    if (!value)
        log_error(error);
}

void receipt_give(struct fetch **slot, struct seat *seat)
{
    const struct user *user = &seat->desk->user;
    if (!role_has_branch(user->role) || *slot)
        return;
    fetch_start(slot, seat,
                &(struct fetch_what){.work = work,
                                     .done = end,
                                     .text = seat->number,
                                     .mine = ways_inbox(seat, user->branch)});
}
