/* A mail server for tests: takes what it is sent, writes every byte of it
 * down, and answers as a script says. On a thread of its own; any number of
 * connections at once. What should not happen ends the test. */
#ifndef TESTS_KIT_MAILSERVER_H
#define TESTS_KIT_MAILSERVER_H

#include "console/base/memory.h"

#include <stddef.h>

enum mail_act {
    MAIL_SAY,   /* the text */
    MAIL_CLOSE, /* the text, then the end of the connection */
    MAIL_RESET, /* breaks the connection (RST) without a word */
    MAIL_HOLD,  /* nothing at all */
};

/* What happens instead of the usual answer. */
struct mail_step {
    const char *verb; /* "EHLO", "MAIL", "RCPT", "DATA", "AUTH", "QUIT"; "."
                         ends a letter, "" is the greeting */
    enum mail_act act;
    const char *text; /* without the last CR LF */
    int times;        /* so often, then as usual; 0: always */
};

/* A letter that was taken (its 250 was sent or lost on the way); owned. */
struct mail_got {
    char *from, *to; /* as in the commands: "<a@b>"; recipients with blanks */
    char *bytes;     /* between DATA and the dot, as on the wire */
};
void mail_got_clear(struct mail_got *got);
#define AUTO_MAIL_GOT AUTO(mail_got_clear) struct mail_got

struct mailserver;

/* Listens on a port of its own at 127.0.0.1. The steps are copied, the first
 * that fits wins; they may be NULL. */
struct mailserver *mailserver_open(const struct mail_step *steps, size_t count);
void mailserver_close(struct mailserver *server);

int mailserver_port(const struct mailserver *server);

/* Speaks over these two as well (taken), as if they were a connection. */
void mailserver_adopt_take(struct mailserver *server, int in, int out);

/* All bytes received so far, in their order; the caller frees. */
char *mailserver_talk(struct mailserver *server)
    __attribute__((returns_nonnull));

/* Connections and letters so far; the n-th letter, copied. */
int mailserver_connections(struct mailserver *server);
int mailserver_letters(struct mailserver *server);
struct mail_got mailserver_letter(struct mailserver *server, int n);

#endif
