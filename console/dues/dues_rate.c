/* The amount of one month: a fixed sum, a part of an index, or a part of an
 * income up to the ceiling in force. */
#include "console/dues/dues.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/dues/dues_money.h"

#include <jansson.h>

#include <string.h>

/* 1.00 in hundredths, and the whole in hundredths of a percent. */
enum { ONE = 100, WHOLE = 100 * 100 };

static void add_step(struct dues_rate *rate, enum dues_op op, int64_t of,
                     int64_t times_x100, int64_t tiyn)
{
    rate->steps[rate->step_count++] =
        (struct dues_step){op, of, times_x100, tiyn};
}

void dues_rate_clear(struct dues_rate *rate)
{
    dues_sources_clear(&rate->sources);
    memset(rate, 0, sizeof(*rate));
}

/* The row of the kind, with what it says of percent. */
static const json_t *find_row(struct dues_rate *rate,
                              const struct dues_book *book, struct error *error)
{
    const json_t *row = dues_row(book->tables, "rates", rate->ask.kind->name,
                                 rate->ask.day, &rate->sources, error);
    rate->percent_x100 = row != NULL ? dues_cell(row, "percent_x100") : -1;
    return row;
}

/* So much of an index of the day, as a step. */
static bool take_index(struct dues_rate *rate, const struct dues_book *book,
                       const char *index, struct dues_step step, int64_t *part,
                       struct error *error)
{
    const json_t *row = dues_row(book->tables, "indices", index, rate->ask.day,
                                 &rate->sources, error);
    if (row == NULL)
        return false;
    int64_t amount = dues_cell(row, "amount");
    if (!dues_share(amount, step.times_x100, ONE, part, error))
        return false;
    add_step(rate, DUES_STEP_INDEX, 0, 0, amount);
    add_step(rate, step.op, amount, step.times_x100, *part);
    return true;
}

static bool take_percent(struct dues_rate *rate, struct error *error)
{
    if (!dues_share(rate->base, rate->percent_x100, WHOLE, &rate->amount,
                    error))
        return false;
    add_step(rate, DUES_STEP_PERCENT, rate->base, rate->percent_x100,
             rate->amount);
    return true;
}

/* ---- fixed sums ---- */

static bool bad_row(const struct dues_rate *rate, const char *what,
                    struct error *error)
{
    char date[CLOCK_DATE_SIZE];
    clock_date(rate->ask.day, date);
    return error_set(error, MESSAGE_TABLE_NO_ROW, "table rates: [%s] on %s %s",
                     rate->ask.kind->name, date, what);
}

/* A part of an index; the sum that stands in the row must be the same. */
static bool from_index(struct dues_rate *rate, const struct dues_book *book,
                       const json_t *row, struct error *error)
{
    struct dues_step step = {.op = DUES_STEP_BASE,
                             .times_x100 = dues_cell(row, "times_x100")};
    int64_t stated = dues_cell(row, "amount");
    if (!take_index(rate, book, json_find_string(row, "index"), step,
                    &rate->base, error) ||
        !take_percent(rate, error))
        return false;
    return stated < 0 || stated == rate->amount ||
           bad_row(rate, "has a sum that is not its part of the index", error);
}

static bool work_fixed(struct dues_rate *rate, const struct dues_book *book,
                       struct error *error)
{
    const json_t *row = find_row(rate, book, error);
    if (row == NULL)
        return false;
    if (json_find_string(row, "index") != NULL)
        return from_index(rate, book, row, error);
    rate->amount = dues_cell(row, "amount");
    if (rate->amount < 0)
        return bad_row(rate, "has no sum and no index", error);
    add_step(rate, DUES_STEP_FIXED, 0, 0, rate->amount);
    return true;
}

/* ---- parts of an income ---- */

/* The ceiling of the kind on the day, and what is due at it. */
static bool take_cap(struct dues_rate *rate, const struct dues_book *book,
                     struct error *error)
{
    const json_t *row = dues_row(book->tables, "caps", rate->ask.kind->name,
                                 rate->ask.day, &rate->sources, error);
    struct dues_step step = {.op = DUES_STEP_CAP};
    if (row == NULL)
        return false;
    step.times_x100 = dues_cell(row, "mzp") * ONE;
    return take_index(rate, book, "mzp", step, &rate->cap, error) &&
           dues_share(rate->cap, rate->percent_x100, WHOLE, &rate->most, error);
}

static bool work_income(struct dues_rate *rate, const struct dues_book *book,
                        struct error *error)
{
    const int64_t income = rate->ask.income;
    const json_t *row = find_row(rate, book, error);
    if (row == NULL)
        return false;
    if (rate->percent_x100 < 0)
        return bad_row(rate, "has no percent", error);
    if (rate->percent_x100 > 0 && !take_cap(rate, book, error))
        return false;
    rate->capped = rate->cap >= 0 && income > rate->cap;
    rate->base = rate->capped ? rate->cap : income;
    add_step(rate, DUES_STEP_INCOME, 0, 0, income);
    if (rate->capped)
        add_step(rate, DUES_STEP_CAPPED, income, 0, rate->base);
    return take_percent(rate, error);
}

bool dues_rate_init(struct dues_rate *rate, const struct dues_book *book,
                    const struct dues_ask *ask, struct error *error)
{
    bool of_income = ask->kind->way == DUES_INCOME;
    *rate = (struct dues_rate){
        .ask = *ask, .percent_x100 = -1, .base = -1, .cap = -1, .most = -1};
    if (of_income && ask->income < 0)
        return error_set(error, MESSAGE_DUES_INCOME,
                         "%s is a part of the income of the month",
                         ask->kind->name);
    if (!of_income && ask->income >= 0)
        return error_set(error, MESSAGE_DUES_INCOME,
                         "%s is a fixed sum, whatever the income",
                         ask->kind->name);
    return of_income ? work_income(rate, book, error)
                     : work_fixed(rate, book, error);
}
