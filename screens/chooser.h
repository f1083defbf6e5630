/* Choosing a filter: all that could narrow a list in one list of its own, that
 * narrows as one types; what is typed can be a filter itself. */
#ifndef SCREENS_CHOOSER_H
#define SCREENS_CHOOSER_H

#include "screens/chips.h"
#include "screens/menu.h"

struct chooser_item;

struct chooser {
    const struct seat *seat;
    enum chip_list list;
    struct menu menu;
    struct chooser_item *items;
    int count;
    int typed[CHIP_COUNT]; /* kinds that what is typed can be, in order */
    int typed_count;
    char day[16]; /* that is typed, YYYY-MM-DD; "": none */
};

void chooser_init(struct chooser *chooser, const struct seat *seat,
                  enum chip_list list);
void chooser_clear(struct chooser *chooser);

/* A key for the query or the list; false: not for it. */
bool chooser_key(struct chooser *chooser, struct key key);

/* Is there something to choose? */
bool chooser_can(const struct chooser *chooser);

/* Adds what is selected; false when the row of chips is full. */
bool chooser_pick(const struct chooser *chooser, struct chips *chips);

void chooser_draw(struct chooser *chooser, struct area area);

#endif
