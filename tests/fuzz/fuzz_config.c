/* A file of settings, and -o on the command line: refused with file, line and
 * the nearest name, or every setting within its limits; what is written out
 * again reads as the same. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/config/config.h"

#include <stdlib.h>
#include <string.h>

static void check(const struct config *config)
{
    int64_t connect = config_int(config, CONFIG_registry_connect_ms);
    int64_t idle = config_int(config, CONFIG_desk_idle_minutes);
    AUTO_TEXT origins = {0};
    HOLDS(connect >= 100 && connect <= 60000, "a wait is within its limits");
    HOLDS(idle >= 0 && idle <= 240, "so is another");
    for (int id = 0; id < CONFIG_COUNT; id++)
        HOLDS(config_text(config, (enum config_id)id), "a text is there");
    config_write_origins(config, &origins);
}

static struct config *load(const char *file, const char *option,
                           struct error *error)
{
    const char *options[] = {option, NULL};
    struct config_places places = {
        .system_file = file, .user_file = "", .options = options};
    return config_load(&places, error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    struct error error = {0};
    AUTO_CHARS path = mem_copy(fuzz_file("agent.conf", bytes, length));
    struct config *config = load(path, NULL, &error);
    HOLDS(!config == (error.message != MESSAGE_NONE), "refused with a reason");
    fuzz_clean(error.detail, false);
    if (!config)
        HOLDS(strstr(error.detail, path), "the reason names the file");
    if (config)
        check(config);
    config_free(config);
    AUTO_CHARS option = fuzz_line(&input);
    error_clear(&error);
    config = load("", option, &error);
    fuzz_clean(error.detail, false);
    if (config)
        check(config);
    config_free(config);
    return 0;
}
