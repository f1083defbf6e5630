/* The form of a move: a row for each thing that the move demands, read back as
 * the move, and kept as unsaved text. Knows no store. */
#ifndef SCREENS_DEEDFORM_H
#define SCREENS_DEEDFORM_H

#include "console/base/memory.h"
#include "console/cases/life.h"
#include "screens/kit/form.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct branch;
struct json_t;
struct seat;

/* What a row asks. */
enum deed_ask {
    ASK_REASON,
    ASK_PERSON,
    ASK_BRANCH,
    ASK_LEAD,
    ASK_TOLD,
    ASK_CHANNEL,
    ASK_TEXT,
    ASK_UNTIL,
    ASK_DAY, /* typed, in the place of a picked one */
    ASK_READER,
    ASK_COUNT
};

enum { DEEDFORM_DAYS = 3 }; /* that can be picked */

struct deedform {
    const struct seat *seat; /* lent */
    enum case_move move;
    struct form form;
    enum deed_ask asks[ASK_COUNT];  /* of the rows */
    const char **codes[ASK_COUNT];  /* of a choice's values, by row */
    const char **labels[ASK_COUNT]; /* the same as people read them */
    struct branch *branches;        /* to choose from: the desk's may change */
    size_t branch_count;
    char *days[DEEDFORM_DAYS];
    int64_t day[DEEDFORM_DAYS];
    char *label;  /* of the text */
    bool reached; /* the caller has to have been told: no tries will do */
};

/* Does the move demand something that a person has to give? */
bool deedform_needed(enum case_move move);

/* The rows of a move of this case; `language` is the caller's own. */
void deedform_init(struct deedform *deed, const struct seat *seat,
                   enum case_move move, const struct case_now *now,
                   const char *language);
void deedform_clear(struct deedform *deed);

/* The people among whom to choose (array of names); until then a name is
 * typed. */
void deedform_people(struct deedform *deed, const struct json_t *names);

/* A key for the form, as form_key(). */
enum form_result deedform_key(struct deedform *deed, struct key key);

/* Is everything given? If not, the row at fault has the focus and says so. */
bool deedform_check(struct deedform *deed);

/* Puts what the move needs under the names of moving_new(). */
void deedform_fill(const struct deedform *deed, struct json_t *move);

/* What is typed and chosen, as an object, and back; NULL: nothing was typed.
 * The caller decrefs. */
struct json_t *deedform_keep(const struct deedform *deed);
void deedform_restore(struct deedform *deed, const struct json_t *kept);

#endif
