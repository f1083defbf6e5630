/* What the stories of the prover share: a small set written in shorthand, and
 * what is found in it. In the shorthand ' stands for ", @ for a text in three
 * languages, END(CODE) for an outcome. */
#ifndef TESTS_CONSOLE_PROVE_PROVE_STORY_H
#define TESTS_CONSOLE_PROVE_PROVE_STORY_H

#include "console/base/finding.h"
#include "console/base/text.h"
#include "console/prove/prove.h"
#include "tests/console/script/script_story.h"

#include <sys/stat.h>

#define ANY "{'kk':'x','ru':'x','en':'x'}"
#define END(code)                                                              \
    "{'kind':'outcome','code':'" code "','say':@,'act':@,'resolved':"          \
    "'on_call','because':{'text':@,'source':'s','read':'2026-02'}}"
#define FACT(name, type, more)                                                 \
    "{'name':'" name "','type':'" type "','label':@," more                     \
    "'from':{'path':'$." name "'}}"
#define AB                                                                     \
    "'codes':[{'code':'a','label':@},{'code':'b','label':@},{'code':'c',"      \
    "'label':@}],"

/* The facts of all stories. */
#define FACTS                                                                                                     \
    FACT("yes", "bool", "")                                                                                       \
    "," FACT("code", "code", AB) "," FACT("list", "codes", AB) "," FACT(                                          \
        "count", "int",                                                                                           \
        "'min':0,'max':9,") "," FACT("left", "int",                                                               \
                                     "'min':0,'max':9,'none':"                                                    \
                                     "true,") "," FACT("paid", "date",                                            \
                                                       "") "," FACT("since",                                      \
                                                                    "date",                                       \
                                                                    "") "," FACT("month",                         \
                                                                                 "month",                         \
                                                                                 "'none':true,") "," FACT("name", \
                                                                                                          "text", \
                                                                                                          "")

static inline void story_write(const char *folder, const char *name,
                               const char *shorthand)
{
    AUTO_TEXT text = {0};
    for (; *shorthand != '\0'; shorthand++)
        if (*shorthand == '@')
            text_add(&text, "{\"kk\":\"x\",\"ru\":\"x\",\"en\":\"x\"}");
        else
            text_add_n(&text, *shorthand == '\'' ? "\"" : shorthand, 1);
    AUTO_CHARS path = mem_format("%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text_chars(&text), file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A set of up to two scripts in a folder of its own. */
struct story_set {
    char *folder;
    struct tables *tables;
    struct script_set *set;
    struct findings findings;
};

#define SPAN "'span':{'from':'2026-02-27','until':'2026-03-03'},"

static inline void story_script(const char *folder, const char *id,
                                const char *start, const char *nodes)
{
    AUTO_CHARS name = mem_format("%s.json", id);
    AUTO_CHARS script = mem_format(
        "{'format':'agent1414-script/1','id':'%s','version':'2026.11.1',"
        "'title':@,'entry':%s,'start':'%s',"
        "'values':{'limit':{'table':['limits',{'var':'code'},'n']},"
        "'days':{'plusTime':[{'var':'paid'},3,'day']}},'nodes':{%s}}",
        id, strcmp(id, "main") == 0 ? "true" : "false", start, nodes);
    story_write(folder, name, script);
}

/* The folder of a set with main (which starts at `start`) and, unless NULL,
 * part (at `begin`). */
static inline void story_make(struct story_set *story, const char *main,
                              const char *part)
{
    static const char rows[] =
        "{'format':'agent1414-table/1','name':'limits','title':@,'keys':['k'],"
        "'columns':{'k':'code','n':'int'},'rows':["
#define ROW(key, n, from, until)                                               \
    "{'k':'" key "','n':" n ",'from':'" from "','until':" until                \
    ",'source':'s','confidence':'confirmed','checked':'2026-01-01'}"
        ROW("a", "2", "2026-01-01", "'2026-03-01'") "," //
        ROW("a", "4", "2026-03-01", "null") ","         //
        ROW("b", "3", "2026-03-01", "null") "]}";
    const char *place = getenv("TMPDIR");
    struct error error = {0};
    *story = (struct story_set){0};
    story->folder =
        mem_format("%s/prove.XXXXXX", place != NULL ? place : "/tmp");
    assert_non_null(mkdtemp(story->folder));
    AUTO_CHARS tables = mem_format("%s/tables", story->folder);
    assert_int_equal(mkdir(tables, 0700), 0);
    story_write(tables, "limits.json", rows);
    story_write(story->folder, "facts.json",
                "{'format':'agent1414-facts/1'," SPAN "'facts':[" FACTS "]}");
    story_script(story->folder, "main", "start", main);
    if (part != NULL)
        story_script(story->folder, "part", "begin", part);
    story->tables = tables_load(tables, NULL, &error);
    assert_non_null(story->tables);
}

static inline void story_load(struct story_set *story)
{
    struct error error = {0};
    story->set = scripts_load(story->folder, story->tables, NULL, &error);
    if (story->set == NULL)
        print_error("%s\n", error.detail);
    assert_non_null(story->set);
}

static inline void story_drop(struct story_set *story)
{
    static const char *const names[] = {"tables/limits.json", "tables",
                                        "facts.json", "main.json", "part.json"};
    for (size_t i = 0; i < COUNT(names); i++) {
        AUTO_CHARS path = mem_format("%s/%s", story->folder, names[i]);
        remove(path);
    }
    remove(story->folder);
    findings_clear(&story->findings);
    scripts_free(story->set);
    tables_free(story->tables);
    free(story->folder);
}

/* "E09 main.start: count=3": the findings, one a line, in the order of their
 * places. */
static inline char *story_found(struct story_set *story)
{
    AUTO_TEXT text = {0};
    findings_sort(&story->findings);
    for (size_t i = 0; i < story->findings.count; i++) {
        const struct finding *finding = &story->findings.items[i];
        text_format(&text, "%s%s %s%s%s", i > 0 ? "\n" : "",
                    finding_name(finding->code),
                    finding->where != NULL ? finding->where : "",
                    finding->example != NULL ? ": " : "",
                    finding->example != NULL ? finding->example : "");
    }
    return text_take(&text);
}

/* Proves a set of main and part (or NULL) and compares what was found. */
static inline void found(const char *main, const char *part,
                         const char *expected)
{
    struct story_set story;
    story_make(&story, main, part);
    story_load(&story);
    bool good = prove(story.set, NULL, &story.findings);
    AUTO_CHARS all = story_found(&story);
    assert_string_equal(all, expected);
    assert_int_equal(good, !findings_refuse(&story.findings));
    story_drop(&story);
}

#endif
