/* A page of cleaned dirt, and in its last row its number. */
#ifndef TESTS_FAULTS_CLEANER_PAGE_H
#define TESTS_FAULTS_CLEANER_PAGE_H

#include <stdint.h>

struct canvas;

enum { CLEANER_ROWS = 24, CLEANER_COLUMNS = 80 };

/* Draws page number `page`; *seed goes on. */
void cleaner_page(struct canvas *canvas, int page, uint32_t *seed);

#endif
