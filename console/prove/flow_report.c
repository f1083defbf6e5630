/* What a flow sees and finds: marks, the tally, findings with values that show
 * them. */
#include "console/prove/flow_state.h"

#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/prove/tally.h"
#include "console/prove/verdict.h"
#include "console/prove/witness.h"

#include <libintl.h>

/* ---- seen ---- */

static struct seen *seen_at(const struct flow *flow, int place)
{
    return tally_seen(flow->way->tally, plan_script(flow->plan, place),
                      flow->plan->places[place].node);
}

static void pick(const struct flow *flow, region set)
{
    uint32_t seed = 1;
    size_t count = flow->plan->var_count;
    for (size_t i = 0; i < flow->way->pick_count; i++)
        region_pick(flow->all, set, &seed, flow->way->picked + i * count);
}

/* Is there something to tell? Also notes what it depends on. */
static bool is_told(const struct flow *flow, int place, region set)
{
    const struct flow_way *way = flow->way;
    if (set == REGION_NONE || regions_full(flow->all))
        return false;
    if (way->interest == place && way->picked != NULL)
        pick(flow, set);
    return true;
}

void flow_happens(const struct flow *flow, int place, enum happening what,
                  region set)
{
    if (!is_told(flow, place, set))
        return;
    if (flow->way->marks != NULL)
        flow->way->marks[place].happenings |= what;
    if (flow->way->tally == NULL)
        return;
    struct seen *seen = seen_at(flow, place);
    seen->reached = seen->reached || what == HAPPENS_REACHED;
    seen->unknown = seen->unknown || what == HAPPENS_UNKNOWN;
}

void flow_leaves(const struct flow *flow, int place, size_t exit, region opens,
                 region taken)
{
    bool is_open = is_told(flow, place, opens);
    bool is_taken = is_told(flow, place, taken);
    if (flow->way->marks != NULL)
        flow->way->marks[place].exits[exit] |=
            (is_open ? EXIT_OPENS : 0) | (is_taken ? EXIT_TAKEN : 0);
    if (flow->way->tally == NULL)
        return;
    struct seen *seen = seen_at(flow, place);
    seen->opens[exit] = seen->opens[exit] || is_open;
    seen->taken[exit] = seen->taken[exit] || is_taken;
}

/* ---- findings ---- */

/* A finding at a member of the place's node ("" for the node itself), shown by
 * an assignment of the set. */
static void report(const struct flow *flow, int place, enum finding_code code,
                   const char *member, const char *detail, region set)
{
    const struct script *script = plan_script(flow->plan, place);
    const char *id = flow->plan->places[place].node->id;
    AUTO_CHARS name = mem_format("%s.%s", script->id, id);
    AUTO_CHARS where = mem_format("$.nodes.%s%s", id, member);
    AUTO_CHARS example = witness_write(flow->all, flow->plan, set);
    findings_add(
        flow->way->findings,
        &(struct finding){.code = code,
                          .file = script->file,
                          .where = where,
                          .node = name,
                          .detail = (char *)(detail != NULL ? detail : name),
                          .example = example});
}

/* Marks, and is it to be reported? */
static bool is_found(const struct flow *flow, int place, enum happening what,
                     region set)
{
    flow_happens(flow, place, what, set);
    return set != REGION_NONE && flow->way->findings != NULL &&
           !regions_full(flow->all);
}

/* A rule or a text's value that cannot be worked out: a missing row of a table
 * or a wrong use of values. */
static void report_fault(const struct flow *flow, int place, const char *member,
                         const struct term *term, region set)
{
    struct error error = {0};
    if (!witness_fault(flow->all, flow->plan, term, set, &error))
        error_set(&error, MESSAGE_RULE_FAILED,
                  "a date-time is neither true nor false");
    bool row = error.message == MESSAGE_TABLE_NO_ROW;
    report(flow, place, row ? FINDING_E18 : FINDING_E05, member,
           error.detail[0] != '\0' ? error.detail : NULL, set);
}

