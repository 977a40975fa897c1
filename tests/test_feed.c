#include <config.h>

// The test of missing memory waits for the loader's thread without taking anything: it looks into the feed.
#include "loaders/feed.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/support_files.h"

static const LoadSettings settings;

static int new_folder(void **state)
{
    static Folder folder;
    folder = folder_new();
    folder.timeline = timeline_new(folder.lexicon.countries);
    *state = &folder;
    return 0;
}

static int free_folder(void **state)
{
    folder_free(*state);
    return 0;
}

static Text write_rows(Folder *folder, size_t count)
{
    Buffer rows = buffer_in(folder->arena);
    buffer_add(&rows, TEXT("date,title\n"));
    for (size_t i = 0; i < count; i++)
        buffer_printf(&rows, "%04zu,t%zu\n", 1000 + i % 9000, i);
    return folder_write(folder, "rows.csv", buffer_text(&rows));
}

static void feed_wakes_its_reader_until_all_is_taken(void **state)
{
    Folder *folder = *state;
    Text path = write_rows(folder, 100000);
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1});
    struct pollfd wake = {.fd = feed_wake_fd(feed), .events = POLLIN};
    do {
        assert_int_equal(poll(&wake, 1, 60000), 1);
    } while (feed_take(feed, folder->timeline));
    assert_int_equal(timeline_event_count(folder->timeline), 100000);
    assert_true(timeline_segment_count(folder->timeline) >= 2);
    assert_false(feed_take(feed, folder->timeline));
    assert_true(feed_bytes_read(feed) > 1000000);
    feed_free(feed);
    timeline_build_index(folder->timeline);
    assert_string_equal(folder_field(folder, 0, EVENT_TITLE).ptr, "t0");
}

// Ids and repeats are answered from the source that the other thread is still reading.
static void events_can_be_read_while_more_are_loaded(void **state)
{
    Folder *folder = *state;
    Buffer rows = buffer_in(folder->arena);
    size_t repeats_begin = 0;
    buffer_add(&rows, TEXT("date,title\n"));
    for (size_t i = 0; i < 150000; i++) {
        if (i == 100000)
            repeats_begin = rows.count;
        buffer_printf(&rows, "1972,t%zu\n", i % 100000);
    }
    Text path = folder_write(folder, "repeats.csv", buffer_text(&rows));
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1});
    struct pollfd wake = {.fd = feed_wake_fd(feed), .events = POLLIN};
    Arena *scratch = arena_new();
    bool may_come = true;
    while (may_come && poll(&wake, 1, 60000) == 1) {
        may_come = feed_take(feed, folder->timeline);
        size_t segments = timeline_segment_count(folder->timeline);
        for (size_t i = 0; i < segments; i++) {
            EventId first = timeline_event_id(i, 0);
            Text id = timeline_field(folder->timeline, first, EVENT_ID, scratch);
            bool is_repeat = text_find(id, TEXT(".")) != TEXT_NOWHERE;
            Event event = timeline_event(folder->timeline, first);
            assert_int_equal(is_repeat, event.record >= repeats_begin);
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
    feed_free(feed);
    assert_int_equal(timeline_event_count(folder->timeline), 150000);
}

static void feed_finish_waits_for_the_end(void **state)
{
    Folder *folder = *state;
    Text path = write_rows(folder, 5000);
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1});
    feed_finish(feed, folder->timeline);
    feed_free(feed);
    assert_int_equal(timeline_event_count(folder->timeline), 5000);
    assert_true(accounting_adds_up(timeline_accounting(folder->timeline)));
}

static void cancelled_feed_stops_and_keeps_what_came(void **state)
{
    Folder *folder = *state;
    enum { ROWS = 500000 };
    Text path = write_rows(folder, ROWS);
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1});
    feed_cancel(feed);
    feed_finish(feed, folder->timeline);
    feed_free(feed);
    assert_true(timeline_event_count(folder->timeline) < ROWS);
}

static void feed_can_be_freed_at_any_time(void **state)
{
    Folder *folder = *state;
    Text path = write_rows(folder, 200000);
    feed_free(feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1}));
    feed_free(NULL);
    assert_int_equal(timeline_event_count(folder->timeline), 0);
}

