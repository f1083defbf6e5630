/* Bytes from a keyboard or a line: however they are cut into reads they give
 * the same keys; what is pasted is clean and never gives a key of its own. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/input.h"

#include <stdlib.h>
#include <string.h>

#define PASTE     "\033[200~"
#define PASTE_END "\033[201~"

static void check_key(const struct key *key)
{
    char name[KEY_NAME_SIZE];
    struct key same = {0};
    HOLDS(key->kind == KEY_CHAR || key->kind == KEY_NAMED ||
              key->kind == KEY_PASTE,
          "a key is a key");
    if (key->kind == KEY_PASTE) {
        fuzz_clean(key->paste, true);
        return;
    }
    if (key->kind == KEY_CHAR && !key->ctrl)
        HOLDS(key->code_point >= 0x20 &&
                  (key->code_point < 0x7F || key->code_point > 0x9F),
              "no letter is a control");
    HOLDS(key->kind == KEY_CHAR || key->name < NAMED_COUNT, "a name it has");
    key_write(*key, name);
    HOLDS(key_same(key_latin(key_latin(*key)), key_latin(*key)),
          "a Latin key is Latin");
    HOLDS(!key_read(name, &same) || same.kind == key->kind,
          "a written key reads as one of its kind");
}

/* All keys of the bytes, cut as the seed says (0: not at all), one a line. */
static void read_keys(const uint8_t *bytes, size_t length, uint32_t seed,
                      struct text *keys)
{
    struct input *input = mem_new(sizeof(*input));
    struct key key;
    while (length > 0) {
        size_t room, part = seed ? 1 + fuzz_roll(&seed) % 7 : length;
        unsigned char *to = input_room(input, &room);
        HOLDS(room > 0, "there is always room");
        part = part < length ? part : length;
        part = part < room ? part : room;
        memcpy(to, bytes, part);
        input_add(input, part);
        bytes += part;
        length -= part;
        while (input_next(input, &key)) {
            check_key(&key);
            text_format(keys, "%d %d %x %d%d %s\n", key.kind, key.name,
                        key.code_point, key.ctrl, key.alt,
                        key.kind == KEY_PASTE ? key.paste : "");
        }
    }
    input_end_wait(input);
    while (input_next(input, &key))
        check_key(&key);
    input_clear(input);
    free(input);
}

static void try_paste(const uint8_t *bytes, size_t length)
{
    AUTO_TEXT typed = {0}, keys = {0};
    if (length == 0 || length > 4000 ||
        memmem(bytes, length, PASTE_END, strlen(PASTE_END)))
        return;
    text_add(&typed, PASTE);
    text_add_n(&typed, (const char *)bytes, length);
    text_add(&typed, PASTE_END);
    read_keys((const uint8_t *)typed.chars, typed.length, 0, &keys);
    AUTO_CHARS clean = text_clean((const char *)bytes, length, true);
    AUTO_CHARS one = mem_format("%d 0 0 00 %s\n", KEY_PASTE, clean);
    HOLDS(strcmp(text_chars(&keys), clean[0] ? one : "") == 0,
          "a paste is one paste");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    AUTO_TEXT whole = {0}, cut = {0};
    read_keys(bytes, length, 0, &whole);
    read_keys(bytes, length, fuzz_seed(bytes, length), &cut);
    HOLDS(strcmp(text_chars(&whole), text_chars(&cut)) == 0,
          "a slow line gives the same keys");
    try_paste(bytes, length);
    return 0;
}
