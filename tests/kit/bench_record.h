/* A finished call with its case, for what is measured. All of it made up. */
#ifndef TESTS_KIT_BENCH_RECORD_H
#define TESTS_KIT_BENCH_RECORD_H

struct call_record;

/* The call of that number: another person, branch and issue each time. The
 * caller frees. */
struct call_record *bench_record(int number);

#endif
