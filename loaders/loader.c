#include <config.h>
#include "loaders/loader.h"

#include "loaders/open.h"
#include "loaders/origins.h"
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
    SourceList loaded;
} Inputs;

void load_add_progress(const Load *load, uint64_t bytes)
{
    if (load->progress)
        atomic_fetch_add(load->progress, bytes);
}

const Loader *loader_by_name(Text name)
{
    for (size_t i = 0; i < LOADERS; i++)
        if (text_equal(name, text_from(loaders[i]->name)))
            return loaders[i];
    return NULL;
}

static const Loader *find_loader(const Source *source, Text head, const Load *load)
{
    const Loader *named = loader_by_name(load->settings->profile), *best = NULL;
    int best_score = 0;
    for (size_t i = 0; !named && i < LOADERS; i++) {
        int score = loaders[i]->sniff(source, head, load->lexicon);
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
    if (is_binary(head)) {
        *why = "the file holds binary data, not text";
        return NULL;
    }
    *why = "no timeline: neither a readout nor a table with columns for date and title";
    return find_loader(source, head, inputs->load);
}

static const Text companions[] = {TEXT_INIT("participants.csv"), TEXT_INIT("positions.csv")};

enum { COMPANIONS = sizeof companions / sizeof companions[0] };

// Both lack the file, or have it with the same bytes.
static bool is_same_beside(const Source *a, const Source *b, Text name, Arena *scratch)
{
    Text paths[2];
    Source *opened[2] = {NULL, NULL};
    Problems ignored = problems_in(scratch); // the loader of the table reports what it cannot open
    const Source *sources[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        paths[i] = arena_printf(scratch, "%.*s%.*s", TEXT_ARG(path_folder(sources[i]->path)),
                                TEXT_ARG(name));
        open_source(paths[i], scratch, &opened[i], &ignored);
    }
    bool is_same =
        opened[0] && opened[1] ? open_same_content(opened[0], opened[1]) : opened[0] == opened[1];
    for (size_t i = 0; i < 2; i++)
        if (opened[i])
            open_close(opened[i]);
    return is_same;
}

// The same events with other participants or positions are not the same document.
static bool is_same_document(const Source *a, const Source *b, Arena *scratch)
{
    bool is_same = open_same_content(a, b);
    bool has_companions = text_equal(path_name(a->path), TEXT("events.csv")) ||
                          text_equal(path_name(b->path), TEXT("events.csv"));
    for (size_t i = 0; is_same && has_companions && i < COMPANIONS; i++)
        is_same = is_same_beside(a, b, companions[i], scratch);
    return is_same;
}

static bool is_folded(const Inputs *inputs, const Source *source)
{
    const Load *load = inputs->load;
    for (size_t i = 0; i < inputs->loaded.count; i++) {
        const Source *other = inputs->loaded.items[i];
        if (!is_same_document(other, source, load->scratch))
            continue;
        problem_at(builder_problems(load->builder),
                   PROBLEM_IN(PROBLEM_JOIN, SEVERITY_NOTE, source->path),
                   "the same as %.*s: not loaded twice", TEXT_ARG(other->path));
        builder_accounting(load->builder)->read++;
        builder_accounting(load->builder)->folded++;
        return true;
    }
    return false;
}

static bool load_source(Inputs *inputs, const Loader *loader, Source *source)
{
    const Load *load = inputs->load;
    if (load->settings->encoding.len)
        source->encoding = load->settings->encoding;
    origins_apply(inputs->origins, source, load);
    builder_add_source(load->builder, source);
    ARENA_PUSH(load->arena, &inputs->loaded, source);
    bool goes_on = loader->load(load, source);
    arena_reset(load->scratch);
    return goes_on;
}

static bool load_file(Inputs *inputs, const WalkFile *file)
{
    const Load *load = inputs->load;
    Source *source = NULL;
    if (!open_source(file->path, builder_arena(load->builder), &source,
                     builder_problems(load->builder)))
        return true;
    const char *why = NULL;
    const Loader *loader = recognise(inputs, source, &why);
    if (loader && !is_folded(inputs, source))
        return load_source(inputs, loader, source);
    if (!loader)
        leave_out(inputs, file, why);
    open_close(source);
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

static bool load_next(Inputs *inputs, const WalkFile *file)
{
    if (is_companion(inputs, file))
        return true;
    if (text_equal(path_name(file->path), ORIGINS_FILE)) {
        leave_out(inputs, file, "says where the files beside it come from; no timeline itself");
        return true;
    }
    return load_file(inputs, file);
}

bool load_inputs(const Load *load, LoadInputs inputs)
{
    Text profile = load->settings->profile;
    if (profile.len && !loader_by_name(profile)) {
        problem_at(builder_problems(load->builder),
                   PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_ERROR, TEXT("")),
                   "no form of data is called \"%.*s\"", TEXT_ARG(profile));
        return true;
    }
    Inputs state = {.load = load, .origins = origins_new(load->arena)};
    state.files = walk_inputs(inputs, load->arena, builder_problems(load->builder));
    for (size_t i = 0; i < state.files.count; i++)
        if (!load_next(&state, &state.files.items[i]))
            return false;
    return true;
}
