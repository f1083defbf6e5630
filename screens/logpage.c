/* Reading the log in pages. */
#include "screens/logpage.h"

#include "console/base/error.h"
#include "console/cases/store.h"
#include "screens/chips.h"
#include "screens/fetch.h"
#include "screens/screen.h"

#include <jansson.h>

/* Rows of a page; rows one job looks through; so many are still read anew. */
enum { PAGE = 100, LOOK = 200, RENEW_MAX = 500 };

static int64_t number_of(const struct json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static struct json_t *read_rows(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    struct store_progress progress = {0};
    struct store_filter filter;
    chips_filter(what->given, &filter);
    filter.before_seq = what->before_seq;
    filter.limit = (int)number_of(what->given, "limit");
    filter.look = LOOK;
    filter.progress = &progress;
    json_t *rows = json_is_true(json_object_get(what->given, "calls"))
                       ? store_calls(store, &filter, error)
                       : store_cases(store, &filter, error);
    return rows ? json_pack("{s:o, s:I, s:I}", "rows", rows, "seen",
                            (json_int_t)progress.seen, "next",
                            (json_int_t)progress.next_seq)
                : NULL;
}

static void take_rows(const struct json_t *value, const struct error *error,
                      void *cookie);

/* Asks for what is missing: behind what was read, or anew. */
static void ask(struct logpage *page)
{
    json_t *given = json_deep_copy(page->given);
    int have = page->anew ? 0 : page->count;
    json_object_set_new(given, "calls", json_boolean(page->calls));
    json_object_set_new(given, "limit", json_integer(page->goal - have));
    fetch_start(
        &page->fetch, page->seat,
        &(struct fetch_what){.work = read_rows,
                             .done = take_rows,
                             .cookie = page,
                             .given = given,
                             .before_seq = page->anew ? 0 : page->next_seq});
}

static void add_rows(struct logpage *page, struct json_t *rows)
{
    if (page->anew) {
        json_decref(page->rows);
        page->rows = json_incref(rows);
        page->seen = 0;
    } else {
        json_array_extend(page->rows, rows);
    }
    page->anew = false;
    page->count = (int)json_array_size(page->rows);
}

static void take_rows(const struct json_t *value, const struct error *error,
                      void *cookie)
{
    struct logpage *page = cookie;
    if (!value) {
        page->stopped = true;
        seat_fault(page->seat, error);
    } else {
        add_rows(page, json_object_get(value, "rows"));
        page->seen += number_of(value, "seen");
        page->next_seq = number_of(value, "next");
        if (page->next_seq > 0 && page->count < page->goal)
            ask(page);
    }
    page->taken(page->cookie);
    page->seat->changed(page->seat->cookie);
}

void logpage_clear(struct logpage *page)
{
    fetch_drop(&page->fetch);
    json_decref(page->given);
    json_decref(page->rows);
    page->given = page->rows = NULL;
}

void logpage_start(struct logpage *page, bool calls, struct json_t *given_take)
{
    logpage_clear(page);
    page->calls = calls;
    page->given = given_take;
    page->seen = page->next_seq = page->count = 0;
    page->goal = PAGE;
    page->anew = true;
    page->stopped = false;
    ask(page);
}

void logpage_renew(struct logpage *page)
{
    if (page->fetch || page->count > RENEW_MAX)
        return;
    page->goal = page->count > PAGE ? page->count : PAGE;
    page->anew = true;
    page->stopped = false;
    ask(page);
}

void logpage_next(struct logpage *page)
{
    if (page->fetch || (!page->anew && page->next_seq == 0))
        return;
    page->goal = page->count + PAGE;
    page->stopped = false;
    ask(page);
}

void logpage_stop(struct logpage *page)
{
    fetch_drop(&page->fetch);
    page->stopped = true;
}

int64_t logpage_number(const struct logpage *page, int index, const char *key)
{
    return number_of(json_array_get(page->rows, (size_t)index), key);
}
