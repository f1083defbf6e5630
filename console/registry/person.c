/* The registry's answer about a person: read strictly, compared with the
 * contract member by member, cleaned, and then only lent. */
#include "console/registry/person.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* Longest text of the contract, in bytes. */
enum { TEXT_MAX = 500 };

struct person {
    json_t *answer; /* cleaned */
    int64_t at_ms;
};

/* ---- the contract ---- */

enum kind {
    KIND_TEXT,
    KIND_CODE,
    KIND_REGION,
    KIND_DATE,
    KIND_MONTH,
    KIND_TIME,
    KIND_BOOL,
    KIND_MONEY,
    KIND_OBJECT,
    KIND_LIST
};

static const char *const kind_names[] = {
    [KIND_TEXT] = "a text of at most 500 bytes",
    [KIND_CODE] = "a known code",
    [KIND_REGION] = "two digits",
    [KIND_DATE] = "a date YYYY-MM-DD",
    [KIND_MONTH] = "a month YYYY-MM",
    [KIND_TIME] = "a time with its offset",
    [KIND_BOOL] = "true or false",
    [KIND_MONEY] = "a whole number of tiyn",
    [KIND_OBJECT] = "an object",
    [KIND_LIST] = "a list",
};

/* A member: of CODE the codes ("|a|b|"; NULL: any), of OBJECT and of LIST the
 * members of (each) object, ended by a NULL key. A member that is `needed`
 * must be there and not null, or the object means nothing. */
struct member {
    const char *key;
    enum kind kind;
    bool needed;
    const char *codes;
    const struct member *inside;
};

static const struct member clinic[] = {{"id", KIND_TEXT, false, NULL, NULL},
                                       {"name", KIND_TEXT, false, NULL, NULL},
                                       {NULL, KIND_TEXT, false, NULL, NULL}};

static const struct member category[] = {
    {"id", KIND_CODE, true, NULL, NULL},
    {"from", KIND_DATE, true, NULL, NULL},
    {"until", KIND_DATE, false, NULL, NULL},
    {"source", KIND_TEXT, false, NULL, NULL},
    {NULL, KIND_TEXT, false, NULL, NULL}};

static const struct member payment[] = {
    {"period", KIND_MONTH, true, NULL, NULL},
    {"kind", KIND_CODE, false, NULL, NULL},
    {"payer", KIND_TEXT, false, NULL, NULL},
    {"amount", KIND_MONEY, false, NULL, NULL},
    {"received_on", KIND_DATE, false, NULL, NULL},
    {NULL, KIND_TEXT, false, NULL, NULL}};

static const struct member employment[] = {
    {"bin", KIND_TEXT, false, NULL, NULL},
    {"name", KIND_TEXT, false, NULL, NULL},
    {"from", KIND_DATE, true, NULL, NULL},
    {"until", KIND_DATE, false, NULL, NULL},
    {NULL, KIND_TEXT, false, NULL, NULL}};

static const struct member entrepreneur[] = {
    {"state", KIND_CODE, true, "|none|open|suspended|closed|", NULL},
    {"from", KIND_DATE, false, NULL, NULL},
    {"until", KIND_DATE, false, NULL, NULL},
    {NULL, KIND_TEXT, false, NULL, NULL}};

static const struct member unemployment[] = {
    {"registered", KIND_BOOL, false, NULL, NULL},
    {"from", KIND_DATE, false, NULL, NULL},
    {NULL, KIND_TEXT, false, NULL, NULL}};

#define RESIDENCES                                                             \
    "|citizen|permanent|kandas|refugee|stateless|eaeu_worker|temporary|"

