#include <config.h>
#include "cli/limits.h"

#include "cli/assets.h"
#include "loaders/ini.h"
#include "tui/settings.h"

#include <unistd.h>

UnpackLimits limits_of(const Config *config)
{
    return (UnpackLimits){
        .bytes = (uint64_t)setting_number(config, SETTING_archives_gigabytes) << 30,
        .ratio = (uint64_t)setting_number(config, SETTING_archives_ratio),
        .members = (uint64_t)setting_number(config, SETTING_archives_members),
        .depth = (uint64_t)setting_number(config, SETTING_archives_nesting),
    };
}

UnpackLimits limits_read(Arena *arena, Problems *problems)
{
    Config all = {.arena = arena}, ours = {.arena = arena};
    Problems ignored = problems_in(arena); // themes, keys: the browser tells of them
    Text path = config_path("bilat.ini", arena);
    if (path.len && access(path.ptr, R_OK) == 0)
        ini_load(path, &all, &ignored);
    for (size_t i = 0; i < all.count; i++)
        if (text_equal(all.items[i].section, TEXT("archives")))
            ARENA_PUSH(arena, &ours, all.items[i]);
    settings_check(&ours, problems);
    return limits_of(&ours);
}
