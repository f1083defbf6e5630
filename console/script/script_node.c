/* Parsing a node: the members of each kind, rules compiled, targets found. */
#include "console/script/script_load.h"

#include "console/base/json.h"
#include "console/script/logic_tree.h"

#include <jansson.h>
#include <libintl.h>

#include <stdlib.h>
#include <string.h>

/* A node while it is parsed. */
struct work {
    struct script_load *load;
    struct data_spot spot;
    struct node *node;
};

struct kind {
    const char *name;
    const char *members;
    void (*load)(struct work *work);
};

static void fault(const struct work *work, const char *reason)
{
    data_file_fault(&work->spot, FINDING_E01, "%s", gettext(reason));
}

static const json_t *member(const struct work *work, const char *key)
{
    return json_object_get(work->spot.json, key);
}

/* ---- parts of nodes ---- */

/* The index of the node that is named under key; -1 and a finding without. */
static int find_target(const struct work *work, const struct data_spot *spot,
                       const char *key)
{
    AUTO_CHARS id = NULL;
    if (!data_file_string(spot, key, &id))
        return -1;
    int to = script_node(work->load->script, id);
    if (to < 0)
        data_file_fault_in(spot, key, FINDING_E03, id);
    return to;
}

static void load_unknown(struct work *work)
{
    if (member(work, "unknown") != NULL)
        work->node->unknown = find_target(work, &work->spot, "unknown");
}

static struct edge *add_edge(struct node *node, char *name)
{
    node->edges =
        mem_grow(node->edges, node->edge_count + 1, sizeof(*node->edges));
    struct edge *edge = &node->edges[node->edge_count++];
    *edge = (struct edge){.name = name, .to = -1};
    return edge;
}

static void load_edge(struct work *work, const struct data_spot *spot,
                      size_t index, bool last)
{
    struct edge *edge = add_edge(work->node, mem_format("%zu", index));
    if (!data_file_members(spot, "when to"))
        return;
    edge->to = find_target(work, spot, "to");
    AUTO_CHARS where = mem_format("%s.when", spot->where);
    struct data_spot rule = {spot->file, where,
                             json_object_get(spot->json, "when")};
    if (rule.json != NULL)
        edge->when = script_load_rule(&rule);
    else if (!last || (index > 0 && !work->node->first))
        data_file_fault(spot, FINDING_E01, N_("lacks when"));
}

static void load_policy(struct work *work)
{
    const char *policy = json_find_string(work->spot.json, "policy");
    work->node->first = policy != NULL && strcmp(policy, "first") == 0;
    if (member(work, "policy") != NULL && !work->node->first &&
        (policy == NULL || strcmp(policy, "unique") != 0))
        fault(work, N_("the policy is unique or first"));
}

static void load_next(struct work *work)
{
    const json_t *next = data_file_list(&work->spot, "next");
    size_t count = json_array_size(next);
    load_policy(work);
    for (size_t i = 0; i < count; i++) {
        AUTO_CHARS where = mem_format("%s.next[%zu]", work->spot.where, i);
        struct data_spot spot = {work->spot.file, where,
                                 json_array_get(next, i)};
        load_edge(work, &spot, i, i + 1 == count);
    }
    load_unknown(work);
}

/* Exits by name: of a look-up, or the outcome codes of a sub-script. */
static void load_exits(struct work *work)
{
    AUTO_CHARS where = mem_format("%s.next", work->spot.where);
    struct data_spot spot = {work->spot.file, where, member(work, "next")};
    if (!json_is_object(spot.json)) {
        fault(work, N_("lacks next, an object"));
        return;
    }
    const char *name;
    json_t *to;
    json_object_foreach((json_t *)spot.json, name, to)
    {
        int target = find_target(work, &spot, name);
        add_edge(work->node, mem_copy(name))->to = target;
    }
}

static void load_to(struct work *work)
{
    int target = find_target(work, &work->spot, "to");
    add_edge(work->node, mem_copy("to"))->to = target;
}

