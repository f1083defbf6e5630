/* Figures by the environment, lines to stdout. */
#include "tests/faults/faults.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int faults_figure(int shorter, int full)
{
    const char *asked = getenv("FAULTS");
    return asked && strcmp(asked, "full") == 0 ? full : shorter;
}

void faults_say(const char *row, const char *what, const char *figure, ...)
{
    va_list values;
    va_start(values, figure);
    printf("fault: %s | %s | ", row, what);
    vprintf(figure, values);
    printf(" | passed\n");
    va_end(values);
    fflush(stdout);
}

unsigned faults_seed(void)
{
    const char *given = getenv("FAULTS_SEED");
    unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : 1414;
    printf("seed %u\n", seed);
    return seed;
}
