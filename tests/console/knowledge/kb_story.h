/* What the tests of articles and search share: a data folder of one's own with
 * three small articles, a table and a few words. */
#ifndef TESTS_CONSOLE_KNOWLEDGE_KB_STORY_H
#define TESTS_CONSOLE_KNOWLEDGE_KB_STORY_H

#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"
#include "console/knowledge/table.h"

struct kb_story {
    char folder[256];
    char index[300]; /* not made yet */
    struct tables *tables;
    struct kb *kb; /* NULL: none open */
    struct findings findings;
    struct error error;
    int64_t day; /* 2026-11-22 */
};

/* Setup and teardown of cmocka. */
int kb_story_open(void **state);
int kb_story_close(void **state);

/* Writes kb/articles/NAME.json: its members from "title" on (JSON). */
void kb_story_write(const struct kb_story *story, const char *name,
                    const char *members);

/* The members of a small article with this text in all parts of the
 * languages. The caller frees. */
char *kb_story_members(const char *kk, const char *ru, const char *en);

/* Opens the kb with the index of the story (in memory where there is none). */
void kb_story_use(struct kb_story *story);

/* The id of the first hit in Russian; "" when nothing is found. Lent. */
const char *kb_story_first(struct kb_story *story, const char *query);

#endif
