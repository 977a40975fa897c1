#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "loaders/open.h"
#include "tests/support_files.h"

typedef struct Opening {
    Folder folder;
    Problems problems;
} Opening;

static int open_folder(void **state)
{
    static Opening opening;
    opening.folder = folder_new();
    opening.problems = problems_in(opening.folder.arena);
    *state = &opening;
    return 0;
}

static int close_folder(void **state)
{
    Opening *opening = *state;
    folder_free(&opening->folder);
    return 0;
}

static Source *opened(Opening *opening, Text path)
{
    Source *source = NULL;
    assert_true(open_source(path, opening->folder.arena, NULL, &source, &opening->problems));
    return source;
}

static Source *written(Opening *opening, const char *name, Text content)
{
    return opened(opening, folder_write(&opening->folder, name, content));
}

static void assert_refused(Opening *opening, Text path, const char *why)
{
    Source *source = NULL;
    opening->problems.count = 0;
    assert_false(open_source(path, opening->folder.arena, NULL, &source, &opening->problems));
    assert_int_equal(opening->problems.count, 1);
    assert_string_equal(opening->problems.items[0].message.ptr, why);
    assert_int_equal(opening->problems.items[0].severity, SEVERITY_ERROR);
    assert_true(text_equal(opening->problems.items[0].path, path));
}

static void assert_reads(const Source *source, uint64_t offset, Text wanted)
{
    char bytes[64];
    assert_true(wanted.len <= sizeof bytes);
    assert_true(source->ops->read(source, offset, wanted.len, bytes));
    assert_memory_equal(bytes, wanted.ptr, wanted.len);
}

static void file_is_read_at_any_offset(void **state)
{
    Opening *opening = *state;
    Source *source = written(opening, "a", TEXT("0123456789"));
    char bytes[16];
    assert_int_equal(source->size, 10);
    assert_reads(source, 7, TEXT("789"));
    assert_reads(source, 0, TEXT("0123456789"));
    assert_reads(source, 10, TEXT(""));
    assert_false(source->ops->read(source, 8, 3, bytes));
    assert_false(source->ops->read(source, 100, 1, bytes));
    open_close(source);
}

static void what_is_no_file_is_refused_by_its_name(void **state)
{
    Opening *opening = *state;
    Text missing = folder_path(&opening->folder, "missing");
    assert_refused(opening, missing, "there is no such file");
    struct stat is;
    assert_int_not_equal(stat(missing.ptr, &is), 0); // and was not created
    assert_refused(opening, folder_path(&opening->folder, "a/b"), "there is no such file");
    assert_refused(opening, opening->folder.path, "expected a file, found a folder");
    assert_refused(opening, TEXT("/dev/null"), "expected a file, found a device");
    assert_refused(opening, TEXT("a\0b"), "there is no such file");
}

static void file_without_permission_is_refused(void **state)
{
    Opening *opening = *state;
    Text path = folder_write(&opening->folder, "secret", TEXT("x"));
    assert_int_equal(chmod(path.ptr, 0), 0);
    if (access(path.ptr, R_OK) == 0)
        return; // root may read anything
    assert_refused(opening, path, "no permission to read this file");
}

static void more_files_than_descriptors_stay_readable(void **state)
{
    Opening *opening = *state;
    Source *sources[50];
    for (int i = 0; i < 50; i++) {
        Text name = arena_printf(opening->folder.arena, "many%02d", i);
        sources[i] = written(opening, name.ptr, name);
    }
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 50; i++)
            assert_reads(sources[i], 0, arena_printf(opening->folder.arena, "many%02d", i));
    for (int i = 0; i < 50; i++)
        open_close(sources[i]);
    assert_reads(sources[7], 0, TEXT("many07")); // closing forgets the descriptor, not the file
    open_close(sources[7]);
}

typedef struct ReadMany {
    Source **sources;
    unsigned first;
    size_t wrong;
} ReadMany;

enum { SHARED_FILES = 40, READS = 4000 };

static void *read_many(void *context)
{
    ReadMany *reading = context;
    for (unsigned i = 0; i < READS; i++) {
        unsigned n = (reading->first + i * 7) % SHARED_FILES;
        char bytes[2];
        bool is_read = reading->sources[n]->ops->read(reading->sources[n], 0, 2, bytes);
        if (!is_read || bytes[0] != (char)('0' + n / 10) || bytes[1] != (char)('0' + n % 10))
            reading->wrong++;
    }
    return NULL;
}

