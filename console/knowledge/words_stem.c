/* Stems: what is left of a folded word without its endings. The lists hold
 * folded letters (и for і and й, у for ұ and ү, а for ә, к for қ ...). Kazakh
 * joins endings one after another; Russian and English have one. */
#include "console/knowledge/words.h"

#include "console/base/memory.h"

#include <string.h>

enum {
    ROUNDS = 3,
    STEM_LETTERS = 4,
    STEM_LETTERS_LONG = 3,
    LETTER_BYTES = 2,
    LONG_ENDING = 3
};

struct ending {
    const char *text;
    size_t size; /* bytes */
};

#define E(text)                                                                \
    {                                                                          \
        text, sizeof(text) - 1                                                 \
    }

/* Plural, possessive, case, person, verbal nouns, participles, converbs. */
static const struct ending kazakh[] = {
    E("ларыныздын"), E("лериниздин"), E("дарыныздын"), E("дериниздин"),
    E("ларыныз"),    E("лериниз"),    E("дарыныз"),    E("дериниз"),
    E("тарыныз"),    E("териниз"),    E("ларымыз"),    E("леримиз"),
    E("дарымыз"),    E("деримиз"),    E("тарымыз"),    E("теримиз"),
    E("ларынын"),    E("леринин"),    E("дарынын"),    E("деринин"),
    E("тарынын"),    E("теринин"),    E("ларында"),    E("леринде"),
    E("дарында"),    E("деринде"),    E("тарында"),    E("теринде"),
    E("ларынан"),    E("леринен"),    E("дарынан"),    E("деринен"),
    E("тарынан"),    E("теринен"),    E("ларына"),     E("лерине"),
    E("дарына"),     E("дерине"),     E("тарына"),     E("терине"),
    E("ларын"),      E("лерин"),      E("дарын"),      E("дерин"),
    E("тарын"),      E("терин"),      E("лардын"),     E("лердин"),
    E("дардын"),     E("дердин"),     E("тардын"),     E("тердин"),
    E("лары"),       E("лери"),       E("дары"),       E("дери"),
    E("тары"),       E("тери"),       E("лар"),        E("лер"),
    E("дар"),        E("дер"),        E("тар"),        E("тер"),
    E("ымыздын"),    E("имиздин"),    E("ыныздын"),    E("иниздин"),
    E("нызга"),      E("низге"),      E("ымызды"),     E("имизди"),
    E("ымызга"),     E("имизге"),     E("ынызды"),     E("инизди"),
    E("ынызга"),     E("инизге"),     E("ымыз"),       E("имиз"),
    E("ыныз"),       E("иниз"),       E("ныз"),        E("низ"),
    E("сынын"),      E("синин"),      E("сында"),      E("синде"),
    E("сынан"),      E("синен"),      E("сына"),       E("сине"),
    E("сын"),        E("син"),        E("сы"),         E("си"),
    E("ынын"),       E("инин"),       E("ында"),       E("инде"),
    E("ынан"),       E("инен"),       E("ына"),        E("ине"),
    E("ынша"),       E("инше"),       E("нын"),        E("нин"),
    E("дын"),        E("дин"),        E("тын"),        E("тин"),
    E("дагы"),       E("деги"),       E("тагы"),       E("теги"),
    E("ндагы"),      E("ндеги"),      E("нда"),        E("нде"),
    E("нан"),        E("нен"),        E("дан"),        E("ден"),
    E("тан"),        E("тен"),        E("мен"),        E("бен"),
    E("пен"),        E("га"),         E("ге"),         E("ка"),
    E("ке"),         E("на"),         E("не"),         E("да"),
    E("де"),         E("та"),         E("те"),         E("ды"),
    E("ди"),         E("ты"),         E("ти"),         E("ны"),
    E("ни"),         E("ын"),         E("ин"),         E("ым"),
    E("им"),         E("ы"),          E("и"),          E("айтын"),
    E("еитин"),      E("атын"),       E("етин"),       E("итын"),
    E("итин"),       E("лмаиды"),     E("лмеиди"),     E("маиды"),
    E("меиди"),      E("баиды"),      E("беиди"),      E("паиды"),
    E("пеиди"),      E("аиды"),       E("еиди"),       E("ады"),
    E("еди"),        E("иды"),        E("иди"),        E("маган"),
    E("меген"),      E("баган"),      E("беген"),      E("паган"),
    E("пеген"),      E("алмаса"),     E("елмесе"),     E("маса"),
    E("месе"),       E("баса"),       E("бесе"),       E("ганда"),
    E("генде"),      E("канда"),      E("кенде"),      E("ганнан"),
    E("геннен"),     E("ган"),        E("ген"),        E("кан"),
    E("кен"),        E("гысы"),       E("гиси"),       E("кысы"),
    E("киси"),       E("са"),         E("се"),         E("ып"),
    E("ип"),         E("уы"),         E("уи"),         E("у"),
    E("мак"),        E("мек"),        E("бак"),        E("бек"),
    E("пак"),        E("пек"),        E("дык"),        E("дик"),
    E("тык"),        E("тик"),        E("лык"),        E("лик"),
    E("ша"),         E("ше"),         E("ма"),         E("ме"),
    E("ба"),         E("бе"),         E("па"),         E("пе"),
};