static const struct member answer[] = {
    {"iin", KIND_TEXT, true, NULL, NULL},
    {"as_of", KIND_TIME, false, NULL, NULL},
    {"full_name", KIND_TEXT, false, NULL, NULL},
    {"birth_date", KIND_DATE, false, NULL, NULL},
    {"sex", KIND_CODE, false, "|m|f|", NULL},
    {"residence", KIND_CODE, false, RESIDENCES, NULL},
    {"region", KIND_REGION, false, NULL, NULL},
    {"clinic", KIND_OBJECT, false, NULL, clinic},
    {"insured", KIND_BOOL, false, NULL, NULL},
    {"insured_since", KIND_DATE, false, NULL, NULL},
    {"insured_until", KIND_DATE, false, NULL, NULL},
    {"conditional", KIND_BOOL, false, NULL, NULL},
    {"categories", KIND_LIST, false, NULL, category},
    {"payments", KIND_LIST, false, NULL, payment},
    {"employments", KIND_LIST, false, NULL, employment},
    {"entrepreneur", KIND_OBJECT, false, NULL, entrepreneur},
    {"unemployment", KIND_OBJECT, false, NULL, unemployment},
    {"social_level", KIND_CODE, false, "|A|B|C|D|E|", NULL},
    {NULL, KIND_TEXT, false, NULL, NULL}};

/* ---- one value ---- */

static bool is_code(const char *text, const char *codes)
{
    size_t length = strlen(text);
    if (codes == NULL)
        return length > 0 && length < 64 &&
               strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
    AUTO_CHARS fenced = mem_format("|%s|", text);
    return strchr(text, '|') == NULL && strstr(codes, fenced) != NULL;
}

static bool is_month(const char *text)
{
    AUTO_CHARS first = mem_format("%s-01", text);
    int64_t days;
    return clock_parse_date(first, &days);
}

static bool is_two_digits(const char *text)
{
    return strlen(text) == 2 && strspn(text, "0123456789") == 2;
}

static bool text_fits(const struct member *member, const char *text)
{
    int64_t number;
    switch (member->kind) {
    case KIND_CODE:
        return is_code(text, member->codes);
    case KIND_REGION:
        return is_two_digits(text);
    case KIND_DATE:
        return clock_parse_date(text, &number);
    case KIND_MONTH:
        return is_month(text);
    case KIND_TIME:
        return clock_parse_iso(text, &number);
    default:
        return strlen(text) <= TEXT_MAX;
    }
}

static bool value_fits(const struct member *member, const json_t *value)
{
    switch (member->kind) {
    case KIND_BOOL:
        return json_is_boolean(value);
    case KIND_MONEY:
        return json_is_integer(value) && json_integer_value(value) >= 0;
    case KIND_OBJECT:
        return json_is_object(value);
    case KIND_LIST:
        return json_is_array(value);
    default:
        return json_is_string(value) &&
               text_fits(member, json_string_value(value));
    }
}

/* ---- objects in objects ---- */

static bool object_fits(const struct member *members, const json_t *object,
                        const char *path, struct error *error);

static bool list_fits(const struct member *members, const json_t *list,
                      const char *path, struct error *error)
{
    size_t index;
    json_t *item;
    json_array_foreach(list, index, item)
    {
        AUTO_CHARS place = mem_format("%s[%zu]", path, index);
        if (!json_is_object(item))
            return error_set(error, MESSAGE_LOOKUP_SHAPE,
                             "answer: %s: needs an object", place);
        if (!object_fits(members, item, place, error))
            return false;
    }
    return true;
}

static bool member_fits(const struct member *member, const json_t *value,
                        const char *path, struct error *error)
{
    if (!member->needed && (value == NULL || json_is_null(value)))
        return true;
    if (!value_fits(member, value))
        return error_set(error, MESSAGE_LOOKUP_SHAPE, "answer: %s: needs %s",
                         path, kind_names[member->kind]);
    if (member->kind == KIND_OBJECT)
        return object_fits(member->inside, value, path, error);
    if (member->kind == KIND_LIST)
        return list_fits(member->inside, value, path, error);
    return true;
}

/* Members beyond the contract are let through: a site's facts may name them. */
static bool object_fits(const struct member *members, const json_t *object,
                        const char *path, struct error *error)
{
    for (const struct member *member = members; member->key; member++) {
        AUTO_CHARS place = mem_format("%s.%s", path, member->key);
        if (!member_fits(member, json_object_get(object, member->key), place,
                         error))
            return false;
    }
    return true;
}

