/* Sums in tiyn. A product is held in 128 bits until it is divided, so nothing
 * is lost before the one rounding. */
#include "console/dues/dues_money.h"

#include "console/base/error.h"
#include "console/base/text.h"

#include <inttypes.h>
#include <string.h>

#define DIGITS "0123456789"

/* More digits of tenge than DUES_MONEY_MAX has are none. */
enum { DIGITS_MAX = 15 };

static bool too_large(struct error *error)
{
    return error_set(error, MESSAGE_DUES_MONEY, "more than %" PRId64 " tenge",
                     INT64_MAX / 100);
}

bool dues_share(int64_t sum, int64_t times, int64_t of, int64_t *part,
                struct error *error)
{
    if (sum < 0 || times < 0 || of < 1)
        return error_set(error, MESSAGE_DUES_MONEY, "less than 0");
    unsigned __int128 whole = (unsigned __int128)sum * (uint64_t)times;
    unsigned __int128 rounded = (whole + (uint64_t)of / 2) / (uint64_t)of;
    if (rounded > INT64_MAX)
        return too_large(error);
    *part = (int64_t)rounded;
    return true;
}

bool dues_add(int64_t *sum, int64_t more, struct error *error)
{
    return !__builtin_add_overflow(*sum, more, sum) || too_large(error);
}

/* Steps over at most so many digits; how many there were. */
static size_t take_digits(const char **at, int64_t *number)
{
    size_t count = strspn(*at, DIGITS);
    for (size_t i = 0; i < count && i < DIGITS_MAX; i++)
        *number = *number * 10 + ((*at)[i] - '0');
    *at += count;
    return count;
}

bool dues_money_read(const char *typed, int64_t *tiyn)
{
    AUTO_CHARS number = text_squeeze(typed);
    const char *at = number;
    int64_t tenge = 0, part = 0;
    size_t length = take_digits(&at, &tenge), places = 0;
    if (length < 1 || length > DIGITS_MAX)
        return false;
    if (*at == ',' || *at == '.') {
        at++;
        places = take_digits(&at, &part);
        if (places < 1 || places > 2)
            return false;
    }
    *tiyn = tenge * 100 + (places == 1 ? part * 10 : part);
    return (*at == '\0' || strcmp(at, "₸") == 0) && *tiyn <= DUES_MONEY_MAX;
}
