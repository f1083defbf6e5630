/* Fills the sentences of mail.def with what the body of a message tells. No
 * value of a person stands there, so none can get into an e-mail. */
#include "console/delivery/mail_words.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <string.h>

/* What a row of mail.def may stand for besides a kind of event. */
enum { MAIL_ANY = EVENT_COUNT, MAIL_AWAY, MAIL_COUNT };

static const struct words {
    const char *kk, *ru;
} all[MAIL_COUNT] = {
#define MAIL(what, kk, ru) [what] = {kk, ru},
#include "console/delivery/mail.def"
#undef MAIL
};

/* Was the case sent from this branch to another one? */
static bool is_away(const struct outbox_message *message, const json_t *told)
{
    const char *branch = json_find_string(told, "branch");
    return branch != NULL && strcmp(branch, message->branch) != 0;
}

/* "24.11.2026 18:00" in the zone; NULL when there is no deadline. */
static char *due_of(const json_t *told, const struct zone *zone)
{
    const char *iso = json_find_string(told, "due");
    char at[CLOCK_ISO_SIZE]; /* "2026-11-24 18:00" */
    int64_t ms;
    if (iso == NULL || !clock_parse_iso(iso, &ms))
        return NULL;
    zone_minute(zone, ms, at);
    return mem_format("%.2s.%.2s.%.4s %s", at + 8, at + 5, at, at + 11);
}

void mail_words(const struct outbox_message *message, const struct zone *zone,
                struct text *subject, struct text *text)
{
    AUTO_JSON body = json_parse(message->body, strlen(message->body),
                                message->id, false, NULL);
    const json_t *told = json_object_get(body, "case");
    bool away = is_away(message, told);
    AUTO_CHARS due = away ? NULL : due_of(told, zone);
    const struct words *words = &all[away ? MAIL_AWAY : (int)message->kind];
    if (words->kk == NULL)
        words = &all[MAIL_ANY];
    text_format(subject, "1414: № %s – %s", message->number, words->kk);
    text_format(text, "№ %s: %s.\n", message->number, words->kk);
    if (due)
        text_format(text, "Мерзімі: %s.\n", due);
    text_add(text,
             "Толығын 1414 консолінен оқыңыз. Қоңырау шалушы туралы деректер "
             "хатпен жіберілмейді.\n"
             "Бұл хат автоматты түрде жіберілді, жауап жазудың қажеті жоқ.\n"
             "\n");
    text_format(text, "№ %s: %s.\n", message->number, words->ru);
    if (due)
        text_format(text, "Срок: %s.\n", due);
    text_add(text,
             "Подробности читайте в консоли 1414. Сведения о звонящем по почте "
             "не передаются.\n"
             "Это письмо отправлено автоматически, отвечать на него не "
             "нужно.\n");
}
