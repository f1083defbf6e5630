/* Scripted answers of a status registry that are not as agreed (and some that
 * are), each with what the console must make of it. They follow
 * registry-api.md and rows 13 to 15 of the fault matrix. */
#ifndef TESTS_FAULTS_ANSWERS_H
#define TESTS_FAULTS_ANSWERS_H

#include "console/base/message.h"
#include "console/base/text.h"
#include "console/registry/lookup.h"

#include "tests/console/io/rawserver.h"

#include <stdbool.h>
#include <stddef.h>

/* Who is asked for. */
#define ANSWERS_IIN "850101300808"

struct answer_case {
    char *name; /* of the fault, for people */
    enum raw_act act;
    struct text bytes; /* what the server sends */
    enum lookup_state state;
    enum message message;
    bool ends_by_deadline; /* nothing else ends it */
};

struct answers {
    struct answer_case *cases;
    size_t count, room;
};

void answers_init(struct answers *answers);
void answers_clear(struct answers *answers);

/* Adds one; the parts of answers_init() do. */
struct answer_case *answers_add(struct answers *answers, const char *name,
                                enum raw_act act, enum message message);

/* The groups: what the status line and the type say, what the body is, how the
 * bytes come. */
void answers_add_statuses(struct answers *answers);
void answers_add_bodies(struct answers *answers);
void answers_add_shapes(struct answers *answers);
void answers_add_wires(struct answers *answers);

#endif
