#include "config.h"

#include "cli/assets.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char found[PATH_MAX];

static bool is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

// The folder of the running program, or "" where /proc does not tell.
static const char *exe_dir(void)
{
    static char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    if (len <= 0)
        return "";
    path[len] = '\0';
    *strrchr(path, '/') = '\0';
    return path;
}

// config.status stands only where configure ran: in a build directory.
static bool find_in_source(const char *dir)
{
    int len = snprintf(found, sizeof found, "%s/config.status", dir);
    if (len < 0 || (size_t)len >= sizeof found || access(found, F_OK) != 0)
        return false;
    if (SOURCE_DIR[0] == '/')
        len = snprintf(found, sizeof found, "%s/assets", SOURCE_DIR);
    else
        len = snprintf(found, sizeof found, "%s/%s/assets", dir, SOURCE_DIR);
    return len > 0 && (size_t)len < sizeof found && is_dir(found);
}

// /usr/local/bin and /usr/local/share/bilat part after "/usr/local"; a program in /tmp/x/bin then
// has its assets in /tmp/x/share/bilat.
static bool find_beside(const char *dir)
{
    const char *bin = BINDIR;
    const char *data = PKGDATADIR;
    size_t common = 0;
    for (size_t i = 0; bin[i] == data[i] && bin[i]; i++)
        if (bin[i] == '/')
            common = i;
    bin += common;
    data += common;
    size_t dir_len = strlen(dir);
    size_t bin_len = strlen(bin);
    if (dir_len < bin_len || strcmp(dir + dir_len - bin_len, bin) != 0)
        return false;
    size_t root_len = dir_len - bin_len;
    if (root_len + strlen(data) >= sizeof found)
        return false;
    memcpy(found, dir, root_len);
    snprintf(found + root_len, sizeof found - root_len, "%s", data);
    return is_dir(found);
}

const char *assets_dir_for(const char *dir)
{
    if (find_in_source(dir) || find_beside(dir))
        return found;
    snprintf(found, sizeof found, "%s", PKGDATADIR);
    return found;
}

const char *assets_dir(void)
{
    static char dir[PATH_MAX];
    if (dir[0])
        return dir;
    const char *env = getenv("BILAT_ASSETS");
    snprintf(dir, sizeof dir, "%s", env && env[0] ? env : assets_dir_for(exe_dir()));
    return dir;
}

Text config_path(const char *name, Arena *arena)
{
    const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (base && base[0] == '/')
        return arena_printf(arena, "%s/bilat/%s", base, name);
    return home && home[0] ? arena_printf(arena, "%s/.config/bilat/%s", home, name) : TEXT("");
}
