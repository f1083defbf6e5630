/* For the tests of bringing a store up to date: one of each older version. */
#ifndef TESTS_CONSOLE_CASES_OLD_STORE_H
#define TESTS_CONSOLE_CASES_OLD_STORE_H

#include "console/cases/number.h"

struct store_kit;

/* Cases in it; half of them Kyzylorda's. Five events stand behind each. */
enum { OLD_STORE_CASES = 6, OLD_STORE_EVENTS = 6 * OLD_STORE_CASES };

/* Makes the file of the kit's store one of version 1, with look-ups, calls,
 * cases and reveals; gives the cases' numbers. */
void old_store_make(struct store_kit *kit,
                    char numbers[OLD_STORE_CASES][NUMBER_SIZE]);

/* The same of version 2, where the first case has a note on top: one event
 * more. Its schema is held against that of the release. */
void old_store_make_two(struct store_kit *kit,
                        char numbers[OLD_STORE_CASES][NUMBER_SIZE]);

#endif
