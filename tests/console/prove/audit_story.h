/* What the tests of the audits share: a small data folder with tables, written
 * from those of small/ that a story changes first, and findings as lines. */
#ifndef TESTS_CONSOLE_PROVE_AUDIT_STORY_H
#define TESTS_CONSOLE_PROVE_AUDIT_STORY_H

#include "console/base/finding.h"
#include "console/base/text.h"
#include "tests/console/script/script_story.h"

#include <sys/stat.h>

#define STAMP      "'source':'made up','confidence':'confirmed'"
#define SAME(text) "{'kk':'" text "','ru':'" text "','en':'" text "'}"

/* The files below tests/console/prove/small. */
static const char *const audit_files[] = {
    "scripts/facts",      "scripts/main",     "kb/tables/issues",
    "kb/tables/terms",    "kb/tables/routes", "kb/tables/branches",
    "kb/tables/calendar",
};

/* The folder while a story runs. */
struct audit_data {
    char *folder;
    json_t *files[COUNT(audit_files)];
};

static inline int audit_open(void **state)
{
    struct audit_data *data = mem_new(sizeof(*data));
    const char *place = getenv("TMPDIR");
    data->folder =
        mem_format("%s/audit.XXXXXX", place != NULL ? place : "/tmp");
    assert_non_null(mkdtemp(data->folder));
    static const char *const below[] = {"scripts", "kb", "kb/tables"};
    for (size_t i = 0; i < COUNT(below); i++) {
        AUTO_CHARS path = mem_format("%s/%s", data->folder, below[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (size_t i = 0; i < COUNT(audit_files); i++) {
        AUTO_CHARS name = mem_format("../prove/small/%s.json", audit_files[i]);
        AUTO_CHARS path = story_path(name);
        data->files[i] = json_load_file(path, 0, NULL);
        assert_non_null(data->files[i]);
    }
    *state = data;
    return 0;
}

static inline int audit_close(void **state)
{
    struct audit_data *data = *state;
    AUTO_CHARS remove_all = mem_format("rm -rf '%s'", data->folder);
    assert_int_equal(system(remove_all), 0);
    for (size_t i = 0; i < COUNT(audit_files); i++)
        json_decref(data->files[i]);
    free(data->folder);
    free(data);
    return 0;
}

static inline json_t *audit_file(struct audit_data *data, const char *name)
{
    for (size_t i = 0; i < COUNT(audit_files); i++)
        if (strcmp(audit_files[i], name) == 0)
            return data->files[i];
    fail_msg("no file %s", name);
    return NULL;
}

/* Puts JSON (NULL: takes the member away) at a path "nodes.works.say.kk" or
 * "rows.0.zone" of a file. */
static inline void audit_put(struct audit_data *data, const char *name,
                             const char *path, const char *json)
{
    json_t *at = audit_file(data, name);
    const char *dot;
    for (; (dot = strchr(path, '.')) != NULL; path = dot + 1) {
        AUTO_CHARS key = mem_copy_n(path, (size_t)(dot - path));
        at = json_is_array(at) ? json_array_get(at, strtoul(key, NULL, 10))
                               : json_object_get(at, key);
        assert_non_null(at);
    }
    if (json == NULL)
        assert_int_equal(json_object_del(at, path), 0);
    else if (json_is_array(at))
        assert_int_equal(json_array_append_new(at, story_json(json)), 0);
    else
        assert_int_equal(json_object_set_new(at, path, story_json(json)), 0);
}

static inline void audit_write(struct audit_data *data)
{
    for (size_t i = 0; i < COUNT(audit_files); i++) {
        AUTO_CHARS path =
            mem_format("%s/%s.json", data->folder, audit_files[i]);
        assert_int_equal(json_dump_file(data->files[i], path, JSON_INDENT(1)),
                         0);
    }
}

/* "E16 scripts/main.json main.works $.nodes.works.say.kk detail", by line. */
static inline char *audit_lines(const struct audit_data *data,
                                const struct findings *findings)
{
    struct text out = {0};
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        text_format(&out, "%s %s %s %s %s%s%s\n", finding_name(finding->code),
                    finding->file + strlen(data->folder) + 1,
                    finding->node != NULL ? finding->node : "-", finding->where,
                    finding->detail, finding->example != NULL ? " | " : "",
                    finding->example != NULL ? finding->example : "");
    }
    return text_take(&out);
}

#endif
