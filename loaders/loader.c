#include <config.h>
#include "loaders/loader.h"

#include "loaders/ahead.h"
#include "loaders/event_ids.h"
#include "loaders/lexicon.h"
#include "loaders/notes_in.h"
#include "loaders/open.h"
#include "loaders/origins.h"
#include "loaders/packed.h"
#include "loaders/table_encoding.h"
#include "loaders/table_find.h"
#include "loaders/table_join.h"
#include "loaders/table_layout.h"
#include "loaders/table_share.h"
#include "loaders/twins.h"
#include "loaders/walk.h"

#include <string.h>

static const Loader *const loaders[] = {
    &readout_loader,
    &table_loader,
};

enum { LOADERS = sizeof loaders / sizeof loaders[0] };

typedef struct Inputs {
    const Load *load;
    WalkFiles files;
    OriginReader *origins;
    Twins *twins;
    size_t *used;    // sources that were loaded, or are the same as one that was
    Packing packing; // of what is loaded now
    AheadFile found; // of the file at hand; its loader is NULL: nothing yet
    WalkFiles *last; // files that must come after the others; NULL: it is their turn
} Inputs;

void load_add_progress(const Load *load, uint64_t bytes)
{
    if (load->progress)
        atomic_fetch_add(load->progress, bytes);
}

bool load_is_cancelled(const Load *load)
{
    return cancel_is_wished(load->cancel);
}

bool load_gives_up(const Load *load)
{
    if (load->part)
        load->part->has_given_up = true;
    return load->part != NULL;
}

bool load_has_given_up(const Load *load)
{
    return load->part && load->part->has_given_up;
}

// ---- which loader? ----

const Loader *loader_by_name(const Lexicon *lexicon, Text name)
{
    for (size_t i = 0; i < LOADERS; i++)
        if (text_equal(name, text_from(loaders[i]->name)))
            return loaders[i];
    bool is_profile = lexicon && lexicon->profiles && profiles_find(lexicon->profiles, name);
    return is_profile ? &table_loader : NULL;
}

Text loader_names(const Lexicon *lexicon, Arena *arena)
{
    const Profiles *profiles = lexicon ? lexicon->profiles : NULL;
    size_t count = LOADERS + (profiles ? profiles->count : 0);
    Buffer names = buffer_in(arena);
    for (size_t i = 0; i < count; i++) {
        Text name = i < LOADERS ? text_from(loaders[i]->name) : profiles->items[i - LOADERS]->name;
        buffer_printf(&names, "%s%.*s",
                      i == 0          ? ""
                      : i + 1 < count ? ", "
                                      : " or ",
                      TEXT_ARG(name));
    }
    return arena_text(arena, buffer_text(&names));
}

static const Loader *find_loader(const Source *source, Text head, const Preparation *with)
{
    const Loader *named = loader_by_name(with->lexicon, with->settings->profile), *best = NULL;
    int best_score = 0;
    for (size_t i = 0; !named && i < LOADERS; i++) {
        ArenaMark mark = arena_mark(with->arena);
        int score = loaders[i]->sniff(source, head, with->lexicon, with->arena);
        arena_rewind(with->arena, mark);
        if (score > best_score) {
            best = loaders[i];
            best_score = score;
        }
    }
    return named ? named : best;
}

// In a folder it is no mistake to find other files, so they are only named.
static void leave_out(const Inputs *inputs, const WalkFile *file, const char *why)
{
    Severity severity = file->is_direct ? SEVERITY_ERROR : SEVERITY_NOTE;
    Problems *problems = builder_problems(inputs->load->builder);
    Text path = arena_text(problems->arena, file->path);
    problem_at(problems, PROBLEM_IN(PROBLEM_NO_TIMELINE, severity, path), "%s", why);
}

// UTF-16 and UTF-32 begin with a mark. In other text a NUL is damage, and rare.
static bool is_binary(Text head)
{
    bool is_wide = text_starts(head, TEXT("\xFF\xFE")) || text_starts(head, TEXT("\xFE\xFF")) ||
                   text_starts(head, TEXT("\0\0\xFE\xFF"));
    size_t nul_count = 0;
    for (size_t i = 0; i < head.len; i++)
        nul_count += head.ptr[i] == '\0';
    return !is_wide && nul_count > 1 + head.len / 256;
}