static void load_say(struct work *work)
{
    data_file_phrase(&work->spot, "say", &work->node->say);
}

/* ---- kinds ---- */

static void load_say_node(struct work *work)
{
    load_say(work);
    load_to(work);
}

static void load_ask(struct work *work)
{
    AUTO_CHARS where = mem_format("%s.answer", work->spot.where);
    struct data_spot spot = {work->spot.file, where, member(work, "answer")};
    load_say(work);
    if (spot.json == NULL)
        fault(work, N_("lacks answer"));
    else
        script_answer_load(&spot, &work->node->answer);
    load_next(work);
}

static void load_inputs(struct work *work)
{
    struct node *node = work->node;
    const json_t *list = data_file_list(&work->spot, "inputs");
    node->inputs = mem_new((json_array_size(list) + 1) * sizeof(*node->inputs));
    for (size_t i = 0; i < json_array_size(list); i++) {
        AUTO_CHARS where = mem_format("%s.inputs[%zu]", work->spot.where, i);
        struct data_spot spot = {work->spot.file, where,
                                 json_array_get(list, i)};
        node->inputs[node->input_count++] = script_load_rule(&spot);
    }
}

static void load_cell(const struct data_spot *spot, json_t *value,
                      json_t **cell)
{
    if (json_is_string(value) || json_is_integer(value) ||
        json_is_boolean(value))
        *cell = json_incref(value);
    else if (!json_is_null(value))
        data_file_fault(spot, FINDING_E01,
                        N_("a value is a text, an integer, true, false or "
                           "null"));
}

static void load_row(struct work *work, const struct data_spot *spot,
                     struct table_row_spec *row)
{
    row->is = mem_new((work->node->input_count + 1) * sizeof(*row->is));
    row->to = -1;
    if (!data_file_members(spot, "is to"))
        return;
    row->to = find_target(work, spot, "to");
    const json_t *is = json_object_get(spot->json, "is");
    if (json_array_size(is) != work->node->input_count)
        data_file_fault(spot, FINDING_E01,
                        N_("is needs a value for each input"));
    for (size_t i = 0; i < json_array_size(is); i++) {
        AUTO_CHARS where = mem_format("%s.is[%zu]", spot->where, i);
        struct data_spot inner = {spot->file, where, NULL};
        if (i < work->node->input_count)
            load_cell(&inner, json_array_get(is, i), &row->is[i]);
    }
}

static void load_table(struct work *work)
{
    struct node *node = work->node;
    const json_t *list = data_file_list(&work->spot, "rows");
    load_inputs(work);
    node->rows = mem_new((json_array_size(list) + 1) * sizeof(*node->rows));
    for (size_t i = 0; i < json_array_size(list); i++) {
        AUTO_CHARS where = mem_format("%s.rows[%zu]", work->spot.where, i);
        struct data_spot spot = {work->spot.file, where,
                                 json_array_get(list, i)};
        load_row(work, &spot, &node->rows[node->row_count++]);
    }
    load_unknown(work);
}

static void load_look(struct work *work)
{
    AUTO_CHARS where = mem_format("%s.next", work->spot.where);
    struct data_spot spot = {work->spot.file, where, member(work, "next")};
    if (json_is_object(spot.json)) {
        data_file_members(&spot, "ok not_found unknown");
        if (json_object_size(spot.json) != 3)
            fault(work, N_("needs the exits ok, not_found and unknown"));
    }
    load_exits(work);
}

static void load_note(struct work *work)
{
    load_say(work);
    if (member(work, "required") == NULL)
        fault(work, N_("lacks required, true or false"));
    data_file_flag(&work->spot, "required", &work->node->required);
    load_to(work);
}

static void load_sub(struct work *work)
{
    data_file_string(&work->spot, "script", &work->node->script);
    load_exits(work);
}

/* ---- outcomes ---- */

static void add_sent(struct work *work, const struct data_spot *spot,
                     const char *name)
{
    struct node *node = work->node;
    size_t count = 0;
    for (; node->send[count] != NULL; count++)
        if (strcmp(node->send[count], name) == 0)
            data_file_fault(spot, FINDING_E02, "%s", name);
    node->send[count] = mem_copy(name);
}

