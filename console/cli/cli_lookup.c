/* lookup: asks the registry for one person. The look-up is on record before it
 * is asked; personal facts are masked until --reveal, which is on record too.
 */
#include "console/registry/lookup.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/look_why.h"
#include "console/cases/store.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/config/config.h"
#include "console/dues/dues.h"
#include "console/io/loop.h"
#include "console/knowledge/table.h"
#include "console/people/mask.h"
#include "console/registry/iin.h"
#include "console/registry/person.h"
#include "console/script/fact.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

/* One look-up from the number to its print. */
struct work {
    struct cli *cli;
    struct cli_desk desk;
    char iin[IIN_PASTE_SIZE];
    bool revealed;
    struct lookup_answer answer;
    struct facts *declared;
    struct tables *tables;  /* NULL: nothing is known of dues */
    struct fact_set *facts; /* KNOWN only */
};

static void work_clear(struct work *work)
{
    fact_set_free(work->facts);
    facts_free(work->declared);
    tables_free(work->tables);
    person_free(work->answer.person);
    cli_desk_close(&work->desk);
}

/* A refused number is not asked for, nor recorded. */
static bool take_number(struct work *work, const char *typed,
                        struct error *error)
{
    struct iin_verdict verdict;
    (void)iin_clean(typed, work->iin);
    iin_check(work->iin, clock_now_ms() / DAY_MS, &verdict);
    return verdict.accepted || error_set(error, iin_message(verdict.reason),
                                         "%s", iin_reason_code(verdict.reason));
}

static void done(struct lookup_answer *answer, void *cookie)
{
    struct work *work = cookie;
    work->answer = *answer;
    answer->person = NULL;
    loop_stop(work->desk.loop);
}

/* The reason given; needed where the line asks for one. */
static bool take_why(const struct cli *cli, enum look_why *why,
                     struct error *error)
{
    const char *name = cli_given(cli, CLI_REASON);
    if (!name)
        return !config_bool(cli->config, CONFIG_desk_lookup_reason) ||
               error_set(error, MESSAGE_LOOKUP_REASON, "--reason");
    return look_why_find(name, why) ||
           error_set(error, MESSAGE_USAGE_OPTION, "--reason");
}

static bool ask(struct work *work, struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    struct desk *desk = &work->desk.desk;
    enum look_why why = WHY_COUNT;
    seal_uuid(uuid);
    if (!take_why(work->cli, &why, error) ||
        !store_add_lookup(desk->store, uuid, NULL, work->iin,
                          why < WHY_COUNT ? look_why_name(why) : NULL, error))
        return false;
    lookup_start(desk->lookup, work->iin, uuid, desk->language, done, work);
    loop_run(work->desk.loop);
    if (work->answer.state != LOOKUP_KNOWN)
        return true;
    const struct dues_book book = {work->tables,
                                   dues_basis_chosen(work->cli->config)};
    work->facts = fact_set_new(work->declared);
    fact_set_take_person(work->facts, work->answer.person, &book, desk->as_of);
    return true;
}

static bool reveal(struct work *work, struct error *error)
{
    work->revealed = cli_given(work->cli, CLI_REVEAL) != NULL;
    return !work->revealed || !work->facts ||
           store_add_reveal(work->desk.desk.store, "caller", NULL, work->iin,
                            NULL, error);
}

/* What may be shown of a personal value before it is revealed: nothing but
 * the ends of number and name. */
static json_t *mask(const struct fact *fact, const json_t *value)
{
    const char *text = json_string_value(value);
    if (!text)
        return json_string("...");
    AUTO_CHARS masked = strstr(fact->name, "name")  ? mask_name(text)
                        : strstr(fact->name, "iin") ? mask_iin(text)
                                                    : mem_copy("...");
    return json_string(masked);
}

/* {"value", "source", "at"} with the mask before a personal value. */
static json_t *describe_fact(const struct work *work, const struct fact *fact,
                             const struct fact_value *value)
{
    char at[CLOCK_ISO_SIZE];
    bool masked =
        fact->personal && !work->revealed && !json_is_null(value->value);
    clock_iso(value->at_ms, at);
    json_t *described = json_pack(
        "{s:o, s:s?, s:o}", "value",
        masked ? mask(fact, value->value) : json_incref(value->value), "source",
        value->source, "at", value->at_ms ? json_string(at) : json_null());
    if (masked)
        json_object_set_new(described, "masked", json_true());
    return described;
}

