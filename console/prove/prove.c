/* The whole proof: every script in which a call may start, on every day of the
 * span; days on which all comparisons give the same are proved once. */
#include "console/prove/prove.h"

#include "console/base/clock.h"
#include "console/base/finding.h"
#include "console/prove/flow.h"
#include "console/prove/leaf.h"
#include "console/prove/plan.h"
#include "console/prove/search.h"
#include "console/prove/tally.h"
#include "console/script/fact.h"
#include "console/script/script.h"

#include <libintl.h>

#include <stdlib.h>
#include <string.h>

/* Where so many places of a script were given up, other days are not tried. */
enum { LOST_MOST = 6 };

struct proof {
    const struct script_set *set;
    struct prove_limits limits;
    struct findings *findings;
    struct sources sources;
    struct leaves leaves;
    struct tally tally;
    struct plan *plans;
    uint64_t **signs; /* by plan: those of the days that were proved */
    size_t *sign_counts;
    size_t plan_count;
};

struct prove_limits prove_limits_usual(void)
{
    return (struct prove_limits){.points = 2000,
                                 .regions = (size_t)64 << 20,
                                 .whole = (size_t)6 << 20,
                                 .contexts = 2000,
                                 .cells = 4000000,
                                 .questions = 12};
}

/* ---- where calls start ---- */

static bool is_called(const struct script_set *set, const char *id)
{
    for (size_t i = 0; i < scripts_count(set); i++) {
        const struct script *script = scripts_at(set, i);
        for (size_t j = 0; j < script->node_count; j++)
            if (script->nodes[j].script != NULL &&
                strcmp(script->nodes[j].script, id) == 0)
                return true;
    }
    return false;
}

static void give_up(struct proof *proof, const struct plan *plan,
                    const char *where, const char *reason)
{
    AUTO_CHARS detail = mem_format("%s: %s", plan->root->id, reason);
    findings_add(proof->findings, &(struct finding){.code = FINDING_E29,
                                                    .file = plan->root->file,
                                                    .where = (char *)where,
                                                    .detail = detail});
    for (size_t i = 0; i < plan->context_count; i++)
        tally_script(&proof->tally, plan->contexts[i].script, true);
}

static void make_plan(struct proof *proof, const struct script *script)
{
    struct plan *plan = &proof->plans[proof->plan_count];
    bool made = plan_make(plan, &proof->leaves, script, proof->limits.contexts);
    if (made)
        proof->plan_count++;
    else
        give_up(proof, plan, "$", gettext("too many scripts call others"));
    if (!made)
        plan_clear(plan);
}

/* Is the script the one, or does it call it, itself or through others? */
static bool goes_through(const struct script_set *set,
                         const struct script *script, const char *id)
{
    if (script == NULL || strcmp(script->id, id) == 0)
        return script != NULL;
    for (size_t i = 0; i < script->node_count; i++) {
        const char *called = script->nodes[i].script;
        if (called != NULL && goes_through(set, scripts_find(set, called), id))
            return true;
    }
    return false;
}

static bool is_wanted(const struct proof *proof, const struct script *script)
{
    const char *id = proof->limits.script;
    if (id == NULL)
        return true;
    return proof->limits.alone ? strcmp(script->id, id) == 0
                               : goes_through(proof->set, script, id);
}

/* What is not seen in this script and those that it calls may still happen in
 * the calls that are not proved. */
static void leave_out(struct proof *proof, const struct script *script)
{
    tally_script(&proof->tally, script, true);
    for (size_t i = 0; i < script->node_count; i++) {
        const char *called = script->nodes[i].script;
        if (called != NULL && scripts_find(proof->set, called) != NULL)
            leave_out(proof, scripts_find(proof->set, called));
    }
}

static void make_plans(struct proof *proof)
{
    size_t count = scripts_count(proof->set);
    proof->plans = mem_new(count * sizeof(*proof->plans));
    proof->signs = mem_new(count * sizeof(*proof->signs));
    proof->sign_counts = mem_new(count * sizeof(*proof->sign_counts));
    for (size_t i = 0; i < count; i++) {
        const struct script *script = scripts_at(proof->set, i);
        if (!script->entry && strcmp(script->id, "main") != 0 &&
            is_called(proof->set, script->id))
            continue;
        if (is_wanted(proof, script))
            make_plan(proof, script);
        else
            leave_out(proof, script);
    }
    leaves_settle(&proof->leaves);
    for (size_t i = 0; i < proof->plan_count; i++)
        plan_settle(&proof->plans[i]);
}

/* ---- days ---- */

