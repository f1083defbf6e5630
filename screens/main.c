/* The program: the command line, or the screens of the person's role. The only
 * file that knows both. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/language.h"
#include "console/base/text.h"
#include "console/base/version.h"
#include "console/cli/cli.h"
#include "console/cli/cli_fence.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/io/loop.h"
#include "console/io/process.h"
#include "console/people/keys.h"
#include "screens/kit/term.h"
#include "screens/ui.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_manual(void)
{
    AUTO_TEXT manual = {0};
    command_write_manual(&manual);
    fputs(text_chars(&manual), stdout);
}

static struct term_settings term_settings(const struct config *config)
{
    static const char *const themes[] = {"dark", "light", "contrast", "mono"};
    const char *theme = config_text(config, CONFIG_ui_theme);
    const char *no_color = getenv("NO_COLOR");
    struct term_settings settings = {
        .color = strcmp(config_text(config, CONFIG_ui_color), "never") != 0 &&
                 !(no_color && *no_color)};
    for (size_t i = 0; i < COUNT(themes); i++)
        if (strcmp(themes[i], theme) == 0)
            settings.theme = (enum term_theme)i;
    return settings;
}

/* One person at one desk after the other, until somebody leaves for good. */
static bool run_desks(struct cli_result *start, struct loop *loop,
                      struct term *term, struct error *error)
{
    enum ui_way way = start->practice ? UI_PRACTICE
                      : start->remote ? UI_REMOTE
                                      : UI_LOCAL;
    struct command_names names = {0};
    command_names_init(&names);
    bool ok = true;
    for (;;) {
        struct ui *ui = ui_open(start->config, loop, term, &names, way, error);
        ok = ui != NULL;
        if (ok)
            mem_trim(); /* what scripts and tables were read from is free */
        char *next = ok ? ui_run(ui, error) : NULL;
        if (ok)
            ui_close(ui);
        if (!next)
            break;
        ok = cli_sit_down(&start->config, next, error);
        free(next);
        if (!ok)
            break;
    }
    command_names_clear(&names);
    return ok && error->message == MESSAGE_NONE;
}

static void open_log(const struct config *config)
{
    AUTO_CHARS path = desk_log_file(config);
    struct error error = {0};
    if (!log_open(path, LOG_LEVEL_WARNING, &error))
        error_clear(&error); /* without a log the work goes on */
}

/* What somebody asks sshd to run is never run, and told by its length alone. */
static void note_command(const struct cli_result *start)
{
    const char *asked = getenv("SSH_ORIGINAL_COMMAND");
    if (start->remote && asked)
        log_line(LOG_LEVEL_WARNING, "SSH_ORIGINAL_COMMAND of %zu bytes passed",
                 strlen(asked));
}

/* The store's folder is made first: what is not there cannot be allowed. What
 * is wrong with it, the desk says when it is opened. */
static void close_fence(const struct config *config)
{
    AUTO_CHARS folder = desk_store_folder(config);
    if (!keys_folder(folder, NULL))
        log_line(LOG_LEVEL_WARNING, "%s: cannot be used", folder);
    cli_fence_screens(config);
}

/* Damaged descriptions of terminals wrote beyond arrays before (CVE-2019-17594,
 * CVE-2019-17595). The other libraries: cli_library.def. */
static bool check_curses(struct error *error)
{
    static const char least[] = "6.2";
    return !version_older(term_library(), least) ||
           error_set(error, MESSAGE_LIBRARY, "%s, not %s", term_library(),
                     least);
}

static int run_screens(struct cli_result *start)
{
    struct error error = {0};
    struct term_settings settings = term_settings(start->config);
    struct loop *loop = loop_open(&error);
    bool fit = loop && check_curses(&error);
    struct term *term = fit ? term_open(&settings, &error) : NULL;
    bool ok = term && run_desks(start, loop, term, &error);
    if (term)
        term_close(term);
    if (loop)
        loop_close(loop);
    log_close();
    return ok ? EXIT_OK : cli_fail(&error);
}

int main(int argc, char **argv)
{
    process_guard(argc, argv);
    json_start();
    /* One heap for all threads: the workers ask for little, and every further
     * heap would keep pages of its own at each desk. */
    mallopt(M_ARENA_MAX, 1);
    struct cli_result start = cli_main(argc, argv, print_manual);
    if (!start.screens)
        return start.exit_code;
    open_log(start.config);
    note_command(&start);
    close_fence(start.config);
    int code = run_screens(&start);
    config_free(start.config);
    return code;
}
