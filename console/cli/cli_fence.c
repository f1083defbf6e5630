/* The fence around each way of starting. Whoever sits at the screens has no
 * other way into this machine, so these read only what they need. Who types a
 * command has a shell, and a command reads what that person may; it writes
 * where it says and nowhere else, and starts nothing. */
#include "console/cli/cli_fence.h"

#include "console/cli/cli_command.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/fence.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- places ---- */

/* What libraries open after start: modules of the name service and character
 * sets, names and addresses, certificates, terminals, zones, locales. /etc as a
 * whole: a file allowed by itself is lost when another takes its place, as
 * resolv.conf does; what is secret there is kept by its owner and mode. */
static const char *const system_places[] = {
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share",
    "/usr/local/share",
    "/lib",
    "/lib64",
    "/etc",
    "/run/NetworkManager",
    "/run/nscd",
    "/run/resolvconf",
    "/run/systemd/resolve",
    "/run/systemd/userdb",
    "/var/lib/sss",
    "/dev/random",
    "/dev/urandom",
    "/sys/devices/system/cpu/online",
};

/* The folder of a path; the nearest one that is there. The caller frees. */
static char *folder_of(const char *path)
{
    char *folder = mem_copy(path);
    do {
        char *up = mem_copy(dirname(folder));
        free(folder);
        folder = up;
    } while (access(folder, F_OK) != 0 && strcmp(folder, "/") != 0 &&
             strcmp(folder, ".") != 0);
    return folder;
}

/* What is made in the end, with all that is made on the way to it. */
static void allow_made(const struct fence *fence, const char *path)
{
    AUTO_CHARS folder = folder_of(path);
    if (access(path, F_OK) == 0)
        fence_allow(fence, path, FENCE_WRITE);
    else if (strcmp(folder, "/") != 0)
        fence_allow(fence, folder, FENCE_WRITE);
}

static void allow_devices(const struct fence *fence)
{
    fence_allow(fence, "/dev/null", FENCE_DEVICE);
    fence_allow(fence, "/dev/tty", FENCE_DEVICE);
}

static void allow_store(const struct fence *fence, const struct config *config)
{
    AUTO_CHARS folder = desk_store_folder(config);
    AUTO_CHARS log = desk_log_file(config);
    allow_made(fence, folder);
    allow_made(fence, log);
}

/* Is this setting ("registry.token_file") of one of these sections, and a file?
 */
static bool names_file(const char *name, const char *sections)
{
    AUTO_CHARS section = mem_copy_n(name, strcspn(name, "."));
    const char *last = strrchr(name, '_');
    return strstr(sections, section) && last &&
           (strcmp(last, "_file") == 0 || strcmp(last, "_cert") == 0 ||
            strcmp(last, "_key") == 0);
}

/* With its folder: certificates and tokens are renewed by another file in the
 * place of the old one. */
static void allow_files(const struct fence *fence, const struct config *config,
                        const char *sections)
{
    const char *name, *value, *origin;
    for (size_t i = 0; i < config_count(config); i++) {
        config_describe(config, i, &name, &value, &origin);
        if (!*value || !names_file(name, sections))
            continue;
        AUTO_CHARS folder = folder_of(value);
        fence_allow(fence, folder, FENCE_READ);
    }
}

static void allow_terminals(const struct fence *fence)
{
    const char *named = getenv("TERMINFO");
    const char *home = getenv("HOME");
    if (named && *named)
        fence_allow(fence, named, FENCE_READ);
    if (home && *home) {
        AUTO_CHARS own = mem_format("%s/.terminfo", home);
        fence_allow(fence, own, FENCE_READ);
    }
}

