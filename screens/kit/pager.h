/* Long text to scroll: wrapped to the area, with paragraphs styled. */
#ifndef SCREENS_KIT_PAGER_H
#define SCREENS_KIT_PAGER_H

#include "screens/kit/canvas.h"
#include "screens/kit/key.h"

struct pager_line {
    enum style style;
    char *text; /* owned by the pager */
    char *sign; /* beside its first row; owned; NULL: none */
    enum style sign_style;
    int at, indent; /* columns of the sign and of the text */
};

struct pager {
    struct pager_line *lines;
    int count;
    int top;    /* first wrapped row shown */
    int height; /* rows shown at the last draw */
    int total;  /* wrapped rows at the last draw */
    int mark;   /* 1 + the paragraph that is marked; 0: none */
    bool seek;  /* the next draw scrolls to the mark */
};

/* Empties; {0} is a valid empty one. */
void pager_clear(struct pager *pager);

/* Adds a paragraph (copied); NULL or "" is a blank row. */
void pager_add(struct pager *pager, enum style style, const char *text);
void pager_format(struct pager *pager, enum style style, const char *format,
                  ...) __attribute__((format(printf, 3, 4)));

/* Puts a sign beside the paragraph added last, and moves the paragraph in. */
void pager_sign(struct pager *pager, const char *sign, enum style style, int at,
                int indent);

/* Marks a paragraph and scrolls to it at the next draw, no more than needed
 * to show it and the row above; -1 takes the mark away. */
void pager_mark(struct pager *pager, int paragraph);

/* Up Down PageUp PageDown Home End; true when it was one of them. */
bool pager_key(struct pager *pager, struct key key);

/* Draws, with a mark at the right when there is more above or below; the
 * terminal's cursor rests on the marked paragraph or, when that is scrolled
 * away, on the first row. */
void pager_draw(struct pager *pager, struct area area);

#endif
