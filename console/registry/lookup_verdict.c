/* Every way an answer can come, each with its own message. Whatever is not the
 * agreed answer leaves the status unknown: no fault ever means "uninsured". */
#include "console/registry/lookup_verdict.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/io/http.h"
#include "console/registry/lookup.h"
#include "console/registry/person.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

static const enum message of_end[] = {
    [HTTP_NO_HOST] = MESSAGE_LOOKUP_NO_HOST,
    [HTTP_NO_CONNECT] = MESSAGE_LOOKUP_NO_CONNECT,
    [HTTP_TLS] = MESSAGE_LOOKUP_TLS,
    [HTTP_TIMEOUT] = MESSAGE_LOOKUP_TIMEOUT,
    [HTTP_CUT] = MESSAGE_LOOKUP_CUT,
    [HTTP_TOO_BIG] = MESSAGE_LOOKUP_TOO_BIG,
    [HTTP_BAD] = MESSAGE_LOOKUP_STATUS,
};

static bool is_json(const struct http_answer *http)
{
    return strcasecmp(http->type, "application/json") == 0;
}

/* A page, whatever it calls itself. */
static bool is_page(const struct http_answer *http)
{
    const char *body = http->body + strspn(http->body, " \t\r\n");
    return strncasecmp(http->type, "text/html", strlen("text/html")) == 0 ||
           body[0] == '<';
}

static void busy(const struct http_answer *http, struct error *error)
{
    if (http->retry_after_s >= 0)
        error_set(error, MESSAGE_LOOKUP_BUSY,
                  "status 429; again in %" PRId64 " s", http->retry_after_s);
    else
        error_set(error, MESSAGE_LOOKUP_BUSY,
                  "status 429; no time given: again in 60 s");
}

/* Only the registry's own words say that there is nobody; any other 404 comes
 * from a wrong address. */
static void nobody(const struct http_answer *http, struct lookup_answer *answer)
{
    AUTO_JSON json =
        json_parse(http->body, http->length, "answer", false, NULL);
    const char *error = json_find_string(json, "error");
    bool told = is_json(http) && error != NULL && !strcmp(error, "not_found");
    if (told) {
        answer->state = LOOKUP_NOT_FOUND;
        error_set(&answer->error, MESSAGE_LOOKUP_NOT_FOUND, "status 404");
        return;
    }
    error_set(&answer->error, MESSAGE_LOOKUP_STATUS,
              "status 404 without the registry's \"not_found\"; is "
              "registry.base_url right?");
}

static void record(const struct http_answer *http, const char *iin,
                   struct lookup_answer *answer)
{
    AUTO_CHARS type = text_clean(http->type, strnlen(http->type, 80), false);
    if (is_page(http)) {
        error_set(&answer->error, MESSAGE_LOOKUP_HTML,
                  "status 200, content type \"%s\"", type);
        return;
    }
    if (!is_json(http)) {
        error_set(&answer->error, MESSAGE_LOOKUP_JSON,
                  "status 200, content type \"%s\"", type);
        return;
    }
    answer->person =
        person_parse(http->body, http->length, iin, &answer->error);
    if (answer->person != NULL)
        answer->state = LOOKUP_KNOWN;
}

static void status(const struct http_answer *http, struct lookup_answer *answer)
{
    int code = http->status;
    enum message message = MESSAGE_LOOKUP_STATUS;
    if (code == 401 || code == 403)
        message = MESSAGE_LOOKUP_CREDENTIALS;
    else if (code >= 500 && code <= 599)
        message = MESSAGE_LOOKUP_SERVER;
    else if (code >= 300 && code <= 399)
        message = MESSAGE_LOOKUP_REDIRECT;
    error_set(&answer->error, message, "status %d", code);
}

void lookup_verdict(const struct http_answer *http, const char *iin,
                    struct lookup_answer *answer)
{
    answer->state = LOOKUP_UNKNOWN;
    if (http->end != HTTP_ANSWERED) {
        AUTO_CHARS detail =
            text_clean(http->detail, strnlen(http->detail, 200), false);
        error_set(&answer->error, of_end[http->end], "%s", detail);
    } else if (http->status == 200) {
        record(http, iin, answer);
    } else if (http->status == 404) {
        nobody(http, answer);
    } else if (http->status == 429) {
        busy(http, &answer->error);
    } else {
        status(http, answer);
    }
}
