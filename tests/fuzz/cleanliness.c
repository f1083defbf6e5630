/* What may reach a terminal, told by PCRE2's tables of Unicode: another source
 * than utf8proc's, by which the cleaner works. */
#define PCRE2_CODE_UNIT_WIDTH 32
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"

#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODES = 0x110000, MARKS_MAX = 4 };

/* A row for each code point: may it stand there, is it a mark? */
enum { PASSES = 1, MARK = 2, NEVER = 4 };
static unsigned char kinds[CODES];

/* Judges all code points at once by a class of PCRE2. */
static void judge(const uint32_t *all, const char *class, unsigned char kind)
{
    uint32_t pattern[200];
    size_t length = strlen(class), offset;
    int code;
    for (size_t i = 0; i < length; i++)
        pattern[i] = (unsigned char)class[i];
    pcre2_code *compiled = pcre2_compile(pattern, length, PCRE2_UTF | PCRE2_UCP,
                                         &code, &offset, NULL);
    if (!compiled)
        fuzz_broken(__FILE__, __LINE__, class, "compiles");
    pcre2_match_data *found = pcre2_match_data_create(1, NULL);
    size_t *bounds = pcre2_get_ovector_pointer(found);
    for (size_t at = 0; pcre2_match(compiled, all, CODES, at,
                                    PCRE2_NO_UTF_CHECK, found, NULL) > 0;
         at = bounds[1])
        for (size_t i = bounds[0]; i < bounds[1]; i++)
            kinds[all[i] < CODES ? all[i] : 0] |= kind;
    pcre2_match_data_free(found);
    pcre2_code_free(compiled);
}

/* What Unicode 15 added to the 14 that PCRE2 10.42 knows (graphic characters of
 * DerivedAge.txt), for a utf8proc that is as young. */
static const uint32_t young[][2] = {
    {0xCF3, 0xCF3},     {0xECE, 0xECE},     {0x10EFD, 0x10EFF},
    {0x1123F, 0x11241}, {0x11B00, 0x11B09}, {0x11F00, 0x11F10},
    {0x11F12, 0x11F3A}, {0x11F3E, 0x11F59}, {0x1342F, 0x1342F},
    {0x13440, 0x13455}, {0x1B132, 0x1B132}, {0x1B155, 0x1B155},
    {0x1D2C0, 0x1D2D3}, {0x1DF25, 0x1DF2A}, {0x1E030, 0x1E06D},
    {0x1E08F, 0x1E08F}, {0x1E4D0, 0x1E4F9}, {0x1F6DC, 0x1F6DC},
    {0x1F774, 0x1F776}, {0x1F77B, 0x1F77F}, {0x1F7D9, 0x1F7D9},
    {0x1FA75, 0x1FA77}, {0x1FA87, 0x1FA88}, {0x1FAAD, 0x1FAAF},
    {0x1FABB, 0x1FABD}, {0x1FABF, 0x1FABF}, {0x1FACE, 0x1FACF},
    {0x1FADA, 0x1FADB}, {0x1FAE8, 0x1FAE8}, {0x1FAF7, 0x1FAF8},
    {0x2B739, 0x2B739}, {0x31350, 0x323AF}};

static void judge_all(void)
{
    uint32_t *all = mem_new(CODES * sizeof(*all));
    for (uint32_t i = 0; i < CODES; i++)
        all[i] = i >= 0xD800 && i <= 0xDFFF ? 0 : i;
    judge(all, "[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+", PASSES);
    judge(all, "[\\x20\\xA0]", PASSES);
    judge(all, "\\p{M}+", MARK);
    judge(all, "[\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}]+", NEVER);
    for (size_t i = 0; i < COUNT(young); i++)
        memset(kinds + young[i][0], PASSES, young[i][1] - young[i][0] + 1);
    free(all);
}

/* Well-formed UTF-8 by the book (RFC 3629); 0: it is not. */
static size_t step(const unsigned char *at, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = at[0] < 0x80   ? 1
                    : at[0] < 0xC2 ? 0
                    : at[0] < 0xE0 ? 2
                    : at[0] < 0xF0 ? 3
                    : at[0] < 0xF5 ? 4
                                   : 0;
    *code = length < 2 ? at[0] : at[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | (at[i] & 0x3FU);
    }
    return length && *code >= least[length] && *code < CODES &&
                   (*code < 0xD800 || *code > 0xDFFF)
               ? length
               : 0;
}

static const char *say_code(uint32_t code)
{
    static char said[60];
    snprintf(said, sizeof(said), "U+%04X may not stand there", (unsigned)code);
    return said;
}

const char *fuzz_dirt(const char *text, bool lines)
{
    const unsigned char *at = (const unsigned char *)text;
    int marks = MARKS_MAX;
    uint32_t code;
    if (!kinds['a'])
        judge_all();
    for (size_t length; *at; at += length) {
        if ((length = step(at, &code)) == 0)
            return "not UTF-8";
        bool blank = code == ' ' || code == 0xA0 || (lines && code == '\n');
        if (!blank && (kinds[code] & (PASSES | NEVER)) != PASSES)
            return say_code(code);
        marks = kinds[code] & MARK ? marks + 1 : blank ? MARKS_MAX : 0;
        if (marks > MARKS_MAX)
            return "a mark too many, or one without its letter";
    }
    return NULL;
}

void fuzz_clean(const char *text, bool lines)
{
    const char *dirt = fuzz_dirt(text, lines);
    if (dirt)
        fuzz_broken(__FILE__, __LINE__, "text is clean", dirt);
}
