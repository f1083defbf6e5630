/* The folder of the stories about articles, and its articles. */
#include "tests/console/knowledge/kb_story.h"

#include "console/base/clock.h"
#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define HEAD                                                                   \
    "\"from\":\"2020-01-01\",\"until\":null,\"checked\":\"2026-02-28\","       \
    "\"sources\":[\"made up\"],\"scripts\":[],\"tables\":[],\"related\":[],"

static const char rates[] =
    "{\"format\":\"agent1414-table/1\",\"name\":\"rates\","
    "\"title\":{\"kk\":\"k\",\"ru\":\"r\",\"en\":\"e\"},\"keys\":[\"kind\"],"
    "\"columns\":{\"kind\":\"code\",\"amount\":\"money\","
    "\"percent_x100\":\"int\"},\"rows\":["
    "{\"kind\":\"self\",\"amount\":400000,\"percent_x100\":250,"
    "\"from\":\"2025-01-01\",\"until\":\"2026-01-01\",\"source\":\"s\","
    "\"confidence\":\"confirmed\",\"checked\":\"2026-02-28\"},"
    "{\"kind\":\"self\",\"amount\":425000,\"percent_x100\":500,"
    "\"from\":\"2026-01-01\",\"until\":null,\"source\":\"s\","
    "\"confidence\":\"confirmed\",\"checked\":\"2026-02-28\"}]}";

static const char words[] =
    "{\"format\":\"agent1414-words/1\",\"groups\":[[\"ЖК\",\"ИП\","
    "\"жеке кәсіпкер\",\"индивидуальный предприниматель\"],"
    "[\"біржа\",\"мансап орталығы\"]],\"stop\":[\"как\",\"қалай\",\"ли\"]}";

static const char latin[] =
    "{\"format\":\"agent1414-latin/1\",\"letters\":{\"zh\":[\"ж\"],"
    "\"j\":[\"ж\"],\"u\":[\"у\"],\"ū\":[\"у\"],\"m\":[\"м\"],\"y\":[\"ы\","
    "\"и\"],\"s\":[\"с\"],\"z\":[\"з\"],\"e\":[\"е\"],\"n\":[\"н\"]}}";

static const char unemployed[] =
    "\"title\":{\"kk\":\"Жұмыссыздар\",\"ru\":\"Безработные\","
    "\"en\":\"The unemployed\"},"
    "\"words\":{\"kk\":[],\"ru\":[\"потерял работу\"],\"en\":[]}," HEAD
    "\"parts\":[{\"say\":{\"kk\":\"Тіркелген жұмыссыз үшін бюджет төлейді.\","
    "\"ru\":\"За состоящего на учёте платит бюджет.\","
    "\"en\":\"The budget pays for the registered.\"}},"
    "{\"text\":{\"kk\":\"Мансап орталығы жұмыссыздарды тіркейді.\","
    "\"ru\":\"На учёт ставит карьерный центр.\","
    "\"en\":\"The career centre registers them.\"}}]";

static const char entrepreneur[] =
    "\"title\":{\"kk\":\"ЖК-ны жабу\",\"ru\":\"Закрыть ИП\","
    "\"en\":\"Close an IE\"},"
    "\"words\":{\"kk\":[],\"ru\":[\"ликвидация\"],\"en\":[]}," HEAD
    "\"parts\":[{\"say\":{\"kk\":\"ЖК-ны салық органында жабады.\","
    "\"ru\":\"ИП закрывают в налоговом органе.\","
    "\"en\":\"An IE is closed at the tax body.\"}},"
    "{\"text\":{\"kk\":\"Жабылған соң төлем керек емес.\","
    "\"ru\":\"После закрытия платить за себя не нужно, "
    "безработные пусть встают на учёт.\","
    "\"en\":\"Once closed nothing is to be paid.\"}}]";

