/* The picture of the list: branch, since when, how it stands and why; below,
 * the selected message with what to do next; or what a deed asks for. */
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/desk.h"
#include "screens/caserow.h"
#include "screens/outwords.h"
#include "screens/screen.h"
#include "screens/sending.h"
#include "screens/storytext.h"
#include "screens/undelivered_state.h"
#include "screens/view.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <jansson.h>

/* From so many columns on the branch has its name, and the case its issue; from
 * so many on the whole name. Rows for the selected message, or for what a deed
 * asks. */
enum { WIDE = 120, WIDER = 150, DETAIL_ROWS = 9, LABEL = 9 };

static const char *text_of(const struct json_t *row, const char *key)
{
    const char *text = json_find_string(row, key);
    return text && *text ? text : "—";
}

/* ---- the list ---- */

struct columns {
    struct area branch, since, stand, number, told, issue;
};

static struct columns take_columns(struct area area)
{
    bool wide = area.columns >= WIDE;
    int branch = area.columns >= WIDER ? 43 : 26;
    struct columns columns = {0};
    columns.branch = area_take_columns(&area, wide ? branch : 7);
    columns.since = area_take_columns(&area, 13);
    columns.stand = area_take_columns(&area, wide ? 40 : area.columns - 15);
    columns.number = area_take_columns(&area, 16);
    columns.told = area_take_columns(&area, wide ? 24 : 0);
    columns.issue = area;
    columns.branch.columns--;
    columns.stand.columns--;
    return columns;
}

static void draw_titles(struct area area)
{
    struct columns columns = take_columns(area);
    area_put_in(columns.branch, STYLE_DIM, _("branch"));
    area_put_in(columns.since, STYLE_DIM, _("since"));
    area_put_in(columns.stand, STYLE_DIM, _("how it stands"));
    area_put_in(columns.number, STYLE_DIM, "№");
    area_put_in(columns.told, STYLE_DIM, _("what"));
    area_put_in(columns.issue, STYLE_DIM, _("issue"));
}

static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct undelivered *list = cookie;
    const struct json_t *row = json_array_get(list->rows, (size_t)index);
    struct columns columns = take_columns(area);
    bool named = area.columns >= WIDE;
    enum style style = selected ? STYLE_STRONG : STYLE_NORMAL;
    AUTO_CHARS since = caserow_when(list->seat, json_find_string(row, "at"));
    AUTO_CHARS stand = NULL;
    enum style state = outwords_stand(list->seat, row, &stand);
    area_put_in(columns.branch, STYLE_STRONG,
                named ? outwords_branch(list->seat, row)
                      : text_of(row, "branch"));
    area_put_in(columns.since, style, since);
    area_put_in(columns.stand, state, stand);
    area_put_in(columns.number, style, text_of(row, "number"));
    area_put_in(columns.told, style, outwords_told(row));
    area_put_in(columns.issue, style,
                seat_issue(list->seat, text_of(row, "issue")));
}

static const char *empty_text(const struct undelivered *list)
{
    if (!list->answer)
        return _("Reading…");
    return list->view == OUT_FAILING ? _("Nothing here fails.")
                                     : _("Nothing here: all of it arrived.");
}

static void draw_list(struct undelivered *list, struct area area, bool focused)
{
    struct area head = area_take_rows(&area, 1);
    if (list->list.count == 0) {
        area_put(head, 0, 2, STYLE_DIM, empty_text(list));
        if (focused)
            area_cursor(head, 0, 2);
        return;
    }
    draw_titles(area_part(head, 0, 2, 1, head.columns - 2));
    list_draw(&list->list, area, focused, draw_row, list);
}

/* ---- the selected message ---- */

static int rows_beside(struct area area, const char *text)
{
    struct area probe =
        area_part(area, 0, LABEL + 1, 0, area.columns - LABEL - 2);
    return area_wrap(probe, 0, 0, STYLE_NORMAL, text);
}

/* A word beside wrapped text, in rows of its own. */
static void put_beside(struct area *area, const char *word, enum style style,
                       const char *text)
{
    if (!text)
        return;
    struct area part = area_take_rows(area, rows_beside(*area, text));
    area_put_in(area_part(part, 0, 1, 1, LABEL - 1), STYLE_KEY, word);
    area_wrap(
        area_part(part, 0, LABEL + 1, part.rows, part.columns - LABEL - 2), 0,
        0, style, text);
}

static char *write_title(const struct undelivered *list,
                         const struct json_t *row)
{
    enum sink_kind way;
    bool known = outwords_state(row) != OUTBOX_RECEIVED &&
                 ways_of(list->seat, row, &way);
    return mem_format("№ %s > %s%s%s", text_of(row, "number"),
                      outwords_branch(list->seat, row), known ? ", " : "",
                      known ? ways_label(way) : "");
}

static char *write_what(const struct undelivered *list,
                        const struct json_t *row)
{
    AUTO_CHARS since = caserow_when(list->seat, json_find_string(row, "at"));
    int tries = outwords_tries(row);
    AUTO_CHARS tried =
        tries > 0 ? mem_format(_(", tries: %d"), tries) : mem_copy("");
    return mem_format(_("%s (%s), since %s%s"), outwords_told(row),
                      seat_issue(list->seat, text_of(row, "issue")), since,
                      tried);
}

/* What a key does is said before it is pressed, whole where there is room. */
static void put_keys(struct area *area, const struct json_t *row)
{
    const char *keys =
        _("t sends it at once and tries for five days more; e sends it "
          "another way; h writes down how the branch was told.");
    bool waiting = outwords_state(row) == OUTBOX_WAITING;
    if (outwords_state(row) == OUTBOX_RECEIVED ||
        (waiting && outwords_tries(row) == 0))
        return;
    if (rows_beside(*area, keys) <= area->rows)
        put_beside(area, "", STYLE_DIM, keys);
}

