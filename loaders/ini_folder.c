#include <config.h>
#include "loaders/ini_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

static int by_name(const void *a, const void *b)
{
    return text_compare(((const IniFile *)a)->name, ((const IniFile *)b)->name);
}

bool ini_folder_list(Text folder, Arena *arena, IniFiles *files)
{
    DIR *dir = opendir(arena_text(arena, folder).ptr);
    if (!dir)
        return false;
    *files = (IniFiles){0};
    errno = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        Text name = text_from(entry->d_name);
        if (text_starts(name, TEXT(".")) || !text_ends(name, TEXT(".ini")))
            continue;
        IniFile file = {
            .name = arena_text(arena, text_sub(name, 0, name.len - 4)),
            .path = arena_printf(arena, "%.*s/%s", TEXT_ARG(folder), entry->d_name),
        };
        ARENA_PUSH(arena, files, file);
    }
    int why = errno;
    closedir(dir);
    errno = why;
    if (files->count > 0)
        qsort(files->items, files->count, sizeof files->items[0], by_name);
    return why == 0;
}
