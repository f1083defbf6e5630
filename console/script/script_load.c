/* Parsing one script: its head, its values, its nodes. What needs the whole
 * graph or other scripts is checked afterwards. */
#include "console/script/script_load.h"

#include "console/base/json.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define FORMAT "agent1414-script/1"

static void fault_name(const struct data_spot *spot, const char *name)
{
    data_file_fault(spot, FINDING_E01,
                    N_("the name %.60s has other characters"), name);
}

static void name_nodes(const struct data_spot *spot, struct script *script)
{
    size_t count = json_object_size(spot->json);
    script->nodes = mem_new((count + 1) * sizeof(*script->nodes));
    if (count == 0 || count > SCRIPT_NODES_MAX) {
        data_file_fault(spot, FINDING_E01, N_("needs 1 to %d nodes"),
                        SCRIPT_NODES_MAX);
        return;
    }
    const char *id;
    json_t *node;
    json_object_foreach((json_t *)spot->json, id, node)
    {
        if (!data_file_is_name(id))
            fault_name(spot, id);
        script->nodes[script->node_count++].id = mem_copy(id);
    }
}

static void load_nodes(struct script_load *load)
{
    struct data_spot all = {&load->file, "$.nodes",
                            json_object_get(load->file.json, "nodes")};
    name_nodes(&all, load->script);
    for (size_t i = 0; i < load->script->node_count; i++) {
        struct node *node = &load->script->nodes[i];
        AUTO_CHARS where = mem_format("$.nodes.%s", node->id);
        struct data_spot spot = {&load->file, where,
                                 json_object_get(all.json, node->id)};
        script_node_load(load, node, &spot);
    }
}

static void load_value(const struct data_spot *spot, const char *name,
                       struct script_value *value)
{
    if (!data_file_is_name(name))
        fault_name(spot, name);
    value->name = mem_copy(name);
    value->rule = script_load_rule(spot);
}

/* A value whose rule cannot be compiled stays, without the rule. */
static void load_values(struct script_load *load)
{
    struct script *script = load->script;
    const json_t *values = json_object_get(load->file.json, "values");
    struct data_spot all = {&load->file, "$.values", values};
    if (values != NULL && !json_is_object(values))
        data_file_fault(&all, FINDING_E01, N_("not an object"));
    script->values =
        mem_new((json_object_size(values) + 1) * sizeof(*script->values));
    const char *name;
    json_t *rule;
    json_object_foreach((json_t *)values, name, rule)
    {
        AUTO_CHARS where = mem_format("$.values.%s", name);
        struct data_spot spot = {&load->file, where, rule};
        load_value(&spot, name, &script->values[script->value_count++]);
    }
}

/* ---- the head ---- */

/* The id is the file's name without its folder and ".json". */
static void load_id(const struct data_spot *spot, struct script *script)
{
    if (data_file_string(spot, "id", &script->id) &&
        strcmp(script->id, spot->file->stem) != 0)
        data_file_fault(spot, FINDING_E01,
                        N_("the id %.60s is not the file's name"), script->id);
    free(script->id);
    script->id = mem_copy(spot->file->stem);
}

/* Three numbers parted by points: year, month, and which of the month. */
static void load_version(const struct data_spot *spot, struct script *script)
{
    if (!data_file_string(spot, "version", &script->version))
        return;
    const char *at = script->version;
    for (int part = 0; part < 3; part++) {
        size_t digits = strspn(at, "0123456789");
        bool parted = at[digits] == (part < 2 ? '.' : '\0');
        if (digits == 0 || !parted) {
            data_file_fault(spot, FINDING_E01,
                            N_("the version %.40s is not like 2026.11.1"),
                            script->version);
            return;
        }
        at += digits + 1;
    }
}

static void find_start(struct script_load *load)
{
    struct data_spot spot = {&load->file, "$", load->file.json};
    AUTO_CHARS id = NULL;
    load->script->start = -1;
    if (!data_file_string(&spot, "start", &id))
        return;
    load->script->start = script_node(load->script, id);
    if (load->script->start < 0)
        data_file_fault_in(&spot, "start", FINDING_E03, id);
}

static void load_head(struct script_load *load)
{
    struct script *script = load->script;
    struct data_spot spot = {&load->file, "$", load->file.json};
    const char *format = json_find_string(spot.json, "format");
    if (format == NULL || strcmp(format, FORMAT) != 0)
        data_file_fault(&spot, FINDING_E01, N_("the format is not %s"), FORMAT);
    data_file_members(&spot,
                      "format id version title entry start values nodes");
    load_id(&spot, script);
    load_version(&spot, script);
    data_file_phrase(&spot, "title", &script->title);
    data_file_flag(&spot, "entry", &script->entry);
}

void script_load(struct script_load *load)
{
    struct script *script = load->script = mem_new(sizeof(*script));
    size_t before = load->file.findings->count;
    script->file = mem_copy(load->file.path);
    script->start = -1;
    if (load->file.json == NULL) {
        script->id = mem_copy(load->file.stem);
        return;
    }
    load_head(load);
    load_values(load);
    load_nodes(load);
    find_start(load);
    load->whole = load->file.findings->count == before;
}

void script_load_clear(struct script_load *load)
{
    data_file_clear(&load->file);
    script_free(load->script);
    load->script = NULL;
}
