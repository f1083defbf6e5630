/* The derivations of person.def over the registry's answer, one function each.
 * A list that is null is empty; a thing that is absent makes unknown whatever
 * could change with it, and nothing else. */
#include "console/registry/person.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/registry/person_force.h"
#include "console/registry/person_paid.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* Rule B.4: the grace, and the longer one after so long a row. */
enum { GRACE = 3, LONG_GRACE = 6, LONG_ROW = 60 };

struct view {
    const struct person *person;
    int64_t day; /* D, days since 1970 */
};

static json_t *as_bool(enum person_truth truth)
{
    return truth == PERSON_UNKNOWN ? NULL : json_boolean(truth == PERSON_YES);
}

static json_t *value_at(const struct view *view, const char *path)
{
    return person_value(view->person, path);
}

/* A list of the answer: empty when the registry knows there is none, NULL when
 * it is not told. */
static json_t *list_at(const struct view *view, const char *path)
{
    json_t *list = value_at(view, path);
    if (!json_is_null(list))
        return list;
    return json_array();
}

/* ---- status, age, categories ---- */

static json_t *derive_status(const struct view *view)
{
    AUTO_JSON insured = value_at(view, "$.insured");
    if (!json_is_boolean(insured))
        return NULL;
    return json_string(json_is_true(insured) ? "insured" : "uninsured");
}

static json_t *derive_categories_now(const struct view *view)
{
    AUTO_JSON list = list_at(view, "$.categories");
    AUTO_JSON ids = json_array();
    if (list == NULL)
        return NULL;
    size_t index;
    json_t *item;
    json_array_foreach(list, index, item)
    {
        enum person_truth truth = person_force(item, view->day);
        if (truth == PERSON_UNKNOWN)
            return NULL;
        if (truth == PERSON_YES)
            json_array_append(ids, json_object_get(item, "id"));
    }
    return json_incref(ids);
}

static json_t *derive_is_student(const struct view *view)
{
    AUTO_JSON list = list_at(view, "$.categories");
    return as_bool(person_force_any(list, "student", view->day));
}

static json_t *derive_state_paid(const struct view *view)
{
    AUTO_JSON list = list_at(view, "$.categories");
    return as_bool(person_force_any(list, NULL, view->day));
}

/* Somebody born on 29 February is a year older on 1 March. */
static json_t *derive_age(const struct view *view)
{
    AUTO_JSON birth = value_at(view, "$.birth_date");
    int64_t born;
    if (!json_is_string(birth))
        return json_incref(birth);
    if (!clock_parse_date(json_string_value(birth), &born) || born > view->day)
        return NULL;
    int from[3], to[3];
    clock_civil(born, &from[0], &from[1], &from[2]);
    clock_civil(view->day, &to[0], &to[1], &to[2]);
    bool before = to[1] < from[1] || (to[1] == from[1] && to[2] < from[2]);
    return json_integer(to[0] - from[0] - before);
}

static json_t *derive_is_minor(const struct view *view)
{
    AUTO_JSON age = derive_age(view);
    if (!json_is_integer(age))
        return json_incref(age);
    return json_boolean(json_integer_value(age) < 18);
}

/* Finds the category (of any id, or this one) whose `until` came last, not
 * after the day; NULL when none ended. False: not to be told. */
static bool find_ended(const json_t *list, const char *id, int64_t day,
                       const json_t **ended)
{
    int64_t latest = INT64_MIN, until;
    size_t index;
    json_t *item;
    *ended = NULL;
    json_array_foreach(list, index, item)
    {
        if (!person_force_id(item, id))
            continue;
        if (person_force(item, day) == PERSON_UNKNOWN)
            return false;
        if (person_force_date(item, "until", &until) && until <= day &&
            until > latest) {
            *ended = item;
            latest = until;
        }
    }
    return true;
}

/* A member of the category that ended last; null when none did. */
static json_t *of_ended(const struct view *view, const char *id,
                        const char *key)
{
    AUTO_JSON list = list_at(view, "$.categories");
    const json_t *ended;
    if (list == NULL || !find_ended(list, id, view->day, &ended))
        return NULL;
    return ended == NULL ? json_null()
                         : json_incref(json_object_get(ended, key));
}

static json_t *derive_unemployed_ended(const struct view *view)
{
    return of_ended(view, "unemployed", "until");
}

static json_t *derive_left_category(const struct view *view)
{
    return of_ended(view, NULL, "id");
}

static json_t *derive_left_category_on(const struct view *view)
{
    return of_ended(view, NULL, "until");
}

/* ---- work ---- */

static json_t *derive_ie_state(const struct view *view)
{
    json_t *state = value_at(view, "$.entrepreneur.state");
    return json_is_null(state) ? json_string("none") : state;
}

static json_t *derive_ie_since(const struct view *view)
{
    AUTO_JSON state = derive_ie_state(view);
    const char *code = json_string_value(state);
    if (code != NULL && strcmp(code, "none") == 0)
        return json_null();
    return value_at(view, "$.entrepreneur.from");
}

static json_t *derive_employed(const struct view *view)
{
    AUTO_JSON list = list_at(view, "$.employments");
    return as_bool(person_force_any(list, NULL, view->day));
}

