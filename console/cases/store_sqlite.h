/* What the files of the SQLite store share; nobody else includes this. */
#ifndef CONSOLE_CASES_STORE_SQLITE_H
#define CONSOLE_CASES_STORE_SQLITE_H

#include "console/cases/store.h"
#include "console/cases/store_head.h"
#include "console/io/db.h"

enum { STORE_SCHEMA = 3, STORE_SALT_SIZE = 16, STORE_PERSONAL_MAX = 3 };

struct store {
    struct db *db;
    char *path;
    const struct keys *keys; /* lent */
    const struct user *user; /* lent */
    int64_t commits;         /* our own, for store_version */
    int lookups_per_hour;    /* of one person; 0: no limit */
    struct store_head last;  /* as of our last append; seq 0: none */
    char *head_socket;       /* where heads go; NULL: nowhere */
    int64_t head_interval_ms, head_due_ms; /* of the steady clock */
    int64_t head_demand_ms; /* unheard so long, nobody is looked up; 0: never */
};

/* The events that let somebody see a person's data, as a condition. */
#define STORE_LOOKS                                                            \
    "kind IN ('lookup', 'revealed', 'exported', 'who_saw', 'person_reported')"

/* The events that tell how the messages of a case went, as a list: nobody did
 * them to the case. */
#define STORE_DELIVERY "'case_delivered', 'case_undelivered', 'case_resent'"

/* Actor and role of what the program does by itself. */
#define STORE_SYSTEM "system"

/* The pseudonym of a person and the key that seals what belongs to them. */
struct store_person {
    char id[SEAL_UUID_SIZE]; /* "": nobody */
    struct seal_key key;
};

/* An event about to be appended; all lent. */
struct store_entry {
    enum event_kind kind;
    const char *uuid, *call, *number;
    const struct store_person *person; /* NULL or without id: nobody */
    struct json_t *body;               /* "sealed" is added to it */
    int64_t at_ms;                     /* 0: now */
    bool system; /* nobody did it: the actor is "system" */
    struct {
        const char *field, *value; /* NULL value: nothing to seal */
    } personal[STORE_PERSONAL_MAX];
};

/* One personal value as it lies beside its event; all lent. */
struct store_value {
    const char *field, *person;
    const char *value; /* NULL: it cannot be opened */
    bool erased;       /* as its person was: nothing is left to be opened */
    unsigned char commitment[SEAL_HASH_SIZE];
    const unsigned char *finder; /* of its person; NULL: none */
};

/* In a transaction: finds the person of this IIN or makes one; always makes
 * one without an IIN. */
MUST_USE bool store_person_need(struct store *store, const char *iin,
                                struct store_person *person,
                                struct error *error);

/* Finds the person of this IIN; an empty id when there is none. */
MUST_USE bool store_person_find(struct store *store, const char *iin,
                                struct store_person *person,
                                struct error *error);

/* Opens the key of this person; an empty id when the person was erased. */
MUST_USE bool store_person_open(struct store *store, const char *id,
                                struct store_person *person,
                                struct error *error);

/* Inside a transaction: seals the personal values, appends the event to the
 * chain and adds its row to the view of its kind. */
MUST_USE bool store_append(struct store *store, const struct store_entry *entry,
                           struct error *error);

/* Inside a transaction: the call back that a call promises. */
MUST_USE bool store_callback_add(struct store *store,
                                 const struct call_record *record,
                                 const char *number,
                                 const struct store_person *person,
                                 struct error *error);

/* Ends a transaction: commits when `good`, else rolls back. When the commit
 * failed, looks whether the event is there all the same. */
MUST_USE bool store_finish(struct store *store, bool good, enum event_kind kind,
                           const char *uuid, struct error *error);

/* After a commit: writes the head to syslog when it is time (store_head_to).
 * Never fails and never waits. */
void store_head_tick(struct store *store);

/* Before a look-up: have heads found no taker for longer than is allowed? Then
 * it is tried once more; MESSAGE_AUDIT_UNHEARD when nobody takes it still. */
MUST_USE bool store_head_heard(struct store *store, struct error *error);

/* Is the event there, and for which case? */
struct store_found {
    bool there;
    char number[NUMBER_SIZE]; /* "": for none */
};
MUST_USE bool store_find_event(struct store *store, enum event_kind kind,
                               const char *uuid, struct store_found *found,
                               struct error *error);

/* Begins a transaction, unless the event is there already: the same uuid may
 * come again after a failed commit, and that is no error. */
MUST_USE bool store_begin_once(struct store *store, enum event_kind kind,
                               const char *uuid, struct store_found *found,
                               struct error *error);

/* The commitment of an event to a value: BLAKE2b(salt, field, NUL, value). */
void store_commitment(const unsigned char *salt, const char *field,
                      const char *value, unsigned char *out);

/* Calls seen() for each personal value of an event, in the fields' order. */
MUST_USE bool store_each_value(struct store *store, int64_t seq,
                               void (*seen)(const struct store_value *value,
                                            void *cookie),
                               void *cookie, struct error *error);

/* Puts the personal values of an event into an object under their fields, or
 * "erased": true when their person was. *broken (may be NULL) counts those that
 * cannot be opened though they should. */
MUST_USE bool store_unseal(struct store *store, int64_t seq,
                           struct json_t *into, int *broken,
                           struct error *error);

/* Inside a transaction, when the event that says so was appended: takes away
 * the key of a person, what finds it, what was sealed under it, and what
 * anybody was writing about their cases. */
MUST_USE bool store_forget(struct store *store, const char *person,
                           struct error *error);

/* Reads the body of an event; the caller decrefs *body in any case. */
MUST_USE bool store_read_body(struct store *store, int64_t seq,
                              struct json_t **body, struct error *error);

/* The columns of an event in the order that store_event_read() wants. */
#define STORE_EVENT_COLUMNS                                                    \
    "seq, uuid, at_ms, actor, role, kind, call, number, person, body, "        \
    "previous, hash"

/* Inside a transaction: puts an event as it is into the log. */
MUST_USE bool store_event_add(struct store *store, const struct event *event,
                              struct error *error);

/* Copies a row into an event; false when it has a shape that no event has. */
MUST_USE bool store_event_read(const struct db_row *row, struct event *event);

/* store_move() (store_move.h) inside of a transaction that its caller began;
 * the uuid must not have been saved yet. */
struct deadlines;
struct store_move;
struct store_moved;
MUST_USE bool store_move_within(struct store *store,
                                const struct deadlines *deadlines,
                                const struct store_move *move,
                                struct store_moved *moved, struct error *error);

/* The only branch whose cases this user sees; NULL: all. */
const char *store_wall(const struct store *store);

/* The only agent whose calls this user reads; NULL: those of all, or those that
 * the wall lets through. */
const char *store_own(const struct store *store);

#endif
