/* doctor: how the branches are told, and whether that goes on. */
#include "console/cli/cli_doctor.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/route.h"
#include "console/cases/store_outbox.h"
#include "console/delivery/deliver_state.h"
#include "console/delivery/sink.h"
#include "console/desk.h"
#include "console/people/right.h"

#include <jansson.h>

#include <stdio.h>

/* "inbox 18, http 2": how many branches have which sink. */
static void add_sinks(const struct desk *desk, const struct sinks *sinks,
                      struct text *out)
{
    size_t counts[SINK_COUNT] = {0};
    for (size_t i = 0; i < desk->branch_count; i++)
        counts[sinks_of(sinks, desk->branches[i].code)]++;
    for (size_t i = 0; i < SINK_COUNT; i++)
        if (counts[i] > 0)
            text_format(out, "%s%s %zu", out->length > 0 ? ", " : "",
                        sink_name((enum sink_kind)i), counts[i]);
}

/* For those who may see it, when there is a store. */
static bool add_open(const struct desk *desk, struct text *out,
                     struct error *error)
{
    json_int_t open = 0, failing = 0;
    if (!desk->store || !right_of(desk->user.role, RIGHT_OUTBOX))
        return true;
    AUTO_JSON rows = store_outbox_counts(desk->store, error);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        open += json_integer_value(json_object_get(row, "waiting")) +
                json_integer_value(json_object_get(row, "refused")) +
                json_integer_value(json_object_get(row, "expired"));
        failing += json_integer_value(json_object_get(row, "failing"));
    }
    text_format(out, "; undelivered %lld, of these in vain so far %lld",
                (long long)open, (long long)failing);
    return rows != NULL;
}

static void add_sender(const struct deliver_state *state, struct text *out)
{
    char looked[CLOCK_ISO_SIZE] = "never";
    if (state->looked_ms > 0)
        clock_iso(state->looked_ms, looked);
    text_format(out, "; sender %s, last look %s",
                state->runs ? "runs" : "does not run", looked);
}

void cli_doctor_delivery(const struct desk *desk, struct health *health)
{
    AUTO_TEXT text = {0};
    struct deliver_state state;
    struct sinks *sinks = sinks_new(desk->config, desk->branches,
                                    desk->branch_count, &health->error);
    if (!sinks || !sinks_check_secrets(sinks, &health->error) ||
        !deliver_state(desk->folder, &state, &health->error)) {
        sinks_free(sinks);
        return;
    }
    add_sinks(desk, sinks, &text);
    add_sender(&state, &text);
    if (add_open(desk, &text, &health->error) && sinks_need_sender(sinks) &&
        (!state.runs || deliver_state_silent(state.looked_ms, clock_now_ms())))
        error_set(&health->error,
                  state.runs ? MESSAGE_SENDER_STUCK : MESSAGE_SENDER_NONE, "%s",
                  text_chars(&text));
    snprintf(health->fine, sizeof(health->fine), "%s", text_chars(&text));
    sinks_free(sinks);
}
