/* Two tables, of HTTP's answers and of SMTP's. TAKEN is said in one place for
 * each: of a whole final answer that says so. */
#include "console/delivery/courier_verdict.h"

#include "console/base/json.h"
#include "console/base/pattern.h"
#include "console/base/text.h"
#include "console/io/http.h"
#include "console/io/smtp.h"

#include <jansson.h>

#include <limits.h>
#include <string.h>

/* ---- words ---- */

/* The bytes of the first OUTBOX_LETTERS letters that fit into `room`. */
static size_t fit(const char *string, size_t room)
{
    size_t length = 0;
    for (int i = 0; i < OUTBOX_LETTERS && string[length] != '\0'; i++) {
        uint32_t letter;
        size_t step = text_step(string + length, &letter);
        if (length + step > room)
            break;
        length += step;
    }
    return length;
}

/* What could be a number of a person: ten digits in a row, or seven with
 * blanks, + - ( ) between them that are no part of a word. Left as they are: a
 * status at the start, a UUID, a long row of hexadecimal digits. */
static const char personal[] =
    "^(?:[a-z]+: )?\\d{3}(?![-\\w])(*SKIP)(*F)"
    "|\\b(?:[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}|[\\da-f]{32,})\\b"
    "(*SKIP)(*F)|\\d{10,}"
    "|(?<![\\p{L}\\d])(?<![\\p{L}\\d][-_])\\d(?:[\\s()+\\-\\x{2010}-\\x{2015}]"
    "{0,3}\\d){6,}(?![-_]?[\\p{L}\\d])";

static void drop(struct pattern **pattern)
{
    pattern_free(*pattern);
}

static void add_dots(struct text *dotted, const char *from, const char *end)
{
    uint32_t letter;
    for (; from < end; from += text_step(from, &letter))
        text_add(dotted, ".");
}

/* The words lie in the log for ever, open: a branch that was asked for none
 * may yet name a person in them. The same number of letters. */
static char *without_persons(const char *words)
{
    AUTO(drop)
    struct pattern *pattern = pattern_new(personal, PATTERN_CASELESS, NULL);
    AUTO_TEXT dotted = {0};
    enum pattern_result result = PATTERN_TOO_HARD;
    size_t from = 0, start, end;
    while (pattern && (result = pattern_find(pattern, words, from, &start,
                                             &end)) == PATTERN_YES) {
        text_add_n(&dotted, words + from, start - from);
        add_dots(&dotted, words + start, words + end);
        from = end;
    }
    if (result == PATTERN_TOO_HARD)
        return mem_copy("...");
    text_add(&dotted, words + from);
    return text_take(&dotted);
}

static void say(struct sink_answer *answer, const char *words)
{
    AUTO_CHARS all = text_clean(words, strlen(words), false);
    AUTO_CHARS clean = without_persons(all);
    size_t length = fit(clean, sizeof answer->words - 1);
    memcpy(answer->words, clean, length);
    answer->words[length] = '\0';
}

struct sink_answer courier_verdict(enum sink_end end, enum sink_why why,
                                   const char *words)
{
    struct sink_answer answer = {.end = end, .retry_after_s = -1};
    AUTO_CHARS all = mem_format("%s: %s", sink_why_name(why), words);
    say(&answer, all);
    return answer;
}

/* The id stands for a receipt of which cleaning leaves nothing. */
static struct sink_answer taken(const char *receipt, const char *id)
{
    struct sink_answer answer = {.end = SINK_TAKEN, .retry_after_s = -1};
    say(&answer, receipt != NULL ? receipt : "");
    if (answer.words[0] == '\0')
        say(&answer, id);
    return answer;
}

/* ---- HTTP ---- */

/* From this status to that one. */
static const struct rule {
    int from, to;
    enum sink_end end;
    enum sink_why why;
} http_rules[] = {
    {300, 399, SINK_AWAY, SINK_WHY_ADDRESS},
    {401, 401, SINK_AWAY, SINK_WHY_DENIED},
    {403, 403, SINK_AWAY, SINK_WHY_DENIED},
    {404, 405, SINK_AWAY, SINK_WHY_ADDRESS},
    {407, 407, SINK_AWAY, SINK_WHY_DENIED},
    {408, 408, SINK_LATER, SINK_WHY_BUSY},
    {409, 409, SINK_REFUSED, SINK_WHY_CHANGED},
    {410, 410, SINK_AWAY, SINK_WHY_ADDRESS},
    {421, 421, SINK_AWAY, SINK_WHY_BUSY},
    {423, 423, SINK_LATER, SINK_WHY_BUSY},
    {425, 425, SINK_LATER, SINK_WHY_BUSY},
    {429, 429, SINK_AWAY, SINK_WHY_BUSY},
    {400, 499, SINK_REFUSED, SINK_WHY_CONTENT},
    {502, 504, SINK_AWAY, SINK_WHY_BUSY},
    {500, 599, SINK_LATER, SINK_WHY_BUSY},
    {INT_MIN, INT_MAX, SINK_LATER, SINK_WHY_ODD},
};

