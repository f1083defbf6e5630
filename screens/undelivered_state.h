/* What the files of the list of undelivered messages share; nobody else
 * includes this. */
#ifndef SCREENS_UNDELIVERED_STATE_H
#define SCREENS_UNDELIVERED_STATE_H

#include "console/delivery/sink.h"
#include "screens/command.h"
#include "screens/fetch.h"
#include "screens/kit/form.h"
#include "screens/kit/list.h"
#include "screens/menu.h"

struct json_t;

/* What is listed. */
enum out_view { OUT_FAILING, OUT_WAITING, OUT_ALL, OUT_VIEWS };

/* What the keys are for. */
enum out_mode {
    OUT_LISTS,
    OUT_BRANCH,    /* a branch is chosen, to list it alone */
    OUT_ELSEWHERE, /* another way is chosen */
    OUT_HANDED,    /* it is written down how the branch was told */
};

struct undelivered {
    struct seat *seat;
    struct fetch *fetch, *acting;
    struct fetch_watch watch;
    struct json_t *answer; /* undelivered_read(); NULL: not read yet */
    struct json_t *rows;   /* of all pages read */
    struct list list;
    bool more, older; /* there is a further page; it is asked for */
    int goal;         /* rows to read, as far as there are */
    bool settled;     /* the view was chosen, or found to have rows */
    enum out_view view;
    enum out_mode mode;
    char *branch;         /* listed alone; owned; NULL: all */
    struct json_t *kept;  /* {id, number} of the message acted on last, which
                             stays listed */
    struct json_t *about; /* the message that a way or words are for; held */
    struct menu menu;     /* of branches */
    enum sink_kind ways[SINK_COUNT];
    struct list way_list; /* of them */
    struct form form;     /* how the branch was told */
};

/* Asks for the rows anew, or for the page behind them. */
void undelivered_ask(struct undelivered *list, bool older);

/* Carries out what was decided about `about`: "again", "elsewhere" with the
 * name of a way, "handed" with words. */
void undelivered_decide(struct undelivered *list, const char *deed,
                        const char *words);

/* The form of OUT_HANDED. */
void undelivered_form_init(struct undelivered *list);

/* May the deed of a command be done with the selected message now? Does it, or
 * asks what it needs. */
bool undelivered_may(const struct undelivered *list, enum command command);
void undelivered_do(struct undelivered *list, enum command command);

/* A key for what a deed asks; false: not for it. */
bool undelivered_deed_key(struct undelivered *list, struct key key);

/* The message the cursor stands on; NULL: none. Lent. */
const struct json_t *undelivered_selected(const struct undelivered *list);

/* The counts of a branch by its place; NULL: there are no more. Lent. */
const struct json_t *undelivered_branch(const struct undelivered *list,
                                        int place);

/* Those that match what is typed into the menu. */
void undelivered_match(struct undelivered *list);

/* The command that shows a view; how many messages are in it, of the branch
 * that is listed alone or of all. */
enum command undelivered_view(enum out_view view);
int undelivered_count(const struct undelivered *list, enum out_view view);

/* The whole picture. */
void undelivered_draw(void *state, struct area area);

#endif
