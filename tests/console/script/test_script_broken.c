/* However a set is broken, loading it ends with findings, never in a fall: one
 * to three places anywhere in facts, scripts or tables become something else,
 * some hundred times, the same each run. */
#include "console/script/script.h"

#include "console/base/finding.h"
#include "tests/console/script/script_story.h"

#include <sys/stat.h>

enum { ROUNDS = 600 };

static const char *const files[][2] = {
    {"valid/facts.json", "scripts/facts.json"},
    {"valid/main.json", "scripts/main.json"},
    {"valid/school.json", "scripts/school.json"},
    {"tables/fees.json", "tables/fees.json"},
};

static uint64_t seed;

static unsigned long roll(unsigned long sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned long)(seed >> 33) % sides;
}

/* What a careless hand may leave where something else belongs. */
static json_t *make_wrong(void)
{
    static const char *const texts[] = {
        "",       "x",           "main",    "school", "$",    "{",
        "{fee}",  "answers.why", "as_of",   "ask",    "code", "2026-02-30",
        "status", "{answers.}",  "outcome", "money",  "[0-9", "kk.ru"};
    static const char *const rules[] = {
        "{'var':'status'}",
        "{'and':[{'var':'answers.amount'},{'!':[true]}]}",
        "{'in':[{'var':'categories'},{'var':'status'}]}",
        "{'table':['fees',{'var':'employed'},'amount']}",
        "{'plusTime':[{'var':'employers'},{'table':['fees','club','amount']},"
        "'day']}",
        "{'if':[{'var':'x'},[1,'a'],{'<':[{'var':'status'},1,2]}]}",
        "{'kind':'sub','script':'main','next':{'A':'look'}}",
        "{'kind':'look'}",
        "[[],{},null]"};
    switch (roll(8)) {
    case 0:
        return json_null();
    case 1:
        return json_integer((json_int_t)roll(5) - 2);
    case 2:
        return json_boolean(roll(2));
    case 3:
        return json_real(1.5);
    case 4:
        return story_json(rules[roll(COUNT(rules))]);
    case 5:
        return roll(2) ? json_array() : json_object();
    default:
        return json_string(texts[roll(COUNT(texts))]);
    }
}

static size_t count_below(const json_t *json)
{
    return json_is_array(json) ? json_array_size(json) : json_object_size(json);
}

/* Breaks one member of an object: another value, none, another name. */
static void break_object(json_t *json, size_t index)
{
    const char *key;
    json_t *value;
    json_object_foreach(json, key, value)
    {
        if (index-- > 0)
            continue;
        AUTO_CHARS name = mem_copy(key);
        unsigned long how = roll(4);
        if (how == 0)
            json_object_set(json, "nowhere", value);
        if (how <= 1)
            json_object_del(json, name);
        else
            json_object_set_new(json, name, make_wrong());
        return;
    }
}

static void break_array(json_t *json, size_t index)
{
    if (roll(3) == 0)
        json_array_remove(json, index);
    else
        json_array_set_new(json, index, make_wrong());
}

/* Goes down at random and breaks something there. */
static void break_one(json_t *json)
{
    for (int depth = 0; depth < 12; depth++) {
        size_t count = count_below(json);
        size_t index = count > 0 ? roll(count) : 0;
        if (count == 0)
            return;
        json_t *below = json_array_get(json, index);
        void *at = json_object_iter(json);
        for (size_t i = 0; json_is_object(json) && i < index; i++)
            at = json_object_iter_next(json, at);
        below = below != NULL ? below : json_object_iter_value(at);
        if (count_below(below) > 0 && roll(5) > 0) {
            json = below;
            continue;
        }
        if (json_is_array(json))
            break_array(json, index);
        else
            break_object(json, index);
        return;
    }
}

static void write_set(const char *folder)
{
    size_t broken = roll(COUNT(files));
    for (size_t i = 0; i < COUNT(files); i++) {
        AUTO_CHARS from = story_path(files[i][0]);
        AUTO_CHARS to = mem_format("%s/%s", folder, files[i][1]);
        AUTO_JSON json = json_load_file(from, 0, NULL);
        for (unsigned long left = i == broken ? 1 + roll(3) : 0; left > 0;
             left--)
            break_one(json);
        assert_int_equal(json_dump_file(json, to, 0), 0);
    }
}

/* Refused exactly when there is an error among the findings. */
static bool loads(const char *folder)
{
    struct error error = {0};
    AUTO(findings_clear) struct findings findings = {0};
    AUTO_CHARS scripts = mem_format("%s/scripts", folder);
    AUTO_CHARS kb = mem_format("%s/tables", folder);
    struct tables *tables = tables_load(kb, &findings, &error);
    assert_int_equal(tables == NULL, findings_refuse(&findings));
    struct script_set *set = scripts_load(scripts, tables, &findings, NULL);
    bool good = tables != NULL && set != NULL;
    assert_int_equal(good, !findings_refuse(&findings));
    for (size_t i = 0; i < findings.count; i++) {
        assert_true(findings.items[i].line > 0);
        assert_non_null(findings.items[i].detail);
    }
    scripts_free(set);
    tables_free(tables);
    return good;
}

static void a_broken_set_is_refused_with_findings(void **state)
{
    (void)state;
    int refused = 0;
    const char *place = getenv("TMPDIR");
    AUTO_CHARS folder =
        mem_format("%s/broken.XXXXXX", place != NULL ? place : "/tmp");
    assert_non_null(mkdtemp(folder));
    AUTO_CHARS scripts = mem_format("%s/scripts", folder);
    AUTO_CHARS tables = mem_format("%s/tables", folder);
    assert_int_equal(mkdir(scripts, 0700), 0);
    assert_int_equal(mkdir(tables, 0700), 0);
    for (int i = 0; i < ROUNDS; i++) {
        seed = (uint64_t)i * 7919 + 1;
        write_set(folder);
        refused += !loads(folder);
    }
    for (size_t i = 0; i < COUNT(files); i++) {
        AUTO_CHARS path = mem_format("%s/%s", folder, files[i][1]);
        unlink(path);
    }
    rmdir(scripts);
    rmdir(tables);
    rmdir(folder);
    assert_true(refused > ROUNDS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_broken_set_is_refused_with_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
