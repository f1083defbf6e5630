/* Telling the number of a person from that of a case. */
#include "console/cli/cli_who.h"

#include "console/base/clock.h"
#include "console/base/error.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

bool cli_who_iin(struct cli_who *who, const char *typed, struct error *error)
{
    struct iin_verdict verdict;
    who->number[0] = '\0';
    (void)iin_clean(typed, who->iin);
    iin_check(who->iin, clock_now_ms() / DAY_MS, &verdict);
    return verdict.accepted || error_set(error, iin_message(verdict.reason),
                                         "%s", iin_reason_code(verdict.reason));
}

bool cli_who_read(struct cli_who *who, const char *typed, struct error *error)
{
    return number_read(typed, who->number) || cli_who_iin(who, typed, error);
}
