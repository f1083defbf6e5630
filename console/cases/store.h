/* The store: the log of events, its views, and the sealed personal values, as
 * operations. SQLite is its first implementation. Every call may block; on the
 * screens it runs on the store's worker. Saved means committed. */
#ifndef CONSOLE_CASES_STORE_H
#define CONSOLE_CASES_STORE_H

#include "console/base/memory.h"
#include "console/cases/event.h"
#include "console/cases/number.h"

#include <stdbool.h>
#include <stdint.h>

struct call_record;
struct error;
struct json_t;
struct keys;
struct store;
struct user;

/* The file of the folder that keeps room on its disk (io/reserve.h). */
#define STORE_RESERVE "reserve"

/* Opens folder/log.db (made at first start, 0600 in a 0700 folder). The user
 * is the actor of all events; user and keys are lent for the store's life. */
struct store *store_open(const char *folder, const struct keys *keys,
                         const struct user *user, int64_t wait_ms,
                         struct error *error);
void store_close(struct store *store);

/* Commits a look-up before it is asked: `uuid` becomes the request's id, `why`
 * (look_why.h; NULL: not asked) stands in the event. More in an hour than the
 * limit are MESSAGE_LOOKUP_LIMIT, and that is committed instead. On a disk that
 * is nearly full nobody is looked up (MESSAGE_STORE_LOW): what is left is for
 * what was begun. */
MUST_USE bool store_add_lookup(struct store *store, const char *uuid,
                               const char *call, const char *iin,
                               const char *why, struct error *error);

/* How many look-ups one person may make in an hour; 0 (as opened): any. */
void store_limit_lookups(struct store *store, int per_hour);

/* Commits that personal data (`what`: "caller", "case" or "call") was revealed
 * to the user. One of iin (a call at hand) and number (a case) is given; with
 * neither, `call` is the uuid of a part that was saved. */
MUST_USE bool store_add_reveal(struct store *store, const char *what,
                               const char *call, const char *iin,
                               const char *number, struct error *error);

/* Saves one person's part of a call, with its case, in one transaction.
 * Saving the same uuid again changes nothing and gives the same number. After
 * a failed commit the log is read again by uuid before this answers: true
 * means it is there. `number` gets the case number, "" when there is none. */
MUST_USE bool store_save(struct store *store, const struct call_record *record,
                         char number[NUMBER_SIZE], struct error *error);

/* What is known of a caller: {"open_cases": [{number, branch, issue, state,
 * holder, agent, tries, opened, since, due}] of any age on which somebody still
 * has to act, "calls": [{at, outcome, agent, number, disposition}] of the last
 * 90 days}, newest first, 20 at most of each. NULL on error; the caller
 * decrefs. */
struct json_t *store_history(struct store *store, const char *iin,
                             struct error *error);

/* A long look through the rows, as its asker sees it: written and read from
 * two threads. */
struct store_progress {
    _Atomic bool stop;    /* set by the asker: give what was found so far */
    _Atomic int64_t seen; /* rows looked at */
    /* Where to go on (before_seq, after_due_ms); 0: the end was reached. */
    _Atomic int64_t next_seq, next_due_ms;
};

/* Which cases or calls to list. NULL, false or 0 members do not narrow. `state`
 * names one or several, with commas. `text` is folded text, or "re:" and a
 * pattern; over number, issue, outcome, agent and the unsealed, masked free
 * text. Of calls, what tells of a case (branch, state, issue, holder, ...)
 * narrows to the calls that opened such a case. */
struct store_filter {
    const char *branch, *state, *issue, *outcome, *agent, *holder, *language;
    const char *text;
    bool active;               /* somebody still has to act */
    bool overdue, waiting;     /* past its due time; its clock is stopped */
    bool freed;                /* open because a holder's lease ended */
    int64_t from_ms, until_ms; /* opened (started) in [from, until) */
    bool by_due; /* cases: by due time, then those without; else newest first */
    /* Page by key: older than the row before_seq. By due time: behind the row
     * with this due time (0: it has none) and seq. */
    int64_t after_due_ms, before_seq;
    int limit; /* rows at most; 0: 50 */
    int look;  /* rows to look at at most, about; 0: all */
    struct store_progress *progress; /* NULL: nobody watches */
};

/* Array of {seq, number, state, branch, issue, outcome, opened, language,
 * agent, call, holder, version, since, due, act, overdue, lease, look, tries,
 * term}; times are ISO or null; personal free text is not in it. Branch people
 * see only the own branch's. NULL on error; the caller decrefs. */
struct json_t *store_cases(struct store *store,
                           const struct store_filter *filter,
                           struct error *error);

/* How many cases the filter finds (its before_seq and limit do not count), by
 * branch and clinic, most first: array of {branch, clinic, facility, label,
 * number, cases, scored, sum}. `clinic` is the name that the registry gave;
 * null: the caller named another one by `facility` (a code, `label` in three
 * languages) and `number` (null: without); all null: none was named. `sum` is
 * that of the `scored` scores. NULL on error; the caller decrefs. */
struct json_t *store_clinics(struct store *store,
                             const struct store_filter *filter,
                             struct error *error);

/* One case: the row above and {script, script_hash, as_of, caller, path, facts,
 * told, consent, person: {iin, name, phone, notes, text}}, how it stands
 * ({since, due, act, lease, look, term, lead, duplicates: [numbers], now}) and
 * its story, "events": what store_story.h tells of each; "messages": those that
 * branches do not have yet (store_outbox.h). Personal values are
 * masked unless `revealed` (commit the reveal first). Another branch's case is
 * not found. NULL on error; the caller decrefs. */
struct json_t *store_case(struct store *store, const char *number,
                          bool revealed, struct error *error);

/* The same for calls (parts of calls), newest first: {seq, uuid, call, turn,
 * started, ended, agent, lookup, outcome, script, number, language,
 * disposition, score (of the last review)}; and one with its path and person.
 * Without RIGHT_CALL_ALL only one's own; branch people see those that opened
 * their cases. */
struct json_t *store_calls(struct store *store,
                           const struct store_filter *filter,
                           struct error *error);
struct json_t *store_call(struct store *store, const char *uuid, bool revealed,
                          struct error *error);

/* Recomputes chain, commitments and views: {"events": n, "ok": bool, "head":
 * hex, "bad_seq": n|null, "what": text|null}. NULL when it cannot be read. */
struct json_t *store_verify(struct store *store, struct error *error);

/* Changes when anybody commits; cheap. */
int64_t store_version(struct store *store);

/* Facts for doctor: {"path","schema","events","cases","calls"}. */
struct json_t *store_facts(struct store *store, struct error *error);

#endif