// A table that lacks a column says which, and what was tried.
static const char *why_none(const Load *load, const Source *source, Text head)
{
    Arena *scratch = load->scratch;
    const Profiles *profiles = load->lexicon ? load->lexicon->profiles : NULL;
    const Profile *fallback = profiles ? profiles_fallback(profiles) : NULL;
    Text lack = TEXT("");
    if (fallback)
        lack = table_layout_lack(table_encoding_head(head, source->encoding, scratch), fallback,
                                 scratch);
    bool is_json = text_starts(text_trim(head), TEXT("{")) || text_starts(head, TEXT("["));
    if (lack.len == 0 && !is_json)
        return "no timeline: neither a readout nor a table with columns for date and title";
    Text tried = table_find_of(load, source, scratch).tried;
    return arena_printf(scratch, "no timeline: %.*s%s%.*s", TEXT_ARG(lack), lack.len ? "; " : "",
                        TEXT_ARG(tried))
        .ptr;
}

// The loader for a source, or NULL and why it has none; NULL where that need not be told.
static const Loader *recognise(const Inputs *inputs, const Source *source, bool is_direct,
                               const char **why)
{
    char bytes[SNIFF_BYTES];
    uint64_t size = source->size;
    Text head = {bytes, size < SNIFF_BYTES ? (size_t)size : SNIFF_BYTES};
    if (head.len == 0) {
        *why = "the file is empty";
        return NULL;
    }
    if (!source->ops->read(source, 0, head.len, bytes)) {
        *why = "the file cannot be read";
        return NULL;
    }
    bool may_be_wide = inputs->load->settings->encoding.len > 0; // then NUL is part of letters
    if (!may_be_wide && is_binary(head)) {
        *why = "the file holds binary data, not text";
        return NULL;
    }
    if (notes_is_head(head)) {
        *why = is_direct ? "holds what was noted on events; no timeline itself" : NULL;
        return NULL; // in a folder it is one of our own, and known
    }
    const Load *load = inputs->load;
    Preparation with = {
        .lexicon = load->lexicon, .settings = load->settings, .arena = load->scratch};
    const Loader *loader = find_loader(source, head, &with);
    if (!loader)
        *why = why_none(inputs->load, source, head);
    return loader;
}

const Loader *load_recognise_ahead(const Preparation *work)
{
    Text head = text_sub(work->bytes, 0, SNIFF_BYTES);
    if (work->settings->encoding.len == 0 && is_binary(head))
        return NULL;
    return find_loader(work->source, head, work);
}

static bool is_folded(const Inputs *inputs, const Source *source)
{
    const Load *load = inputs->load;
    const Source *other = twins_add(inputs->twins, source);
    if (!other)
        return false;
    problem_at(builder_problems(load->builder),
               PROBLEM_IN(PROBLEM_JOIN, SEVERITY_NOTE, source->path),
               "the same as %.*s: not loaded twice", TEXT_ARG(other->path));
    builder_accounting(load->builder)->read++;
    builder_accounting(load->builder)->folded++;
    ++*inputs->used;
    return true;
}

static bool load_source(const Inputs *inputs, const Loader *loader, Source *source)
{
    const Load *load = inputs->load;
    origins_apply(inputs->origins, source, load);
    load_add_source(load, source);
    ++*inputs->used;
    return inputs->found.loader ? loader->finish(load, source, inputs->found.prepared)
                                : loader->load(load, source);
}

static void drop(const Inputs *inputs, Source *source)
{
    if (inputs->packing.depth > 0)
        packed_drop(inputs->load, source);
    else
        load_close(inputs->load, source);
}

// Standard input cannot be read twice.
static bool has_to_wait(const Inputs *inputs, const Loader *loader, const Source *source)
{
    bool is_stream = text_equal(source->path, TEXT("-")) || text_starts(source->path, TEXT("-!"));
    return inputs->last && loader->comes_last && !is_stream &&
           loader->comes_last(inputs->load, source);
}

// Its turn comes when all others were read.
static bool put_last(const Inputs *inputs, const WalkFile *file, Source *source)
{
    Arena *arena = inputs->load->arena;
    WalkFile waiting = *file;
    waiting.path = arena_text(arena, file->path);
    ARENA_PUSH(arena, inputs->last, waiting);
    ++*inputs->used;
    drop(inputs, source);
    return true;
}

