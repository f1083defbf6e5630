/* Settings as a console would read them, of one branch. */
#include "tests/console/delivery/courier_desk.h"

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/route.h"
#include "console/config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MORE_MAX = 8 };

int courier_desk_open(void **state)
{
    struct courier_desk *desk = mem_new(sizeof *desk);
    strcpy(desk->folder, "/tmp/courier.XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    snprintf(desk->token, sizeof desk->token, "%s/token", desk->folder);
    FILE *token = fopen(desk->token, "w");
    fputs("made-up\n", token);
    fclose(token);
    chmod(desk->token, 0600);
    desk->message = (struct outbox_message){
        .id = COURIER_ID,
        .number = "43-26-000123-7",
        .branch = "KZO",
        .seq = 17,
        .at_ms = 1795338900000,
        .kind = EVENT_CASE_ROUTED,
        .body = mem_copy("{\"case\":{\"branch\":\"KZO\",\"due\":null,"
                         "\"number\":\"43-26-000123-7\"},\"format\":"
                         "\"agent1414-message/1\",\"id\":\"" COURIER_ID
                         "\",\"seq\":17,\"to\":\"KZO\"}")};
    *state = desk;
    return 0;
}

int courier_desk_close(void **state)
{
    struct courier_desk *desk = *state;
    courier_close(desk->courier);
    sinks_free(desk->sinks);
    unlink(desk->token);
    rmdir(desk->folder);
    free(desk->message.body);
    free(desk);
    return 0;
}

void courier_desk_set(struct courier_desk *desk, const char *url,
                      const char *const *more)
{
    static char code[] = "KZO", zone[] = "Asia/Almaty";
    const struct branch branch = {.code = code, .zone = zone};
    bool mail = strncmp(url, "smtp", 4) == 0;
    AUTO_CHARS address =
        mem_format("%s=%s", mail ? "delivery.smtp_url" : "branch.KZO.url", url);
    AUTO_CHARS token = mem_format("branch.KZO.token_file=%s", desk->token);
    const char *options[MORE_MAX + 8] = {address, token,
                                         "delivery.smtp_from=line@line.example",
                                         mail ? "branch.KZO.mail_to="
                                                "desk@kzo.example"
                                              : NULL};
    size_t count = mail ? 4 : 3;
    for (; more != NULL && *more != NULL; more++)
        options[count++] = *more;
    struct config_places places = {"", "", options};
    struct error error = {0};
    struct config *config = config_load(&places, &error);
    desk->sinks = config ? sinks_new(config, &branch, 1, &error) : NULL;
    config_free(config);
    if (desk->sinks == NULL)
        fail_msg("no sinks: %s", error.detail);
    desk->courier = courier_open(desk->sinks, &desk->stop, &error);
    if (desk->courier == NULL)
        fail_msg("no courier: %s", error.detail);
}

void courier_desk_sends(struct courier_desk *desk, enum sink_kind kind,
                        enum sink_end end, const char *words)
{
    struct sink_answer answer =
        courier_send(desk->courier, kind, &desk->message);
    if (answer.end != end || strncmp(answer.words, words, strlen(words)) != 0)
        fail_msg("it ended as %d: %s", answer.end, answer.words);
}
