/* Reading a query chunk by chunk, as spaces part it: as it was typed, in other
 * keyboard layouts, from Latin letters, with one letter wrong. The reading
 * whose words are best known wins; of equal ones the nearer. */
#include "console/knowledge/spell.h"

#include "console/base/layout.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/knowledge/spell_term.h"
#include "console/knowledge/thesaurus.h"
#include "console/knowledge/words.h"

#include <stdlib.h>
#include <string.h>

/* How well the index knows a word. */
enum known {
    UNKNOWN,
    KNOWN_STEM_START,
    KNOWN_START,
    KNOWN_SYNONYM,
    KNOWN_STEM,
    KNOWN_WORD
};

/* Letters from which on a word may hold an error, or two; a word or a stem may
 * begin another. */
enum {
    ERROR_LETTERS = 5,
    ERRORS_LETTERS = 9,
    START_LETTERS = 2,
    STEM_START_LETTERS = 4,
    ENDING_LETTERS = 5,
    LETTER_BYTES = 2
};

/* A chunk and the best reading of it so far. */
struct chunk {
    const struct spell *spell;
    const char *typed;
    struct words words; /* as they are read */
    enum kb_read read;
    enum known known; /* of the word that is known least */
};

static bool begins(const struct spell *spell, const char *start)
{
    size_t first;
    return vocabulary_begin(&spell->words, start, &first) > 0;
}

static enum known judge_stems(const struct spell *spell, const char *folded)
{
    enum known best = UNKNOWN;
    for (int i = 0; i < LANGUAGE_COUNT && best < KNOWN_SYNONYM; i++) {
        AUTO_CHARS stem = words_stem(folded, (enum language)i);
        if (vocabulary_has(&spell->stems, stem) ||
            vocabulary_has(&spell->words, stem))
            best = KNOWN_STEM;
        else if (thesaurus_knows(spell->thesaurus, stem))
            best = KNOWN_SYNONYM;
        else if (words_letters(stem) >= STEM_START_LETTERS &&
                 begins(spell, stem))
            best = KNOWN_STEM_START;
    }
    return best;
}

static enum known judge(const struct spell *spell, const char *folded)
{
    if (vocabulary_has(&spell->words, folded) ||
        thesaurus_is_stop(spell->thesaurus, folded))
        return KNOWN_WORD;
    enum known stems = judge_stems(spell, folded);
    if (stems >= KNOWN_SYNONYM)
        return stems;
    if (thesaurus_knows(spell->thesaurus, folded))
        return KNOWN_SYNONYM;
    if (words_letters(folded) >= START_LETTERS && begins(spell, folded))
        return KNOWN_START;
    return stems;
}

static enum known judge_all(const struct spell *spell,
                            const struct words *words)
{
    enum known least = words->count > 0 ? KNOWN_WORD : UNKNOWN;
    for (size_t i = 0; i < words->count; i++) {
        enum known known = judge(spell, words->list[i].folded);
        least = known < least ? known : least;
    }
    return least;
}

/* Takes a reading that is known better than the one so far. */
static void offer(struct chunk *chunk, const char *text, enum kb_read read)
{
    struct words words;
    words_take(&words, text);
    enum known known = judge_all(chunk->spell, &words);
    if (known > chunk->known) {
        words_clear(&chunk->words);
        chunk->words = words;
        chunk->known = known;
        chunk->read = read;
    } else {
        words_clear(&words);
    }
}

static void offer_layouts(struct chunk *chunk)
{
    for (int i = 0; i < LAYOUT_COUNT; i++) {
        AUTO_CHARS turned = layout_turn(chunk->typed, (enum layout)i);
        if (turned != NULL)
            offer(chunk, turned, KB_READ_LAYOUT);
    }
}

/* ---- Latin letters ---- */

/* Some word must begin so, but for an ending. */
static bool can_begin(const char *start, void *cookie)
{
    const struct chunk *chunk = cookie;
    size_t length = strlen(start);
    size_t least = STEM_START_LETTERS * LETTER_BYTES;
    size_t most = ENDING_LETTERS * LETTER_BYTES;
    if (length > least)
        length = length > least + most ? length - most : least;
    AUTO_CHARS first = mem_copy_n(start, length);
    return begins(chunk->spell, first);
}

static bool offer_latin_word(const char *cyrillic, void *cookie)
{
    struct chunk *chunk = cookie;
    offer(chunk, cyrillic, KB_READ_LATIN);
    return chunk->known < KNOWN_WORD;
}

/* A chunk of one word; several are rare in Latin spellings. */
static void offer_latin(struct chunk *chunk)
{
    const struct latin_reader reader = {can_begin, offer_latin_word, chunk};
    struct words words;
    words_take(&words, chunk->typed);
    if (words.count == 1 && (unsigned char)words.list[0].exact[0] < 0xD0)
        thesaurus_each_latin(chunk->spell->thesaurus, words.list[0].exact,
                             &reader);
    words_clear(&words);
}

