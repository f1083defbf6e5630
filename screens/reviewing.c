/* The settings [review] for the store's questions. */
#include "screens/reviewing.h"

#include "console/cases/store_review.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "screens/screen.h"

#include <jansson.h>

struct json_t *reviewing_given(const struct seat *seat)
{
    const struct config *config = seat->desk->config;
    return json_pack(
        "{s:I, s:I}", "sample_percent",
        (json_int_t)config_int(config, CONFIG_review_sample_percent),
        "long_minutes",
        (json_int_t)config_int(config, CONFIG_review_long_minutes));
}

static int number(const struct json_t *given, const char *key)
{
    return (int)json_integer_value(json_object_get(given, key));
}

void reviewing_filter(const struct json_t *given, int limit,
                      struct store_review_filter *filter)
{
    *filter = (struct store_review_filter){
        .sample_percent = number(given, "sample_percent"),
        .long_minutes = number(given, "long_minutes"),
        .limit = limit,
    };
}
