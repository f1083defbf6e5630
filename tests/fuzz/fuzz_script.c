/* A script (main.json of the tests' small set, changed): refused with file and
 * reason, or every walk through it ends, whatever is answered, goes back and
 * forth, stands after saving where it stood, and breaks only in a set that does
 * not prove. (replay: 15 changes) */
#include "tests/fuzz/fuzzing.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/prove/prove.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* Eight scripts in each other of 1,000 nodes: no way is longer. */
enum { STEPS_MAX = 8000 };

static const struct tables *fees(void)
{
    static struct tables *tables;
    AUTO_CHARS folder = fuzz_root("tests/console/script/tables");
    if (!tables)
        tables = tables_load(folder, NULL, NULL);
    return tables;
}

/* Answers the question at hand, or does not know; false: nothing fits. */
static bool answer(struct walk *walk, uint32_t *seed)
{
    static const char *const said[] = {
        "1",      "2",     "?",       "2026-11-01",   "5950", "да",
        "1, 2",   "0",     "2026-09", "850314380100", "x",    "+77010000000",
        "уақыты", "09.11", "100000"};
    for (int tries = 0; tries < 30; tries++) {
        const char *typed = said[fuzz_roll(seed) % COUNT(said)];
        AUTO_JSON value = walk_read_answer(walk, typed, NULL);
        if (value && walk_answer(walk, value, LANGUAGE_KK, NULL))
            return true;
    }
    return walk_answer(walk, NULL, LANGUAGE_RU, NULL);
}

static bool step(struct walk *walk, uint32_t *seed)
{
    static const char *const exits[] = {"ok", "not_found", "unknown"};
    switch (walk_waits(walk)) {
    case WALK_SAY:
        walk_next(walk, LANGUAGE_KK);
        return true;
    case WALK_ANSWER:
    case WALK_NOTE:
        return answer(walk, seed);
    case WALK_LOOK:
        walk_looked(walk, exits[fuzz_roll(seed) % COUNT(exits)], LANGUAGE_EN);
        return true;
    default:
        return false;
    }
}

static void check_text(const struct walk *walk)
{
    const char *source = walk_node(walk)->say.in[LANGUAGE_KK];
    AUTO_TEXT filled = {0};
    struct error error = {0};
    if (source && !walk_fill(walk, source, LANGUAGE_KK, &filled, &error))
        HOLDS(error.message != MESSAGE_NONE,
              "what cannot be filled in tells why");
}

static void check_saved(const struct script_set *set, const struct walk *walk,
                        const struct fact_set *facts)
{
    struct error error = {0};
    AUTO_JSON saved = walk_save(walk);
    struct walk *again = walk_load(set, saved, facts, &error);
    HOLDS(again, "a walk that was saved is there again");
    HOLDS(walk_waits(again) == walk_waits(walk) &&
              walk_node(again) == walk_node(walk) &&
              walk_depth(again) == walk_depth(walk),
          "and stands where it stood");
    walk_free(again);
}

static void walk_on(const struct script_set *set, const struct fact_set *facts,
                    bool proved, uint32_t *seed)
{
    struct walk *walk =
        walk_new(set, "main", facts, clock_days(2026, 11, 22), NULL);
    HOLDS(walk, "a set that loads has a script to begin with");
    int steps = 0;
    for (; step(walk, seed); steps++) {
        HOLDS(steps < STEPS_MAX, "every walk ends");
        check_text(walk);
        if (fuzz_roll(seed) % 8 == 0 && walk_back(walk, LANGUAGE_RU))
            steps -= steps > 0;
        if (walk_waits(walk) == WALK_BROKEN)
            HOLDS(!proved && walk_error(walk)->message != MESSAGE_NONE,
                  "only what does not prove breaks, and tells why");
    }
    if (walk_waits(walk) == WALK_OUTCOME)
        HOLDS(walk_node(walk)->kind == NODE_OUTCOME, "the end is an outcome");
    if (walk_waits(walk) != WALK_BROKEN)
        check_saved(set, walk, facts);
    AUTO_JSON sent = walk_sent(walk);
    AUTO_JSON path = walk_path(walk);
    HOLDS(json_is_array(path), "and has its path");
    walk_free(walk);
}

static struct fact_set *known(const struct script_set *set, uint32_t *seed)
{
    static const char *const people[] = {
        "{}",
        "{\"status\":\"uninsured\",\"categories\":[\"student\"],"
        "\"employed\":true,\"last_paid_month\":\"2026-09\"}",
        "{\"status\":\"uninsured\",\"categories\":[],\"employed\":false}",
        "{\"status\":\"insured\",\"categories\":[]}"};
    struct fact_set *facts = fact_set_new(scripts_facts(set));
    AUTO_JSON json =
        json_loads(people[fuzz_roll(seed) % COUNT(people)], 0, NULL);
    (void)!fact_set_take_json(facts, json, NULL);
    return facts;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    uint32_t seed = fuzz_seed(bytes, length);
    struct error error = {0};
    struct findings findings = {0};
    AUTO_CHARS edited =
        fuzz_edit("tests/console/script/valid/main.json", &input);
    AUTO_CHARS folder = fuzz_root("tests/console/script/valid");
    const char *files[] = {fuzz_file("main.json", edited, strlen(edited)),
                           NULL};
    struct script_set *set =
        scripts_load_with(folder, files, fees(), &findings, &error);
    HOLDS(!set == findings_refuse(&findings) && !set == !!error.message,
          "refused for what was found, and only then");
    findings_sort(&findings);
    for (size_t i = 0; i < findings.count; i++) {
        AUTO_TEXT sentence = {0};
        finding_write(&findings.items[i], &sentence);
        HOLDS(sentence.length > 0, "every finding has a sentence");
    }
    bool proved = set && prove(set, NULL, &findings);
    for (int i = 0; set && i < 4; i++) {
        struct fact_set *facts = known(set, &seed);
        walk_on(set, facts, proved, &seed);
        fact_set_free(facts);
    }
    findings_clear(&findings);
    scripts_free(set);
    return 0;
}
