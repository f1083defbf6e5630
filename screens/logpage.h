/* The log of cases or calls as it is read: pages by key; for a text in short
 * jobs, so that what is found shows at once and other questions come between.
 */
#ifndef SCREENS_LOGPAGE_H
#define SCREENS_LOGPAGE_H

#include <stdbool.h>
#include <stdint.h>

struct fetch;
struct json_t;
struct seat;

/* {0} is a valid empty one; set seat, taken and cookie before the first use. */
struct logpage {
    struct seat *seat;
    void (*taken)(void *cookie); /* rows came; runs on the loop */
    void *cookie;
    bool calls;           /* of the log of calls, else of that of cases */
    struct json_t *given; /* chips_json(); owned */
    struct json_t *rows;  /* what was read; NULL: nothing yet */
    int count;            /* of them */
    int goal;             /* rows to read, as far as there are */
    int64_t next_seq;     /* where to go on; 0: the end was reached */
    int64_t seen;         /* rows that were looked through */
    bool anew;            /* the answer replaces what was read */
    bool stopped;
    struct fetch *fetch; /* the question under way */
};

void logpage_clear(struct logpage *page);

/* Reads the first page of another question (taken), from nothing. */
void logpage_start(struct logpage *page, bool calls, struct json_t *given_take);

/* Reads what was read anew, since somebody wrote to the log; not while a
 * question is under way, nor when so much was read that it would wait. */
void logpage_renew(struct logpage *page);

/* Reads one page more, or goes on where it was stopped, if there is more and no
 * question is under way. */
void logpage_next(struct logpage *page);

/* Stops; what was found stays. */
void logpage_stop(struct logpage *page);

/* The number under key of a row; 0 without such a row. */
int64_t logpage_number(const struct logpage *page, int index, const char *key);

#endif
