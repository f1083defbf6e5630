/* The values of one call's facts: taken from the registry's answer or from
 * JSON, each of its declared type or not at all. */
#include "console/script/fact.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/dues/dues_fact.h"
#include "console/registry/person.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

struct fact_set {
    const struct facts *facts;  /* lent */
    struct fact_value values[]; /* one for each */
};

static const char *const sources[] = {"registry", "caller", "agent"};

enum { REGISTRY };

struct fact_set *fact_set_new(const struct facts *facts)
{
    struct fact_set *set =
        mem_new(sizeof(*set) + facts_count(facts) * sizeof(set->values[0]));
    set->facts = facts;
    return set;
}

void fact_set_free(struct fact_set *set)
{
    if (set == NULL)
        return;
    for (size_t i = 0; i < facts_count(set->facts); i++)
        json_decref(set->values[i].value);
    free(set);
}

const struct fact_value *fact_set_at(const struct fact_set *set, size_t index)
{
    return &set->values[index];
}

/* ---- types ---- */

static bool has_code(const struct fact *fact, const json_t *code)
{
    for (size_t i = 0; json_is_string(code) && i < fact->code_count; i++)
        if (strcmp(fact->codes[i].code, json_string_value(code)) == 0)
            return true;
    return false;
}

static bool all_codes(const struct fact *fact, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!has_code(fact, json_array_get(list, i)))
            return false;
    return json_is_array(list);
}

static bool is_date(const json_t *value, size_t length)
{
    int64_t ms;
    int year = atoi(
        json_string_length(value) == length ? json_string_value(value) : "0");
    return year >= FACT_YEAR_FIRST && year <= FACT_YEAR_LAST &&
           logic_moment_read(json_string_value(value), true, &ms);
}

static bool is_number(const struct fact *fact, const json_t *value)
{
    int64_t number = json_integer_value(value);
    return json_is_integer(value) && number >= fact->min && number <= fact->max;
}

/* Is it a value of the fact's type, within its bounds? */
static bool fits(const struct fact *fact, const json_t *value)
{
    if (json_is_null(value))
        return fact->none;
    switch (fact->type) {
    case FACT_BOOL:
        return json_is_boolean(value);
    case FACT_CODE:
        return has_code(fact, value);
    case FACT_CODES:
        return all_codes(fact, value);
    case FACT_INT:
    case FACT_MONEY:
        return is_number(fact, value);
    case FACT_DATE:
        return is_date(value, strlen("2026-11-22"));
    case FACT_MONTH:
        return is_date(value, strlen("2026-11"));
    default:
        return json_is_string(value);
    }
}

/* The codes of the list that are declared: what scripts ask for is among them.
 * NULL (unknown) when others alone were there, which must not look like none.
 */
static json_t *known_codes(const struct fact *fact, const json_t *list)
{
    json_t *known = json_array();
    for (size_t i = 0; i < json_array_size(list); i++)
        if (has_code(fact, json_array_get(list, i)))
            json_array_append(known, json_array_get(list, i));
    if (json_array_size(known) > 0 || json_array_size(list) == 0)
        return known;
    json_decref(known);
    return NULL;
}

/* ---- from the registry ---- */

/* Where the answers come from, and for which day. */
struct origin {
    const struct person *person;
    const struct dues_book *book;
    int64_t as_of;
};

/* The value as it was told or worked out; NULL when unknown. */
static json_t *find_value(const struct fact *fact, const struct origin *from)
{
    bool found = true;
    if (fact->derive != NULL)
        return person_derive(from->person, fact->derive, from->as_of, &found);
    if (fact->dues != NULL)
        return dues_fact(from->book, from->person, fact->dues, from->as_of,
                         &found);
    return person_value(from->person, fact->path);
}

static json_t *take_value(const struct fact *fact, const struct origin *from)
{
    json_t *value = find_value(fact, from);
    if (value == NULL || fits(fact, value))
        return value;
    json_t *known = NULL;
    if (fact->type == FACT_CODES && json_is_array(value))
        known = known_codes(fact, value);
    json_decref(value);
    return known;
}

