/* The file of a call in progress, changed or cut anywhere: what is read are
 * lines that were written, in their order from the first, and the next line
 * goes behind them. (replay: 100 changes) */
#include "tests/fuzz/fuzzing.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/call/draft.h"
#include "console/people/keys.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const written[] = {
    "{\"kind\":\"begin\"}", "{\"answer\":\"yes\",\"node\":\"main.who\"}",
    "{\"note\":\"қайта қоңырау шалу\"}"};

struct reading {
    size_t count;
    bool more; /* the line added after the change is there */
};

static void see_line(const char *json, void *cookie)
{
    struct reading *reading = cookie;
    HOLDS(!reading->more, "nothing follows the newest line");
    reading->more = strcmp(json, "{\"more\":1}") == 0;
    if (reading->more)
        return;
    HOLDS(reading->count < COUNT(written) &&
              strcmp(json, written[reading->count]) == 0,
          "a line is one that was written, in its place");
    reading->count++;
}

static struct draft *open_draft(const struct keys *keys)
{
    struct error error = {0};
    struct draft *draft = draft_open(fuzz_folder(), "ag17", keys, &error);
    HOLDS(draft, "a draft opens, whatever stands in it");
    return draft;
}

/* The bytes of a draft with all lines. */
static void make(const struct keys *keys, struct text *bytes)
{
    struct draft *draft = open_draft(keys);
    HOLDS(draft_end(draft, NULL), "a draft is empty at first");
    for (size_t i = 0; i < COUNT(written); i++)
        HOLDS(draft_add(draft, written[i], NULL), "a line is added");
    draft_close(draft);
    AUTO_CHARS path = mem_format("%s/drafts/ag17.0.draft", fuzz_folder());
    HOLDS(json_read_bytes(path, bytes, NULL), "it can be read");
}

/* Pairs of place and byte; an odd one out cuts the file there. With a first
 * byte 0 the rest is the file itself. */
static void spoil(struct text *file, struct fuzz_bytes input)
{
    if (input.left > 0 && *input.at == 0) {
        text_reset(file);
        text_add_n(file, (const char *)input.at + 1, input.left - 1);
        return;
    }
    while (input.left > 1) {
        size_t place = fuzz_byte(&input) * file->length / 256;
        file->chars[place] ^= (char)fuzz_byte(&input);
    }
    if (input.left == 1)
        file->length = fuzz_byte(&input) * file->length / 256;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct keys keys;
    static struct text whole;
    struct reading reading = {0}, again = {0};
    AUTO_TEXT file = {0};
    if (!whole.length) {
        seal_start();
        memset(&keys, 7, sizeof(keys));
        make(&keys, &whole);
    }
    text_add_n(&file, whole.chars, whole.length);
    spoil(&file, (struct fuzz_bytes){bytes, length});
    fuzz_file("drafts/ag17.0.draft", text_chars(&file), file.length);
    struct draft *draft = open_draft(&keys);
    HOLDS(draft_read(draft, see_line, &reading, NULL), "a draft is read");
    HOLDS(draft_found(draft) == (reading.count > 0), "found, or nothing");
    HOLDS(draft_add(draft, "{\"more\":1}", NULL), "a line is added");
    HOLDS(draft_read(draft, see_line, &again, NULL), "and read");
    HOLDS(again.count == reading.count && again.more, "behind the others");
    draft_close(draft);
    return 0;
}
