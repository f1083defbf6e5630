/* A call in words. */
#include "screens/calltext.h"

#include "console/base/json.h"
#include "screens/caserow.h"
#include "screens/chips.h"
#include "screens/kit/pager.h"
#include "screens/logrow.h"
#include "screens/pathtext.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>

struct calltext {
    struct pager *pager;
    const struct seat *seat;
    const struct json_t *record;
    enum language language;
};

static const char *text_of(const struct json_t *object, const char *key)
{
    const char *text = json_find_string(object, key);
    return text && *text ? text : "—";
}

static void add_title(struct calltext *to, const char *title)
{
    pager_add(to->pager, STYLE_NORMAL, NULL);
    pager_add(to->pager, STYLE_STRONG, title);
}

static void add_head(struct calltext *to)
{
    const struct json_t *call = to->record;
    AUTO_CHARS when = caserow_when(to->seat, json_find_string(call, "started"));
    AUTO_CHARS length = logrow_length(call);
    pager_format(to->pager, STYLE_STRONG, "%s   %s   %s", when, length,
                 text_of(call, "agent"));
    pager_format(to->pager, STYLE_NORMAL, "%s: %s   %s: %s   %s: %s",
                 _("look-up"), _(text_of(call, "lookup")), _("outcome"),
                 seat_outcome(text_of(call, "outcome")), _("language"),
                 chip_words(to->seat, CHIP_SPOKEN, text_of(call, "language")));
    if (json_find_string(call, "number"))
        pager_format(to->pager, STYLE_NORMAL, _("Case %s: Enter opens it"),
                     text_of(call, "number"));
}

static void add_person(struct calltext *to)
{
    const struct json_t *person = json_object_get(to->record, "person");
    add_title(to, _("The caller"));
    if (json_is_true(json_object_get(person, "erased"))) {
        pager_add(to->pager, STYLE_DIM, _("erased"));
        return;
    }
    pager_format(to->pager, STYLE_NORMAL, "%s   %s %s", text_of(person, "name"),
                 _("IIN"), text_of(person, "iin"));
    pager_format(to->pager, STYLE_NORMAL, "%s: %s", _("Who called"),
                 pathtext_caller(to->seat, to->record, to->language));
}

void calltext_write(struct pager *pager, const struct seat *seat,
                    const struct json_t *record, enum language language)
{
    struct calltext to = {pager, seat, record, language};
    const struct json_t *person = json_object_get(record, "person");
    add_head(&to);
    add_person(&to);
    add_title(&to, _("What was asked and answered"));
    pathtext_write(pager, seat, record, language);
    add_title(&to, _("The agent's notes"));
    pager_add(pager, STYLE_NORMAL, text_of(person, "notes"));
}

static void add_review(struct pager *pager, const struct seat *seat,
                       const struct json_t *review)
{
    const char *text = json_find_string(review, "text");
    AUTO_CHARS when = caserow_when(seat, json_find_string(review, "at"));
    pager_format(pager, STYLE_NORMAL, _("%s  %s  %d of 5  %s"), when,
                 text_of(review, "reviewer"),
                 (int)json_integer_value(json_object_get(review, "score")),
                 text ? text : "");
}

void calltext_write_reviews(struct pager *pager, const struct seat *seat,
                            const struct json_t *reviews)
{
    size_t count = json_array_size(reviews);
    pager_add(pager, STYLE_NORMAL, NULL);
    pager_add(pager, STYLE_STRONG, _("Reviews"));
    if (count == 0)
        pager_add(pager, STYLE_DIM, _("None yet."));
    for (size_t i = 0; i < count; i++)
        add_review(pager, seat, json_array_get(reviews, i));
}
