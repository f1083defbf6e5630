/* The declarations of facts.json: loaded, checked against the derivations that
 * exist, found by name. */
#include "console/script/fact.h"

#include "console/base/clock.h"
#include "console/base/data_file.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define FORMAT "agent1414-facts/1"

struct facts {
    struct fact *items;
    size_t count;
    bool span;
    int64_t from, until; /* of the span */
};

static const char *const types[] = {
    [FACT_BOOL] = "bool",   [FACT_CODE] = "code",   [FACT_CODES] = "codes",
    [FACT_INT] = "int",     [FACT_MONEY] = "money", [FACT_DATE] = "date",
    [FACT_MONTH] = "month", [FACT_TEXT] = "text",
};

struct derivation {
    const char *name;
    enum fact_type type;
};

static const struct derivation derivations[] = {
#define DERIVATION(name, type, rule) {#name, FACT_##type},
#include "console/registry/person.def"
#undef DERIVATION
};

static const struct derivation dues[] = {
#define DUES_FACT(name, type, rule) {#name, FACT_##type},
#include "console/dues/dues_fact.def"
#undef DUES_FACT
};

/* Names that rules use for something else. */
static const char *const reserved[] = {"as_of", "answers"};

static void clear_fact(struct fact *fact)
{
    for (size_t i = 0; i < fact->code_count; i++) {
        free(fact->codes[i].code);
        phrase_clear(&fact->codes[i].label);
    }
    free(fact->codes);
    free(fact->name);
    phrase_clear(&fact->label);
    free(fact->path);
    free(fact->derive);
    free(fact->dues);
}

void facts_free(struct facts *facts)
{
    if (facts == NULL)
        return;
    for (size_t i = 0; i < facts->count; i++)
        clear_fact(&facts->items[i]);
    free(facts->items);
    free(facts);
}

size_t facts_count(const struct facts *facts)
{
    return facts->count;
}

const struct fact *facts_at(const struct facts *facts, size_t index)
{
    return &facts->items[index];
}

bool facts_span(const struct facts *facts, int64_t *from, int64_t *until)
{
    *from = facts->from;
    *until = facts->until;
    return facts->span;
}

int facts_find(const struct facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->items[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* ---- loading ---- */

static bool load_type(const struct data_spot *spot, struct fact *fact)
{
    const char *type = json_find_string(spot->json, "type");
    for (size_t i = 0; type != NULL && i < COUNT(types); i++)
        if (strcmp(type, types[i]) == 0) {
            fact->type = (enum fact_type)i;
            return true;
        }
    return data_file_fault(spot, FINDING_E01, N_("lacks a type that is known"));
}

static void load_code(const struct data_spot *spot, struct fact *fact)
{
    struct fact_code code = {0};
    data_file_members(spot, "code label");
    data_file_phrase(spot, "label", &code.label);
    if (!data_file_string(spot, "code", &code.code)) {
        phrase_clear(&code.label);
        return;
    }
    for (size_t i = 0; i < fact->code_count; i++)
        if (strcmp(fact->codes[i].code, code.code) == 0)
            data_file_fault_in(spot, "code", FINDING_E02, code.code);
    fact->codes[fact->code_count++] = code;
}

static void load_codes(const struct data_spot *spot, struct fact *fact)
{
    bool wanted = fact->type == FACT_CODE || fact->type == FACT_CODES;
    if (!wanted && json_object_get(spot->json, "codes") != NULL)
        data_file_fault(spot, FINDING_E01, N_("codes without a code type"));
    if (!wanted)
        return;
    const json_t *codes = data_file_list(spot, "codes");
    fact->codes = mem_new((json_array_size(codes) + 1) * sizeof(*fact->codes));
    for (size_t i = 0; i < json_array_size(codes); i++) {
        AUTO_CHARS where = mem_format("%s.codes[%zu]", spot->where, i);
        struct data_spot inner = {spot->file, where, json_array_get(codes, i)};
        load_code(&inner, fact);
    }
}

/* Is the name one of those that are worked out, and of the fact's type? */
static void check_derivation(const struct data_spot *spot, const char *name,
                             const struct derivation *list, size_t count,
                             enum fact_type type)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, name) != 0)
            continue;
        if (list[i].type != type)
            data_file_fault(spot, FINDING_E05, "%s (%s)", name,
                            types[list[i].type]);
        return;
    }
    data_file_fault(spot, FINDING_E04, "%s", name);
}

static void load_from(const struct data_spot *fact_spot, struct fact *fact)
{
    AUTO_CHARS where = mem_format("%s.from", fact_spot->where);
    struct data_spot spot = {fact_spot->file, where,
                             json_object_get(fact_spot->json, "from")};
    if (spot.json == NULL) {
        data_file_fault(fact_spot, FINDING_E01, N_("lacks from"));
        return;
    }
    if (!data_file_members(&spot, "path derive dues"))
        return;
    if (json_object_size(spot.json) != 1) {
        data_file_fault(&spot, FINDING_E01,
                        N_("needs one of path, derive and dues"));
    } else if (json_object_get(spot.json, "derive") != NULL) {
        if (data_file_string(&spot, "derive", &fact->derive))
            check_derivation(&spot, fact->derive, derivations,
                             COUNT(derivations), fact->type);
    } else if (json_object_get(spot.json, "dues") != NULL) {
        if (data_file_string(&spot, "dues", &fact->dues))
            check_derivation(&spot, fact->dues, dues, COUNT(dues), fact->type);
    } else if (data_file_string(&spot, "path", &fact->path) &&
               strncmp(fact->path, "$.", 2) != 0) {
        data_file_fault(&spot, FINDING_E01, N_("a path begins with $."));
    }
}

