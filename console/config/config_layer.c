/* Files by inih, line by line: it cuts what is longer than its buffer without
 * a word, so every line is measured, and its section judged, before it gets
 * it. Then the environment and the command line. */
#include "console/config/config_layer.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/config/config_option.h"

#include <ini.h>

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "AGENT1414_"

void config_layer_add(struct config *config, size_t option, const char *code)
{
    const struct config_option *row = config_option_at(option);
    config->settings =
        mem_grow(config->settings, config->count + 1, sizeof *config->settings);
    config->settings[config->count++] = (struct config_setting){
        .option = row,
        .code = mem_copy(code),
        .name = code == NULL
                    ? mem_copy(row->name)
                    : mem_format("%s.%s.%s", row->section, code, row->key),
        .value = mem_copy(row->value),
        .origin = mem_copy("built-in")};
}

/* The setting of this name; NULL when no such name is known. */
static struct config_setting *find(struct config *config, const char *name)
{
    AUTO_CHARS code = NULL;
    size_t option = config_option_find(name, &code);
    if (option < CONFIG_COUNT)
        return &config->settings[option];
    if (option == CONFIG_ALL)
        return NULL;
    for (size_t i = CONFIG_COUNT; i < config->count; i++)
        if (strcmp(config->settings[i].name, name) == 0)
            return &config->settings[i];
    config_layer_add(config, option, code);
    return &config->settings[config->count - 1];
}

/* Sets one value after judging it. */
static bool set(struct config_setting *setting, const char *value,
                const char *origin, struct error *error)
{
    AUTO_CHARS place = mem_format("%s: %s", origin, setting->name);
    if (!config_option_fits(setting->option, value, place, error))
        return false;
    free(setting->value);
    free(setting->origin);
    setting->value = mem_copy(value);
    setting->origin = mem_copy(origin);
    return true;
}

/* A name as foreign bytes, made fit for a message. */
static bool unknown_name(const char *origin, const char *name,
                         struct error *error)
{
    AUTO_CHARS shown = text_clean(name, strnlen(name, 80), false);
    return error_set(error, MESSAGE_CONFIG_KEY,
                     "%s: %s is not known; the nearest is %s", origin, shown,
                     config_option_nearest(name));
}

/* ---- a file ---- */

/* One file while inih reads it. */
struct reading {
    struct config *config;
    const char *path;
    FILE *file;
    int line;
    bool failed;
    struct error *error;
};

static bool bad_line(const struct reading *reading, const char *why)
{
    return error_set(reading->error, MESSAGE_CONFIG_LINE, "%s:%d: %s",
                     reading->path, reading->line, why);
}

/* inih would take "[name" or "[name] more" for a section: not we. */
static bool section_is_known(const struct reading *reading, const char *line)
{
    const char *name = line + 1;
    size_t length = strcspn(name, "]");
    if (name[length] != ']' ||
        name[length + 1 + strspn(name + length + 1, " \t")] != '\0')
        return bad_line(reading, "a section is [name] and nothing more");
    if (config_option_section(name, length))
        return true;
    AUTO_CHARS section = mem_copy_n(name, length);
    AUTO_CHARS shown = text_clean(section, length, false);
    AUTO_CHARS nearest = config_option_nearest_section(section);
    return error_set(reading->error, MESSAGE_CONFIG_KEY,
                     "%s:%d: section [%s] is not known; the nearest is [%s]",
                     reading->path, reading->line, shown, nearest);
}

/* Judges a line without its end; `room` is what inih's buffer holds. */
static bool line_is_good(const struct reading *reading, const char *line,
                         size_t length, size_t room)
{
    if (strlen(line) != length)
        return bad_line(reading, "has a NUL byte");
    if (length > room) {
        AUTO_CHARS why =
            mem_format("%zu bytes; a line holds %zu at most", length, room);
        return bad_line(reading, why);
    }
    return line[0] != '[' || section_is_known(reading, line);
}

/* Hands inih its next line without indent (which would continue the value of
 * the line before) and without line end. NULL at the end and on a fault. */
static char *next_line(char *buffer, int size, void *cookie)
{
    struct reading *reading = cookie;
    AUTO_CHARS line = NULL;
    size_t room = 0;
    ssize_t got = reading->failed ? -1 : getline(&line, &room, reading->file);
    if (got < 0)
        return NULL;
    reading->line++;
    size_t length = (size_t)got;
    while (length > 0 && strchr("\r\n", line[length - 1]) != NULL &&
           line[length - 1] != '\0')
        line[--length] = '\0';
    size_t indent = strspn(line, " \t");
    reading->failed = !line_is_good(reading, line + indent, length - indent,
                                    (size_t)size - 1);
    if (reading->failed)
        return NULL;
    memcpy(buffer, line + indent, length - indent + 1);
    return buffer;
}

