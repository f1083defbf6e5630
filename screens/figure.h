/* Figures as people read them. */
#ifndef SCREENS_FIGURE_H
#define SCREENS_FIGURE_H

#include <stdint.h>

/* "12 400": thousands parted by a no-break space. The caller frees, here and
 * below. */
char *figure_count(int64_t count);

/* "3:42", "1:02:03": seconds as minutes, as hours where there are any. */
char *figure_duration(int64_t seconds);

#endif
