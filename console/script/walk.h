/* One run through a script: where we are, answers, back, outcome. No I/O. The
 * path is kept whole: node, edge, value, source, language, time, withdrawn. */
#ifndef CONSOLE_SCRIPT_WALK_H
#define CONSOLE_SCRIPT_WALK_H

#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct fact_set;
struct json_t;
struct node;
struct script;
struct script_set;
struct text;
struct walk;

/* What the walk waits for now. */
enum walk_wait {
    WALK_SAY,     /* read it aloud, then walk_next */
    WALK_ANSWER,  /* walk_answer */
    WALK_NOTE,    /* walk_answer with a string */
    WALK_LOOK,    /* walk_looked */
    WALK_OUTCOME, /* the end */
    WALK_BROKEN   /* no way on (a fault of the script); walk_error tells */
};

/* Starts at the script's first node that waits. The set and the facts are
 * lent for the walk's life; as_of: days since 1970. NULL: no such script. */
struct walk *walk_new(const struct script_set *set, const char *script,
                      const struct fact_set *facts, int64_t as_of,
                      struct error *error);
void walk_free(struct walk *walk);

enum walk_wait walk_waits(const struct walk *walk);

/* The node (and its script) the walk stands on; lent. */
const struct node *walk_node(const struct walk *walk);
const struct script *walk_script(const struct walk *walk);
const struct error *walk_error(const struct walk *walk);

/* A text of the node at hand with its braces filled, in one language. False
 * (with MESSAGE_SCRIPT_VALUE) when a value in it is unknown. */
MUST_USE bool walk_fill(const struct walk *walk, const char *source,
                        enum language language, struct text *out,
                        struct error *error);

/* Steps on; `language` is the one on the screen (for the path). */
void walk_next(struct walk *walk, enum language language);

/* Answers the question at hand: a code, codes, true/false, number, tiyn,
 * date..., or NULL (or null) for "does not know". MESSAGE_ANSWER_* says what
 * does not fit; the walk stays.
 */
MUST_USE bool walk_answer(struct walk *walk, const struct json_t *value,
                          enum language language, struct error *error);

/* Reads what was typed for the question at hand into its value: "2", a code or
 * a label for a choice ("1, 3" for several, "0" none), "5950" tenge,
 * "22.11.2026" or ISO, "2026-09" or "09.2026", a phone, ...; json null for "?"
 * and for the number behind the last choice, where not knowing is allowed. A
 * new reference, or NULL with MESSAGE_ANSWER_*. */
struct json_t *walk_read_answer(const struct walk *walk, const char *typed,
                                struct error *error);

/* Leaves the node at hand for the start of another script in which a call may
 * start (its `entry`); back returns. Answers given before are offered again
 * where their question comes up (walk_kept); the path has the edge "jump:ID".
 * False: no such script. */
bool walk_jump(struct walk *walk, const char *script, enum language language);

/* The script that was jumped to last, where the walk still is; NULL. Lent. */
const char *walk_jumped(const struct walk *walk);

/* The look-up is done: "ok", "not_found" or "unknown". The facts given to
 * walk_new have been filled by then. Told before a look node is reached, that
 * node is passed at once. */
void walk_looked(struct walk *walk, const char *exit, enum language language);

/* The look-up's exit that this walk was told; NULL before. Lent. */
const char *walk_look(const struct walk *walk);

/* The answer to the question "who" of the script "main" ("self", "guardian",
 * "other", ...); NULL when it was not asked. Lent. */
const char *walk_caller(const struct walk *walk);

/* The answer given to this question before going back, before a jump or in an
 * older set of scripts, or NULL; lent. */
const struct json_t *walk_kept(const struct walk *walk);

/* Back to the last node that waited; false at the first. Later answers are
 * kept and offered again where their question comes up. */
bool walk_back(struct walk *walk, enum language language);

/* Steps so far that waited (for "back" and the trail), and the nth's node. */
int walk_depth(const struct walk *walk);
const struct node *walk_trail(const struct walk *walk, int index);

/* The path record: array of {"node": "script.node", "edge", "value"?,
 * "source"?, "language", "at", "withdrawn": true?}. An answer has a value
 * (null: does not know), or "sealed": true when it is personal. A new
 * reference. */
struct json_t *walk_path(const struct walk *walk);

/* The answers left out of the path, to be sealed with the call: array of
 * {"node", "value"} of those that still count. A new reference. */
struct json_t *walk_personal(const struct walk *walk);

/* Everything needed to stand where we stand, and back: replays answers. When
 * the set has another hash the answers are replayed that still apply: those to
 * the same question with the same choices. */
struct json_t *walk_save(const struct walk *walk);
struct walk *walk_load(const struct script_set *set, const struct json_t *saved,
                       const struct fact_set *facts, struct error *error);

/* At an outcome: facts and answers to send with the case, array of {"name",
 * "label": {...}, "value", "text": {...}, "source", "at"}; personal ones are
 * left out. A new reference. */
struct json_t *walk_sent(const struct walk *walk);

/* A string of the path for people: the way so far, "kk" .. titles. */
void walk_write_trail(const struct walk *walk, enum language language,
                      struct text *out);

#endif
