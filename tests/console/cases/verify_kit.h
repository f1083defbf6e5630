/* For the tests of verifying: a filled store whose file can be changed past
 * all guards and put back. */
#ifndef TESTS_CONSOLE_CASES_VERIFY_KIT_H
#define TESTS_CONSOLE_CASES_VERIFY_KIT_H

#include "console/base/error.h"

#include "tests/console/cases/store_kit.h"

#include <stddef.h>

struct db;
struct json_t;

/* How many events the store holds. */
enum { VERIFY_KIT_EVENTS = 72 };

struct verify_kit {
    struct store_kit kit;
    char *path;
    char *bytes; /* of the sound file */
    size_t length;
    unsigned dice;
    struct error error;
};

/* cmocka's set-up and tear-down: *state becomes a struct verify_kit. */
int verify_kit_begin(void **state);
int verify_kit_end(void **state);

/* Puts the sound file back. */
void verify_kit_restore(const struct verify_kit *kit);

/* Opens the file without triggers and checks; the caller closes. */
struct db *verify_kit_raw(struct verify_kit *kit);

/* What verifying the file as it is reports; the caller decrefs. */
struct json_t *verify_kit_report(struct verify_kit *kit);

/* The same for the sound file changed by this statement. */
struct json_t *verify_kit_after(struct verify_kit *kit, const char *sql);

#endif
