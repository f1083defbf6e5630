/* doctor: what deadlines rest on. */
#include "console/cli/cli_doctor.h"

#include "console/base/clock.h"
#include "console/base/finding.h"
#include "console/base/text.h"
#include "console/cases/deadline.h"
#include "console/cases/route.h"
#include "console/cases/route_check.h"
#include "console/desk.h"

#include <stdio.h>

/* Of how many branches the hours are the line's own setting. */
static size_t by_setting(const struct desk *desk)
{
    size_t count = 0;
    for (size_t i = 0; i < desk->branch_count; i++)
        count += deadlines_by_setting(desk->deadlines, desk->branches[i].code,
                                      clock_now_ms());
    return count;
}

/* The days that a promise of today reaches though nobody confirmed them. */
static void add_days(const struct desk *desk, struct text *out)
{
    AUTO(findings_clear) struct findings findings = {0};
    routes_check_days(desk->tables, desk->deadlines, desk->as_of,
                      desk->as_of + 1, &findings);
    for (size_t i = 0; i < findings.count; i++) {
        text_format(out, ". %s: ", finding_name(findings.items[i].code));
        finding_write(&findings.items[i], out);
    }
}

void cli_doctor_calendar(const struct desk *desk, struct health *health)
{
    char release[ZONE_RELEASE_SIZE];
    AUTO_TEXT text = {0};
    if (!zone_release(release))
        error_set(&health->error, MESSAGE_DOCTOR_ZONES, "tzdata %s", release);
    text_format(&text,
                "%s, tzdata %s, hours by desk.branch_hours: %zu of %zu "
                "branches",
                deadlines_version(desk->deadlines), release, by_setting(desk),
                desk->branch_count);
    add_days(desk, &text);
    snprintf(health->fine, sizeof(health->fine), "%s", text_chars(&text));
}
