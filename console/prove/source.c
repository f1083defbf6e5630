/* The sources of a set of scripts: their domains as facts.json and questions
 * declare them, and the points that stand for them. */
#include "console/prove/source.h"

#include "console/base/clock.h"
#include "console/base/text.h"
#include "console/prove/sample.h"
#include "console/script/fact.h"
#include "console/script/node.h"
#include "console/script/script.h"

#include <jansson.h>

#include <inttypes.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

/* JSON holds whole numbers up to here. */
#define NUMBER_MOST ((int64_t)1 << 53)

static const enum source_kind kinds[] = {
    [FACT_BOOL] = SOURCE_BOOL,    [FACT_CODE] = SOURCE_CODE,
    [FACT_CODES] = SOURCE_LIST,   [FACT_INT] = SOURCE_NUMBER,
    [FACT_MONEY] = SOURCE_NUMBER, [FACT_DATE] = SOURCE_DATE,
    [FACT_MONTH] = SOURCE_MONTH,  [FACT_TEXT] = SOURCE_TEXT,
};

/* ---- all of them ---- */

static struct source *add(struct sources *all, enum source_kind kind,
                          char *name)
{
    all->items = mem_grow(all->items, all->count + 1, sizeof(*all->items));
    struct source *source = &all->items[all->count++];
    *source = (struct source){.name = name, .kind = kind};
    return source;
}

void sources_init(struct sources *all, const struct script_set *set,
                  size_t most)
{
    const struct facts *facts = scripts_facts(set);
    *all = (struct sources){.set = set, .most = most};
    for (size_t i = 0; i < facts_count(facts); i++) {
        const struct fact *fact = facts_at(facts, i);
        struct source *source =
            add(all, kinds[fact->type], mem_copy(fact->name));
        source->fact = fact;
        source->null = fact->none;
    }
    add(all, SOURCE_LOOK, mem_copy("look"));
}

static void drop_texts(struct source *source)
{
    for (size_t i = 0; i < source->text_count; i++)
        json_decref(source->texts[i]);
    source->text_count = 0;
}

static void drop_points(struct source *source)
{
    for (size_t i = 0; i < source->count; i++)
        json_decref(source->points[i]);
    source->count = 0;
}

void sources_clear(struct sources *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct source *source = &all->items[i];
        drop_points(source);
        drop_texts(source);
        free(source->name);
        free(source->points);
        free(source->marks);
        free(source->hints);
        free(source->texts);
        free(source->elements);
    }
    free(all->items);
    *all = (struct sources){0};
}

int sources_fact(const struct sources *all, const char *name)
{
    return facts_find(scripts_facts(all->set), name);
}

int sources_look(const struct sources *all)
{
    return (int)facts_count(scripts_facts(all->set));
}

int sources_answer(struct sources *all, const struct node *node)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].node == node)
            return (int)i;
    struct source *source = add(all, kinds[node_answer_type(node)],
                                mem_format("answers.%s", node->id));
    source->node = node;
    return (int)all->count - 1;
}

bool source_is_ordered(const struct source *source)
{
    return source->kind == SOURCE_NUMBER || source->kind == SOURCE_DATE ||
           source->kind == SOURCE_MONTH;
}

bool source_has_marks(const struct source *source)
{
    return source != NULL &&
           (source_is_ordered(source) || source->kind == SOURCE_TEXT);
}

/* ---- lists ---- */

/* The nth code that can stand in a list or be a code; NULL behind them. */
static const char *code_at(const struct source *source, size_t index)
{
    if (source->fact != NULL)
        return index < source->fact->code_count
                   ? source->fact->codes[index].code
                   : NULL;
    const struct answer_spec *answer = &source->node->answer;
    return index < answer->choice_count ? answer->choices[index].code : NULL;
}

int source_element(const struct source *source, const char *code)
{
    for (size_t i = 0; i < source->element_count; i++)
        if (strcmp(source->elements[i], code) == 0)
            return (int)i;
    return -1;
}

