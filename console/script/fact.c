/* The declarations of facts.json: loaded, checked against the derivations that
 * exist, found by name. */
#include "console/script/fact.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/script/script_file.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define FORMAT "agent1414-facts/1"

struct facts {
    struct fact *items;
    size_t count;
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

int facts_find(const struct facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->items[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* ---- loading ---- */

static bool load_type(const struct script_spot *spot, struct fact *fact,
                      struct error *error)
{
    const char *type = json_find_string(spot->json, "type");
    for (size_t i = 0; type != NULL && i < COUNT(types); i++)
        if (strcmp(type, types[i]) == 0) {
            fact->type = (enum fact_type)i;
            return true;
        }
    return script_file_fault(spot, error, "lacks a type that is known");
}

static bool load_code(const struct script_spot *spot, struct fact *fact,
                      struct error *error)
{
    struct fact_code *code = &fact->codes[fact->code_count++];
    if (!script_file_members(spot, "code label", error) ||
        !script_file_string(spot, "code", &code->code, error) ||
        !script_file_phrase(spot, "label", &code->label, error))
        return false;
    for (size_t i = 0; i + 1 < fact->code_count; i++)
        if (strcmp(fact->codes[i].code, code->code) == 0)
            return script_file_fault(spot, error, "the code %s stands twice",
                                     code->code);
    return true;
}

static bool load_codes(const struct script_spot *spot, struct fact *fact,
                       struct error *error)
{
    bool wanted = fact->type == FACT_CODE || fact->type == FACT_CODES;
    if (!wanted && json_object_get(spot->json, "codes") == NULL)
        return true;
    if (!wanted)
        return script_file_fault(spot, error, "codes without a code type");
    const json_t *codes = script_file_list(spot, "codes", error);
    if (codes == NULL)
        return false;
    fact->codes = mem_new(json_array_size(codes) * sizeof(*fact->codes));
    for (size_t i = 0; i < json_array_size(codes); i++) {
        AUTO_CHARS where = mem_format("%s.codes[%zu]", spot->where, i);
        struct script_spot inner = {spot->file, where,
                                    json_array_get(codes, i)};
        if (!load_code(&inner, fact, error))
            return false;
    }
    return true;
}

static bool check_derivation(const struct script_spot *spot,
                             const struct fact *fact, struct error *error)
{
    for (size_t i = 0; i < COUNT(derivations); i++) {
        if (strcmp(derivations[i].name, fact->derive) != 0)
            continue;
        return derivations[i].type == fact->type ||
               script_file_fault(spot, error, "the derivation %s is of type %s",
                                 fact->derive, types[derivations[i].type]);
    }
    return script_file_fault(spot, error, "there is no derivation %s",
                             fact->derive);
}

static bool load_from(const struct script_spot *fact_spot, struct fact *fact,
                      struct error *error)
{
    AUTO_CHARS where = mem_format("%s.from", fact_spot->where);
    struct script_spot spot = {fact_spot->file, where,
                               json_object_get(fact_spot->json, "from")};
    if (spot.json == NULL)
        return script_file_fault(fact_spot, error, "lacks from");
    if (!script_file_members(&spot, "path derive", error))
        return false;
    if (json_object_size(spot.json) != 1)
        return script_file_fault(&spot, error, "needs one of path and derive");
    if (json_object_get(spot.json, "derive") != NULL)
        return script_file_string(&spot, "derive", &fact->derive, error) &&
               check_derivation(&spot, fact, error);
    return script_file_string(&spot, "path", &fact->path, error) &&
           (strncmp(fact->path, "$.", 2) == 0 ||
            script_file_fault(&spot, error, "a path begins with $."));
}

static bool check_name(const struct script_spot *spot,
                       const struct facts *facts, const char *name,
                       struct error *error)
{
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (strcmp(name, reserved[i]) == 0)
            return script_file_fault(spot, error, "the name %s is taken", name);
    if (!script_file_is_name(name))
        return script_file_fault(spot, error, "the name has other characters");
    return facts_find(facts, name) < 0 ||
           script_file_fault(spot, error, "%s is declared twice", name);
}

static bool load_fact(const struct script_spot *spot, struct facts *facts,
                      struct error *error)
{
    AUTO_CHARS name = NULL;
    if (!script_file_members(spot,
                             "name type codes label personal max_age_s from "
                             "show",
                             error) ||
        !script_file_string(spot, "name", &name, error) ||
        !check_name(spot, facts, name, error))
        return false;
    struct fact *fact = &facts->items[facts->count++];
    fact->name = name;
    name = NULL;
    return load_type(spot, fact, error) &&
           script_file_phrase(spot, "label", &fact->label, error) &&
           load_codes(spot, fact, error) &&
           script_file_flag(spot, "personal", &fact->personal, error) &&
           script_file_flag(spot, "show", &fact->show, error) &&
           script_file_int(spot, "max_age_s", &fact->max_age_s, error) &&
           (fact->max_age_s >= 0 ||
            script_file_fault(spot, error, "max_age_s is below 0")) &&
           load_from(spot, fact, error);
}

static bool load_all(const struct script_file *file, struct facts *facts,
                     struct error *error)
{
    struct script_spot spot = {file, "$", file->json};
    const char *format = json_find_string(file->json, "format");
    if (format == NULL || strcmp(format, FORMAT) != 0)
        return script_file_fault(&spot, error, "the format is not %s", FORMAT);
    const json_t *list = script_file_list(&spot, "facts", error);
    if (list == NULL || !script_file_members(&spot, "format facts", error))
        return false;
    facts->items = mem_new(json_array_size(list) * sizeof(*facts->items));
    for (size_t i = 0; i < json_array_size(list); i++) {
        AUTO_CHARS where = mem_format("$.facts[%zu]", i);
        struct script_spot inner = {file, where, json_array_get(list, i)};
        if (!load_fact(&inner, facts, error))
            return false;
    }
    return true;
}

struct facts *facts_read(const struct script_file *file, struct error *error)
{
    struct facts *facts = mem_new(sizeof(*facts));
    if (load_all(file, facts, error))
        return facts;
    facts_free(facts);
    return NULL;
}

struct facts *facts_load(const char *path, struct error *error)
{
    AUTO(script_file_clear) struct script_file file = {0};
    return script_file_read(&file, path, error) ? facts_read(&file, error)
                                                : NULL;
}
