/* Dates in people.json that move with the calendar: "@-3m" is three months
 * before today, so that a story stays true on any day. */
#ifndef TESTS_PRACTICE_RELDATE_H
#define TESTS_PRACTICE_RELDATE_H

#include <stdint.h>

struct error;
struct json_t;

/* A copy of a person with every date worked out (today_days: days since
 * 1970). A date is "@", then steps like -18y, +1m, -20d, then "/DD" for a day
 * of that month (the last one if the month is shorter); it becomes YYYY-MM
 * under the key "period", YYYY-MM-DD else. A payment with "months": [-12, -1]
 * becomes one payment for each of these months, received on its 28th unless
 * it says another "received_on". The caller decrefs. NULL and an error that
 * names the text if one cannot be read. */
struct json_t *reldate_person(const struct json_t *person, int64_t today_days,
                              struct error *error);

#endif
