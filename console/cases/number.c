/* Case numbers with a check digit by Damm. */
#include "console/cases/number.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS = 11 };

/* Damm's table: an anti-symmetric quasigroup of order ten with zeros on the
 * diagonal, so that a right number comes out at 0. */
static const unsigned char damm[10][10] = {
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
    {4, 2, 0, 6, 8, 7, 1, 3, 5, 9}, {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
    {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
    {9, 4, 3, 8, 6, 1, 7, 2, 0, 5}, {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
};

static unsigned char check(const char *digits, size_t count)
{
    unsigned char state = 0;

    for (size_t i = 0; i < count; i++)
        state = damm[state][digits[i] - '0'];
    return state;
}

/* Writes eleven digits as people write them: "43-26-000123-7". */
static void write_form(const char *digits, char *out)
{
    snprintf(out, NUMBER_SIZE, "%.2s-%.2s-%.6s-%.1s", digits, digits + 2,
             digits + 4, digits + 10);
}

void number_make(const char *region, int year, int serial, char *out)
{
    char digits[DIGITS + 1];

    snprintf(digits, sizeof(digits), "%.2s%02u%06u", region,
             (unsigned)year % 100u, (unsigned)serial % 1000000u);
    digits[DIGITS - 1] = (char)('0' + check(digits, DIGITS - 1));
    digits[DIGITS] = '\0';
    write_form(digits, out);
}

bool number_read(const char *typed, char *out)
{
    char digits[DIGITS + 1];
    size_t count = 0;

    for (; *typed; typed++) {
        if (*typed == ' ' || *typed == '-')
            continue;
        if (*typed < '0' || *typed > '9' || count == DIGITS)
            return false;
        digits[count++] = *typed;
    }
    if (count != DIGITS || check(digits, DIGITS) != 0)
        return false;
    digits[DIGITS] = '\0';
    write_form(digits, out);
    return true;
}
