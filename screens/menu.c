/* Picking from a list that narrows as one types. */
#include "screens/menu.h"

#include "console/base/memory.h"
#include "console/base/needle.h"

void menu_init(struct menu *menu)
{
    field_init(&menu->query, FIELD_TEXT, 40);
}

void menu_clear(struct menu *menu)
{
    field_clear(&menu->query);
}

void menu_match(struct menu *menu, int count,
                bool (*match)(int item, const struct needle *needle,
                              void *cookie),
                void *cookie)
{
    int shown = 0;
    AUTO_NEEDLE needle;
    needle_init(&needle, field_text(&menu->query));
    for (int i = 0; i < count && shown < MENU_MAX; i++)
        if (match(i, &needle, cookie))
            menu->shown[shown++] = i;
    list_set_count(&menu->list, shown);
}

int menu_item(const struct menu *menu)
{
    return menu->list.count > 0 ? menu->shown[menu->list.selected] : -1;
}

bool menu_key(struct menu *menu, struct key key, bool *changed)
{
    *changed = false;
    if (list_key(&menu->list, key))
        return true;
    enum field_result result = field_key(&menu->query, key);
    *changed = result == FIELD_CHANGED;
    return result != FIELD_IGNORED;
}

void menu_draw(struct menu *menu, struct area area, const char *title,
               list_row *row, void *cookie)
{
    area_hline(area_take_rows(&area, 1), 0, title);
    struct area query = area_take_rows(&area, 1);
    area_put(query, 0, 1, STYLE_KEY, "/");
    field_draw(&menu->query, area_part(query, 0, 3, 1, query.columns - 4),
               true);
    list_draw(&menu->list, area, false, row, cookie);
}
