#include <config.h>
#include "loaders/loader.h"

#include "loaders/ahead.h"
#include "loaders/open.h"
#include "loaders/packed.h"

#include <unistd.h>

bool load_open(const Load *load, Text path, Arena *arena, Source **source, Problems *problems)
{
    bool is_open = packed_is_member(path)
                       ? packed_open_member(load, path, arena, source, problems)
                       : open_source(path, arena, load->cancel, source, problems);
    if (is_open)
        load_keep_opened(load, *source);
    if (is_open && load->settings->keeps_files)
        open_keep(*source, arena, &load->opened->kept_bytes);
    return is_open;
}

void load_keep_opened(const Load *load, Source *source)
{
    LoadOpened *opened = load->opened;
    BUG_IF(opened->source_count == sizeof opened->sources / sizeof opened->sources[0]);
    opened->sources[opened->source_count++] = source;
}

bool load_has(const Load *load, Text path)
{
    if (!packed_is_member(path))
        return access(path.ptr, F_OK) == 0;
    Source *found = NULL;
    Problems ignored = problems_in(load->scratch);
    bool is_there = load_open(load, path, load->scratch, &found, &ignored);
    if (is_there)
        packed_drop(load, found);
    return is_there;
}

static void forget(LoadOpened *opened, const Source *source)
{
    size_t kept = 0;
    for (size_t i = 0; i < opened->source_count; i++)
        if (opened->sources[i] != source)
            opened->sources[kept++] = opened->sources[i];
    opened->source_count = kept;
}

void load_add_source(const Load *load, Source *source)
{
    builder_add_source(load->builder, source);
    forget(load->opened, source);
}

void load_close(const Load *load, Source *source)
{
    forget(load->opened, source);
    open_close(source);
}

void load_close_opened(LoadOpened *opened)
{
    ahead_stop(opened->ahead);
    for (size_t i = opened->unpacking_count; i-- > 0;)
        unpack_close(opened->unpackings[i]);
    for (size_t i = 0; i < opened->source_count; i++)
        open_close(opened->sources[i]);
    store_release(opened->store);
    arena_free(opened->unowned);
    if (opened->folder)
        closedir(opened->folder);
    arena_free(opened->gathered);
    *opened = (LoadOpened){.source_count = 0};
}
