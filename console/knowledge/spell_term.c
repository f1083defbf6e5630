/* Forms and their weights. */
#include "console/knowledge/spell_term.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/knowledge/thesaurus.h"
#include "console/knowledge/words.h"

#include <stdlib.h>
#include <string.h>

/* Letters from which on a beginning is looked for; shorter ones only alone. */
enum {
    START_LETTERS = 3,
    STEM_START_LETTERS = 4,
    START_WORDS_MAX = 400,
    ROW_WORDS = 4
};

static const double of_exact = 3, of_folded = 2.6, of_stem = 2, of_start = 1,
                    of_stem_start = 0.7, of_synonym = 1.3, of_stop = 0.1;

/* Where forms are added to. */
struct adding {
    const struct spell *spell;
    struct spelling *spelling;
    enum kb_read read; /* of the word */
};

static void add(struct adding *adding, enum spell_form form, const char *text,
                double weight)
{
    struct spelling *spelling = adding->spelling;
    int word = spelling->word_count - 1;
    for (int i = 0; i < spelling->term_count; i++) {
        const struct spell_term *term = &spelling->terms[i];
        if (term->word == word && term->form == form &&
            strcmp(term->text, text) == 0)
            return;
    }
    if (spelling->term_count < SPELL_TERMS_MAX)
        spelling->terms[spelling->term_count++] = (struct spell_term){
            form, mem_copy(text), word, weight, adding->read};
}

/* Words of this stem, and the word that is it. */
static void add_stem(struct adding *adding, const char *stem, double weight)
{
    if (vocabulary_has(&adding->spell->words, stem))
        add(adding, SPELL_WORD, stem, weight);
    if (vocabulary_has(&adding->spell->stems, stem))
        add(adding, SPELL_STEM, stem, weight);
}

static void add_stems(struct adding *adding, const char *folded, double weight)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        AUTO_CHARS stem = words_stem(folded, (enum language)i);
        add_stem(adding, stem, weight);
    }
}

static void add_synonym(const char *entry, void *cookie)
{
    struct adding *adding = cookie;
    enum kb_read read = adding->read;
    adding->read = KB_READ_SYNONYM;
    if (strchr(entry, ' ') != NULL) {
        add(adding, SPELL_WORD, entry, of_synonym);
    } else {
        if (vocabulary_has(&adding->spell->words, entry))
            add(adding, SPELL_WORD, entry, of_synonym);
        add_stems(adding, entry, of_synonym);
    }
    adding->read = read;
}

static bool can_begin(const struct spell *spell, const char *start,
                      size_t least)
{
    size_t first, count;
    if (words_letters(start) < least)
        return false;
    count = vocabulary_begin(&spell->words, start, &first);
    return count > 0 && count < START_WORDS_MAX;
}

/* The shortest stem of the three: what begins with a longer one begins with it
 * too. The caller frees. */
static char *shortest_stem(const char *folded)
{
    char *shortest = mem_copy(folded);
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        char *stem = words_stem(folded, (enum language)i);
        bool shorter = strlen(stem) < strlen(shortest) &&
                       words_letters(stem) >= STEM_START_LETTERS;
        free(shorter ? shortest : stem);
        shortest = shorter ? stem : shortest;
    }
    return shortest;
}

/* A short word is a beginning only where it is no word itself. */
static void add_starts(struct adding *adding, const char *folded)
{
    const struct spell *spell = adding->spell;
    bool known = vocabulary_has(&spell->words, folded);
    AUTO_CHARS stem = shortest_stem(folded);
    if (can_begin(spell, folded, known ? START_LETTERS : START_LETTERS - 1))
        add(adding, SPELL_START, folded, of_start);
    if (strcmp(stem, folded) != 0 && can_begin(spell, stem, STEM_START_LETTERS))
        add(adding, SPELL_START, stem, of_stem_start);
}

void spell_term_add(const struct spell *spell, const struct word *word,
                    const char *typed, enum kb_read read,
                    struct spelling *spelling)
{
    struct adding adding = {spell, spelling, read};
    bool stop = thesaurus_is_stop(spell->thesaurus, word->folded);
    if (spelling->word_count == KB_WORDS_MAX)
        return;
    spelling->words[spelling->word_count++] = (struct spell_word){
        mem_copy(typed), mem_copy(word->exact), read, stop ? of_stop : 1};
    bool folds = strcmp(word->exact, word->folded) != 0;
    if (folds)
        add(&adding, SPELL_EXACT, word->exact, of_exact);
    if (vocabulary_has(&spell->words, word->folded))
        add(&adding, SPELL_WORD, word->folded, folds ? of_folded : of_exact);
    if (stop)
        return;
    add_stems(&adding, word->folded, of_stem);
    add_starts(&adding, word->folded);
    thesaurus_each_synonym(spell->thesaurus, word->folded, add_synonym,
                           &adding);
}

/* ---- words in a row ---- */

struct row {
    const struct spell *spell;
    struct spelling *spelling;
    int first, count;
};

/* A synonym of the row stands for each of its words. */
static void add_row_synonym(const char *entry, void *cookie)
{
    struct row *row = cookie;
    int words = row->spelling->word_count;
    for (int i = 0; i < row->count; i++) {
        struct adding adding = {row->spell, row->spelling, KB_READ_SYNONYM};
        row->spelling->word_count = row->first + i + 1;
        add_synonym(entry, &adding);
    }
    row->spelling->word_count = words;
}

void spell_term_add_rows(const struct spell *spell, struct spelling *spelling)
{
    for (int first = 0; first < spelling->word_count; first++) {
        AUTO_TEXT words = {0};
        for (int i = first; i < spelling->word_count && i < first + ROW_WORDS;
             i++) {
            AUTO_CHARS folded = text_fold(spelling->words[i].as);
            struct row row = {spell, spelling, first, i - first + 1};
            text_format(&words, "%s%s", i > first ? " " : "", folded);
            if (i > first)
                thesaurus_each_synonym(spell->thesaurus, text_chars(&words),
                                       add_row_synonym, &row);
        }
    }
}
