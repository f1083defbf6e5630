/* How a call ended, in nine words: the one list is disposition.def. */
#ifndef CONSOLE_CASES_DISPOSITION_H
#define CONSOLE_CASES_DISPOSITION_H

enum disposition {
#define DISPOSITION(id, name, text) DISPOSITION_##id,
#include "console/cases/disposition.def"
#undef DISPOSITION
    DISPOSITION_COUNT
};

/* "advised"; and the same in words, in the language of the interface. */
const char *disposition_name(enum disposition disposition);
const char *disposition_text(enum disposition disposition);

#endif