static void threads_read_many_files_at_once(void **state)
{
    Opening *opening = *state;
    Source *sources[SHARED_FILES];
    for (int i = 0; i < SHARED_FILES; i++) {
        Text content = arena_printf(opening->folder.arena, "%02d", i);
        Text name = arena_printf(opening->folder.arena, "shared%02d", i);
        sources[i] = written(opening, name.ptr, content);
    }
    pthread_t threads[4];
    ReadMany readings[4];
    for (unsigned i = 0; i < 4; i++) {
        readings[i] = (ReadMany){sources, i * 11, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, read_many, &readings[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(readings[i].wrong, 0);
    }
    for (int i = 0; i < SHARED_FILES; i++)
        open_close(sources[i]);
}

static void append_to(Text path, const char *mode, const char *bytes)
{
    FILE *file = fopen(path.ptr, mode);
    assert_non_null(file);
    fputs(bytes, file);
    assert_int_equal(fclose(file), 0);
}

static void file_that_grew_is_current_and_reads_as_before(void **state)
{
    Opening *opening = *state;
    Text path = folder_write(&opening->folder, "grows", TEXT("first\n"));
    Source *source = opened(opening, path);
    assert_true(source->ops->is_current(source));
    append_to(path, "a", "second\n");
    assert_true(source->ops->is_current(source));
    assert_int_equal(source->size, 6);
    open_close(source);
}

static void file_that_was_rewritten_is_not_current(void **state)
{
    Opening *opening = *state;
    Text path = folder_write(&opening->folder, "changes", TEXT("first\n"));
    Source *source = opened(opening, path);
    struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    append_to(path, "w", "other\n");
    utimensat(AT_FDCWD, path.ptr, times, 0);
    assert_false(source->ops->is_current(source)); // same size, another time
    append_to(path, "w", "longer, and not what it was\n");
    assert_false(source->ops->is_current(source));
    append_to(path, "w", "x");
    assert_false(source->ops->is_current(source));
    open_close(source);
}

static void file_put_in_the_place_of_another_is_not_current(void **state)
{
    Opening *opening = *state;
    Text path = folder_write(&opening->folder, "replaced", TEXT("old"));
    Source *source = opened(opening, path);
    Text other = folder_write(&opening->folder, "new", TEXT("new"));
    assert_int_equal(rename(other.ptr, path.ptr), 0);
    assert_false(source->ops->is_current(source));
    open_close(source);
    char bytes[3];
    assert_false(source->ops->read(source, 0, 3, bytes)); // never the bytes of the other file
    assert_int_equal(unlink(path.ptr), 0);
    assert_false(source->ops->is_current(source));
}

static void file_written_between_two_openings_is_told(void **state)
{
    Opening *opening = *state;
    struct stat was;
    const struct timespec earlier[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    Text path = folder_write(&opening->folder, "ahead.txt", TEXT("Li met Kim."));
    assert_int_equal(stat(path.ptr, &was), 0);
    Source *source = opened(opening, path);
    assert_true(open_is_as_it_was(source, &was));
    open_close(source);
    assert_int_equal(utimensat(AT_FDCWD, path.ptr, earlier, 0),
                     0); // written anew, of the same size
    source = opened(opening, path);
    assert_false(open_is_as_it_was(source, &was));
    open_close(source);
    Text other = folder_write(&opening->folder, "other.txt", TEXT("Li met Kim."));
    source = opened(opening, other);
    assert_false(open_is_as_it_was(source, &was));
    open_close(source);
}

static void files_are_the_same_by_their_bytes(void **state)
{
    Opening *opening = *state;
    Source *a = written(opening, "same1", TEXT("abc"));
    Source *b = written(opening, "same2", TEXT("abc"));
    Source *c = written(opening, "same3", TEXT("abd"));
    Source *d = written(opening, "same4", TEXT("abcd"));
    assert_true(open_same_content(a, b, NULL));
    assert_false(open_same_content(a, c, NULL));
    assert_false(open_same_content(a, d, NULL));
    open_close(a);
    open_close(b);
    open_close(c);
    open_close(d);
}

typedef struct Pouring {
    int fd;
    size_t bytes;
} Pouring;

static char poured(size_t at)
{
    return (char)('a' + at % 23);
}

static void *pour(void *context)
{
    Pouring *pouring = context;
    FILE *file = fdopen(pouring->fd, "wb");
    for (size_t at = 0; at < pouring->bytes; at++)
        fputc(poured(at), file);
    fclose(file);
    return NULL;
}

static void assert_poured(const Source *source, size_t bytes)
{
    assert_int_equal(source->size, bytes);
    for (size_t at = 0; at < bytes; at += bytes / 13) {
        char found;
        assert_true(source->ops->read(source, at, 1, &found));
        assert_int_equal(found, poured(at));
    }
    char beyond;
    assert_false(source->ops->read(source, bytes, 1, &beyond));
}

static void *pour_into_fifo(void *context)
{
    Pouring pouring = {.fd = open(context, O_WRONLY), .bytes = 500};
    return pour(&pouring);
}

static void named_pipe_is_read_to_its_end(void **state)
{
    Opening *opening = *state;
    Text path = folder_path(&opening->folder, "pipe");
    char *name = arena_alloc(opening->folder.arena, path.len + 1, 1);
    memcpy(name, path.ptr, path.len);
    assert_int_equal(mkfifo(name, 0600), 0);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, pour_into_fifo, name), 0);
    Source *source = opened(opening, path);
    pthread_join(thread, NULL);
    assert_poured(source, 500);
    open_close(source);
}

// Two MiB go to a file without a name; a second load finds them again.
static void standard_input_is_kept_for_the_next_load(void **state)
{
    Opening *opening = *state;
    enum { BYTES = 2 * 1024 * 1024 };
    int ends[2];
    int before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    close(ends[0]);
    Pouring pouring = {.fd = ends[1], .bytes = BYTES};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, pour, &pouring), 0);
    Source *source = opened(opening, TEXT("-"));
    pthread_join(thread, NULL);
    dup2(before, STDIN_FILENO);
    close(before);
    assert_poured(source, BYTES);
    open_close(source);
    Source *again = opened(opening, TEXT("-"));
    assert_poured(again, BYTES);
    open_close(again);
}

