/* An end is offered until the store takes it, or says that it never will. */
#include "console/delivery/deliver_end.h"

#include "console/base/error.h"
#include "console/io/log.h"

#include <stdio.h>

void deliver_end_keep(struct deliver_end *kept,
                      const struct outbox_message *message,
                      const struct outbox_try *end)
{
    *kept = (struct deliver_end){.owed = true, .end = *end};
    snprintf(kept->id, sizeof(kept->id), "%s", message->id);
    snprintf(kept->branch, sizeof(kept->branch), "%s", message->branch);
    snprintf(kept->words, sizeof(kept->words), "%s", end->words);
    kept->end.words = kept->words;
}

bool deliver_end_offer(struct deliver_end *kept, struct store *store,
                       struct error *error)
{
    struct error why = {0};
    kept->barred = false;
    if (!kept->owed || store_outbox_tried(store, kept->id, &kept->end, &why)) {
        kept->owed = false;
        return true;
    }
    if (error_code(&why) == EXIT_UNAVAILABLE)
        return error_set(error, why.message, "%s", why.detail);
    kept->owed = false;
    kept->barred = true;
    log_error(&why);
    log_line(LOG_LEVEL_ERROR,
             "deliver: the store does not take how %s ended; nothing goes to "
             "%s by %s until the sender starts anew",
             kept->id, kept->branch, kept->end.sink);
    return true;
}
