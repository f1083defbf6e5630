/* The settings of [branch.CODE] and [delivery], judged once. */
#include "console/delivery/sink.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/cases/route.h"
#include "console/config/config.h"
#include "console/delivery/sink_state.h"
#include "console/io/access.h"

#include <stdlib.h>
#include <string.h>

#define N_(text) text

static const struct {
    const char *name, *label;
} kinds[SINK_COUNT] = {
#define SINK(id, name, label) [SINK_##id] = {name, label},
#include "console/delivery/sink.def"
#undef SINK
};

const char *sink_name(enum sink_kind kind)
{
    return kinds[kind].name;
}

const char *sink_label(enum sink_kind kind)
{
    return kinds[kind].label;
}

bool sink_find(const char *name, enum sink_kind *kind)
{
    for (enum sink_kind i = 0; i < SINK_COUNT; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            *kind = i;
            return true;
        }
    return false;
}

/* ---- reading the settings ---- */

/* The settings while they are read. */
struct reading {
    const struct config *config;
    const struct branch *branches;
    size_t count;
    struct error *error;
};

/* An empty setting is none. The caller frees. */
static char *setting(const struct config *config, enum config_id id)
{
    const char *value = config_text(config, id);
    return value[0] == '\0' ? NULL : mem_copy(value);
}

/* "agent.conf:12: branch.KZO.url": where a setting stands. The caller frees. */
static char *place_of(const struct reading *reading, enum config_each each,
                      const char *key, const char *code)
{
    const char *origin = config_origin_of(reading->config, each, code);
    return mem_format("%s: branch.%s.%s", origin != NULL ? origin : "built-in",
                      code, key);
}

/* The same of a setting that there is once. */
static char *place_of_one(const struct reading *reading, enum config_id id)
{
    const char *name, *value, *origin;
    config_describe(reading->config, id, &name, &value, &origin);
    return mem_format("%s: %s", origin, name);
}

static bool lacks(const struct reading *reading, const char *place,
                  const char *what)
{
    return error_set(reading->error, MESSAGE_CONFIG_VALUE, "%s: needs %s",
                     place, what);
}

/* The branch of that code in the table. */
static const struct branch *branch_of(const struct reading *reading,
                                      const char *code)
{
    for (size_t i = 0; i < reading->count; i++)
        if (strcmp(reading->branches[i].code, code) == 0)
            return &reading->branches[i];
    const char *origin = NULL;
    for (enum config_each each = CONFIG_BEFORE_EACH + 1;
         origin == NULL && each < CONFIG_ALL; each++)
        origin = config_origin_of(reading->config, each, code);
    AUTO_TEXT codes = {0};
    for (size_t i = 0; i < reading->count; i++)
        text_format(&codes, " %s", reading->branches[i].code);
    error_set(reading->error, MESSAGE_CONFIG_KEY,
              "%s: the table of branches has no branch %s; it has%s", origin,
              code, text_chars(&codes));
    return NULL;
}

static bool read_url(const struct reading *reading, struct sink *sink)
{
    const char *url =
        config_text_of(reading->config, CONFIG_branch_url, sink->branch);
    AUTO_CHARS place =
        place_of(reading, CONFIG_branch_url, "url", sink->branch);
    if (url[0] != '\0') {
        sink->url = access_http(place, url, reading->error);
        return sink->url != NULL;
    }
    return sink->kind != SINK_HTTP ||
           lacks(reading, place, "an address, since the sink is http");
}

static bool read_mail_to(const struct reading *reading, struct sink *sink)
{
    const char *address =
        config_text_of(reading->config, CONFIG_branch_mail_to, sink->branch);
    AUTO_CHARS place =
        place_of(reading, CONFIG_branch_mail_to, "mail_to", sink->branch);
    if (address[0] == '\0')
        return sink->kind != SINK_SMTP ||
               lacks(reading, place, "an address, since the sink is smtp");
    if (!access_address(address))
        return lacks(reading, place, "one plain address, name@host");
    sink->mail_to = mem_copy(address);
    return true;
}

static bool read_sink(const struct reading *reading, struct sink *sink,
                      const char *code)
{
    const struct branch *branch = branch_of(reading, code);
    if (branch == NULL)
        return false;
    sink->branch = mem_copy(code);
    if (!sink_find(config_text_of(reading->config, CONFIG_branch_sink, code),
                   &sink->kind))
        return error_set(reading->error, MESSAGE_INTERNAL, "sinks of the list");
    sink->token_file = mem_copy(
        config_text_of(reading->config, CONFIG_branch_token_file, code));
    sink->zone = zone_open(branch->zone, reading->error);
    return sink->zone != NULL && read_url(reading, sink) &&
           read_mail_to(reading, sink);
}

