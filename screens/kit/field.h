/* One line (or several) of text being typed: editing, undo, paste, cursor.
 * No command keys inside: what is typed is what is stored. */
#ifndef SCREENS_KIT_FIELD_H
#define SCREENS_KIT_FIELD_H

#include "screens/kit/canvas.h"
#include "screens/kit/key.h"

enum field_kind {
    FIELD_TEXT,   /* anything printable */
    FIELD_DIGITS, /* digits; Kazakh number row becomes digits when typed;
                     spaces and dashes are stripped when pasted */
    FIELD_PHONE,  /* digits, one leading +, spaces dropped */
    FIELD_NOTE    /* several lines: Enter is a line end */
};

enum field_result { FIELD_IGNORED, FIELD_MOVED, FIELD_CHANGED };

struct field {
    enum field_kind kind;
    int limit; /* letters at most */
    struct field_state *state;
};

void field_init(struct field *field, enum field_kind kind, int limit);
void field_clear(struct field *field);

/* The text, "" when empty; lent until the next change. */
const char *field_text(const struct field *field);

/* Replaces the text, cursor at its end, undo emptied. */
void field_set(struct field *field, const char *text);

/* A key: letters, paste, Left Right Home End, Backspace Delete, Ctrl+A E W U
 * K, Alt+B F, Ctrl+Z (undo). Others are IGNORED. A paste never runs a key. */
enum field_result field_key(struct field *field, struct key key);

/* Draws into the first row (FIELD_NOTE: all rows) of the area, scrolled so
 * that the cursor shows; puts the terminal's cursor there when focused. */
void field_draw(const struct field *field, struct area area, bool focused);

#endif
