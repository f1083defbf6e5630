/* What a result code of SQLite means for people. Inside of the io room. */
#ifndef CONSOLE_IO_DB_REASON_H
#define CONSOLE_IO_DB_REASON_H

#include "console/base/message.h"

/* MESSAGE_STORE_*, or MESSAGE_INTERNAL for what should not happen. */
enum message db_reason(int result);

#endif