/* ---- cleaning ---- */

static json_t *cleaned(const json_t *value);

static json_t *cleaned_object(const json_t *object)
{
    json_t *out = json_object();
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)object, key, member)
        json_object_set_new(out, key, cleaned(member));
    return out;
}

static json_t *cleaned_list(const json_t *list)
{
    json_t *out = json_array();
    size_t index;
    json_t *item;
    json_array_foreach(list, index, item)
        json_array_append_new(out, cleaned(item));
    return out;
}

/* A copy with every text cleaned; no deeper than json_parse() allowed. */
static json_t *cleaned(const json_t *value)
{
    if (json_is_object(value))
        return cleaned_object(value);
    if (json_is_array(value))
        return cleaned_list(value);
    if (!json_is_string(value))
        return json_incref((json_t *)value);
    AUTO_CHARS text =
        text_clean(json_string_value(value), json_string_length(value), false);
    json_t *out = json_string(text);
    if (out == NULL)
        mem_exhausted();
    return out;
}

/* ---- a person ---- */

/* The echo is judged on the bytes that came, before anything is cleaned. */
static bool same_person(const json_t *object, const char *iin,
                        struct error *error)
{
    const char *echo = json_find_string(object, "iin");
    if (echo == NULL)
        return error_set(error, MESSAGE_LOOKUP_SHAPE,
                         "answer: $.iin: needs the number asked for");
    return strcmp(echo, iin) == 0 ||
           error_set(error, MESSAGE_LOOKUP_OTHER_PERSON,
                     "answer: $.iin: is not the number asked for");
}

static json_t *read_answer(const char *body, size_t length, struct error *error)
{
    struct error why = {.message = MESSAGE_NONE};
    json_t *json = json_parse(body, length, "answer", false, &why);
    if (json == NULL)
        error_set(error, MESSAGE_LOOKUP_JSON, "%s", why.detail);
    else if (!json_is_object(json))
        error_set(error, MESSAGE_LOOKUP_SHAPE, "answer: $: needs an object");
    else
        return json;
    json_decref(json);
    return NULL;
}

struct person *person_parse(const char *body, size_t length, const char *iin,
                            struct error *error)
{
    AUTO_JSON raw = read_answer(body, length, error);
    if (raw == NULL || !same_person(raw, iin, error))
        return NULL;
    AUTO_JSON clean = cleaned(raw);
    if (!object_fits(answer, clean, "$", error))
        return NULL;
    struct person *person = mem_new(sizeof(*person));
    const char *at = json_find_string(clean, "as_of");
    if (at != NULL && !clock_parse_iso(at, &person->at_ms))
        person->at_ms = 0;
    person->answer = json_incref(clean);
    return person;
}

void person_free(struct person *person)
{
    if (person == NULL)
        return;
    json_decref(person->answer);
    free(person);
}

const char *person_iin(const struct person *person)
{
    return json_find_string(person->answer, "iin");
}

const char *person_name(const struct person *person)
{
    return json_find_string(person->answer, "full_name");
}

const char *person_region(const struct person *person)
{
    return json_find_string(person->answer, "region");
}

const char *person_birth_date(const struct person *person)
{
    return json_find_string(person->answer, "birth_date");
}

int64_t person_at_ms(const struct person *person)
{
    return person->at_ms;
}

struct json_t *person_value(const struct person *person, const char *path)
{
    json_t *value = person->answer;
    if (strncmp(path, "$.", 2) != 0)
        return NULL;
    path++;
    /* What lies inside of "there is none" is none as well. */
    while (*path == '.' && value != NULL && !json_is_null(value)) {
        size_t length = strcspn(path + 1, ".");
        AUTO_CHARS key = mem_copy_n(path + 1, length);
        value = json_object_get(value, key);
        path += 1 + length;
    }
    return json_incref(value);
}
