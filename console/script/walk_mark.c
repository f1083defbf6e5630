/* A question's own mark: an answer is used again only where the same was asked
 * with the same choices. */
#include "console/script/walk_state.h"

#include "console/base/text.h"
#include "console/people/seal.h"

static void add_phrase(struct text *asked, const struct phrase *phrase)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        text_format(asked, "%s\n", phrase->in[i] != NULL ? phrase->in[i] : "");
}

void walk_mark(const struct node *node, char *mark)
{
    unsigned char hash[SEAL_HASH_SIZE];
    AUTO_TEXT asked = {0};
    add_phrase(&asked, &node->say);
    for (size_t i = 0; i < node->answer.choice_count; i++) {
        text_format(&asked, "%s\n", node->answer.choices[i].code);
        add_phrase(&asked, &node->answer.choices[i].label);
    }
    seal_hash(NULL, text_chars(&asked), asked.length, hash);
    seal_hex(hash, (WALK_MARK_SIZE - 1) / 2, mark);
}