/* Was a day like this one proved? If not it is noted. */
static bool is_proved(struct proof *proof, size_t index)
{
    uint64_t sign = plan_sign(&proof->plans[index]);
    size_t count = proof->sign_counts[index];
    for (size_t i = 0; i < count; i++)
        if (proof->signs[index][i] == sign)
            return true;
    proof->signs[index] =
        mem_grow(proof->signs[index], count + 1, sizeof(uint64_t));
    proof->signs[index][count] = sign;
    proof->sign_counts[index]++;
    return false;
}

static bool is_over(const struct proof *proof)
{
    return proof->limits.first && proof->findings->count > 0;
}

/* Reports the leaves that are not exact; false when there is one. */
static bool check_leaves(struct proof *proof, const struct plan *plan)
{
    bool exact = true;
    for (size_t i = 0; i < plan->used_count; i++) {
        const struct leaf *leaf = &plan->leaves->items[plan->used_leaves[i]];
        if (leaf->gave_up == NULL)
            continue;
        exact = false;
        give_up(proof, plan, "$", leaf->gave_up);
    }
    return exact;
}

static void warn_long(struct proof *proof, const struct plan *plan,
                      size_t questions)
{
    AUTO_CHARS detail = mem_format("%s: %zu", plan->root->id, questions);
    findings_add(proof->findings, &(struct finding){.code = FINDING_W27,
                                                    .file = plan->root->file,
                                                    .where = "$",
                                                    .detail = detail});
}

/* At once, or in parts where that is too much. */
static void prove_plan(struct proof *proof, struct plan *plan)
{
    struct flow_way way = {.regions = proof->limits.whole,
                           .interest = PLACE_NONE,
                           .tally = &proof->tally,
                           .findings = proof->findings};
    plan->large = plan->large || !flow_run(plan, &way);
    if (plan->large)
        search_prove(plan, proof->limits.regions, &proof->tally,
                     proof->findings);
    else if (way.longest > proof->limits.questions)
        warn_long(proof, plan, way.longest);
}

static void prove_day(struct proof *proof)
{
    for (size_t i = 0; i < proof->plan_count && !is_over(proof); i++) {
        struct plan *plan = &proof->plans[i];
        if (plan->lost >= LOST_MOST || !check_leaves(proof, plan) ||
            is_proved(proof, i))
            continue;
        prove_plan(proof, plan);
        for (size_t j = 0; j < plan->context_count; j++)
            tally_script(&proof->tally, plan->contexts[j].script, false);
    }
}

/* Without a span only what is the same on all days can be proved. */
static void check_span(struct proof *proof)
{
    for (size_t i = 0; i < proof->plan_count; i++)
        if (proof->plans[i].dated)
            give_up(proof, &proof->plans[i], "$",
                    gettext("facts.json names no span of days"));
}

static void prove_days(struct proof *proof)
{
    int64_t from, until;
    if (!facts_span(scripts_facts(proof->set), &from, &until)) {
        check_span(proof);
        from = clock_days(2026, 1, 1);
        until = from + 1;
    }
    uint64_t rows = 0;
    for (int64_t day = from; day < until && !is_over(proof); day++) {
        proof->sources.day = day;
        uint64_t now = leaves_rows(&proof->leaves);
        leaves_try(&proof->leaves, day == from   ? CHANGE_NEVER
                                   : now == rows ? CHANGE_DAILY
                                                 : CHANGE_TABLES);
        prove_day(proof);
        rows = now;
    }
}

/* ---- a proof ---- */

static void clear(struct proof *proof)
{
    for (size_t i = 0; i < proof->plan_count; i++) {
        plan_clear(&proof->plans[i]);
        free(proof->signs[i]);
    }
    free(proof->plans);
    free(proof->signs);
    free(proof->sign_counts);
    leaves_clear(&proof->leaves);
    sources_clear(&proof->sources);
    tally_clear(&proof->tally);
}

bool prove(const struct script_set *set, const struct prove_limits *limits,
           struct findings *findings)
{
    struct findings found = {0};
    struct proof proof = {.set = set, .findings = &found};
    proof.limits = limits != NULL ? *limits : prove_limits_usual();
    sources_init(&proof.sources, set, proof.limits.points);
    leaves_init(&proof.leaves, &proof.sources, proof.limits.cells);
    tally_init(&proof.tally, set);
    make_plans(&proof);
    prove_days(&proof);
    if (!is_over(&proof))
        tally_report(&proof.tally, &found);
    bool good = !findings_refuse(&found);
    findings_join(findings, &found);
    findings_clear(&found);
    clear(&proof);
    return good;
}
