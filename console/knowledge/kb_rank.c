/* Ranking: rare words count more, a title four times a text, near forms more
 * than far ones, words that stand together more than parted ones; an article
 * that has all the words stands above those that have some. */
#include "console/knowledge/kb_rank.h"

#include "console/knowledge/article.h"
#include "console/knowledge/kb_index.h"
#include "console/knowledge/spell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many words may lie between two that count as near. */
enum { NEAR_MAX = 8 };

static const double of_title = 4, of_words = 3.2, of_heading = 2, of_say = 1.5,
                    of_often = 0.15, of_near = 1.2, of_own_language = 1.4,
                    of_lone_heading = 0.7, most_rare = 3, least_share = 0.05;

/* What stands where, in the order of articles, languages and columns. */
struct ranking {
    const struct kb_asked *asked;
    struct kb_found *found;
    size_t count, room;
    double rarity[KB_WORDS_MAX];
    struct kb_ranked *list;
    size_t ranked;
};

/* An index that somebody changed may name what is not there. */
static bool is_there(const struct articles *articles,
                     const struct kb_found *found)
{
    const struct article *article = found->article < articles_count(articles)
                                        ? articles_at(articles, found->article)
                                        : NULL;
    return article && found->language < LANGUAGE_COUNT &&
           found->column < KB_COLUMN_PARTS + (int)article->part_count;
}

static void take(const struct kb_found *found, void *cookie)
{
    struct ranking *ranking = cookie;
    if (!is_there(ranking->asked->articles, found))
        return;
    if (ranking->count == ranking->room) {
        ranking->room = ranking->room * 2 + 1024;
        ranking->found =
            mem_grow(ranking->found, ranking->room, sizeof(*ranking->found));
    }
    ranking->found[ranking->count++] = *found;
}

static int word_of(const struct ranking *ranking, const struct kb_found *found)
{
    return ranking->asked->spelling->terms[found->term].word;
}

/* ---- how rare the words are ---- */

static void weigh_words(struct ranking *ranking)
{
    size_t articles[KB_WORDS_MAX] = {0}, last[KB_WORDS_MAX];
    size_t all = articles_count(ranking->asked->articles);
    memset(last, 0xFF, sizeof(last));
    for (size_t i = 0; i < ranking->count; i++) {
        const struct kb_found *found = &ranking->found[i];
        int word = word_of(ranking, found);
        articles[word] += last[word] != found->article;
        last[word] = found->article;
    }
    for (int i = 0; i < ranking->asked->spelling->word_count; i++)
        ranking->rarity[i] =
            articles[i] == 0
                ? 0
                : fmin(most_rare, log(1 + (double)all / (double)articles[i])) *
                      ranking->asked->spelling->words[i].weight;
}

/* ---- one article ---- */

static double weight_of(const struct ranking *ranking,
                        const struct kb_found *found)
{
    const struct article *article =
        articles_at(ranking->asked->articles, found->article);
    double weight = ranking->asked->spelling->terms[found->term].weight;
    size_t part = (size_t)(found->column - KB_COLUMN_PARTS);
    if (found->column == KB_COLUMN_TITLE)
        return weight * of_title;
    if (found->column == KB_COLUMN_WORDS)
        return weight * of_words;
    if (part >= article->part_count)
        return 0;
    return weight * (article->parts[part].kind == ARTICLE_HEADING ? of_heading
                     : article->parts[part].kind == ARTICLE_SAY   ? of_say
                                                                  : 1);
}

/* The best of each word among these places, weighed by `weigh`. */
static double sum_best(const struct ranking *ranking, size_t from, size_t until,
                       double best[KB_WORDS_MAX])
{
    double often[KB_WORDS_MAX] = {0}, sum = 0;
    memset(best, 0, KB_WORDS_MAX * sizeof(*best));
    for (size_t i = from; i < until; i++) {
        int word = word_of(ranking, &ranking->found[i]);
        double weight = weight_of(ranking, &ranking->found[i]);
        best[word] = weight > best[word] ? weight : best[word];
        often[word] += 1;
    }
    for (int i = 0; i < ranking->asked->spelling->word_count; i++)
        sum += ranking->rarity[i] *
               (best[i] + of_often * best[i] * log(1 + often[i]));
    return sum;
}

