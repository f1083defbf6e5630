/* The parts of the command `dues` that print. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_DUES_H
#define CONSOLE_CLI_CLI_DUES_H

#include "console/base/language.h"
#include "console/dues/dues.h"

#include <stdint.h>

struct json_t;
struct text;

/* What `--json` prints: money in tiyn, dates as ISO, the working and the rows
 * with their sources. The caller decrefs. */
struct json_t *cli_dues_rate_json(const struct dues_rate *rate);
struct json_t *cli_dues_arrears_json(const struct dues_arrears *arrears);
struct json_t *cli_dues_penalty_json(const struct dues_penalty *penalty);

/* What people read: sentences that can be read aloud, then the working and the
 * sources. */
void cli_dues_rate_print(const struct dues_rate *rate, enum language language);
void cli_dues_arrears_print(const struct dues_arrears *arrears,
                            enum language language);
void cli_dues_penalty_print(const struct dues_penalty *penalty,
                            enum language language);

/* Prints the rule of rounding, and the rows with their sources. */
void cli_dues_sources_print(const struct dues_sources *sources,
                            enum language language);

/* A day or a month (clock_month) in the order of the language; hundredths
 * without the zeros at their end. The caller frees each. */
char *cli_dues_day(int64_t day, enum language language);
char *cli_dues_month(int month, enum language language);
char *cli_dues_number(int64_t x100, enum language language);

#endif
