/* Why new scripts are refused: what the loader or the prover found, to read. */
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/text.h"
#include "console/desk.h"
#include "console/reload.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <string.h>

struct findings_view {
    struct seat *seat;
    struct pager pager;
    enum reload_state state; /* that was written */
};

/* The file as its author names it: below the data folder. */
static const char *short_file(const struct seat *seat, const char *file)
{
    const char *data = seat->desk->data;
    size_t length = strlen(data);
    bool below = strncmp(file, data, length) == 0 && file[length] == '/';
    return below ? file + length + 1 : file;
}

static void add_finding(struct findings_view *view,
                        const struct finding *finding)
{
    AUTO_TEXT sentence = {0};
    finding_write(finding, &sentence);
    pager_add(&view->pager, STYLE_NORMAL, NULL);
    pager_format(&view->pager, STYLE_STRONG, "%s  %s:%d  %s",
                 finding_name(finding->code),
                 finding->file ? short_file(view->seat, finding->file) : "",
                 finding->line, finding->node ? finding->node : "");
    pager_add(&view->pager, STYLE_NORMAL, text_chars(&sentence));
    if (finding->example)
        pager_format(&view->pager, STYLE_DIM, _("For example: %s"),
                     finding->example);
}

static void write_refusal(struct findings_view *view)
{
    const struct reload *reload = view->seat->reload;
    const struct findings *findings = reload_findings(reload);
    const struct error *error = reload_error(reload);
    pager_add(&view->pager, STYLE_WARN,
              _("These files are refused; the desks go on with those that were "
                "in use before."));
    if (findings->count == 0) {
        pager_add(&view->pager, STYLE_NORMAL, message_text(error->message));
        pager_add(&view->pager, STYLE_NORMAL, error->detail);
    }
    for (size_t i = 0; i < findings->count; i++)
        add_finding(view, &findings->items[i]);
}

static void write_view(struct findings_view *view)
{
    view->state = reload_state(view->seat->reload);
    pager_clear(&view->pager);
    if (view->state == RELOAD_REFUSED)
        write_refusal(view);
    else if (view->state == RELOAD_RUNNING)
        pager_add(&view->pager, STYLE_DIM, _("New scripts are being checked…"));
    else
        pager_add(&view->pager, STYLE_GOOD,
                  _("Nothing is refused: the files as they are now are in "
                    "use."));
}

static bool findings_open(void *state, struct seat *seat, struct error *error)
{
    struct findings_view *view = state;
    (void)error;
    view->seat = seat;
    write_view(view);
    return true;
}

static void findings_close(void *state)
{
    pager_clear(&((struct findings_view *)state)->pager);
}

static unsigned findings_scopes(const void *state)
{
    (void)state;
    return SCOPE_TEXT;
}

static struct step findings_act(void *state, enum command command, bool sure)
{
    struct findings_view *view = state;
    (void)sure;
    if (command == COMMAND_RELOAD)
        reload_now(view->seat->reload);
    else
        return command == COMMAND_LEAVE ? STEP(STEP_BACK) : STEP(STEP_PASS);
    return STEP(STEP_STAY);
}

static struct step findings_type(void *state, struct key key)
{
    struct findings_view *view = state;
    return pager_key(&view->pager, key) ? STEP(STEP_STAY) : STEP(STEP_PASS);
}

/* What is read stays in place until there is something else to say. */
static struct step findings_changed(void *state)
{
    struct findings_view *view = state;
    if (reload_state(view->seat->reload) != view->state)
        write_view(view);
    return STEP(STEP_STAY);
}

static void findings_draw(void *state, struct area area)
{
    struct findings_view *view = state;
    area_hline(area_take_rows(&area, 1), 0, _("Refused scripts"));
    pager_draw(&view->pager,
               area_part(area, 0, 1, area.rows, area.columns - 1));
}

const struct screen_ops findings_screen = {
    .id = "findings",
    .title = N_("Refused scripts"),
    .size = sizeof(struct findings_view),
    .open = findings_open,
    .close = findings_close,
    .scopes = findings_scopes,
    .draw = findings_draw,
    .act = findings_act,
    .type = findings_type,
    .changed = findings_changed,
};
