/* The table made from config.def, and the judge of names and values. */
#include "console/config/config_option.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/config/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct config_option options[CONFIG_ALL] = {
#define ROW(section, name, key, type, value, limits, help)                     \
    [CONFIG_##section##_##key] = {name,  #section, #key, CONFIG_TYPE_##type,   \
                                  value, limits,   help},
#define OPTION(section, key, ...)                                              \
    ROW(section, #section "." #key, key, __VA_ARGS__)
#define EACH(section, key, ...)                                                \
    ROW(section, #section ".CODE." #key, key, __VA_ARGS__)
#include "console/config/config.def"
#undef ROW
#undef OPTION
#undef EACH
};

const struct config_option *config_option_at(size_t option)
{
    return &options[option];
}

/* Letters of a CODE: what the table of branches has. */
static const char code_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
enum { CODE_MAX_LENGTH = 16 };

/* Is this ".CODE"? */
static bool is_code(const char *text, size_t length)
{
    return length > 1 && length <= CODE_MAX_LENGTH + 1 && text[0] == '.' &&
           strspn(text + 1, code_letters) >= length - 1;
}

/* The length of "section" at the start of the name, if it is the option's. */
static size_t section_of(const struct config_option *option, const char *name)
{
    size_t length = strlen(option->section);
    return strncmp(name, option->section, length) == 0 ? length : 0;
}

/* Is it "section.CODE.key" of this option? */
static bool is_each(const struct config_option *option, const char *name,
                    char **code)
{
    size_t section = section_of(option, name);
    const char *key = strrchr(name, '.');
    if (section == 0 || strcmp(key + 1, option->key) != 0 ||
        key < name + section || !is_code(name + section, key - name - section))
        return false;
    *code = mem_copy_n(name + section + 1, key - name - section - 1);
    return true;
}

size_t config_option_find(const char *name, char **code)
{
    size_t option = 0;
    *code = NULL;
    if (strchr(name, '.') == NULL)
        return CONFIG_ALL;
    while (option < CONFIG_COUNT && strcmp(options[option].name, name) != 0)
        option++;
    while (option >= CONFIG_COUNT && option < CONFIG_ALL &&
           !is_each(&options[option], name, code))
        option++;
    return option;
}

bool config_option_section(const char *section, size_t length)
{
    for (size_t i = 0; i < CONFIG_ALL; i++) {
        size_t own = section_of(&options[i], section);
        if (i < CONFIG_COUNT ? own == length && own > 0
                             : own > 0 && own < length &&
                                   is_code(section + own, length - own))
            return true;
    }
    return false;
}

bool config_option_has_code(const char *section, size_t length)
{
    for (size_t i = CONFIG_COUNT; i < CONFIG_ALL; i++)
        if (section_of(&options[i], section) == length)
            return true;
    return false;
}

/* ---- the nearest name ---- */

/* Longer names are compared by their start: enough for a hint. */
enum { NAME_MAX_LENGTH = 63 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/* Letters to insert, drop or change to make one name of the other. */
static size_t distance(const char *from, const char *to)
{
    size_t row[NAME_MAX_LENGTH + 1];
    size_t width = strnlen(to, NAME_MAX_LENGTH);
    for (size_t i = 0; i <= width; i++)
        row[i] = i;
    for (size_t y = 1; y <= strnlen(from, NAME_MAX_LENGTH); y++) {
        size_t corner = row[0];
        row[0] = y;
        for (size_t x = 1; x <= width; x++) {
            size_t change = corner + (from[y - 1] != to[x - 1]);
            corner = row[x];
            row[x] = least(change, row[x] + 1, row[x - 1] + 1);
        }
    }
    return row[width];
}

const char *config_option_nearest(const char *name)
{
    size_t best = 0;
    for (size_t i = 1; i < CONFIG_ALL; i++)
        if (distance(name, options[i].name) <
            distance(name, options[best].name))
            best = i;
    return options[best].name;
}

char *config_option_nearest_section(const char *section)
{
    AUTO_CHARS best = mem_copy(options[0].section);
    for (size_t i = 1; i < CONFIG_ALL; i++) {
        AUTO_CHARS own = mem_format("%s%s", options[i].section,
                                    i < CONFIG_COUNT ? "" : ".CODE");
        if (distance(section, own) < distance(section, best)) {
            free(best);
            best = mem_copy(own);
        }
    }
    return mem_copy(best);
}

/* ---- values ---- */

static bool read_int(const char *value, int64_t *number)
{
    char *end;
    if (strspn(value, "-0123456789") != strlen(value))
        return false;
    errno = 0;
    *number = strtoll(value, &end, 10);
    return errno == 0 && end != value && *end == '\0';
}

static bool int_fits(const char *limits, const char *value)
{
    long long low, high;
    int64_t number;
    return sscanf(limits, "%lld..%lld", &low, &high) == 2 &&
           read_int(value, &number) && number >= low && number <= high;
}

/* Is the value one of "a|b|c"? */
static bool choice_fits(const char *limits, const char *value)
{
    size_t length = strlen(value);
    for (;;) {
        size_t word = strcspn(limits, "|");
        if (word == length && strncmp(limits, value, word) == 0)
            return true;
        if (limits[word] == '\0')
            return false;
        limits += word + 1;
    }
}

/* Controls have no place in a setting: they would reach screen and log. */
static bool text_fits(const char *value)
{
    for (; *value != '\0'; value++)
        if ((unsigned char)*value < ' ' || *value == 0x7F)
            return false;
    return true;
}

static bool date_fits(const char *value)
{
    int64_t days;
    return *value == '\0' || clock_parse_date(value, &days);
}

static bool fits(const struct config_option *option, const char *value)
{
    switch (option->type) {
    case CONFIG_TYPE_INT:
        return int_fits(option->limits, value);
    case CONFIG_TYPE_BOOL:
        return choice_fits("yes|no", value);
    case CONFIG_TYPE_CHOICE:
        return choice_fits(option->limits, value);
    case CONFIG_TYPE_DATE:
        return date_fits(value);
    case CONFIG_TYPE_TEXT:
        break;
    }
    return text_fits(value);
}

bool config_option_fits(const struct config_option *option, const char *value,
                        const char *place, struct error *error)
{
    if (fits(option, value))
        return true;
    AUTO_CHARS limits = config_option_limits(option);
    bool told = limits[0] != '\0';
    return error_set(error, MESSAGE_CONFIG_VALUE, "%s: needs %s", place,
                     told ? limits : "a text without controls");
}

/* "a|b|c" as "one of a, b, c". */
static char *choice_limits(const char *limits)
{
    AUTO_TEXT text = {0};
    text_add(&text, "one of ");
    for (; *limits != '\0'; limits++) {
        if (*limits == '|')
            text_add(&text, ", ");
        else
            text_add_n(&text, limits, 1);
    }
    return text_take(&text);
}

char *config_option_limits(const struct config_option *option)
{
    const char *dots = strstr(option->limits, "..");
    switch (option->type) {
    case CONFIG_TYPE_INT:
        return mem_format("%.*s to %s", (int)(dots - option->limits),
                          option->limits, dots + 2);
    case CONFIG_TYPE_BOOL:
        return mem_format("yes or no");
    case CONFIG_TYPE_CHOICE:
        return choice_limits(option->limits);
    case CONFIG_TYPE_DATE:
        return mem_format("a date (YYYY-MM-DD) or nothing");
    case CONFIG_TYPE_TEXT:
        break;
    }
    return mem_format("%s", "");
}