// Whether it can be taken for what it is. What its loader cannot read piece by piece must be whole, and what is no
// timeline goes through the limits all the same.
static bool has_come(const Loader *loader, const Source *source)
{
    return (loader && loader->reads_arriving) || source_await(source, UINT64_MAX) != SOURCE_STOPPED;
}

static bool load_opened(const Inputs *inputs, const WalkFile *file, Source *source)
{
    const Load *load = inputs->load;
    if (load->settings->encoding.len)
        source->encoding = load->settings->encoding;
    const char *why = NULL;
    const Loader *loader = inputs->found.loader ? inputs->found.loader
                                                : recognise(inputs, source, file->is_direct, &why);
    if (!has_come(loader, source)) {
        drop(inputs, source);
        return true;
    }
    if (loader && has_to_wait(inputs, loader, source))
        return put_last(inputs, file, source);
    if (loader && !is_folded(inputs, source))
        return load_source(inputs, loader, source);
    if (!loader && why)
        leave_out(inputs, file, why);
    drop(inputs, source);
    return true;
}

static bool is_among(const WalkFiles *files, Text path)
{
    for (size_t i = 0; i < files->count; i++)
        if (text_equal(files->items[i].path, path))
            return true;
    return false;
}

// What is read together with another file: participants.csv, positions.csv and mentioned.csv with their events.csv.
static bool is_companion(const Inputs *inputs, const WalkFile *file)
{
    FilePath path = {file->path, file->archive};
    Text events = table_join_events(path, inputs->load->scratch);
    if (events.len == 0)
        return false;
    if (!is_among(&inputs->files, events))
        leave_out(inputs, file, "belongs to an events table, which is not among the files to load");
    return true;
}

// Beside our own tables it is one of them.
static bool is_origins(const Inputs *inputs, const WalkFile *file)
{
    Text events;
    FilePath path = {file->path, file->archive};
    if (!origins_is_table(path, inputs->load->scratch, &events))
        return false;
    if (is_among(&inputs->files, events))
        return true;
    bool is_packed = inputs->packing.depth > 0;
    if (!text_equal(file_path_name(path), ORIGINS_FILE) && !is_packed)
        return false; // its name says nothing
    leave_out(inputs, file,
              is_packed ? "says where files come from; in an archive it is read with events alone"
                        : "says where the files beside it come from; no timeline itself");
    return true;
}

// ---- archives ----

static bool load_source_or_archive(const Inputs *inputs, const WalkFile *file, Source *source);

static bool waits_for_events(const Inputs *inputs, FilePath path)
{
    Text events;
    return table_join_events(path, inputs->load->scratch).len > 0 ||
           origins_is_table(path, inputs->load->scratch, &events);
}

// Whether a companion has its events.csv is known at the end of the archive alone.
static bool load_member(Inputs *inputs, const WalkFile *file, Source *member)
{
    bool has_members = !text_equal(member->path, file->path);
    WalkFile found = {.path = member->path,
                      .archive = member->archive,
                      .is_direct = file->is_direct && !has_members};
    if (has_members) {
        ARENA_PUSH(inputs->load->arena, &inputs->files, found);
        WalkFile kept = found;
        kept.path = arena_text(inputs->load->arena, found.path);
        ARENA_PUSH(inputs->load->arena, &inputs->load->tables->members, kept);
    }
    if (waits_for_events(inputs, (FilePath){found.path, found.archive})) {
        packed_drop(inputs->load, member);
        return true;
    }
    return load_source_or_archive(inputs, &found, member);
}

static bool load_members(Inputs *inputs, const WalkFile *file, Packed *packed)
{
    const Load *load = inputs->load;
    for (;;) {
        Source *member = NULL;
        UnpackResult result = packed_next(packed, builder_arena(load->builder), &member);
        if (result != UNPACK_MEMBER)
            return result == UNPACK_END;
        if (!load_member(inputs, file, member) || !builder_flush_if_late(load->builder) ||
            load_is_cancelled(load))
            return false;
        arena_reset(load->scratch);
    }
}

static void report_members(const Inputs *inputs, const WalkFile *file, const Packed *packed)
{
    for (size_t i = 0; i < inputs->files.count; i++)
        if (!is_companion(inputs, &inputs->files.items[i]))
            is_origins(inputs, &inputs->files.items[i]);
    if (unpack_is_document(packed->unpacking))
        leave_out(inputs, file, "a document of an office program: save it as CSV or as text");
}

