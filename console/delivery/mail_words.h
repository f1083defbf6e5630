/* What an e-mail says of a message: in Kazakh, and below it in Russian. */
#ifndef CONSOLE_DELIVERY_MAIL_WORDS_H
#define CONSOLE_DELIVERY_MAIL_WORDS_H

#include "console/base/memory.h"
#include "console/cases/store_outbox.h"

struct text;
struct zone;

/* Adds the subject (Kazakh) and the text. Times are shown in the zone, which is
 * lent. What the body of the message does not tell is left out. */
void mail_words(const struct outbox_message *message, const struct zone *zone,
                struct text *subject, struct text *text);

#endif
