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

static void load_choice(const struct data_spot *spot,
                        struct answer_spec *answer)
{
    struct choice *choice = &answer->choices[answer->choice_count++];
    data_file_members(spot, "code label");
    data_file_phrase(spot, "label", &choice->label);
    if (!data_file_string(spot, "code", &choice->code))
        return;
    if (!data_file_is_name(choice->code))
        data_file_fault(spot, FINDING_E01,
                        N_("the name %.60s has other characters"),
                        choice->code);
    for (size_t i = 0; i + 1 < answer->choice_count; i++)
        if (answer->choices[i].code != NULL &&
            strcmp(answer->choices[i].code, choice->code) == 0)
            data_file_fault_in(spot, "code", FINDING_E02, choice->code);
}

static void load_choices(const struct data_spot *spot,
                         struct answer_spec *answer)
{
    const json_t *codes = data_file_list(spot, "codes");
    answer->choices =
        mem_new((json_array_size(codes) + 1) * sizeof(struct choice));
    for (size_t i = 0; i < json_array_size(codes); i++) {
        AUTO_CHARS where = mem_format("%s.codes[%zu]", spot->where, i);
        struct data_spot inner = {spot->file, where, json_array_get(codes, i)};
        load_choice(&inner, answer);
    }
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

static void load_bounds(const struct data_spot *spot,
                        struct answer_spec *answer)
{
    data_file_int(spot, "min", &answer->min);
    data_file_int(spot, "max", &answer->max);
    if (answer->min > answer->max)
        data_file_fault(spot, FINDING_E06, "min > max");
}

static void load_date(const struct data_spot *spot, const char *key, char **out)
{
    int64_t days;
    if (json_object_get(spot->json, key) == NULL ||
        !data_file_string(spot, key, out))
        return;
    if (strcmp(*out, "as_of") != 0 && !clock_parse_date(*out, &days))
        data_file_fault(spot, FINDING_E01, N_("%s is not a date or as_of"),
                        key);
}

static void load_dates(const struct data_spot *spot, struct answer_spec *answer)
{
    int64_t min, max;
    load_date(spot, "min", &answer->min_date);
    load_date(spot, "max", &answer->max_date);
    if (answer->min_date != NULL && answer->max_date != NULL &&
        clock_parse_date(answer->min_date, &min) &&
        clock_parse_date(answer->max_date, &max) && min > max)
        data_file_fault(spot, FINDING_E06, "min > max");
}

static void load_pattern(const struct data_spot *spot,
                         struct answer_spec *answer)
{
    AUTO_CHARS source = NULL;
    struct error reason = {0};
    if (!data_file_string(spot, "pattern", &source))
        return;
    answer->pattern = pattern_new(source, PATTERN_PLAIN, &reason);
    AUTO_CHARS where = mem_format("%s.pattern", spot->where);
    struct data_spot inner = {spot->file, where, NULL};
    if (answer->pattern == NULL)
        data_file_fault(&inner, FINDING_E01, N_("the pattern is wrong, %s"),
                        reason.detail);
}

static void load_text(const struct data_spot *spot, struct answer_spec *answer)
{
    data_file_int(spot, "max", &answer->max);
    if (answer->max < 1)
        data_file_fault(spot, FINDING_E01, N_("max is below 1"));
    if (json_object_get(spot->json, "pattern") != NULL)
        load_pattern(spot, answer);
}

static void load_details(const struct data_spot *spot,
                         struct answer_spec *answer)
{
    switch (answer->type) {
    case ANSWER_CHOICE:
    case ANSWER_MULTI:
        load_choices(spot, answer);
        break;
    case ANSWER_YESNO:
        make_yes_no(answer);
        break;
    case ANSWER_INT:
    case ANSWER_MONEY:
        load_bounds(spot, answer);
        break;
    case ANSWER_DATE:
        load_dates(spot, answer);
        break;
    case ANSWER_TEXT:
        load_text(spot, answer);
        break;
    default:
        break;
    }
}

void script_answer_load(const struct data_spot *spot,
                        struct answer_spec *answer)
{
    const char *type = json_find_string(spot->json, "type");
    answer->min = INT64_MIN;
    answer->max = INT64_MAX;
    for (size_t i = 0; type != NULL && i < COUNT(kinds); i++) {
        if (strcmp(type, kinds[i].name) != 0)
            continue;
        answer->type = (enum answer_type)i;
        data_file_members(spot, kinds[i].members);
        data_file_flag(spot, "dont_know", &answer->dont_know);
        load_details(spot, answer);
        return;
    }
    data_file_fault(spot, FINDING_E01, N_("lacks a type that is known"));
}
