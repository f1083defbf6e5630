/* What is shown of a person until it is revealed. */
#ifndef CONSOLE_PEOPLE_MASK_H
#define CONSOLE_PEOPLE_MASK_H

/* "........0808"; the caller frees, here and below. NULL gives NULL. */
char *mask_iin(const char *iin);

/* "+7 ... .. 67": the last two digits. */
char *mask_phone(const char *phone);

/* "А....... Г. Б.": first letter of the surname, initials of the rest. */
char *mask_name(const char *name);

/* Free text with every IIN and phone number in it masked (found by patterns,
 * also with spaces and dashes inside). */
char *mask_text(const char *text);

#endif
