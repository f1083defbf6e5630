/* No memory: the n-th allocation of a program gives nothing, or every one from
 * there on. As nomem.so before any program:
 *   env NOMEM_POINT=7 NOMEM_EVER=1 NOMEM_COUNT=file LD_PRELOAD=nomem.so program
 * POINT 0: never; COUNT: where to write at the end how many there were (a file
 * that is there; the program must be let write to it). */
#ifndef TESTS_FAULTS_NOMEM_H
#define TESTS_FAULTS_NOMEM_H

/* What tells a run apart from one in which the library was not loaded: the exit
 * status of a program whose name of the count's file cannot be opened. */
enum { NOMEM_BAD = 97 };

#endif
