/* The list of faults: each has a name, a status and a way to make its body.
 * Adding one is one row and at most one function. */
#include "tests/practice/mishap.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "tests/practice/gzip.h"

#include <microhttpd.h>

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_SECONDS = 7,
    DRIP_MS = 1000,
    HUGE_BYTES = 400 * 1024, /* past the 256 KiB of the contract */
    DEEP = 100 * 1000,
    GARBAGE_BYTES = 700,
};

struct mishap_kind {
    const char *name;
    unsigned status; /* 0: that of the right answer */
    const char *text;
    struct MHD_Response *(*make)(const struct mishap_scene *scene,
                                 const char *text);
};

static struct MHD_Response *from_bytes(char *bytes_taken, size_t length)
{
    return MHD_create_response_from_buffer(length, bytes_taken,
                                           MHD_RESPMEM_MUST_FREE);
}

static struct MHD_Response *from_text(const char *text)
{
    return MHD_create_response_from_buffer(strlen(text), (void *)text,
                                           MHD_RESPMEM_MUST_COPY);
}

static struct MHD_Response *right(const struct mishap_scene *scene,
                                  const char *text)
{
    (void)text;
    return from_text(scene->body);
}

/* The text of the list, whatever was asked. */
static struct MHD_Response *fixed(const struct mishap_scene *scene,
                                  const char *text)
{
    (void)scene;
    return from_text(text);
}

static struct MHD_Response *delayed(const struct mishap_scene *scene,
                                    const char *text)
{
    if (!trickle_wait(&scene->wire, scene->seconds * 1000))
        return NULL;
    return right(scene, text);
}

/* The start of a plan: the right body, given out whole. */
static struct trickle_plan plan_of(const struct mishap_scene *scene)
{
    size_t length = strlen(scene->body);
    return (struct trickle_plan){.wire = scene->wire,
                                 .body = mem_copy(scene->body),
                                 .length = length,
                                 .given = length};
}

static struct MHD_Response *hanging(const struct mishap_scene *scene,
                                    const char *text)
{
    (void)text;
    struct trickle_plan plan = plan_of(scene);
    plan.given = 0;
    plan.end = TRICKLE_HANG;
    return trickle_response(&plan);
}

static struct MHD_Response *dripping(const struct mishap_scene *scene,
                                     const char *text)
{
    (void)text;
    struct trickle_plan plan = plan_of(scene);
    plan.pause_ms = DRIP_MS;
    return trickle_response(&plan);
}

static struct MHD_Response *halved(const struct mishap_scene *scene,
                                   const char *text)
{
    (void)text;
    struct trickle_plan plan = plan_of(scene);
    plan.given = plan.length / 2;
    plan.end = TRICKLE_CUT;
    return trickle_response(&plan);
}

static struct MHD_Response *reset_in_body(const struct mishap_scene *scene,
                                          const char *text)
{
    (void)text;
    struct trickle_plan plan = plan_of(scene);
    plan.given = plan.length / 2;
    plan.end = TRICKLE_RESET;
    return trickle_response(&plan);
}

static struct MHD_Response *reset_at_once(const struct mishap_scene *scene,
                                          const char *text)
{
    (void)text;
    trickle_reset(&scene->wire);
    return NULL;
}

static struct MHD_Response *not_http(const struct mishap_scene *scene,
                                     const char *text)
{
    trickle_raw(&scene->wire, text, strlen(text));
    return NULL;
}

/* Bytes that are neither JSON nor UTF-8, the same every time. */
static struct MHD_Response *garbled(const struct mishap_scene *scene,
                                    const char *text)
{
    (void)scene;
    (void)text;
    char *bytes = mem_new(GARBAGE_BYTES);
    unsigned number = 1414;
    for (int i = 0; i < GARBAGE_BYTES; i++) {
        number = number * 1103515245u + 12345u;
        bytes[i] = (char)(number >> 16);
    }
    return from_bytes(bytes, GARBAGE_BYTES);
}

/* The right body, then spaces past every limit: still valid JSON. */
static struct trickle_plan padded(const struct mishap_scene *scene)
{
    struct trickle_plan plan = plan_of(scene);
    plan.body = mem_grow(plan.body, plan.length + HUGE_BYTES, 1);
    memset(plan.body + plan.length, ' ', HUGE_BYTES);
    plan.length += HUGE_BYTES;
    plan.given = plan.length;
    return plan;
}

static struct MHD_Response *enormous(const struct mishap_scene *scene,
                                     const char *text)
{
    (void)text;
    struct trickle_plan plan = padded(scene);
    return from_bytes(plan.body, plan.length);
}

static struct MHD_Response *enormous_chunked(const struct mishap_scene *scene,
                                             const char *text)
{
    (void)text;
    struct trickle_plan plan = padded(scene);
    plan.chunked = true;
    return trickle_response(&plan);
}

static struct MHD_Response *zipped(const struct mishap_scene *scene,
                                   const char *text)
{
    (void)text;
    size_t length;
    char *bytes = gzip_stored(scene->body, strlen(scene->body), &length);
    struct MHD_Response *response = from_bytes(bytes, length);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    return response;
}

