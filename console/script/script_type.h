/* The kinds of values that rules compare, told without any call: bool with
 * bool, codes among those declared, numbers within their bounds. For the
 * loader alone. */
#ifndef CONSOLE_SCRIPT_SCRIPT_TYPE_H
#define CONSOLE_SCRIPT_SCRIPT_TYPE_H

struct logic;
struct script_load;
struct script_loads;
struct data_spot;

/* Finds names that are nothing (E04), values of kinds that do not fit (E05)
 * and values that can never stand there (E06) in the rule at the spot. */
void script_type_check(const struct script_loads *all,
                       const struct script_load *load,
                       const struct data_spot *spot,
                       const struct logic *rule);

/* The same for the value at the spot (spot->json) that a row compares with an
 * input; the input itself is not checked again. */
void script_type_check_cell(const struct script_loads *all,
                            const struct script_load *load,
                            const struct data_spot *spot,
                            const struct logic *input);

#endif
