/* What rules can read: facts, answers and the look-up's exit, each with the
 * values a proof looks at (its points), which stand for all it can have. */
#ifndef CONSOLE_PROVE_SOURCE_H
#define CONSOLE_PROVE_SOURCE_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fact;
struct json_t;
struct node;
struct script_set;
struct text;

enum source_kind {
    SOURCE_BOOL,
    SOURCE_CODE,
    SOURCE_LIST, /* of codes */
    SOURCE_NUMBER,
    SOURCE_DATE,
    SOURCE_MONTH,
    SOURCE_TEXT,
    SOURCE_LOOK /* the look-up's exit; its first point: not told yet */
};

/* When something changes: never, with the rows of tables in force, every day.
 */
enum change { CHANGE_NEVER, CHANGE_TABLES, CHANGE_DAILY };

/* Points: the known ones, then null where that can be, last unknown (NULL).
 * Those of a list say only that it is known; what is in it is told by its
 * elements, one variable of a diagram each. */
struct source {
    char *name; /* as rules write it: "months_unpaid", "answers.years" */
    enum source_kind kind;
    const struct fact *fact; /* lent, or NULL */
    const struct node *node; /* lent: the question or note, or NULL */
    bool null;               /* may be null */
    enum change change;      /* of its points */
    const char *gave_up;     /* why the points do not stand for all, or NULL */
    struct json_t **points;
    size_t count;
    int64_t low, high;     /* NUMBER; days of DATE; months of MONTH */
    int64_t *marks;        /* of those three: where a comparison changes */
    int64_t *hints;        /* the marks before the source was begun anew */
    struct json_t **texts; /* TEXT: what it is compared with */
    size_t mark_count, hint_count, text_count;
    const char **elements; /* LIST: the codes that rules name; lent */
    size_t element_count;
    bool others; /* LIST: the last element stands for the codes not named */
};

/* All of them: the facts in their order, the look-up's exit, then answers. */
struct sources {
    const struct script_set *set;
    int64_t day; /* the as-of date that the points are for */
    size_t most; /* points of one source */
    struct source *items;
    size_t count;
};

void sources_init(struct sources *all, const struct script_set *set,
                  size_t most);
void sources_clear(struct sources *all);

/* The index of a fact, of the look-up's exit; of the answer to a question or
 * note, which is added when it is new. -1: no such fact. */
int sources_fact(const struct sources *all, const char *name);
int sources_look(const struct sources *all);
int sources_answer(struct sources *all, const struct node *node);

/* Is it a number, a date or a month? */
bool source_is_ordered(const struct source *source);

/* Do comparisons mark it: ordered, or a text? False for NULL. */
bool source_has_marks(const struct source *source);

/* Names a code in a list; its element's index, -1 when it is not declared. */
int source_add_element(struct source *source, const char *code);

/* The index of a code's element; -1 when there is none. */
int source_element(const struct source *source, const char *code);

/* One more element for all declared codes that are not named, if any are. */
void source_add_others(struct source *source);

/* Begins anew for the day: bounds, no marks but the lowest value. */
void source_begin(struct sources *all, struct source *source);

/* From this value on (a date: days since 1970; a month: year * 12 + month - 1)
 * something changes; outside of the bounds nothing happens. */
void source_mark(const struct sources *all, struct source *source,
                 int64_t value);

/* Something is compared with this JSON value: it and the next one, or a text,
 * get points if the source can have them. */
void source_mark_json(const struct sources *all, struct source *source,
                      const struct json_t *value);

/* Makes the points of the marks. */
void source_finish(struct source *source);

/* An ordered value as JSON; a new reference. */
struct json_t *source_json(const struct source *source, int64_t value);

/* A point for people who write scripts: "4", "yes", "2026-09", "unknown". */
void source_write(const struct source *source, size_t point, struct text *out);

/* Can the question be answered so, or the fact be so, at a point? False for
 * the unknown answer where not knowing is not allowed. */
bool source_may(const struct source *source, size_t point);

#endif
