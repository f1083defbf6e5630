/* Steps of a path by the names of their nodes; a node that is no more gives
 * its name. */
#include "screens/pathtext.h"

#include "console/base/json.h"
#include "console/desk.h"
#include "console/script/script.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

/* "student.school" in the scripts of today; NULL when it is no more. */
static const struct node *find_node(const struct seat *seat, const char *place)
{
    const char *dot = strchr(place, '.');
    AUTO_CHARS id = mem_copy_n(place, dot ? (size_t)(dot - place) : 0);
    const struct script *script =
        dot ? scripts_find(seat->desk->scripts, id) : NULL;
    for (size_t i = 0; script && i < script->node_count; i++)
        if (strcmp(script->nodes[i].id, dot + 1) == 0)
            return &script->nodes[i];
    return NULL;
}

/* The label of a choice; NULL when the node has none of this code. */
static const char *choice_words(const struct node *node, const char *code,
                                enum language language)
{
    for (size_t i = 0; node && code && i < node->answer.choice_count; i++)
        if (strcmp(node->answer.choices[i].code, code) == 0)
            return node->answer.choices[i].label.in[language];
    return NULL;
}

static char *answer_words(const struct node *node, const json_t *value,
                          enum language language)
{
    const char *code = json_string_value(value);
    const char *label = choice_words(node, code, language);
    if (label || code)
        return mem_copy(label ? label : code);
    if (json_is_boolean(value))
        return mem_copy(json_is_true(value) ? _("yes") : _("no"));
    return value && !json_is_null(value) ? json_canonical(value)
                                         : mem_copy("?");
}

static bool is_told(const struct node *node, const json_t *step)
{
    return json_object_get(step, "value") &&
           !json_is_true(json_object_get(step, "withdrawn")) &&
           (!node || node->kind == NODE_ASK || node->kind == NODE_NOTE);
}

void pathtext_write(struct pager *pager, const struct seat *seat,
                    const struct json_t *record, enum language language)
{
    size_t index;
    json_t *step;
    json_array_foreach(json_object_get(record, "path"), index, step)
    {
        const char *place = json_find_string(step, "node");
        const struct node *node = place ? find_node(seat, place) : NULL;
        if (!place || !is_told(node, step))
            continue;
        const char *say = node ? node->say.in[language] : NULL;
        AUTO_CHARS answer =
            answer_words(node, json_object_get(step, "value"), language);
        pager_add(pager, STYLE_DIM, say ? say : place);
        pager_format(pager, STYLE_NORMAL, "    %s", answer);
    }
}

const char *pathtext_caller(const struct seat *seat,
                            const struct json_t *record, enum language language)
{
    const char *words =
        choice_words(find_node(seat, "main.who"),
                     json_find_string(record, "caller"), language);
    return words ? words : "—";
}
