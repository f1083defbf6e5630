/* Long text to scroll: wrapped to the area, with paragraphs styled. */
#ifndef SCREENS_KIT_PAGER_H
#define SCREENS_KIT_PAGER_H

#include "screens/kit/canvas.h"
#include "screens/kit/key.h"

struct pager_line {
    enum style style;
    char *text; /* owned by the pager */
};

struct pager {
    struct pager_line *lines;
    int count;
    int top;    /* first wrapped row shown */
    int height; /* rows shown at the last draw */
    int total;  /* wrapped rows at the last draw */
};

/* Empties; {0} is a valid empty one. */
void pager_clear(struct pager *pager);

/* Adds a paragraph (copied); NULL or "" is a blank row. */
void pager_add(struct pager *pager, enum style style, const char *text);
void pager_format(struct pager *pager, enum style style, const char *format,
                  ...) __attribute__((format(printf, 3, 4)));

/* Up Down PageUp PageDown Home End; true when it was one of them. */
bool pager_key(struct pager *pager, struct key key);

/* Draws, with a mark at the right when there is more above or below; the
 * terminal's cursor rests on the first row. */
void pager_draw(struct pager *pager, struct area area);

#endif
