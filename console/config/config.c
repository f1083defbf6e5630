/* The settings: layers in their order, values by id, and what is written of
 * them: the default file and the list of origins. */
#include "console/config/config.h"

#include "console/base/text.h"
#include "console/config/config_layer.h"
#include "console/config/config_option.h"

#include <stdlib.h>
#include <string.h>

#define SYSTEM_FILE "/etc/agent1414/agent.conf"

/* Cells of a comment of the default file, without "# ". */
enum { COMMENT_CELLS = 76 };

static void set_defaults(struct config *config)
{
    for (size_t id = 0; id < CONFIG_COUNT; id++)
        config_layer_add(config, id, NULL);
}

/* The user's customary file; NULL when there is no home. The caller frees. */
static char *user_file(void)
{
    const char *base = getenv("XDG_CONFIG_HOME");
    if (base != NULL && base[0] == '/')
        return mem_format("%s/agent1414/agent.conf", base);
    const char *home = getenv("HOME");
    if (home == NULL || home[0] != '/')
        return NULL;
    return mem_format("%s/.config/agent1414/agent.conf", home);
}

/* A file that was named must be there; a customary one need not; "": none. */
static bool read_file(struct config *config, const char *named,
                      const char *customary, struct error *error)
{
    const char *path = named != NULL ? named : customary;
    if (path == NULL || path[0] == '\0')
        return true;
    return config_layer_file(config, path, named != NULL, error);
}

struct config *config_load(const struct config_places *places,
                           struct error *error)
{
    struct config *config = mem_new(sizeof(*config));
    AUTO_CHARS user = user_file();
    set_defaults(config);
    if (read_file(config, places->system_file, SYSTEM_FILE, error) &&
        read_file(config, places->user_file, user, error) &&
        config_layer_environment(config, error) &&
        config_layer_options(config, places->options, error))
        return config;
    config_free(config);
    return NULL;
}

void config_free(struct config *config)
{
    if (config == NULL)
        return;
    for (size_t i = 0; i < config->count; i++) {
        struct config_setting *setting = &config->settings[i];
        free(setting->code);
        free(setting->name);
        free(setting->value);
        free(setting->origin);
    }
    free(config->settings);
    free(config);
}

const char *config_text(const struct config *config, enum config_id id)
{
    return config->settings[id].value;
}

int64_t config_int(const struct config *config, enum config_id id)
{
    return strtoll(config_text(config, id), NULL, 10);
}

bool config_bool(const struct config *config, enum config_id id)
{
    return strcmp(config_text(config, id), "yes") == 0;
}

/* ---- settings of a code ---- */

/* The setting that was given for this code; NULL when none was. */
static const struct config_setting *given(const struct config *config,
                                          enum config_each each,
                                          const char *code)
{
    const struct config_option *option = config_option_at(each);
    for (size_t i = CONFIG_COUNT; i < config->count; i++)
        if (config->settings[i].option == option &&
            strcmp(config->settings[i].code, code) == 0)
            return &config->settings[i];
    return NULL;
}

const char *config_text_of(const struct config *config, enum config_each each,
                           const char *code)
{
    const struct config_setting *setting = given(config, each, code);
    return setting != NULL ? setting->value : config_option_at(each)->value;
}

const char *config_origin_of(const struct config *config, enum config_each each,
                             const char *code)
{
    const struct config_setting *setting = given(config, each, code);
    return setting != NULL ? setting->origin : NULL;
}

/* Is this setting the first of its code? */
static bool begins_code(const struct config *config, size_t index)
{
    const char *code = config->settings[index].code;
    for (size_t i = CONFIG_COUNT; i < index; i++)
        if (strcmp(config->settings[i].code, code) == 0)
            return false;
    return true;
}

const char *config_code(const struct config *config, size_t n)
{
    for (size_t i = CONFIG_COUNT; i < config->count; i++)
        if (begins_code(config, i) && n-- == 0)
            return config->settings[i].code;
    return NULL;
}

/* ---- what is told of them ---- */

size_t config_count(const struct config *config)
{
    return config->count;
}

void config_describe(const struct config *config, size_t index,
                     const char **name, const char **value, const char **origin)
{
    *name = config->settings[index].name;
    *value = config->settings[index].value;
    *origin = config->settings[index].origin;
}

void config_write_origins(const struct config *config, struct text *out)
{
    for (size_t i = 0; i < config->count; i++) {
        const struct config_setting *setting = &config->settings[i];
        text_format(out, "%s =%s%s  # %s\n", setting->name,
                    setting->value[0] == '\0' ? "" : " ", setting->value,
                    setting->origin);
    }
}

/* ---- the default file ---- */

static const char heading[] =
    "# agent.conf: the settings of agent1414, each with its built-in value.\n"
    "#\n"
    "# Read in this order, the later wins: what is built in, the file\n"
    "# " SYSTEM_FILE ", the file agent1414/agent.conf in\n"
    "# $XDG_CONFIG_HOME (else ~/.config), the environment\n"
    "# (AGENT1414_SECTION_KEY), -o section.key=value on the command line.\n"
    "# Behind the others: what each branch may have, [branch.KZO] and so on.\n"
    "# `agent1414 config --origin` shows each value and where it came from.\n"
    "# A line holds 199 bytes at most; \" ;\" behind a value begins a "
    "comment.\n";

static void comment_line(const char *bytes, size_t length, void *cookie)
{
    struct text *out = cookie;
    text_add(out, "# ");
    text_add_n(out, bytes, length);
    text_add(out, "\n");
}

/* The help, and what the value may be. */
static void write_comment(const struct config_option *option, struct text *out)
{
    AUTO_CHARS limits = config_option_limits(option);
    AUTO_CHARS comment = limits[0] == '\0' ? mem_copy(option->help)
                                           : mem_format("%s\nAllowed: %s.",
                                                        option->help, limits);
    text_wrap(comment, COMMENT_CELLS, comment_line, out);
}

/* `off`: "# " before what is an example only. */
static void write_option(const struct config_option *option, const char *off,
                         struct text *out)
{
    text_add(out, "\n");
    write_comment(option, out);
    text_format(out, "%s%s =%s%s\n", off, option->key,
                option->value[0] == '\0' ? "" : " ", option->value);
}

void config_write_defaults(struct text *out)
{
    const char *section = "";
    text_add(out, heading);
    for (size_t i = 0; i < CONFIG_ALL; i++) {
        const struct config_option *option = config_option_at(i);
        const char *off = i < CONFIG_COUNT ? "" : "# ";
        const char *code = i < CONFIG_COUNT ? "" : ".CODE";
        if (strcmp(option->section, section) != 0)
            text_format(out, "\n%s[%s%s]\n", off, option->section, code);
        section = option->section;
        write_option(option, off, out);
    }
}
