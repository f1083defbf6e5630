/* What a typed query may mean: for every word the forms to look for in the
 * index, nearer readings weighing more. Inside of the knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_SPELL_H
#define CONSOLE_KNOWLEDGE_SPELL_H

#include "console/knowledge/kb.h"
#include "console/knowledge/vocabulary.h"

struct thesaurus;
struct words;

/* What words are looked up in; lent. */
struct spell {
    const struct thesaurus *thesaurus;
    struct vocabulary words, stems; /* folded; stems differ from their words */
};

/* How a form meets a word of a text. */
enum spell_form {
    SPELL_EXACT, /* equal in small letters */
    SPELL_WORD,  /* equal when folded; several words stand in a row */
    SPELL_START, /* begins so, when folded */
    SPELL_STEM   /* has this stem, and is not it */
};

/* One form to look for. */
struct spell_term {
    enum spell_form form;
    char *text;    /* owned */
    int word;      /* of the query */
    double weight; /* how near it is to what was typed */
    enum kb_read read;
};

/* A word of the query. */
struct spell_word {
    char *typed; /* as it stands in the query; owned */
    char *as;    /* how it was read, in small letters; owned */
    enum kb_read read;
    double weight; /* words that say nothing weigh little */
};

enum { SPELL_TERMS_MAX = 120 };

struct spelling {
    struct spell_word words[KB_WORDS_MAX];
    int word_count;
    struct spell_term terms[SPELL_TERMS_MAX];
    int term_count;
};

/* Reads a query; the first KB_WORDS_MAX words of it. */
void spell_read(const struct spell *spell, const char *query,
                struct spelling *spelling);
void spell_clear(struct spelling *spelling);

#endif