static void append_element(struct source *source, const char *code)
{
    source->elements = mem_grow(source->elements, source->element_count + 1,
                                sizeof(*source->elements));
    source->elements[source->element_count++] = code;
}

int source_add_element(struct source *source, const char *code)
{
    int found = source_element(source, code);
    const char *declared;
    for (size_t i = 0; found < 0 && (declared = code_at(source, i)); i++)
        if (strcmp(declared, code) == 0) {
            append_element(source, declared);
            return (int)source->element_count - 1;
        }
    return found;
}

void source_add_others(struct source *source)
{
    const char *code;
    for (size_t i = 0; !source->others && (code = code_at(source, i)); i++)
        if (source_element(source, code) < 0) {
            append_element(source, code);
            source->others = true;
        }
}

/* ---- marks ---- */

static int64_t month_of(int64_t days)
{
    int year, month, day;
    clock_civil(days, &year, &month, &day);
    return (int64_t)year * 12 + month - 1;
}

/* The day of a bound: a date or "as_of"; `none` without one. */
static int64_t bound(const struct sources *all, const char *date, int64_t none)
{
    int64_t days;
    if (date == NULL)
        return none;
    return clock_parse_date(date, &days) ? days : all->day;
}

static void set_bounds(const struct sources *all, struct source *source)
{
    int64_t first = clock_days(FACT_YEAR_FIRST, 1, 1);
    int64_t last = clock_days(FACT_YEAR_LAST, 12, 31);
    const struct answer_spec *answer =
        source->node != NULL ? &source->node->answer : NULL;
    if (source->kind == SOURCE_NUMBER) {
        source->low = answer != NULL ? answer->min : source->fact->min;
        source->high = answer != NULL ? answer->max : source->fact->max;
        int64_t least =
            answer != NULL && answer->type == ANSWER_MONEY ? 0 : -NUMBER_MOST;
        source->low = source->low > least ? source->low : least;
        source->high = source->high < NUMBER_MOST ? source->high : NUMBER_MOST;
        return;
    }
    if (answer != NULL && source->kind == SOURCE_DATE) {
        int64_t low = bound(all, answer->min_date, first);
        int64_t high = bound(all, answer->max_date, last);
        first = low > first ? low : first;
        last = high < last ? high : last;
    }
    source->low = source->kind == SOURCE_DATE ? first : month_of(first);
    source->high = source->kind == SOURCE_DATE ? last : month_of(last);
}

void source_begin(struct sources *all, struct source *source)
{
    int64_t *hints = source->marks;
    source->marks = source->hints;
    source->hints = hints;
    source->hint_count = source->mark_count;
    source->mark_count = 0;
    source->gave_up = NULL;
    drop_texts(source);
    if (!source_is_ordered(source))
        return;
    set_bounds(all, source);
    source_mark(all, source, source->low);
}

void source_mark(const struct sources *all, struct source *source,
                 int64_t value)
{
    size_t at = source->mark_count;
    while (at > 0 && source->marks[at - 1] > value)
        at--;
    if (value < source->low || value > source->high ||
        (at > 0 && source->marks[at - 1] == value))
        return;
    if (source->mark_count == all->most) {
        source->gave_up = gettext("too many values that differ");
        return;
    }
    source->marks =
        mem_grow(source->marks, source->mark_count + 1, sizeof(*source->marks));
    memmove(&source->marks[at + 1], &source->marks[at],
            (source->mark_count - at) * sizeof(*source->marks));
    source->marks[at] = value;
    source->mark_count++;
}

static void mark_text(const struct sources *all, struct source *source,
                      const json_t *text)
{
    for (size_t i = 0; i < source->text_count; i++)
        if (json_equal(source->texts[i], text))
            return;
    if (!json_is_string(text) || !sample_fits(source->node, text))
        return;
    if (source->text_count == all->most) {
        source->gave_up = gettext("too many values that differ");
        return;
    }
    source->texts =
        mem_grow(source->texts, source->text_count + 1, sizeof(*source->texts));
    source->texts[source->text_count++] = json_incref((json_t *)text);
}

