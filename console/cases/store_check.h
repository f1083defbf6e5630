/* Looking through the store's file for damage when somebody starts. Part of the
 * store (store.h). */
#ifndef CONSOLE_CASES_STORE_CHECK_H
#define CONSOLE_CASES_STORE_CHECK_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct store;

/* Is it time to look? When nobody did for a day or since this machine started,
 * or when somebody died in the middle of saving; never of a file above 64 MiB,
 * which its daily backup reads whole. Ask before store_open(), which takes up
 * what was left. */
bool store_check_due(const char *folder);

/* Looks through every table, a read of its own each; MESSAGE_STORE_CORRUPT
 * when one is damaged. True without looking while another program looks. */
MUST_USE bool store_check(struct store *store, struct error *error);

#endif
