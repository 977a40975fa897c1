#include <config.h>

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Runs the corpus of a fuzz target under any compiler: tests/replay_x feeds it each file of tests/corpus/x, and prints
// TAP. With arguments it runs those files alone (a find of the fuzzer, for instance).

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_FILE_BYTES = 4 * 1024 * 1024, PATH_BYTES = 4096 };

static int test_count;

static void run_file(const char *path, const char *name)
{
    uint8_t *bytes = malloc(MAX_FILE_BYTES);
    FILE *file = fopen(path, "rb");
    if (!file || !bytes)
        abort();
    size_t size = fread(bytes, 1, MAX_FILE_BYTES, file);
    fclose(file);
    // A copy of just this size: a sanitizer sees a step too far.
    uint8_t *data = malloc(size ? size : 1);
    if (!data)
        abort();
    memcpy(data, bytes, size);
    free(bytes);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    printf("ok %d - %s\n", ++test_count, name);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run_file(argv[i], argv[i]);
    if (argc > 1)
        return 0;
    const char *prefix = "replay_", *own = strstr(argv[0], prefix), *source = getenv("srcdir");
    char folder[PATH_BYTES], path[PATH_BYTES + 256];
    if (!own)
        return 1;
    snprintf(folder, sizeof folder, "%s/tests/corpus/%s", source ? source : ".",
             own + strlen(prefix));
    struct dirent **entries;
    int count = scandir(folder, &entries, is_visible, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        run_file(path, entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    printf("1..%d\n", test_count);
    return test_count > 0 ? 0 : 1;
}
