/* One thread that polls all connections; each is a small state machine over
 * lines. */
#include "tests/kit/mailserver.h"

#include "console/base/text.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SESSIONS = 32, READ_MAX = 4096 };

/* One connection; in -1: free. */
struct session {
    int in, out;
    struct text line;  /* what came of it so far */
    struct text bytes; /* the letter, while it comes */
    bool data, auth;
    char *from;
    struct text to;
};

struct mailserver {
    struct mail_step *steps;
    size_t step_count;
    int listener, port;
    int news; /* the test's end, or a connection to adopt */
    pthread_t thread;
    pthread_mutex_t lock; /* guards all below */
    bool stop;
    struct session sessions[SESSIONS];
    struct text talk;
    struct mail_got *got;
    int letters, connections;
};

void mail_got_clear(struct mail_got *got)
{
    free(got->from);
    free(got->to);
    free(got->bytes);
    *got = (struct mail_got){0};
}

/* ---- a connection ---- */

static void forget_letter(struct session *session)
{
    free(session->from);
    session->from = NULL;
    text_clear(&session->to);
    text_clear(&session->bytes);
}

static void end_session(struct session *session)
{
    close(session->in);
    if (session->out != session->in)
        close(session->out);
    forget_letter(session);
    text_clear(&session->line);
    *session = (struct session){.in = -1};
}

static void reset_session(struct session *session)
{
    struct linger at_once = {1, 0};
    setsockopt(session->in, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    end_session(session);
}

static void write_text(int handle, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t wrote = write(handle, text, left);
        if (wrote <= 0)
            return; /* the client has gone: reading will tell */
        text += wrote;
        left -= (size_t)wrote;
    }
}

/* The step for what was said; counts it. NULL: as usual. */
static struct mail_step *step_for(struct mailserver *server, const char *verb)
{
    for (size_t i = 0; i < server->step_count; i++) {
        struct mail_step *step = &server->steps[i];
        if (strcmp(step->verb, verb) != 0 || step->times < 0)
            continue;
        if (step->times > 0 && --step->times == 0)
            step->times = -1;
        return step;
    }
    return NULL;
}

/* Answers `verb` with `usual`, unless a step has it. True when it was said with
 * the code that `usual` begins with. */
static bool answer(struct mailserver *server, struct session *session,
                   const char *verb, const char *usual)
{
    struct mail_step *step = step_for(server, verb);
    const char *text = step != NULL ? step->text : usual;
    if (step != NULL && step->act == MAIL_RESET) {
        reset_session(session);
        return false;
    }
    if (step != NULL && step->act == MAIL_HOLD)
        return false;
    AUTO_CHARS line = mem_format("%s\r\n", text);
    write_text(session->out, line);
    bool as_usual = strncmp(text, usual, 3) == 0;
    if (step != NULL && step->act == MAIL_CLOSE)
        end_session(session);
    return as_usual;
}

/* ---- what it says ---- */

/* Kept before it is answered: the answer may get lost. */
static void keep_letter(struct mailserver *server, struct session *session)
{
    server->got =
        mem_grow(server->got, (size_t)server->letters + 1, sizeof *server->got);
    server->got[server->letters++] =
        (struct mail_got){mem_copy(session->from), text_take(&session->to),
                          text_take(&session->bytes)};
    forget_letter(session);
}

static bool will_refuse(const struct mailserver *server, const char *verb)
{
    for (size_t i = 0; i < server->step_count; i++)
        if (strcmp(server->steps[i].verb, verb) == 0 &&
            server->steps[i].times >= 0 && server->steps[i].text[0] > '3')
            return true;
    return false;
}

static void take_data(struct mailserver *server, struct session *session,
                      const char *line)
{
    if (strcmp(line, ".\r\n") != 0) {
        text_add(&session->bytes, line);
        return;
    }
    session->data = false;
    if (!will_refuse(server, "."))
        keep_letter(server, session);
    answer(server, session, ".", "250 2.0.0 taken");
}

static void take_recipient(struct mailserver *server, struct session *session,
                           const char *address)
{
    text_format(&session->to, "%s%.*s", session->to.length > 0 ? " " : "",
                (int)strcspn(address, " \r\n"), address);
    answer(server, session, "RCPT", "250 2.1.5 ok");
}

static bool says(const char *line, const char *verb)
{
    return strncasecmp(line, verb, strlen(verb)) == 0;
}

static void take_command(struct mailserver *server, struct session *session,
                         const char *line)
{
    if (session->auth || says(line, "AUTH PLAIN ")) {
        session->auth = false;
        answer(server, session, "AUTH", "235 2.7.0 come in");
    } else if (says(line, "AUTH PLAIN")) {
        session->auth = answer(server, session, "AUTH LINE", "334 ");
    } else if (says(line, "EHLO")) {
        answer(server, session, "EHLO", "250-test.example\r\n250 SIZE 1000000");
    } else if (says(line, "MAIL FROM:")) {
        forget_letter(session);
        session->from = mem_copy_n(line + 10, strcspn(line + 10, " \r\n"));
        answer(server, session, "MAIL", "250 2.1.0 ok");
    } else if (says(line, "RCPT TO:")) {
        take_recipient(server, session, line + 8);
    } else if (says(line, "DATA")) {
        session->data = answer(server, session, "DATA", "354 go on");
    } else if (says(line, "QUIT")) {
        answer(server, session, "QUIT", "221 bye");
    } else {
        answer(server, session, "?", "500 what?");
    }
}