static json_t *describe_person(const struct work *work)
{
    const struct facts *facts = work->declared;
    json_t *person = json_object();
    for (size_t i = 0; work->facts && i < facts_count(facts); i++) {
        const struct fact_value *value = fact_set_at(work->facts, i);
        const struct fact *fact = facts_at(facts, i);
        if (value->value)
            json_object_set_new(person, fact->name,
                                describe_fact(work, fact, value));
    }
    return person;
}

static void print_json(const struct work *work)
{
    AUTO_JSON person = work->facts ? describe_person(work) : json_null();
    const char *reason = work->answer.state == LOOKUP_KNOWN
                             ? NULL
                             : message_name(work->answer.error.message);
    AUTO_JSON all = json_pack("{s:s, s:s?, s:O}", "state",
                              lookup_state_name(work->answer.state), "reason",
                              reason, "person", person);
    cli_print_json(all);
}

/* The rows for a spreadsheet: as in the JSON. */
static json_t *rows_for_csv(const struct work *work)
{
    AUTO_JSON person = describe_person(work);
    json_t *rows = json_array();
    const char *name;
    json_t *fact;
    json_object_foreach(person, name, fact)
    {
        json_object_set_new(fact, "fact", json_string(name));
        json_array_append(rows, fact);
    }
    return rows;
}

/* One row for people: label, value and time as they read them. */
static json_t *row_for_people(const struct work *work, const struct fact *fact,
                              const struct fact_value *value)
{
    const struct desk *desk = &work->desk.desk;
    char at[CLOCK_ISO_SIZE] = "";
    AUTO_JSON fields = describe_fact(work, fact, value);
    const json_t *shown = json_object_get(fields, "value");
    AUTO_CHARS text = json_object_get(fields, "masked")
                          ? mem_copy(json_string_value(shown))
                          : fact_write(fact, shown, desk->language);
    if (value->at_ms)
        zone_minute(desk->zone, value->at_ms, at);
    return json_pack("{s:s, s:s, s:s?, s:s}", "label",
                     fact->label.in[desk->language], "value", text, "source",
                     value->source, "at", at);
}

static json_t *rows_for_people(const struct work *work)
{
    const struct facts *facts = work->declared;
    json_t *rows = json_array();
    for (size_t i = 0; i < facts_count(facts); i++) {
        const struct fact_value *value = fact_set_at(work->facts, i);
        if (value->value)
            json_array_append_new(
                rows, row_for_people(work, facts_at(facts, i), value));
    }
    return rows;
}

static void print_table(const struct work *work)
{
    static const struct cli_column columns[] = {{"label", N_("Fact")},
                                                {"value", N_("Value")},
                                                {"source", N_("Source")},
                                                {"at", N_("Time")}};
    AUTO_JSON rows = rows_for_people(work);
    AUTO_CHARS iin = mask_iin(work->iin);
    printf("%s  %s\n\n", work->revealed ? work->iin : iin,
           lookup_state_name(work->answer.state));
    cli_print_rows(work->cli, columns, COUNT(columns), rows);
}

static void print_csv(const struct work *work)
{
    static const struct cli_column columns[] = {
        {"fact", ""}, {"value", ""}, {"source", ""}, {"at", ""}};
    AUTO_JSON rows = rows_for_csv(work);
    cli_print_rows(work->cli, columns, COUNT(columns), rows);
}

/* The facts alone: scripts and tables have no say in a look-up, but without
 * tables nothing is said of dues. */
static bool load_facts(struct work *work, struct error *error)
{
    AUTO_CHARS folder = desk_data_folder(work->cli->config);
    AUTO_CHARS path = mem_format("%s/scripts/facts.json", folder);
    AUTO_CHARS tables = mem_format("%s/kb/tables", folder);
    work->tables = tables_load(tables, NULL, NULL);
    work->declared = facts_load(path, error);
    return work->declared != NULL;
}

static bool run(struct work *work, struct error *error)
{
    return take_number(work, work->cli->words[1], error) &&
           load_facts(work, error) &&
           cli_desk_open(&work->desk, work->cli, DESK_STORE | DESK_NETWORK,
                         error) &&
           ask(work, error) && reveal(work, error);
}

int cli_lookup(struct cli *cli)
{
    int exit_code;
    struct error error = {0};
    AUTO(work_clear) struct work work = {.cli = cli};
    if (!cli_words(cli, 1, 1, &exit_code))
        return exit_code;
    if (!run(&work, &error))
        return cli_fail(&error);
    if (cli->json)
        print_json(&work);
    else if (work.facts && cli->csv)
        print_csv(&work);
    else if (work.facts)
        print_table(&work);
    if (work.answer.state == LOOKUP_KNOWN)
        return EXIT_OK;
    return cli_fail(&work.answer.error);
}
