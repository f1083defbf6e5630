/* Parsing a node: the members of each kind, rules compiled, targets found. */
#include "console/script/script_load.h"

#include "console/base/error.h"
#include "console/base/json.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* A node while it is parsed. */
struct work {
    struct script_load *load;
    struct script_spot spot;
    struct node *node;
    struct error *error;
};

struct kind {
    const char *name;
    const char *members;
    bool (*load)(struct work *work);
};

static bool fault(const struct work *work, const char *reason)
{
    return script_file_fault(&work->spot, work->error, "%s", reason);
}

static const json_t *member(const struct work *work, const char *key)
{
    return json_object_get(work->spot.json, key);
}

/* ---- parts of nodes ---- */

static bool find_target(const struct work *work, const struct script_spot *spot,
                        const char *key, int *to)
{
    const char *id = json_find_string(spot->json, key);
    AUTO_CHARS where = mem_format("%s.%s", spot->where, key);
    struct script_spot inner = {spot->file, where, NULL};
    if (id == NULL)
        return script_file_fault(spot, work->error, "lacks %s, a node", key);
    *to = script_node(work->load->script, id);
    return *to >= 0 ||
           script_file_fault(&inner, work->error, "there is no node %.60s", id);
}

static bool load_unknown(struct work *work)
{
    work->node->unknown = -1;
    return member(work, "unknown") == NULL ||
           find_target(work, &work->spot, "unknown", &work->node->unknown);
}

static struct edge *add_edge(struct node *node, char *name)
{
    node->edges =
        mem_grow(node->edges, node->edge_count + 1, sizeof(*node->edges));
    struct edge *edge = &node->edges[node->edge_count++];
    *edge = (struct edge){.name = name};
    return edge;
}

static bool load_edge(struct work *work, const struct script_spot *spot,
                      size_t index, bool last)
{
    struct edge *edge = add_edge(work->node, mem_format("%zu", index));
    if (!script_file_members(spot, "when to", work->error) ||
        !find_target(work, spot, "to", &edge->to))
        return false;
    AUTO_CHARS where = mem_format("%s.when", spot->where);
    struct script_spot rule = {spot->file, where,
                               json_object_get(spot->json, "when")};
    if (rule.json != NULL)
        return script_load_rule(&rule, &edge->when, work->error);
    return (last && (index == 0 || work->node->first)) ||
           script_file_fault(spot, work->error, "lacks when");
}

static bool load_policy(struct work *work)
{
    const char *policy = json_find_string(work->spot.json, "policy");
    work->node->first = policy != NULL && strcmp(policy, "first") == 0;
    return member(work, "policy") == NULL || work->node->first ||
           (policy != NULL && strcmp(policy, "unique") == 0) ||
           fault(work, "the policy is unique or first");
}

static bool load_next(struct work *work)
{
    const json_t *next = script_file_list(&work->spot, "next", work->error);
    if (next == NULL || !load_policy(work))
        return false;
    size_t count = json_array_size(next);
    for (size_t i = 0; i < count; i++) {
        AUTO_CHARS where = mem_format("%s.next[%zu]", work->spot.where, i);
        struct script_spot spot = {work->spot.file, where,
                                   json_array_get(next, i)};
        if (!load_edge(work, &spot, i, i + 1 == count))
            return false;
    }
    return load_unknown(work);
}

/* Exits by name: of a look-up, or the outcome codes of a sub-script. */
static bool load_exits(struct work *work)
{
    AUTO_CHARS where = mem_format("%s.next", work->spot.where);
    struct script_spot spot = {work->spot.file, where, member(work, "next")};
    if (!json_is_object(spot.json))
        return fault(work, "lacks next, an object");
    const char *name;
    json_t *to;
    json_object_foreach((json_t *)spot.json, name, to)
    {
        struct edge *edge = add_edge(work->node, mem_copy(name));
        if (!find_target(work, &spot, name, &edge->to))
            return false;
    }
    return true;
}

