/* The facts of dues_fact.def, one function each, over the arrears of a person
 * as a self-payer or as an entrepreneur. */
#include "console/dues/dues_fact.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/dues/dues.h"
#include "console/registry/person.h"

#include <jansson.h>

#include <string.h>

/* No claim is longer: the window of the registry's derivations. */
enum { MONTHS_MAX = 12 };

struct view {
    const struct dues_book *book;
    const struct person *person;
    int64_t day;
};

/* ---- months ---- */

/* Months of one payer. */
struct unpaid {
    int months[MONTHS_MAX];
    size_t count;
};

/* Those of the list from the first to the last one. */
static void take_months(const json_t *list, int first, int last,
                        struct unpaid *unpaid)
{
    for (size_t i = 0; i < json_array_size(list) && i < MONTHS_MAX; i++) {
        int month;
        if (clock_parse_month(json_string_value(json_array_get(list, i)),
                              &month) &&
            month >= first && month <= last)
            unpaid->months[unpaid->count++] = month;
    }
}

static bool self_months(const struct view *view, struct unpaid *unpaid)
{
    AUTO_JSON list = person_unpaid(view->person, NULL, view->day);
    take_months(list, INT32_MIN, INT32_MAX, unpaid);
    return list != NULL;
}

/* The month of the day so many days from the date at the path; false when it is
 * not known, `none` when there is none. */
static bool month_at(const struct view *view, const char *path, int64_t days,
                     int none, int *month)
{
    AUTO_JSON date = person_value(view->person, path);
    int64_t day;
    *month = none;
    if (json_is_null(date))
        return true;
    if (!json_is_string(date) ||
        !clock_parse_date(json_string_value(date), &day))
        return false;
    *month = clock_month(day + days);
    return true;
}

/* The months in which the IE was open. */
static bool ie_months(const struct view *view, struct unpaid *unpaid)
{
    bool found;
    int first, last;
    AUTO_JSON derived =
        person_derive(view->person, "ie_state", view->day, &found);
    const char *state = json_string_value(derived);
    if (state == NULL || strcmp(state, "suspended") == 0)
        return false;
    if (strcmp(state, "none") == 0)
        return true;
    AUTO_JSON list =
        person_unpaid(view->person, "individual_entrepreneur", view->day);
    if (list == NULL ||
        !month_at(view, "$.entrepreneur.from", 0, INT32_MIN, &first) ||
        !month_at(view, "$.entrepreneur.until", -1, INT32_MAX, &last))
        return false;
    take_months(list, first, last, unpaid);
    return true;
}

/* ---- arrears ---- */

static bool work(const struct view *view, const char *kind,
                 const struct unpaid *unpaid, struct dues_arrears *arrears)
{
    const struct dues_claim claim = {.kind = dues_kind_find(kind, NULL),
                                     .months = unpaid->months,
                                     .count = unpaid->count,
                                     .day = view->day};
    return dues_arrears_init(arrears, view->book, &claim, NULL);
}

/* What is written of the arrears; NULL when unknown. */
typedef json_t *writer(const struct dues_arrears *arrears);

static json_t *of_self(const struct view *view, writer *write)
{
    struct unpaid unpaid = {0};
    AUTO(dues_arrears_clear) struct dues_arrears arrears = {0};
    return self_months(view, &unpaid) &&
                   work(view, "self_payer", &unpaid, &arrears)
               ? write(&arrears)
               : NULL;
}

/* Way B: whatever was paid. */
static json_t *of_ahead(const struct view *view, writer *write)
{
    const struct unpaid none = {0};
    AUTO(dues_arrears_clear) struct dues_arrears arrears = {0};
    return work(view, "self_payer", &none, &arrears) && arrears.can_ahead
               ? write(&arrears)
               : NULL;
}

static json_t *write_back(const struct dues_arrears *arrears)
{
    return json_integer(arrears->back[arrears->basis]);
}

static json_t *write_other(const struct dues_arrears *arrears)
{
    return json_integer(
        arrears->back[arrears->basis == DUES_PERIOD ? DUES_PAYMENT_DATE
                                                    : DUES_PERIOD]);
}

static json_t *write_cheaper(const struct dues_arrears *arrears)
{
    return json_string(dues_cheaper_name(arrears->cheaper));
}

static json_t *write_ahead(const struct dues_arrears *arrears)
{
    return json_integer(arrears->ahead);
}

static json_t *write_ahead_now(const struct dues_arrears *arrears)
{
    return json_integer(arrears->ahead_now);
}

static json_t *write_ahead_from(const struct dues_arrears *arrears)
{
    char date[CLOCK_DATE_SIZE];
    clock_date(arrears->ahead_from, date);
    return json_string(date);
}

/* ---- the facts ---- */

static json_t *fact_dues_back_self(const struct view *view)
{
    return of_self(view, write_back);
}

static json_t *fact_dues_back_other_self(const struct view *view)
{
    return of_self(view, write_other);
}

static json_t *fact_dues_cheaper_self(const struct view *view)
{
    return of_self(view, write_cheaper);
}

static json_t *fact_dues_ahead_self(const struct view *view)
{
    return of_ahead(view, write_ahead);
}

static json_t *fact_dues_ahead_now_self(const struct view *view)
{
    return of_ahead(view, write_ahead_now);
}

static json_t *fact_dues_ahead_from(const struct view *view)
{
    return of_ahead(view, write_ahead_from);
}

static json_t *fact_dues_months_ie(const struct view *view)
{
    struct unpaid unpaid = {0};
    return ie_months(view, &unpaid) ? json_integer((json_int_t)unpaid.count)
                                    : NULL;
}

static json_t *fact_dues_back_ie(const struct view *view)
{
    struct unpaid unpaid = {0};
    AUTO(dues_arrears_clear) struct dues_arrears arrears = {0};
    return ie_months(view, &unpaid) &&
                   work(view, "individual_entrepreneur", &unpaid, &arrears)
               ? write_back(&arrears)
               : NULL;
}

static const struct {
    const char *name;
    json_t *(*fact)(const struct view *view);
} facts[] = {
#define DUES_FACT(name, type, rule) {#name, fact_##name},
#include "console/dues/dues_fact.def"
#undef DUES_FACT
};

struct json_t *dues_fact(const struct dues_book *book,
                         const struct person *person, const char *name,
                         int64_t as_of, bool *found)
{
    const struct view view = {book, person, as_of};
    for (size_t i = 0; i < COUNT(facts); i++) {
        *found = strcmp(facts[i].name, name) == 0;
        if (*found)
            return book->tables != NULL ? facts[i].fact(&view) : NULL;
    }
    return NULL;
}