static bool read_branches(const struct reading *reading, struct sinks *sinks)
{
    const char *code;
    while ((code = config_code(reading->config, sinks->count)) != NULL) {
        sinks->items =
            mem_grow(sinks->items, sinks->count + 1, sizeof *sinks->items);
        struct sink *sink = &sinks->items[sinks->count++];
        *sink = (struct sink){0};
        if (!read_sink(reading, sink, code))
            return false;
    }
    return true;
}

/* Does any branch have an address to write to? */
static bool writes_mail(const struct sinks *sinks)
{
    for (size_t i = 0; i < sinks->count; i++)
        if (sinks->items[i].mail_to != NULL)
            return true;
    return false;
}

static bool read_mail(const struct reading *reading, struct sinks *sinks)
{
    AUTO_CHARS from = setting(reading->config, CONFIG_delivery_smtp_from);
    AUTO_CHARS url = setting(reading->config, CONFIG_delivery_smtp_url);
    AUTO_CHARS from_place = place_of_one(reading, CONFIG_delivery_smtp_from);
    AUTO_CHARS url_place = place_of_one(reading, CONFIG_delivery_smtp_url);
    bool needed = writes_mail(sinks);
    if (from != NULL ? !access_address(from) : needed)
        return lacks(reading, from_place, "one plain address, name@host");
    if (url != NULL || needed)
        sinks->smtp_url =
            access_mail(url_place, url != NULL ? url : "", reading->error);
    sinks->smtp_from = mem_copy(from);
    sinks->smtp_user = setting(reading->config, CONFIG_delivery_smtp_user);
    sinks->smtp_password_file = mem_copy(
        config_text(reading->config, CONFIG_delivery_smtp_password_file));
    return sinks->smtp_url != NULL || (url == NULL && !needed);
}

struct sinks *sinks_new(const struct config *config,
                        const struct branch *branches, size_t count,
                        struct error *error)
{
    const struct reading reading = {config, branches, count, error};
    struct sinks *sinks = mem_new(sizeof *sinks);
    sinks->ca_file = setting(config, CONFIG_delivery_ca_file);
    sinks->connect_ms = config_int(config, CONFIG_delivery_connect_ms);
    sinks->deadline_ms = config_int(config, CONFIG_delivery_deadline_ms);
    if (read_branches(&reading, sinks) && read_mail(&reading, sinks))
        return sinks;
    sinks_free(sinks);
    return NULL;
}

void sinks_free(struct sinks *sinks)
{
    if (sinks == NULL)
        return;
    for (size_t i = 0; i < sinks->count; i++) {
        struct sink *sink = &sinks->items[i];
        free(sink->branch);
        free(sink->url);
        free(sink->token_file);
        free(sink->mail_to);
        zone_close(sink->zone);
    }
    free(sinks->items);
    free(sinks->smtp_url);
    free(sinks->smtp_from);
    free(sinks->smtp_user);
    free(sinks->smtp_password_file);
    free(sinks->ca_file);
    free(sinks);
}

bool sinks_check_secrets(const struct sinks *sinks, struct error *error)
{
    for (size_t i = 0; i < sinks->count; i++)
        if (!access_private(sinks->items[i].token_file, error))
            return false;
    return sinks->smtp_url == NULL ||
           access_private(sinks->smtp_password_file, error);
}

/* ---- what is set ---- */

const struct sink *sinks_find(const struct sinks *sinks, const char *branch)
{
    for (size_t i = 0; i < sinks->count; i++)
        if (strcmp(sinks->items[i].branch, branch) == 0)
            return &sinks->items[i];
    return NULL;
}

enum sink_kind sinks_of(const struct sinks *sinks, const char *branch)
{
    const struct sink *sink = sinks_find(sinks, branch);
    return sink != NULL ? sink->kind : SINK_INBOX;
}

bool sink_is_inbox(const struct config *config, const char *branch)
{
    const char *name = config_text_of(config, CONFIG_branch_sink, branch);
    return strcmp(name, sink_name(SINK_INBOX)) == 0;
}

const char *sinks_address(const struct sinks *sinks, const char *branch,
                          enum sink_kind kind)
{
    const struct sink *sink = sinks_find(sinks, branch);
    if (sink == NULL || kind == SINK_INBOX)
        return NULL;
    return kind == SINK_HTTP ? sink->url : sink->mail_to;
}

bool sinks_can(const struct sinks *sinks, const char *branch,
               enum sink_kind kind)
{
    return kind == SINK_INBOX || sinks_address(sinks, branch, kind) != NULL;
}

bool sinks_need_sender(const struct sinks *sinks)
{
    for (size_t i = 0; i < sinks->count; i++)
        if (sinks->items[i].kind != SINK_INBOX)
            return true;
    return false;
}