/* What two neighbours of the query that stand near each other add. */
static double near_bonus(const struct ranking *ranking, size_t from,
                         size_t until)
{
    double nearest[KB_WORDS_MAX] = {0}, sum = 0;
    for (size_t i = from; i < until; i++) {
        int word = word_of(ranking, &ranking->found[i]);
        for (size_t j = from; j < until && word + 1 < KB_WORDS_MAX; j++) {
            if (word_of(ranking, &ranking->found[j]) != word + 1)
                continue;
            int apart = abs((int)ranking->found[j].offset -
                            (int)ranking->found[i].offset);
            double near = apart == 0 || apart > NEAR_MAX ? 0 : 1.0 / apart;
            nearest[word] = near > nearest[word] ? near : nearest[word];
        }
    }
    for (int i = 0; i + 1 < ranking->asked->spelling->word_count; i++)
        sum += nearest[i] * of_near *
               fmin(ranking->rarity[i], ranking->rarity[i + 1]);
    return sum;
}

/* The share of the query's weight that these words have. */
static double covered(const struct ranking *ranking,
                      const double best[KB_WORDS_MAX])
{
    double all = 0, some = 0;
    for (int i = 0; i < ranking->asked->spelling->word_count; i++) {
        all += ranking->rarity[i];
        some += best[i] > 0 ? ranking->rarity[i] : 0;
    }
    return all > 0 ? some / all : 0;
}

static size_t end_of_passage(const struct ranking *ranking, size_t from,
                             size_t until)
{
    size_t end = from;
    while (end < until &&
           ranking->found[end].column == ranking->found[from].column &&
           ranking->found[end].language == ranking->found[from].language)
        end++;
    return end;
}

/* Looks at a passage: is it the best of its article so far? Gives what its
 * near words add. */
static double see_passage(const struct ranking *ranking, size_t from,
                          size_t until, double *most, struct kb_ranked *ranked)
{
    double best[KB_WORDS_MAX];
    const struct kb_found *found = &ranking->found[from];
    double near = near_bonus(ranking, from, until);
    if (found->column < KB_COLUMN_PARTS)
        return near;
    int part = found->column - KB_COLUMN_PARTS;
    double sum = sum_best(ranking, from, until, best) + near;
    sum *= covered(ranking, best);
    if (articles_at(ranking->asked->articles, found->article)
            ->parts[part]
            .kind == ARTICLE_HEADING)
        sum *= of_lone_heading;
    if (found->language == ranking->asked->language)
        sum *= of_own_language;
    if (sum > *most) {
        *most = sum;
        ranked->part = part;
        ranked->language = found->language;
    }
    return near;
}

static void rank_article(struct ranking *ranking, size_t from, size_t until)
{
    double best[KB_WORDS_MAX], most = 0, near = 0;
    struct kb_ranked ranked = {ranking->found[from].article,
                               ranking->asked->language, -1, 0};
    ranked.score = sum_best(ranking, from, until, best);
    for (size_t at = from; at < until;) {
        size_t end = end_of_passage(ranking, at, until);
        double here = see_passage(ranking, at, end, &most, &ranked);
        near = here > near ? here : near;
        at = end;
    }
    double share = covered(ranking, best);
    ranked.score = (ranked.score + near) * share;
    ranking->list[ranking->ranked++] = ranked;
}

/* ---- all ---- */

static int by_place(const void *left, const void *right)
{
    const struct kb_found *a = left, *b = right;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    if (a->language != b->language)
        return a->language < b->language ? -1 : 1;
    return a->column - b->column;
}

static int by_score(const void *left, const void *right)
{
    const struct kb_ranked *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->article < b->article ? -1 : a->article > b->article;
}

static void rank_all(struct ranking *ranking)
{
    weigh_words(ranking);
    if (ranking->count > 1)
        qsort(ranking->found, ranking->count, sizeof(*ranking->found),
              by_place);
    ranking->list = mem_new((articles_count(ranking->asked->articles) + 1) *
                            sizeof(*ranking->list));
    for (size_t at = 0; at < ranking->count;) {
        size_t end = at;
        while (end < ranking->count &&
               ranking->found[end].article == ranking->found[at].article)
            end++;
        rank_article(ranking, at, end);
        at = end;
    }
    if (ranking->ranked > 1)
        qsort(ranking->list, ranking->ranked, sizeof(*ranking->list), by_score);
}

bool kb_rank(const struct kb_asked *asked, struct kb_ranked ranked[KB_HITS_MAX],
             size_t *count, struct error *error)
{
    struct ranking ranking = {.asked = asked};
    bool found =
        kb_index_find(asked->db, asked->spelling, take, &ranking, error);
    *count = 0;
    if (found)
        rank_all(&ranking);
    for (size_t i = 0; i < ranking.ranked && i < KB_HITS_MAX; i++)
        if (ranking.list[i].score >= least_share * ranking.list[0].score)
            ranked[(*count)++] = ranking.list[i];
    free(ranking.found);
    free(ranking.list);
    return found;
}