static const struct rule *rule_of(const struct rule *rules, int code)
{
    while (code < rules->from || code > rules->to)
        rules++;
    return rules;
}

/* Is it JSON, by its content type? */
static bool is_json(const char *type)
{
    size_t length = strlen(type);
    return strcmp(type, "application/json") == 0 ||
           (length > 5 && strcmp(type + length - 5, "+json") == 0);
}

/* Nothing, or an object that does not name another message. */
static struct sink_answer verdict_of_body(const struct http_answer *http,
                                          const char *id)
{
    if (http->length == 0)
        return taken(NULL, id);
    if (!is_json(http->type))
        return courier_verdict(SINK_LATER, SINK_WHY_ODD,
                               "200 with something else than JSON");
    AUTO_JSON body =
        json_parse(http->body, http->length, "answer", false, NULL);
    const char *named = json_find_string(body, "id");
    const char *receipt = json_find_string(body, "receipt");
    if (!json_is_object(body))
        return courier_verdict(SINK_LATER, SINK_WHY_ODD,
                               "200 with JSON that cannot be read");
    if (named != NULL && strcmp(named, id) != 0)
        return courier_verdict(SINK_LATER, SINK_WHY_ODD,
                               "200 for another message");
    return taken(receipt, id);
}

static bool is_final(int status)
{
    return status == 200 || status == 201 || status == 202 || status == 204;
}

/* "422 wrong number": the status, and what the branch says of it. */
static struct sink_answer verdict_of_status(const struct http_answer *http)
{
    const struct rule *rule = rule_of(http_rules, http->status);
    AUTO_JSON body = is_json(http->type) ? json_parse(http->body, http->length,
                                                      "answer", false, NULL)
                                         : NULL;
    const char *said = json_find_string(body, "error");
    AUTO_CHARS words =
        mem_format("%d%s%s", http->status, said ? " " : "", said ? said : "");
    struct sink_answer answer = courier_verdict(rule->end, rule->why, words);
    if (rule->end != SINK_REFUSED)
        answer.retry_after_s = http->retry_after_s;
    return answer;
}

/* No answer, or none that is whole. */
static struct sink_answer verdict_of_fault(enum http_end end, bool sent,
                                           const char *words)
{
    switch (end) {
    case HTTP_TLS:
        return courier_verdict(SINK_AWAY, SINK_WHY_UNTRUSTED, words);
    case HTTP_NO_HOST:
    case HTTP_TIMEOUT:
        return courier_verdict(SINK_AWAY, SINK_WHY_UNREACHED, words);
    case HTTP_NO_CONNECT:
        return courier_verdict(sent ? SINK_LATER : SINK_AWAY,
                               SINK_WHY_UNREACHED, words);
    case HTTP_CUT:
        return courier_verdict(SINK_LATER, SINK_WHY_UNREACHED, words);
    default:
        return courier_verdict(SINK_LATER, SINK_WHY_ODD, words);
    }
}

struct sink_answer courier_verdict_http(const struct http_answer *answer,
                                        const char *id)
{
    if (answer->end != HTTP_ANSWERED)
        return verdict_of_fault(answer->end, answer->sent, answer->detail);
    if (is_final(answer->status))
        return verdict_of_body(answer, id);
    return verdict_of_status(answer);
}

/* ---- SMTP ---- */

static const struct rule smtp_rules[] = {
    {421, 421, SINK_AWAY, SINK_WHY_BUSY},
    {400, 499, SINK_LATER, SINK_WHY_BUSY},
    {530, 538, SINK_AWAY, SINK_WHY_DENIED},
    {550, 551, SINK_REFUSED, SINK_WHY_ADDRESS},
    {553, 553, SINK_REFUSED, SINK_WHY_ADDRESS},
    {500, 599, SINK_REFUSED, SINK_WHY_CONTENT},
    {INT_MIN, INT_MAX, SINK_LATER, SINK_WHY_ODD},
};

/* Before the letter was begun: nothing of it was judged, so nobody's letter
 * would be taken now. */
static const struct rule greeting_rules[] = {
    {400, 499, SINK_AWAY, SINK_WHY_BUSY},
    {500, 599, SINK_AWAY, SINK_WHY_DENIED},
    {INT_MIN, INT_MAX, SINK_AWAY, SINK_WHY_ODD},
};

struct sink_answer courier_verdict_smtp(const struct smtp_answer *answer,
                                        const char *id)
{
    const struct rule *rule;
    switch (answer->end) {
    case SMTP_TAKEN:
        return taken(answer->words, id);
    case SMTP_DENIED:
        return courier_verdict(SINK_AWAY, SINK_WHY_DENIED, answer->words);
    case SMTP_SAID:
        rule =
            rule_of(answer->sent ? smtp_rules : greeting_rules, answer->code);
        return courier_verdict(rule->end, rule->why, answer->words);
    default:
        return verdict_of_fault(answer->fault, answer->sent, answer->words);
    }
}