static void check_name(const struct data_spot *spot, const struct facts *facts,
                       const char *name)
{
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (strcmp(name, reserved[i]) == 0)
            data_file_fault(spot, FINDING_E02, "%s", name);
    if (!data_file_is_name(name))
        data_file_fault(spot, FINDING_E01,
                        N_("the name %.60s has other characters"), name);
    if (facts_find(facts, name) >= 0)
        data_file_fault(spot, FINDING_E02, "%s", name);
}

static void load_bounds(const struct data_spot *spot, struct fact *fact)
{
    bool number = fact->type == FACT_INT || fact->type == FACT_MONEY;
    bool bounds = json_object_get(spot->json, "min") != NULL ||
                  json_object_get(spot->json, "max") != NULL;
    fact->min = INT64_MIN;
    fact->max = INT64_MAX;
    if (bounds && !number)
        data_file_fault(spot, FINDING_E01, N_("min or max without a number"));
    data_file_int(spot, "min", &fact->min);
    data_file_int(spot, "max", &fact->max);
    if (fact->min > fact->max)
        data_file_fault(spot, FINDING_E01, N_("min is above max"));
}

/* A fact with a fault stays, so that what names it is no fault as well. */
static void load_fact(const struct data_spot *spot, struct facts *facts)
{
    AUTO_CHARS name = NULL;
    if (!data_file_members(spot,
                           "name type codes label personal max_age_s from show "
                           "none min max") ||
        !data_file_string(spot, "name", &name))
        return;
    check_name(spot, facts, name);
    struct fact *fact = &facts->items[facts->count++];
    fact->name = name;
    name = NULL;
    data_file_phrase(spot, "label", &fact->label);
    if (load_type(spot, fact)) {
        load_codes(spot, fact);
        load_from(spot, fact);
    }
    data_file_flag(spot, "personal", &fact->personal);
    data_file_flag(spot, "show", &fact->show);
    data_file_flag(spot, "none", &fact->none);
    load_bounds(spot, fact);
    data_file_int(spot, "max_age_s", &fact->max_age_s);
    if (fact->max_age_s < 0)
        data_file_fault(spot, FINDING_E01, N_("max_age_s is below 0"));
}

/* One end of the span; false without it. */
static bool load_day(const struct data_spot *spot, const char *key,
                     int64_t *day)
{
    AUTO_CHARS date = NULL;
    return data_file_string(spot, key, &date) &&
           (clock_parse_date(date, day) ||
            data_file_fault(spot, FINDING_E01, N_("%s is not a date"), key));
}

static void load_span(const struct data_file *file, struct facts *facts)
{
    struct data_spot spot = {file, "$.span",
                             json_object_get(file->json, "span")};
    if (spot.json == NULL || !data_file_members(&spot, "from until"))
        return;
    facts->span = load_day(&spot, "from", &facts->from) &&
                  load_day(&spot, "until", &facts->until);
    if (facts->span && facts->from >= facts->until)
        facts->span =
            data_file_fault(&spot, FINDING_E01, N_("from is not before until"));
}

struct facts *facts_read(const struct data_file *file)
{
    struct facts *facts = mem_new(sizeof(*facts));
    struct data_spot spot = {file, "$", file->json};
    const char *format = json_find_string(file->json, "format");
    if (format == NULL || strcmp(format, FORMAT) != 0)
        data_file_fault(&spot, FINDING_E01, N_("the format is not %s"), FORMAT);
    data_file_members(&spot, "format span facts");
    load_span(file, facts);
    const json_t *list = data_file_list(&spot, "facts");
    facts->items = mem_new((json_array_size(list) + 1) * sizeof(*facts->items));
    for (size_t i = 0; i < json_array_size(list); i++) {
        AUTO_CHARS where = mem_format("$.facts[%zu]", i);
        struct data_spot inner = {file, where, json_array_get(list, i)};
        load_fact(&inner, facts);
    }
    return facts;
}

struct facts *facts_load(const char *path, struct error *error)
{
    AUTO(data_file_clear) struct data_file file = {0};
    AUTO(findings_clear) struct findings findings = {0};
    if (!data_file_read(&file, path, &findings, error))
        return NULL;
    struct facts *facts = file.json != NULL ? facts_read(&file) : NULL;
    if (findings.count == 0)
        return facts;
    finding_refuse(&findings.items[0], MESSAGE_SCRIPT_BAD, error);
    facts_free(facts);
    return NULL;
}
