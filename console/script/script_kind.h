/* The kind of the values that a part of a rule gives, and whether a constant
 * can be among them. For the loader alone. */
#ifndef CONSOLE_SCRIPT_SCRIPT_KIND_H
#define CONSOLE_SCRIPT_SCRIPT_KIND_H

#include "console/base/memory.h"
#include "console/script/script_name.h"

#include <stdbool.h>

struct json_t;
struct tables;

enum shape {
    SHAPE_ANY, /* nobody can tell: never a fault */
    SHAPE_BOOL,
    SHAPE_NUMBER,
    SHAPE_MONEY,
    SHAPE_TEXT,
    SHAPE_CODE,
    SHAPE_DATE,
    SHAPE_MONTH,
    SHAPE_MOMENT, /* of plusTime */
    SHAPE_PHRASE,
    SHAPE_LIST
};

/* A kind; lent from the script, the facts or the rule. */
struct kind_of {
    enum shape shape;
    const struct json_t *constant; /* a constant of a rule */
    struct script_meaning meaning; /* a variable */
};

/* The kind of a constant, of a fact or answer, of a table's column ("int"). */
struct kind_of script_kind_constant(const struct json_t *constant);
struct kind_of script_kind_name(struct script_meaning meaning,
                                const char *name);
struct kind_of script_kind_column(const char *type);

/* "number", "code": in the language of the interface. */
const char *script_kind_word(enum shape shape);

enum kind_fit { FIT_YES, FIT_OTHER_KIND, FIT_NEVER };

/* Can the constant be a value of this kind? FIT_OTHER_KIND: bool against text
 * and so on; FIT_NEVER: not a declared code, out of bounds, not of the
 * pattern. `tables` tells the branches. */
enum kind_fit script_kind_fit(const struct kind_of *kind,
                              const struct json_t *constant,
                              const struct tables *tables);

/* Is there a bound that the number cannot reach? */
bool script_kind_beyond(const struct kind_of *kind,
                        const struct json_t *constant);

/* Can the two be compared by === at all, and is there a code both can be? */
enum kind_fit script_kind_pair(const struct kind_of *left,
                               const struct kind_of *right);

#endif
