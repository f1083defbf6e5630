/* A disk that is soon full: a tmpfs of a given size over a folder, in a mount
 * namespace of the test's own, so that it ends with the test. */
#ifndef TESTS_FAULTS_SMALL_DISK_H
#define TESTS_FAULTS_SMALL_DISK_H

#include <stdbool.h>

/* Mounts it over this folder; false with the reason in *why (constant) where
 * neither root nor user namespaces may. Call before there are threads. */
bool small_disk_mount(const char *folder, int kib, const char **why);
void small_disk_unmount(const char *folder);

/* Fills the disk of this folder but for about so many KiB; frees it again. */
void small_disk_fill(const char *folder, int but_kib);
void small_disk_free(const char *folder);

/* KiB left on it. */
int small_disk_left(const char *folder);

#endif
