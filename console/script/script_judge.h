/* A rule while its kinds of values are judged, part by part, and the findings
 * about parts. For the loader alone. */
#ifndef CONSOLE_SCRIPT_SCRIPT_JUDGE_H
#define CONSOLE_SCRIPT_SCRIPT_JUDGE_H

#include "console/base/finding.h"
#include "console/script/script_kind.h"

#include <stdbool.h>
#include <stddef.h>

struct logic;
struct script_load;
struct script_loads;
struct data_spot;

/* One rule while it is judged; quiet: only its kind is asked for. */
struct judge {
    const struct script_loads *all;
    const struct script_load *load;
    const struct data_spot *spot;
    bool quiet;
};

/* A part of it: which operand of which rule. */
struct part {
    const struct part *up; /* NULL: the whole rule */
    const struct logic *rule;
    size_t index; /* among the operands of up */
};

/* Adds a finding at the part. */
void judge_fault(const struct judge *judge, const struct part *part,
                 enum finding_code code, const char *detail);

/* E05: "status (code), 3 (number)"; other may be NULL. */
void judge_fault_kinds(const struct judge *judge, const struct part *part,
                       const struct kind_of *kind, const struct part *other,
                       const struct kind_of *other_kind);

/* E06: the part is never a value of what it stands against. */
void judge_fault_value(const struct judge *judge, const struct part *part,
                       const struct logic *against);

#endif
