/* The prover and its twin: random small scripts, each walked by the real walk
 * with every assignment on every day; what the prover says must be the same,
 * neither more nor less. */
#include "console/prove/prove.h"

#include "console/base/finding.h"
#include "console/base/text.h"
#include "console/script/walk.h"
#include "tests/console/prove/twin_make.h"
#include "tests/console/script/script_story.h"

#include <dirent.h>
#include <string.h>

enum {
    SETS = 120,
    SETS_IN_PARTS = 60,
    STEPS_MOST = 64,
    FACTS_MOST = 7,
    SEEN_MOST = 4096
};

/* What a set shows: "code place" lines, each once. */
struct shown {
    char *lines[SEEN_MOST];
    size_t count;
};

static bool has(const struct shown *shown, const char *line)
{
    for (size_t i = 0; i < shown->count; i++)
        if (strcmp(shown->lines[i], line) == 0)
            return true;
    return false;
}

static void show(struct shown *shown, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void show(struct shown *shown, const char *format, ...)
{
    char line[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    if (has(shown, line))
        return;
    assert_true(shown->count < SEEN_MOST);
    shown->lines[shown->count++] = mem_copy(line);
}

static void drop(struct shown *shown)
{
    for (size_t i = 0; i < shown->count; i++)
        free(shown->lines[i]);
    shown->count = 0;
}

/* ---- one walk ---- */

/* Choices made on the way, to be counted through like an odometer. */
struct run {
    const struct script_set *set;
    struct json_t *facts; /* what the look-up brings */
    const char *look;
    int told; /* before the walk (-2), at a look node (-1), at the nth wait */
    int64_t day;
    int at[STEPS_MOST], of[STEPS_MOST];
    int depth, waits;
    struct shown *shown;
};

/* The answers to a question; the caller drops the list. */
static json_t *answers_of(const struct run *run, const struct node *node)
{
    const struct answer_spec *answer = &node->answer;
    json_t *list = json_array();
    int64_t low, high;
    char date[CLOCK_DATE_SIZE];
    switch (answer->type) {
    case ANSWER_YESNO:
        json_array_append_new(list, json_true());
        json_array_append_new(list, json_false());
        break;
    case ANSWER_CHOICE:
        json_array_append_new(list, json_string("x"));
        json_array_append_new(list, json_string("y"));
        break;
    case ANSWER_MULTI:
        for (int i = 0; i < 4; i++) {
            json_t *codes = json_array();
            if (i & 1)
                json_array_append_new(codes, json_string("x"));
            if (i & 2)
                json_array_append_new(codes, json_string("y"));
            json_array_append_new(list, codes);
        }
        break;
    case ANSWER_INT:
        for (int64_t i = answer->min; i <= answer->max; i++)
            json_array_append_new(list, json_integer(i));
        break;
    default:
        assert_true(clock_parse_date(answer->min_date, &low));
        if (!clock_parse_date(answer->max_date, &high))
            high = run->day;
        for (; low <= high; low++) {
            clock_date(low, date);
            json_array_append_new(list, json_string(date));
        }
    }
    if (answer->dont_know)
        json_array_append_new(list, json_null());
    return list;
}

static void tell(struct run *run, struct walk *walk, struct fact_set *facts)
{
    struct error error = {0};
    if (facts != NULL)
        assert_true(fact_set_take_json(facts, run->facts, &error));
    if (walk != NULL)
        walk_looked(walk, run->look, LANGUAGE_EN);
}

static void answer(struct run *run, struct walk *walk)
{
    struct error error = {0};
    AUTO_JSON list = answers_of(run, walk_node(walk));
    run->of[run->depth] = (int)json_array_size(list);
    const json_t *value = json_array_get(list, (size_t)run->at[run->depth++]);
    assert_true(walk_answer(walk, value, LANGUAGE_EN, &error));
}

static void note_text(struct run *run, const struct walk *walk)
{
    AUTO_TEXT text = {0};
    struct error error = {0};
    if (!walk_fill(walk, walk_node(walk)->say.in[LANGUAGE_EN], LANGUAGE_EN,
                   &text, &error))
        show(run->shown, "text %s.%s", walk_script(walk)->id,
             walk_node(walk)->id);
}

/* A code that main maps came back: the part's outcome was passed, and the walk
 * is in main again. */
static void note_return(struct run *run, const json_t *path, size_t index,
                        const char *now)
{
    const json_t *step = json_array_get(path, index);
    const char *next =
        json_find_string(json_array_get(path, index + 1), "node");
    next = next != NULL ? next : now;
    if (strncmp(json_find_string(step, "node"), "part.end", 8) != 0 ||
        strncmp(next, "main", 4) != 0)
        return;
    for (size_t i = index; i > 0; i--) {
        const json_t *sub = json_array_get(path, i - 1);
        const char *edge = json_find_string(sub, "edge");
        if (edge != NULL && strcmp(edge, "part") == 0) {
            show(run->shown, "returned %s %s", json_find_string(sub, "node"),
                 json_find_string(step, "edge"));
            return;
        }
    }
}

static void note_end(struct run *run, const struct walk *walk)
{
    const char *id = walk_script(walk)->id, *node = walk_node(walk)->id;
    const char *detail = walk_error(walk)->detail;
    size_t index;
    json_t *step;
    AUTO_JSON path = walk_path(walk);
    json_array_foreach(path, index, step)
    {
        const char *edge = json_find_string(step, "edge");
        note_return(run, path, index, id);
        show(run->shown, "reached %s", json_find_string(step, "node"));
        if (edge != NULL)
            show(run->shown, "taken %s %s", json_find_string(step, "node"),
                 edge);
    }
    show(run->shown, "reached %s.%s", id, node);
    if (walk_waits(walk) == WALK_OUTCOME)
        return;
    show(run->shown, "%s %s.%s",
         strstr(detail, "both open") != NULL        ? "overlap"
         : strstr(detail, "no way is open") != NULL ? "gap"
         : strstr(detail, "unknown exit") != NULL   ? "missing"
                                                    : "failed",
         id, node);
}

static void walk_once(struct run *run)
{
    struct error error = {0};
    struct fact_set *facts = fact_set_new(scripts_facts(run->set));
    run->depth = run->waits = 0;
    if (run->told == -2)
        tell(run, NULL, facts);
    struct walk *walk = walk_new(run->set, "main", facts, run->day, &error);
    bool told = run->told == -2;
    if (told)
        tell(run, walk, NULL);
    for (enum walk_wait wait;
         (wait = walk_waits(walk)) != WALK_OUTCOME && wait != WALK_BROKEN;) {
        bool now = !told && (wait == WALK_LOOK || run->waits == run->told);
        if (wait != WALK_LOOK)
            note_text(run, walk);
        if (now) {
            tell(run, NULL, facts);
            tell(run, walk, NULL);
            told = true;
        }
        if (now && wait == WALK_LOOK)
            continue;
        run->waits++;
        if (wait == WALK_ANSWER)
            answer(run, walk);
        else
            walk_next(walk, LANGUAGE_EN);
    }
    if (walk_waits(walk) == WALK_OUTCOME)
        note_text(run, walk);
    note_end(run, walk);
    walk_free(walk);
    fact_set_free(facts);
}

/* All answers, one after the other; how many waits the longest had. */
static int walk_answers(struct run *run)
{
    int most = 0;
    memset(run->at, 0, sizeof(run->at));
    while (true) {
        walk_once(run);
        most = run->waits > most ? run->waits : most;
        int last = run->depth - 1;
        while (last >= 0 && run->at[last] + 1 == run->of[last])
            run->at[last--] = 0;
        if (last < 0)
            return most;
        run->at[last]++;
    }
}

static void walk_times(struct run *run)
{
    static const char *const looks[] = {"ok", "not_found", "unknown"};
    for (size_t i = 0; i < COUNT(looks); i++) {
        run->look = looks[i];
        run->told = -2;
        walk_answers(run);
        run->told = -1;
        int most = walk_answers(run);
        for (run->told = 0; run->told < most; run->told++)
            walk_answers(run);
    }
}

/* ---- all facts ---- */

/* The values of a fact; unknown is an object without a value. */
static json_t *values_of(const struct fact *fact)
{
    json_t *list = json_array();
    for (int i = 0; fact->type == FACT_BOOL && i < 2; i++)
        json_array_append_new(list, json_boolean(i));
    for (size_t i = 0; fact->type == FACT_CODE && i < fact->code_count; i++)
        json_array_append_new(list, json_string(fact->codes[i].code));
    for (int64_t i = fact->min; fact->type == FACT_INT && i <= fact->max; i++)
        json_array_append_new(list, json_integer(i));
    for (int i = 0; fact->type == FACT_CODES && i < 8; i++) {
        json_t *codes = json_array();
        for (int j = 0; j < 3; j++)
            if (i >> j & 1)
                json_array_append_new(codes, json_string(fact->codes[j].code));
        json_array_append_new(list, codes);
    }
    if (fact->none)
        json_array_append_new(list, json_null());
    json_array_append_new(list, json_object());
    return list;
}

/* Walks with all values of the facts from this one on that the text names. */
static void walk_facts(struct run *run, size_t index, const char *used)
{
    const struct facts *facts = scripts_facts(run->set);
    if (index == facts_count(facts)) {
        walk_times(run);
        return;
    }
    const struct fact *fact = facts_at(facts, index);
    AUTO_CHARS var = mem_format("\"var\": \"%s\"", fact->name);
    AUTO_CHARS brace = mem_format("{%s}", fact->name);
    AUTO_JSON values = values_of(fact);
    bool uses = strstr(used, var) != NULL || strstr(used, brace) != NULL;
    for (size_t i = 0; i < json_array_size(values); i++) {
        if (!uses && i + 1 < json_array_size(values))
            continue;
        json_object_set(run->facts, fact->name, json_array_get(values, i));
        walk_facts(run, index + 1, used);
    }
}

/* ---- what the walks show becomes findings ---- */

static void judge_exits(const struct shown *seen, const char *name,
                        const struct node *node, struct shown *out)
{
    bool table = node->kind == NODE_TABLE;
    size_t count = table ? node->row_count : node->edge_count;
    AUTO_CHARS overlap = mem_format("overlap %s", name);
    AUTO_CHARS failed = mem_format("failed %s", name);
    /* where the walk breaks it does not tell which ways were open */
    bool dim = has(seen, overlap) || (has(seen, failed) && !node->first);
    for (size_t i = 0; i < count && node->kind != NODE_LOOK; i++) {
        AUTO_CHARS edge =
            table ? mem_format("%zu", i) : mem_copy(node->edges[i].name);
        AUTO_CHARS taken = mem_format("taken %s %s", name, edge);
        if (node->kind == NODE_SUB) {
            AUTO_CHARS ended = mem_format("returned %s %s", name, edge);
            if (!has(seen, ended))
                show(out, "never %s %s", name, edge);
        } else if (!has(seen, taken)) {
            show(out, dim ? "dim %s %zu" : "dead %s %zu", name, i);
        }
    }
}

static void judge_node(const struct shown *seen, const struct script *script,
                       const struct node *node, struct shown *out)
{
    static const char *const kinds[] = {"gap", "overlap", "missing", "failed",
                                        "text"};
    AUTO_CHARS name = mem_format("%s.%s", script->id, node->id);
    AUTO_CHARS reached = mem_format("reached %s", name);
    if (!has(seen, reached)) {
        if (node->kind == NODE_OUTCOME)
            show(out, "outcome %s", name);
        return;
    }
    for (size_t i = 0; i < COUNT(kinds); i++) {
        AUTO_CHARS line = mem_format("%s %s", kinds[i], name);
        if (has(seen, line))
            show(out, "%s", line);
    }
    judge_exits(seen, name, node, out);
    AUTO_CHARS unknown = mem_format("taken %s unknown", name);
    if (node->unknown >= 0 && !has(seen, unknown))
        show(out, "impossible %s", name);
}

static void judge_all(const struct script_set *set, const struct shown *seen,
                      struct shown *out)
{
    for (size_t i = 0; i < scripts_count(set); i++) {
        const struct script *script = scripts_at(set, i);
        AUTO_CHARS start = mem_format("reached %s.%s", script->id,
                                      script->nodes[script->start].id);
        for (size_t j = 0; has(seen, start) && j < script->node_count; j++)
            judge_node(seen, script, &script->nodes[j], out);
    }
}

/* ---- what the prover says, in the same words ---- */

static void translate(const struct finding *finding, struct shown *out)
{
    const char *bracket =
        finding->where != NULL ? strchr(finding->where, '[') : NULL;
    const char *dot =
        finding->where != NULL ? strrchr(finding->where, '.') : NULL;
    switch (finding->code) {
    case FINDING_E05:
    case FINDING_E18:
        show(out, "failed %s", finding->node);
        break;
    case FINDING_E08:
        show(out, "dead %s %d", finding->node, atoi(bracket + 1));
        break;
    case FINDING_E09:
        show(out, "gap %s", finding->node);
        break;
    case FINDING_E10:
        if (strstr(finding->detail, "->") != NULL)
            show(out, "dead %s %d", finding->node, atoi(bracket + 1));
        else
            show(out, "overlap %s", finding->node);
        break;
    case FINDING_E11:
        show(out, strcmp(dot, ".unknown") == 0 ? "impossible %s" : "missing %s",
             finding->node);
        break;
    case FINDING_E13:
        show(out, "outcome %s", finding->node);
        break;
    case FINDING_E23:
        show(out, "never %s %s", finding->node, dot + 1);
        break;
    case FINDING_E28:
        show(out, "text %s", finding->node);
        break;
    default:
        show(out, "%s %s", finding_name(finding->code), finding->detail);
    }
}

/* Is the line among those of the other side? Of a dim way both are right. */
static bool agrees(const struct shown *other, const char *line)
{
    AUTO_CHARS dim = mem_format("dim%s", line + strcspn(line, " "));
    return has(other, line) || strncmp(line, "dim", 3) == 0 ||
           (strncmp(line, "dead", 4) == 0 && has(other, dim));
}

static bool gave_up(const struct shown *said)
{
    for (size_t i = 0; i < said->count; i++)
        if (strncmp(said->lines[i], "E29", 3) == 0)
            return true;
    return false;
}

static bool differ(const struct shown *seen, const struct shown *said,
                   uint32_t seed)
{
    bool different = false;
    for (size_t i = 0; i < seen->count; i++)
        if (!agrees(said, seen->lines[i])) {
            print_error("seed %u: walks show %s\n", seed, seen->lines[i]);
            different = true;
        }
    for (size_t i = 0; i < said->count; i++)
        if (!agrees(seen, said->lines[i])) {
            print_error("seed %u: prover says %s\n", seed, said->lines[i]);
            different = true;
        }
    return different;
}

/* ---- a set ---- */

static char *read_text(const char *folder, const char *name)
{
    AUTO_CHARS path = mem_format("%s/%s", folder, name);
    AUTO_TEXT text = {0};
    FILE *file = fopen(path, "re");
    char block[4096];
    size_t got;
    while (file != NULL && (got = fread(block, 1, sizeof(block), file)) > 0)
        text_add_n(&text, block, got);
    if (file != NULL)
        fclose(file);
    return text_take(&text);
}

static void walk_days(const struct script_set *set, const char *folder,
                      struct shown *seen)
{
    AUTO_CHARS main = read_text(folder, "main.json");
    AUTO_CHARS part = read_text(folder, "part.json");
    AUTO_CHARS used = mem_format("%s%s", main, part);
    int64_t until;
    struct run run = {.set = set, .shown = seen};
    assert_true(facts_span(scripts_facts(set), &run.day, &until));
    for (; run.day < until; run.day++) {
        run.facts = json_object();
        walk_facts(&run, 0, used);
        json_decref(run.facts);
    }
}

/* Compares one set; false when the loader refused it or the proof gave up. */
static bool compare(uint32_t seed, const char *folder,
                    const struct tables *tables,
                    const struct prove_limits *limits, bool *different)
{
    static struct shown seen, judged, said;
    struct findings findings = {0};
    struct error error = {0};
    AUTO_CHARS part = mem_format("%s/part.json", folder);
    remove(part);
    twin_make(seed, folder);
    struct script_set *set = scripts_load(folder, tables, NULL, &error);
    if (set == NULL) {
        if (getenv("TWIN_REFUSED") != NULL)
            print_error("seed %u: %s\n", seed, error.detail);
        return false;
    }
    walk_days(set, folder, &seen);
    judge_all(set, &seen, &judged);
    prove(set, limits, &findings);
    for (size_t i = 0; i < findings.count; i++)
        translate(&findings.items[i], &said);
    bool done = !gave_up(&said);
    *different = (done && differ(&judged, &said, seed)) || *different;
    findings_clear(&findings);
    drop(&seen);
    drop(&judged);
    drop(&said);
    scripts_free(set);
    return done;
}

static struct tables *load_tables(const char *folder)
{
    static const char rows[] =
        "{\"format\": \"agent1414-table/1\", \"name\": \"limits\", \"title\": "
        "{\"kk\": \"L\", \"ru\": \"L\", \"en\": \"L\"}, \"keys\": [\"k\"], "
        "\"columns\": {\"k\": \"code\", \"n\": \"int\"}, \"rows\": [" //
#define ROW(key, n, from, until)                                               \
    "{\"k\": \"" key "\", \"n\": " n ", \"from\": \"" from                     \
    "\", \"until\": " until                                                    \
    ", \"source\": \"s\", \"confidence\": \"confirmed\", \"checked\": "        \
    "\"2026-01-01\"}"
        ROW("x", "2", "2026-01-01", "null") ", "           //
        ROW("y", "1", "2026-01-01", "\"2026-03-01\"") ", " //
        ROW("y", "3", "2026-03-01", "null") ", "           //
        ROW("z", "0", "2026-02-28", "null") "]}";
    struct error error = {0};
    AUTO_CHARS path = mem_format("%s/limits.json", folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(rows, file);
    assert_int_equal(fclose(file), 0);
    struct tables *tables = tables_load(folder, NULL, &error);
    if (tables == NULL)
        print_error("%s\n", error.detail);
    assert_non_null(tables);
    return tables;
}

static void drop_folder(const char *folder)
{
    DIR *open = opendir(folder);
    for (struct dirent *entry; (entry = readdir(open)) != NULL;)
        if (entry->d_name[0] != '.') {
            AUTO_CHARS path = mem_format("%s/%s", folder, entry->d_name);
            remove(path);
        }
    closedir(open);
    remove(folder);
}

static char *make_folder(void)
{
    const char *place = getenv("TMPDIR");
    char *folder = mem_format("%s/twin.XXXXXX", place != NULL ? place : "/tmp");
    assert_non_null(mkdtemp(folder));
    return folder;
}

/* TWIN_SETS and TWIN_FROM: more, or others, than are compared each time. */
static void compare_sets(int wanted, const struct prove_limits *limits)
{
    const char *most = getenv("TWIN_SETS"), *from = getenv("TWIN_FROM");
    int compared = 0;
    uint32_t seed = from != NULL ? (uint32_t)atoi(from) : 1;
    AUTO_CHARS folder = make_folder();
    AUTO_CHARS tables_folder = make_folder();
    struct tables *tables = load_tables(tables_folder);
    bool different = false;
    for (wanted = most != NULL ? atoi(most) : wanted; compared < wanted; seed++)
        compared += compare(seed, folder, tables, limits, &different);
    tables_free(tables);
    drop_folder(folder);
    drop_folder(tables_folder);
    if (most != NULL)
        print_message("%d sets compared, up to seed %u\n", compared, seed);
    assert_false(different);
}

static void the_prover_says_what_all_walks_show(void **state)
{
    (void)state;
    compare_sets(SETS, NULL);
}

/* As a script that is too large at one go is proved. */
static void so_it_does_in_parts(void **state)
{
    (void)state;
    struct prove_limits limits = prove_limits_usual();
    limits.whole = 0;
    compare_sets(SETS_IN_PARTS, &limits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_prover_says_what_all_walks_show),
        cmocka_unit_test(so_it_does_in_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
