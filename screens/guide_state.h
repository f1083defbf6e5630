/* The state of the call's screen; for the files guide*.c only. */
#ifndef SCREENS_GUIDE_STATE_H
#define SCREENS_GUIDE_STATE_H

#include "screens/guide.h"
#include "screens/kit/field.h"
#include "screens/page.h"
#include "screens/screen.h"

#include <stdint.h>

struct node;

/* From so many columns on what is known stands beside the step. */
enum { GUIDE_KNOWN_COLUMNS = 76 };

struct guide {
    struct seat *seat;
    struct field iin, answer, notes;
    bool noting;             /* the notes have the focus */
    uint64_t timer;          /* puts them into the draft; 0: none */
    bool whying;             /* why the person is looked up is asked */
    const struct node *on;   /* the node the answer field is for */
    const struct node *seen; /* the node that was last drawn */
    unsigned picked;         /* bits of a multiple choice */
    size_t earlier;          /* the caller's open case to read next */
    int scroll;
    int rows, height; /* of the step, and shown, when it was last drawn */
    bool roomy;       /* an article had room beside, when it was last drawn */
    bool beside;      /* an article is shown there */
    struct page page; /* this one */
    const struct node *page_of; /* the node it was chosen for */
};

/* The question at hand, when it is one that is typed; else NULL. */
const struct node *guide_typed_node(const struct guide *guide);

/* Was the step at hand drawn? What was not seen is not answered: a digit too
 * many, or a key that bounces, must not answer for the caller. */
bool guide_saw_step(const struct guide *guide);

/* The answer's field follows the question. */
void guide_follow(struct guide *guide);

/* The screen's picture and its keys. */
void guide_draw(void *state, struct area area);
struct step guide_type(void *state, struct key key);

/* The article beside the script: shown or not (on a narrow screen it opens on
 * all of it), the step's next one, its next sentence to read aloud. */
struct step guide_article(struct guide *guide);
void guide_other_article(struct guide *guide);
bool guide_has_articles(const struct guide *guide, size_t at_least);

/* What is known and, below it, the article; takes its columns from *area. */
void guide_draw_beside(struct guide *guide, struct area *area);

/* Shows the error; the screen stays. */
struct step guide_fault(struct guide *guide, const struct error *error);

#endif
