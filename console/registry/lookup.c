/* One request at a time to the registry, over the network's thread. */
#include "console/registry/lookup.h"

#include "console/base/clock.h"
#include "console/config/config.h"
#include "console/io/access.h"
#include "console/io/http.h"
#include "console/registry/iin.h"
#include "console/registry/lookup_verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The contract: an answer is 256 KiB at most. */
enum { BODY_MAX = 256 * 1024, HEADER_COUNT = 4 };

struct lookup {
    struct http *http;
    char *base;
    char *authorization; /* header; NULL: none */
    uint64_t request;    /* 0: none is under way */
    char iin[IIN_SIZE];  /* asked for */
    int64_t started_ms;
    lookup_done *done;
    void *cookie;
};

/* ---- open and close ---- */

/* An empty setting is none. */
static const char *setting(const struct config *config, enum config_id id)
{
    const char *value = config_text(config, id);
    return value[0] == '\0' ? NULL : value;
}

static bool ready(struct lookup *lookup, const struct config *config,
                  struct loop *loop, struct error *error)
{
    const char *token = config_text(config, CONFIG_registry_token_file);
    const char *key = config_text(config, CONFIG_registry_client_key);
    struct http_settings settings = {
        .ca_file = setting(config, CONFIG_registry_ca_file),
        .client_cert = setting(config, CONFIG_registry_client_cert),
        .client_key = setting(config, CONFIG_registry_client_key),
        .connect_ms = config_int(config, CONFIG_registry_connect_ms),
        .deadline_ms = config_int(config, CONFIG_registry_deadline_ms),
        .body_max = BODY_MAX,
    };
    lookup->base =
        access_http("registry.base_url",
                    config_text(config, CONFIG_registry_base_url), error);
    char *word = NULL;
    if (lookup->base == NULL ||
        !access_secret("registry.token_file", token, &word, error) ||
        !access_private(key, error)) {
        access_forget(word);
        return false;
    }
    if (word != NULL)
        lookup->authorization = mem_format("Authorization: Bearer %s", word);
    access_forget(word);
    lookup->http = http_open(loop, &settings, error);
    return lookup->http != NULL;
}

struct lookup *lookup_open(const struct config *config, struct loop *loop,
                           struct error *error)
{
    struct lookup *lookup = mem_new(sizeof(*lookup));
    if (ready(lookup, config, loop, error))
        return lookup;
    lookup_close(lookup);
    return NULL;
}

void lookup_close(struct lookup *lookup)
{
    if (lookup == NULL)
        return;
    if (lookup->http != NULL)
        http_close(lookup->http);
    access_forget(lookup->authorization);
    free(lookup->base);
    explicit_bzero(lookup->iin, sizeof(lookup->iin));
    free(lookup);
}

/* ---- one request ---- */

static void answered(const struct http_answer *http, void *cookie)
{
    struct lookup *lookup = cookie;
    struct lookup_answer answer = {.took_ms =
                                       clock_steady_ms() - lookup->started_ms};
    lookup_verdict(http, lookup->iin, &answer);
    /* Before the callback, which may start the next one. */
    lookup->request = 0;
    explicit_bzero(lookup->iin, sizeof(lookup->iin));
    lookup->done(&answer, lookup->cookie);
}

void lookup_start(struct lookup *lookup, const char *iin, const char *uuid,
                  enum language language, lookup_done *done, void *cookie)
{
    lookup_cancel(lookup);
    AUTO_CHARS request_id = mem_format("X-Request-Id: %s", uuid);
    AUTO_CHARS accepted =
        mem_format("Accept-Language: %s", language_code(language));
    const char *const headers[HEADER_COUNT + 1] = {
        "Accept: application/json", request_id, accepted,
        lookup->authorization /* may end the list */};
    /* Digits alone get into the address; without an address the request
     * ends as any other that cannot be made. */
    bool digits = strspn(iin, "0123456789") == IIN_SIZE - 1 &&
                  strlen(iin) == IIN_SIZE - 1;
    AUTO_CHARS url = mem_format("%s/persons/%s", lookup->base, iin);
    snprintf(lookup->iin, sizeof(lookup->iin), "%s", iin);
    lookup->done = done;
    lookup->cookie = cookie;
    lookup->started_ms = clock_steady_ms();
    lookup->request =
        http_get(lookup->http, digits ? url : "", headers, answered, lookup);
    explicit_bzero(url, strlen(url));
}

void lookup_cancel(struct lookup *lookup)
{
    if (lookup->request != 0)
        http_cancel(lookup->http, lookup->request);
    lookup->request = 0;
}

void lookup_warm(struct lookup *lookup)
{
    http_warm(lookup->http, lookup->base);
}

const char *lookup_state_name(enum lookup_state state)
{
    static const char *const names[] = {[LOOKUP_KNOWN] = "known",
                                        [LOOKUP_NOT_FOUND] = "not_found",
                                        [LOOKUP_UNKNOWN] = "unknown"};
    return names[state];
}
