#include <config.h>
#include "loaders/loader.h"

#include "loaders/event_ids.h"
#include "loaders/open.h"
#include "loaders/origins.h"
#include "loaders/table_encoding.h"
#include "loaders/table_layout.h"
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
    Origins *origins;
    Twins *twins;
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

// ---- what is open ----

bool load_open(const Load *load, Text path, Arena *arena, Source **source, Problems *problems)
{
    LoadOpened *opened = load->opened;
    BUG_IF(opened->source_count == sizeof opened->sources / sizeof opened->sources[0]);
    if (!open_source(path, arena, load->cancel, source, problems))
        return false;
    opened->sources[opened->source_count++] = *source;
    return true;
}

static void forget(LoadOpened *opened, const Source *source)
{
    size_t kept = 0;
    for (size_t i = 0; i < opened->source_count; i++)
        if (opened->sources[i] != source)
            opened->sources[kept++] = opened->sources[i];
    opened->source_count = kept;
}

void load_add_source(const Load *load, Source *source)
{
    builder_add_source(load->builder, source);
    forget(load->opened, source);
}

void load_close(const Load *load, Source *source)
{
    forget(load->opened, source);
    open_close(source);
}

void load_close_opened(LoadOpened *opened)
{
    for (size_t i = 0; i < opened->source_count; i++)
        open_close(opened->sources[i]);
    if (opened->folder)
        closedir(opened->folder);
    *opened = (LoadOpened){.source_count = 0};
}

// ---- which loader? ----

const Loader *loader_by_name(Text name)
{
    for (size_t i = 0; i < LOADERS; i++)
        if (text_equal(name, text_from(loaders[i]->name)))
            return loaders[i];
    return NULL;
}

Text loader_names(Arena *arena)
{
    Buffer names = buffer_in(arena);
    for (size_t i = 0; i < LOADERS; i++) {
        const char *comma = i == 0 ? "" : i + 1 < LOADERS ? ", " : " or ";
        buffer_printf(&names, "%s%s", comma, loaders[i]->name);
    }
    return arena_text(arena, buffer_text(&names));
}

static const Loader *find_loader(const Source *source, Text head, const Load *load)
{
    const Loader *named = loader_by_name(load->settings->profile), *best = NULL;
    int best_score = 0;
    for (size_t i = 0; !named && i < LOADERS; i++) {
        ArenaMark mark = arena_mark(load->scratch);
        int score = loaders[i]->sniff(source, head, load->lexicon, load->scratch);
        arena_rewind(load->scratch, mark);
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

// A table that lacks a column says which.
static const char *why_none(const Source *source, Text head, Arena *scratch)
{
    Text lack = table_layout_lack(table_encoding_head(head, source->encoding, scratch), scratch);
    if (lack.len == 0)
        return "no timeline: neither a readout nor a table with columns for date and title";
    return arena_printf(scratch, "no timeline: %.*s", TEXT_ARG(lack)).ptr;
}

// The loader for a source, or NULL and why it has none.
static const Loader *recognise(const Inputs *inputs, const Source *source, const char **why)
{
    char bytes[SNIFF_BYTES];
    Text head = {bytes, source->size < SNIFF_BYTES ? (size_t)source->size : SNIFF_BYTES};
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
    const Loader *loader = find_loader(source, head, inputs->load);
    if (!loader)
        *why = why_none(source, head, inputs->load->scratch);
    return loader;
}

static const Text companions[] = {TEXT_INIT("participants.csv"), TEXT_INIT("positions.csv")};

enum { COMPANIONS = sizeof companions / sizeof companions[0] };

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
    return true;
}

static bool load_source(const Inputs *inputs, const Loader *loader, Source *source)
{
    const Load *load = inputs->load;
    origins_apply(inputs->origins, source, load);
    load_add_source(load, source);
    return loader->load(load, source);
}

static bool load_file(const Inputs *inputs, const WalkFile *file)
{
    const Load *load = inputs->load;
    Source *source = NULL;
    if (!load_open(load, file->path, builder_arena(load->builder), &source,
                   builder_problems(load->builder)))
        return true;
    if (load->settings->encoding.len)
        source->encoding = load->settings->encoding;
    const char *why = NULL;
    const Loader *loader = recognise(inputs, source, &why);
    if (loader && !is_folded(inputs, source))
        return load_source(inputs, loader, source);
    if (!loader)
        leave_out(inputs, file, why);
    load_close(load, source);
    return true;
}

static bool is_among(const WalkFiles *files, Text folder, Text name)
{
    for (size_t i = 0; i < files->count; i++) {
        Text path = files->items[i].path;
        if (path.len == folder.len + name.len && text_starts(path, folder) && text_ends(path, name))
            return true;
    }
    return false;
}

// What is read together with another file: participants.csv and positions.csv with their events.csv.
static bool is_companion(const Inputs *inputs, const WalkFile *file)
{
    Text name = path_name(file->path);
    if (!text_equal(name, companions[0]) && !text_equal(name, companions[1]))
        return false;
    if (is_among(&inputs->files, path_folder(file->path), TEXT("events.csv")))
        return true;
    leave_out(inputs, file, "belongs to an events.csv, which is not among the files to load");
    return true;
}

static bool load_next(const Inputs *inputs, const WalkFile *file)
{
    if (is_companion(inputs, file))
        return true;
    if (text_equal(path_name(file->path), ORIGINS_FILE)) {
        leave_out(inputs, file, "says where the files beside it come from; no timeline itself");
        return true;
    }
    return load_file(inputs, file);
}

bool load_inputs(const Load *outer, LoadInputs inputs)
{
    Load with_ids = *outer;
    const Load *load = &with_ids;
    with_ids.ids = event_ids_new(outer->arena);
    Text profile = load->settings->profile;
    if (profile.len && !loader_by_name(profile)) {
        problem_at(builder_problems(load->builder),
                   PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_ERROR, TEXT("")),
                   "no form of data is called \"%.*s\"", TEXT_ARG(profile));
        return true;
    }
    Inputs state = {.load = load, .origins = origins_new(load->arena), .twins = twins_new(load)};
    state.files = walk_inputs(load, inputs);
    bool goes_on = !load_is_cancelled(load);
    for (size_t i = 0; goes_on && i < state.files.count; i++) {
        goes_on = load_next(&state, &state.files.items[i]) &&
                  builder_flush_if_late(load->builder) && !load_is_cancelled(load);
        arena_reset(load->scratch);
    }
    return goes_on;
}
