/* Values and texts of a day: a walk that knows nobody fills what it can. */
#include "console/script/script_day.h"
#include "console/base/brace.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/script/logic_tree.h"
#include "console/script/walk_state.h"

#include <jansson.h>

#include <string.h>

bool script_day_value(const struct script_day *day, const char *name,
                      struct text *out)
{
    const struct walk walk = {
        .set = day->place.set,
        .as_of = day->as_of,
        .frames = {.at = {{.script = day->place.script}}, .depth = 1},
    };
    AUTO_CHARS brace = mem_format("{%s}", name);
    AUTO_TEXT value = {0};
    if (!walk_fill(&walk, brace, day->place.language, &value, NULL))
        return false;
    text_add(out, text_chars(&value));
    return true;
}

/* What a value is made of, where its amount cannot be told. */
static void add_name(const struct script_day *day, const char *name,
                     struct text *out)
{
    const struct script *script = day->place.script;
    const struct logic *rule = NULL;
    for (size_t i = 0; i < script->value_count; i++)
        if (strcmp(script->values[i].name, name) == 0)
            rule = script->values[i].rule;
    text_add(out, "{");
    if (rule != NULL && rule->op != LOGIC_VAR)
        rule_write(&day->place, rule, out);
    else
        rule_write_name(&day->place, rule != NULL ? rule->path : name, out);
    text_add(out, "}");
}

void script_day_fill(const struct script_day *day, const char *source,
                     struct text *out)
{
    char name[BRACE_SIZE];
    const char *before, *from = source;
    while (brace_next(&source, &before, name) == BRACE_NAME) {
        text_add_n(out, from, (size_t)(before - from));
        from = source;
        if (!script_day_value(day, name, out))
            add_name(day, name, out);
    }
    text_add(out, from);
}