// ---- pipes: who waits for one must be reached; where it is not, the alarm ends the test ----

enum { PATIENCE_S = 60 };

static void fifo_that_nobody_writes_does_not_hold_up_the_end(void **state)
{
    Folder *folder = *state;
    Text path = folder_path(folder, "fifo");
    assert_int_equal(mkfifo(path.ptr, 0600), 0);
    alarm(PATIENCE_S);
    feed_free(feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1}));
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1});
    feed_cancel(feed);
    feed_finish(feed, folder->timeline);
    feed_free(feed);
    alarm(0);
    assert_int_equal(timeline_problems(folder->timeline)->count, 0); // nobody's mistake
}

static void write_to(int fd, const char *bytes)
{
    assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
}

static void reload_goes_on_with_standard_input_where_it_was(void **state)
{
    Folder *folder = *state;
    Text path = TEXT("-");
    int ends[2], before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    close(ends[0]);
    alarm(PATIENCE_S);
    write_to(ends[1], "date,title\n1972,before");
    feed_free(feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1}));
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1});
    write_to(ends[1], " and after\n");
    close(ends[1]);
    feed_finish(feed, folder->timeline);
    feed_free(feed);
    alarm(0);
    dup2(before, STDIN_FILENO);
    close(before);
    timeline_build_index(folder->timeline);
    assert_int_equal(timeline_event_count(folder->timeline), 1);
    assert_string_equal(folder_field(folder, 0, EVENT_TITLE).ptr, "before and after");
}

// ---- out of memory, in a process of its own ----

#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#ifndef HAS_SANITIZER
static bool address_space(rlim_t *bytes)
{
    unsigned long pages;
    FILE *file = fopen("/proc/self/statm", "r");
    bool is_read = file && fscanf(file, "%lu", &pages) == 1;
    if (file)
        fclose(file);
    *bytes = is_read ? pages * (rlim_t)sysconf(_SC_PAGESIZE) : 0;
    return is_read;
}

enum { LOADED_ENOUGH = 0, LIMIT_UNKNOWN = 77 };

// Loads with 32 MiB: too little for a million events. Says by its exit status what happened.
static int load_in_little_memory(Folder *folder, Text path, size_t rows)
{
    struct rlimit before, little;
    rlim_t used;
    getrlimit(RLIMIT_AS, &before);
    little = before;
    if (!address_space(&used))
        return LIMIT_UNKNOWN;
    little.rlim_cur = used + 32 * 1024 * 1024;
    setrlimit(RLIMIT_AS, &little);
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1});
    if (feed->has_thread)
        pthread_join(feed->thread, NULL);
    feed->has_thread = false;
    setrlimit(RLIMIT_AS, &before);
    feed_finish(feed, folder->timeline);
    feed_free(feed);
    size_t events = timeline_event_count(folder->timeline);
    Text line = folder_problem(folder, 0);
    if (events == 0 || events == rows)
        return 1;
    return text_equal(line,
                      TEXT("error: out of memory: loading has stopped; what was loaded stays"))
               ? LOADED_ENOUGH
               : 2;
}
#endif

static void load_that_lacks_memory_ends_with_a_problem(void **state)
{
#ifdef HAS_SANITIZER
    (void)state;
    (void)wait;
#else
    Folder *folder = *state;
    enum { ROWS = 1500000 };
    Text path = write_rows(folder, ROWS);
    pid_t child = fork();
    if (child == 0)
        _exit(load_in_little_memory(folder, path, ROWS));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) != LIMIT_UNKNOWN)
        assert_int_equal(WEXITSTATUS(status), LOADED_ENOUGH);
#endif
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, free_folder)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(feed_wakes_its_reader_until_all_is_taken),
        IN_FOLDER(events_can_be_read_while_more_are_loaded),
        IN_FOLDER(feed_finish_waits_for_the_end),
        IN_FOLDER(cancelled_feed_stops_and_keeps_what_came),
        IN_FOLDER(feed_can_be_freed_at_any_time),
        IN_FOLDER(fifo_that_nobody_writes_does_not_hold_up_the_end),
        IN_FOLDER(reload_goes_on_with_standard_input_where_it_was),
        IN_FOLDER(load_that_lacks_memory_ends_with_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
