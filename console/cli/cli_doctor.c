/* doctor: is everything in order that a call needs? Each check says how it
 * stands, or what is wrong and how to mend it. */
#include "console/cli/cli_doctor.h"

#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/cases/store_head.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_print.h"
#include "console/config/config.h"
#include "console/io/reserve.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"
#include "console/prove/proof.h"
#include "console/script/script.h"

#include <jansson.h>

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void say(struct health *health, const char *text)
{
    snprintf(health->fine, sizeof(health->fine), "%s", text);
}

static void check_settings(const struct cli *cli, struct health *health)
{
    if (!cli->config)
        health->error = *cli->config_error;
    say(health, "read");
}

static void check_locale(const struct cli *cli, struct health *health)
{
    const char *codeset = nl_langinfo(CODESET);
    (void)cli;
    if (strcmp(codeset, "UTF-8") != 0)
        error_set(&health->error, MESSAGE_DOCTOR_LOCALE, "%s", codeset);
    say(health, codeset);
}

static void check_texts(const struct cli *cli, struct health *health)
{
    AUTO_CHARS folder = desk_po_folder();
    (void)cli;
    for (int i = 0; i < LANGUAGE_EN; i++) {
        AUTO_CHARS file = mem_format("%s/%s/LC_MESSAGES/agent1414.mo", folder,
                                     language_code((enum language)i));
        if (access(file, R_OK) != 0)
            error_set(&health->error, MESSAGE_DOCTOR_TEXTS, "%s", file);
    }
    say(health, folder);
}

/* Where there is no terminal, nothing can be said of it. */
static void check_terminal(const struct cli *cli, struct health *health)
{
    const char *term = getenv("TERM");
    bool here = isatty(STDIN_FILENO);
    (void)cli;
    if (here && (!term || !*term || strcmp(term, "dumb") == 0))
        error_set(&health->error, MESSAGE_TERMINAL, "TERM=%s",
                  term ? term : "");
    say(health, here ? term ? term : "" : "-");
}

/* How long the days last for which the scripts are proved, where it is time to
 * bring them on. */
static void add_span(const struct desk *desk, struct text *out)
{
    AUTO(findings_clear) struct findings findings = {0};
    const struct proof_place place = {desk->data, NULL, desk->as_of};
    proof_warn_span(desk->scripts, &place, &findings);
    for (size_t i = 0; i < findings.count; i++) {
        text_format(out, ". %s: ", finding_name(findings.items[i].code));
        finding_write(&findings.items[i], out);
    }
}

static void check_data(const struct cli *cli, struct health *health)
{
    AUTO_DESK desk = {0};
    if (!cli_desk_open(&desk, cli, DESK_DATA, &health->error))
        return;
    AUTO_TEXT text = {0};
    text_format(&text, "%s: scripts %zu, branches %zu, set %.12s",
                desk.desk.data, scripts_count(desk.desk.scripts),
                desk.desk.branch_count, scripts_hash(desk.desk.scripts));
    add_span(&desk.desk, &text);
    say(health, text_chars(&text));
    cli_doctor_ground(cli->config, health);
}

static void check_process(const struct cli *cli, struct health *health)
{
    (void)cli;
    cli_doctor_process(health);
}

static void check_fence(const struct cli *cli, struct health *health)
{
    (void)cli;
    cli_doctor_fence(health);
}

static void check_libraries(const struct cli *cli, struct health *health)
{
    (void)cli;
    cli_doctor_libraries(health);
}

