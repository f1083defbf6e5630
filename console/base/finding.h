/* What is wrong with scripts, facts and tables: a code, the place, and values
 * that show it. Loader and prover add; the command line and screens write. */
#ifndef CONSOLE_BASE_FINDING_H
#define CONSOLE_BASE_FINDING_H

#include "console/base/memory.h"
#include "console/base/message.h"

#include <stdbool.h>
#include <stddef.h>

struct error;
struct json_t;
struct text;

enum finding_code {
#define FINDING(code, warning, sentence) FINDING_##code,
#include "console/base/finding.def"
#undef FINDING
    FINDING_COUNT
};

/* All strings owned; NULL where there is none. */
struct finding {
    enum finding_code code;
    char *file;
    int line;      /* 0: not known (yet) */
    char *where;   /* a JSON path, "$.nodes.ask.next[0]" */
    char *node;    /* "gap.years" */
    char *detail;  /* what the sentence is about */
    char *example; /* values that show it: "months_unpaid=4, years=yes" */
};

/* A list of them; zeroed is empty. */
struct findings {
    struct finding *items;
    size_t count;
};

void findings_clear(struct findings *findings);

/* Adds a copy; one that is there already (code, file, where, detail) is not
 * added again. NULL findings: nothing happens. */
void findings_add(struct findings *findings, const struct finding *finding);

/* Adds what json_parse said of the bytes of a file: E02 for a key given twice,
 * else E01. */
void findings_add_syntax(struct findings *findings, const char *file,
                         const char *bytes, const struct error *error);

/* Adds all of `more` (both may be NULL). */
void findings_join(struct findings *findings, const struct findings *more);

/* Is there one that is an error, not a warning? */
bool findings_refuse(const struct findings *findings);

/* Fills the lines that are not known from the files and JSON paths, and sorts
 * by file, line and code. */
void findings_sort(struct findings *findings);

/* "E09", and its sentence (the detail filled in) in the language of the
 * interface, one line: what is wrong. */
const char *finding_name(enum finding_code code);
bool finding_is_warning(enum finding_code code);
void finding_write(const struct finding *finding, struct text *out);

/* Sorts; true when there is no error among them, else false and the first one
 * in the error. */
bool findings_judge(struct findings *findings, enum message message,
                    struct error *error);

/* Sets the error: "file:line: code: sentence". Returns false. */
bool finding_refuse(const struct finding *finding, enum message message,
                    struct error *error);

/* {"code","severity","file","line","where","node","message","example"}; a new
 * reference. */
struct json_t *finding_json(const struct finding *finding);

#endif