static void load_send(struct work *work, const struct data_spot *spot)
{
    const json_t *send = json_object_get(spot->json, "send");
    size_t count = json_array_size(send);
    work->node->send = mem_new((count + 1) * sizeof(char *));
    if (!json_is_array(send))
        data_file_fault(spot, FINDING_E01, N_("lacks send, a list"));
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_array_get(send, i));
        AUTO_CHARS where = mem_format("%s.send[%zu]", spot->where, i);
        struct data_spot inner = {spot->file, where, NULL};
        if (name != NULL)
            add_sent(work, &inner, name);
        else
            data_file_fault(&inner, FINDING_E01,
                            N_("send holds something else than names"));
    }
}

static void load_case(struct work *work, const json_t *json)
{
    AUTO_CHARS where = mem_format("%s.case", work->spot.where);
    struct data_spot spot = {work->spot.file, where, json};
    if (!data_file_members(&spot, "issue send"))
        return;
    data_file_string(&spot, "issue", &work->node->issue);
    load_send(work, &spot);
}

/* Capital letters, digits and dashes, a letter first. */
static void load_code(struct work *work)
{
    if (!data_file_string(&work->spot, "code", &work->node->code))
        return;
    const char *code = work->node->code;
    bool letter = code[0] >= 'A' && code[0] <= 'Z';
    if (!letter ||
        code[strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] != '\0')
        fault(work, N_("a code is like STU-01"));
}

static void load_outcome(struct work *work)
{
    const char *resolved = json_find_string(work->spot.json, "resolved");
    const json_t *opened = member(work, "case");
    bool on_call = resolved != NULL && strcmp(resolved, "on_call") == 0;
    load_code(work);
    load_say(work);
    data_file_phrase(&work->spot, "act", &work->node->act);
    if (member(work, "because") == NULL)
        fault(work, N_("lacks because"));
    if (member(work, "resolved") != NULL && !on_call)
        fault(work, N_("resolved is on_call or is not there"));
    else if (on_call == (opened != NULL))
        fault(work, N_("needs one of resolved and case"));
    if (opened != NULL)
        load_case(work, opened);
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

/* "2026-02" or "2026-02-28". */
static void load_read(const struct data_spot *spot, struct because *because)
{
    int64_t ms;
    if (!data_file_string(spot, "read", &because->read))
        return;
    size_t length = strlen(because->read);
    if ((length != strlen("2026-02") && length != strlen("2026-02-28")) ||
        !logic_moment_read(because->read, true, &ms))
        data_file_fault(spot, FINDING_E01,
                        N_("read is not like 2026-02 or 2026-02-28"));
}

static void load_because(struct work *work)
{
    AUTO_CHARS where = mem_format("%s.because", work->spot.where);
    struct data_spot spot = {work->spot.file, where, member(work, "because")};
    struct because *because = &work->node->because;
    if (spot.json == NULL || !data_file_members(&spot, "text source read"))
        return;
    data_file_phrase(&spot, "text", &because->text);
    data_file_string(&spot, "source", &because->source);
    load_read(&spot, because);
}

static void load_kind(struct work *work, const struct kind *kind)
{
    work->node->kind = (enum node_kind)(kind - kinds);
    data_file_members(&work->spot, kind->members);
    if (member(work, "note") != NULL)
        data_file_phrase(&work->spot, "note", &work->node->note);
    load_because(work);
    kind->load(work);
}

void script_node_load(struct script_load *load, struct node *node,
                      const struct data_spot *spot)
{
    struct work work = {load, *spot, node};
    const char *name = json_find_string(spot->json, "kind");
    node->unknown = -1;
    for (size_t i = 0; name != NULL && i < COUNT(kinds); i++)
        if (strcmp(name, kinds[i].name) == 0) {
            load_kind(&work, &kinds[i]);
            return;
        }
    fault(&work, N_("lacks a kind that is known"));
}
