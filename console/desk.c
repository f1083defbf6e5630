/* Builds a desk floor by floor, and takes it down in the opposite order. */
#include "console/desk.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/call/draft.h"
#include "console/cases/deadline.h"
#include "console/cases/route.h"
#include "console/cases/store.h"
#include "console/cases/store_check.h"
#include "console/cases/store_head.h"
#include "console/cases/store_people.h"
#include "console/config/config.h"
#include "console/io/syslog_socket.h"
#include "console/io/worker.h"
#include "console/knowledge/kb.h"
#include "console/people/auth_info.h"
#include "console/proved.h"
#include "console/registry/lookup.h"
#include "console/script/script.h"
#include "console/script/scripts_kept.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder of the running program, with `tail` behind it. */
static char *beside_program(const char *tail)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
    if (length <= 0)
        return mem_format(".%s", tail);
    path[length] = '\0';
    *strrchr(path, '/') = '\0';
    return mem_format("%s%s", path, tail);
}

/* The first of the places below the program's folder that exists. */
static char *find_beside(const char *const *tails, const char *probe)
{
    for (size_t i = 0; tails[i]; i++) {
        char *folder = beside_program(tails[i]);
        AUTO_CHARS file = mem_format("%s%s", folder, probe);
        if (access(file, R_OK) == 0 || !tails[i + 1])
            return folder;
        free(folder);
    }
    return mem_copy(".");
}

char *desk_data_folder(const struct config *config)
{
    static const char *const tails[] = {"/../share/agent1414", "/..", "/../..",
                                        NULL};
    const char *set = config_text(config, CONFIG_data_folder);
    return *set ? mem_copy(set) : find_beside(tails, "/scripts/main.json");
}

char *desk_po_folder(void)
{
    static const char *const tails[] = {"/../share/locale", "/po", NULL};
    return find_beside(tails, "/ru/LC_MESSAGES/agent1414.mo");
}

char *desk_proof_folder(void)
{
    static const char *const tails[] = {"/../share/agent1414/proofs", "/proofs",
                                        NULL};
    return find_beside(tails, "");
}

char *desk_index_path(void)
{
    static const char *const tails[] = {"/../share/agent1414", "", NULL};
    AUTO_CHARS folder = find_beside(tails, "/kb.index");
    return mem_format("%s/kb.index", folder);
}

char *desk_store_folder(const struct config *config)
{
    const char *set = config_text(config, CONFIG_store_folder);
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (*set)
        return mem_copy(set);
    if (state && *state == '/')
        return mem_format("%s/agent1414", state);
    return mem_format("%s/.local/state/agent1414", home ? home : ".");
}

char *desk_log_file(const struct config *config)
{
    const char *set = config_text(config, CONFIG_log_file);
    AUTO_CHARS folder = desk_store_folder(config);
    return *set ? mem_copy(set) : mem_format("%s/agent1414.log", folder);
}

void desk_turn_day(struct desk *desk)
{
    const char *as_of = config_text(desk->config, CONFIG_line_as_of);
    char today[CLOCK_DATE_SIZE];
    zone_date(desk->zone, clock_now_ms(), today);
    desk->as_of_set = *as_of && strcmp(as_of, today) != 0;
    if (!clock_parse_date(*as_of ? as_of : today, &desk->as_of))
        desk->as_of = clock_now_ms() / 86400000; /* config checks the date */
}

static bool set_date(struct desk *desk, struct error *error)
{
    desk->zone = zone_open(config_text(desk->config, CONFIG_line_zone), error);
    if (desk->zone)
        desk_turn_day(desk);
    return desk->zone != NULL;
}

static const struct branch *find_branch(const struct branch *branches,
                                        size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(branches[i].code, code) == 0)
            return &branches[i];
    return NULL;
}

/* The user's own branch must be there, where branches are known. */
static bool check_branch(const struct user *user, const struct branch *branches,
                         size_t count, struct error *error)
{
    if (!role_has_branch(user->role) || !branches ||
        find_branch(branches, count, user->branch))
        return true;
    return error_set(error, MESSAGE_USER_BRANCH, "%s: %s", user->name,
                     user->branch);
}

bool desk_take_scripts(struct desk *desk, const struct script_set *scripts,
                       struct error *error)
{
    const struct tables *tables = scripts_tables(scripts);
    size_t count;
    struct branch *branches = branches_load(tables, desk->as_of, &count, error);
    if (!branches)
        return false;
    struct deadlines *deadlines =
        deadlines_new(tables, desk->config, desk->as_of, error);
    if (!deadlines || !check_branch(&desk->user, branches, count, error)) {
        deadlines_free(deadlines);
        branches_free(branches, count);
        return false;
    }
    if (desk->branches)
        branches_free(desk->branches, desk->branch_count);
    desk->branches = branches;
    desk->branch_count = count;
    deadlines_free(desk->deadlines);
    desk->deadlines = deadlines;
    scripts_hold(scripts);
    scripts_free(desk->scripts);
    desk->scripts = scripts;
    desk->tables = tables;
    return true;
}

/* A person at work is not stopped by files that are refused: what was last in
 * force stays. Whoever asks for the files alone is told. */
static struct script_set *open_data(struct desk *desk, bool works,
                                    struct error *error)
{
    struct error refused = {0};
    if (!works)
        return scripts_open(desk->data, NULL, error);
    const struct proved_place place = {desk->data, desk->kept, desk->proofs};
    struct script_set *set = proved_open(&place, &desk->stamp, NULL, &refused);
    if (set)
        return set;
    desk->stamp = 0;
    set = scripts_kept(desk->kept, NULL);
    if (!set)
        *error = refused;
    return set;
}