static json_t *derive_employed_since(const struct view *view)
{
    AUTO_JSON list = list_at(view, "$.employments");
    json_t *earliest = NULL; /* lent by the list */
    int64_t earliest_day = INT64_MAX, from;
    size_t index;
    json_t *item;
    if (list == NULL)
        return NULL;
    json_array_foreach(list, index, item)
    {
        enum person_truth truth = person_force(item, view->day);
        if (truth == PERSON_UNKNOWN)
            return NULL;
        if (truth == PERSON_YES && person_force_date(item, "from", &from) &&
            from < earliest_day) {
            earliest = json_object_get(item, "from");
            earliest_day = from;
        }
    }
    return earliest == NULL ? json_null() : json_incref(earliest);
}

static json_t *derive_months_employed(const struct view *view)
{
    AUTO_JSON since = derive_employed_since(view);
    int64_t first;
    if (!json_is_string(since))
        return json_incref(since);
    if (!clock_parse_date(json_string_value(since), &first))
        return NULL;
    return json_integer(clock_month(view->day) - clock_month(first));
}

static json_t *derive_employers(const struct view *view)
{
    AUTO_JSON list = list_at(view, "$.employments");
    int count = 0;
    size_t index;
    json_t *item;
    if (list == NULL)
        return NULL;
    json_array_foreach(list, index, item)
    {
        enum person_truth truth = person_force(item, view->day);
        if (truth == PERSON_UNKNOWN)
            return NULL;
        count += truth == PERSON_YES;
    }
    return json_integer(count);
}

/* ---- payments ---- */

/* A member of the last payment; null when nothing was ever paid. */
static json_t *of_last_payment(const struct view *view, const char *key)
{
    AUTO_JSON payments = list_at(view, "$.payments");
    if (payments == NULL)
        return NULL;
    const json_t *last = person_paid_last(payments);
    return last == NULL ? json_null() : json_incref(json_object_get(last, key));
}

static json_t *derive_last_paid_month(const struct view *view)
{
    return of_last_payment(view, "period");
}

static json_t *derive_last_paid_kind(const struct view *view)
{
    return of_last_payment(view, "kind");
}

static json_t *derive_last_paid_amount(const struct view *view)
{
    return of_last_payment(view, "amount");
}

static json_t *derive_last_received_on(const struct view *view)
{
    AUTO_JSON payments = list_at(view, "$.payments");
    return person_paid_received(payments);
}

static json_t *paid_lately(const struct view *view, const char *kind)
{
    AUTO_JSON payments = list_at(view, "$.payments");
    return as_bool(person_paid_lately(payments, kind, view->day));
}

static json_t *derive_employer_paid_last(const struct view *view)
{
    return paid_lately(view, "employer_deduction");
}

static json_t *derive_ie_paid_last(const struct view *view)
{
    return paid_lately(view, "individual_entrepreneur");
}

struct json_t *person_unpaid(const struct person *person, const char *kind,
                             int64_t as_of)
{
    const struct view view = {person, as_of};
    AUTO_JSON payments = list_at(&view, "$.payments");
    AUTO_JSON categories = list_at(&view, "$.categories");
    return person_paid_gaps(payments, categories, kind, as_of);
}

static json_t *derive_months_unpaid(const struct view *view)
{
    AUTO_JSON gaps = person_unpaid(view->person, NULL, view->day);
    return gaps != NULL ? json_integer((json_int_t)json_array_size(gaps))
                        : NULL;
}

static json_t *derive_months_since_paid(const struct view *view)
{
    AUTO_JSON payments = list_at(view, "$.payments");
    int months;
    if (payments == NULL)
        return NULL;
    return person_paid_since(payments, view->day, &months)
               ? json_integer(months)
               : json_null();
}

static json_t *derive_paid_in_a_row(const struct view *view)
{
    AUTO_JSON payments = list_at(view, "$.payments");
    return payments == NULL ? NULL : json_integer(person_paid_row(payments));
}

static json_t *derive_grace_left(const struct view *view)
{
    AUTO_JSON payments = list_at(view, "$.payments");
    int months;
    if (payments == NULL)
        return NULL;
    if (!person_paid_since(payments, view->day, &months))
        return json_null();
    bool longer = view->day >= clock_days(2026, 1, 1) &&
                  person_paid_row(payments) >= LONG_ROW;
    int grace = longer ? LONG_GRACE : GRACE;
    int left = grace - (months > 0 ? months : 0);
    return json_integer(left > 0 ? left : 0);
}

/* ---- the rest ---- */

static json_t *derive_unemployment_registered(const struct view *view)
{
    json_t *registered = value_at(view, "$.unemployment.registered");
    return json_is_null(registered) ? json_false() : registered;
}

static json_t *derive_unemployment_from(const struct view *view)
{
    return value_at(view, "$.unemployment.from");
}

static json_t *derive_social_level(const struct view *view)
{
    return value_at(view, "$.social_level");
}

static json_t *derive_residence(const struct view *view)
{
    return value_at(view, "$.residence");
}

static json_t *derive_region(const struct view *view)
{
    return value_at(view, "$.region");
}

static json_t *derive_clinic(const struct view *view)
{
    return value_at(view, "$.clinic.name");
}

/* ---- the table ---- */

static const struct derivation {
    const char *name;
    json_t *(*derive)(const struct view *view);
} derivations[] = {
#define DERIVATION(name, type, rule) {#name, derive_##name},
#include "console/registry/person.def"
#undef DERIVATION
};

struct json_t *person_derive(const struct person *person, const char *name,
                             int64_t as_of, bool *found)
{
    struct view view = {person, as_of};
    for (size_t i = 0; i < COUNT(derivations); i++) {
        *found = strcmp(derivations[i].name, name) == 0;
        if (*found)
            return person == NULL ? NULL : derivations[i].derive(&view);
    }
    return NULL;
}
