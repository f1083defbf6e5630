/* What the list holds: its views, the selected message, the branches. */
#include "console/base/json.h"
#include "console/base/needle.h"
#include "screens/outwords.h"
#include "screens/sending.h"
#include "screens/undelivered_state.h"

#include <jansson.h>

static const enum command views[OUT_VIEWS] = {
    [OUT_FAILING] = COMMAND_LIST_FAILING,
    [OUT_WAITING] = COMMAND_LIST_ON_WAY,
    [OUT_ALL] = COMMAND_LIST_UNDELIVERED,
};

enum command undelivered_view(enum out_view view)
{
    return views[view];
}

const struct json_t *undelivered_selected(const struct undelivered *list)
{
    return json_array_get(list->rows, (size_t)list->list.selected);
}

int undelivered_count(const struct undelivered *list, enum out_view view)
{
    static const char *const counted[OUT_VIEWS][3] = {
        [OUT_FAILING] = {"failing"},
        [OUT_WAITING] = {"waiting"},
        [OUT_ALL] = {"waiting", "refused", "expired"}};
    const json_t *sending = json_object_get(list->answer, "sending");
    int count = 0;
    for (int i = 0; i < 3 && counted[view][i]; i++)
        count += sending_count(sending, list->branch, counted[view][i]);
    return count;
}

const struct json_t *undelivered_branch(const struct undelivered *list,
                                        int place)
{
    return json_array_get(
        json_object_get(json_object_get(list->answer, "sending"), "branches"),
        (size_t)place);
}

static bool match(int place, const struct needle *needle, void *cookie)
{
    const struct undelivered *list = cookie;
    const struct json_t *counts = undelivered_branch(list, place);
    return needle_in(needle, json_find_string(counts, "branch")) ||
           needle_in(needle, outwords_branch(list->seat, counts));
}

void undelivered_match(struct undelivered *list)
{
    int count = 0;
    while (undelivered_branch(list, count))
        count++;
    menu_match(&list->menu, count, match, list);
}
