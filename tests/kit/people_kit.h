/* For tests that need people in a store: made by direct calls, since a program
 * for each would take longer than the test. What should not happen fails the
 * test at once (cmocka). */
#ifndef TESTS_KIT_PEOPLE_KIT_H
#define TESTS_KIT_PEOPLE_KIT_H

#include "console/people/user.h"

#include <stdbool.h>

/* Somebody who works in a store; branch NULL but for BRANCH and HEAD. */
struct people_kit {
    const char *name;
    enum role role;
    const char *branch;
};

/* Adds the person to the store of the folder (made if it is not there), unless
 * there is somebody of this name: as its administrator "office", who is its
 * first user. */
void people_kit_add(const char *folder, const struct people_kit *person);

/* The same for a list that ends with a name NULL. */
void people_kit_fill(const char *folder, const struct people_kit *people);

/* Disables somebody, or lets them in again, as the same administrator. */
void people_kit_disable(const char *folder, const char *name, bool disabled);

#endif
