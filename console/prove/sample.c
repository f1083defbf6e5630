/* Answers made up for questions that are answered by typing. All synthetic. */
#include "console/prove/sample.h"

#include "console/base/clock.h"
#include "console/base/pattern.h"
#include "console/base/text.h"
#include "console/registry/iin.h"
#include "console/script/node.h"

#include <jansson.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TRIES = 2000, PHONE_LENGTH = 12, BRANCH_MOST = 8 };

static bool fits_text(const struct answer_spec *answer, const char *string)
{
    int64_t letters = 0;
    const char *at = string;
    for (size_t step; (step = text_letter(at)) > 0; at += step)
        letters++;
    return letters > 0 && letters <= answer->max &&
           (answer->pattern == NULL ||
            pattern_whole(answer->pattern, string) == PATTERN_YES);
}

static bool is_person(const char *string)
{
    struct iin_verdict verdict = {0};
    iin_check(string, clock_days(2100, 1, 1), &verdict);
    return verdict.accepted;
}

bool sample_fits(const struct node *node, const struct json_t *text)
{
    const char *string = json_string_value(text);
    size_t length = strlen(string);
    if (node == NULL || node->kind == NODE_NOTE)
        return node == NULL || length > 0;
    switch (node->answer.type) {
    case ANSWER_PHONE:
        return length == PHONE_LENGTH && strncmp(string, "+7", 2) == 0 &&
               strspn(string + 1, "0123456789") == PHONE_LENGTH - 1;
    case ANSWER_PERSON_NUMBER:
        return is_person(string);
    case ANSWER_BRANCH:
        return length >= 2 && length <= BRANCH_MOST &&
               strspn(string, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
                   length;
    default:
        return fits_text(&node->answer, string);
    }
}

/* The nth text to try. */
static char *try_text(const struct node *node, int turn)
{
    static const char *const shapes[] = {
        "x",      "a",   "A",   "1",  "12",   "123", "1234", "12345",
        "123456", "AB",  "ab",  "Ab", "A1",   "a-1", "қала", "Город",
        "a b",    "1.5", "1,5", "01", "2026", "@",   "?"};
    enum answer_type type = node != NULL && node->kind == NODE_ASK
                                ? node->answer.type
                                : ANSWER_TEXT;
    if (type == ANSWER_PHONE)
        return mem_format("+7%010d", turn);
    if (type == ANSWER_PERSON_NUMBER)
        return mem_format("9001013%05d", turn);
    if (type == ANSWER_BRANCH)
        return mem_format("B%d", turn);
    if ((size_t)turn < COUNT(shapes))
        return mem_copy(shapes[turn]);
    return mem_format(turn % 2 == 0 ? "%d" : "x%d", turn / 2);
}

static bool stands_among(const json_t *text, json_t *const *others,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (json_equal(text, others[i]))
            return true;
    return false;
}

struct json_t *sample_text(const struct node *node,
                           struct json_t *const *others, size_t count)
{
    for (int turn = 0; turn < TRIES; turn++) {
        AUTO_CHARS string = try_text(node, turn);
        json_t *text = json_string(string);
        if (sample_fits(node, text) && !stands_among(text, others, count))
            return text;
        json_decref(text);
    }
    return NULL;
}
