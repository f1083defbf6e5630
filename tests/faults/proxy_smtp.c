/* The fault proxy's SMTP: each command goes to the target and its answer back;
 * a fault strikes once in a message, at the place drawn for it. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "tests/faults/proxy_line.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

enum place { GREETING, EHLO, MAIL, RCPT, DATA, DOT, PLACES, ELSE };

struct talk {
    struct proxy_shared *shared;
    int client, target;
    enum proxy_fault fault; /* still to be done */
    enum place place;       /* where */
    bool over;              /* a message has gone: draw anew with the next */
    struct text said;       /* by the client so far, to say it again */
    struct text answer;
};

static enum place place_of(const char *command)
{
    static const char *const commands[] = {"", "EHLO", "MAIL", "RCPT", "DATA"};
    for (enum place i = EHLO; i <= DATA; i++)
        if (strncasecmp(command, commands[i], 4) == 0)
            return i;
    return ELSE;
}

/* All lines of an answer. */
static bool read_answer(int target, struct text *answer)
{
    text_reset(answer);
    for (size_t start = 0;; start = answer->length) {
        if (!proxy_line(target, answer))
            return false;
        if (answer->length - start < 4 || answer->chars[start + 3] != '-')
            return true;
    }
}

/* "Go on with the message". */
static bool is_go_on(const struct text *answer)
{
    return strncmp(text_chars(answer), "354", 3) == 0;
}

static bool pass(int target, const struct text *bytes, struct text *answer)
{
    return proxy_send(target, bytes->chars, bytes->length) &&
           read_answer(target, answer);
}

/* Another connection hears all that was said, command by command. */
static void say_again(struct talk *talk)
{
    AUTO_TEXT answer = {0};
    int target = proxy_connect(talk->shared->plan.target);
    const char *at = talk->said.chars;
    bool good = target >= 0 && read_answer(target, &answer);
    while (good && *at != '\0') {
        bool data = is_go_on(&answer);
        const char *end = data ? strstr(at, "\r\n.\r\n") : strchr(at, '\n');
        size_t length = (size_t)(end - at) + (data ? strlen("\r\n.\r\n") : 1);
        good = proxy_send(target, at, length) && read_answer(target, &answer);
        at += length;
    }
    close(target);
}

static void draw(struct talk *talk)
{
    int place;
    talk->fault = proxy_draw(talk->shared, PLACES, &place);
    talk->place = talk->fault == PROXY_TWICE    ? DOT
                  : talk->fault == PROXY_REFUSE ? GREETING
                                                : (enum place)place;
}

static void say(struct talk *talk, const char *line)
{
    text_reset(&talk->answer);
    text_add(&talk->answer, line);
}

/* Answers without the target. False: it is over (the target would wait for a
 * message, or was never greeted). */
static bool not_passed(struct talk *talk, enum proxy_fault fault,
                       enum place place)
{
    bool open = place != DOT && place != GREETING;
    if (fault == PROXY_REFUSE || fault == PROXY_RESET_BEFORE) {
        proxy_reset(talk->client);
        return false;
    }
    say(talk, fault == PROXY_FINAL ? "554 5.0.0 injected\r\n"
              : open               ? "451 4.3.0 injected\r\n"
                                   : "421 4.3.0 injected\r\n");
    return proxy_send(talk->client, talk->answer.chars, talk->answer.length) &&
           open;
}

/* The client gets the answer, in the fault's way. False: it is over. */
static bool answer_with(struct talk *talk, enum proxy_fault fault)
{
    const char *chars = talk->answer.chars;
    size_t length = talk->answer.length;
    switch (fault) {
    case PROXY_RESET_AFTER:
        proxy_reset(talk->client);
        return false;
    case PROXY_SILENCE:
        proxy_wait_gone(talk->client);
        return false;
    case PROXY_HALF:
        (void)!proxy_send(talk->client, chars, length / 2);
        return false;
    case PROXY_ANSWER_TWICE:
        return proxy_send(talk->client, chars, length) &&
               proxy_send(talk->client, chars, length);
    case PROXY_DRIP:
        return proxy_drip(talk->client, chars, length);
    default:
        return proxy_send(talk->client, chars, length);
    }
}

/* The code alone. */
static void strip(struct text *answer)
{
    char code[4] = "";
    memcpy(code, answer->chars, answer->length < 3 ? answer->length : 3);
    text_reset(answer);
    text_format(answer, "%s\r\n", code);
}

static void change_answer(struct talk *talk, enum proxy_fault fault)
{
    if (fault == PROXY_TWICE)
        say_again(talk);
    else if (fault == PROXY_DELAY)
        usleep((useconds_t)talk->shared->plan.delay_ms * 1000);
    else if (fault == PROXY_LATER_AFTER)
        say(talk, "451 4.3.0 injected\r\n");
    else if (fault == PROXY_BARE)
        strip(&talk->answer);
}

/* The fault that strikes here, if any does. */
static enum proxy_fault strikes(struct talk *talk, enum place place)
{
    enum proxy_fault fault = talk->fault;
    if (place != talk->place)
        return PROXY_FAULTS;
    talk->fault = PROXY_FAULTS;
    proxy_did(talk->shared, fault);
    return fault;
}

static bool is_not_passed(enum proxy_fault fault)
{
    return fault == PROXY_REFUSE || fault == PROXY_RESET_BEFORE ||
           fault == PROXY_LATER || fault == PROXY_FINAL;
}

/* One exchange: `bytes` of the client (none: the greeting). */
static bool exchange(struct talk *talk, enum place place,
                     const struct text *bytes)
{
    enum proxy_fault fault = strikes(talk, place);
    if (is_not_passed(fault))
        return not_passed(talk, fault, place);
    bool good = bytes ? pass(talk->target, bytes, &talk->answer)
                      : read_answer(talk->target, &talk->answer);
    if (!good)
        return false;
    if (bytes)
        text_add_n(&talk->said, bytes->chars, bytes->length);
    change_answer(talk, fault);
    return answer_with(talk, fault);
}

/* The message, to its dot; then the next one is drawn. */
static bool content(struct talk *talk)
{
    AUTO_TEXT bytes = {0};
    for (size_t start = 0;; start = bytes.length) {
        if (!proxy_line(talk->client, &bytes))
            return false;
        if (strcmp(bytes.chars + start, ".\r\n") == 0)
            break;
    }
    talk->over = true;
    return exchange(talk, DOT, &bytes);
}

/* Greeting and EHLO are over when a second message comes. */
static void draw_next(struct talk *talk)
{
    draw(talk);
    if (talk->place < MAIL)
        talk->place = MAIL;
    talk->over = false;
}

static bool command(struct talk *talk)
{
    AUTO_TEXT line = {0};
    if (!proxy_line(talk->client, &line))
        return false;
    enum place place = place_of(line.chars);
    if (talk->over && place == MAIL)
        draw_next(talk);
    if (!exchange(talk, place, &line))
        return false;
    return place != DATA || !is_go_on(&talk->answer) || content(talk);
}

void proxy_smtp(struct proxy_shared *shared, int client)
{
    struct talk talk = {.shared = shared, .client = client};
    draw(&talk);
    talk.target = proxy_connect(shared->plan.target);
    if (talk.target < 0)
        return;
    bool open = exchange(&talk, GREETING, NULL);
    while (open)
        open = command(&talk);
    text_clear(&talk.said);
    text_clear(&talk.answer);
}