static const struct ending russian[] = {
    E("ировании"), E("ирования"), E("ирование"), E("ированию"), E("ированием"),
    E("иями"),     E("иях"),      E("иям"),      E("ием"),      E("ии"),
    E("ия"),       E("ие"),       E("ию"),       E("ениями"),   E("ениях"),
    E("ениям"),    E("ением"),    E("ении"),     E("ения"),     E("ение"),
    E("ению"),     E("аниями"),   E("аниях"),    E("аниям"),    E("анием"),
    E("ании"),     E("ания"),     E("ание"),     E("анию"),     E("тиями"),
    E("тиях"),     E("тием"),     E("тии"),      E("тия"),      E("тие"),
    E("тию"),      E("ностью"),   E("ности"),    E("ность"),    E("остью"),
    E("ости"),     E("ость"),     E("ывать"),    E("ивать"),    E("ываю"),
    E("ывает"),    E("ивает"),    E("ываем"),    E("ировать"),  E("ирует"),
    E("ируют"),    E("овать"),    E("ует"),      E("уют"),      E("ую"),
    E("ться"),     E("ется"),     E("утся"),     E("ются"),     E("ится"),
    E("атся"),     E("ятся"),     E("лся"),      E("лась"),     E("лось"),
    E("лись"),     E("усь"),      E("юсь"),      E("ыми"),      E("ими"),
    E("ого"),      E("его"),      E("ому"),      E("ему"),      E("ыи"),
    E("ои"),       E("ая"),       E("яя"),       E("ое"),       E("ее"),
    E("ые"),       E("ых"),       E("их"),       E("ую"),       E("юю"),
    E("ою"),       E("ею"),       E("еи"),       E("ым"),       E("им"),
    E("ами"),      E("ями"),      E("ах"),       E("ях"),       E("ам"),
    E("ям"),       E("ом"),       E("ем"),       E("ов"),       E("ев"),
    E("ать"),      E("ять"),      E("ить"),      E("еть"),      E("уть"),
    E("ыть"),      E("ти"),       E("ть"),       E("ает"),      E("яет"),
    E("ают"),      E("яют"),      E("аете"),     E("аем"),      E("ешь"),
    E("ете"),      E("ет"),       E("ут"),       E("ют"),       E("ит"),
    E("ат"),       E("ят"),       E("ите"),      E("ишь"),      E("аю"),
    E("яю"),       E("ала"),      E("али"),      E("ало"),      E("ил"),
    E("ила"),      E("или"),      E("ило"),      E("ал"),       E("ел"),
    E("ела"),      E("ели"),      E("ыл"),       E("ыла"),      E("ыли"),
    E("ла"),       E("ли"),       E("ло"),       E("л"),        E("а"),
    E("я"),        E("о"),        E("е"),        E("ы"),        E("и"),
    E("у"),        E("ю"),        E("ь"),
};

static const struct ending english[] = {
    E("ations"), E("ation"), E("ments"), E("ment"), E("ings"),
    E("ing"),    E("ies"),   E("ers"),   E("er"),   E("ed"),
    E("es"),     E("s"),     E("ly"),    E("y"),    E("e"),
};

static const struct endings {
    const struct ending *list;
    size_t count;
    int rounds;
} endings[LANGUAGE_COUNT] = {
    [LANGUAGE_KK] = {kazakh, COUNT(kazakh), ROUNDS},
    [LANGUAGE_RU] = {russian, COUNT(russian), 1},
    [LANGUAGE_EN] = {english, COUNT(english), 1},
};

/* How many letters an ending must leave: long ones are surely endings. */
static size_t least_of(const char *ending, enum language language)
{
    return language == LANGUAGE_KK && words_letters(ending) < LONG_ENDING
               ? STEM_LETTERS
               : STEM_LETTERS_LONG;
}

/* The bytes of the longest ending that leaves a stem; 0: none. */
static size_t find_ending(const char *word, size_t length, size_t letters,
                          enum language language)
{
    const struct endings *of = &endings[language];
    size_t longest = 0;
    for (size_t i = 0; i < of->count; i++) {
        const char *ending = of->list[i].text;
        size_t size = of->list[i].size;
        if (size > longest && size < length &&
            word[length - 1] == ending[size - 1] &&
            memcmp(word + length - size, ending, size) == 0 &&
            letters >= words_letters(ending) + least_of(ending, language))
            longest = size;
    }
    return longest;
}

/* к and п become г and б before an ending: both end the stem the same way. */
static void harden(char *stem, size_t length)
{
    static const char *const soft[] = {"г", "б"}, *const hard[] = {"к", "п"};
    for (size_t i = 0; i < COUNT(soft) && length > LETTER_BYTES; i++)
        if (memcmp(stem + length - LETTER_BYTES, soft[i], LETTER_BYTES) == 0)
            memcpy(stem + length - LETTER_BYTES, hard[i], LETTER_BYTES);
}

char *words_stem(const char *folded, enum language language)
{
    size_t length = strlen(folded), letters = words_letters(folded);
    for (int round = 0; round < endings[language].rounds; round++) {
        size_t ending = find_ending(folded, length, letters, language);
        if (ending == 0)
            break;
        length -= ending;
        AUTO_CHARS rest = mem_copy_n(folded, length);
        letters = words_letters(rest);
    }
    char *stem = mem_copy_n(folded, length);
    if (language == LANGUAGE_KK)
        harden(stem, length);
    return stem;
}
