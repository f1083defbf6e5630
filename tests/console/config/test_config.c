/* A desk reads its settings: files, environment and command line in order,
 * every slip refused with its place, and the documented file that is shipped
 * is the one the program would write. */
#include "console/config/config.h"

#include "console/base/error.h"
#include "console/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* One desk: a folder of its own, its files, and what loading gave. */
struct desk {
    char folder[256];
    char system_file[300];
    char user_file[300];
    struct config_places places;
    struct config *config;
    struct error error;
};

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static int open_desk(void **state)
{
    struct desk *desk = mem_new(sizeof(*desk));
    const char *base = getenv("TMPDIR");
    snprintf(desk->folder, sizeof(desk->folder), "%s/config-XXXXXX",
             base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(desk->folder));
    snprintf(desk->system_file, sizeof(desk->system_file), "%s/system.conf",
             desk->folder);
    snprintf(desk->user_file, sizeof(desk->user_file), "%s/user.conf",
             desk->folder);
    desk->places.system_file = "";
    desk->places.user_file = "";
    unsetenv("AGENT1414_AUDIT_SYSLOG"); /* tests/run.sh sets it */
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    config_free(desk->config);
    unlink(desk->system_file);
    unlink(desk->user_file);
    rmdir(desk->folder);
    free(desk);
    return 0;
}

static void system_says(struct desk *desk, const char *text)
{
    write_file(desk->system_file, text, strlen(text));
    desk->places.system_file = desk->system_file;
}

static void user_says(struct desk *desk, const char *text)
{
    write_file(desk->user_file, text, strlen(text));
    desk->places.user_file = desk->user_file;
}

static void load(struct desk *desk)
{
    config_free(desk->config);
    error_clear(&desk->error);
    desk->config = config_load(&desk->places, &desk->error);
}

static void loads(struct desk *desk)
{
    load(desk);
    if (desk->config == NULL)
        fail_msg("not loaded: %s", desk->error.detail);
}

