/* Unpaid months: what paying them back costs by either basis, what twelve
 * months ahead cost, and which of the two is cheaper on the day. */
#include "console/dues/dues.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/config/config.h"
#include "console/dues/dues_money.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* No month before this one was ever owed (rules.md D.1). */
enum { FIRST_OWED = 2020 * 12 };

static const char *const bases[] = {
    [DUES_PERIOD] = "period", [DUES_PAYMENT_DATE] = "payment_date"};

const char *dues_basis_name(enum dues_basis basis)
{
    return bases[basis];
}

bool dues_basis_find(const char *name, enum dues_basis *basis)
{
    for (size_t i = 0; i < COUNT(bases); i++)
        if (strcmp(name, bases[i]) == 0) {
            *basis = (enum dues_basis)i;
            return true;
        }
    return false;
}

enum dues_basis dues_basis_chosen(const struct config *config)
{
    enum dues_basis basis = DUES_PERIOD;
    (void)dues_basis_find(config_text(config, CONFIG_dues_arrears_rate_basis),
                          &basis);
    return basis;
}

const char *dues_cheaper_name(enum dues_cheaper cheaper)
{
    static const char *const names[] = {[DUES_CHEAPER_NONE] = "none",
                                        [DUES_CHEAPER_BACK] = "back",
                                        [DUES_CHEAPER_AHEAD] = "ahead",
                                        [DUES_CHEAPER_SAME] = "same"};
    return names[cheaper];
}

void dues_arrears_clear(struct dues_arrears *arrears)
{
    free(arrears->months);
    dues_sources_clear(&arrears->sources);
    memset(arrears, 0, sizeof(*arrears));
}

/* ---- what was asked ---- */

static bool bad_month(int month, const char *what, struct error *error)
{
    char text[CLOCK_DATE_SIZE];
    clock_month_text(month, text);
    return error_set(error, MESSAGE_DUES_MONTHS, "%s %s", text, what);
}

static bool check_claim(const struct dues_claim *claim, struct error *error)
{
    int now = clock_month(claim->day);
    if (claim->kind->way != DUES_MONTHLY)
        return error_set(error, MESSAGE_DUES_PAST, "%s", claim->kind->name);
    for (size_t i = 0; i < claim->count; i++) {
        int month = claim->months[i];
        if (month >= now)
            return bad_month(month, "is not over on the day", error);
        if (i > 0 && month == claim->months[i - 1])
            return bad_month(month, "stands twice", error);
        if (i > 0 && month < claim->months[i - 1])
            return bad_month(month, "is out of order", error);
    }
    return true;
}

/* ---- sums ---- */

/* The amount of the kind on a day. */
static bool month_amount(struct dues_arrears *arrears,
                         const struct dues_book *book, int64_t day,
                         int64_t *amount, struct error *error)
{
    AUTO(dues_rate_clear) struct dues_rate rate = {0};
    struct dues_ask ask = {arrears->kind, day, DUES_NO_INCOME};
    bool worked = dues_rate_init(&rate, book, &ask, error);
    dues_sources_join(&arrears->sources, &rate.sources);
    *amount = rate.amount;
    return worked;
}

/* A month that is not owed has no amount. */
static bool add_month(struct dues_arrears *arrears,
                      const struct dues_book *book, int month,
                      struct error *error)
{
    struct dues_month *unpaid = &arrears->months[arrears->count++];
    *unpaid = (struct dues_month){.month = month,
                                  .window = month >= arrears->window_from};
    arrears->window_count += unpaid->window;
    if (!unpaid->window && !arrears->older_owed)
        return true;
    int64_t *sums = unpaid->window ? arrears->back : arrears->older;
    unpaid->amount[DUES_PAYMENT_DATE] = arrears->month;
    return month_amount(arrears, book, clock_month_start(month),
                        &unpaid->amount[DUES_PERIOD], error) &&
           dues_add(&sums[DUES_PERIOD], unpaid->amount[DUES_PERIOD], error) &&
           dues_add(&sums[DUES_PAYMENT_DATE], arrears->month, error);
}

static bool add_months(struct dues_arrears *arrears,
                       const struct dues_book *book,
                       const struct dues_claim *claim, struct error *error)
{
    arrears->months = mem_new((claim->count + 1) * sizeof(*arrears->months));
    for (size_t i = 0; i < claim->count; i++) {
        if (claim->months[i] < FIRST_OWED)
            arrears->never++;
        else if (!add_month(arrears, book, claim->months[i], error))
            return false;
    }
    return true;
}

/* ---- the ways ---- */

/* A number of the table of terms; -1 and an error without a row. */
static int64_t term(struct dues_arrears *arrears, const struct dues_book *book,
                    const char *what, struct error *error)
{
    const json_t *row = dues_row(book->tables, "terms", what, arrears->day,
                                 &arrears->sources, error);
    int64_t amount = row != NULL ? dues_cell(row, "amount") : -1;
    if (row != NULL && amount < 0)
        error_set(error, MESSAGE_TABLE_NO_ROW,
                  "table terms: [%s] has no amount", what);
    return amount;
}

static bool find_window(struct dues_arrears *arrears,
                        const struct dues_book *book, struct error *error)
{
    int64_t window = term(arrears, book, "window_months", error);
    arrears->status_days = term(arrears, book, "status_days", error);
    arrears->window_until = clock_month(arrears->day);
    arrears->window_from = arrears->window_until - (int)window;
    return window >= 0 && arrears->status_days >= 0;
}

/* Way B, on a day on which there is one. */
static bool work_ahead(struct dues_arrears *arrears,
                       const struct dues_book *book, struct error *error)
{
    int64_t months = term(arrears, book, "ahead_months", NULL);
    arrears->can_ahead = months >= 0;
    if (!arrears->can_ahead)
        return true;
    arrears->ahead_months = (int)months;
    arrears->ahead_from = clock_month_start(arrears->window_until + 1);
    return dues_share(arrears->month, months, 1, &arrears->ahead, error) &&
           dues_share(arrears->month, months + 1, 1, &arrears->ahead_now,
                      error);
}

static enum dues_cheaper compare(const struct dues_arrears *arrears)
{
    int64_t back = arrears->back[arrears->basis];
    if (arrears->window_count == 0)
        return DUES_CHEAPER_NONE;
    if (!arrears->can_ahead || back < arrears->ahead)
        return DUES_CHEAPER_BACK;
    return back > arrears->ahead ? DUES_CHEAPER_AHEAD : DUES_CHEAPER_SAME;
}

bool dues_arrears_init(struct dues_arrears *arrears,
                       const struct dues_book *book,
                       const struct dues_claim *claim, struct error *error)
{
    *arrears = (struct dues_arrears){
        .kind = claim->kind,
        .day = claim->day,
        .basis = book->basis,
        .older_owed = strcmp(claim->kind->name, "self_payer") != 0,
    };
    if (!check_claim(claim, error) || !find_window(arrears, book, error) ||
        !month_amount(arrears, book, arrears->day, &arrears->month, error) ||
        !add_months(arrears, book, claim, error) ||
        !work_ahead(arrears, book, error))
        return false;
    arrears->cheaper = compare(arrears);
    return true;
}