static char *exit_member(const struct place *place, size_t exit)
{
    return mem_format(".%s[%zu]",
                      place->node->kind == NODE_TABLE ? "rows" : "next", exit);
}

/* Which rule fails where some do. */
static void report_failed(const struct flow *flow, int index, region failed)
{
    const struct place *place = &flow->plan->places[index];
    size_t inputs = place->inputs != NULL ? place->node->input_count : 0;
    size_t count = inputs > 0 ? inputs : place->exit_count;
    for (size_t i = 0; i < count && failed != REGION_NONE; i++) {
        const struct term *term =
            inputs > 0 ? place->inputs[i] : place->exits[i].when;
        struct verdict verdict = verdict_of(flow->all, flow->plan, term);
        region set = region_and(flow->all, failed, verdict.failed);
        AUTO_CHARS member =
            mem_format(inputs > 0 ? ".inputs[%zu]" : ".next[%zu].when", i);
        if (set != REGION_NONE)
            report_fault(flow, index, member, term, set);
        failed = region_minus(flow->all, failed, set);
    }
}

static void report_overlap(const struct flow *flow, int index,
                           const struct ways *ways)
{
    const struct place *place = &flow->plan->places[index];
    size_t first = 0;
    while (region_and(flow->all, ways->both, ways->opens[first]) == REGION_NONE)
        first++;
    AUTO_CHARS member = exit_member(place, ways->overlap);
    AUTO_CHARS other = exit_member(place, first);
    AUTO_CHARS detail =
        mem_format("%s.%s: %s, %s", plan_script(flow->plan, index)->id,
                   place->node->id, other + 1, member + 1);
    report(flow, index, FINDING_E10, member, detail,
           region_and(flow->all, ways->both, ways->opens[first]));
}

static void report_missing(const struct flow *flow, int index, region unknown)
{
    AUTO_CHARS detail = mem_format(gettext("%s.%s has none"),
                                   plan_script(flow->plan, index)->id,
                                   flow->plan->places[index].node->id);
    report(flow, index, FINDING_E11, "", detail, unknown);
}

void flow_report_ways(const struct flow *flow, int place,
                      const struct ways *ways)
{
    bool needs = flow->plan->places[place].unknown == PLACE_NONE;
    if (is_found(flow, place, HAPPENS_FAILED, ways->failed))
        report_failed(flow, place, ways->failed);
    if (is_found(flow, place, HAPPENS_OVERLAP, ways->both))
        report_overlap(flow, place, ways);
    if (is_found(flow, place, HAPPENS_GAP, ways->gap))
        report(flow, place, FINDING_E09, "", NULL, ways->gap);
    if (is_found(flow, place, needs ? HAPPENS_MISSING : HAPPENS_UNKNOWN,
                 ways->unknown) &&
        needs)
        report_missing(flow, place, ways->unknown);
}

void flow_report_mute(const struct flow *flow, int place, region here)
{
    if (is_found(flow, place, HAPPENS_GAP, here))
        report(flow, place, FINDING_E09, "", NULL, here);
}

/* A text is filled for everybody who comes here. */
static void report_shown(const struct flow *flow, int place,
                         const struct shown *shown, region here)
{
    struct regions *all = flow->all;
    AUTO_CHARS detail = mem_format("{%s}", shown->name);
    struct verdict verdict = {0};
    if (shown->term != NULL)
        verdict = verdict_of(all, flow->plan, shown->term);
    else
        verdict.unknown = verdict_unknown(all, flow->plan, shown->slot);
    region unknown = region_and(all, here, verdict.unknown);
    region failed = region_and(all, here, verdict.failed);
    if (is_found(flow, place, HAPPENS_TEXT, unknown))
        report(flow, place, FINDING_E28, "", detail, unknown);
    if (is_found(flow, place, HAPPENS_TEXT, failed))
        report_fault(flow, place, "", shown->term, failed);
}

void flow_report_texts(const struct flow *flow, int place, region here)
{
    const struct place *at = &flow->plan->places[place];
    for (size_t i = 0; i < at->shown_count; i++)
        report_shown(flow, place, &at->shown[i], here);
}
