/* For tests of whom we believe: certificates made for the occasion and a server
 * of the openssl program. Without that program the tests that ask for it are
 * skipped. What should not happen fails the test at once (cmocka). */
#ifndef TESTS_KIT_TLS_KIT_H
#define TESTS_KIT_TLS_KIT_H

#include "console/base/memory.h"

/* Group setup and teardown of cmocka: a folder with certificates and keys, each
 * signed by itself: "ours" for localhost, "other" for another host, "expired"
 * and "future" for localhost; and a chain: "chain" and, with a gap, "lonely"
 * lead to "root". */
int tls_kit_make(void **state);
int tls_kit_drop(void **state);

/* NAME.pem in that folder; need not exist. The caller frees. */
char *tls_kit_file(const char *name) __attribute__((returns_nonnull));

/* Starts a web server with that certificate; option as "-tls1_2". */
void tls_kit_serve(const char *name, const char *option);

/* Starts one that hands all bytes on: what a client says is read from *in, what
 * is written to *out is said to it. The caller closes both. */
void tls_kit_bridge(const char *name, int *in, int *out);

/* Where it listens, at localhost; ends it. */
int tls_kit_port(void);
void tls_kit_stop(void);

#endif
