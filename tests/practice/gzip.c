/* A gzip body with stored blocks, after RFC 1951 and RFC 1952. */
#include "tests/practice/gzip.h"

#include "console/base/memory.h"
#include "console/base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { BLOCK_MAX = 65535 };

static uint32_t checksum(const char *bytes, size_t length)
{
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < length * 8; i++) {
        if (i % 8 == 0)
            sum ^= (unsigned char)bytes[i / 8];
        sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0);
    }
    return ~sum;
}

/* The lowest bytes of a number, the smallest first. */
static void add_number(struct text *out, uint32_t number, int count)
{
    for (int i = 0; i < count; i++) {
        char byte = (char)(number >> 8 * i);
        text_add_n(out, &byte, 1);
    }
}

char *gzip_stored(const char *bytes, size_t length, size_t *out_length)
{
    AUTO_TEXT out = {0};
    text_add_n(&out, "\x1F\x8B\x08\0\0\0\0\0\0\xFF", 10);
    size_t done = 0;
    do {
        size_t count = length - done < BLOCK_MAX ? length - done : BLOCK_MAX;
        bool last = done + count == length;
        add_number(&out, last, 1);
        add_number(&out, (uint32_t)count, 2);
        add_number(&out, ~(uint32_t)count, 2);
        text_add_n(&out, bytes + done, count);
        done += count;
    } while (done < length);
    add_number(&out, checksum(bytes, length), 4);
    add_number(&out, (uint32_t)length, 4);
    *out_length = out.length;
    return text_take(&out);
}
