/* A zone's file: refused, or a zone whose clocks make sense: its offsets are
 * below two days, each next change is later, and the moment of a local time is
 * never before one at which clocks show it. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/memory.h"

#include <stdlib.h>
#include <string.h>

static void check_moment(const struct zone *zone, int64_t ms)
{
    char date[CLOCK_DATE_SIZE], minute[CLOCK_ISO_SIZE];
    int64_t day;
    int offset_s = zone_offset_s(zone, ms);
    int64_t utc = zone_utc_ms(zone, ms + offset_s * INT64_C(1000));
    HOLDS(abs(offset_s) < 2 * 86400, "no clock is days off");
    HOLDS(zone_next_change_ms(zone, ms) > ms, "the next change comes");
    HOLDS(utc >= ms, "a time shown twice is the later one");
    zone_date(zone, ms, date);
    zone_minute(zone, ms, minute);
    HOLDS(clock_parse_date(date, &day), "a date is a date");
    HOLDS(strlen(minute) == 16 && strncmp(minute, date, 10) == 0,
          "a minute is of its date");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct error error = {0};
    uint32_t seed = fuzz_seed(bytes, length);
    fuzz_file("Zone", bytes, length);
    setenv("TZDIR", fuzz_folder(), 1);
    struct zone *zone = zone_open("Zone", &error);
    HOLDS(!zone == (error.message != MESSAGE_NONE), "refused with a reason");
    for (int i = 0; zone && i < 20; i++) /* between 1900 and 2173 */
        check_moment(zone, -2208988800000 + (int64_t)fuzz_roll(&seed) * 2000);
    if (zone)
        check_moment(zone, zone_next_change_ms(zone, 0) < INT64_MAX
                               ? zone_next_change_ms(zone, 0) % INT32_MAX
                               : 0);
    zone_close(zone);
    return 0;
}