/* Takes all whole lines. */
static void take_lines(struct mailserver *server, struct session *session)
{
    while (session->in >= 0) {
        const char *chars = text_chars(&session->line);
        const char *end = strstr(chars, "\n");
        if (end == NULL)
            return;
        AUTO_CHARS line = mem_copy_n(chars, (size_t)(end - chars) + 1);
        AUTO_CHARS rest = mem_copy(end + 1);
        text_reset(&session->line);
        text_add(&session->line, rest);
        if (session->data)
            take_data(server, session, line);
        else
            take_command(server, session, line);
    }
}

static void hear(struct mailserver *server, struct session *session)
{
    char bytes[READ_MAX];
    ssize_t got = read(session->in, bytes, sizeof bytes);
    if (got <= 0) {
        end_session(session);
        return;
    }
    text_add_n(&server->talk, bytes, (size_t)got);
    text_add_n(&session->line, bytes, (size_t)got);
    take_lines(server, session);
}

/* ---- the thread ---- */

static void begin_session(struct mailserver *server, int in, int out)
{
    struct session *session = server->sessions;
    while (session->in >= 0)
        session++; /* there are never so many */
    *session = (struct session){.in = in, .out = out};
    server->connections++;
    answer(server, session, "", "220 test.example");
}

static void accept_one(struct mailserver *server)
{
    int client = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
    if (client >= 0)
        begin_session(server, client, client);
}

static void *serve(void *cookie)
{
    struct mailserver *server = cookie;
    struct pollfd polls[SESSIONS + 2];
    bool stop = false;
    while (!stop) {
        polls[0] = (struct pollfd){server->news, POLLIN, 0};
        polls[1] = (struct pollfd){server->listener, POLLIN, 0};
        pthread_mutex_lock(&server->lock);
        for (int i = 0; i < SESSIONS; i++)
            polls[i + 2] = (struct pollfd){server->sessions[i].in, POLLIN, 0};
        pthread_mutex_unlock(&server->lock);
        poll(polls, COUNT(polls), -1);
        pthread_mutex_lock(&server->lock);
        eventfd_t news;
        if (polls[0].revents != 0)
            eventfd_read(server->news, &news);
        for (int i = 0; i < SESSIONS; i++)
            if (polls[i + 2].revents != 0)
                hear(server, &server->sessions[i]);
        if (polls[1].revents != 0)
            accept_one(server);
        stop = server->stop;
        pthread_mutex_unlock(&server->lock);
    }
    return NULL;
}

/* ---- open and close ---- */

static void listen_here(struct mailserver *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(server->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(server->listener, 16) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &size) != 0)
        abort();
    server->port = ntohs(address.sin_port);
}

struct mailserver *mailserver_open(const struct mail_step *steps, size_t count)
{
    struct mailserver *server = mem_new(sizeof *server);
    server->steps = mem_new((count + 1) * sizeof *steps);
    for (size_t i = 0; i < count; i++) {
        server->steps[i] = steps[i];
        server->steps[i].verb = mem_copy(steps[i].verb);
        server->steps[i].text = mem_copy(steps[i].text ? steps[i].text : "");
    }
    server->step_count = count;
    for (int i = 0; i < SESSIONS; i++)
        server->sessions[i].in = -1;
    server->news = eventfd(0, EFD_CLOEXEC);
    listen_here(server);
    pthread_mutex_init(&server->lock, NULL);
    if (pthread_create(&server->thread, NULL, serve, server) != 0)
        abort();
    return server;
}

void mailserver_close(struct mailserver *server)
{
    if (server == NULL)
        return;
    pthread_mutex_lock(&server->lock);
    server->stop = true;
    pthread_mutex_unlock(&server->lock);
    eventfd_write(server->news, 1);
    pthread_join(server->thread, NULL);
    for (int i = 0; i < SESSIONS; i++)
        if (server->sessions[i].in >= 0)
            end_session(&server->sessions[i]);
    close(server->listener);
    close(server->news);
    pthread_mutex_destroy(&server->lock);
    for (size_t i = 0; i < server->step_count; i++) {
        free((char *)server->steps[i].verb);
        free((char *)server->steps[i].text);
    }
    for (int i = 0; i < server->letters; i++)
        mail_got_clear(&server->got[i]);
    free(server->got);
    free(server->steps);
    text_clear(&server->talk);
    free(server);
}

void mailserver_adopt_take(struct mailserver *server, int in, int out)
{
    pthread_mutex_lock(&server->lock);
    begin_session(server, in, out);
    pthread_mutex_unlock(&server->lock);
    eventfd_write(server->news, 1);
}

/* ---- what came ---- */

int mailserver_port(const struct mailserver *server)
{
    return server->port;
}

char *mailserver_talk(struct mailserver *server)
{
    pthread_mutex_lock(&server->lock);
    char *talk = mem_copy(text_chars(&server->talk));
    pthread_mutex_unlock(&server->lock);
    return talk;
}

int mailserver_connections(struct mailserver *server)
{
    pthread_mutex_lock(&server->lock);
    int connections = server->connections;
    pthread_mutex_unlock(&server->lock);
    return connections;
}

int mailserver_letters(struct mailserver *server)
{
    pthread_mutex_lock(&server->lock);
    int letters = server->letters;
    pthread_mutex_unlock(&server->lock);
    return letters;
}

struct mail_got mailserver_letter(struct mailserver *server, int n)
{
    struct mail_got got = {0};
    pthread_mutex_lock(&server->lock);
    if (n < server->letters)
        got = (struct mail_got){mem_copy(server->got[n].from),
                                mem_copy(server->got[n].to),
                                mem_copy(server->got[n].bytes)};
    pthread_mutex_unlock(&server->lock);
    return got;
}
