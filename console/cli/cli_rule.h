/* A rule as people read it. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_RULE_H
#define CONSOLE_CLI_CLI_RULE_H

struct json_t;
struct text;

/* Adds a rule in the order of a sentence: `age < 18 and not is_student`. What
 * has no such order is written as a call: `plusTime(as_of, 0, "day")`. */
void cli_rule_write(const struct json_t *rule, struct text *out);

#endif
