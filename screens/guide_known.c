/* The panel of what is known of the caller. */
#include "screens/guide.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/desk.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

static int draw_fact(const struct seat *seat, const struct fact *fact,
                     const struct fact_value *value, struct area area)
{
    enum language language = seat->desk->language;
    AUTO_CHARS written = fact_write(fact, value->value, language);
    int label = area.columns > 30 ? area.columns / 2 : 15;
    area_put_in(area_part(area, 0, 0, 1, label - 1), STYLE_DIM,
                fact->label.in[language]);
    return area_wrap(area_part(area, 0, label, area.rows, area.columns - label),
                     0, 0, STYLE_NORMAL, written);
}

static int draw_facts(const struct seat *seat, struct area area)
{
    const struct facts *facts = scripts_facts(seat_scripts(seat));
    int row = 0;
    for (size_t i = 0; i < facts_count(facts) && row < area.rows; i++) {
        const struct fact *fact = facts_at(facts, i);
        const struct fact_value *value = fact_set_at(call_facts(seat->call), i);
        if (fact->show && value->value)
            row += draw_fact(
                seat, fact, value,
                area_part(area, row, 0, area.rows - row, area.columns));
    }
    return row;
}

static void draw_cases(const struct json_t *cases, struct area area)
{
    size_t index;
    struct json_t *row;
    json_array_foreach((struct json_t *)cases, index, row)
    {
        area_format(area, (int)index, 1, STYLE_WARN, "№ %s",
                    json_find_string(row, "number"));
    }
}

int guide_draw_known(const struct seat *seat, struct area area)
{
    const struct json_t *history = call_history(seat->call);
    int row = draw_facts(seat, area);
    if (!history)
        return row;
    const struct json_t *cases = json_object_get(history, "open_cases");
    const struct json_t *calls = json_object_get(history, "calls");
    struct area rest = area_part(area, row, 0, area.rows - row, area.columns);
    bool any = json_array_size(cases) > 0 || json_array_size(calls) > 0;
    area_format(rest, 0, 0, any ? STYLE_STRONG : STYLE_DIM,
                _("open cases %d   calls %d"), (int)json_array_size(cases),
                (int)json_array_size(calls));
    draw_cases(cases, area_part(rest, 1, 0, rest.rows - 1, rest.columns));
    return row + 1 + (int)json_array_size(cases);
}
