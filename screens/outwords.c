/* Words by state, by way, by the code before a sink's words. */
#include "screens/outwords.h"

#include "console/base/json.h"
#include "console/cases/route.h"
#include "console/delivery/sink_why.h"
#include "console/desk.h"
#include "screens/caserow.h"
#include "screens/casewords.h"
#include "screens/screen.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

/* By event; what is not here has the words of its deed. */
static const char *const told[EVENT_COUNT] = {
    [EVENT_CASE_ROUTED] = N_("new case"),
    [EVENT_CASE_HEARD] = N_("the caller's reply"),
    [EVENT_CASE_REOPENED] = N_("opened again"),
    [EVENT_CASE_SENT_ON] = N_("sent on"),
    [EVENT_CASE_CLOSED] = N_("closed"),
    [EVENT_CASE_TRIED] = N_("caller not reached"),
    [EVENT_CASE_RESUMED] = N_("waits no longer"),
    [EVENT_CASE_FREED] = N_("free again"),
    [EVENT_CASE_RECOUNTED] = N_("another due time"),
    [EVENT_CASE_LINKED] = N_("duplicate"),
    [EVENT_CASE_UNLINKED] = N_("no duplicate"),
    [EVENT_CASE_FINISHED] = N_("ended without answer"),
    [EVENT_CASE_VOIDED] = N_("opened by mistake"),
    [EVENT_CASE_NOTED] = N_("a note"),
};

enum outbox_state outwords_state(const struct json_t *message)
{
    enum outbox_state state;
    const char *name = json_find_string(message, "state");
    return name && outbox_find(name, &state) ? state : OUTBOX_WAITING;
}

int outwords_tries(const struct json_t *message)
{
    return (int)json_integer_value(json_object_get(message, "tries"));
}

/* The code of what went wrong, and what was said; false: not known. */
static bool read_why(const struct json_t *message, enum sink_why *why,
                     const char **said)
{
    return sink_why_read(json_find_string(message, "reason"), why, said);
}

/* "wrong address"; "" when that is not known. */
static const char *short_why(const struct json_t *message)
{
    enum sink_why why;
    const char *said;
    return read_why(message, &why, &said) ? _(sink_why_label(why)) : "";
}

/* "! refused", "! refused: wrong address". */
static char *ended(const char *how, const struct json_t *message)
{
    const char *why = short_why(message);
    return mem_format("! %s%s%s", how, *why ? ": " : "", why);
}

static char *tried(const struct json_t *message, int tries)
{
    const char *why = short_why(message);
    return *why ? mem_format(_("! %s, tries: %d"), why, tries)
                : mem_format(_("! tries: %d"), tries);
}

static enum style waits(const struct seat *seat, const struct json_t *message,
                        char **words)
{
    enum sink_kind way;
    int tries = outwords_tries(message);
    if (tries > 0) {
        *words = tried(message, tries);
        return STYLE_WARN;
    }
    bool inbox = ways_of(seat, message, &way) && way == SINK_INBOX;
    *words = mem_copy(inbox ? _("nobody opened it yet") : _("to be sent"));
    return STYLE_NORMAL;
}

static enum style has_it(const struct seat *seat, const struct json_t *message,
                         char **words)
{
    const char *who = json_find_string(message, "by");
    AUTO_CHARS when = caserow_when(seat, json_find_string(message, "ended"));
    *words = who ? mem_format(_("✓ received (%s, %s)"), who, when)
                 : mem_copy(_("✓ received"));
    return STYLE_GOOD;
}

enum style outwords_stand(const struct seat *seat, const struct json_t *message,
                          char **words)
{
    switch (outwords_state(message)) {
    case OUTBOX_REFUSED:
        *words = ended(_("refused"), message);
        return STYLE_BAD;
    case OUTBOX_EXPIRED:
        *words = ended(_("five days"), message);
        return STYLE_BAD;
    case OUTBOX_RECEIVED:
        return has_it(seat, message, words);
    default:
        return waits(seat, message, words);
    }
}

