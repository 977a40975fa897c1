#include <config.h>
#include "tests/support_files.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const codes[][3] = {
    {"CHN", "China", "Chinese"},
    {"PRK", "North Korea", "North Korean"},
    {"USA", "United States", "American"},
    {"SUN", "Soviet Union", "Soviet"},
};

enum { CODES = sizeof codes / sizeof codes[0] };

static Lexicon make_lexicon(Arena *arena)
{
    Lexicon lexicon = {.countries = countries_new(arena), .places = phrases_new(arena)};
    for (size_t i = 0; i < CODES; i++) {
        Country *country = countries_add(lexicon.countries, text_from(codes[i][0]));
        country->name = text_from(codes[i][1]);
    }
    countries_finish(lexicon.countries);
    for (size_t i = 0; i < CODES; i++) {
        Sense sense = {.class = LEX_NAME,
                       .country = country_by_code(lexicon.countries, text_from(codes[i][0]))};
        phrases_add(lexicon.places, text_from(codes[i][1]), sense);
        sense.class = LEX_ADJECTIVE;
        phrases_add(lexicon.places, text_from(codes[i][2]), sense);
    }
    Sense beijing = {.class = LEX_CAPITAL,
                     .country = country_by_code(lexicon.countries, TEXT("CHN"))};
    phrases_add(lexicon.places, TEXT("Beijing"), beijing);
    return lexicon;
}

void folder_add_profiles(Folder *folder, Lexicon *lexicon)
{
    const char *assets = getenv("BILAT_ASSETS");
    Problems problems = problems_in(folder->arena);
    if (!lexicon_load_profiles(lexicon, text_from(assets ? assets : "assets"), TEXT(""),
                               folder->arena, &problems))
        abort();
}

Folder folder_new(void)
{
    Folder folder = {.arena = arena_new()};
    const char *base = getenv("TMPDIR");
    Text name = arena_printf(folder.arena, "%s/bilat-test-XXXXXX", base ? base : "/tmp");
    char *path = arena_alloc(folder.arena, name.len + 1, 1);
    memcpy(path, name.ptr, name.len);
    if (!mkdtemp(path))
        abort();
    folder.path = text_from(path);
    folder.lexicon = make_lexicon(folder.arena);
    folder_add_profiles(&folder, &folder.lexicon);
    return folder;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

void folder_free(Folder *folder)
{
    timeline_free(folder->timeline);
    nftw(folder->path.ptr, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(folder->arena);
}

Text folder_path(Folder *folder, const char *name)
{
    return arena_printf(folder->arena, "%.*s/%s", TEXT_ARG(folder->path), name);
}

Text folder_write(Folder *folder, const char *name, Text content)
{
    Text path = folder_path(folder, name);
    for (size_t at = folder->path.len + 1; at < path.len; at++) {
        if (path.ptr[at] == '/')
            mkdir(arena_text(folder->arena, text_sub(path, 0, at)).ptr, 0700);
    }
    FILE *file = fopen(path.ptr, "wb");
    if (!file || fwrite(content.ptr, 1, content.len, file) != content.len || fclose(file) != 0)
        abort();
    return path;
}

Text folder_read(Folder *folder, Text path)
{
    Buffer content = buffer_in(folder->arena);
    FILE *file = fopen(path.ptr, "rb");
    if (!file)
        return TEXT("");
    char bytes[4096];
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buffer_add(&content, (Text){bytes, got});
    fclose(file);
    return buffer_text(&content);
}

static bool append(void *timeline, Segment *segment)
{
    timeline_append(timeline, segment);
    return true;
}

Timeline *folder_load_all(Folder *folder, LoadInputs inputs)
{
    timeline_free(folder->timeline);
    folder->timeline = timeline_new(folder->lexicon.countries);
    LoadOpened opened = {.source_count = 0};
    Load load = {
        .opened = &opened,
        .lexicon = &folder->lexicon,
        .settings = &folder->settings,
        .builder = builder_new(folder->lexicon.countries, append, folder->timeline),
        .scratch = arena_new(),
        .arena = arena_new(),
    };
    load_inputs(&load, inputs);
    builder_flush(load.builder);
    builder_free(load.builder);
    arena_free(load.scratch);
    arena_free(load.arena);
    timeline_locate_problems(folder->timeline);
    timeline_build_index(folder->timeline);
    return folder->timeline;
}

Timeline *folder_load(Folder *folder, Text path)
{
    return folder_load_all(folder, (LoadInputs){&path, 1});
}

size_t folder_problem_count(const Folder *folder)
{
    return timeline_problems(folder->timeline)->count;
}

Text folder_problem(Folder *folder, size_t n)
{
    if (n >= folder_problem_count(folder))
        return TEXT("(no such problem)");
    Problem problem = timeline_problems(folder->timeline)->items[n];
    if (text_starts(problem.path, folder->path))
        problem.path = text_sub(problem.path, folder->path.len + 1, problem.path.len);
    return arena_text(folder->arena, problem_text(&problem, folder->arena));
}

bool accounting_adds_up(Accounting accounting)
{
    return accounting.read == accounting.used + accounting.folded + accounting.joined +
                                  accounting.skipped + accounting.rejected;
}

EventId folder_event(const Folder *folder, size_t n)
{
    const EventId *events;
    size_t count = timeline_all_events(folder->timeline, &events);
    return n < count ? events[n] : EVENT_NOWHERE;
}

Text folder_field(Folder *folder, size_t n, EventField field)
{
    EventId id = folder_event(folder, n);
    if (event_equal(id, EVENT_NOWHERE))
        return TEXT("(no such event)");
    return arena_text(folder->arena, timeline_field(folder->timeline, id, field, folder->arena));
}

int folder_set_up(void **state)
{
    static Folder folder;
    folder = folder_new();
    *state = &folder;
    return 0;
}

int folder_tear_down(void **state)
{
    folder_free(*state);
    return 0;
}

void folder_load_table(Folder *folder, const char *name, Text content)
{
    folder_load(folder, folder_write(folder, name, content));
    BUG_IF(!accounting_adds_up(timeline_accounting(folder->timeline)));
}

const char *folder_sources(Folder *folder)
{
    Buffer out = buffer_in(folder->arena);
    for (size_t i = 0; i < timeline_source_count(folder->timeline); i++) {
        Text path = timeline_source(folder->timeline, (uint32_t)i)->path;
        if (i > 0)
            buffer_add_char(&out, ' ');
        buffer_add(&out, text_sub(path, folder->path.len + 1, path.len));
    }
    return arena_text(folder->arena, buffer_text(&out)).ptr;
}