static bool is_inherited(int fd)
{
    int flags = fcntl(fd, F_GETFD);
    return flags >= 0 && !(flags & FD_CLOEXEC);
}

// The descriptors that a program started now would get, beyond those that every program gets.
static size_t inherited_count(void)
{
    size_t count = 0;
    for (int fd = STDERR_FILENO + 1; fd < 256; fd++)
        count += is_inherited(fd);
    return count;
}

static void programs_started_meanwhile_inherit_no_descriptor(void **state)
{
    Opening *opening = *state;
    size_t before = inherited_count();
    Text path = folder_path(&opening->folder, "large-pipe");
    assert_int_equal(mkfifo(path.ptr, 0600), 0);
    int both = open(path.ptr, O_RDWR | O_CLOEXEC); // so that the writer need not wait for a reader
    Pouring pouring = {.fd = open(path.ptr, O_WRONLY | O_CLOEXEC), .bytes = 2 * 1024 * 1024};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, pour, &pouring), 0);
    int reader = open(path.ptr, O_RDONLY | O_CLOEXEC);
    close(both);
    Source *source = opened(opening, path);
    close(reader);
    pthread_join(thread, NULL);
    assert_poured(source, 2 * 1024 * 1024);
    assert_int_equal(inherited_count(), before);
    open_close(source);
}

// In a process of its own, because standard input is kept for good.
static void standard_input_that_is_a_file_is_not_inherited_twice(void **state)
{
    Opening *opening = *state;
    Text path = folder_write(&opening->folder, "input", TEXT("date,title\n"));
    pid_t child = fork();
    if (child == 0) {
        size_t before = inherited_count();
        int fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
        Source *source = NULL;
        bool is_open =
            dup2(fd, STDIN_FILENO) == STDIN_FILENO &&
            open_source(TEXT("-"), opening->folder.arena, NULL, &source, &opening->problems);
        _exit(is_open && source->size == 11 && inherited_count() == before ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_is_read_at_any_offset),
        cmocka_unit_test(what_is_no_file_is_refused_by_its_name),
        cmocka_unit_test(file_without_permission_is_refused),
        cmocka_unit_test(more_files_than_descriptors_stay_readable),
        cmocka_unit_test(threads_read_many_files_at_once),
        cmocka_unit_test(file_that_grew_is_current_and_reads_as_before),
        cmocka_unit_test(file_that_was_rewritten_is_not_current),
        cmocka_unit_test(file_put_in_the_place_of_another_is_not_current),
        cmocka_unit_test(file_written_between_two_openings_is_told),
        cmocka_unit_test(files_are_the_same_by_their_bytes),
        cmocka_unit_test(named_pipe_is_read_to_its_end),
        cmocka_unit_test(programs_started_meanwhile_inherit_no_descriptor),
        cmocka_unit_test(standard_input_that_is_a_file_is_not_inherited_twice),
        cmocka_unit_test(standard_input_is_kept_for_the_next_load),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
