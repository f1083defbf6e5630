/* What a face shows: for the test and for the library alike. */
#include "tests/faults/fakeclock.h"

int64_t fakeclock_shown(const struct fakeclock_face *face, int64_t real_ns)
{
    return face->shown_ns + (real_ns - face->real_ns) * face->speed;
}
