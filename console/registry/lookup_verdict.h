/* What an HTTP answer means for the status. Inside of the registry room. */
#ifndef CONSOLE_REGISTRY_LOOKUP_VERDICT_H
#define CONSOLE_REGISTRY_LOOKUP_VERDICT_H

struct http_answer;
struct lookup_answer;

/* Fills state, error and person from the answer to the question for iin; the
 * person belongs to whoever asked. */
void lookup_verdict(const struct http_answer *http, const char *iin,
                    struct lookup_answer *answer);

#endif