void fact_set_take_person(struct fact_set *set, const struct person *person,
                          const struct dues_book *book, int64_t as_of)
{
    const struct origin from = {person, book, as_of};
    int64_t now_ms = clock_now_ms();
    int64_t at_ms = person_at_ms(person);
    for (size_t i = 0; i < facts_count(set->facts); i++) {
        const struct fact *fact = facts_at(set->facts, i);
        struct fact_value *value = &set->values[i];
        json_decref(value->value);
        *value = (struct fact_value){.source = sources[REGISTRY],
                                     .at_ms = at_ms > 0 ? at_ms : now_ms};
        bool old = fact->max_age_s > 0 &&
                   (now_ms - value->at_ms) / 1000 > fact->max_age_s;
        if (!old)
            value->value = take_value(fact, &from);
    }
}

/* ---- from and to JSON ---- */

static bool bad(const char *name, const char *reason, struct error *error)
{
    return error_set(error, MESSAGE_FACT_BAD, "%.60s: %s", name, reason);
}

static bool take_source(const json_t *json, struct fact_value *value)
{
    const char *source = json_find_string(json, "source");
    if (source == NULL)
        return json_object_get(json, "source") == NULL;
    for (size_t i = 0; i < COUNT(sources); i++)
        if (strcmp(source, sources[i]) == 0) {
            value->source = sources[i];
            return true;
        }
    return false;
}

static bool take_time(const json_t *json, struct fact_value *value)
{
    const char *at = json_find_string(json, "at");
    if (at == NULL)
        return json_object_get(json, "at") == NULL;
    return clock_parse_iso(at, &value->at_ms);
}

static bool take_one(const struct fact *fact, struct fact_value *into,
                     const json_t *given, struct error *error)
{
    struct fact_value value = *into;
    const json_t *plain = given;
    if (json_is_object(given)) {
        plain = json_object_get(given, "value");
        if (!take_source(given, &value) || !take_time(given, &value))
            return bad(fact->name, "source or time is not known", error);
    }
    if (json_is_null(plain) && !fact->none)
        plain = NULL;
    if (plain != NULL && !fits(fact, plain))
        return bad(fact->name, "the value is not of its type", error);
    value.value = json_incref((json_t *)plain);
    *into = value;
    return true;
}

/* The index of a fact, -1 when there is none. Members mostly come in the order
 * of the facts, as fact_set_json() writes them: so `after` the last found. */
static int find_after(const struct facts *facts, const char *name, int after)
{
    int count = (int)facts_count(facts);
    for (int i = after + 1; i < count; i++)
        if (strcmp(facts_at(facts, (size_t)i)->name, name) == 0)
            return i;
    return facts_find(facts, name);
}

bool fact_set_take_json(struct fact_set *set, const struct json_t *object,
                        struct error *error)
{
    int64_t now_ms = clock_now_ms();
    if (!json_is_object(object))
        return bad("facts", "is not an object", error);
    int index = -1;
    const char *name;
    json_t *given;
    json_object_foreach((json_t *)object, name, given)
    {
        index = find_after(set->facts, name, index);
        if (index < 0)
            return bad(name, "is not declared", error);
        struct fact_value *value = &set->values[index];
        json_decref(value->value);
        *value = (struct fact_value){NULL, sources[REGISTRY], now_ms};
        if (!take_one(facts_at(set->facts, (size_t)index), value, given, error))
            return false;
    }
    return true;
}

struct json_t *fact_set_json(const struct fact_set *set, bool personal)
{
    json_t *object = json_object();
    for (size_t i = 0; i < facts_count(set->facts); i++) {
        const struct fact *fact = facts_at(set->facts, i);
        const struct fact_value *value = &set->values[i];
        if (value->value == NULL || (fact->personal && !personal))
            continue;
        char at[CLOCK_ISO_SIZE];
        clock_iso(value->at_ms, at);
        json_object_set_new(object, fact->name,
                            json_pack("{sOssss}", "value", value->value,
                                      "source", value->source, "at", at));
    }
    return object;
}