/* A search works without its index as well, only later. */
static void check_knowledge(const struct cli *cli, struct health *health)
{
    static const char *const states[] = {
        [KB_INDEX_MISSING] = "missing",
        [KB_INDEX_STALE] = "older than the articles",
        [KB_INDEX_BROKEN] = "damaged",
    };
    AUTO_DESK desk = {0};
    if (!cli_desk_open(&desk, cli, DESK_DATA, &health->error))
        return;
    AUTO_CHARS path = desk_index_path();
    struct kb *kb = desk_kb(&desk.desk, &health->error);
    if (!kb)
        return;
    if (!kb_verify(kb))
        error_set(&health->error, MESSAGE_KB_INDEX, "%s: %s", path,
                  states[kb_index(kb)]);
    AUTO_CHARS text =
        mem_format("%s: articles %zu", path, articles_count(kb_articles(kb)));
    say(health, text);
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

static void check_folder(const struct cli *cli, struct health *health)
{
    AUTO_CHARS folder = desk_store_folder(cli->config);
    AUTO_CHARS key = mem_format("%s/master.key", folder);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    bool there = access(folder, F_OK) == 0;
    check_mode(folder, 0022, MESSAGE_FOLDER_MODE, &health->error);
    check_mode(key, 0077, MESSAGE_FILE_MODE, &health->error);
    check_mode(log, 0022, MESSAGE_STORE_MODE, &health->error);
    AUTO_CHARS text =
        mem_format("%s%s", folder, there ? "" : ": made at first start");
    say(health, text);
}

/* A check makes nothing: a store that is not there yet is not opened. */
static void check_store(const struct cli *cli, struct health *health)
{
    AUTO_CHARS folder = desk_store_folder(cli->config);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    AUTO_DESK desk = {0};
    say(health, "made at first start");
    if (access(log, F_OK) != 0 ||
        !cli_desk_open(&desk, cli, DESK_STORE, &health->error))
        return;
    AUTO_JSON facts = store_facts(desk.desk.store, &health->error);
    AUTO_CHARS text = facts ? json_canonical(facts) : mem_copy("");
    say(health, text);
    AUTO_CHARS reserve = mem_format("%s/" STORE_RESERVE, folder);
    if (facts && reserve_low(reserve))
        error_set(&health->error, MESSAGE_STORE_LOW, "%s", reserve);
}

/* Heads that nobody takes are told until one is taken again. */
static void check_audit(const struct cli *cli, struct health *health)
{
    const char *where = config_text(cli->config, CONFIG_audit_syslog);
    AUTO_CHARS folder = desk_store_folder(cli->config);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    AUTO_DESK desk = {0};
    say(health, where);
    if (access(log, F_OK) != 0 || strcmp(where, "off") == 0 ||
        !cli_desk_open(&desk, cli, DESK_STORE, &health->error))
        return;
    AUTO_JSON state = store_head_state(desk.desk.store, &health->error);
    AUTO_CHARS text = state ? json_canonical(state) : mem_copy("");
    say(health, text);
    if (json_integer_value(json_object_get(state, "failed")) > 0)
        error_set(&health->error, MESSAGE_AUDIT_SYSLOG, "%s", text);
}

/* Role and branch stand in the store; before there is one, the first who
 * comes is the administrator. */
static void check_person(const struct cli *cli, struct health *health)
{
    AUTO_CHARS folder = desk_store_folder(cli->config);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    AUTO_DESK desk = {0};
    AUTO(user_clear) struct user user = {0};
    bool there = access(log, F_OK) == 0;
    if (!user_init(&user, cli->config, &health->error) ||
        (there && !cli_desk_open(&desk, cli, DESK_STORE, &health->error)))
        return;
    const struct user *known = there ? &desk.desk.user : &user;
    AUTO_CHARS text = mem_format(
        "%s, %s%s%s", known->name, role_name(there ? known->role : ROLE_ADMIN),
        known->branch ? " " : "", known->branch ? known->branch : "");
    say(health, text);
}

/* Its settings (the token's file, the address), then whether it answers. */
static void check_registry(const struct cli *cli, struct health *health)
{
    AUTO_DESK desk = {0};
    bool usable = cli_desk_open(&desk, cli, DESK_NETWORK, &health->error);
    cli_desk_close(&desk);
    if (usable)
        cli_doctor_registry(cli->config, health);
}

/* A store that is not there yet is not opened. */
static void check_delivery(const struct cli *cli, struct health *health)
{
    AUTO_CHARS folder = desk_store_folder(cli->config);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    AUTO_DESK desk = {0};
    unsigned store = access(log, F_OK) == 0 ? DESK_STORE : 0;
    if (cli_desk_open(&desk, cli, DESK_DATA | store, &health->error))
        cli_doctor_delivery(&desk.desk, health);
}

static void check_calendar(const struct cli *cli, struct health *health)
{
    AUTO_DESK desk = {0};
    if (cli_desk_open(&desk, cli, DESK_DATA, &health->error))
        cli_doctor_calendar(&desk.desk, health);
}

static const struct {
    const char *name;
    void (*check)(const struct cli *cli, struct health *health);
    bool settings; /* cannot be checked without */
} checks[] = {
    {"process", check_process, false},
    {"fence", check_fence, false},
    {"libraries", check_libraries, false},
    {"settings", check_settings, false},
    {"locale", check_locale, false},
    {"texts", check_texts, false},
    {"terminal", check_terminal, false},
    {"person", check_person, true},
    {"data", check_data, true},
    {"calendar", check_calendar, true},
    {"knowledge", check_knowledge, true},
    {"folder", check_folder, true},
    {"store", check_store, true},
    {"audit", check_audit, true},
    {"registry", check_registry, true},
    {"delivery", check_delivery, true},
};

static json_t *describe(const char *name, const struct health *health)
{
    bool bad = health->error.message != MESSAGE_NONE;
    AUTO_CHARS detail =
        text_clean(bad ? health->error.detail : health->fine,
                   strlen(bad ? health->error.detail : health->fine), false);
    return json_pack("{s:s, s:b, s:b, s:s?, s:s}", "check", name, "ok",
                     !bad || health->warning, "warning", bad && health->warning,
                     "code", bad ? message_name(health->error.message) : NULL,
                     "detail", detail);
}

static void print_line(const char *name, const struct health *health)
{
    bool bad = health->error.message != MESSAGE_NONE;
    AUTO_CHARS line =
        bad ? mem_format("%s  %s - %s (%s)", health->warning ? "! " : "!!",
                         name, message_text(health->error.message),
                         health->error.detail)
            : mem_format("ok  %-9s  %s", name, health->fine);
    AUTO_CHARS clean = text_clean(line, strlen(line), false);
    puts(clean);
}

/* Runs one check; is it in order, but for a warning? */
static bool examine(const struct cli *cli, size_t index, json_t *described)
{
    struct health health = {0};
    checks[index].check(cli, &health);
    json_array_append_new(described, describe(checks[index].name, &health));
    if (!cli->json)
        print_line(checks[index].name, &health);
    return health.error.message == MESSAGE_NONE || health.warning;
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
