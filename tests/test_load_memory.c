// What loading does when memory runs out, at each of its requests in turn: it jumps to the escape of its thread, and
// neither memory nor a descriptor is lost. The linker puts our malloc, calloc and free before the library's, for what
// our own code asks for.
#include <config.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support_archives.h"
#include "tests/support_files.h"
#include "tests/support_lexicon.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void __wrap_free(void *memory);

static bool is_counting;
static size_t requests_left; // of those that succeed
static int held;             // blocks

static bool is_refused(void)
{
    return is_counting && requests_left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    void *memory = is_refused() ? NULL : __real_malloc(size);
    held += memory != NULL;
    return memory;
}

void *__wrap_calloc(size_t count, size_t size)
{
    void *memory = is_refused() ? NULL : __real_calloc(count, size);
    held += memory != NULL;
    return memory;
}

void __wrap_free(void *memory)
{
    held -= memory != NULL;
    __real_free(memory);
}

static int descriptor_count(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

// Until the end of the load, as a timeline does: what a source's form needs lies in its first segment.
static bool keep(void *context, Segment *segment)
{
    Segment **kept = context;
    segment->next = *kept;
    *kept = segment;
    return true;
}

static void free_kept(Segment *kept)
{
    for (Segment *next; kept; kept = next) {
        next = kept->next;
        segment_free(kept);
    }
}

typedef struct Loading {
    Load load;
    LoadOpened opened;
    jmp_buf escape;
    Segment *kept;
} Loading;

static bool load_with_memory_for(size_t requests, Text path)
{
    static const LoadSettings settings;
    Loading loading = {.opened = {.source_count = 0}};
    loading.load =
        (Load){.lexicon = lexicon_test.lexicon,
               .settings = &settings,
               .builder = builder_new(lexicon_test.lexicon->countries, keep, &loading.kept),
               .scratch = arena_new(),
               .arena = arena_new(),
               .opened = &loading.opened};
    requests_left = requests;
    bool is_complete = setjmp(loading.escape) == 0;
    if (is_complete) {
        builder_set_escape(loading.load.builder, &loading.escape);
        arena_set_escape(loading.load.scratch, &loading.escape);
        arena_set_escape(loading.load.arena, &loading.escape);
        is_counting = true;
        load_inputs(&loading.load, (LoadInputs){&path, 1});
        builder_flush(loading.load.builder);
    }
    is_counting = false;
    load_close_opened(&loading.opened);
    builder_free(loading.load.builder);
    arena_free(loading.load.scratch);
    arena_free(loading.load.arena);
    free_kept(loading.kept);
    return is_complete;
}

// One in the other, with a table that has a companion, and a content for the nameless file.
static void write_archives(Folder *folder)
{
    Arena *arena = folder->arena;
    Buffer rows = buffer_in(arena);
    buffer_add(&rows, TEXT("date,title\n"));
    while (rows.count < 1100 * 1024)
        buffer_printf(&rows, "1973,Visit %zu %*s\n", rows.count, 4000, "");
    PackForm zip = {"zip", NULL, NULL, NULL};
    PackMember tables[] = {
        {"rows.csv", buffer_text(&rows)},
        {"events.csv", TEXT("id,date,title,kind\ne9,1974,Nine,visit\n")},
        {"participants.csv", TEXT("event_id,name\ne9,Mao\n")},
    };
    PackMember outer = {"inner.zip", pack(arena, zip, tables, 3)};
    folder_write(folder, "outer.zip", pack(arena, zip, &outer, 1));
}

static void write_inputs(Folder *folder)
{
    Buffer repeats = buffer_in(folder->arena);
    buffer_add(&repeats, TEXT("date,title\n"));
    for (int i = 0; i < 2000; i++)
        buffer_add(&repeats, TEXT("01/02/1972,Nixon visits China\n"));
    folder_write(folder, "repeats.csv", buffer_text(&repeats));
    folder_write(folder, "sources.csv", TEXT("file,url\nx\nrepeats.csv,http://a\n"));
    folder_write(folder, "call.txt",
                 TEXT("Readout of the call\nMay 10, 2024\n\nOn May 10, 2024, Foreign Minister Wang "
                      "Yi of China spoke by\nphone with Secretary Antony Blinken of the United "
                      "States. Wang Yi said\nthat China would go on with the talks.\n"));
    folder_write(
        folder, "page.html",
        TEXT("<html><head><title>Call</title></head><body><h1>Readout of the call</h1>"
             "<p>May 10, 2024</p><p>On May 10, 2024, Minister Wang Yi spoke by phone with "
             "Secretary Blinken of the United States. It was a <b>good</b> talk.</p></body>"
             "</html>"));
    folder_write(
        folder, "old.txt",
        TEXT("Readout of the call\nMay 11, 2024\n\nPresident Lula of Brazil said in S\xE3o "
             "Paulo on May 11, 2024 that \x93the talks\x94 with China would go on.\n"));
    folder_write(folder, "un_roll_calls.csv",
                 TEXT("rcid,session,importantvote,date,unres,amend,para,short,descr\n"
                      "3,1,0,1946-01-01,R/1/66,1,0,\"AMENDMENTS, RULES\",To amend\n"));
    folder_write(folder, "un_votes.csv",
                 TEXT("rcid,country,country_code,vote\n3,China,CN,yes\n3,France,FR,no\n"));
    for (int i = 0; i < 2; i++) {
        const char *at = i ? "b" : "a";
        Arena *arena = folder->arena;
        folder_write(folder, arena_printf(arena, "%s/events.csv", at).ptr,
                     TEXT("id,date,title,kind\ne1,1972,One,visit\n"));
        folder_write(folder, arena_printf(arena, "%s/participants.csv", at).ptr,
                     TEXT("event_id,name\ne1,Mao\n"));
    }
    write_archives(folder);
}

static void load_without_memory_loses_nothing(void **state)
{
    (void)state;
    Folder folder = folder_new();
    folder_add_profiles(&folder, lexicon_test.lexicon);
    write_inputs(&folder);
    while (!load_with_memory_for(SIZE_MAX, folder.path)) {
    }
    int held_before = held, descriptors_before = descriptor_count();
    size_t requests = 0;
    for (bool is_complete = false; !is_complete; requests++) {
        is_complete = load_with_memory_for(requests, folder.path);
        assert_int_equal(held, held_before);
        assert_true(descriptor_count() <= descriptors_before + 1); // one file may stay ready
    }
    assert_true(requests > 20); // there was something to refuse
    folder_free(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load_without_memory_loses_nothing),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
