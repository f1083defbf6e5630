/* The panel of what is known of the caller. */
#include "screens/guide.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/cases/life.h"
#include "console/desk.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "screens/caserow.h"
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

static const char *text_of(const struct json_t *row, const char *key)
{
    const char *text = json_find_string(row, key);
    return text && *text ? text : "—";
}

/* A case on which somebody still has to act: two rows. */
static int draw_case(const struct seat *seat, const struct json_t *row,
                     struct area area)
{
    enum case_state state;
    const char *name = text_of(row, "state");
    area_format(area, 0, 1, STYLE_WARN, "№ %s", text_of(row, "number"));
    AUTO_CHARS line =
        mem_format("%s: %s", seat_issue(seat, text_of(row, "issue")),
                   state_find(name, &state) ? _(state_label(state)) : name);
    area_put_in(area_part(area, 1, 3, 1, area.columns - 3), STYLE_DIM, line);
    return 2;
}

/* An earlier call: when, how it ended, with whom. */
static int draw_call(const struct seat *seat, const struct json_t *row,
                     struct area area)
{
    AUTO_CHARS when = caserow_when(seat, json_find_string(row, "at"));
    AUTO_CHARS line =
        mem_format("%s %s %s", when, seat_outcome(text_of(row, "outcome")),
                   text_of(row, "agent"));
    area_put_in(area_part(area, 0, 1, 1, area.columns - 1), STYLE_DIM, line);
    return 1;
}

/* The rows of one list that fit; gives how many screen rows they took. */
static int draw_each(const struct seat *seat, const struct json_t *list,
                     struct area area,
                     int (*draw)(const struct seat *seat,
                                 const struct json_t *row, struct area area))
{
    size_t index;
    struct json_t *item;
    int row = 0;
    json_array_foreach((struct json_t *)list, index, item)
    {
        if (row < area.rows)
            row += draw(seat, item,
                        area_part(area, row, 0, area.rows - row, area.columns));
    }
    return row;
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
    rest = area_part(rest, 1, 0, rest.rows - 1, rest.columns);
    int used = draw_each(seat, cases, rest, draw_case);
    rest = area_part(rest, used, 0, rest.rows - used, rest.columns);
    return row + 1 + used + draw_each(seat, calls, rest, draw_call);
}
