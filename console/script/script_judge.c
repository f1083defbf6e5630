/* The place of a part inside its rule, and parts as authors write them. */
#include "console/script/script_judge.h"

#include "console/base/data_file.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

/* The JSON path from the whole rule down to the part. */
static void write_place(const struct part *part, struct text *out)
{
    if (part->up == NULL)
        return;
    const struct logic *above = part->up->rule;
    const char *name = logic_op_name(above->op);
    write_place(part->up, out);
    text_format(out, "%s%s[%zu]", *name != '\0' ? "." : "", name, part->index);
}

void judge_fault(const struct judge *judge, const struct part *part,
                 enum finding_code code, const char *detail)
{
    AUTO_TEXT where = {0};
    if (judge->quiet)
        return;
    text_add(&where, judge->spot->where);
    write_place(part, &where);
    struct data_spot spot = {judge->spot->file, text_chars(&where), NULL};
    data_file_fault(&spot, code, "%s", detail);
}

/* A part as authors write it: a name, a constant, an operator. */
static char *describe(const struct logic *rule)
{
    if (rule->op == LOGIC_VAR)
        return mem_copy(rule->path);
    if (rule->op == LOGIC_CONSTANT)
        return json_canonical(rule->value);
    if (rule->op == LOGIC_TABLE)
        return mem_format(
            "%s.%s", json_string_value(rule->args[0]->value),
            json_string_value(rule->args[rule->count - 1]->value));
    return mem_copy(rule->op == LOGIC_ARRAY ? "[...]"
                                            : logic_op_name(rule->op));
}

/* "status (code), 3 (number)" or one of them. */
void judge_fault_kinds(const struct judge *judge, const struct part *part,
                       const struct kind_of *kind, const struct part *other,
                       const struct kind_of *other_kind)
{
    AUTO_CHARS name = describe(part->rule);
    AUTO_TEXT detail = {0};
    if (judge->quiet)
        return;
    text_format(&detail, "%s (%s)", name, script_kind_word(kind->shape));
    if (other != NULL) {
        AUTO_CHARS against = describe(other->rule);
        text_format(&detail, ", %s (%s)", against,
                    script_kind_word(other_kind->shape));
    }
    judge_fault(judge, part, FINDING_E05, text_chars(&detail));
}

void judge_fault_value(const struct judge *judge, const struct part *part,
                       const struct logic *against)
{
    AUTO_CHARS value = describe(part->rule);
    AUTO_CHARS name = describe(against);
    AUTO_CHARS detail = mem_format("%s (%s)", value, name);
    judge_fault(judge, part, FINDING_E06, detail);
}
