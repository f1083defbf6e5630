/* The small readers of what people type or files hold: personal numbers, case
 * numbers, dates, months, moments, times to call back. What is taken is taken
 * in one form only, which reads the same again. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/clock.h"
#include "console/base/memory.h"
#include "console/base/when.h"
#include "console/cases/number.h"
#include "console/people/user.h"
#include "console/registry/iin.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_MS = 86400000 };
static const int64_t now_ms = 1795337700000; /* 2026-11-22T09:15Z */

static void try_iin(const char *typed)
{
    char digits[IIN_PASTE_SIZE];
    struct iin_verdict verdict;
    bool whole = iin_clean(typed, digits);
    iin_check(digits, now_ms / DAY_MS, &verdict);
    HOLDS(whole == (strlen(digits) == 12 && strspn(digits, "0123456789") == 12),
          "twelve digits are twelve digits");
    HOLDS(verdict.accepted == (verdict.reason == IIN_OK), "a reason, or none");
    HOLDS(whole || !verdict.accepted, "only twelve digits are a number");
    if (!verdict.accepted)
        return;
    /* The check digit once more: weights 1..11, then 3..11, 1, 2. */
    int sum = 0, turned = 0;
    for (int i = 0; i < 11; i++) {
        sum += (digits[i] - '0') * (i + 1);
        turned += (digits[i] - '0') * ((i + 2) % 11 + 1);
    }
    int check = sum % 11 == 10 ? turned % 11 : sum % 11;
    HOLDS(check == digits[11] - '0', "the check digit is right");
}

static void try_number(const char *typed)
{
    char number[NUMBER_SIZE], again[NUMBER_SIZE];
    if (!number_read(typed, number))
        return;
    HOLDS(strlen(number) == 14 && number_read(number, again) &&
              strcmp(number, again) == 0,
          "a case number has one form");
}

static void try_dates(const char *typed)
{
    char written[CLOCK_ISO_SIZE];
    int64_t days, ms, same;
    int month;
    if (clock_parse_date(typed, &days)) {
        clock_date(days, written);
        HOLDS(strcmp(written, typed) == 0, "a date has one form");
    }
    if (clock_parse_month(typed, &month)) {
        clock_month_text(month, written);
        HOLDS(strcmp(written, typed) == 0, "a month has one form");
    }
    if (clock_parse_iso(typed, &ms)) {
        clock_iso(ms, written);
        bool far = strncmp(written, "0000", 4) == 0 ||
                   strncmp(written, "9999", 4) == 0;
        HOLDS(far || (clock_parse_iso(written, &same) && same == ms),
              "a moment is the same moment written");
    }
}

static void try_when(const char *typed, const struct zone *zone)
{
    int64_t ms;
    if (when_read(typed, now_ms, zone, &ms))
        HOLDS(ms > now_ms - 60000 && ms <= now_ms + 32LL * DAY_MS,
              "a call back is within the next month");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct zone *almaty;
    struct fuzz_bytes input = {bytes, length};
    AUTO_CHARS typed = fuzz_rest(&input, 200);
    if (!almaty)
        almaty = zone_open("Asia/Almaty", NULL);
    try_iin(typed);
    try_number(typed);
    try_dates(typed);
    try_when(typed, NULL);
    try_when(typed, almaty);
    if (user_name_fits_ssh(typed))
        HOLDS(user_name_fits(typed) && strlen(typed) <= 32 &&
                  strcspn(typed, " \"'\\`$;&|<>(){}\n") == strlen(typed),
              "a name over SSH is plain");
    return 0;
}
