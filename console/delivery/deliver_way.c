/* The sender's ways: few, so that a walk along them finds one. */
#include "console/delivery/deliver_way.h"

#include <stdio.h>
#include <string.h>

struct way *ways_find(struct ways *ways, const char *branch,
                      enum sink_kind kind)
{
    for (size_t i = 0; i < ways->count; i++)
        if (ways->items[i].kind == kind &&
            strcmp(ways->items[i].branch, branch) == 0)
            return &ways->items[i];
    ways->items = mem_grow(ways->items, ways->count + 1, sizeof(*ways->items));
    struct way *way = &ways->items[ways->count++];
    *way = (struct way){.kind = kind, .quiet_ms = INT64_MIN, .in_vain = -1};
    snprintf(way->branch, sizeof(way->branch), "%s", branch);
    return way;
}

struct outbox_queue way_queue(const struct way *way, const struct sinks *sinks)
{
    return (struct outbox_queue){
        .branch = way->branch,
        .sink = sink_name(way->kind),
        .own = sinks_of(sinks, way->branch) == way->kind,
    };
}
