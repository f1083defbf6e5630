/* Groups of words and letters, read once and kept folded. */
#include "console/knowledge/thesaurus.h"

#include "console/base/data_file.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/knowledge/vocabulary.h"
#include "console/knowledge/words.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define WORDS_FORMAT "agent1414-words/1"
#define LATIN_FORMAT "agent1414-latin/1"

/* Readings of one Latin word that are tried; the bytes of its longest. */
enum { READINGS_MAX = 256, CYRILLIC_SIZE = 160, SPELLING_LETTERS = 4 };

struct entry {
    char *folded;
    char *stems[LANGUAGE_COUNT]; /* of each of its words */
    int group;
};

struct thesaurus {
    struct entry *entries;
    size_t count;
    struct vocabulary known; /* entries and their stems */
    char **stops;
    size_t stop_count;
    struct json_t *letters; /* Latin spelling to a list of Cyrillic ones */
};

/* ---- loading ---- */

/* The entry's words folded, one space between them. */
static char *fold_entry(const char *text)
{
    struct text folded = {0};
    AUTO(words_clear) struct words words = {0};
    words_take(&words, text);
    for (size_t i = 0; i < words.count; i++)
        text_format(&folded, "%s%s", i > 0 ? " " : "", words.list[i].folded);
    return text_take(&folded);
}

/* The stems of folded words, one space between them. */
static char *stems_of(const char *folded, enum language language)
{
    struct text stems = {0};
    AUTO_CHARS copy = mem_copy(folded);
    char *rest = copy;
    for (char *word; (word = strsep(&rest, " ")) != NULL;) {
        AUTO_CHARS stem = words_stem(word, language);
        text_format(&stems, "%s%s", stems.length > 0 ? " " : "", stem);
    }
    return text_take(&stems);
}

static void add_entry(struct thesaurus *thesaurus, const char *text, int group)
{
    struct entry entry = {.folded = fold_entry(text), .group = group};
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        entry.stems[i] = stems_of(entry.folded, (enum language)i);
    thesaurus->entries = mem_grow(thesaurus->entries, thesaurus->count + 1,
                                  sizeof(*thesaurus->entries));
    thesaurus->entries[thesaurus->count++] = entry;
}

static void load_group(struct thesaurus *thesaurus,
                       const struct data_spot *spot, int group)
{
    size_t index;
    json_t *item;
    if (json_array_size(spot->json) < 2)
        data_file_fault(spot, FINDING_E01, "[\"...\", \"...\"]");
    json_array_foreach((json_t *)spot->json, index, item)
    {
        if (json_string_length(item) > 0)
            add_entry(thesaurus, json_string_value(item), group);
        else
            data_file_fault(spot, FINDING_E01, "\"...\"");
    }
}

static void load_stops(struct thesaurus *thesaurus, const json_t *list)
{
    size_t index;
    json_t *item;
    thesaurus->stops =
        mem_new((json_array_size(list) + 1) * sizeof(*thesaurus->stops));
    json_array_foreach((json_t *)list, index, item)
    {
        const char *text = json_string_value(item);
        if (text != NULL)
            thesaurus->stops[thesaurus->stop_count++] = text_fold(text);
    }
}

static bool load_words(struct thesaurus *thesaurus,
                       const struct data_file *file)
{
    const struct data_spot spot = {file, "$", file->json};
    data_file_members(&spot, "format groups stop");
    const json_t *groups = data_file_list(&spot, "groups");
    for (size_t i = 0; i < json_array_size(groups); i++) {
        AUTO_CHARS where = mem_format("$.groups[%zu]", i);
        struct data_spot inner = {file, where, json_array_get(groups, i)};
        load_group(thesaurus, &inner, (int)i);
    }
    load_stops(thesaurus, data_file_list(&spot, "stop"));
    const char *format = json_find_string(file->json, "format");
    return (format != NULL && strcmp(format, WORDS_FORMAT) == 0) ||
           data_file_fault(&spot, FINDING_E01, N_("%s must be %s"), "format",
                           WORDS_FORMAT);
}

static bool load_latin(struct thesaurus *thesaurus,
                       const struct data_file *file)
{
    const struct data_spot spot = {file, "$", file->json};
    const char *spelling;
    json_t *list;
    data_file_members(&spot, "format letters");
    thesaurus->letters = json_incref(json_object_get(file->json, "letters"));
    json_object_foreach(thesaurus->letters, spelling, list)
    {
        if (json_array_size(list) == 0)
            data_file_fault_in(&spot, "letters", FINDING_E01, spelling);
    }
    const char *format = json_find_string(file->json, "format");
    return (format != NULL && strcmp(format, LATIN_FORMAT) == 0) ||
           data_file_fault(&spot, FINDING_E01, N_("%s must be %s"), "format",
                           LATIN_FORMAT);
}

static bool
load(struct thesaurus *thesaurus, const char *path,
     bool (*take)(struct thesaurus *thesaurus, const struct data_file *file),
     struct text *content, struct findings *findings, struct error *error)
{
    AUTO(data_file_clear) struct data_file file = {0};
    if (!data_file_read(&file, path, findings, error))
        return false;
    text_format(content, "%s %zu\n", file.stem, file.length);
    text_add_n(content, file.bytes, file.length);
    if (file.json != NULL)
        take(thesaurus, &file);
    return true;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* All entries and stems, each once, in order. */
static void sort_known(struct thesaurus *thesaurus)
{
    size_t count = 0;
    AUTO_TEXT all = {0};
    const char **list =
        mem_new((thesaurus->count + 1) * (LANGUAGE_COUNT + 1) * sizeof(*list));
    for (size_t i = 0; i < thesaurus->count; i++) {
        list[count++] = thesaurus->entries[i].folded;
        for (int j = 0; j < LANGUAGE_COUNT; j++)
            list[count++] = thesaurus->entries[i].stems[j];
    }
    qsort(list, count, sizeof(*list), by_bytes);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(list[i], list[i - 1]) != 0)
            text_add_n(&all, list[i], strlen(list[i]) + 1);
    free(list);
    size_t length = all.length;
    vocabulary_take(&thesaurus->known, text_take(&all), length);
}

