/* The answer a question asks for, as its file specifies it. */
#include "console/script/script_load.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/pattern.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

struct kind {
    const char *name;
    const char *members;
};

static const struct kind kinds[] = {
    [ANSWER_CHOICE] = {"choice", "type dont_know codes"},
    [ANSWER_MULTI] = {"multi", "type dont_know codes"},
    [ANSWER_YESNO] = {"yesno", "type dont_know"},
    [ANSWER_INT] = {"int", "type dont_know min max"},
    [ANSWER_MONEY] = {"money", "type dont_know min max"},
    [ANSWER_DATE] = {"date", "type dont_know min max"},
    [ANSWER_MONTH] = {"month", "type dont_know"},
    [ANSWER_PHONE] = {"phone", "type dont_know"},
    [ANSWER_PERSON_NUMBER] = {"person_number", "type dont_know"},
    [ANSWER_BRANCH] = {"branch", "type dont_know"},
    [ANSWER_TEXT] = {"text", "type dont_know pattern max"},
};

/* The choices of a yes-or-no question, yes first. */
static const struct choice yes_no[] = {
    {"yes", {{"Иә", "Да", "Yes"}}},
    {"no", {{"Жоқ", "Нет", "No"}}},
};

void script_answer_clear(struct answer_spec *answer)
{
    for (size_t i = 0; i < answer->choice_count; i++) {
        free(answer->choices[i].code);
        phrase_clear(&answer->choices[i].label);
    }
    free(answer->choices);
    free(answer->min_date);
    free(answer->max_date);
    pattern_free(answer->pattern);
}

static bool load_choice(const struct script_spot *spot,
                        struct answer_spec *answer, struct error *error)
{
    struct choice *choice = &answer->choices[answer->choice_count++];
    if (!script_file_members(spot, "code label", error) ||
        !script_file_string(spot, "code", &choice->code, error) ||
        !script_file_phrase(spot, "label", &choice->label, error))
        return false;
    for (size_t i = 0; i + 1 < answer->choice_count; i++)
        if (strcmp(answer->choices[i].code, choice->code) == 0)
            return script_file_fault(spot, error, "the code %s stands twice",
                                     choice->code);
    return true;
}

static bool load_choices(const struct script_spot *spot,
                         struct answer_spec *answer, struct error *error)
{
    const json_t *codes = script_file_list(spot, "codes", error);
    if (codes == NULL)
        return false;
    answer->choices = mem_new(json_array_size(codes) * sizeof(struct choice));
    for (size_t i = 0; i < json_array_size(codes); i++) {
        AUTO_CHARS where = mem_format("%s.codes[%zu]", spot->where, i);
        struct script_spot inner = {spot->file, where,
                                    json_array_get(codes, i)};
        if (!load_choice(&inner, answer, error))
            return false;
    }
    return true;
}

static void make_yes_no(struct answer_spec *answer)
{
    answer->choice_count = COUNT(yes_no);
    answer->choices = mem_new(sizeof(yes_no));
    for (size_t i = 0; i < COUNT(yes_no); i++) {
        answer->choices[i].code = mem_copy(yes_no[i].code);
        for (int j = 0; j < LANGUAGE_COUNT; j++)
            answer->choices[i].label.in[j] = mem_copy(yes_no[i].label.in[j]);
    }
}

static bool load_bounds(const struct script_spot *spot,
                        struct answer_spec *answer, struct error *error)
{
    return script_file_int(spot, "min", &answer->min, error) &&
           script_file_int(spot, "max", &answer->max, error) &&
           (answer->min <= answer->max ||
            script_file_fault(spot, error, "min is above max"));
}

static bool load_date(const struct script_spot *spot, const char *key,
                      char **out, struct error *error)
{
    int64_t days;
    if (json_object_get(spot->json, key) == NULL)
        return true;
    return script_file_string(spot, key, out, error) &&
           (strcmp(*out, "as_of") == 0 || clock_parse_date(*out, &days) ||
            script_file_fault(spot, error, "%s is not a date or as_of", key));
}

static bool load_dates(const struct script_spot *spot,
                       struct answer_spec *answer, struct error *error)
{
    return load_date(spot, "min", &answer->min_date, error) &&
           load_date(spot, "max", &answer->max_date, error);
}

static bool load_text(const struct script_spot *spot,
                      struct answer_spec *answer, struct error *error)
{
    if (!script_file_int(spot, "max", &answer->max, error))
        return false;
    if (answer->max < 1)
        return script_file_fault(spot, error, "max is below 1");
    AUTO_CHARS source = NULL;
    if (json_object_get(spot->json, "pattern") == NULL)
        return true;
    if (!script_file_string(spot, "pattern", &source, error))
        return false;
    struct error reason = {0};
    answer->pattern = pattern_new(source, PATTERN_PLAIN, &reason);
    if (answer->pattern != NULL)
        return true;
    AUTO_CHARS where = mem_format("%s.pattern", spot->where);
    struct script_spot inner = {spot->file, where, NULL};
    return script_file_fault(&inner, error, "the pattern is wrong, %s",
                             reason.detail);
}

static bool load_details(const struct script_spot *spot,
                         struct answer_spec *answer, struct error *error)
{
    switch (answer->type) {
    case ANSWER_CHOICE:
    case ANSWER_MULTI:
        return load_choices(spot, answer, error);
    case ANSWER_YESNO:
        make_yes_no(answer);
        return true;
    case ANSWER_INT:
    case ANSWER_MONEY:
        return load_bounds(spot, answer, error);
    case ANSWER_DATE:
        return load_dates(spot, answer, error);
    case ANSWER_TEXT:
        return load_text(spot, answer, error);
    default:
        return true;
    }
}

bool script_answer_load(const struct script_spot *spot,
                        struct answer_spec *answer, struct error *error)
{
    const char *type = json_find_string(spot->json, "type");
    answer->min = INT64_MIN;
    answer->max = INT64_MAX;
    for (size_t i = 0; type != NULL && i < COUNT(kinds); i++) {
        if (strcmp(type, kinds[i].name) != 0)
            continue;
        answer->type = (enum answer_type)i;
        return script_file_members(spot, kinds[i].members, error) &&
               script_file_flag(spot, "dont_know", &answer->dont_know, error) &&
               load_details(spot, answer, error);
    }
    return script_file_fault(spot, error, "lacks a type that is known");
}
