/* Several fields and choices under each other, with a focus that moves and a
 * line for what is wrong with the focused one. */
#ifndef SCREENS_KIT_FORM_H
#define SCREENS_KIT_FORM_H

#include "screens/kit/field.h"

enum form_result {
    FORM_IGNORED,
    FORM_MOVED,
    FORM_CHANGED,
    FORM_ACCEPTED /* Enter on the last row, or Ctrl+S anywhere */
};

/* A row: a field, or a choice among values shown side by side (the chosen one
 * alone where they do not fit; a letter goes to the next with such a word). */
struct form_row {
    const char *label;          /* lent, in the interface's language */
    struct field field;         /* when choices is NULL */
    const char *const *choices; /* lent, NULL-ended; NULL: a field */
    int chosen;
    int rows;          /* screen rows it takes: 1, or more for a note */
    bool required;     /* must not be empty on accept */
    const char *fault; /* lent: what is wrong, NULL when nothing */
};

struct form {
    struct form_row *rows;
    int count;
    int focus;
    bool dirty; /* something was typed since the last form_clean */
};

/* Takes count empty rows; the caller fills label, field_init etc. */
void form_init(struct form *form, int count);
void form_clear(struct form *form);

/* Tab, Shift+Tab, Up and Down move; Left, Right, Space and digits choose;
 * other keys go to the focused field. Enter goes on, and accepts at the end. */
enum form_result form_key(struct form *form, struct key key);

/* Focuses the first row that is required and empty or has a fault; true when
 * there is none. */
bool form_complete(struct form *form);

/* Labels in a column, fields beside; the fault under the focused row. */
void form_draw(const struct form *form, struct area area);

#endif