char *outwords_why(const struct json_t *message)
{
    enum sink_why why;
    const char *said = NULL, *reason = json_find_string(message, "reason");
    if (!reason || !*reason || outwords_state(message) == OUTBOX_RECEIVED)
        return NULL;
    if (!read_why(message, &why, &said))
        return mem_copy(reason);
    if (!*said)
        return mem_copy(_(sink_why_label(why)));
    return mem_format(_("%s: “%s”"), _(sink_why_label(why)), said);
}

/* Nothing went wrong so far. */
static const char *next_waiting(const struct seat *seat,
                                const struct json_t *message)
{
    enum sink_kind way;
    if (!ways_of(seat, message, &way))
        return _("The settings of delivery do not fit: tell the "
                 "administrator.");
    return way == SINK_INBOX
               ? _("Nothing: somebody of the branch opens it. If it is urgent, "
                   "ring them.")
               : _("Nothing: it is sent by itself.");
}

char *outwords_next(const struct seat *seat, const struct json_t *message)
{
    enum sink_why why;
    const char *said;
    enum outbox_state state = outwords_state(message);
    if (state == OUTBOX_RECEIVED)
        return mem_copy(_("Nothing: the branch has it."));
    bool waiting = state == OUTBOX_WAITING;
    if (waiting && outwords_tries(message) == 0)
        return mem_copy(next_waiting(seat, message));
    const char *remedy = read_why(message, &why, &said)
                             ? _(sink_why_remedy(why))
                             : _("Ask the branch whether it has the case; then "
                                 "try again, or send it elsewhere.");
    return waiting ? mem_format(_("%s It is also tried by itself, at least "
                                  "once an hour."),
                                remedy)
                   : mem_copy(remedy);
}

const char *outwords_told(const struct json_t *message)
{
    const char *kind = json_find_string(message, "kind");
    for (int i = 0; kind && i < EVENT_COUNT; i++)
        if (told[i] && strcmp(event_name((enum event_kind)i), kind) == 0)
            return _(told[i]);
    return kind ? casewords_deed(kind) : "—";
}

/* By the name of the way; the last one for those that send. */
static const char *deed_received(const char *way)
{
    enum sink_kind kind;
    if (way && strcmp(way, "hand") == 0)
        return _("told the branch");
    return way && sink_find(way, &kind) && kind == SINK_INBOX
               ? _("opened it in the branch")
               : _("brought it to the branch");
}

const char *outwords_deed(const struct json_t *event)
{
    const char *kind = json_find_string(event, "kind");
    const char *way = json_find_string(event, "sink");
    if (strcmp(kind, event_name(EVENT_CASE_DELIVERED)) == 0)
        return deed_received(way);
    if (strcmp(kind, event_name(EVENT_CASE_RESENT)) == 0)
        return way && *way ? _("sent it to the branch another way")
                           : _("sent it to the branch once more");
    return casewords_deed(kind);
}

const char *outwords_branch(const struct seat *seat,
                            const struct json_t *message)
{
    const char *code = json_find_string(message, "branch");
    const struct branch *branch = code ? desk_branch(seat->desk, code) : NULL;
    if (branch)
        return branch->name.in[seat->desk->language];
    return code ? code : "—";
}

/* Does somebody have to bring it to the branch? */
static bool is_missing(const struct seat *seat, const json_t *message)
{
    enum sink_kind way;
    enum outbox_state state = outwords_state(message);
    return state != OUTBOX_RECEIVED && ways_of(seat, message, &way) &&
           way != SINK_INBOX;
}

char *outwords_missing(const struct seat *seat, const struct json_t *record)
{
    size_t index;
    json_t *message;
    json_array_foreach(json_object_get(record, "messages"), index, message)
    {
        bool final = outwords_state(message) != OUTBOX_WAITING;
        if (is_missing(seat, message))
            return mem_format(final ? _("Not yet with %s: %s. A supervisor "
                                        "sees to it.")
                                    : _("Not yet with %s: %s. It is on its "
                                        "way."),
                              outwords_branch(seat, message),
                              outwords_told(message));
    }
    return NULL;
}
