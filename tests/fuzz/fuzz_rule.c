/* A CertLogic rule and its data, as `script eval` takes them: refused with the
 * place, or a value; the same rule gives the same value twice. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/script/logic.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static void eval(const json_t *rule, const json_t *data,
                 enum logic_dialect dialect)
{
    struct error error = {0};
    struct logic *logic = logic_new(rule, dialect, &error);
    HOLDS(!logic == (error.message == MESSAGE_RULE_BAD), "a rule, or why not");
    if (!logic)
        return;
    error_clear(&error);
    AUTO_JSON once = logic_eval_json(logic, data, &error);
    AUTO_JSON twice = logic_eval_json(logic, data, NULL);
    HOLDS(!once == (error.message != MESSAGE_NONE), "a value, or why not");
    HOLDS(!once == !twice && (!once || json_equal(once, twice)),
          "a rule says the same again");
    logic_free(logic);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    AUTO_JSON both =
        json_parse((const char *)bytes, length, "rule", false, NULL);
    const json_t *rule = json_object_get(both, "rule");
    const json_t *data = json_object_get(both, "data");
    AUTO_JSON none = json_null();
    if (!rule)
        return 0;
    eval(rule, data ? data : none, LOGIC_CERTLOGIC);
    eval(rule, data ? data : none, LOGIC_SCRIPT);
    return 0;
}
