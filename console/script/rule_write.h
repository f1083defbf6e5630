/* A rule as its author reads it: `Months unpaid >= 4`, with the labels of facts
 * and answers, its words in the language of the interface. */
#ifndef CONSOLE_SCRIPT_RULE_WRITE_H
#define CONSOLE_SCRIPT_RULE_WRITE_H

#include "console/base/language.h"

#include <stddef.h>

struct logic;
struct node;
struct script;
struct script_set;
struct text;

/* Where a rule stands; all lent. */
struct rule_place {
    const struct script_set *set;
    const struct script *script;
    const struct node *node; /* NULL: none; its own answer needs no name */
    const int *numbers; /* of the script's nodes, as questions are named; NULL:
                           by their ids */
    enum language language;
};

/* Adds the rule in one line. */
void rule_write(const struct rule_place *place, const struct logic *rule,
                struct text *out);

/* Adds what a row of the place's decision table asks for: `Status = Insured
 * and Months unpaid = 0`; nothing for a row that fits all. */
void rule_write_row(const struct rule_place *place, size_t row,
                    struct text *out);

/* Adds what a variable is called: a fact's label, a question's number or id. */
void rule_write_name(const struct rule_place *place, const char *path,
                     struct text *out);

#endif
