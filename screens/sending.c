/* A sender that runs now and then (from cron) is none that has stopped: only a
 * longer silence is told. */
#include "screens/sending.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_outbox.h"
#include "console/delivery/deliver.h"
#include "screens/caserow.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

struct json_t *sending_read(struct store *store, const char *folder,
                            struct error *error)
{
    struct deliver_state state = {0};
    AUTO_JSON branches = store_outbox_counts(store, error);
    if (!branches || !deliver_state(folder, &state, error))
        return NULL;
    return json_pack("{s:O, s:b, s:I}", "branches", branches, "runs",
                     (int)state.runs, "looked", (json_int_t)state.looked_ms);
}

int sending_count(const struct json_t *sending, const char *branch,
                  const char *what)
{
    size_t index;
    json_t *row;
    json_int_t count = 0;
    json_array_foreach(json_object_get(sending, "branches"), index, row)
    {
        const char *code = json_find_string(row, "branch");
        if (!branch || (code && strcmp(code, branch) == 0))
            count += json_integer_value(json_object_get(row, what));
    }
    return (int)count;
}

/* NULL: all is well. */
static char *write_warning(const struct seat *seat,
                           const struct json_t *sending)
{
    char iso[CLOCK_ISO_SIZE];
    int64_t looked = json_integer_value(json_object_get(sending, "looked"));
    if (!ways_known(seat))
        return mem_copy(_("The settings of delivery do not fit, so nothing "
                          "goes to the branches; tell the administrator."));
    bool runs = json_is_true(json_object_get(sending, "runs"));
    if (!sending || !ways_need_sender(seat))
        return NULL;
    if (looked == 0)
        return mem_copy(_("No sender has run yet, so nothing goes to the "
                          "branches; tell the administrator."));
    if (!deliver_state_silent(looked, clock_now_ms()))
        return NULL;
    clock_iso(looked, iso);
    AUTO_CHARS when = caserow_when(seat, iso);
    if (runs)
        return mem_format(_("The sender has been stuck since %s, so nothing "
                            "goes to the branches; tell the administrator."),
                          when);
    return mem_format(_("No sender runs since %s, so nothing goes to the "
                        "branches; tell the administrator."),
                      when);
}

void sending_draw(const struct seat *seat, const struct json_t *sending,
                  struct area *area)
{
    AUTO_CHARS warning = write_warning(seat, sending);
    struct area probe = area_part(*area, 0, 2, 0, area->columns - 4);
    if (!warning)
        return;
    struct area part =
        area_take_rows(area, area_wrap(probe, 0, 0, STYLE_BAD, warning));
    area_wrap(area_part(part, 0, 2, part.rows, part.columns - 4), 0, 0,
              STYLE_BAD, warning);
}
