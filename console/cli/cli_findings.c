/* Printing findings for people and for programs. */
#include "console/cli/cli_findings.h"

#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/message.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_print.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

/* What stands in files is foreign text. */
static void print_clean(const char *text)
{
    AUTO_CHARS clean = text_clean(text, strlen(text), false);
    puts(clean);
}

static void print_one(const struct finding *finding)
{
    AUTO_TEXT line = {0};
    text_format(&line, "%s:%d: %s ", finding->file, finding->line,
                finding_name(finding->code));
    if (finding->node != NULL)
        text_format(&line, "%s: ", finding->node);
    finding_write(finding, &line);
    print_clean(text_chars(&line));
    if (finding->example == NULL)
        return;
    AUTO_CHARS example = mem_format("    %s", finding->example);
    print_clean(example);
}

static void print_json(const struct findings *findings, int errors)
{
    AUTO_JSON list = json_array();
    for (size_t i = 0; i < findings->count; i++)
        json_array_append_new(list, finding_json(&findings->items[i]));
    AUTO_JSON all = json_pack("{sO si si}", "findings", list, "errors", errors,
                              "warnings", (int)findings->count - errors);
    cli_print_json(all);
}

static void print_count(int errors, int warnings)
{
    AUTO_TEXT line = {0};
    text_format(&line, ngettext("%d error", "%d errors", (unsigned)errors),
                errors);
    text_add(&line, ", ");
    text_format(&line,
                ngettext("%d warning", "%d warnings", (unsigned)warnings),
                warnings);
    puts(text_chars(&line));
}

int cli_findings_print(const struct cli *cli, struct findings *findings)
{
    int errors = 0;
    findings_sort(findings);
    for (size_t i = 0; i < findings->count; i++)
        errors += !finding_is_warning(findings->items[i].code);
    if (cli->json) {
        print_json(findings, errors);
        return errors > 0 ? EXIT_DATA : EXIT_OK;
    }
    for (size_t i = 0; i < findings->count; i++)
        print_one(&findings->items[i]);
    print_count(errors, (int)findings->count - errors);
    return errors > 0 ? EXIT_DATA : EXIT_OK;
}