/* To a place that would answer: following it must be seen as wrong. */
static struct MHD_Response *redirected(const struct mishap_scene *scene,
                                       const char *text)
{
    (void)text;
    AUTO_CHARS place = mem_format("/moved/%s", scene->iin);
    struct MHD_Response *response = from_text("");
    MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, place);
    return response;
}

static struct MHD_Response *to_a_file(const struct mishap_scene *scene,
                                      const char *text)
{
    (void)scene;
    struct MHD_Response *response = from_text("");
    MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, text);
    return response;
}

static struct MHD_Response *too_many(const struct mishap_scene *scene,
                                     const char *text)
{
    AUTO_CHARS seconds = mem_format("%d", scene->seconds);
    struct MHD_Response *response = from_text(text);
    MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
    return response;
}

static struct MHD_Response *html(const struct mishap_scene *scene,
                                 const char *text)
{
    struct MHD_Response *response = fixed(scene, text);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                            "text/html; charset=utf-8");
    return response;
}

/* The right body after two keys that contradict each other. */
static struct MHD_Response *doubled(const struct mishap_scene *scene,
                                    const char *text)
{
    AUTO_CHARS body = mem_format("{%s%s", text, scene->body + 1);
    return from_text(body);
}

static struct MHD_Response *deep(const struct mishap_scene *scene,
                                 const char *text)
{
    (void)text;
    AUTO_TEXT body = {0};
    text_format(&body, "{\"iin\":\"%s\",\"deep\":", scene->iin);
    for (int i = 0; i < DEEP; i++)
        text_add_n(&body, "[", 1);
    for (int i = 0; i < DEEP; i++)
        text_add_n(&body, "]", 1);
    text_add_n(&body, "}", 1);
    return from_text(text_chars(&body));
}

static struct MHD_Response *of_another(const struct mishap_scene *scene,
                                       const char *text)
{
    (void)text;
    return from_text(scene->other);
}

static struct MHD_Response *broken(const struct mishap_scene *scene,
                                   const char *text)
{
    AUTO_CHARS body = mem_format("%s%s", scene->body, text);
    return from_text(body);
}

static const struct mishap_kind kinds[] = {
    {"none", 0, NULL, right},
    {"delay", 0, NULL, delayed},
    {"hang", 0, NULL, hanging},
    {"drip", 0, NULL, dripping},
    {"reset", 0, NULL, reset_at_once},
    {"reset-body", 0, NULL, reset_in_body},
    {"half", 0, NULL, halved},
    {"garbage", 200, NULL, garbled},
    {"not-http", 0, "\x16\x03\x01 no HTTP here\r\n\r\n", not_http},
    {"huge", 0, NULL, enormous},
    {"huge-chunked", 0, NULL, enormous_chunked},
    {"gzip", 0, NULL, zipped},
    {"redirect", 302, NULL, redirected},
    {"redirect-file", 302, "file:///etc/passwd", to_a_file},
    {"401", 401, "{\"error\":\"unauthorized\"}", fixed},
    {"403", 403, "{\"error\":\"forbidden\"}", fixed},
    {"404", 404, "{\"error\":\"not_found\"}", fixed},
    {"429", 429, "{\"error\":\"too_many_requests\"}", too_many},
    {"500", 500, "{\"error\":\"internal\"}", fixed},
    {"503", 503, "{\"error\":\"unavailable\"}", fixed},
    {"html", 200,
     "<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>",
     html},
    {"duplicate", 200, "\"insured\":true,\"insured\":false,", doubled},
    {"deep", 200, NULL, deep},
    {"other", 200, NULL, of_another},
    {"bad-json", 200, ",,}", broken},
    {"empty", 200, "", fixed},
};

static bool read_seconds(const char *colon, int *seconds)
{
    *seconds = DEFAULT_SECONDS;
    if (*colon == '\0')
        return true;
    char *end;
    long value = strtol(colon + 1, &end, 10);
    *seconds = (int)value;
    return end != colon + 1 && *end == '\0' && value >= 0 && value <= 3600;
}

bool mishap_find(const char *name, struct mishap *out)
{
    size_t length = strcspn(name, ":");
    for (size_t i = 0; i < COUNT(kinds); i++) {
        out->kind = &kinds[i];
        if (strlen(kinds[i].name) == length &&
            strncmp(kinds[i].name, name, length) == 0)
            return read_seconds(name + length, &out->seconds);
    }
    return false;
}

const char *mishap_name(const struct mishap *mishap)
{
    return mishap->kind->name;
}

void mishap_list(void (*each)(const char *name, void *cookie), void *cookie)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        each(kinds[i].name, cookie);
}

bool mishap_answer(const struct mishap *mishap,
                   const struct mishap_scene *scene, struct mishap_reply *out)
{
    struct mishap_scene own = *scene;
    own.seconds = mishap->seconds;
    const struct mishap_kind *kind = mishap->kind;
    out->status = kind->status ? kind->status : scene->status;
    out->response = kind->make(&own, kind->text);
    return out->response != NULL;
}
