/* The texts of a walk: braces filled, answers written, what goes with a case,
 * the trail. */
#include "console/base/brace.h"
#include "console/script/walk.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/script/logic_tree.h"
#include "console/script/walk_state.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define ANSWERS "answers."

/* ---- values ---- */

static char *write_type(enum fact_type type, const json_t *value,
                        enum language language)
{
    struct fact fact = {.type = type};
    return fact_write(&fact, value, language);
}

char *walk_write_answer(const struct node *node, const struct json_t *value,
                        enum language language)
{
    const struct answer_spec *answer = &node->answer;
    size_t count = answer->choice_count;
    struct fact fact = {.type = node_answer_type(node)};
    fact.codes = mem_new((count + 1) * sizeof(*fact.codes));
    fact.code_count = count;
    for (size_t i = 0; i < count; i++) /* lent */
        fact.codes[i] = (struct fact_code){answer->choices[i].code,
                                           answer->choices[i].label};
    char *written = fact_write(&fact, value, language);
    free(fact.codes);
    return written;
}

/* How a column of a table, or a rule without one, is written. */
static enum fact_type value_type(const struct script_value *value,
                                 const json_t *json)
{
    const char *type = value->type != NULL ? value->type : "";
    if (strcmp(type, "money") == 0)
        return FACT_MONEY;
    if (strcmp(type, "date") == 0 || value->rule->op == LOGIC_PLUS_TIME)
        return FACT_DATE;
    if (json_is_integer(json))
        return FACT_INT;
    return json_is_boolean(json) ? FACT_BOOL : FACT_TEXT;
}

static char *write_name(const struct walk *walk, const char *name,
                        enum language language);

/* A value of the script; NULL when it is unknown or cannot be worked out. */
static char *write_value(const struct walk *walk,
                         const struct script_value *value,
                         enum language language, struct error *error)
{
    if (value->rule->op == LOGIC_VAR)
        return write_name(walk, value->rule->path, language);
    struct logic_scope scope = walk_scope(walk);
    bool unknown;
    AUTO_JSON json = logic_eval(value->rule, &scope, &unknown, error);
    if (json == NULL)
        return NULL;
    if (json_is_object(json)) /* a phrase */
        return mem_copy(json_find_string(json, language_code(language)));
    return write_type(value_type(value, json), json, language);
}

static char *write_name(const struct walk *walk, const char *name,
                        enum language language)
{
    if (strcmp(name, "as_of") == 0) {
        AUTO_JSON as_of = walk_as_of(walk);
        return write_type(FACT_DATE, as_of, language);
    }
    if (strncmp(name, ANSWERS, strlen(ANSWERS)) == 0) {
        const struct step *step =
            walk_find_answer(walk, name + strlen(ANSWERS));
        if (step == NULL || step->value == NULL)
            return NULL;
        return walk_write_answer(&step->script->nodes[step->node], step->value,
                                 language);
    }
    const struct facts *facts = scripts_facts(walk->set);
    int index = facts_find(facts, name);
    if (index < 0 || walk->facts == NULL)
        return NULL;
    const json_t *value = fact_set_at(walk->facts, (size_t)index)->value;
    return value == NULL
               ? NULL
               : fact_write(facts_at(facts, (size_t)index), value, language);
}

static char *write_brace(const struct walk *walk, const char *name,
                         enum language language, struct error *error)
{
    const struct script *script = walk_script(walk);
    for (size_t i = 0; i < script->value_count; i++)
        if (strcmp(script->values[i].name, name) == 0)
            return write_value(walk, &script->values[i], language, error);
    return write_name(walk, name, language);
}

bool walk_fill(const struct walk *walk, const char *source,
               enum language language, struct text *out, struct error *error)
{
    char name[BRACE_SIZE];
    const char *before, *from = source;
    while (brace_next(&source, &before, name) == BRACE_NAME) {
        text_add_n(out, from, (size_t)(before - from));
        from = source;
        AUTO_CHARS value = write_brace(walk, name, language, error);
        if (value == NULL)
            return error_set(error, MESSAGE_SCRIPT_VALUE, "%s.%s: {%s}",
                             walk_script(walk)->id, walk_node(walk)->id, name);
        text_add(out, value);
    }
    text_add(out, from);
    return true;
}

/* ---- what goes with a case ---- */

static json_t *label_json(const struct walk *walk, const struct phrase *label)
{
    json_t *json = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        AUTO_TEXT text = {0};
        bool filled =
            walk_fill(walk, label->in[i], (enum language)i, &text, NULL);
        json_object_set_new(
            json, language_code((enum language)i),
            json_string(filled ? text_chars(&text) : label->in[i]));
    }
    return json;
}

/* Adds one sent value; text_of writes it in a language. */
static void add_sent(json_t *list, const char *name, json_t *label,
                     const json_t *value, json_t *texts)
{
    json_t *null = json_null();
    json_array_append_new(
        list, json_pack("{sssosOso}", "name", name, "label", label, "value",
                        value != NULL ? (json_t *)value : null, "text", texts));
}

static void add_source(json_t *list, const char *source, int64_t at_ms)
{
    char at[CLOCK_ISO_SIZE];
    clock_iso(at_ms, at);
    json_t *last = json_array_get(list, json_array_size(list) - 1);
    json_object_set_new(last, "source", json_string(source));
    json_object_set_new(last, "at", json_string(at));
}

static void send_answer(const struct walk *walk, const char *name, json_t *list)
{
    const struct step *step = walk_find_answer(walk, name + strlen(ANSWERS));
    if (step == NULL)
        return;
    const struct node *node = &step->script->nodes[step->node];
    if (walk_is_personal(node))
        return;
    json_t *texts = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        AUTO_CHARS text =
            walk_write_answer(node, step->value, (enum language)i);
        json_object_set_new(texts, language_code((enum language)i),
                            json_string(text));
    }
    add_sent(list, name, label_json(walk, &node->say), step->value, texts);
    add_source(list, step->source, step->at_ms);
}

static void send_fact(const struct walk *walk, const char *name, json_t *list)
{
    const struct facts *facts = scripts_facts(walk->set);
    int index = facts_find(facts, name);
    if (index < 0 || walk->facts == NULL)
        return;
    const struct fact *fact = facts_at(facts, (size_t)index);
    const struct fact_value *value = fact_set_at(walk->facts, (size_t)index);
    if (fact->personal || value->value == NULL)
        return;
    json_t *texts = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        AUTO_CHARS text = fact_write(fact, value->value, (enum language)i);
        json_object_set_new(texts, language_code((enum language)i),
                            json_string(text));
    }
    add_sent(list, name, label_json(walk, &fact->label), value->value, texts);
    add_source(list, value->source, value->at_ms);
}

struct json_t *walk_sent(const struct walk *walk)
{
    json_t *list = json_array();
    char **names = walk_node(walk)->send;
    for (; names != NULL && *names != NULL; names++)
        if (strncmp(*names, ANSWERS, strlen(ANSWERS)) == 0)
            send_answer(walk, *names, list);
        else
            send_fact(walk, *names, list);
    return list;
}

void walk_write_trail(const struct walk *walk, enum language language,
                      struct text *out)
{
    for (int i = 0; i < walk->frames.depth; i++) {
        text_add(out, i > 0 ? " > " : "");
        text_add(out, walk->frames.at[i].script->title.in[language]);
    }
}