static const char payer[] =
    "\"title\":{\"kk\":\"Дербес төлеуші\",\"ru\":\"Плательщик за себя\","
    "\"en\":\"Self-payer\"},\"words\":{\"kk\":[],\"ru\":[],\"en\":[]}," HEAD
    "\"values\":{\"month\":{\"table\":[\"rates\",\"self\",\"amount\"]},"
    "\"share\":{\"table\":[\"rates\",\"self\",\"percent_x100\"]}},"
    "\"parts\":[{\"say\":{\"kk\":\"Айына {month} төлейсіз.\","
    "\"ru\":\"В месяц {month}.\",\"en\":\"{month} a month.\"}},"
    "{\"item\":{\"kk\":\"{share} % мөлшерлеме; кез келген банк.\","
    "\"ru\":\"Ставка {share} %; в любом банке.\","
    "\"en\":\"The rate is {share} %; at any bank.\"}}]";

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void put(const struct kb_story *story, const char *name,
                const char *text)
{
    AUTO_CHARS path = mem_format("%s/%s", story->folder, name);
    write_file(path, text);
}

void kb_story_write(const struct kb_story *story, const char *name,
                    const char *members)
{
    AUTO_CHARS file = mem_format("kb/articles/%s.json", name);
    AUTO_CHARS text =
        mem_format("{\"format\":\"agent1414-article/1\",\n\"id\":\"%s\",\n%s}",
                   name, members);
    put(story, file, text);
}

char *kb_story_members(const char *kk, const char *ru, const char *en)
{
    return mem_format("\"title\":{\"kk\":\"Қ\",\"ru\":\"Р\",\"en\":\"E\"},"
                      "\"words\":{\"kk\":[],\"ru\":[],\"en\":[]}," HEAD
                      "\n\"parts\":[{\"say\":{\"kk\":\"%s\",\n\"ru\":\"%s\","
                      "\n\"en\":\"%s\"}}]",
                      kk, ru, en);
}

static void make_folder(const struct kb_story *story, const char *name)
{
    AUTO_CHARS path = mem_format("%s/%s", story->folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

int kb_story_open(void **state)
{
    struct kb_story *story = mem_new(sizeof(*story));
    const char *base = getenv("TMPDIR");
    snprintf(story->folder, sizeof(story->folder), "%s/kb-XXXXXX",
             base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(story->folder));
    snprintf(story->index, sizeof(story->index), "%s/kb.index", story->folder);
    make_folder(story, "kb");
    make_folder(story, "kb/articles");
    make_folder(story, "kb/tables");
    put(story, "kb/tables/rates.json", rates);
    put(story, "kb/words.json", words);
    put(story, "kb/latin.json", latin);
    kb_story_write(story, "unemployed", unemployed);
    kb_story_write(story, "entrepreneur", entrepreneur);
    kb_story_write(story, "payer", payer);
    AUTO_CHARS tables = mem_format("%s/kb/tables", story->folder);
    story->tables = tables_load(tables, NULL, &story->error);
    assert_non_null(story->tables);
    assert_true(clock_parse_date("2026-11-22", &story->day));
    *state = story;
    return 0;
}

int kb_story_close(void **state)
{
    struct kb_story *story = *state;
    AUTO_CHARS remove = mem_format("rm -rf '%s'", story->folder);
    kb_close(story->kb);
    tables_free(story->tables);
    findings_clear(&story->findings);
    assert_int_equal(system(remove), 0);
    free(story);
    return 0;
}

void kb_story_use(struct kb_story *story)
{
    const struct kb_place place = {story->folder, story->index, story->tables};
    kb_close(story->kb);
    story->kb = kb_open(&place, &story->findings, &story->error);
    assert_non_null(story->kb);
}

const char *kb_story_first(struct kb_story *story, const char *query)
{
    struct kb_result result;
    assert_true(kb_search(story->kb, query, LANGUAGE_RU, story->day, &result,
                          &story->error));
    const char *first = result.count > 0 ? result.hits[0].article->id : "";
    kb_result_clear(&result);
    return first;
}
