/* doctor: is everything in order that a call needs? Each check says how it
 * stands, or what is wrong and how to mend it. */
#include "console/cli/cli_doctor.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_print.h"
#include "console/config/config.h"
#include "console/script/script.h"

#include <jansson.h>

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void say(struct finding *finding, const char *text)
{
    snprintf(finding->fine, sizeof(finding->fine), "%s", text);
}

static void check_settings(const struct cli *cli, struct finding *finding)
{
    if (!cli->config)
        finding->error = *cli->config_error;
    say(finding, "read");
}

static void check_locale(const struct cli *cli, struct finding *finding)
{
    const char *codeset = nl_langinfo(CODESET);
    (void)cli;
    if (strcmp(codeset, "UTF-8") != 0)
        error_set(&finding->error, MESSAGE_DOCTOR_LOCALE, "%s", codeset);
    say(finding, codeset);
}

static void check_texts(const struct cli *cli, struct finding *finding)
{
    AUTO_CHARS folder = desk_po_folder();
    (void)cli;
    for (int i = 0; i < LANGUAGE_EN; i++) {
        AUTO_CHARS file = mem_format("%s/%s/LC_MESSAGES/agent1414.mo", folder,
                                     language_code((enum language)i));
        if (access(file, R_OK) != 0)
            error_set(&finding->error, MESSAGE_DOCTOR_TEXTS, "%s", file);
    }
    say(finding, folder);
}

/* Where there is no terminal, nothing can be said of it. */
static void check_terminal(const struct cli *cli, struct finding *finding)
{
    const char *term = getenv("TERM");
    bool here = isatty(STDIN_FILENO);
    (void)cli;
    if (here && (!term || !*term || strcmp(term, "dumb") == 0))
        error_set(&finding->error, MESSAGE_TERMINAL, "TERM=%s",
                  term ? term : "");
    say(finding, here ? term ? term : "" : "-");
}

static void check_data(const struct cli *cli, struct finding *finding)
{
    AUTO_DESK desk = {0};
    if (!cli_desk_open(&desk, cli, DESK_DATA, &finding->error))
        return;
    AUTO_CHARS text =
        mem_format("%s: scripts %zu, branches %zu, set %.12s", desk.desk.data,
                   scripts_count(desk.desk.scripts), desk.desk.branch_count,
                   scripts_hash(desk.desk.scripts));
    say(finding, text);
}

/* A path that other accounts must not change (the folder) or read (files). */
static void check_mode(const char *path, unsigned forbidden,
                       enum message message, struct error *error)
{
    struct stat status;
    if (stat(path, &status) == 0 && (status.st_mode & forbidden))
        error_set(error, message, "%s: %04o", path,
                  (unsigned)status.st_mode & 07777);
}

static void check_folder(const struct cli *cli, struct finding *finding)
{
    AUTO_CHARS folder = desk_store_folder(cli->config);
    AUTO_CHARS key = mem_format("%s/master.key", folder);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    bool there = access(folder, F_OK) == 0;
    check_mode(folder, 0022, MESSAGE_FOLDER_MODE, &finding->error);
    check_mode(key, 0077, MESSAGE_FILE_MODE, &finding->error);
    check_mode(log, 0022, MESSAGE_STORE_MODE, &finding->error);
    AUTO_CHARS text =
        mem_format("%s%s", folder, there ? "" : ": made at first start");
    say(finding, text);
}

/* A check makes nothing: a store that is not there yet is not opened. */
static void check_store(const struct cli *cli, struct finding *finding)
{
    AUTO_CHARS folder = desk_store_folder(cli->config);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    AUTO_DESK desk = {0};
    say(finding, "made at first start");
    if (access(log, F_OK) != 0 ||
        !cli_desk_open(&desk, cli, DESK_STORE, &finding->error))
        return;
    AUTO_JSON facts = store_facts(desk.desk.store, &finding->error);
    AUTO_CHARS text = facts ? json_canonical(facts) : mem_copy("");
    say(finding, text);
}

static void check_person(const struct cli *cli, struct finding *finding)
{
    struct user user = {0};
    if (!user_init(&user, cli->config, &finding->error))
        return;
    AUTO_CHARS text =
        mem_format("%s, %s%s%s", user.name, role_name(user.role),
                   user.branch ? " " : "", user.branch ? user.branch : "");
    say(finding, text);
    user_clear(&user);
}

/* Its settings (the token's file, the address), then whether it answers. */
static void check_registry(const struct cli *cli, struct finding *finding)
{
    AUTO_DESK desk = {0};
    bool usable = cli_desk_open(&desk, cli, DESK_NETWORK, &finding->error);
    cli_desk_close(&desk);
    if (usable)
        cli_doctor_registry(cli->config, finding);
}

static const struct {
    const char *name;
    void (*check)(const struct cli *cli, struct finding *finding);
    bool settings; /* cannot be checked without */
} checks[] = {
    {"settings", check_settings, false}, {"locale", check_locale, false},
    {"texts", check_texts, false},       {"terminal", check_terminal, false},
    {"person", check_person, true},      {"data", check_data, true},
    {"folder", check_folder, true},      {"store", check_store, true},
    {"registry", check_registry, true},
};

static json_t *describe(const char *name, const struct finding *finding)
{
    bool bad = finding->error.message != MESSAGE_NONE;
    AUTO_CHARS detail =
        text_clean(bad ? finding->error.detail : finding->fine,
                   strlen(bad ? finding->error.detail : finding->fine), false);
    return json_pack("{s:s, s:b, s:s?, s:s}", "check", name, "ok", !bad, "code",
                     bad ? message_name(finding->error.message) : NULL,
                     "detail", detail);
}

static void print_line(const char *name, const struct finding *finding)
{
    bool bad = finding->error.message != MESSAGE_NONE;
    AUTO_CHARS line = bad ? mem_format("!!  %s - %s (%s)", name,
                                       message_text(finding->error.message),
                                       finding->error.detail)
                          : mem_format("ok  %-9s  %s", name, finding->fine);
    AUTO_CHARS clean = text_clean(line, strlen(line), false);
    puts(clean);
}

/* Runs one check; is it in order? */
static bool examine(const struct cli *cli, size_t index, json_t *described)
{
    struct finding finding = {0};
    checks[index].check(cli, &finding);
    json_array_append_new(described, describe(checks[index].name, &finding));
    if (!cli->json)
        print_line(checks[index].name, &finding);
    return finding.error.message == MESSAGE_NONE;
}

int cli_doctor(struct cli *cli)
{
    int exit_code;
    bool ok = true;
    AUTO_JSON described = json_array();
    if (!cli_words(cli, 0, 0, &exit_code))
        return exit_code;
    for (size_t i = 0; i < COUNT(checks); i++)
        if (cli->config || !checks[i].settings)
            ok = examine(cli, i, described) && ok;
    if (cli->json) {
        AUTO_JSON all = json_pack("{s:b, s:O}", "ok", ok, "checks", described);
        cli_print_json(all);
    }
    return ok ? EXIT_OK : EXIT_FAILED;
}
