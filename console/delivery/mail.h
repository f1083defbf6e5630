/* E-mails as bytes: which addresses may be written to, headers and text in the
 * form that mail servers take. No network here. */
#ifndef CONSOLE_DELIVERY_MAIL_H
#define CONSOLE_DELIVERY_MAIL_H

#include "console/base/memory.h"

#include <stdbool.h>

/* Is this one plain address, name@host, of the letters a-z, A-Z, 0-9 and
 * . _ + = - (in the host without _ + =)? No quotes, comments or other
 * alphabets: nothing that a mail server could read as more than one address. */
MUST_USE bool mail_address_fits(const char *address);

#endif