/* All that the program reads after start. */
static void allow_needed(const struct fence *fence, const struct config *config,
                         const char *sections)
{
    AUTO_CHARS data = desk_data_folder(config);
    AUTO_CHARS texts = desk_po_folder();
    AUTO_CHARS index = desk_index_path();
    AUTO_CHARS proofs = desk_proof_folder();
    const char *seen_key = getenv("SSH_USER_AUTH");
    for (size_t i = 0; i < COUNT(system_places); i++)
        fence_allow(fence, system_places[i], FENCE_READ);
    fence_allow(fence, data, FENCE_READ);
    fence_allow(fence, texts, FENCE_READ);
    fence_allow(fence, index, FENCE_READ);
    fence_allow(fence, proofs, FENCE_WRITE); /* installed: root's alone */
    if (seen_key)
        fence_allow(fence, seen_key, FENCE_READ);
    allow_terminals(fence);
    allow_files(fence, config, sections);
}

/* ---- who ---- */

/* The n-th word of a command as it was given; "": there is none. */
static const char *word(const struct cli *cli, int n)
{
    return cli->count > n ? cli->words[n] : "";
}

/* A file that the command makes in the folder where it is asked. */
static char *export_file(const struct cli *cli)
{
    return mem_copy(*word(cli, 2) ? word(cli, 2) : "./export");
}

static char *keys_file(const struct cli *cli)
{
    return mem_copy(*word(cli, 2)
                        ? word(cli, 2)
                        : config_text(cli->config, CONFIG_ssh_keys_file));
}

static char *index_file(const struct cli *cli)
{
    return *word(cli, 2) ? mem_copy(word(cli, 2)) : desk_index_path();
}

static char *scripts_file(const struct cli *cli)
{
    AUTO_CHARS data = desk_data_folder(cli->config);
    return mem_format("%s/scripts/published.json", data);
}

static char *backup_folder(const struct cli *cli)
{
    return mem_copy(*word(cli, 1) ? word(cli, 1) : "./backup");
}

/* A restored store appears beside its place first. */
static char *store_folder(const struct cli *cli)
{
    return desk_store_folder(cli->config);
}

/* What a command gets; those without a row read all and write the store. */
static const struct row {
    const char *command, *word; /* no word: whatever it is */
    const char *sections; /* reads only what is needed, and files that these
                             sections of the settings name; NULL: reads all */
    bool open, no_store;  /* open: no fence */
    char *(*makes)(const struct cli *cli); /* a path; it writes the folder */
} rows[] = {
    {.command = "deliver", .sections = "branch delivery"},
    /* For sshd, before anybody is in. */
    {"key", "line", .sections = "ssh", .no_store = true},
    {"key", "publish", .makes = keys_file},
    {"call", "export", .makes = export_file},
    {"case", "export", .makes = export_file},
    {"kb", "index", .makes = index_file},
    {"script", "publish", .makes = scripts_file},
    {.command = "backup", .makes = backup_folder},
    {.command = "restore", .makes = store_folder},
    /* Starts a registry; the command behind it gets its own. */
    {.command = "practice", .open = true},
};

static const struct row *find_row(const struct cli *cli)
{
    static const struct row others = {0};
    for (size_t i = 0; i < COUNT(rows); i++)
        if (strcmp(rows[i].command, cli->command->name) == 0 &&
            (!rows[i].word || strcmp(rows[i].word, word(cli, 1)) == 0))
            return &rows[i];
    return &others;
}

void cli_fence_screens(const struct config *config)
{
    struct fence fence = fence_open();
    allow_needed(&fence, config, "registry");
    allow_devices(&fence);
    allow_store(&fence, config);
    fence_close(&fence);
}

void cli_fence_command(const struct cli *cli)
{
    const struct row *row = find_row(cli);
    if (row->open)
        return;
    struct fence fence = fence_open();
    allow_devices(&fence);
    if (!row->sections)
        fence_allow(&fence, "/", FENCE_READ);
    if (cli->config && row->sections)
        allow_needed(&fence, cli->config, row->sections);
    if (cli->config && !row->no_store)
        allow_store(&fence, cli->config);
    if (cli->config && row->makes) {
        AUTO_CHARS path = row->makes(cli);
        AUTO_CHARS folder = folder_of(path);
        fence_allow(&fence, folder, FENCE_WRITE);
    }
    fence_close(&fence);
}
