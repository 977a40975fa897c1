#include <config.h>
#include "cli/real_path.h"

#include "model/path.h"

#include <stdlib.h>
#include <unistd.h>

Text real_path(Text path, Arena *arena)
{
    path = arena_text(arena, path);
    char *found = realpath(path.ptr, NULL);
    Text text = found ? arena_text(arena, text_from(found)) : path;
    free(found);
    return text;
}

Text real_folder_of(Text path, Arena *arena)
{
    while (path.len > 0 && access(arena_text(arena, path).ptr, F_OK) != 0) {
        size_t len = path_folder(path).len;
        path = text_sub(path, 0, len > 1 ? len - 1 : len);
    }
    return real_path(path.len > 0 ? path : TEXT("."), arena);
}

bool real_path_is_in(Text path, Text folder)
{
    return text_equal(folder, TEXT("/")) || text_equal(path, folder) ||
           (text_starts(path, folder) && path.ptr[folder.len] == '/');
}
