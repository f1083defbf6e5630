/* A list to pick from that narrows as one types: palette, help, desks. */
#ifndef SCREENS_MENU_H
#define SCREENS_MENU_H

#include "screens/kit/canvas.h"
#include "screens/kit/field.h"
#include "screens/kit/key.h"
#include "screens/kit/list.h"

struct needle;

enum { MENU_MAX = 128 };

struct menu {
    struct field query;
    struct list list;
    int shown[MENU_MAX]; /* the items that match, in order */
};

void menu_init(struct menu *menu);
void menu_clear(struct menu *menu);

/* Keeps the items of 0..count-1 that match the query. */
void menu_match(struct menu *menu, int count,
                bool (*match)(int item, const struct needle *needle,
                              void *cookie),
                void *cookie);

/* The selected item; -1 when nothing matches. */
int menu_item(const struct menu *menu);

/* A key for the list or the query; true when taken. *changed: match again. */
bool menu_key(struct menu *menu, struct key key, bool *changed);

/* Query line, a line of `title`, and the rows. */
void menu_draw(struct menu *menu, struct area area, const char *title,
               list_row *row, void *cookie);

#endif
