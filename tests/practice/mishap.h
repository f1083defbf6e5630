/* Everything that can go wrong with a registry's answer, by name: for one
 * person of people.json, or for all by --fault and PUT /fault. */
#ifndef TESTS_PRACTICE_MISHAP_H
#define TESTS_PRACTICE_MISHAP_H

#include "tests/practice/trickle.h"

#include <stdbool.h>

struct MHD_Response;
struct mishap_kind;

/* A fault and its figure; what mishap_find() fills. */
struct mishap {
    const struct mishap_kind *kind;
    int seconds; /* of "delay:5" and "429:7" */
};

/* What the right answer would have been. */
struct mishap_scene {
    struct trickle_wire wire;
    const char *iin;   /* that was asked for */
    const char *body;  /* the right body */
    unsigned status;   /* and its status */
    const char *other; /* another person's body */
    int seconds;       /* of the fault; set by mishap_answer() */
};

/* An answer; the caller queues and destroys the response. */
struct mishap_reply {
    struct MHD_Response *response;
    unsigned status;
};

/* Finds a fault by "name" or "name:seconds"; false if there is none such. */
bool mishap_find(const char *name, struct mishap *out);

/* The name of the fault without figure; "none" for a right answer. */
const char *mishap_name(const struct mishap *mishap);

/* Calls each() for the name of every fault, in the order of the list. */
void mishap_list(void (*each)(const char *name, void *cookie), void *cookie);

/* Makes the answer. False: there is none, the connection is to be closed. */
bool mishap_answer(const struct mishap *mishap,
                   const struct mishap_scene *scene, struct mishap_reply *out);

#endif
