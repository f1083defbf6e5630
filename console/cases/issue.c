/* Issues, by the dated table. */
#include "console/cases/issue.h"

#include "console/base/json.h"
#include "console/knowledge/table.h"

#include <jansson.h>

static const char *phrase_of(const struct tables *tables, const char *issue,
                             int64_t day, const char *column,
                             enum language language)
{
    const struct json_t *row =
        table_row(tables, "issues", &issue, 1, day, NULL);
    return row ? json_find_string(json_object_get(row, column),
                                  language_code(language))
               : NULL;
}

const char *issue_name(const struct tables *tables, const char *issue,
                       int64_t day, enum language language)
{
    const char *name = phrase_of(tables, issue, day, "name", language);
    return name ? name : issue;
}

const char *issue_task(const struct tables *tables, const char *issue,
                       int64_t day, enum language language)
{
    const char *task = phrase_of(tables, issue, day, "task", language);
    return task ? task : "";
}
