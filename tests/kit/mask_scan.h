/* Looks whether anything that a test wrote holds the number, name or phone of
 * one of the made-up people in the open. */
#ifndef TESTS_KIT_MASK_SCAN_H
#define TESTS_KIT_MASK_SCAN_H

#include <stddef.h>

/* What of a person stands in these bytes, in words that do not repeat it ("the
 * IIN of person 7"), NULL: nothing. Static until the next call. The people are
 * those of the practice registry and of the tests' kits. */
const char *mask_scan_find(const char *bytes, size_t length);

/* Fails the test when something stands in `text`, or in a file below the
 * folder; `what` names it in the message. Values that were sealed do not count:
 * they cannot be read. */
void mask_scan_text(const char *text, const char *what);
void mask_scan_folder(const char *folder, const char *what);

#endif
