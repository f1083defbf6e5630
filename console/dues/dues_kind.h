/* Who pays: the kinds of dues_kind.def. */
#ifndef CONSOLE_DUES_DUES_KIND_H
#define CONSOLE_DUES_DUES_KIND_H

#include <stddef.h>

struct error;

/* How the amount of a month comes about: see dues_kind.def. */
enum dues_way { DUES_INCOME, DUES_MONTHLY, DUES_CURRENT };

struct dues_kind {
    const char *name; /* the key in the table of rates */
    enum dues_way way;
    const char *label; /* a msgid */
};

/* How many there are, and one of them in the order of the list; static. */
size_t dues_kind_count(void);
const struct dues_kind *dues_kind_at(size_t index);

/* By its name; NULL and MESSAGE_DUES_KIND with the names that there are. */
const struct dues_kind *dues_kind_find(const char *name, struct error *error);

#endif
