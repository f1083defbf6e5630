/* Counting what proofs see; what is left over at the end is dead. */
#include "console/prove/tally.h"

#include "console/base/finding.h"
#include "console/base/memory.h"

#include <libintl.h>

#include <stdlib.h>

static size_t count_exits(const struct node *node)
{
    return node->kind == NODE_TABLE ? node->row_count : node->edge_count;
}

void tally_init(struct tally *tally, const struct script_set *set)
{
    size_t count = scripts_count(set);
    *tally = (struct tally){.set = set};
    tally->scripts = mem_new(count * sizeof(*tally->scripts));
    tally->proved = mem_new(count * sizeof(bool));
    tally->gave_up = mem_new(count * sizeof(bool));
    for (size_t i = 0; i < count; i++) {
        const struct script *script = scripts_at(set, i);
        tally->scripts[i] =
            mem_new(script->node_count * sizeof(**tally->scripts));
        for (size_t j = 0; j < script->node_count; j++) {
            size_t exits = count_exits(&script->nodes[j]);
            tally->scripts[i][j].opens = mem_new(exits * sizeof(bool));
            tally->scripts[i][j].taken = mem_new(exits * sizeof(bool));
        }
    }
}

void tally_clear(struct tally *tally)
{
    for (size_t i = 0; i < scripts_count(tally->set); i++) {
        for (size_t j = 0; j < scripts_at(tally->set, i)->node_count; j++) {
            free(tally->scripts[i][j].opens);
            free(tally->scripts[i][j].taken);
        }
        free(tally->scripts[i]);
    }
    free(tally->scripts);
    free(tally->proved);
    free(tally->gave_up);
    *tally = (struct tally){0};
}

static size_t index_of(const struct tally *tally, const struct script *script)
{
    size_t index = 0;
    while (scripts_at(tally->set, index) != script)
        index++;
    return index;
}

struct seen *tally_seen(const struct tally *tally, const struct script *script,
                        const struct node *node)
{
    return &tally->scripts[index_of(tally, script)][node - script->nodes];
}

void tally_script(struct tally *tally, const struct script *script,
                  bool gave_up)
{
    size_t index = index_of(tally, script);
    tally->proved[index] = true;
    tally->gave_up[index] = tally->gave_up[index] || gave_up;
}

/* ---- what was never seen ---- */

struct report {
    const struct script *script;
    const struct node *node;
    struct findings *findings;
};

static void add(const struct report *report, enum finding_code code,
                const char *member, const char *detail)
{
    const struct node *node = report->node;
    AUTO_CHARS name = mem_format("%s.%s", report->script->id, node->id);
    AUTO_CHARS where = mem_format("$.nodes.%s%s", node->id, member);
    findings_add(report->findings,
                 &(struct finding){.code = code,
                                   .file = report->script->file,
                                   .where = where,
                                   .node = name,
                                   .detail = (char *)detail});
}

static int target(const struct node *node, size_t exit)
{
    return node->kind == NODE_TABLE ? node->rows[exit].to
                                    : node->edges[exit].to;
}

/* A way that was never taken. A look-up must have all its exits. */
static void report_exit(const struct report *report, const struct seen *seen,
                        size_t exit)
{
    const struct node *node = report->node;
    if (seen->taken[exit] || node->kind == NODE_LOOK ||
        (seen->opens[exit] && !node->first))
        return;
    bool sub = node->kind == NODE_SUB;
    AUTO_CHARS member =
        sub ? mem_format(".next.%s", node->edges[exit].name)
            : mem_format(".%s[%zu]", node->kind == NODE_TABLE ? "rows" : "next",
                         exit);
    AUTO_CHARS way = mem_format("%s.%s -> %s", report->script->id, node->id,
                                report->script->nodes[target(node, exit)].id);
    AUTO_CHARS code = NULL;
    if (sub)
        code = mem_format(gettext("%s never ends in %s"), node->script,
                          node->edges[exit].name);
    add(report,
        sub                 ? FINDING_E23
        : seen->opens[exit] ? FINDING_E10
                            : FINDING_E08,
        member, sub ? code : way);
}

static void report_node(const struct report *report, const struct seen *seen)
{
    const struct node *node = report->node;
    AUTO_CHARS name = mem_format("%s.%s", report->script->id, node->id);
    if (!seen->reached && node->kind == NODE_OUTCOME)
        add(report, FINDING_E13, "", node->code);
    if (!seen->reached)
        return;
    for (size_t i = 0; i < count_exits(node); i++)
        report_exit(report, seen, i);
    if (node->unknown >= 0 && !seen->unknown) {
        AUTO_CHARS never = mem_format(gettext("%s never takes it"), name);
        add(report, FINDING_E11, ".unknown", never);
    }
}

void tally_report(const struct tally *tally, struct findings *findings)
{
    for (size_t i = 0; i < scripts_count(tally->set); i++) {
        const struct script *script = scripts_at(tally->set, i);
        bool reached = tally->scripts[i][script->start].reached;
        for (size_t j = 0; j < script->node_count; j++) {
            struct report report = {script, &script->nodes[j], findings};
            if (reached && !tally->gave_up[i])
                report_node(&report, &tally->scripts[i][j]);
        }
    }
}
