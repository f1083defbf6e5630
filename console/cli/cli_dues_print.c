/* dues for people: first the answer in sentences that can be read aloud, then
 * how it came about. */
#include "console/cli/cli_dues.h"

#include "console/cli/cli_print.h"
#include "console/knowledge/table.h"

#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>

/* One sentence, wrapped behind so many spaces. */
static void say(int indent, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void say(int indent, const char *format, ...)
{
    AUTO_CHARS text = NULL;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        mem_exhausted();
    va_end(arguments);
    cli_print_text(indent, text);
}

static void head(const char *title)
{
    printf("\n%s\n", title);
}

/* ---- rate ---- */

static void print_step(const struct dues_step *step, enum language language)
{
    AUTO_CHARS of = table_money(step->of);
    AUTO_CHARS times = cli_dues_number(step->times_x100, language);
    AUTO_CHARS sum = table_money(step->tiyn);
    switch (step->op) {
    case DUES_STEP_INDEX:
        say(2, gettext("The minimum wage (MZP) is %s."), sum);
        break;
    case DUES_STEP_BASE:
        say(2, gettext("The base: %s × %s = %s."), times, of, sum);
        break;
    case DUES_STEP_INCOME:
        say(2, gettext("The income of the month is %s."), sum);
        break;
    case DUES_STEP_CAP:
        say(2, gettext("The ceiling of the income: %s × %s = %s."), times, of,
            sum);
        break;
    case DUES_STEP_CAPPED:
        say(2, gettext("The income is above the ceiling, so only %s counts."),
            sum);
        break;
    case DUES_STEP_PERCENT:
        say(2, gettext("%s %% of %s is %s."), times, of, sum);
        break;
    case DUES_STEP_FIXED:
        say(2, gettext("The sum stands in the table: %s."), sum);
        break;
    }
}

void cli_dues_rate_print(const struct dues_rate *rate, enum language language)
{
    AUTO_CHARS day = cli_dues_day(rate->ask.day, language);
    AUTO_CHARS amount = table_money(rate->amount);
    printf("%s, %s\n", gettext(rate->ask.kind->label), day);
    say(2, gettext("For the month: %s."), amount);
    if (rate->most >= 0) {
        AUTO_CHARS most = table_money(rate->most);
        say(2, gettext("The most for a month: %s."), most);
    }
    head(gettext("Working"));
    for (size_t i = 0; i < rate->step_count; i++)
        print_step(&rate->steps[i], language);
    cli_dues_sources_print(&rate->sources, language);
}

/* ---- arrears ---- */

static void print_months(const struct dues_arrears *arrears,
                         enum language language)
{
    AUTO_CHARS from = cli_dues_month(arrears->window_from, language);
    AUTO_CHARS last = cli_dues_month(arrears->window_until - 1, language);
    say(2, gettext("Unpaid months that count, %s to %s: %d."), from, last,
        (int)arrears->window_count);
    for (size_t i = 0; i < arrears->count; i++) {
        const struct dues_month *month = &arrears->months[i];
        if (!month->window)
            continue;
        AUTO_CHARS name = cli_dues_month(month->month, language);
        AUTO_CHARS sum = table_money(month->amount[arrears->basis]);
        printf("    %s  %s\n", name, sum);
    }
}

static void print_older(const struct dues_arrears *arrears)
{
    int older = (int)(arrears->count - arrears->window_count);
    AUTO_CHARS sum = table_money(arrears->older[arrears->basis]);
    if (older > 0 && arrears->older_owed)
        say(2,
            gettext("Older months: %d, together %s. They do not count for the "
                    "status, "
                    "but the tax body still counts them (an inference)."),
            older, sum);
    else if (older > 0)
        say(2, gettext("Older months: %d. A self-payer does not owe them."),
            older);
    if (arrears->never > 0)
        say(2, gettext("Months before January 2020: %d. Nobody owes them."),
            (int)arrears->never);
}

static void print_ahead(const struct dues_arrears *arrears,
                        enum language language)
{
    AUTO_CHARS sum = table_money(arrears->ahead);
    AUTO_CHARS now = table_money(arrears->ahead_now);
    AUTO_CHARS from = cli_dues_day(arrears->ahead_from, language);
    if (!arrears->can_ahead) {
        say(2, "%s", gettext("Way B, paying ahead, did not exist that day."));
        return;
    }
    say(2, gettext("Way B, pay %d months ahead: %s. The status begins on %s."),
        arrears->ahead_months, sum, from);
    say(2,
        gettext("Way B with this month too, %d payments: %s. The status comes "
                "within %d working days."),
        arrears->ahead_months + 1, now, (int)arrears->status_days);
}

static void print_cheaper(const struct dues_arrears *arrears)
{
    int64_t more = arrears->ahead - arrears->back[arrears->basis];
    AUTO_CHARS less = table_money(more < 0 ? -more : more);
    if (!arrears->can_ahead)
        return;
    if (arrears->cheaper == DUES_CHEAPER_BACK)
        say(2, gettext("Way A costs %s less."), less);
    else if (arrears->cheaper == DUES_CHEAPER_AHEAD)
        say(2, gettext("Way B costs %s less."), less);
    else
        say(2, "%s",
            gettext("Both ways cost the same: way A is sooner, way B "
                    "also covers the months to come."));
}

/* The one question that changes the sum: both answers. */
static void print_bases(const struct dues_arrears *arrears)
{
    int64_t more =
        arrears->back[DUES_PAYMENT_DATE] - arrears->back[DUES_PERIOD];
    AUTO_CHARS period = table_money(arrears->back[DUES_PERIOD]);
    AUTO_CHARS payment = table_money(arrears->back[DUES_PAYMENT_DATE]);
    AUTO_CHARS apart = table_money(more < 0 ? -more : more);
    head(gettext("Open questions"));
    say(2, "%s", gettext("No source settles what a past month costs:"));
    say(4, gettext("at the amount of that month: %s"), period);
    say(4, gettext("at the amount on the day of payment: %s"), payment);
    say(4, gettext("difference: %s"), apart);
    say(4, gettext("taken here: %s (setting dues.arrears_rate_basis)"),
        dues_basis_name(arrears->basis));
    say(2, "%s",
        gettext("No source settles whether the current month is one of the "
                "twelve."));
}

void cli_dues_arrears_print(const struct dues_arrears *arrears,
                            enum language language)
{
    AUTO_CHARS day = cli_dues_day(arrears->day, language);
    AUTO_CHARS back = table_money(arrears->back[arrears->basis]);
    printf("%s, %s\n", gettext(arrears->kind->label), day);
    print_months(arrears, language);
    print_older(arrears);
    if (arrears->window_count > 0) {
        printf("\n");
        say(2,
            gettext("Way A, pay these months: %s. The status comes within %d "
                    "working days."),
            back, (int)arrears->status_days);
        print_ahead(arrears, language);
        print_cheaper(arrears);
        print_bases(arrears);
    }
    cli_dues_sources_print(&arrears->sources, language);
}

/* ---- penalty ---- */

static void print_part(const struct dues_penalty *penalty,
                       const struct dues_part *part, enum language language)
{
    int days = (int)(part->last - part->from + 1);
    AUTO_CHARS from = cli_dues_day(part->from, language);
    AUTO_CHARS last = cli_dues_day(part->last, language);
    AUTO_CHARS sum = table_money(penalty->late.sum);
    AUTO_CHARS percent = cli_dues_number(part->rate_x100, language);
    AUTO_CHARS factor = cli_dues_number(part->k_x100, language);
    AUTO_CHARS tiyn = table_money(part->tiyn);
    say(2, gettext("%s to %s, %d days: %s × %s %% × %s / 365 × %d = %s."), from,
        last, days, sum, percent, factor, days, tiyn);
}

static void print_doubts(void)
{
    head(gettext("Open questions"));
    say(2, "%s",
        gettext("The factor 1.25 is of 2018; one secondary page shows the "
                "formula without it."));
    say(2, "%s",
        gettext("The year of 365 days and the start on the day after the last "
                "day to pay come from that page alone."));
    say(2, "%s", gettext("No source tells how a penalty is rounded."));
    say(2, "%s",
        gettext("No source puts a penalty on a self-payer: this is for "
                "employers, entrepreneurs and agents."));
}

void cli_dues_penalty_print(const struct dues_penalty *penalty,
                            enum language language)
{
    AUTO_CHARS sum = table_money(penalty->late.sum);
    AUTO_CHARS due = cli_dues_day(penalty->late.due, language);
    AUTO_CHARS paid = cli_dues_day(penalty->late.paid, language);
    AUTO_CHARS amount = table_money(penalty->amount);
    say(0, gettext("%s, last day to pay %s, paid on %s"), sum, due, paid);
    if (penalty->days == 0) {
        say(2, "%s", gettext("Paid in time: there is no penalty."));
        return;
    }
    say(2, gettext("Penalty: %s. Late days, the day of payment included: %d."),
        amount, (int)penalty->days);
    head(gettext("Working"));
    for (size_t i = 0; i < penalty->count; i++)
        print_part(penalty, &penalty->parts[i], language);
    print_doubts();
    cli_dues_sources_print(&penalty->sources, language);
}