/* inih calls this for each "name = value". Returns 0 on a fault. */
static int take_line(void *cookie, const char *section, const char *key,
                     const char *value)
{
    struct reading *reading = cookie;
    AUTO_CHARS name = mem_format("%s.%s", section, key);
    AUTO_CHARS origin = mem_format("%s:%d", reading->path, reading->line);
    struct config_setting *setting = find(reading->config, name);
    bool taken = false;
    if (setting == NULL)
        unknown_name(origin, section[0] == '\0' ? key : name, reading->error);
    else if (setting->line != 0)
        error_set(reading->error, MESSAGE_CONFIG_LINE,
                  "%s: %s is given in line %d already", origin, name,
                  setting->line);
    else
        taken = set(setting, value, origin, reading->error);
    if (taken)
        setting->line = reading->line;
    reading->failed = !taken;
    return taken;
}

bool config_layer_file(struct config *config, const char *path, bool needed,
                       struct error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL && !needed && (errno == ENOENT || errno == ENOTDIR))
        return true;
    if (file == NULL)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", path,
                         strerror(errno));
    for (size_t i = 0; i < config->count; i++)
        config->settings[i].line = 0;
    struct reading reading = {
        .config = config, .path = path, .file = file, .error = error};
    int fault = ini_parse_stream(next_line, &reading, take_line, &reading);
    bool broken = ferror(file);
    int reason = errno;
    fclose(file);
    if (broken)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", path,
                         strerror(reason));
    if (reading.failed)
        return false;
    return fault == 0 || error_set(error, MESSAGE_CONFIG_LINE,
                                   "%s:%d: needs \"key = value\"", path, fault);
}

/* ---- the environment ---- */

static char *small_letters(const char *bytes, size_t length)
{
    char *small = mem_copy_n(bytes, length);
    for (char *letter = small; *letter != '\0'; letter++)
        *letter = (char)tolower((unsigned char)*letter);
    return small;
}

/* "REGISTRY_BASE_URL" as "registry.base_url", "BRANCH_KZO_TOKEN_FILE" as
 * "branch.KZO.token_file"; NULL when it does not begin with a section of ours.
 * The caller frees. */
static char *option_name(const char *variable, size_t length)
{
    AUTO_CHARS small = small_letters(variable, length);
    size_t section = strcspn(small, "_");
    if (small[section] == '\0')
        return NULL;
    small[section] = '.';
    if (!config_option_has_code(small, section))
        return config_option_section(small, section) ? mem_copy(small) : NULL;
    size_t code = strcspn(small + section + 1, "_");
    memcpy(small + section + 1, variable + section + 1, code);
    if (small[section + 1 + code] != '\0')
        small[section + 1 + code] = '.';
    return mem_copy(small);
}

static bool take_variable(struct config *config, const char *variable,
                          struct error *error)
{
    size_t length = strcspn(variable, "=");
    AUTO_CHARS name =
        option_name(variable + strlen(PREFIX), length - strlen(PREFIX));
    if (name == NULL)
        return true;
    AUTO_CHARS origin = mem_format("environment %.*s", (int)length, variable);
    struct config_setting *setting = find(config, name);
    if (setting == NULL)
        return unknown_name(origin, name, error);
    return set(setting, variable + length + 1, origin, error);
}

bool config_layer_environment(struct config *config, struct error *error)
{
    for (char **variable = environ; variable != NULL && *variable != NULL;
         variable++)
        if (strncmp(*variable, PREFIX, strlen(PREFIX)) == 0 &&
            strchr(*variable, '=') != NULL &&
            !take_variable(config, *variable, error))
            return false;
    return true;
}

/* ---- the command line ---- */

static bool take_option(struct config *config, const char *option,
                        struct error *error)
{
    size_t length = strcspn(option, "=");
    if (option[length] == '\0')
        return error_set(error, MESSAGE_CONFIG_LINE,
                         "option: needs section.key=value");
    AUTO_CHARS name = mem_copy_n(option, length);
    struct config_setting *setting = find(config, name);
    if (setting == NULL)
        return unknown_name("option", name, error);
    return set(setting, option + length + 1, "option", error);
}

bool config_layer_options(struct config *config, const char *const *options,
                          struct error *error)
{
    for (; options != NULL && *options != NULL; options++)
        if (!take_option(config, *options, error))
            return false;
    return true;
}
