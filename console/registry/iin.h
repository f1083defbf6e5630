/* The personal number (IIN): is it typed right, and what do its digits say?
 * Only the check digit refuses. Since 2013 the digits need not match the
 * person, so an odd date or century is a warning and the agent goes on. A slip
 * in the eleventh digit can pass (its weight is 11): ask the name as well. */
#ifndef CONSOLE_REGISTRY_IIN_H
#define CONSOLE_REGISTRY_IIN_H

#include "console/base/memory.h"
#include "console/base/message.h"

#include <stdbool.h>
#include <stdint.h>

/* Room for a number, NUL included, and for what is left of a pasted text. */
enum { IIN_SIZE = 13, IIN_PASTE_SIZE = 64 };

/* Why a number is refused; IIN_OK is the only one that accepts. */
enum iin_reason {
    IIN_OK,
    IIN_DIGITS,       /* something else than the ASCII digits */
    IIN_LENGTH,       /* not 12 digits */
    IIN_ZEROS,        /* all zeros: a placeholder */
    IIN_NEVER_ISSUED, /* both passes of the check digit give 10 */
    IIN_CHECK,        /* wrong check digit: a typing error */
    IIN_IS_BIN,       /* the number of an organisation, not of a person */
    IIN_REASON_COUNT
};

/* What is odd about an accepted number; a set of bits. */
enum iin_warning {
    IIN_WARN_DATE = 1,    /* the date does not exist */
    IIN_WARN_FUTURE = 2,  /* the date has not come yet */
    IIN_WARN_CENTURY = 4, /* the seventh digit is none of 1 to 6 */
};

/* What the digits say; never a ground to decide age or sex of the person. */
struct iin_verdict {
    bool accepted;
    enum iin_reason reason;
    unsigned warnings;    /* of enum iin_warning */
    int year, month, day; /* 0: the digits tell no date */
    char sex;             /* 'm', 'f', or 0: the digits do not tell */
};

/* Strips spaces (also no-break and thin ones), line ends and dashes, nothing
 * else, from a pasted text into out[IIN_PASTE_SIZE]; what does not fit is cut.
 * True if 12 ASCII digits are left; if not, iin_check(out) tells why. */
bool iin_clean(const char *pasted, char *out);

/* Judges a number that was cleaned. today_days: the present date in days since
 * 1970 (clock_days), for dates to come. */
void iin_check(const char *digits, int64_t today_days, struct iin_verdict *out);

/* Is it an organisation's number (BIN) with a right check digit? */
bool iin_is_bin(const char *digits);

/* The stable name of a reason for --json: "ok", "wrong_check_digit", ... */
const char *iin_reason_code(enum iin_reason reason);

/* The sentence for people; MESSAGE_NONE for IIN_OK. */
enum message iin_message(enum iin_reason reason);

/* The stable name of one warning: "impossible_date", ...; NULL if none. */
const char *iin_warning_code(enum iin_warning warning);

#endif
