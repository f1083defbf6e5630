/* What the files about the people in the store share; nobody else includes
 * this. */
#ifndef CONSOLE_CASES_STORE_SUBJECT_PART_H
#define CONSOLE_CASES_STORE_SUBJECT_PART_H

#include "console/cases/store_sqlite.h"
#include "console/cases/store_subject.h"

/* How much is held on one person, and what keeps it from being erased. */
struct subject {
    char id[SEAL_UUID_SIZE];
    bool erased;
    int64_t calls, cases, values, waiting;
    int64_t last_call_ms,
        last_case_ms;      /* of the last event; 0: there is none */
    struct json_t *active; /* array of case numbers */
};

/* Fills it for a person by pseudonym; subject_clear() in any case. */
MUST_USE bool subject_read(struct store *store, const char *id,
                           struct subject *subject, struct error *error);
void subject_clear(struct subject *subject);
#define AUTO_SUBJECT AUTO(subject_clear) struct subject

/* Finds whom and fills it; MESSAGE_PERSON_NONE, MESSAGE_CASE_NOT_FOUND. */
MUST_USE bool subject_find(struct store *store, const struct store_subject *who,
                           struct subject *subject, struct error *error);

/* {"calls", "cases", "values", "waiting", "active"}; the caller decrefs. */
struct json_t *subject_counts(const struct subject *subject);

/* Inside a transaction: erases, and gives the event's uuid. */
MUST_USE bool subject_erase(struct store *store, const struct subject *subject,
                            char uuid[SEAL_UUID_SIZE], struct error *error);

#endif
