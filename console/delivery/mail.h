/* E-mails as bytes: headers and text in the form that mail servers take, the
 * same bytes each time. No network here. */
#ifndef CONSOLE_DELIVERY_MAIL_H
#define CONSOLE_DELIVERY_MAIL_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct text;

/* What an e-mail is made of, lent. Subject and text may hold anything: they are
 * cleaned and encoded. */
struct mail_letter {
    const char *id;        /* left of @ in Message-ID: letters, digits, . - */
    const char *from, *to; /* access_address */
    int64_t at_ms;         /* its Date, UTC */
    const char *subject;
    const char *text; /* lines end in \n */
};

/* Adds headers and body: ASCII, lines of at most 78 bytes (an address may make
 * its own longer) that end in CR LF, none that begins with a dot. False, and
 * nothing is added, when id or addresses do not fit. */
MUST_USE bool mail_write(const struct mail_letter *letter, struct text *out);

#endif
