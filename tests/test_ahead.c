// Reading ahead: however many threads read, a folder gives the same events, problems and accounts in the same order.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loaders/loader.h"
#include "model/timeline.h"
#include "tests/support_files.h"
#include "tests/support_lexicon.h"

static bool append(void *timeline, Segment *segment)
{
    timeline_append(timeline, segment);
    return true;
}

static Timeline *load(Text path, size_t threads)
{
    static const LoadSettings settings;
    Timeline *timeline = timeline_new(lexicon_test.lexicon->countries);
    LoadOpened opened = {.source_count = 0};
    Load request = {.opened = &opened,
                    .lexicon = lexicon_test.lexicon,
                    .settings = &settings,
                    .builder = builder_new(lexicon_test.lexicon->countries, append, timeline),
                    .scratch = arena_new(),
                    .arena = arena_new(),
                    .threads = threads};
    assert_true(load_inputs(&request, (LoadInputs){&path, 1}));
    assert_true(builder_flush(request.builder));
    builder_free(request.builder);
    arena_free(request.scratch);
    arena_free(request.arena);
    timeline_locate_problems(timeline);
    return timeline;
}

static void add_field(Buffer *out, Text field)
{
    buffer_printf(out, "|%.*s", TEXT_ARG(field));
}

static void add_event(const Timeline *timeline, EventId id, Buffer *out)
{
    size_t count;
    for (int field = 0; field < EVENT_FIELDS; field++)
        add_field(out, timeline_field(timeline, id, (EventField)field, out->arena));
    timeline_participants(timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        for (int field = 0; field < PARTICIPANT_FIELDS; field++)
            add_field(out, timeline_participant_field(timeline, id, n, (ParticipantField)field,
                                                      out->arena));
    timeline_positions(timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        for (int field = 0; field < POSITION_FIELDS; field++)
            add_field(out,
                      timeline_position_field(timeline, id, n, (PositionField)field, out->arena));
    buffer_add_char(out, '\n');
}

// All that the load gave, as text.
static Text told(const Timeline *timeline, Arena *arena)
{
    Buffer out = buffer_in(arena);
    size_t segments = timeline_segment_count(timeline);
    for (size_t i = 0; i < segments; i++)
        for (size_t row = 0; row < timeline_segment(timeline, i)->count; row++)
            add_event(timeline, timeline_event_id(i, row), &out);
    Problems *problems = timeline_problems((Timeline *)(uintptr_t)timeline);
    for (size_t i = 0; i < problems->count; i++)
        buffer_printf(&out, "%.*s\n", TEXT_ARG(problem_text(&problems->items[i], arena)));
    Accounting all = timeline_accounting(timeline);
    buffer_printf(&out, "%llu %llu %llu %llu\n", (unsigned long long)all.read,
                  (unsigned long long)all.used, (unsigned long long)all.folded,
                  (unsigned long long)all.rejected);
    return buffer_text(&out);
}

static void check(Text folder)
{
    Arena *arena = arena_new();
    Timeline *alone = load(folder, 0);
    Text expected = told(alone, arena);
    assert_true(timeline_event_count(alone) > 0);
    for (size_t threads = 1; threads <= 5; threads += 2) {
        Timeline *together = load(folder, threads);
        Text found = told(together, arena);
        assert_int_equal(found.len, expected.len);
        assert_true(text_equal(found, expected));
        timeline_free(together);
    }
    timeline_free(alone);
    arena_free(arena);
}

static Text source_folder(const char *name)
{
    const char *folder = getenv("srcdir");
    return arena_printf(lexicon_test.arena, "%s/tests/%s", folder ? folder : ".", name);
}

static void threads_change_nothing_of_readouts(void **state)
{
    (void)state;
    check(source_folder("readouts"));
}

// Pages that say their address, doubles, tables between readouts, what cannot be read, what says where files come from.
static void threads_change_nothing_of_mixed_folders(void **state)
{
    (void)state;
    Folder folder = folder_new();
    Arena *arena = folder.arena;
    for (int i = 0; i < 60; i++)
        folder_write(&folder, arena_printf(arena, "%02d.txt", i).ptr,
                     arena_printf(arena,
                                  "Readout of the call\nMay %d, 2024\n\nOn May %d, 2024, Foreign "
                                  "Minister Wang Yi of China spoke by phone with Secretary Ann "
                                  "Hale of the United States. Wang Yi said that trade grows.\n",
                                  i % 20 + 1, i % 20 + 1));
    folder_write(&folder, "05.csv", TEXT("date,title,kind\n1972-02-21,One,visit\n"));
    folder_write(&folder, "10.txt", TEXT(""));
    folder_write(&folder, "11.txt", TEXT("\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0"));
    folder_write(&folder, "12.html",
                 TEXT("<html><head><title>Call</title><link rel=\"canonical\" "
                      "href=\"https://a.example/1\"></head><body><h1>Readout of the call</h1>"
                      "<p>May 10, 2024</p><p>On May 10, 2024, Minister Wang Yi met Secretary Ann "
                      "Hale in Beijing.</p></body></html>"));
    folder_write(&folder, "13.txt",
                 TEXT("Call\nMay 11, 2024\n\nPresident Lula of Brazil met \x93her\x94 in S\xE3o "
                      "Paulo on May 11, 2024 and said that trade grows.\n"));
    folder_write(&folder, "sources.csv",
                 TEXT("file,url,publisher\n12.html,https://b.example,\n01.txt,https://c.example,"
                      "KCNA\n01.txt,https://d.example,\n"));
    check(folder.path);
    folder_free(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_nothing_of_readouts),
        cmocka_unit_test(threads_change_nothing_of_mixed_folders),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