/* Loading must fail with this message and these words in the detail. */
static void refuses(struct desk *desk, enum message message, const char *words)
{
    load(desk);
    assert_null(desk->config);
    assert_string_equal(message_name(desk->error.message),
                        message_name(message));
    if (strstr(desk->error.detail, words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, desk->error.detail);
    assert_int_equal(error_code(&desk->error), EXIT_DATA);
}

static void comes_from(struct desk *desk, enum config_id id, const char *value,
                       const char *origin)
{
    const char *name, *is_value, *is_origin;
    config_describe(desk->config, id, &name, &is_value, &is_origin);
    assert_string_equal(is_value, value);
    assert_string_equal(is_origin, origin);
}

static void a_desk_without_files_has_the_built_in_values(void **state)
{
    struct desk *desk = *state;
    loads(desk);
    comes_from(desk, CONFIG_registry_base_url, "http://127.0.0.1:1414",
               "built-in");
    assert_int_equal(config_int(desk->config, CONFIG_registry_deadline_ms),
                     8000);
    assert_false(config_bool(desk->config, CONFIG_ui_plain));
    assert_string_equal(config_text(desk->config, CONFIG_store_folder), "");
}

static void
each_layer_overwrites_the_one_below_and_says_where_it_stands(void **state)
{
    struct desk *desk = *state;
    system_says(desk, "[registry]\nconnect_ms = 1000\ndeadline_ms = 2000\n"
                      "[ui]\ntheme = light\nlanguage = ru\n");
    user_says(desk, "\n# mine\n[ui]\ntheme = mono ; easier\nlanguage = en\n");
    setenv("AGENT1414_UI_LANGUAGE", "kk", 1);
    setenv("AGENT1414_REGISTRY_BASE_URL", "https://registry.example", 1);
    const char *const options[] = {"registry.deadline_ms=4000", NULL};
    desk->places.options = options;
    loads(desk);
    unsetenv("AGENT1414_UI_LANGUAGE");
    unsetenv("AGENT1414_REGISTRY_BASE_URL");

    char origin[400];
    snprintf(origin, sizeof(origin), "%s:2", desk->system_file);
    comes_from(desk, CONFIG_registry_connect_ms, "1000", origin);
    snprintf(origin, sizeof(origin), "%s:4", desk->user_file);
    comes_from(desk, CONFIG_ui_theme, "mono", origin);
    comes_from(desk, CONFIG_ui_language, "kk",
               "environment AGENT1414_UI_LANGUAGE");
    comes_from(desk, CONFIG_registry_base_url, "https://registry.example",
               "environment AGENT1414_REGISTRY_BASE_URL");
    comes_from(desk, CONFIG_registry_deadline_ms, "4000", "option");
    comes_from(desk, CONFIG_log_file, "", "built-in");
}

static void the_customary_user_file_need_not_exist_but_is_read(void **state)
{
    struct desk *desk = *state;
    AUTO_CHARS inner = mem_format("%s/agent1414", desk->folder);
    AUTO_CHARS file = mem_format("%s/agent.conf", inner);
    AUTO_CHARS mkdir = mem_format("mkdir %s", inner);
    setenv("XDG_CONFIG_HOME", desk->folder, 1);
    desk->places.user_file = NULL;
    loads(desk);
    assert_int_equal(system(mkdir), 0);
    write_file(file, "[ui]\nascii = yes\n", 17);
    loads(desk);
    unsetenv("XDG_CONFIG_HOME");
    assert_true(config_bool(desk->config, CONFIG_ui_ascii));
    unlink(file);
    rmdir(inner);
}

static void a_file_that_was_named_must_be_there(void **state)
{
    struct desk *desk = *state;
    desk->places.user_file = desk->user_file;
    refuses(desk, MESSAGE_FILE_READ, "user.conf");
    desk->places.user_file = desk->folder;
    refuses(desk, MESSAGE_FILE_READ, desk->folder);
}

static void a_mistyped_name_is_refused_with_the_nearest_one(void **state)
{
    struct desk *desk = *state;
    user_says(desk, "[registry]\n\nconect_ms = 100\n");
    refuses(desk, MESSAGE_CONFIG_KEY,
            "user.conf:3: registry.conect_ms is not known; the nearest is "
            "registry.connect_ms");
    user_says(desk, "[registri]\n");
    refuses(desk, MESSAGE_CONFIG_KEY,
            "user.conf:1: section [registri] is not known; the nearest is "
            "[registry]");
    user_says(desk, "theme = mono\n");
    refuses(desk, MESSAGE_CONFIG_KEY, "user.conf:1: theme is not known");
}

static void a_mistyped_variable_or_option_is_refused_as_well(void **state)
{
    struct desk *desk = *state;
    setenv("AGENT1414_UI_THEMES", "mono", 1);
    refuses(desk, MESSAGE_CONFIG_KEY,
            "environment AGENT1414_UI_THEMES: ui.themes is not known; the "
            "nearest is ui.theme");
    unsetenv("AGENT1414_UI_THEMES");
    setenv("AGENT1414_SOMETHING_ELSE", "1", 1);
    loads(desk);
    unsetenv("AGENT1414_SOMETHING_ELSE");

    const char *const wrong[] = {"ui.colour=never", NULL};
    desk->places.options = wrong;
    refuses(desk, MESSAGE_CONFIG_KEY, "the nearest is ui.color");
    const char *const bare[] = {"ui.color", NULL};
    desk->places.options = bare;
    refuses(desk, MESSAGE_CONFIG_LINE, "option: needs section.key=value");
}

/* What does not fit each type, and what the desk is told would. */
static void a_value_that_does_not_fit_is_refused_with_what_would(void **state)
{
    struct desk *desk = *state;
    static const char *const wrong[][2] = {
        {"registry.connect_ms=99", "needs 100 to 60000"},
        {"registry.connect_ms=60001", "needs 100 to 60000"},
        {"registry.connect_ms=1e3", "needs 100 to 60000"},
        {"registry.connect_ms= 500", "needs 100 to 60000"},
        {"registry.connect_ms=", "needs 100 to 60000"},
        {"registry.connect_ms=99999999999999999999", "needs 100 to 60000"},
        {"ui.plain=true", "needs yes or no"},
        {"ui.plain=", "needs yes or no"},
        {"ui.theme=dar", "needs one of dark, light, contrast, mono"},
        {"ui.theme=dark|light", "needs one of dark"},
        {"line.as_of=2026-02-29", "needs a date"},
        {"line.as_of=today", "needs a date"},
        {"person.name=a\tb", "needs a text without controls"},
        {"person.name=a\x1B[2Jb", "needs a text without controls"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *const options[] = {wrong[i][0], NULL};
        desk->places.options = options;
        refuses(desk, MESSAGE_CONFIG_VALUE, wrong[i][1]);
    }
}

static void values_at_their_limits_fit(void **state)
{
    struct desk *desk = *state;
    const char *const options[] = {"registry.connect_ms=100",
                                   "store.wait_ms=0",
                                   "ui.mouse=yes",
                                   "line.as_of=2024-02-29",
                                   "person.name=Әлия",
                                   "ui.theme=mono",
                                   "data.folder=/a=b;c#d",
                                   NULL};
    desk->places.options = options;
    loads(desk);
    assert_int_equal(config_int(desk->config, CONFIG_registry_connect_ms), 100);
    assert_int_equal(config_int(desk->config, CONFIG_store_wait_ms), 0);
    assert_string_equal(config_text(desk->config, CONFIG_person_name), "Әлия");
    assert_string_equal(config_text(desk->config, CONFIG_data_folder),
                        "/a=b;c#d");
}

/* A path so long that the ini reader would cut it without a word. */
static void a_line_that_would_be_cut_is_refused(void **state)
{
    struct desk *desk = *state;
    char text[400] = "[store]\nfolder = /";
    size_t start = strlen("[store]\n");
    size_t length = strlen(text);
    memset(text + length, 'x', start + 199 - length);
    user_says(desk, text);
    loads(desk);
    assert_int_equal(strlen(config_text(desk->config, CONFIG_store_folder)),
                     199 - strlen("folder = "));
    strcat(text, "x");
    user_says(desk, text);
    refuses(desk, MESSAGE_CONFIG_LINE,
            "user.conf:2: 200 bytes; a line holds 199 at most");
    strcat(text, "xxxxxxxxxx\n[ui]\nplain = yes\n");
    user_says(desk, text);
    refuses(desk, MESSAGE_CONFIG_LINE, "user.conf:2: 210 bytes");
}

static void
lines_that_are_no_setting_are_refused_with_their_number(void **state)
{
    struct desk *desk = *state;
    user_says(desk, "[ui]\nplain yes\n");
    refuses(desk, MESSAGE_CONFIG_LINE, "user.conf:2: needs \"key = value\"");
    user_says(desk, "[ui\nplain = yes\n");
    refuses(desk, MESSAGE_CONFIG_LINE, "user.conf:1: a section is [name]");
    user_says(desk, "[ui] plain = yes\n");
    refuses(desk, MESSAGE_CONFIG_LINE, "user.conf:1: a section is [name]");
    user_says(desk, "[ui]\nplain = yes\n\nplain = no\n");
    refuses(desk, MESSAGE_CONFIG_LINE,
            "user.conf:4: ui.plain is given in line 2 already");
    write_file(desk->user_file, "[ui]\npl\0ain = yes\n", 18);
    refuses(desk, MESSAGE_CONFIG_LINE, "user.conf:2: has a NUL byte");
}

/* The ini reader would take an indented line for more of the value above. */
static void indents_line_ends_and_a_byte_order_mark_do_not_matter(void **state)
{
    struct desk *desk = *state;
    user_says(desk, "\xEF\xBB\xBF# note\r\n [ui]\r\n  plain = yes\r\n"
                    "\tmouse = yes\r\n\r\nascii: yes");
    loads(desk);
    assert_true(config_bool(desk->config, CONFIG_ui_plain));
    assert_true(config_bool(desk->config, CONFIG_ui_mouse));
    assert_true(config_bool(desk->config, CONFIG_ui_ascii));
}

static void the_shipped_file_is_what_the_program_writes(void **state)
{
    (void)state;
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS path = mem_format("%s/agent.conf", root != NULL ? root : ".");
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail_msg("cannot open %s", path);
    static char shipped[64 * 1024];
    size_t length = fread(shipped, 1, sizeof(shipped) - 1, file);
    shipped[length] = '\0';
    fclose(file);
    AUTO_TEXT written = {0};
    config_write_defaults(&written);
    assert_string_equal(shipped, text_chars(&written));
}

static void the_written_file_reads_back_as_the_built_in_values(void **state)
{
    struct desk *desk = *state;
    AUTO_TEXT written = {0};
    config_write_defaults(&written);
    loads(desk);
    struct config *built_in = desk->config;
    desk->config = NULL;
    user_says(desk, text_chars(&written));
    loads(desk);
    for (size_t id = 0; id < CONFIG_COUNT; id++) {
        const char *name, *value, *origin;
        config_describe(desk->config, id, &name, &value, &origin);
        assert_string_equal(value, config_text(built_in, id));
        assert_non_null(strstr(origin, "user.conf:"));
    }
    config_free(built_in);
}

static void the_list_of_origins_has_one_line_an_option(void **state)
{
    struct desk *desk = *state;
    const char *const options[] = {"ui.theme=mono", NULL};
    desk->places.options = options;
    loads(desk);
    AUTO_TEXT list = {0};
    config_write_origins(desk->config, &list);
    assert_non_null(strstr(text_chars(&list), "\nui.theme = mono  # option\n"));
    assert_non_null(strstr(text_chars(&list), "\nline.as_of =  # built-in\n"));
    size_t lines = 0;
    for (const char *at = text_chars(&list); *at != '\0'; at++)
        lines += *at == '\n';
    assert_int_equal(lines, CONFIG_COUNT);
}

/* ---- settings of a branch ---- */

static void a_branch_has_settings_of_its_own_in_every_layer(void **state)
{
    struct desk *desk = *state;
    system_says(desk, "[branch.KZO]\nsink = http\nurl = https://a.example\n"
                      "[branch.ALA]\nsink = smtp\n");
    user_says(desk, "[branch.KZO]\nurl = https://b.example\n");
    setenv("AGENT1414_BRANCH_KZO_TOKEN_FILE", "/t", 1);
    const char *const options[] = {"branch.ALA.mail_to=a@ala.example", NULL};
    desk->places.options = options;
    loads(desk);
    unsetenv("AGENT1414_BRANCH_KZO_TOKEN_FILE");

    const struct config *config = desk->config;
    assert_string_equal(config_text_of(config, CONFIG_branch_sink, "KZO"),
                        "http");
    assert_string_equal(config_text_of(config, CONFIG_branch_url, "KZO"),
                        "https://b.example");
    assert_string_equal(config_text_of(config, CONFIG_branch_token_file, "KZO"),
                        "/t");
    assert_string_equal(config_text_of(config, CONFIG_branch_sink, "ALA"),
                        "smtp");
    assert_string_equal(config_text_of(config, CONFIG_branch_mail_to, "ALA"),
                        "a@ala.example");
    assert_string_equal(config_text_of(config, CONFIG_branch_sink, "AKT"),
                        "inbox");
    assert_string_equal(config_code(config, 0), "KZO");
    assert_string_equal(config_code(config, 1), "ALA");
    assert_null(config_code(config, 2));
    char origin[400];
    snprintf(origin, sizeof(origin), "%s:2", desk->system_file);
    assert_string_equal(config_origin_of(config, CONFIG_branch_sink, "KZO"), origin);
    assert_null(config_origin_of(config, CONFIG_branch_url, "ALA"));
    AUTO_TEXT list = {0};
    config_write_origins(config, &list);
    assert_non_null(strstr(text_chars(&list),
                           "\nbranch.KZO.token_file = /t  # environment "
                           "AGENT1414_BRANCH_KZO_TOKEN_FILE\n"));
    assert_non_null(strstr(text_chars(&list),
                           "\nbranch.ALA.mail_to = a@ala.example  # option\n"));
}

static void a_slip_in_the_settings_of_a_branch_is_refused(void **state)
{
    struct desk *desk = *state;
    user_says(desk, "[branch.KZO]\n\nsnik = http\n");
    refuses(desk, MESSAGE_CONFIG_KEY,
            "user.conf:3: branch.KZO.snik is not known; the nearest is "
            "branch.CODE.sink");
    user_says(desk, "[branch.KZO]\nsink = fax\n");
    refuses(desk, MESSAGE_CONFIG_VALUE,
            "user.conf:2: branch.KZO.sink: needs one of inbox, http, smtp");
    user_says(desk, "[branch.KZO]\nsink = http\n[ui]\n[branch.KZO]\n"
                    "sink = smtp\n");
    refuses(desk, MESSAGE_CONFIG_LINE,
            "user.conf:5: branch.KZO.sink is given in line 2 already");
    static const char *const sections[] = {
        "branch",       "branch.",
        "branch.kzo",   "branch.K Z",
        "branch.KZO.X", "branch.KZO/..",
        "branches",     "branchKZO",
        "desk.KZO",     "branch.ABCDEFGHIJKLMNOPQ"};
    for (size_t i = 0; i < COUNT(sections); i++) {
        AUTO_CHARS text = mem_format("[%s]\nsink = http\n", sections[i]);
        user_says(desk, text);
        refuses(desk, MESSAGE_CONFIG_KEY, "user.conf:1: section [");
    }
    user_says(desk, "[brnch.KZO]\n");
    refuses(desk, MESSAGE_CONFIG_KEY, "the nearest is [branch.CODE]");
    user_says(desk, "");
    static const char *const wrong[] = {"branch.sink=http", "branch..sink=http",
                                        "branch.KZO=http", "branch.KZO.=http",
                                        "sink=http"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *const options[] = {wrong[i], NULL};
        desk->places.options = options;
        refuses(desk, MESSAGE_CONFIG_KEY, "is not known; the nearest is");
    }
    desk->places.options = NULL;
    setenv("AGENT1414_BRANCH_KZO", "http", 1);
    refuses(desk, MESSAGE_CONFIG_KEY, "environment AGENT1414_BRANCH_KZO: ");
    unsetenv("AGENT1414_BRANCH_KZO");
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_desk_without_files_has_the_built_in_values),
        STORY(each_layer_overwrites_the_one_below_and_says_where_it_stands),
        STORY(the_customary_user_file_need_not_exist_but_is_read),
        STORY(a_file_that_was_named_must_be_there),
        STORY(a_mistyped_name_is_refused_with_the_nearest_one),
        STORY(a_mistyped_variable_or_option_is_refused_as_well),
        STORY(a_value_that_does_not_fit_is_refused_with_what_would),
        STORY(values_at_their_limits_fit),
        STORY(a_line_that_would_be_cut_is_refused),
        STORY(lines_that_are_no_setting_are_refused_with_their_number),
        STORY(indents_line_ends_and_a_byte_order_mark_do_not_matter),
        STORY(the_shipped_file_is_what_the_program_writes),
        STORY(the_written_file_reads_back_as_the_built_in_values),
        STORY(the_list_of_origins_has_one_line_an_option),
        STORY(a_branch_has_settings_of_its_own_in_every_layer),
        STORY(a_slip_in_the_settings_of_a_branch_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
