/* Rows of the log of cases and of calls, as a supervisor reads them: so many
 * columns as there is room for. */
#ifndef SCREENS_LOGROW_H
#define SCREENS_LOGROW_H

#include "screens/kit/canvas.h"

#include <stdbool.h>

struct json_t;
struct seat;

/* The names of the columns. */
void logrow_head(struct area area, bool calls);

/* One case (store_cases) or call (store_calls). */
void logrow_draw(const struct seat *seat, const struct json_t *row,
                 struct area area, bool calls, bool selected);

/* How long a call was, "3:42"; the caller frees. */
char *logrow_length(const struct json_t *call);

#endif
