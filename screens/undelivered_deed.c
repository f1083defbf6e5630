/* Deeds about one message that has not reached its branch: what may be done
 * with it, what each deed asks for. */
#include "console/base/json.h"
#include "screens/outwords.h"
#include "screens/screen.h"
#include "screens/undelivered_state.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <jansson.h>

enum { HANDED_MOST = 1000, HANDED_ROWS = 3 };

void undelivered_form_init(struct undelivered *list)
{
    form_init(&list->form, 1);
    struct form_row *row = &list->form.rows[0];
    row->label = _("How, when and to whom");
    row->required = true;
    row->rows = HANDED_ROWS;
    field_init(&row->field, FIELD_NOTE, HANDED_MOST);
}

static bool is_open(const struct json_t *row)
{
    return row && outwords_state(row) != OUTBOX_RECEIVED;
}

/* What was never tried is under way by itself. */
static bool may_again(const struct json_t *row)
{
    return is_open(row) &&
           (outwords_state(row) != OUTBOX_WAITING || outwords_tries(row) > 0);
}

static bool may_elsewhere(const struct undelivered *list,
                          const struct json_t *row)
{
    enum sink_kind ways[SINK_COUNT];
    return is_open(row) && ways_others(list->seat, row, ways) > 0;
}

bool undelivered_may(const struct undelivered *list, enum command command)
{
    const struct json_t *row = undelivered_selected(list);
    if (list->acting)
        return false;
    switch (command) {
    case COMMAND_AGAIN:
        return may_again(row);
    case COMMAND_ELSEWHERE:
        return may_elsewhere(list, row);
    case COMMAND_HANDED:
        return is_open(row);
    default:
        return true;
    }
}

/* What is decided is about this message, whatever the list does meanwhile. */
static void hold_selected(struct undelivered *list)
{
    json_decref(list->about);
    list->about = json_incref((json_t *)undelivered_selected(list));
}

static void ask_way(struct undelivered *list)
{
    hold_selected(list);
    list->way_list = (struct list){0};
    list_set_count(&list->way_list,
                   ways_others(list->seat, list->about, list->ways));
    list->mode = OUT_ELSEWHERE;
}

static void send_way(struct undelivered *list, int place)
{
    list->mode = OUT_LISTS;
    undelivered_decide(list, "elsewhere", sink_name(list->ways[place]));
}

static void ask_handed(struct undelivered *list)
{
    hold_selected(list);
    field_set(&list->form.rows[0].field, "");
    list->mode = OUT_HANDED;
}

static void save_handed(struct undelivered *list)
{
    struct form_row *row = &list->form.rows[0];
    row->fault = *field_text(&row->field) ? NULL : _("Fill this in");
    if (!row->fault)
        undelivered_decide(list, "handed", field_text(&row->field));
}

void undelivered_do(struct undelivered *list, enum command command)
{
    switch (command) {
    case COMMAND_ELSEWHERE:
        ask_way(list);
        break;
    case COMMAND_SEND:
        send_way(list, list->way_list.selected);
        break;
    case COMMAND_HANDED:
        ask_handed(list);
        break;
    case COMMAND_DEED_SAVE:
        save_handed(list);
        break;
    default:
        hold_selected(list);
        undelivered_decide(list, "again", NULL);
        break;
    }
}

/* A digit sends the way it stands before. */
static bool type_way(struct undelivered *list, struct key key)
{
    int digit = key.kind == KEY_CHAR ? key_digit(key) : -1;
    if (list_key(&list->way_list, key))
        return true;
    if (digit < 1 || digit > list->way_list.count || list->acting)
        return false;
    send_way(list, digit - 1);
    return true;
}

static bool type_words(struct undelivered *list, struct key key)
{
    if (list->acting)
        return false;
    switch (form_key(&list->form, key)) {
    case FORM_IGNORED:
        return false;
    case FORM_ACCEPTED:
        save_handed(list);
        return true;
    default:
        list->form.rows[0].fault = NULL;
        return true;
    }
}

bool undelivered_deed_key(struct undelivered *list, struct key key)
{
    return list->mode == OUT_ELSEWHERE ? type_way(list, key)
                                       : type_words(list, key);
}