static void draw_selected(const struct undelivered *list, struct area area)
{
    const struct json_t *row = undelivered_selected(list);
    if (!row)
        return;
    AUTO_CHARS title = write_title(list, row);
    AUTO_CHARS what = write_what(list, row);
    AUTO_CHARS why = outwords_why(row);
    AUTO_CHARS next = outwords_next(list->seat, row);
    area_hline(area_take_rows(&area, 1), 0, title);
    area = storytext_width(area);
    put_beside(&area, _("WHAT"), STYLE_NORMAL, what);
    put_beside(&area, _("WHY"), STYLE_WARN, why);
    put_beside(&area, _("NEXT"), STYLE_STRONG, next);
    put_keys(&area, row);
}

/* ---- what a deed asks for ---- */

static void draw_way(struct area area, int index, bool selected, void *cookie)
{
    const struct undelivered *list = cookie;
    area_format(area, 0, 0, STYLE_KEY, "%d", index + 1);
    int at = 3 + area_put(area, 0, 3, selected ? STYLE_STRONG : STYLE_NORMAL,
                          ways_label(list->ways[index]));
    area_put_in(area_part(area, 0, at + 2, 1, area.columns - at - 2), STYLE_DIM,
                ways_address(list->seat, list->about, list->ways[index]));
}

/* The ways, and what the branch gets by the selected one. */
static void draw_elsewhere(struct undelivered *list, struct area area)
{
    AUTO_CHARS title = mem_format(_("Send № %s elsewhere, to %s"),
                                  text_of(list->about, "number"),
                                  outwords_branch(list->seat, list->about));
    area_hline(area_take_rows(&area, 1), 0, title);
    struct area ways = area_take_rows(&area, list->way_list.count);
    area = storytext_width(area);
    put_beside(&area, "", STYLE_NORMAL,
               ways_promise(list->ways[list->way_list.selected]));
    put_beside(&area, "", STYLE_DIM,
               _("What waits of this case behind it goes the same way."));
    list_draw(&list->way_list, ways, true, draw_way, list);
}

static void draw_handed(struct undelivered *list, struct area area)
{
    AUTO_CHARS title = mem_format(_("%s was told of № %s"),
                                  outwords_branch(list->seat, list->about),
                                  text_of(list->about, "number"));
    area_hline(area_take_rows(&area, 1), 0, title);
    area = storytext_width(area);
    put_beside(&area, "", STYLE_DIM,
               _("It counts as received, and is not sent again; what you write "
                 "stays sealed in the case."));
    if (list->acting) {
        area_put(area, 0, 1, STYLE_WARN, _("Saving…"));
        area_cursor(area, 0, 1);
        return;
    }
    form_draw(&list->form, area_part(area, 0, 1, area.rows, area.columns - 2));
}

/* ---- branches ---- */

static void draw_branch(struct area area, int index, bool selected,
                        void *cookie)
{
    const struct undelivered *list = cookie;
    const struct json_t *branch =
        undelivered_branch(list, list->menu.shown[index]);
    int failing = (int)json_integer_value(json_object_get(branch, "failing"));
    AUTO_CHARS oldest =
        caserow_when(list->seat, json_find_string(branch, "oldest"));
    area_put_in(area_take_columns(&area, 6), STYLE_STRONG,
                text_of(branch, "branch"));
    struct area counts = area_take_columns(&area, -38);
    area_put_in(area_part(area, 0, 0, 1, area.columns - 1),
                selected ? STYLE_STRONG : STYLE_NORMAL,
                outwords_branch(list->seat, branch));
    area_format(counts, 0, 0, failing > 0 ? STYLE_BAD : STYLE_DIM,
                _("failing: %d"), failing);
    area_format(counts, 0, 20, STYLE_DIM, _("since %s"), oldest);
}

/* ---- all of it ---- */

static void draw_views(const struct undelivered *list, struct area area)
{
    int at = 1;
    for (int view = 0; view < OUT_VIEWS; view++) {
        AUTO_CHARS count =
            mem_format(" %d", undelivered_count(list, (enum out_view)view));
        at = view_put(area, at, undelivered_view((enum out_view)view),
                      view == (int)list->view, list->answer ? count : "");
    }
    if (!list->branch)
        return;
    AUTO_JSON branch = json_pack("{s:s}", "branch", list->branch);
    AUTO_CHARS words =
        mem_format("%s: %s", _("branch"), outwords_branch(list->seat, branch));
    area_put_in(area_part(area, 0, at + 2, 1, area.columns - at - 3),
                STYLE_WARN, words);
}

static void draw_below(struct undelivered *list, struct area area)
{
    switch (list->mode) {
    case OUT_ELSEWHERE:
        draw_elsewhere(list, area);
        break;
    case OUT_HANDED:
        draw_handed(list, area);
        break;
    default:
        draw_selected(list, area);
        break;
    }
}

void undelivered_draw(void *state, struct area area)
{
    struct undelivered *list = state;
    if (list->mode == OUT_BRANCH) {
        menu_draw(&list->menu, area,
                  _("One branch alone: type a part of its "
                    "name"),
                  draw_branch, list);
        return;
    }
    area_hline(area_take_rows(&area, 1), 0, _("Not yet with the branches"));
    draw_views(list, area_take_rows(&area, 1));
    sending_draw(list->seat, json_object_get(list->answer, "sending"), &area);
    int most = area.rows * 2 / 3;
    struct area below =
        area_take_rows(&area, most < DETAIL_ROWS ? -most : -DETAIL_ROWS);
    draw_list(list, area, list->mode == OUT_LISTS);
    draw_below(list, below);
}
