/* doctor's question to the registry: any HTTP answer will do. */
#include "console/cli/cli_doctor.h"

#include "console/config/config.h"
#include "console/io/http.h"
#include "console/io/loop.h"

#include <stdio.h>
#include <string.h>

enum { BODY_MAX = 256 * 1024 };

struct question {
    struct loop *loop;
    struct health *health;
};

static void answered(const struct http_answer *answer, void *cookie)
{
    struct question *question = cookie;
    struct health *health = question->health;
    if (answer->end == HTTP_ANSWERED || answer->end == HTTP_TOO_BIG)
        snprintf(health->fine, sizeof(health->fine), "HTTP %d", answer->status);
    else
        error_set(&health->error, MESSAGE_DOCTOR_REGISTRY, "%s",
                  answer->detail ? answer->detail : "");
    loop_stop(question->loop);
}

/* NULL for a setting that is empty. */
static const char *path_of(const struct config *config, enum config_id id)
{
    const char *path = config_text(config, id);
    return *path ? path : NULL;
}

static void ask(const struct config *config, struct loop *loop,
                struct health *health)
{
    static const char *const headers[] = {NULL};
    struct question question = {loop, health};
    struct http_settings settings = {
        .ca_file = path_of(config, CONFIG_registry_ca_file),
        .client_cert = path_of(config, CONFIG_registry_client_cert),
        .client_key = path_of(config, CONFIG_registry_client_key),
        .connect_ms = config_int(config, CONFIG_registry_connect_ms),
        .deadline_ms = config_int(config, CONFIG_registry_deadline_ms),
        .body_max = BODY_MAX};
    struct http *http = http_open(loop, &settings, &health->error);
    if (!http)
        return;
    http_get(http, config_text(config, CONFIG_registry_base_url), headers,
             answered, &question);
    loop_run(loop);
    http_close(http);
}

void cli_doctor_registry(const struct config *config, struct health *health)
{
    struct loop *loop = loop_open(&health->error);
    if (!loop)
        return;
    ask(config, loop, health);
    loop_close(loop);
}
