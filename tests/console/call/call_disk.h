/* What the tests of a call see and do on the disk under it: the draft as a
 * power cut leaves it, the store's lock, the bytes of all files, the log. */
#ifndef TESTS_CONSOLE_CALL_CALL_DISK_H
#define TESTS_CONSOLE_CALL_CALL_DISK_H

#include "tests/console/call/call_play.h"

/* Were the power cut now: the draft on disk gives this very call again. */
void call_disk_survives(struct call_play *play);

/* Another program holds the store's lock, from now until it gives it back. */
void call_disk_lock(struct call_play *play);
void call_disk_unlock(struct call_play *play);

/* How often `bytes` stands in any file of the store's folder. */
int call_disk_scan(const struct call_play *play, const char *bytes);

/* The cases of the store, newest first, and its newest call as store_call
 * gives it; the caller decrefs. */
struct json_t *call_disk_cases(struct call_play *play);
struct json_t *call_disk_newest(struct call_play *play);

/* How many rows this SELECT count(*) counts in the store's file. */
int call_disk_count(const struct call_play *play, const char *sql);

#endif
