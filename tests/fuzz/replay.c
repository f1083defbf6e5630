/* Gives a target what is kept in its corpus, and changed copies of it, without
 * libFuzzer: replay COUNT FOLDER, COUNT changes of each kept input. The changes
 * are the same in every run. REPLAY_CRASH names a file for what broke it. */
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "tests/fuzz/fuzzing.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is being tried: left behind when the target ends the program. */
static const uint8_t *trying;
static size_t trying_length;
static const char *kept_as; /* NULL: nowhere */

static void keep_input(int number)
{
    FILE *file = kept_as ? fopen(kept_as, "w") : NULL;
    if (file) {
        fwrite(trying, 1, trying_length, file);
        fclose(file);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void try(const uint8_t *bytes, size_t length)
{
    /* Of exactly this length, so that a sanitizer sees a step past it. */
    uint8_t *copy = length ? mem_new(length) : NULL;
    if (length)
        memcpy(copy, bytes, length);
    trying = bytes;
    trying_length = length;
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

/* Changes a few bytes, takes some out, or doubles some. */
static void change(struct text *bytes, uint32_t *seed)
{
    static const char odd[] = "\0\x1B\n\r\"\\{}[],:-+ /\xFF\x80\xC2\xE2\xF0=@0";
    size_t from = fuzz_roll(seed) % (bytes->length + 1);
    size_t most = bytes->length - from < 16 ? bytes->length - from : 16;
    size_t length = most ? fuzz_roll(seed) % (most + 1) : 0;
    AUTO_CHARS part = mem_copy_n(text_chars(bytes) + from, length);
    AUTO_CHARS tail = mem_copy_n(text_chars(bytes) + from + length,
                                 bytes->length - from - length);
    size_t left = bytes->length - from - length;
    bytes->length = from;
    switch (fuzz_roll(seed) % 4) {
    case 0:
        break;
    case 1:
        text_add_n(bytes, part, length);
        text_add_n(bytes, part, length);
        break;
    case 2:
        text_add_n(bytes, odd + fuzz_roll(seed) % (sizeof(odd) - 1), 1);
        text_add_n(bytes, part, length);
        break;
    default:
        if (length)
            part[fuzz_roll(seed) % length] ^= (char)(1 << fuzz_roll(seed) % 8);
        text_add_n(bytes, part, length);
    }
    text_add_n(bytes, tail, left);
}

static void try_changes(const struct text *kept, int count)
{
    uint32_t seed = fuzz_seed((const uint8_t *)text_chars(kept), kept->length);
    for (int i = 0; i < count; i++) {
        AUTO_TEXT changed = {0};
        text_add_n(&changed, text_chars(kept), kept->length);
        for (uint32_t times = 1 + fuzz_roll(&seed) % 4; times > 0; times--)
            change(&changed, &seed);
        try((const uint8_t *)text_chars(&changed), changed.length);
    }
}

static void replay(const char *folder, const char *name, int count)
{
    AUTO_CHARS path = mem_format("%s/%s", folder, name);
    AUTO_TEXT kept = {0};
    if (!json_read_bytes(path, &kept, NULL)) {
        perror(path);
        exit(1);
    }
    try((const uint8_t *)text_chars(&kept), kept.length);
    try_changes(&kept, count);
}

static int is_input(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    struct dirent **names = NULL;
    int count = argc == 3 ? atoi(argv[1]) : 0;
    int found = argc == 3 ? scandir(argv[2], &names, is_input, alphasort) : -1;
    if (found <= 0) {
        fprintf(stderr, "usage: %s COUNT FOLDER-WITH-INPUTS\n", argv[0]);
        return 2;
    }
    kept_as = getenv("REPLAY_CRASH");
    signal(SIGABRT, keep_input);
    signal(SIGSEGV, keep_input);
    for (int i = 0; i < found; i++) {
        replay(argv[2], names[i]->d_name, count);
        free(names[i]);
    }
    free(names);
    printf("%d kept inputs, %d changes of each\n", found, count);
    return 0;
}
