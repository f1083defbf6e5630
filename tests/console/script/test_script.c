/* An author's set of scripts is loaded whole, or refused with the place and the
 * reason: every folder of invalid/ lays one fault over the valid set. */
#include "console/script/script.h"

#include "console/base/finding.h"
#include "console/base/text.h"

#include "tests/console/script/script_story.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void copy_file(const char *from, const char *to)
{
    char block[4096];
    FILE *in = fopen(from, "rbe");
    FILE *out = fopen(to, "wbe");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t got; (got = fread(block, 1, sizeof(block), in)) > 0;)
        assert_int_equal(fwrite(block, 1, got, out), got);
    assert_int_equal(fclose(out), 0);
    fclose(in);
}

static int is_json(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".json") == 0;
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Copies every .json of a folder over those in another. */
static void lay_over(const char *from, const char *to)
{
    struct dirent **names;
    int count = scandir(from, &names, is_json, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        AUTO_CHARS source = mem_format("%s/%s", from, names[i]->d_name);
        AUTO_CHARS target = mem_format("%s/%s", to, names[i]->d_name);
        copy_file(source, target);
        free(names[i]);
    }
    free(names);
}

static char *make_folder(void)
{
    const char *place = getenv("TMPDIR");
    char *folder =
        mem_format("%s/scripts.XXXXXX", place != NULL ? place : "/tmp");
    assert_non_null(mkdtemp(folder));
    AUTO_CHARS valid = story_path("valid");
    lay_over(valid, folder);
    return folder;
}

static void drop_folder(const char *folder)
{
    struct dirent **names;
    int count = scandir(folder, &names, is_shown, alphasort);
    for (int i = 0; i < count; i++) {
        AUTO_CHARS path = mem_format("%s/%s", folder, names[i]->d_name);
        unlink(path);
        free(names[i]);
    }
    free(names);
    rmdir(folder);
}

/* The whole file `expected`. */
static void read_expected(const char *folder, struct text *out)
{
    AUTO_CHARS path = mem_format("%s/expected", folder);
    struct error error = {0};
    assert_true(json_read_bytes(path, out, &error));
    assert_true(out->length > 10);
}

/* "E03 main.json:15 main.status_is end_fin": one line a finding, with `-` for
 * what is of no node. */
static void write_findings(const struct findings *findings, struct text *out)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        text_format(out, "%s %s:%d %s %s\n", finding_name(finding->code),
                    strrchr(finding->file, '/') + 1, finding->line,
                    finding->node != NULL ? finding->node : "-",
                    finding->detail);
    }
}

static void refuse(const char *name, const struct tables *tables)
{
    AUTO_CHARS wrong = mem_format("invalid/%s", name);
    AUTO_CHARS from = story_path(wrong);
    AUTO_CHARS folder = make_folder();
    AUTO_TEXT expected = {0};
    AUTO_TEXT got = {0};
    AUTO(findings_clear) struct findings findings = {0};
    read_expected(from, &expected);
    lay_over(from, folder);
    struct error error = {0};
    struct script_set *set = scripts_load(folder, tables, &findings, &error);
    drop_folder(folder);
    write_findings(&findings, &got);
    if (strcmp(text_chars(&got), text_chars(&expected)) != 0)
        print_error("%s: got\n%s", name, text_chars(&got));
    assert_null(set);
    assert_string_equal(text_chars(&got), text_chars(&expected));
    assert_int_equal(error_code(&error), EXIT_DATA);
}

static void every_fault_is_refused_with_its_place(void **state)
{
    (void)state;
    struct tables *tables = story_tables();
    AUTO_CHARS folder = story_path("invalid");
    struct dirent **names;
    int count = scandir(folder, &names, is_shown, alphasort);
    assert_true(count >= 60);
    for (int i = 0; i < count; i++) {
        refuse(names[i]->d_name, tables);
        free(names[i]);
    }
    free(names);
    tables_free(tables);
}

static void the_valid_set_is_there(void **state)
{
    (void)state;
    struct tables *tables = story_tables();
    struct script_set *set = story_scripts(tables);
    assert_int_equal(scripts_count(set), 2);
    assert_string_equal(scripts_at(set, 0)->id, "main");
    assert_ptr_equal(scripts_find(set, "school"), scripts_at(set, 1));
    assert_null(scripts_find(set, "facts"));
    assert_ptr_equal(scripts_tables(set), tables);
    assert_int_equal(facts_count(scripts_facts(set)), 8);
    const struct script *main = scripts_at(set, 0);
    assert_string_equal(main->nodes[main->start].id, "look");
    assert_string_equal(main->version, "2026.11.1");
    assert_string_equal(main->values[0].type, "money");
    assert_string_equal(node_kind_name(main->nodes[main->start].kind), "look");
    scripts_free(set);
    tables_free(tables);
}

