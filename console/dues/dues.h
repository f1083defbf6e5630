/* Dues: what is paid for a month, for past months, and for paying late, each
 * with its working and its rows. Money is whole tiyn; fractions are kept exact
 * and rounded once, at the end of each stated amount, half up to the tiyn. */
#ifndef CONSOLE_DUES_DUES_H
#define CONSOLE_DUES_DUES_H

#include "console/base/memory.h"
#include "console/dues/dues_kind.h"
#include "console/dues/dues_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config;
struct error;
struct tables;

/* Which day sets the amount of a past month: a day of that month, or the day
 * of payment. No source settles it (rules.md D.1): a setting, both are told. */
enum dues_basis { DUES_PERIOD, DUES_PAYMENT_DATE, DUES_BASIS_COUNT };

/* "period", "payment_date"; and back, false when there is no such basis. */
const char *dues_basis_name(enum dues_basis basis);
bool dues_basis_find(const char *name, enum dues_basis *basis);

/* The one that the setting dues.arrears_rate_basis chooses. */
enum dues_basis dues_basis_chosen(const struct config *config);

/* What amounts are worked out from; lent. */
struct dues_book {
    const struct tables *tables;
    enum dues_basis basis;
};

/* ---- one month ---- */

/* A step of the working: how tiyn came about. */
enum dues_op {
    DUES_STEP_INDEX,   /* an index (MZP) of the day */
    DUES_STEP_BASE,    /* times_x100 / 100 of the index `of` */
    DUES_STEP_INCOME,  /* as it was given */
    DUES_STEP_CAP,     /* times_x100 / 100 of the index `of` */
    DUES_STEP_CAPPED,  /* the income `of`, but not above the cap */
    DUES_STEP_PERCENT, /* times_x100 / 100 percent of `of` */
    DUES_STEP_FIXED    /* stands in the table */
};

struct dues_step {
    enum dues_op op;
    int64_t of; /* tiyn */
    int64_t times_x100;
    int64_t tiyn;
};

enum { DUES_STEPS_MAX = 6 };

/* Income in tiyn from 0; DUES_NO_INCOME when it was not given. */
enum { DUES_NO_INCOME = -1 };

struct dues_ask {
    const struct dues_kind *kind;
    int64_t day; /* days since 1970 */
    int64_t income;
};

struct dues_rate {
    struct dues_ask ask;
    int64_t amount;       /* of the month, tiyn */
    int64_t percent_x100; /* -1: a fixed sum without one */
    int64_t base;         /* what the percent is of; -1: none */
    int64_t cap;          /* the most income that counts; -1: none */
    int64_t most;         /* the amount at the cap; -1: none */
    bool capped;          /* the income was above it */
    struct dues_step steps[DUES_STEPS_MAX];
    size_t step_count;
    struct dues_sources sources;
};

/* The amount of a month on a day. MESSAGE_DUES_INCOME when the kind needs an
 * income and there is none, or the other way round; MESSAGE_TABLE_NO_ROW for a
 * day that the tables do not hold. *rate is cleared by the caller in any case.
 */
MUST_USE bool dues_rate_init(struct dues_rate *rate,
                             const struct dues_book *book,
                             const struct dues_ask *ask, struct error *error);
void dues_rate_clear(struct dues_rate *rate);

/* ---- past months ---- */

/* A month that is not paid (clock_month), and its amount by each basis; 0 when
 * it is not owed. */
struct dues_month {
    int month;
    bool window; /* one of those that count for the status */
    int64_t amount[DUES_BASIS_COUNT];
};

/* Which way costs less now: none is owed, pay back, pay ahead, no matter. */
enum dues_cheaper {
    DUES_CHEAPER_NONE,
    DUES_CHEAPER_BACK,
    DUES_CHEAPER_AHEAD,
    DUES_CHEAPER_SAME
};

/* "none", "back", "ahead", "same". */
const char *dues_cheaper_name(enum dues_cheaper cheaper);

struct dues_claim {
    const struct dues_kind *kind;
    const int *months; /* unpaid ones, in order, each once */
    size_t count;
    int64_t day; /* of the request */
};

struct dues_arrears {
    const struct dues_kind *kind;
    int64_t day;
    enum dues_basis basis;         /* the one that the setting chooses */
    int window_from, window_until; /* months; until is the one of the day */
    struct dues_month *months;     /* owned; those since 2020-01 */
    size_t count;
    size_t never;                    /* before 2020-01: never owed */
    size_t window_count;             /* of months: in the window */
    int64_t back[DUES_BASIS_COUNT];  /* way A: the window */
    int64_t older[DUES_BASIS_COUNT]; /* before the window */
    bool older_owed;           /* entrepreneurs owe them, self-payers do not */
    int64_t month;             /* the amount today */
    bool can_ahead;            /* way B exists on the day */
    int ahead_months;          /* 12 */
    int64_t ahead, ahead_now;  /* way B without and with this month */
    int64_t ahead_from;        /* the day its status begins */
    int64_t status_days;       /* working days to the status of way A */
    enum dues_cheaper cheaper; /* way A against way B without this month */
    struct dues_sources sources;
};

/* Both ways into the status. MESSAGE_DUES_MONTHS for months out of order, twice
 * or not yet over; MESSAGE_DUES_PAST for a kind that pays no fixed sum for past
 * months; MESSAGE_TABLE_NO_ROW. Cleared by the caller in any case. */
MUST_USE bool dues_arrears_init(struct dues_arrears *arrears,
                                const struct dues_book *book,
                                const struct dues_claim *claim,
                                struct error *error);
void dues_arrears_clear(struct dues_arrears *arrears);

/* ---- paying late ---- */

/* The days of a year in the formula, leap year or not. */
enum { DUES_YEAR_DAYS = 365 };

struct dues_late {
    int64_t sum;       /* tiyn */
    int64_t due, paid; /* days; the day of payment is late, the due one not */
};

/* Days in a row with one rate. */
struct dues_part {
    int64_t from, last; /* days, both counted */
    int64_t rate_x100;  /* percent a year */
    int64_t k_x100;
    int64_t tiyn; /* so rounded that the parts make up the whole */
};

struct dues_penalty {
    struct dues_late late;
    int64_t days, amount;
    struct dues_part *parts; /* owned */
    size_t count;
    struct dues_sources sources;
};

/* sum * rate / 100 * k / 365 for each late day. MESSAGE_TABLE_NO_ROW for the
 * first day whose rate is not confirmed. Cleared by the caller in any case. */
MUST_USE bool dues_penalty_init(struct dues_penalty *penalty,
                                const struct dues_book *book,
                                const struct dues_late *late,
                                struct error *error);
void dues_penalty_clear(struct dues_penalty *penalty);

#endif
