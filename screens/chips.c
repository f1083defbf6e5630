/* The chips that are chosen: kept in a row, drawn, told to the store. */
#include "screens/chips.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/language.h"
#include "console/base/text.h"
#include "console/cases/life.h"
#include "console/cases/route.h"
#include "console/cases/store.h"
#include "console/desk.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define CASES CHIP_OF_CASES
#define CALLS CHIP_OF_CALLS

static const struct {
    const char *name;
    unsigned lists;
    enum chip_takes takes;
    const char *label;
} kinds[] = {
#define CHIP(id, name, lists, takes, label) {name, lists, CHIP_##takes, label},
#include "screens/chip.def"
#undef CHIP
};

const char *chip_name(enum chip_kind kind)
{
    return kinds[kind].name;
}

const char *chip_label(enum chip_kind kind)
{
    return _(kinds[kind].label);
}

bool chip_narrows(enum chip_kind kind, enum chip_list list)
{
    return (kinds[kind].lists & list) != 0;
}

enum chip_takes chip_takes(enum chip_kind kind)
{
    return kinds[kind].takes;
}

static const char *language_words(const char *code)
{
    static const char *const names[] = {"қазақша", "русский", "English"};
    enum language language;
    return language_find(code, &language) ? names[language] : code;
}

static const char *state_words(const char *name)
{
    enum case_state state;
    return state_find(name, &state) ? _(state_label(state)) : name;
}

static const char *branch_words(const struct seat *seat, const char *code)
{
    const struct branch *branch = desk_branch(seat->desk, code);
    return branch ? branch->name.in[seat->desk->language] : code;
}

const char *chip_words(const struct seat *seat, enum chip_kind kind,
                       const char *value)
{
    switch (kind) {
    case CHIP_BRANCH:
        return branch_words(seat, value);
    case CHIP_STATE:
        return state_words(value);
    case CHIP_SPOKEN:
        return language_words(value);
    case CHIP_ISSUE:
        return seat_issue(seat, value);
    case CHIP_OUTCOME:
        return seat_outcome(value);
    default:
        return value;
    }
}

/* ---- the row ---- */

void chips_clear(struct chips *chips)
{
    while (chips->count > 0)
        free(chips->row[--chips->count].value);
}

static struct chip *find(const struct chips *chips, enum chip_kind kind)
{
    for (int i = 0; i < chips->count; i++)
        if (chips->row[i].kind == kind)
            return (struct chip *)&chips->row[i];
    return NULL;
}

bool chips_has(const struct chips *chips, enum chip_kind kind)
{
    return find(chips, kind) != NULL;
}

bool chips_set(struct chips *chips, enum chip_kind kind, const char *value)
{
    struct chip *chip = find(chips, kind);
    if (!chip && chips->count == CHIPS_MAX)
        return false;
    if (!chip)
        chip = &chips->row[chips->count++];
    else
        free(chip->value);
    *chip = (struct chip){kind, mem_copy(value)};
    return true;
}

void chips_drop(struct chips *chips, int place)
{
    if (place < 0 || place >= chips->count)
        return;
    free(chips->row[place].value);
    chips->count--;
    memmove(&chips->row[place], &chips->row[place + 1],
            (size_t)(chips->count - place) * sizeof(chips->row[0]));
}

void chips_keep(struct chips *chips, enum chip_list list)
{
    for (int i = chips->count - 1; i >= 0; i--)
        if (!chip_narrows(chips->row[i].kind, list))
            chips_drop(chips, i);
}

/* ---- for the store ---- */

/* When the day of a chip begins, or the one after it, in the line's zone; 0
 * without such a chip. */
static int64_t day_starts(const struct chips *chips, const struct seat *seat,
                          enum chip_kind kind, int after)
{
    const struct chip *chip = find(chips, kind);
    int64_t day;
    if (!chip || !clock_parse_date(chip->value, &day))
        return 0;
    return zone_utc_ms(seat->desk->zone, (day + after) * 86400000);
}

struct json_t *chips_json(const struct chips *chips, const struct seat *seat)
{
    json_t *json = json_object();
    for (int i = 0; i < chips->count; i++)
        json_object_set_new(json, chip_name(chips->row[i].kind),
                            json_string(chips->row[i].value));
    json_object_set_new(json, "from_ms",
                        json_integer(day_starts(chips, seat, CHIP_FROM, 0)));
    json_object_set_new(json, "until_ms",
                        json_integer(day_starts(chips, seat, CHIP_UNTIL, 1)));
    return json;
}

void chips_read(struct chips *chips, const struct json_t *json)
{
    for (int kind = 0; kind < CHIP_COUNT; kind++) {
        const char *value = json_find_string(json, chip_name(kind));
        if (value)
            chips_set(chips, kind, value);
    }
}

static int64_t moment(const struct json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

void chips_filter(const struct json_t *json, struct store_filter *filter)
{
    const char *of[CHIP_COUNT];
    for (int kind = 0; kind < CHIP_COUNT; kind++)
        of[kind] = json_find_string(json, chip_name(kind));
    *filter = (struct store_filter){
        .overdue = of[CHIP_OVERDUE] != NULL,
        .active = of[CHIP_ACTIVE] != NULL,
        .freed = of[CHIP_FREED] != NULL,
        .waiting = of[CHIP_WAITING] != NULL,
        .state = of[CHIP_STATE],
        .branch = of[CHIP_BRANCH],
        .language = of[CHIP_SPOKEN],
        .from_ms = moment(json, "from_ms"),
        .until_ms = moment(json, "until_ms"),
        .agent = of[CHIP_AGENT],
        .holder = of[CHIP_HOLDER],
        .issue = of[CHIP_ISSUE],
        .outcome = of[CHIP_OUTCOME],
        .text = of[CHIP_TEXT],
    };
}

/* ---- drawing ---- */

static char *write_chip(const struct chips *chips, const struct seat *seat,
                        int place)
{
    const struct chip *chip = &chips->row[place];
    if (chip_takes(chip->kind) == CHIP_FLAG)
        return mem_copy(chip_label(chip->kind));
    return mem_format("%s: %s", chip_label(chip->kind),
                      chip_words(seat, chip->kind, chip->value));
}

/* "[1 branch: Kyzylorda]"; returns the column behind it. */
static int draw_chip(struct area area, int row, int at, int digit,
                     const char *words)
{
    at += area_put(area, row, at, STYLE_DIM, "[");
    at += area_format(area, row, at, STYLE_KEY, "%d", digit) + 1;
    at += area_put(area, row, at, STYLE_STRONG, words);
    return at + area_put(area, row, at, STYLE_DIM, "]") + 1;
}

/* Lays the chips out from the left, row under row; draws into `area` unless it
 * is NULL. How many rows they take. */
static int lay_out(const struct chips *chips, const struct seat *seat,
                   int columns, const struct area *area)
{
    int row = 0, at = 1;
    for (int i = 0; i < chips->count; i++) {
        AUTO_CHARS words = write_chip(chips, seat, i);
        AUTO_CHARS cut = text_cut(words, columns - 6);
        int cells = text_cells(cut) + 4;
        if (at > 1 && at + cells >= columns) {
            row++;
            at = 1;
        }
        if (area)
            draw_chip(*area, row, at, i + 1, cut);
        at += cells + 1;
    }
    return chips->count > 0 ? row + 1 : 0;
}

void chips_draw(const struct chips *chips, const struct seat *seat,
                struct area *area)
{
    struct area rows =
        area_take_rows(area, lay_out(chips, seat, area->columns, NULL));
    lay_out(chips, seat, rows.columns, &rows);
}
