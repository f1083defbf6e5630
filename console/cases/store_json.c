/* Rows as JSON: the one, or each of many. */
#include "console/cases/store_json.h"

#include "console/base/json.h"

#include <jansson.h>

#include <string.h>

static json_t *parse(const struct db_row *row)
{
    const char *text = db_text(row, 0);

    return json_parse(text, strlen(text), "row", false, NULL);
}

bool store_json_one(const struct db_row *row, void *cookie)
{
    *(json_t **)cookie = parse(row);
    return false;
}

bool store_json_each(const struct db_row *row, void *cookie)
{
    json_array_append_new(cookie, parse(row));
    return true;
}
