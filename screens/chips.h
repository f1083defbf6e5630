/* What narrows a list, as chips in a row: each with its digit that removes it.
 * They mean what the options of the command line mean. */
#ifndef SCREENS_CHIPS_H
#define SCREENS_CHIPS_H

#include "console/base/memory.h"
#include "screens/kit/canvas.h"

#include <stdbool.h>
#include <stdint.h>

struct json_t;
struct seat;
struct store_filter;

enum chip_kind {
#define CHIP(id, name, lists, takes, label) CHIP_##id,
#include "screens/chip.def"
#undef CHIP
    CHIP_COUNT
};

/* The lists that a chip narrows, as a set of bits. */
enum chip_list { CHIP_OF_CASES = 1, CHIP_OF_CALLS = 2 };

enum chip_takes { CHIP_FLAG, CHIP_ONE, CHIP_DAY, CHIP_WORD };

struct chip {
    enum chip_kind kind;
    char *value; /* owned; "" for a flag; a day as YYYY-MM-DD */
};

/* One digit, one chip. */
enum { CHIPS_MAX = 9 };

/* {0} is a valid empty row. */
struct chips {
    struct chip row[CHIPS_MAX];
    int count;
};

void chips_clear(struct chips *chips);

/* Adds a chip, in the place of one of its kind; false when the row is full. */
bool chips_set(struct chips *chips, enum chip_kind kind, const char *value);

/* Takes the chip at the place (from 0) away; those behind it move up. */
void chips_drop(struct chips *chips, int place);

/* Drops what does not narrow this list. */
void chips_keep(struct chips *chips, enum chip_list list);

/* Is one of this kind chosen? */
bool chips_has(const struct chips *chips, enum chip_kind kind);

/* {name: value} as options have it, and when the days begin and end in the
 * line's zone; the caller decrefs. And back: unknown names are passed over. */
struct json_t *chips_json(const struct chips *chips, const struct seat *seat);
void chips_read(struct chips *chips, const struct json_t *json);

/* That JSON as the store's filter, whose strings it lends. On any thread. */
void chips_filter(const struct json_t *json, struct store_filter *filter);

/* The name of a kind as options have it, and in the interface's language. */
const char *chip_name(enum chip_kind kind);
const char *chip_label(enum chip_kind kind);
bool chip_narrows(enum chip_kind kind, enum chip_list list);
enum chip_takes chip_takes(enum chip_kind kind);

/* The value in words: the branch's name, "open", "қазақша". Lent. */
const char *chip_words(const struct seat *seat, enum chip_kind kind,
                       const char *value);

/* Draws the chips into rows taken from the top of *area; none, when there are
 * no chips. */
void chips_draw(const struct chips *chips, const struct seat *seat,
                struct area *area);

#endif