void source_mark_json(const struct sources *all, struct source *source,
                      const struct json_t *value)
{
    const char *string = json_string_value(value);
    int64_t days;
    if (source->kind == SOURCE_TEXT) {
        mark_text(all, source, value);
    } else if (source->kind == SOURCE_NUMBER && json_is_integer(value)) {
        source_mark(all, source, json_integer_value(value));
        source_mark(all, source, json_integer_value(value) + 1);
    } else if (source->kind == SOURCE_DATE && string != NULL &&
               clock_parse_date(string, &days)) {
        source_mark(all, source, days);
        source_mark(all, source, days + 1);
    } else if (source->kind == SOURCE_MONTH && json_string_length(value) == 7) {
        AUTO_CHARS first = mem_format("%s-01", string);
        if (!clock_parse_date(first, &days))
            return;
        source_mark(all, source, month_of(days));
        source_mark(all, source, month_of(days) + 1);
    }
}

/* ---- points ---- */

static void add_point(struct source *source, json_t *value)
{
    source->points =
        mem_grow(source->points, source->count + 1, sizeof(*source->points));
    source->points[source->count++] = value;
}

struct json_t *source_json(const struct source *source, int64_t value)
{
    char date[CLOCK_DATE_SIZE];
    if (source->kind == SOURCE_NUMBER)
        return json_integer(value);
    if (source->kind == SOURCE_MONTH)
        return json_sprintf("%04d-%02d", (int)(value / 12),
                            (int)(value % 12) + 1);
    clock_date(value, date);
    return json_string(date);
}

static void add_texts(struct source *source)
{
    for (size_t i = 0; i < source->text_count; i++)
        add_point(source, json_incref(source->texts[i]));
    json_t *other =
        sample_text(source->node, source->texts, source->text_count);
    if (other == NULL)
        source->gave_up =
            gettext("no text was found that its pattern lets through");
    add_point(source, other != NULL ? other : json_string("?"));
    bool empty = source->fact != NULL ||
                 (source->node->kind == NODE_NOTE && !source->node->required);
    if (empty)
        add_point(source, json_string(""));
}

static void add_known(struct source *source)
{
    static const char *const looks[] = {"none", "ok", "not_found", "unknown"};
    const char *code;
    switch (source->kind) {
    case SOURCE_BOOL:
        add_point(source, json_true());
        add_point(source, json_false());
        break;
    case SOURCE_CODE:
        for (size_t i = 0; (code = code_at(source, i)) != NULL; i++)
            add_point(source, json_string(code));
        break;
    case SOURCE_LIST:
        add_point(source, json_array());
        break;
    case SOURCE_TEXT:
        add_texts(source);
        break;
    case SOURCE_LOOK:
        for (size_t i = 0; i < COUNT(looks); i++)
            add_point(source, json_string(looks[i]));
        break;
    default:
        for (size_t i = 0; i < source->mark_count; i++)
            add_point(source, source_json(source, source->marks[i]));
    }
}

void source_finish(struct source *source)
{
    drop_points(source);
    add_known(source);
    if (source->kind == SOURCE_LOOK)
        return;
    if (source->null)
        add_point(source, json_null());
    add_point(source, NULL);
}

bool source_may(const struct source *source, size_t point)
{
    return source->points[point] != NULL || source->node == NULL ||
           (source->node->kind == NODE_ASK && source->node->answer.dont_know);
}

void source_write(const struct source *source, size_t point, struct text *out)
{
    const json_t *value = source->points[point];
    if (value == NULL)
        text_add(out, "unknown");
    else if (json_is_null(value))
        text_add(out, "none");
    else if (json_is_boolean(value))
        text_add(out, json_is_true(value) ? "yes" : "no");
    else if (json_is_integer(value))
        text_format(out, "%" PRId64, (int64_t)json_integer_value(value));
    else if (json_string_length(value) == 0)
        text_add(out, "\"\"");
    else
        text_add(out, json_string_value(value));
}
