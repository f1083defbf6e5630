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

bool config_layer_set(struct config *config, enum config_id id,
                      const char *value, const char *origin,
                      struct error *error)
{
    if (!config_option_fits(id, value, origin, error))
        return false;
    free(config->value[id]);
    free(config->origin[id]);
    config->value[id] = mem_copy(value);
    config->origin[id] = mem_copy(origin);
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
    int given[CONFIG_COUNT]; /* the line that gave it, 0: none */
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
    return error_set(reading->error, MESSAGE_CONFIG_KEY,
                     "%s:%d: section [%s] is not known; the nearest is [%s]",
                     reading->path, reading->line, shown,
                     config_option_nearest_section(section));
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
    enum config_id id = config_option_find(name);
    bool taken = false;
    if (id == CONFIG_COUNT)
        unknown_name(origin, section[0] == '\0' ? key : name, reading->error);
    else if (reading->given[id] != 0)
        error_set(reading->error, MESSAGE_CONFIG_LINE,
                  "%s: %s is given in line %d already", origin, name,
                  reading->given[id]);
    else
        taken = config_layer_set(reading->config, id, value, origin,
                                 reading->error);
    if (taken)
        reading->given[id] = reading->line;
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

/* "AGENT1414_REGISTRY_BASE_URL" as "registry.base_url"; NULL when it does not
 * begin with a section of ours. `name` ends at '='. */
static char *option_name(const char *name)
{
    AUTO_CHARS lower =
        mem_copy_n(name + strlen(PREFIX), strcspn(name, "=") - strlen(PREFIX));
    for (char *letter = lower; *letter != '\0'; letter++)
        *letter = (char)tolower((unsigned char)*letter);
    size_t section = strcspn(lower, "_");
    if (lower[section] == '\0' || !config_option_section(lower, section))
        return NULL;
    lower[section] = '.';
    return mem_copy(lower);
}

static bool take_variable(struct config *config, const char *variable,
                          struct error *error)
{
    AUTO_CHARS name = option_name(variable);
    if (name == NULL)
        return true;
    size_t length = strcspn(variable, "=");
    AUTO_CHARS origin = mem_format("environment %.*s", (int)length, variable);
    enum config_id id = config_option_find(name);
    if (id == CONFIG_COUNT)
        return unknown_name(origin, name, error);
    return config_layer_set(config, id, variable + length + 1, origin, error);
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
    enum config_id id = config_option_find(name);
    if (id == CONFIG_COUNT)
        return unknown_name("option", name, error);
    return config_layer_set(config, id, option + length + 1, "option", error);
}

bool config_layer_options(struct config *config, const char *const *options,
                          struct error *error)
{
    for (; options != NULL && *options != NULL; options++)
        if (!take_option(config, *options, error))
            return false;
    return true;
}
