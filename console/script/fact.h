/* Facts: what a script may know of the person, declared in facts.json, each
 * with its type, label and where it comes from; and their values in one call.
 */
#ifndef CONSOLE_SCRIPT_FACT_H
#define CONSOLE_SCRIPT_FACT_H

#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dues_book;
struct error;
struct json_t;
struct person;
struct data_file;

enum fact_type {
    FACT_BOOL,
    FACT_CODE,
    FACT_CODES,
    FACT_INT,
    FACT_MONEY,
    FACT_DATE,
    FACT_MONTH,
    FACT_TEXT
};

struct fact_code {
    char *code;
    struct phrase label;
};

/* A declaration. */
struct fact {
    char *name;
    enum fact_type type;
    struct phrase label;
    struct fact_code *codes; /* for CODE and CODES */
    size_t code_count;
    char *path; /* one of path, derive and dues is set */
    char *derive;
    char *dues;
    int64_t max_age_s; /* 0: any age */
    int64_t min, max;  /* of INT and MONEY; what is outside is unknown */
    bool personal, show;
    bool none; /* may be null, "there is none"; else null is unknown */
};

/* Days before the first year and after the last are no values: as facts they
 * are unknown, as answers they are refused. */
enum { FACT_YEAR_FIRST = 1900, FACT_YEAR_LAST = 2199 };

struct facts; /* the declarations */

/* Loads facts.json; NULL with MESSAGE_FILE_READ or SCRIPT_BAD. */
struct facts *facts_load(const char *path, struct error *error);

/* Makes them of the file as it was read (its `json` is there), as far as it
 * goes; what is wrong becomes findings of the file. */
struct facts *facts_read(const struct data_file *file);
void facts_free(struct facts *facts);
size_t facts_count(const struct facts *facts);
const struct fact *facts_at(const struct facts *facts, size_t index);

/* The days for which the scripts promise an answer: from <= day < until, days
 * since 1970. False when facts.json names none. */
bool facts_span(const struct facts *facts, int64_t *from, int64_t *until);

/* The index of a fact; -1 when there is none. */
int facts_find(const struct facts *facts, const char *name);

/* One known or unknown value. */
struct fact_value {
    struct json_t *value; /* NULL: unknown; null: there is none */
    const char *source;   /* "registry", "caller", "agent" */
    int64_t at_ms;
};

struct fact_set; /* the values of one call, all unknown at first */

struct fact_set *fact_set_new(const struct facts *facts);
void fact_set_free(struct fact_set *set);

/* Fills every fact from the answer for the day, dues by the book (its tables
 * may be NULL: unknown); too old ones stay unknown. */
void fact_set_take_person(struct fact_set *set, const struct person *person,
                          const struct dues_book *book, int64_t as_of);

/* From {name: value}, for `script run --facts` and drafts; a name that is not
 * declared or a value of the wrong type is MESSAGE_FACT_BAD. Values may also be
 * {"value","source","at"}. */
MUST_USE bool fact_set_take_json(struct fact_set *set,
                                 const struct json_t *object,
                                 struct error *error);

/* {name: {"value","source","at"}}; personal ones are left out unless asked.
 * The caller decrefs. */
struct json_t *fact_set_json(const struct fact_set *set, bool personal);

const struct fact_value *fact_set_at(const struct fact_set *set, size_t index);

/* A value as people read it: labels for codes, "5 950 ₸", dates in the order
 * of the language, yes/no; "?" when unknown, a dash when none. Caller frees. */
char *fact_write(const struct fact *fact, const struct json_t *value,
                 enum language language);

#endif