/* ---- one letter wrong ---- */

/* The nearest word: of those that differ by one letter one with the same first
 * letter and of the same length, if there is such. */
struct nearest {
    const char *word;
    char *best;
    int score;
};

static void take_near(const char *near, void *cookie)
{
    struct nearest *nearest = cookie;
    uint32_t first, other;
    text_step(nearest->word, &first);
    text_step(near, &other);
    int score =
        1 + 2 * (first == other) + (strlen(near) == strlen(nearest->word));
    if (score <= nearest->score)
        return;
    free(nearest->best);
    nearest->best = mem_copy(near);
    nearest->score = score;
}

/* The nearest word with so many errors, then the nearest stem; NULL: none. The
 * caller frees. */
static char *find_near(const struct spell *spell, const char *folded,
                       int errors)
{
    struct nearest nearest = {.word = folded};
    vocabulary_each_near(&spell->words, folded, errors, take_near, &nearest);
    for (int i = 0; i < LANGUAGE_COUNT && nearest.best == NULL; i++) {
        AUTO_CHARS stem = words_stem(folded, (enum language)i);
        nearest.word = stem;
        if (words_letters(stem) >= ERROR_LETTERS && strcmp(stem, folded) != 0)
            vocabulary_each_near(&spell->stems, stem, errors, take_near,
                                 &nearest);
    }
    return nearest.best;
}

static void offer_error(struct chunk *chunk, const char *folded)
{
    size_t letters = words_letters(folded);
    char *near =
        letters >= ERROR_LETTERS ? find_near(chunk->spell, folded, 1) : NULL;
    if (near == NULL && letters >= ERRORS_LETTERS)
        near = find_near(chunk->spell, folded, 2);
    if (near != NULL)
        offer(chunk, near, KB_READ_ERROR);
    free(near);
}

/* A text of one word. */
static void offer_errors(struct chunk *chunk, const char *text)
{
    AUTO(words_clear) struct words words = {0};
    words_take(&words, text);
    if (words.count == 1)
        offer_error(chunk, words.list[0].folded);
}

/* In the layout that was on, then in the others. */
static void offer_all_errors(struct chunk *chunk)
{
    offer_errors(chunk, chunk->typed);
    for (int i = 0; i < LAYOUT_COUNT && chunk->known < KNOWN_SYNONYM; i++) {
        AUTO_CHARS turned = layout_turn(chunk->typed, (enum layout)i);
        if (turned != NULL)
            offer_errors(chunk, turned);
    }
}

/* ---- the query ---- */

/* How a word that was taken as it was typed was read. */
static enum kb_read read_of(const struct spell *spell, const char *folded)
{
    switch (judge(spell, folded)) {
    case KNOWN_WORD:
        return KB_READ_EXACT;
    case KNOWN_STEM:
    case KNOWN_STEM_START:
        return KB_READ_STEM;
    case KNOWN_SYNONYM:
        return KB_READ_SYNONYM;
    case KNOWN_START:
        return KB_READ_FOLDED;
    default:
        return KB_READ_NONE;
    }
}

static void take_chunk(const struct spell *spell, const char *typed,
                       struct spelling *spelling)
{
    struct chunk chunk = {.spell = spell, .typed = typed};
    words_take(&chunk.words, typed);
    chunk.known = judge_all(spell, &chunk.words);
    chunk.read = KB_READ_EXACT;
    if (chunk.known < KNOWN_SYNONYM)
        offer_layouts(&chunk);
    if (chunk.known < KNOWN_SYNONYM)
        offer_latin(&chunk);
    if (chunk.known <= KNOWN_STEM_START)
        offer_all_errors(&chunk);
    for (size_t i = 0; i < chunk.words.count; i++) {
        const char *folded = chunk.words.list[i].folded;
        enum kb_read read =
            chunk.read != KB_READ_EXACT ? chunk.read : read_of(spell, folded);
        spell_term_add(spell, &chunk.words.list[i], typed, read, spelling);
    }
    words_clear(&chunk.words);
}

void spell_read(const struct spell *spell, const char *query,
                struct spelling *spelling)
{
    AUTO_CHARS clean = text_clean(query, strlen(query), false);
    char *rest = clean;
    *spelling = (struct spelling){0};
    for (char *typed; (typed = strsep(&rest, " ")) != NULL;)
        if (*typed != '\0')
            take_chunk(spell, typed, spelling);
    spell_term_add_rows(spell, spelling);
}

void spell_clear(struct spelling *spelling)
{

    for (int i = 0; i < spelling->word_count; i++) {
        free(spelling->words[i].typed);
        free(spelling->words[i].as);
    }
    for (int i = 0; i < spelling->term_count; i++)
        free(spelling->terms[i].text);
    *spelling = (struct spelling){0};
}
