/* Parsing one script: its head, its values, its nodes. What needs the whole
 * graph or other scripts is checked afterwards. */
#include "console/script/script_load.h"

#include "console/base/error.h"
#include "console/base/json.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define FORMAT "agent1414-script/1"

static bool name_nodes(const struct script_spot *spot, struct script *script,
                       struct error *error)
{
    size_t count = json_object_size(spot->json);
    if (count == 0 || count > SCRIPT_NODES_MAX)
        return script_file_fault(spot, error, "needs 1 to %d nodes",
                                 SCRIPT_NODES_MAX);
    script->nodes = mem_new(count * sizeof(*script->nodes));
    const char *id;
    json_t *node;
    json_object_foreach((json_t *)spot->json, id, node)
    {
        if (!script_file_is_name(id))
            return script_file_fault(spot, error,
                                     "the name %.60s has other characters", id);
        script->nodes[script->node_count++].id = mem_copy(id);
    }
    return true;
}

static bool load_nodes(struct script_load *load, struct error *error)
{
    struct script_spot all = {&load->file, "$.nodes",
                              json_object_get(load->file.json, "nodes")};
    if (!name_nodes(&all, load->script, error))
        return false;
    for (size_t i = 0; i < load->script->node_count; i++) {
        struct node *node = &load->script->nodes[i];
        AUTO_CHARS where = mem_format("$.nodes.%s", node->id);
        struct script_spot spot = {&load->file, where,
                                   json_object_get(all.json, node->id)};
        if (!script_node_load(load, node, &spot, error))
            return false;
    }
    return true;
}

static bool load_values(struct script_load *load, struct error *error)
{
    struct script *script = load->script;
    const json_t *values = json_object_get(load->file.json, "values");
    struct script_spot all = {&load->file, "$.values", values};
    if (values != NULL && !json_is_object(values))
        return script_file_fault(&all, error, "not an object");
    script->values =
        mem_new((json_object_size(values) + 1) * sizeof(*script->values));
    const char *name;
    json_t *rule;
    json_object_foreach((json_t *)values, name, rule)
    {
        if (!script_file_is_name(name))
            return script_file_fault(
                &all, error, "the name %.60s has other characters", name);
        struct script_value *value = &script->values[script->value_count++];
        value->name = mem_copy(name);
        AUTO_CHARS where = mem_format("$.values.%s", name);
        struct script_spot spot = {&load->file, where, rule};
        if (!script_load_rule(&spot, &value->rule, error))
            return false;
    }
    return true;
}

/* The id is the file's name without its folder and ".json". */
static bool check_id(const struct script_spot *spot, const char *id,
                     struct error *error)
{
    const char *slash = strrchr(spot->file->path, '/');
    const char *stem = slash != NULL ? slash + 1 : spot->file->path;
    size_t length = strlen(id);
    return (strncmp(stem, id, length) == 0 &&
            strcmp(stem + length, ".json") == 0) ||
           script_file_fault(spot, error, "the id is not the file's name");
}

static bool find_start(struct script_load *load, struct error *error)
{
    struct script_spot spot = {&load->file, "$.start", NULL};
    const char *id = json_find_string(load->file.json, "start");
    load->script->start = id == NULL ? -1 : script_node(load->script, id);
    return load->script->start >= 0 ||
           script_file_fault(&spot, error, "start is not a node");
}

bool script_load(struct script_load *load, struct error *error)
{
    struct script *script = load->script = mem_new(sizeof(*script));
    script->file = mem_copy(load->file.path);
    struct script_spot spot = {&load->file, "$", load->file.json};
    const char *format = json_find_string(spot.json, "format");
    if (format == NULL || strcmp(format, FORMAT) != 0)
        return script_file_fault(&spot, error, "the format is not %s", FORMAT);
    return script_file_members(
               &spot, "format id version title start values nodes", error) &&
           script_file_string(&spot, "id", &script->id, error) &&
           check_id(&spot, script->id, error) &&
           script_file_string(&spot, "version", &script->version, error) &&
           script_file_phrase(&spot, "title", &script->title, error) &&
           load_values(load, error) && load_nodes(load, error) &&
           find_start(load, error);
}

void script_load_clear(struct script_load *load)
{
    script_file_clear(&load->file);
    script_free(load->script);
    load->script = NULL;
}
