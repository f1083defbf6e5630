/* Scripts that were proved: what desks work with. What was proved is kept by
 * its hash and not proved again. */
#ifndef CONSOLE_PROVED_H
#define CONSOLE_PROVED_H

#include <stdint.h>

struct error;
struct findings;
struct script_set;

/* Where things lie; lent. */
struct proved_place {
    const char *data; /* the folder of scripts/ and kb/tables/ */
    const char *kept; /* of what was proved, by hash (scripts_kept.h) */
    const char
        *proofs; /* of proofs that were made with the program (proof.h) */
};

/* Opens the scripts and tables, proves them unless the same are kept, and keeps
 * them. What is wrong goes into the findings (NULL: nobody asks); with an error
 * among it the set is refused: NULL, and the first of it. *stamp: the files'
 * (scripts_kept.h), 0 when they moved meanwhile. For any thread. */
struct script_set *proved_open(const struct proved_place *place,
                               uint64_t *stamp, struct findings *findings,
                               struct error *error);

#endif