static bool load_to(struct work *work)
{
    struct edge *edge = add_edge(work->node, mem_copy("to"));
    return find_target(work, &work->spot, "to", &edge->to);
}

static bool load_say(struct work *work)
{
    return script_file_phrase(&work->spot, "say", &work->node->say,
                              work->error);
}

/* ---- kinds ---- */

static bool load_say_node(struct work *work)
{
    return load_say(work) && load_to(work);
}

static bool load_ask(struct work *work)
{
    AUTO_CHARS where = mem_format("%s.answer", work->spot.where);
    struct script_spot spot = {work->spot.file, where, member(work, "answer")};
    if (spot.json == NULL)
        return fault(work, "lacks answer");
    return load_say(work) &&
           script_answer_load(&spot, &work->node->answer, work->error) &&
           load_next(work);
}

static bool load_inputs(struct work *work)
{
    struct node *node = work->node;
    const json_t *list = script_file_list(&work->spot, "inputs", work->error);
    if (list == NULL)
        return false;
    node->inputs = mem_new(json_array_size(list) * sizeof(*node->inputs));
    for (size_t i = 0; i < json_array_size(list); i++) {
        AUTO_CHARS where = mem_format("%s.inputs[%zu]", work->spot.where, i);
        struct script_spot spot = {work->spot.file, where,
                                   json_array_get(list, i)};
        if (!script_load_rule(&spot, &node->inputs[node->input_count++],
                              work->error))
            return false;
    }
    return true;
}

static bool load_row(struct work *work, const struct script_spot *spot,
                     struct table_row_spec *row)
{
    const json_t *is = json_object_get(spot->json, "is");
    if (!script_file_members(spot, "is to", work->error) ||
        !find_target(work, spot, "to", &row->to))
        return false;
    if (json_array_size(is) != work->node->input_count)
        return script_file_fault(spot, work->error,
                                 "is needs a value for each input");
    row->is = mem_new(work->node->input_count * sizeof(*row->is));
    for (size_t i = 0; i < work->node->input_count; i++) {
        json_t *value = json_array_get(is, i);
        if (json_is_array(value) || json_is_object(value) ||
            json_is_real(value))
            return script_file_fault(spot, work->error,
                                     "a value is a text, an integer, true, "
                                     "false or null");
        row->is[i] = json_is_null(value) ? NULL : json_incref(value);
    }
    return true;
}

static bool load_table(struct work *work)
{
    struct node *node = work->node;
    const json_t *list = script_file_list(&work->spot, "rows", work->error);
    if (list == NULL || !load_inputs(work))
        return false;
    node->rows = mem_new(json_array_size(list) * sizeof(*node->rows));
    for (size_t i = 0; i < json_array_size(list); i++) {
        AUTO_CHARS where = mem_format("%s.rows[%zu]", work->spot.where, i);
        struct script_spot spot = {work->spot.file, where,
                                   json_array_get(list, i)};
        if (!load_row(work, &spot, &node->rows[node->row_count++]))
            return false;
    }
    return load_unknown(work);
}

static bool load_look(struct work *work)
{
    AUTO_CHARS where = mem_format("%s.next", work->spot.where);
    struct script_spot spot = {work->spot.file, where, member(work, "next")};
    if (spot.json == NULL)
        return fault(work, "lacks next");
    if (!script_file_members(&spot, "ok not_found unknown", work->error))
        return false;
    if (json_object_size(spot.json) != 3)
        return fault(work, "needs the exits ok, not_found and unknown");
    return load_exits(work);
}

static bool load_note(struct work *work)
{
    return load_say(work) &&
           (member(work, "required") != NULL ||
            fault(work, "lacks required, true or false")) &&
           script_file_flag(&work->spot, "required", &work->node->required,
                            work->error) &&
           load_to(work);
}

static bool load_sub(struct work *work)
{
    return script_file_string(&work->spot, "script", &work->node->script,
                              work->error) &&
           load_exits(work);
}

