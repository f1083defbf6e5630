/* What happens to cases, in words: states, deeds, reasons, channels by their
 * codes, as the store gives them. */
#ifndef SCREENS_CASEWORDS_H
#define SCREENS_CASEWORDS_H

/* The words of a code; the code itself where there are none. Lent. */
const char *casewords_state(const char *name);
const char *casewords_reason(const char *code);
const char *casewords_channel(const char *code);

/* What somebody did, "took it", by the name of the event. */
const char *casewords_deed(const char *kind);

#endif
