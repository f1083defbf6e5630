/* dues as JSON: one stable shape a part, never localised. */
#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cli/cli_dues.h"

#include <jansson.h>

/* The one rule of rounding, by its name. */
#define ROUNDING "half_up_to_tiyn"

static json_t *as_day(int64_t day)
{
    char text[CLOCK_DATE_SIZE];
    clock_date(day, text);
    return json_string(text);
}

static json_t *as_month(int month)
{
    char text[CLOCK_DATE_SIZE];
    clock_month_text(month, text);
    return json_string(text);
}

/* null for a sum that there is not. */
static json_t *as_sum(int64_t tiyn)
{
    return tiyn >= 0 ? json_integer(tiyn) : json_null();
}

/* The rows, each with the name of its table. */
static json_t *as_sources(const struct dues_sources *sources)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sources->count; i++) {
        json_t *row = json_copy((json_t *)sources->items[i].row);
        json_object_set_new(row, "table", json_string(sources->items[i].table));
        json_array_append_new(list, row);
    }
    return list;
}

/* ---- rate ---- */

static json_t *as_steps(const struct dues_rate *rate)
{
    static const char *const names[] = {
        [DUES_STEP_INDEX] = "index",   [DUES_STEP_BASE] = "base",
        [DUES_STEP_INCOME] = "income", [DUES_STEP_CAP] = "cap",
        [DUES_STEP_CAPPED] = "capped", [DUES_STEP_PERCENT] = "percent",
        [DUES_STEP_FIXED] = "fixed",
    };
    json_t *list = json_array();
    for (size_t i = 0; i < rate->step_count; i++) {
        const struct dues_step *step = &rate->steps[i];
        json_array_append_new(
            list, json_pack("{s:s, s:I, s:I, s:I}", "step", names[step->op],
                            "of", (json_int_t)step->of, "times_x100",
                            (json_int_t)step->times_x100, "tiyn",
                            (json_int_t)step->tiyn));
    }
    return list;
}

struct json_t *cli_dues_rate_json(const struct dues_rate *rate)
{
    return json_pack(
        "{s:s, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:b, s:s, s:o, s:o}", "kind",
        rate->ask.kind->name, "on", as_day(rate->ask.day), "income",
        as_sum(rate->ask.income), "amount", (json_int_t)rate->amount,
        "percent_x100", as_sum(rate->percent_x100), "base", as_sum(rate->base),
        "cap", as_sum(rate->cap), "cap_amount", as_sum(rate->most), "capped",
        rate->capped, "rounding", ROUNDING, "working", as_steps(rate),
        "sources", as_sources(&rate->sources));
}

/* ---- arrears ---- */

static json_t *as_bases(const int64_t *sums)
{
    json_t *bases = json_object();
    for (enum dues_basis i = 0; i < DUES_BASIS_COUNT; i++)
        json_object_set_new(bases, dues_basis_name(i), json_integer(sums[i]));
    return bases;
}

static json_t *as_months(const struct dues_arrears *arrears)
{
    json_t *list = json_array();
    for (size_t i = 0; i < arrears->count; i++) {
        const struct dues_month *month = &arrears->months[i];
        json_array_append_new(
            list, json_pack("{s:o, s:b, s:I, s:o}", "month",
                            as_month(month->month), "window", month->window,
                            "amount", (json_int_t)month->amount[arrears->basis],
                            "by_basis", as_bases(month->amount)));
    }
    return list;
}

static json_t *as_back(const struct dues_arrears *arrears)
{
    const int64_t *back = arrears->back;
    int64_t more = back[DUES_PAYMENT_DATE] - back[DUES_PERIOD];
    return json_pack("{s:I, s:I, s:s, s:o, s:I, s:I}", "months",
                     (json_int_t)arrears->window_count, "sum",
                     (json_int_t)back[arrears->basis], "basis",
                     dues_basis_name(arrears->basis), "by_basis",
                     as_bases(back), "difference",
                     (json_int_t)(more < 0 ? -more : more),
                     "status_working_days", (json_int_t)arrears->status_days);
}

static json_t *as_ahead(const struct dues_arrears *arrears)
{
    if (!arrears->can_ahead)
        return json_null();
    return json_pack("{s:I, s:i, s:I, s:o, s:I}", "month",
                     (json_int_t)arrears->month, "months",
                     arrears->ahead_months, "sum", (json_int_t)arrears->ahead,
                     "status_from", as_day(arrears->ahead_from),
                     "sum_with_this_month", (json_int_t)arrears->ahead_now);
}

struct json_t *cli_dues_arrears_json(const struct dues_arrears *arrears)
{
    size_t older = arrears->count - arrears->window_count;
    json_t *window =
        json_pack("{s:o, s:o}", "from", as_month(arrears->window_from), "last",
                  as_month(arrears->window_until - 1));
    json_t *before = json_pack(
        "{s:I, s:I, s:b, s:I}", "months", (json_int_t)older, "sum",
        (json_int_t)arrears->older[arrears->basis], "owed", arrears->older_owed,
        "never_owed_months", (json_int_t)arrears->never);
    return json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:[s,s], s:s, s:o}", "kind",
        arrears->kind->name, "on", as_day(arrears->day), "window", window,
        "unpaid", as_months(arrears), "before_window", before, "back",
        as_back(arrears), "ahead", as_ahead(arrears), "cheaper",
        dues_cheaper_name(arrears->cheaper), "open",
        "rate_of_a_past_month_unconfirmed",
        "current_month_in_window_unconfirmed", "rounding", ROUNDING, "sources",
        as_sources(&arrears->sources));
}

/* ---- penalty ---- */

static json_t *as_parts(const struct dues_penalty *penalty)
{
    json_t *list = json_array();
    for (size_t i = 0; i < penalty->count; i++) {
        const struct dues_part *part = &penalty->parts[i];
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:I, s:I, s:I, s:I}", "from",
                            as_day(part->from), "last", as_day(part->last),
                            "days", (json_int_t)(part->last - part->from + 1),
                            "percent_x100", (json_int_t)part->rate_x100,
                            "k_x100", (json_int_t)part->k_x100, "tiyn",
                            (json_int_t)part->tiyn));
    }
    return list;
}

struct json_t *cli_dues_penalty_json(const struct dues_penalty *penalty)
{
    return json_pack(
        "{s:I, s:o, s:o, s:I, s:I, s:i, s:o, s:[s,s,s,s], s:s, s:o}", "sum",
        (json_int_t)penalty->late.sum, "due", as_day(penalty->late.due), "paid",
        as_day(penalty->late.paid), "days", (json_int_t)penalty->days, "amount",
        (json_int_t)penalty->amount, "year_days", DUES_YEAR_DAYS, "working",
        as_parts(penalty), "open", "factor_1_25_conflict",
        "year_of_365_days_single_source", "rounding_unconfirmed",
        "none_known_for_self_payers", "rounding", ROUNDING, "sources",
        as_sources(&penalty->sources));
}