static bool load_case(struct work *work, const json_t *json)
{
    AUTO_CHARS where = mem_format("%s.case", work->spot.where);
    struct script_spot spot = {work->spot.file, where, json};
    const json_t *send = json_object_get(json, "send");
    if (!script_file_members(&spot, "issue send", work->error) ||
        !script_file_string(&spot, "issue", &work->node->issue, work->error))
        return false;
    if (!json_is_array(send))
        return script_file_fault(&spot, work->error, "lacks send, a list");
    size_t count = json_array_size(send);
    work->node->send = mem_new((count + 1) * sizeof(char *));
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_array_get(send, i));
        if (name == NULL)
            return script_file_fault(&spot, work->error,
                                     "send holds something else than names");
        work->node->send[i] = mem_copy(name);
    }
    return true;
}

static bool load_outcome(struct work *work)
{
    const char *resolved = json_find_string(work->spot.json, "resolved");
    const json_t *opened = member(work, "case");
    bool on_call = resolved != NULL && strcmp(resolved, "on_call") == 0;
    if (!script_file_string(&work->spot, "code", &work->node->code,
                            work->error) ||
        !load_say(work) ||
        !script_file_phrase(&work->spot, "act", &work->node->act, work->error))
        return false;
    if (work->node->because.source == NULL)
        return fault(work, "lacks because");
    if (member(work, "resolved") != NULL && !on_call)
        return fault(work, "resolved is on_call or is not there");
    if (on_call == (opened != NULL))
        return fault(work, "needs one of resolved and case");
    return on_call || load_case(work, opened);
}

/* ---- a node ---- */

#define COMMON "kind note because "

static const struct kind kinds[] = {
    [NODE_SAY] = {"say", COMMON "say to", load_say_node},
    [NODE_ASK] = {"ask", COMMON "say answer next unknown policy", load_ask},
    [NODE_CHECK] = {"check", COMMON "next unknown policy", load_next},
    [NODE_TABLE] = {"table", COMMON "inputs rows unknown", load_table},
    [NODE_LOOK] = {"look", COMMON "next", load_look},
    [NODE_NOTE] = {"note", COMMON "say required to", load_note},
    [NODE_SUB] = {"sub", COMMON "script next", load_sub},
    [NODE_OUTCOME] = {"outcome", COMMON "code say act resolved case",
                      load_outcome},
};

const char *node_kind_name(enum node_kind kind)
{
    return kinds[kind].name;
}

static bool load_because(struct work *work)
{
    AUTO_CHARS where = mem_format("%s.because", work->spot.where);
    struct script_spot spot = {work->spot.file, where, member(work, "because")};
    struct because *because = &work->node->because;
    if (spot.json == NULL)
        return true;
    return script_file_members(&spot, "text source read", work->error) &&
           script_file_phrase(&spot, "text", &because->text, work->error) &&
           script_file_string(&spot, "source", &because->source, work->error) &&
           script_file_string(&spot, "read", &because->read, work->error);
}

static bool load_kind(struct work *work)
{
    const char *kind = json_find_string(work->spot.json, "kind");
    work->node->unknown = -1;
    for (size_t i = 0; kind != NULL && i < COUNT(kinds); i++) {
        if (strcmp(kind, kinds[i].name) != 0)
            continue;
        work->node->kind = (enum node_kind)i;
        return script_file_members(&work->spot, kinds[i].members,
                                   work->error) &&
               (member(work, "note") == NULL ||
                script_file_phrase(&work->spot, "note", &work->node->note,
                                   work->error)) &&
               load_because(work) && kinds[i].load(work);
    }
    return fault(work, "lacks a kind that is known");
}

bool script_node_load(struct script_load *load, struct node *node,
                      const struct script_spot *spot, struct error *error)
{
    struct work work = {load, *spot, node, error};
    return load_kind(&work);
}