static void no_folder_is_no_set(void **state)
{
    (void)state;
    struct error error = {0};
    assert_null(scripts_load("/nowhere/at/all", NULL, NULL, &error));
    assert_int_equal(error.message, MESSAGE_FILE_READ);
}

/* ---- the hash ---- */

static char *hash_of(const char *folder, const struct tables *tables)
{
    struct error error = {0};
    struct script_set *set = scripts_load(folder, tables, NULL, &error);
    if (set == NULL)
        print_error("%s\n", error.detail);
    assert_non_null(set);
    char *hash = mem_copy(scripts_hash(set));
    scripts_free(set);
    assert_int_equal(strlen(hash), 64);
    return hash;
}

static void write_json(const char *folder, const char *name, json_t *json,
                       size_t flags)
{
    AUTO_CHARS path = mem_format("%s/%s", folder, name);
    assert_int_equal(json_dump_file(json, path, flags), 0);
}

static void the_hash_goes_by_every_byte_of_the_files(void **state)
{
    (void)state;
    struct tables *tables = story_tables();
    AUTO_CHARS folder = make_folder();
    AUTO_CHARS path = mem_format("%s/school.json", folder);
    AUTO_JSON school = json_load_file(path, 0, NULL);
    write_json(folder, "school.json", school, 0);
    AUTO_CHARS first = hash_of(folder, tables);
    AUTO_CHARS again = hash_of(folder, tables);
    assert_string_equal(first, again);
    write_json(folder, "school.json", school, JSON_INDENT(4));
    AUTO_CHARS laid_out = hash_of(folder, tables);
    assert_string_not_equal(first, laid_out);
    json_object_set_new(school, "version", json_string("2026.11.2"));
    write_json(folder, "school.json", school, 0);
    AUTO_CHARS changed = hash_of(folder, tables);
    assert_string_not_equal(first, changed);
    drop_folder(folder);
    tables_free(tables);
}

static void a_schema_and_other_files_are_passed_over(void **state)
{
    (void)state;
    struct tables *tables = story_tables();
    AUTO_CHARS folder = make_folder();
    AUTO_CHARS first = hash_of(folder, tables);
    AUTO_JSON anything = story_json("{'any':'thing'}");
    write_json(folder, "script.schema.json", anything, 0);
    write_json(folder, "README.md", anything, 0);
    write_json(folder, ".hidden.json", anything, 0);
    AUTO_CHARS second = hash_of(folder, tables);
    assert_string_equal(first, second);
    AUTO_CHARS hidden = mem_format("%s/.hidden.json", folder);
    unlink(hidden);
    drop_folder(folder);
    tables_free(tables);
}

/* A chain of scripts, each the sub-script of the one before. */
static void add_chain(const char *folder, int length)
{
    AUTO_CHARS path = mem_format("%s/school.json", folder);
    AUTO_JSON school = json_load_file(path, 0, NULL);
    AUTO_JSON outcome = json_incref(
        json_object_get(json_object_get(school, "nodes"), "end_listed"));
    for (int i = 0; i < length; i++) {
        AUTO_CHARS id = mem_format("chain%d", i);
        AUTO_CHARS name = mem_format("%s.json", id);
        AUTO_CHARS next = mem_format("chain%d", i + 1);
        AUTO_JSON nodes = i + 1 == length
                              ? json_pack("{sO}", "go", outcome)
                              : json_pack("{s{sssss{}}}", "go", "kind", "sub",
                                          "script", next, "next");
        json_object_set_new(school, "id", json_string(id));
        json_object_set_new(school, "entry", json_true());
        json_object_set_new(school, "start", json_string("go"));
        json_object_set(school, "nodes", nodes);
        write_json(folder, name, school, 0);
    }
}

static void scripts_within_scripts_have_an_end(void **state)
{
    (void)state;
    struct tables *tables = story_tables();
    AUTO_CHARS folder = make_folder();
    add_chain(folder, 9);
    free(hash_of(folder, tables));
    drop_folder(folder);
    AUTO_CHARS deeper = make_folder();
    add_chain(deeper, 10);
    struct error error = {0};
    assert_null(scripts_load(deeper, tables, NULL, &error));
    assert_non_null(strstr(error.detail, "more than 8 scripts"));
    drop_folder(deeper);
    tables_free(tables);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_valid_set_is_there),
        cmocka_unit_test(every_fault_is_refused_with_its_place),
        cmocka_unit_test(no_folder_is_no_set),
        cmocka_unit_test(the_hash_goes_by_every_byte_of_the_files),
        cmocka_unit_test(a_schema_and_other_files_are_passed_over),
        cmocka_unit_test(scripts_within_scripts_have_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
