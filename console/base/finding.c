/* The list of findings: kept once each, sorted, written for people and as
 * JSON. */
#include "console/base/finding.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>
#include <libintl.h>

#include <stdlib.h>
#include <string.h>

struct kind {
    const char *name;
    bool warning;
    const char *sentence;
};

static const struct kind kinds[FINDING_COUNT] = {
#define FINDING(code, warning, sentence) {#code, warning, sentence},
#include "console/base/finding.def"
#undef FINDING
};

static void clear(struct finding *finding)
{
    free(finding->file);
    free(finding->where);
    free(finding->node);
    free(finding->detail);
    free(finding->example);
}

void findings_clear(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        clear(&findings->items[i]);
    free(findings->items);
    *findings = (struct findings){0};
}

/* Order of texts, those that are not there first. */
static int order(const char *left, const char *right)
{
    return strcmp(left != NULL ? left : "", right != NULL ? right : "");
}

static bool is_same(const struct finding *left, const struct finding *right)
{
    return left->code == right->code && order(left->file, right->file) == 0 &&
           order(left->where, right->where) == 0 &&
           order(left->detail, right->detail) == 0;
}

static char *copy(const char *string)
{
    return string != NULL ? mem_copy(string) : NULL;
}

void findings_add(struct findings *findings, const struct finding *finding)
{
    if (findings == NULL)
        return;
    for (size_t i = 0; i < findings->count; i++)
        if (is_same(&findings->items[i], finding))
            return;
    findings->items = mem_grow(findings->items, findings->count + 1,
                               sizeof(*findings->items));
    findings->items[findings->count++] = (struct finding){
        .code = finding->code,
        .file = copy(finding->file),
        .line = finding->line,
        .where = copy(finding->where),
        .node = copy(finding->node),
        .detail = copy(finding->detail),
        .example = copy(finding->example),
    };
}

/* The byte at a line and a column, both from 1. */
static const char *find_place(const char *bytes, long line, long column)
{
    uint32_t letter;
    for (; line > 1 && (bytes = strchr(bytes, '\n')) != NULL; line--)
        bytes++;
    for (; bytes != NULL && column > 1; column--)
        bytes += text_step(bytes, &letter);
    return bytes;
}

/* The key whose closing quote is the last before the place; the caller
 * frees. */
static char *copy_key(const char *bytes, const char *place)
{
    const char *end = place, *start;
    while (end > bytes && *end != '"')
        end--;
    for (start = end; start > bytes && start[-1] != '"';)
        start--;
    return mem_copy_n(start, (size_t)(end - start));
}

void findings_add_syntax(struct findings *findings, const char *file,
                         const char *bytes, const struct error *error)
{
    /* "file:line:column: reason" */
    const char *at = error->detail + strlen(file);
    char *end = NULL;
    long line = *at == ':' ? strtol(at + 1, &end, 10) : 0;
    long column = end != NULL && *end == ':' ? strtol(end + 1, &end, 10) : 0;
    const char *reason = end != NULL ? strchr(end, ' ') : NULL;
    const char *place = find_place(bytes, line, column);
    bool twice = strstr(error->detail, "duplicate object key") != NULL;
    AUTO_CHARS key =
        twice && place != NULL ? copy_key(bytes, place) : mem_copy("");
    struct finding finding = {
        .code = *key != '\0' ? FINDING_E02 : FINDING_E01,
        .file = (char *)file,
        .line = line > 0 ? (int)line : 1,
        .where = "$",
        .detail = *key != '\0'     ? key
                  : reason != NULL ? (char *)reason + 1
                                   : (char *)error->detail,
    };
    findings_add(findings, &finding);
}

void findings_join(struct findings *findings, const struct findings *more)
{
    for (size_t i = 0; more != NULL && i < more->count; i++)
        findings_add(findings, &more->items[i]);
}

bool findings_refuse(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (!finding_is_warning(findings->items[i].code))
            return true;
    return false;
}

/* ---- lines ---- */

static int by_place(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int by_file = order(a->file, b->file);
    if (by_file != 0)
        return by_file;
    if (a->line != b->line)
        return (a->line > b->line) - (a->line < b->line);
    if (a->code != b->code)
        return (a->code > b->code) - (a->code < b->code);
    return order(a->detail, b->detail);
}

/* The line where the finding lies, read from its file; 0: cannot be told. */
static int find_line(const struct finding *finding)
{
    AUTO_TEXT bytes = {0};
    if (finding->file == NULL || finding->where == NULL ||
        !json_read_bytes(finding->file, &bytes, NULL))
        return 0;
    return json_line(text_chars(&bytes), bytes.length, finding->where);
}

void findings_sort(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].line == 0)
            findings->items[i].line = find_line(&findings->items[i]);
    if (findings->count > 0)
        qsort(findings->items, findings->count, sizeof(*findings->items),
              by_place);
}

/* ---- writing ---- */

const char *finding_name(enum finding_code code)
{
    return kinds[code].name;
}

bool finding_is_warning(enum finding_code code)
{
    return kinds[code].warning;
}

void finding_write(const struct finding *finding, struct text *out)
{
    const char *sentence = gettext(kinds[finding->code].sentence);
    const char *hole = strstr(sentence, "%s");
    text_add_n(out, sentence, (size_t)(hole - sentence));
    text_add(out, finding->detail != NULL ? finding->detail : "");
    text_add(out, hole + 2);
}

bool finding_refuse(const struct finding *finding, enum message message,
                    struct error *error)
{
    AUTO_TEXT sentence = {0};
    finding_write(finding, &sentence);
    return error_set(error, message, "%s:%d: %s: %s", finding->file,
                     finding->line, finding_name(finding->code),
                     text_chars(&sentence));
}

bool findings_judge(struct findings *findings, enum message message,
                    struct error *error)
{
    findings_sort(findings);
    for (size_t i = 0; i < findings->count; i++)
        if (!finding_is_warning(findings->items[i].code))
            return finding_refuse(&findings->items[i], message, error);
    return true;
}

struct json_t *finding_json(const struct finding *finding)
{
    AUTO_TEXT message = {0};
    finding_write(finding, &message);
    return json_pack("{s:s, s:s, s:s?, s:i, s:s?, s:s?, s:s, s:s?}", "code",
                     finding_name(finding->code), "severity",
                     finding_is_warning(finding->code) ? "warning" : "error",
                     "file", finding->file, "line", finding->line, "where",
                     finding->where, "node", finding->node, "message",
                     text_chars(&message), "example", finding->example);
}
