/* In force on a day, in three values. */
#include "console/registry/person_force.h"

#include "console/base/clock.h"
#include "console/base/json.h"

#include <jansson.h>

#include <string.h>

bool person_force_date(const struct json_t *item, const char *key,
                       int64_t *days)
{
    const char *date = json_find_string(item, key);
    return date != NULL && clock_parse_date(date, days);
}

bool person_force_id(const struct json_t *item, const char *id)
{
    const char *is = json_find_string(item, "id");
    return id == NULL || (is != NULL && strcmp(is, id) == 0);
}

enum person_truth person_force(const struct json_t *item, int64_t day)
{
    int64_t from, until;
    if (!person_force_date(item, "from", &from) || from > day)
        return PERSON_NO;
    if (person_force_date(item, "until", &until))
        return until > day ? PERSON_YES : PERSON_NO;
    bool told = json_object_get(item, "until") != NULL;
    return told ? PERSON_YES : PERSON_UNKNOWN;
}

enum person_truth person_force_any(const struct json_t *list, const char *id,
                                   int64_t day)
{
    enum person_truth any = list == NULL ? PERSON_UNKNOWN : PERSON_NO;
    size_t index;
    json_t *item;
    json_array_foreach(list, index, item)
    {
        if (!person_force_id(item, id))
            continue;
        enum person_truth truth = person_force(item, day);
        if (truth == PERSON_YES)
            return truth;
        if (truth == PERSON_UNKNOWN)
            any = truth;
    }
    return any;
}