struct thesaurus *thesaurus_load(const char *data, struct text *content,
                                 struct findings *findings, struct error *error)
{
    struct thesaurus *thesaurus = mem_new(sizeof(*thesaurus));
    AUTO_CHARS words = mem_format("%s/kb/words.json", data);
    AUTO_CHARS latin = mem_format("%s/kb/latin.json", data);
    if (load(thesaurus, words, load_words, content, findings, error) &&
        load(thesaurus, latin, load_latin, content, findings, error)) {
        sort_known(thesaurus);
        return thesaurus;
    }
    thesaurus_free(thesaurus);
    return NULL;
}

void thesaurus_free(struct thesaurus *thesaurus)
{
    if (thesaurus == NULL)
        return;
    for (size_t i = 0; i < thesaurus->count; i++) {
        free(thesaurus->entries[i].folded);
        for (int j = 0; j < LANGUAGE_COUNT; j++)
            free(thesaurus->entries[i].stems[j]);
    }
    for (size_t i = 0; i < thesaurus->stop_count; i++)
        free(thesaurus->stops[i]);
    vocabulary_clear(&thesaurus->known);
    free(thesaurus->stops);
    free(thesaurus->entries);
    json_decref(thesaurus->letters);
    free(thesaurus);
}

/* ---- asking ---- */

bool thesaurus_is_stop(const struct thesaurus *thesaurus, const char *folded)
{
    for (size_t i = 0; i < thesaurus->stop_count; i++)
        if (strcmp(thesaurus->stops[i], folded) == 0)
            return true;
    return false;
}

bool thesaurus_knows(const struct thesaurus *thesaurus, const char *folded)
{
    return vocabulary_has(&thesaurus->known, folded);
}

static bool knows_any(const struct thesaurus *thesaurus, const char *folded,
                      char *const *stems)
{
    bool known = thesaurus_knows(thesaurus, folded);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        known = known || thesaurus_knows(thesaurus, stems[i]);
    return known;
}

static bool is_same(const struct entry *entry, const char *folded,
                    char *const *stems)
{
    if (strcmp(entry->folded, folded) == 0)
        return true;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (strcmp(entry->stems[i], stems[i]) == 0)
            return true;
    return false;
}

void thesaurus_each_synonym(const struct thesaurus *thesaurus,
                            const char *folded,
                            void (*take)(const char *entry, void *cookie),
                            void *cookie)
{
    char *stems[LANGUAGE_COUNT];
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        stems[i] = stems_of(folded, (enum language)i);
    size_t count = knows_any(thesaurus, folded, stems) ? thesaurus->count : 0;
    for (size_t i = 0; i < count; i++) {
        const struct entry *found = &thesaurus->entries[i];
        for (size_t j = 0; is_same(found, folded, stems) && j < count; j++)
            if (j != i && thesaurus->entries[j].group == found->group)
                take(thesaurus->entries[j].folded, cookie);
    }
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        free(stems[i]);
}

/* ---- Latin spellings ---- */

/* A reading under way: what is written so far, how many were given. */
struct reading {
    const struct thesaurus *thesaurus;
    const struct latin_reader *reader;
    char written[CYRILLIC_SIZE];
    size_t length;
    int given;
};

/* The Cyrillic spellings of the first `letters` letters; NULL: none. Their
 * bytes in *size. */
static const json_t *spellings(const struct thesaurus *thesaurus,
                               const char *word, int letters, size_t *size)
{
    char spelling[SPELLING_LETTERS * 4 + 1];
    uint32_t code;
    *size = 0;
    for (int i = 0; i < letters; i++) {
        size_t n = text_step(word + *size, &code);
        if (n == 0)
            return NULL;
        *size += n;
    }
    memcpy(spelling, word, *size);
    spelling[*size] = '\0';
    return json_object_get(thesaurus->letters, spelling);
}

/* As deep as the word is long: CYRILLIC_SIZE at most. */
static bool read_on(struct reading *reading, const char *word)
{
    if (*word == '\0')
        return reading->given++ < READINGS_MAX &&
               reading->reader->take(reading->written, reading->reader->cookie);
    if (!reading->reader->can_begin(reading->written, reading->reader->cookie))
        return true;
    for (int letters = SPELLING_LETTERS; letters > 0; letters--) {
        size_t size, index, length = reading->length;
        json_t *item;
        const json_t *list =
            spellings(reading->thesaurus, word, letters, &size);
        json_array_foreach((json_t *)list, index, item)
        {
            size_t more = json_string_length(item);
            if (length + more + 1 > CYRILLIC_SIZE)
                return false;
            memcpy(reading->written + length, json_string_value(item), more);
            reading->written[length + more] = '\0';
            reading->length = length + more;
            if (!read_on(reading, word + size))
                return false;
        }
        reading->length = length;
    }
    return true;
}

void thesaurus_each_latin(const struct thesaurus *thesaurus, const char *word,
                          const struct latin_reader *reader)
{
    struct reading reading = {.thesaurus = thesaurus, .reader = reader};
    read_on(&reading, word);
}
