// Where assets are looked for: the build tree, a staged or moved prefix, the configured one.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/assets.h"

enum { PATH_SIZE = 512 };

static char root[] = "/tmp/bilat-assets-XXXXXX";

// Makes root/a, root/a/b ... for "a/b" and writes the whole path to out.
static void make_dirs(const char *path, char out[PATH_SIZE])
{
    size_t root_len = strlen(root);
    snprintf(out, PATH_SIZE, "%s/%s", root, path);
    for (char *slash = out + root_len + 1; slash; slash = strchr(slash + 1, '/')) {
        if (*slash != '/')
            continue;
        *slash = '\0';
        mkdir(out, 0700);
        *slash = '/';
    }
    mkdir(out, 0700);
}

static void staged_program_finds_assets_beside_itself(void **state)
{
    (void)state;
    char bin[PATH_SIZE];
    char share[PATH_SIZE];
    make_dirs("stage" BINDIR, bin);
    make_dirs("stage" PKGDATADIR, share);
    assert_string_equal(assets_dir_for(bin), share);
}

static void program_elsewhere_uses_the_configured_folder(void **state)
{
    (void)state;
    char dir[PATH_SIZE];
    make_dirs("elsewhere", dir);
    assert_string_equal(assets_dir_for(dir), PKGDATADIR);
    assert_string_equal(assets_dir_for(""), PKGDATADIR);
}

static void built_program_prefers_the_source_to_what_is_installed(void **state)
{
    (void)state;
    char bin[PATH_SIZE];
    char path[PATH_SIZE];
    make_dirs("both" BINDIR, bin);
    make_dirs("both" PKGDATADIR, path);
    assert_string_equal(assets_dir_for(bin), path);

    make_dirs("both" BINDIR "/config.status", path);
    make_dirs("both" BINDIR "/" SOURCE_DIR "/assets", path);
    const char *in_source = SOURCE_DIR[0] == '/' ? SOURCE_DIR "/assets" : path;
    assert_string_equal(assets_dir_for(bin), in_source);
}

static int make_root(void **state)
{
    (void)state;
    return mkdtemp(root) ? 0 : -1;
}

static int remove_root(void **state)
{
    (void)state;
    char command[PATH_SIZE];
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(staged_program_finds_assets_beside_itself),
        cmocka_unit_test(program_elsewhere_uses_the_configured_folder),
        cmocka_unit_test(built_program_prefers_the_source_to_what_is_installed),
    };
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
