/* The personal number: two passes modulus 11 for the check digit, the date of
 * birth in the first six digits, century and sex in the seventh. */
#include "console/registry/iin.h"

#include "console/base/clock.h"

#include <string.h>

enum { DIGITS = 12, BODY = DIGITS - 1, MODULUS = 11 };

/* What people put between digits; NBSP and its kin are UTF-8. */
static const char *const separators[] = {
    " ",
    "\t",
    "\r",
    "\n",
    "-",
    "\xC2\xA0" /* no-break space */,
    "\xE2\x80\xAF" /* narrow no-break space */,
    "\xE2\x80\x89" /* thin space */,
    "\xE2\x80\x90" /* hyphen */,
    "\xE2\x80\x91" /* no-break hyphen */,
    "\xE2\x80\x92" /* figure dash */,
    "\xE2\x80\x93" /* en dash */,
    "\xE2\x80\x94" /* em dash */,
    "\xE2\x88\x92" /* minus sign */,
};

/* What each reason is called by programs, and says to people. */
static const struct {
    const char *code;
    enum message message;
} reasons[IIN_REASON_COUNT] = {
    [IIN_OK] = {"ok", MESSAGE_NONE},
    [IIN_DIGITS] = {"bad_characters", MESSAGE_IIN_DIGITS},
    [IIN_LENGTH] = {"bad_length", MESSAGE_IIN_LENGTH},
    [IIN_ZEROS] = {"placeholder", MESSAGE_IIN_ZEROS},
    [IIN_NEVER_ISSUED] = {"never_issued", MESSAGE_IIN_NEVER_ISSUED},
    [IIN_CHECK] = {"wrong_check_digit", MESSAGE_IIN_CHECK},
    [IIN_IS_BIN] = {"looks_like_bin", MESSAGE_IIN_BIN},
};

const char *iin_reason_code(enum iin_reason reason)
{
    return reasons[reason].code;
}

enum message iin_message(enum iin_reason reason)
{
    return reasons[reason].message;
}

const char *iin_warning_code(enum iin_warning warning)
{
    switch (warning) {
    case IIN_WARN_DATE:
        return "impossible_date";
    case IIN_WARN_FUTURE:
        return "future_date";
    case IIN_WARN_CENTURY:
        return "digit7_unknown";
    }
    return NULL;
}

/* The bytes of the separator that text starts with, 0 if none. */
static size_t separator(const char *text)
{
    for (size_t i = 0; i < COUNT(separators); i++) {
        size_t length = strlen(separators[i]);
        if (strncmp(text, separators[i], length) == 0)
            return length;
    }
    return 0;
}

static bool only_digits(const char *text)
{
    return text[strspn(text, "0123456789")] == '\0';
}

bool iin_clean(const char *pasted, char *out)
{
    size_t length = 0;
    while (*pasted && length < IIN_PASTE_SIZE - 1) {
        size_t skip = separator(pasted);
        if (skip == 0)
            out[length++] = *pasted++;
        pasted += skip;
    }
    out[length] = '\0';
    return length == DIGITS && only_digits(out);
}

/* One pass: weights 1 to 11, starting at 1 + shift and going round. */
static int remainder_of(const char *digits, int shift)
{
    int sum = 0;
    for (int i = 0; i < BODY; i++)
        sum += ((i + shift) % BODY + 1) * (digits[i] - '0');
    return sum % MODULUS;
}

/* The right check digit of twelve digits; 10 if there can be none. */
static int check_digit(const char *digits)
{
    int digit = remainder_of(digits, 0);
    return digit < 10 ? digit : remainder_of(digits, 2);
}

/* No day of a month starts with 4, 5 or 6, so those mark an organisation. */
static bool marks_organisation(const char *digits)
{
    return digits[4] >= '4' && digits[4] <= '6';
}

static enum iin_reason judge(const char *digits)
{
    if (!only_digits(digits))
        return IIN_DIGITS;
    if (strlen(digits) != DIGITS)
        return IIN_LENGTH;
    if (strspn(digits, "0") == DIGITS)
        return IIN_ZEROS;
    int check = check_digit(digits);
    if (check == 10)
        return IIN_NEVER_ISSUED;
    if (check != digits[BODY] - '0')
        return IIN_CHECK;
    return marks_organisation(digits) ? IIN_IS_BIN : IIN_OK;
}

bool iin_is_bin(const char *digits)
{
    return judge(digits) == IIN_IS_BIN;
}

static int two_digits(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* Does the calendar have this day? It does if it comes back unchanged. */
static bool exists(int year, int month, int day)
{
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    int same_year, same_month, same_day;
    clock_civil(clock_days(year, month, day), &same_year, &same_month,
                &same_day);
    return same_month == month && same_day == day;
}

static void read_date(const char *digits, int century, int64_t today_days,
                      struct iin_verdict *out)
{
    int year = century + two_digits(digits);
    int month = two_digits(digits + 2);
    int day = two_digits(digits + 4);
    if (!exists(year, month, day)) {
        out->warnings |= IIN_WARN_DATE;
        return;
    }
    out->year = year;
    out->month = month;
    out->day = day;
    if (clock_days(year, month, day) > today_days)
        out->warnings |= IIN_WARN_FUTURE;
}

void iin_check(const char *digits, int64_t today_days, struct iin_verdict *out)
{
    *out = (struct iin_verdict){.reason = judge(digits)};
    out->accepted = out->reason == IIN_OK;
    if (!out->accepted)
        return;
    int seventh = digits[6] - '0';
    if (seventh < 1 || seventh > 6) {
        out->warnings |= IIN_WARN_CENTURY;
        return;
    }
    out->sex = seventh % 2 ? 'm' : 'f';
    read_date(digits, 1800 + (seventh - 1) / 2 * 100, today_days, out);
}
