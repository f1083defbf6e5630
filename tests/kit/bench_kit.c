/* Clock, medians and the table of `make bench`. */
#include "tests/kit/bench_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double bench_now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

double bench_median(double *values, size_t count)
{
    if (count == 0)
        return -1;
    qsort(values, count, sizeof(*values), compare);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

void bench_heading(const char *title)
{
    printf("\n%-42s %8s  %-23s %8s %6s %6s\n", title, "ours", "beside",
           "theirs", "ratio", "goal");
    fflush(stdout);
}

static void put_number(double value, int width)
{
    if (value < 0)
        printf(" %*s", width, "-");
    else
        printf(" %*.*f", width, value < 100 ? 2 : 0, value);
}

static const char *verdict(const struct bench_row *row, double value)
{
    if (value < 0)
        return "not measured";
    if (row->goal < 0)
        return "";
    return value <= row->goal ? "met" : "NOT met";
}

/* What is held against the goal: the ratio, or the figure itself. */
static double value_of(const struct bench_row *row)
{
    if (!row->peer || row->ours < 0)
        return row->ours;
    return row->theirs > 0 ? row->ours / row->theirs : -1;
}

void bench_show(const struct bench_row *row)
{
    double value = value_of(row);
    printf("%-42s", row->metric);
    put_number(row->ours, 8);
    printf("  %-23s", row->peer ? row->peer : "");
    put_number(row->peer ? row->theirs : -1, 8);
    put_number(row->peer ? value : -1, 6);
    put_number(row->goal, 6);
    printf("  %s\n", verdict(row, value));
    fflush(stdout);
}

void bench_note(const char *text)
{
    printf("  (%s)\n", text);
    fflush(stdout);
}
