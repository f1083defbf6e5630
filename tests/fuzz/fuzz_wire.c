/* What a branch's server sends back on the line, byte by byte: an e-mail is
 * taken only by a 250 behind the 354 for the letter, a POST only by a final
 * 2xx that came whole. The server is a thread that says what the input says:
 * for SMTP one part (up to a byte 1) for each command, for HTTP all of it.
 * (replay: 10 changes) */
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/io/post.h"
#include "console/io/smtp.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One conversation. */
struct server {
    int listening, port;
    bool mail;
    struct fuzz_bytes says;
};

static void open_server(struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    server->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    HOLDS(bind(server->listening, (void *)&address, size) == 0 &&
              listen(server->listening, 4) == 0 &&
              getsockname(server->listening, (void *)&address, &size) == 0,
          "a server listens");
    server->port = ntohs(address.sin_port);
}

/* Sends the next part; false at the end of what it says. */
static bool say(struct server *server, int line)
{
    AUTO_TEXT part = {0};
    if (server->says.left == 0)
        return false;
    for (uint8_t byte;
         server->says.left > 0 && (!server->mail || *server->says.at != 1);) {
        byte = fuzz_byte(&server->says);
        text_add_n(&part, (char *)&byte, 1);
    }
    fuzz_byte(&server->says);
    return send(line, text_chars(&part), part.length, MSG_NOSIGNAL) ==
           (ssize_t)part.length;
}

/* Answers each command; the letter itself is one of them. */
static void talk(struct server *server, int line)
{
    AUTO_TEXT heard = {0};
    bool letter = false;
    char bytes[4096];
    ssize_t got;
    bool going = !server->mail || say(server, line);
    while (going && (got = recv(line, bytes, sizeof(bytes), 0)) > 0) {
        text_add_n(&heard, bytes, (size_t)got);
        const char *end = letter         ? "\r\n.\r\n"
                          : server->mail ? "\r\n"
                                         : "\r\n\r\n";
        if (!strstr(text_chars(&heard), end))
            continue;
        letter = server->mail && !letter &&
                 strncmp(text_chars(&heard), "DATA", 4) == 0 &&
                 server->says.left > 0 && *server->says.at == '3';
        text_reset(&heard);
        going = say(server, line) && server->mail;
    }
}

static void *serve(void *cookie)
{
    struct server *server = cookie;
    for (;;) {
        int line = accept(server->listening, NULL, NULL);
        if (line < 0)
            return NULL;
        struct timeval soon = {.tv_usec = 30000};
        setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
        talk(server, line);
        close(line);
    }
}

static void try_mail(struct server *server, const uint8_t *bytes, size_t length)
{
    static const _Atomic bool stop;
    AUTO_CHARS url = mem_format("smtp://127.0.0.1:%d", server->port);
    struct smtp_settings settings = {
        .url = url, .connect_ms = 500, .deadline_ms = 60};
    struct smtp *smtp = smtp_open(&settings, &stop, NULL);
    static const char mail[] = "Subject: x\r\n\r\nab\r\n.\r\n";
    struct smtp_letter letter = {"line@1414.example", "kzo@branch.example",
                                 mail, strlen(mail)};
    struct smtp_answer answer = smtp_send(smtp, &letter);
    bool taken = answer.end == SMTP_TAKEN;
    HOLDS(answer.words, "there are words");
    smtp_close(smtp);
    shutdown(server->listening, SHUT_RDWR);
    /* A server may say it before it has read the dot: that is its word too. */
    const uint8_t *go = memmem(bytes, length, "354", 3);
    if (taken)
        HOLDS(go && memmem(go, length - (size_t)(go - bytes), "250", 3),
              "taken by a 250 behind the 354");
}

/* Does what was sent hold a status line of a final 2xx? */
static bool says_taken(const uint8_t *bytes, size_t length)
{
    AUTO_CHARS all = mem_copy_n((const char *)bytes, length);
    for (size_t i = 0; i + 12 <= length; i++) {
        const char *space =
            strncmp(all + i, "HTTP/", 5) == 0 ? strchr(all + i, ' ') : NULL;
        if (space && space[strspn(space, " \t")] == '2')
            return true;
    }
    return false;
}

static void try_post(struct server *server, const uint8_t *bytes, size_t length)
{
    static const _Atomic bool stop;
    AUTO_CHARS url = mem_format("http://127.0.0.1:%d/in", server->port);
    struct http_settings settings = {
        .connect_ms = 500, .deadline_ms = 60, .body_max = 4096};
    struct post *post = post_open(&settings, &stop, NULL);
    const char *headers[] = {"Content-Type: application/json", NULL};
    struct post_letter letter = {url, headers, "{}", 2};
    struct http_answer answer = post_send(post, &letter);
    if (answer.end == HTTP_ANSWERED) {
        HOLDS(answer.length <= 4096 && answer.body[answer.length] == '\0',
              "a body has its bounds");
        HOLDS(answer.status >= 100 && answer.status <= 999,
              "a status has three digits");
        HOLDS(answer.status < 200 || answer.status > 299 ||
                  says_taken(bytes, length),
              "a 2xx is one that was sent");
    }
    post_close(post);
    shutdown(server->listening, SHUT_RDWR);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct server server = {.says = {bytes, length}};
    pthread_t thread;
    server.mail = length > 0 && bytes[0] != 'H';
    open_server(&server);
    HOLDS(pthread_create(&thread, NULL, serve, &server) == 0, "a thread");
    if (server.mail)
        try_mail(&server, bytes, length);
    else
        try_post(&server, bytes, length);
    pthread_join(thread, NULL);
    close(server.listening);
    return 0;
}
