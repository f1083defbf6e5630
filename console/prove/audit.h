/* Looking a loaded set of scripts through for what needs no proof: texts that
 * do not fit, cases that reach nobody, personal values told, things unused. */
#ifndef CONSOLE_PROVE_AUDIT_H
#define CONSOLE_PROVE_AUDIT_H

#include "console/base/finding.h"

#include <stdint.h>

struct script;
struct script_set;

struct audit {
    const struct script_set *set;
    const char *facts;         /* the path of facts.json */
    struct findings *findings; /* what is found is added */
};

/* E16: labels, titles and texts in their places on a screen of 80 columns and
 * 24 rows. */
void audit_texts(const struct audit *audit);

/* E04: every issue is in the table of issues; E21, E22: that table's issues
 * have in every region a branch that answers and a deadline, and the branches
 * their zone and calendar, on every day of the span. */
void audit_cases(const struct audit *audit);

/* E24: personal facts and answers only in what is read aloud in a `say` or
 * `ask`; never in outcomes, notes, reasons, nor among what is sent. */
void audit_personal(const struct audit *audit);

/* W26: facts, answers, values and tables that nothing uses. */
void audit_use(const struct audit *audit);

/* Adds a finding (code, where, detail, example) of a script: its file, and the
 * node in the path. Without a script: of facts.json. */
void audit_add(const struct audit *audit, const struct script *script,
               const struct finding *finding);

#endif
