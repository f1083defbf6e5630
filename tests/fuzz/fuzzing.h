/* What the fuzz targets share. A target is one file fuzz_NAME.c that defines
 * LLVMFuzzerTestOneInput(): libFuzzer calls it (make fuzz), or replay.c with
 * what is kept in corpus/NAME/ (make check). See README.md. */
#ifndef TESTS_FUZZ_FUZZING_H
#define TESTS_FUZZ_FUZZING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* An invariant: where it does not hold, the input is a finding. */
#define HOLDS(condition, promise)                                              \
    do {                                                                       \
        if (!(condition))                                                      \
            fuzz_broken(__FILE__, __LINE__, promise, #condition);              \
    } while (0)

void fuzz_broken(const char *file, int line, const char *promise,
                 const char *condition) __attribute__((noreturn));

/* An input that is taken apart from the front. */
struct fuzz_bytes {
    const uint8_t *at;
    size_t left;
};

/* The next byte, 0 behind the end. */
uint8_t fuzz_byte(struct fuzz_bytes *bytes);

/* The next line without its end, as a string without NUL (a byte 0 ends it
 * early); what is left after the last. The caller frees. */
char *fuzz_line(struct fuzz_bytes *bytes);

/* All that is left, as a string of at most `most` bytes in which no NUL is. The
 * caller frees. */
char *fuzz_rest(struct fuzz_bytes *bytes, size_t most);

/* Numbers that follow from an input: the same input, the same numbers. */
uint32_t fuzz_seed(const uint8_t *bytes, size_t length);
uint32_t fuzz_roll(uint32_t *seed);

/* A private folder (0700) of this process, gone when it ends; lent. */
const char *fuzz_folder(void);

/* Writes a file (0600) of that folder, in place of what stood there. The path
 * is lent until the next call. */
const char *fuzz_file(const char *name, const void *bytes, size_t length);

/* A JSON document with the input's lines put into it, so that what is tried is
 * mostly well formed. A line is "PATH=VALUE" or "PATH" (to take it away); a
 * path is keys and numbers with "." between them; a value that is no JSON is
 * taken as a string. Ends at a line "." An input that begins with "{" is the
 * document itself. The caller frees. */
char *fuzz_edit(const char *path, struct fuzz_bytes *bytes);

/* The same with a document that is at hand (no JSON: it stays). */
char *fuzz_edit_text(const char *document, struct fuzz_bytes *bytes);

/* A file below AGENT1414_ROOT (the working folder); the caller frees. */
char *fuzz_root(const char *path);

/* Is this cleaned text: well-formed UTF-8 of what may stand on a terminal, each
 * code point judged by the C library and by lists of its own, not by the
 * cleaner's tables? "\n" passes when lines. NULL: it is; else why not. */
const char *fuzz_dirt(const char *text, bool lines);

/* The same as a promise. */
void fuzz_clean(const char *text, bool lines);

#endif
