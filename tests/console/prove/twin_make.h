/* Random small sets of scripts over small domains, the same for a seed: what
 * the prover says of them is compared with walking every assignment. */
#ifndef TESTS_CONSOLE_PROVE_TWIN_MAKE_H
#define TESTS_CONSOLE_PROVE_TWIN_MAKE_H

#include <stdint.h>

/* Writes facts.json, main.json and part.json (which main may call) into a
 * folder. */
void twin_make(uint32_t seed, const char *folder);

#endif
