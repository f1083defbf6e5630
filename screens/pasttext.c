/* One line an event, its text below. */
#include "screens/pasttext.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/desk.h"
#include "screens/caserow.h"
#include "screens/casewords.h"
#include "screens/kit/pager.h"
#include "screens/outwords.h"
#include "screens/storytext.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

static const char *text_of(const struct json_t *object, const char *key)
{
    const char *text = json_find_string(object, key);
    return text && *text ? text : "—";
}

static bool is_kind(const struct json_t *event, enum event_kind kind)
{
    return strcmp(text_of(event, "kind"), event_name(kind)) == 0;
}

static void add_word(struct text *line, const char *word)
{
    if (word && *word)
        text_format(line, "%s%s", line->length > 0 ? ", " : "", word);
}

static bool is_delivery(const struct json_t *event)
{
    return is_kind(event, EVENT_CASE_DELIVERED) ||
           is_kind(event, EVENT_CASE_UNDELIVERED) ||
           is_kind(event, EVENT_CASE_RESENT);
}

/* To which branch, and why not. */
static char *delivery(const struct json_t *event)
{
    struct text line = {0};
    AUTO_CHARS why =
        is_kind(event, EVENT_CASE_UNDELIVERED) ? outwords_why(event) : NULL;
    add_word(&line, json_find_string(event, "branch"));
    add_word(&line, why);
    return text_take(&line);
}

/* The particulars of an event in a row: reason, where to, to whom, how. */
static char *particulars(const struct storytext *told, const json_t *event)
{
    struct text line = {0};
    if (is_delivery(event))
        return delivery(event);
    const char *reason = json_find_string(event, "reason");
    const char *channel = json_find_string(event, "channel");
    const char *until = json_find_string(event, "until");
    int64_t until_ms;
    add_word(&line, json_find_string(event, "to"));
    add_word(&line, is_kind(event, EVENT_CASE_SENT_ON)
                        ? json_find_string(event, "branch")
                        : NULL);
    add_word(&line, json_find_string(event, "lead"));
    add_word(&line, reason ? casewords_reason(reason) : NULL);
    add_word(&line, channel ? casewords_channel(channel) : NULL);
    if (until && clock_parse_iso(until, &until_ms)) {
        AUTO_CHARS day = caserow_day(told->seat, until_ms);
        AUTO_CHARS words = mem_format(_("until %s"), day);
        add_word(&line, words);
    }
    return text_take(&line);
}

static void add_event(const struct storytext *told, struct pager *pager,
                      const json_t *event)
{
    AUTO_CHARS when = caserow_when(told->seat, json_find_string(event, "at"));
    AUTO_CHARS more = particulars(told, event);
    const char *text = json_find_string(event, "text");
    const char *deed = is_delivery(event)
                           ? outwords_deed(event)
                           : casewords_deed(text_of(event, "kind"));
    pager_format(pager, STYLE_DIM, "%s  %s %s%s%s", when,
                 text_of(event, "actor"), deed, *more ? ": " : "", more);
    if (text && *text)
        pager_format(pager, STYLE_NORMAL, "    %s", text);
}

/* Who looked is for the audit, that a holder goes on is no news. */
bool pasttext_tells(const struct json_t *event)
{
    static const enum event_kind quiet[] = {
        EVENT_REVEALED, EVENT_LOOKUP, EVENT_CALL_FINISHED, EVENT_CASE_KEPT};
    for (size_t i = 0; i < COUNT(quiet); i++)
        if (is_kind(event, quiet[i]))
            return false;
    return true;
}

void pasttext_write(const struct storytext *told, struct pager *pager)
{
    size_t index;
    json_t *event;
    pager_add(pager, STYLE_NORMAL, NULL);
    pager_add(pager, STYLE_STRONG, _("History"));
    json_array_foreach(json_object_get(told->record, "events"), index, event)
    {
        if (pasttext_tells(event))
            add_event(told, pager, event);
    }
}
