/* Reading an article on the whole screen: digits follow its links, Esc goes the
 * same way back, and at last to the very place one came from. */
#include "console/call/call.h"
#include "console/desk.h"
#include "console/script/script.h"
#include "screens/page.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <stdlib.h>

enum { WAY_MAX = 16 };

/* An article that was left by a link. */
struct way {
    const struct article *article;
    int top, part;
};

struct reader {
    struct seat *seat;
    struct page page;
    struct way way[WAY_MAX];
    int depth;
    const struct article *own[SEAT_OWN_MAX]; /* of the step at hand */
    size_t own_count;
    bool searched; /* it was opened from a search */
};

static void show(struct reader *reader, const struct article *article)
{
    page_write(&reader->page, reader->seat, article, true);
}

/* The article that was picked, else the first of the step at hand. */
static bool reader_open(void *state, struct seat *seat, struct error *error)
{
    struct reader *reader = state;
    AUTO_CHARS picked = seat->article;
    seat->article = NULL;
    reader->seat = seat;
    reader->searched = (seat->below_scopes & SCOPE_SEARCH) != 0;
    if (!seat_open_kb(seat, error))
        return false;
    seat_note_jumps(seat);
    if (!reader->searched)
        reader->own_count = seat_own(seat, reader->own);
    const struct article *article =
        picked                  ? articles_find(seat_articles(seat), picked)
        : reader->own_count > 0 ? reader->own[0]
                                : NULL;
    if (!article)
        return false;
    show(reader, article);
    page_mark(&reader->page, picked ? seat->passage : -1);
    return true;
}

static void reader_close(void *state)
{
    page_clear(&((struct reader *)state)->page);
}

static unsigned reader_scopes(const void *state)
{
    (void)state;
    return SCOPE_ARTICLE;
}

static bool reader_can(const void *state, enum command command)
{
    const struct reader *reader = state;
    switch (command) {
    case COMMAND_OTHER:
        return reader->own_count > 1;
    case COMMAND_ARTICLE:
        return !reader->searched;
    default:
        return true;
    }
}

/* The next one of the step's own articles. */
static void show_other(struct reader *reader)
{
    size_t next = 0;
    for (size_t i = 0; i < reader->own_count; i++)
        if (reader->own[i] == reader->page.article)
            next = (i + 1) % reader->own_count;
    reader->depth = 0;
    show(reader, reader->own[next]);
}

static struct step leave(struct reader *reader)
{
    if (reader->depth == 0)
        return STEP(STEP_BACK);
    const struct way *way = &reader->way[--reader->depth];
    show(reader, way->article);
    page_mark(&reader->page, way->part);
    reader->page.pager.top = way->top;
    reader->page.pager.seek = false;
    return STEP(STEP_STAY);
}

static struct step reader_act(void *state, enum command command, bool sure)
{
    struct reader *reader = state;
    (void)sure;
    switch (command) {
    case COMMAND_ALOUD:
        page_aloud(&reader->page);
        return STEP(STEP_STAY);
    case COMMAND_OTHER:
        show_other(reader);
        return STEP(STEP_STAY);
    case COMMAND_SPEAK:
        seat_speak_next(reader->seat);
        show(reader, reader->page.article);
        return STEP(STEP_STAY);
    case COMMAND_KNOWLEDGE:
        return reader->searched ? STEP(STEP_BACK)
                                : STEP_TO(STEP_REPLACE, SCREEN_FINDER);
    case COMMAND_ARTICLE:
        return STEP(STEP_BACK);
    case COMMAND_LEAVE:
        return leave(reader);
    default:
        return STEP(STEP_PASS);
    }
}

/* To the linked article; or back to the call, which goes to the script. */
static struct step follow(struct reader *reader, const struct page_link *link)
{
    if (link->article) {
        if (reader->depth < WAY_MAX)
            reader->way[reader->depth++] =
                (struct way){reader->page.article, reader->page.pager.top,
                             reader->page.part};
        show(reader, link->article);
        return STEP(STEP_STAY);
    }
    free(reader->seat->script);
    reader->seat->script = mem_copy(link->script->id);
    return (struct step){.kind = STEP_RUN, .command = COMMAND_JUMP};
}

static struct step reader_type(void *state, struct key key)
{
    struct reader *reader = state;
    int digit = key.ctrl || key.alt ? -1 : key_digit(key);
    if (digit > 0 && digit <= reader->page.link_count)
        return follow(reader, &reader->page.links[digit - 1]);
    return pager_key(&reader->page.pager, key) ? STEP(STEP_STAY)
                                               : STEP(STEP_PASS);
}

static int reader_choices(const void *state)
{
    return ((const struct reader *)state)->page.link_count;
}

static void reader_draw(void *state, struct area area)
{
    struct reader *reader = state;
    page_draw(&reader->page, reader->seat, area);
}

const struct screen_ops reader_screen = {
    .id = "article",
    .title = N_("Article"),
    .size = sizeof(struct reader),
    .open = reader_open,
    .close = reader_close,
    .scopes = reader_scopes,
    .can = reader_can,
    .draw = reader_draw,
    .act = reader_act,
    .type = reader_type,
    .choices = reader_choices,
    .choices_hint = N_("follow"),
};