// Progress counts what was read of the file itself, and so not what its members hold.
static bool load_archive(const Inputs *outer, const WalkFile *file, Source *archive)
{
    Packed packed;
    if (!packed_open(&packed, outer->load, archive, outer->packing)) {
        drop(outer, archive);
        return true;
    }
    Load load = *outer->load;
    load.progress = NULL;
    Inputs inputs = *outer;
    inputs.load = &load;
    inputs.files = (WalkFiles){.count = 0};
    inputs.found = (AheadFile){.loader = NULL};
    inputs.packing = packed.packing;
    const Problems *problems = builder_problems(load.builder);
    uint64_t used = *inputs.used, errors = problems->by_severity[SEVERITY_ERROR];
    bool goes_on = load_members(&inputs, file, &packed);
    if (goes_on)
        report_members(&inputs, file, &packed);
    bool is_silent = problems->by_severity[SEVERITY_ERROR] == errors;
    if (goes_on && *inputs.used == used && is_silent && !unpack_is_document(packed.unpacking))
        leave_out(outer, file, "nothing in this archive is a timeline");
    packed_close(&packed);
    load_close(&load, archive);
    return goes_on;
}

static bool load_source_or_archive(const Inputs *inputs, const WalkFile *file, Source *source)
{
    if (!packed_is(source))
        return load_opened(inputs, file, source);
    if (source_await(source, UINT64_MAX) != SOURCE_STOPPED)
        return load_archive(inputs, file, source);
    drop(inputs, source);
    return true;
}

static bool load_file(Inputs *inputs, const WalkFile *file)
{
    const Load *load = inputs->load;
    Source *source = NULL;
    if (file->is_pipe &&
        !builder_flush(load->builder)) // while it is waited for, the reader sees the rest
        return false;
    if (!load_open(load, file->path, builder_arena(load->builder), &source,
                   builder_problems(load->builder)))
        return true;
    if (inputs->found.loader && !open_is_as_it_was(source, &inputs->found.was))
        inputs->found = (AheadFile){.loader = NULL};
    return load_source_or_archive(inputs, file, source);
}

static bool load_next(const Inputs *outer, const WalkFile *file, AheadFile found)
{
    Inputs inputs = *outer;
    inputs.found = found;
    if (is_companion(&inputs, file) || is_origins(&inputs, file))
        return true;
    return load_file(&inputs, file);
}

// False: cancelled.
static bool load_each(const Inputs *inputs, const WalkFiles *files)
{
    const Load *load = inputs->load;
    bool goes_on = true;
    Ahead *ahead = ahead_start(load, files, load->threads);
    for (size_t i = 0; goes_on && i < files->count; i++) {
        AheadFile found = {.loader = NULL};
        if (ahead)
            found = ahead_take(ahead, i);
        goes_on = load_next(inputs, &files->items[i], found) &&
                  builder_flush_if_late(load->builder) && !load_is_cancelled(load);
        arena_reset(load->scratch);
    }
    ahead_stop(ahead);
    load->opened->ahead = NULL;
    return goes_on;
}

bool load_inputs(const Load *outer, LoadInputs inputs)
{
    Load with_ids = *outer;
    const Load *load = &with_ids;
    with_ids.ids = event_ids_new(outer->arena);
    Text profile = load->settings->profile;
    if (profile.len && !loader_by_name(load->lexicon, profile)) {
        problem_at(builder_problems(load->builder),
                   PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_ERROR, TEXT("")),
                   "no form of data is called \"%.*s\"", TEXT_ARG(profile));
        return true;
    }
    size_t used = 0;
    TableShare tables = {0};
    WalkFiles last = {0};
    with_ids.tables = &tables;
    Inputs state = {.load = load,
                    .origins = origins_new(load->arena),
                    .twins = twins_new(load),
                    .used = &used,
                    .last = &last};
    state.files = walk_inputs(load, inputs);
    tables.files = &state.files;
    if (load->total && state.files.is_measured)
        atomic_store(load->total, state.files.bytes);
    bool goes_on = !load_is_cancelled(load) && load_each(&state, &state.files);
    state.last = NULL;
    goes_on = goes_on && load_each(&state, &last);
    store_release(load->opened->store);
    load->opened->store = NULL;
    return goes_on;
}
