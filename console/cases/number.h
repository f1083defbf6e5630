/* Case numbers, spoken on the phone: branch's two digits (KATO), year, serial,
 * check digit by Damm (every mistyped digit and swapped pair is caught):
 * "43-26-000123-7". */
#ifndef CONSOLE_CASES_NUMBER_H
#define CONSOLE_CASES_NUMBER_H

#include <stdbool.h>

enum { NUMBER_SIZE = 16 };

/* region: "43"; year: 2026; serial: 1..999999. Into out[NUMBER_SIZE]. */
void number_make(const char *region, int year, int serial, char *out);

/* Reads what a person typed (dashes and spaces free) into the written form;
 * false when it is not 11 digits or the check digit is wrong. */
bool number_read(const char *typed, char *out);

#endif