static bool load_data(struct desk *desk, bool works, struct error *error)
{
    struct script_set *set = open_data(desk, works, error);
    bool taken = set && desk_take_scripts(desk, set, error);
    scripts_free(set);
    return taken;
}

static void send_heads(const struct desk *desk)
{
    const char *where = config_text(desk->config, CONFIG_audit_syslog);
    int64_t minutes = config_int(desk->config, CONFIG_audit_head_minutes);

    if (strcmp(where, "on") == 0)
        where = SYSLOG_SOCKET;
    if (*where && strcmp(where, "off") != 0)
        store_head_to(desk->store, where, minutes * 60000);
    store_head_demand(desk->store,
                      config_int(desk->config, CONFIG_audit_stop_minutes) *
                          (int64_t)60000);
}

/* Who has come: the store knows role and branch. */
static bool sign_in(struct desk *desk, struct error *error)
{
    return store_sign_in(desk->store, &desk->user, desk->key, error) &&
           check_branch(&desk->user, desk->branches, desk->branch_count, error);
}

static bool open_store(struct desk *desk, bool with_key, struct error *error)
{
    seal_start();
    if (with_key)
        desk->key = auth_info_key(error);
    if ((with_key && !desk->key) || !keys_folder(desk->folder, error) ||
        !user_init(&desk->user, desk->config, error) ||
        !keys_load(&desk->keys, desk->folder, error))
        return false;
    bool due = store_check_due(desk->folder);
    desk->store =
        store_open(desk->folder, &desk->keys, &desk->user,
                   config_int(desk->config, CONFIG_store_wait_ms), error);
    if (!desk->store || (due && !store_check(desk->store, error)))
        return false;
    store_limit_lookups(
        desk->store,
        (int)config_int(desk->config, CONFIG_desk_lookups_per_hour));
    if (!sign_in(desk, error))
        return false;
    send_heads(desk);
    return true;
}

static bool open_draft(struct desk *desk, struct error *error)
{
    desk->draft = draft_open(desk->folder, desk->user.name, &desk->keys, error);
    if (!desk->draft)
        return false;
    desk->store_worker = worker_start(desk->loop, error);
    if (!desk->store_worker)
        return false;
    desk->draft_worker = worker_start(desk->loop, error);
    return desk->draft_worker != NULL;
}

static bool build(struct desk *desk, unsigned parts, struct error *error)
{
    if (!set_date(desk, error))
        return false;
    if ((parts & DESK_DATA) && !load_data(desk, parts & DESK_DRAFT, error))
        return false;
    if ((parts & DESK_STORE) && !open_store(desk, parts & DESK_KEY, error))
        return false;
    if ((parts & DESK_DRAFT) && !open_draft(desk, error))
        return false;
    if (!(parts & DESK_NETWORK))
        return true;
    desk->lookup = lookup_open(desk->config, desk->loop, error);
    return desk->lookup != NULL;
}

bool desk_init(struct desk *desk, const struct config *config,
               struct loop *loop, unsigned parts, struct error *error)
{
    memset(desk, 0, sizeof(*desk));
    desk->config = config;
    desk->loop = loop;
    if (!language_find(config_text(config, CONFIG_ui_language),
                       &desk->language))
        desk->language = LANGUAGE_KK;
    desk->data = desk_data_folder(config);
    desk->folder = desk_store_folder(config);
    desk->kept = mem_format("%s/scripts", desk->folder);
    desk->proofs = desk_proof_folder();
    if (build(desk, parts, error))
        return true;
    desk_clear(desk);
    return false;
}

struct kb *desk_kb(struct desk *desk, struct error *error)
{
    AUTO_CHARS index = desk_index_path();
    const struct kb_place place = {desk->data, index, desk->tables};
    if (desk->kb == NULL)
        desk->kb = kb_open(&place, NULL, error);
    return desk->kb;
}

void desk_stop(struct desk *desk)
{
    if (desk->lookup)
        lookup_close(desk->lookup);
    if (desk->draft_worker)
        worker_stop(desk->draft_worker);
    if (desk->store_worker)
        worker_stop(desk->store_worker);
    desk->lookup = NULL;
    desk->draft_worker = desk->store_worker = NULL;
}

void desk_clear(struct desk *desk)
{
    desk_stop(desk);
    kb_close(desk->kb);
    if (desk->draft)
        draft_close(desk->draft);
    if (desk->store)
        store_close(desk->store);
    keys_clear(&desk->keys);
    user_clear(&desk->user);
    free(desk->key);
    if (desk->branches)
        branches_free(desk->branches, desk->branch_count);
    deadlines_free(desk->deadlines);
    scripts_free(desk->scripts);
    if (desk->zone)
        zone_close(desk->zone);
    free(desk->data);
    free(desk->folder);
    free(desk->kept);
    free(desk->proofs);
    memset(desk, 0, sizeof(*desk));
}

int64_t desk_log_stamp(const struct desk *desk)
{
    AUTO_CHARS path = mem_format("%s/log.db", desk->folder);
    struct stat file;
    if (stat(path, &file) != 0)
        return 0;
    return (int64_t)file.st_mtim.tv_sec * 1000000000 + file.st_mtim.tv_nsec;
}

const struct branch *desk_branch(const struct desk *desk, const char *code)
{
    return find_branch(desk->branches, desk->branch_count, code);
}
