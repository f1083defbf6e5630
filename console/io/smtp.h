/* One e-mail to one address over SMTP, waited for, each in a conversation of
 * its own. TLS always, but for this machine, and always verified. */
#ifndef CONSOLE_IO_SMTP_H
#define CONSOLE_IO_SMTP_H

#include "console/base/memory.h"
#include "console/io/http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct smtp;

/* Copied. Plain smtp:// (access_mail) goes on by STARTTLS; to this machine it
 * stays plain. */
struct smtp_settings {
    const char *url;
    const char *user, *password; /* NULL: without signing in */
    const char *ca_file;         /* NULL: the system's */
    int64_t connect_ms;
    int64_t deadline_ms; /* the whole e-mail */
};

/* *stop is lent: as in post.h. */
struct smtp *smtp_open(const struct smtp_settings *settings,
                       const _Atomic bool *stop, struct error *error);
void smtp_close(struct smtp *smtp);

/* What is sent, lent: headers and body, ASCII, lines that end in CR LF. */
struct smtp_letter {
    const char *from, *to; /* access_address */
    const char *bytes;
    size_t length;
};

enum smtp_end {
    SMTP_TAKEN,  /* 250 behind the body: the server has it */
    SMTP_SAID,   /* it refused, with the code 4yz or 5yz */
    SMTP_DENIED, /* it does not let us sign in */
    SMTP_FAULT,  /* no answer, or none that counts: `fault` */
};

struct smtp_answer {
    enum smtp_end end;
    enum http_end fault;
    int code;          /* the last one, 0: none */
    bool sent;         /* the letter was begun: it may have arrived */
    const char *words; /* for the log: the server's last line, else curl's */
};

/* Sends and waits for the end; the answer is lent until the next call. What
 * does not fit smtp_letter is not sent: HTTP_BAD. */
struct smtp_answer smtp_send(struct smtp *smtp,
                             const struct smtp_letter *letter);

#endif
