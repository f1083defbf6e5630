/* Writing values: dates, hundredths, money, phrases. */
#include "console/knowledge/cell.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/knowledge/table.h"

#include <jansson.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HUNDREDTHS "_x100"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

char *cell_date(const char *date, enum language language)
{
    char whole[16];
    bool day_too = strlen(date) > strlen("2026-11");
    snprintf(whole, sizeof(whole), "%.10s%s", date, day_too ? "" : "-01");
    int64_t days;
    int year, month, day;
    if (!clock_parse_date(whole, &days))
        return mem_copy(date);
    clock_civil(days, &year, &month, &day);
    if (language == LANGUAGE_EN)
        return day_too ? mem_format("%d %s %04d", day, months[month - 1], year)
                       : mem_format("%s %04d", months[month - 1], year);
    return day_too ? mem_format("%02d.%02d.%04d", day, month, year)
                   : mem_format("%02d.%04d", month, year);
}

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

/* 250 as "2,5", in English "2.5"; 500 as "5". */
static char *write_hundredths(int64_t value, enum language language)
{
    const char *point = language == LANGUAGE_EN ? "." : ",";
    const char *sign = value < 0 ? "-" : "";
    int64_t whole = llabs(value) / 100, rest = llabs(value) % 100;
    if (rest == 0)
        return mem_format("%s%" PRId64, sign, whole);
    if (rest % 10 == 0)
        return mem_format("%s%" PRId64 "%s%" PRId64, sign, whole, point,
                          rest / 10);
    return mem_format("%s%" PRId64 "%s%02" PRId64, sign, whole, point, rest);
}

char *cell_write(const char *column, const char *type,
                 const struct json_t *cell, enum language language)
{
    if (cell == NULL || json_is_null(cell))
        return NULL;
    if (json_is_object(cell)) /* a phrase */
        return mem_copy(json_find_string(cell, language_code(language)));
    if (strcmp(type, "money") == 0)
        return table_money(json_integer_value(cell));
    if (strcmp(type, "date") == 0)
        return cell_date(json_string_value(cell), language);
    if (!json_is_integer(cell))
        return mem_copy(json_string_value(cell));
    if (ends_with(column, HUNDREDTHS))
        return write_hundredths(json_integer_value(cell), language);
    return mem_format("%" JSON_INTEGER_FORMAT, json_integer_value(cell));
}
