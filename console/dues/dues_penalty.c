/* The penalty for paying late: day by day, so that it is split wherever rate
 * or factor change and stops at a day that nobody confirmed. */
#include "console/dues/dues.h"

#include "console/base/json.h"
#include "console/dues/dues_money.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* Of the formula: percent, factor and rate in hundredths, days of a year. */
#define SCALE (INT64_C(100) * 100 * 100 * DUES_YEAR_DAYS)

void dues_penalty_clear(struct dues_penalty *penalty)
{
    free(penalty->parts);
    dues_sources_clear(&penalty->sources);
    memset(penalty, 0, sizeof(*penalty));
}

/* Rate and factor of one late day. */
static bool find_day(struct dues_penalty *penalty, const struct dues_book *book,
                     int64_t day, struct dues_part *part, struct error *error)
{
    const json_t *formula = dues_row(book->tables, "penalty", "late", day,
                                     &penalty->sources, error);
    if (formula == NULL)
        return false;
    const char *kind = json_find_string(formula, "rate");
    const json_t *rate =
        dues_row(book->tables, "base_rate", kind != NULL ? kind : "", day,
                 &penalty->sources, error);
    if (rate == NULL)
        return false;
    *part = (struct dues_part){.from = day,
                               .last = day,
                               .rate_x100 = dues_cell(rate, "percent_x100"),
                               .k_x100 = dues_cell(formula, "k_x100")};
    return true;
}

static void add_day(struct dues_penalty *penalty, const struct dues_part *day)
{
    struct dues_part *last =
        penalty->count > 0 ? &penalty->parts[penalty->count - 1] : NULL;
    if (last != NULL && last->rate_x100 == day->rate_x100 &&
        last->k_x100 == day->k_x100) {
        last->last = day->last;
        return;
    }
    penalty->parts =
        mem_grow(penalty->parts, penalty->count + 1, sizeof(*penalty->parts));
    penalty->parts[penalty->count++] = *day;
}

/* The sum up to the end of each part is rounded, and the part is what it adds:
 * so the parts make up the whole, and the whole is rounded once. */
static bool price(struct dues_penalty *penalty, struct error *error)
{
    int64_t times = 0;
    for (size_t i = 0; i < penalty->count; i++) {
        struct dues_part *part = &penalty->parts[i];
        int64_t before = penalty->amount;
        times += (part->last - part->from + 1) * part->rate_x100 * part->k_x100;
        if (!dues_share(penalty->late.sum, times, SCALE, &penalty->amount,
                        error))
            return false;
        part->tiyn = penalty->amount - before;
    }
    return true;
}

bool dues_penalty_init(struct dues_penalty *penalty,
                       const struct dues_book *book,
                       const struct dues_late *late, struct error *error)
{
    *penalty = (struct dues_penalty){.late = *late};
    for (int64_t day = late->due + 1; day <= late->paid; day++) {
        struct dues_part part;
        if (!find_day(penalty, book, day, &part, error))
            return false;
        add_day(penalty, &part);
        penalty->days++;
    }
    return price(penalty, error);
}
