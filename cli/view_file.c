#include <config.h>
#include "cli/view_file.h"

#include "cli/notes_keep.h"
#include "cli/output.h"
#include "cli/real_path.h"
#include "loaders/ini.h"
#include "model/path.h"

#include <glob.h>
#include <stdio.h>
#include <unistd.h>

enum {
    LINE_BYTES = 300
}; // of a value, each of them three characters at most; INI_MAX_LINE is 1000

static bool fail(Problems *problems, Text path, const char *why)
{
    problem_at(problems, PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_ERROR, path), "%s", why);
    return false;
}

// ---- places ----

static Text views_folder(Arena *arena)
{
    Text folder = notes_keep_folder(arena);
    return folder.len ? arena_printf(arena, "%.*s/views", TEXT_ARG(folder)) : folder;
}

static bool is_name(Text name)
{
    if (name.len == 0 || name.len > 200 || name.ptr[0] == '.')
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == '/' || (unsigned char)name.ptr[i] < 0x20)
            return false;
    return true;
}

Text view_file_path(Text name, Arena *arena, Problems *problems)
{
    Text folder = views_folder(arena);
    if (!is_name(name))
        fail(problems, name, "the name of a view has no slash and begins with no dot");
    else if (folder.len == 0)
        fail(problems, name, "neither XDG_DATA_HOME nor HOME names a folder for views");
    else
        return arena_printf(arena, "%.*s/%.*s.ini", TEXT_ARG(folder), TEXT_ARG(name));
    return TEXT("");
}

Text view_file_find(Text name_or_path, Arena *arena)
{
    Problems ignored = problems_in(arena);
    Text path = arena_text(arena, name_or_path);
    if (output_is_folder(path))
        return arena_printf(arena, "%.*s%sview.ini", TEXT_ARG(path),
                            text_ends(path, TEXT("/")) ? "" : "/");
    if (access(path.ptr, F_OK) == 0)
        return path;
    Text named = view_file_path(path, arena, &ignored);
    return named.len && access(named.ptr, F_OK) == 0 ? named : path;
}

Text view_file_names(Arena *arena)
{
    Buffer names = buffer_in(arena);
    Text folder = views_folder(arena);
    glob_t found;
    Text pattern = arena_printf(arena, "%.*s/*.ini", TEXT_ARG(folder));
    if (folder.len && glob(pattern.ptr, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            Text path = text_from(found.gl_pathv[i]);
            Text name = text_sub(path, folder.len + 1, path.len);
            buffer_printf(&names, "%s%.*s", names.count ? "\n" : "", (int)name.len - 4, name.ptr);
        }
        globfree(&found);
    }
    return buffer_text(&names);
}

static Text folder_of(Text path)
{
    size_t len = path_folder(path).len;
    return len > 1 ? text_sub(path, 0, len - 1) : len == 1 ? TEXT("/") : TEXT(".");
}

// Of two absolute paths: "../../data/x.csv".
static Text relative(Text from_folder, Text to, Arena *arena)
{
    size_t common = 0;
    for (size_t i = 0; i <= from_folder.len && i <= to.len; i++) {
        bool ends_a = i == from_folder.len || from_folder.ptr[i] == '/';
        bool ends_b = i == to.len || to.ptr[i] == '/';
        if (ends_a && ends_b)
            common = i;
        if (i == from_folder.len || i == to.len || from_folder.ptr[i] != to.ptr[i])
            break;
    }
    Buffer out = buffer_in(arena);
    Text up = text_sub(from_folder, common, from_folder.len);
    for (size_t i = 0; i < up.len; i++)
        if (up.ptr[i] == '/' && i + 1 < up.len)
            buffer_add(&out, TEXT("../"));
    Text down = text_sub(to, common, to.len);
    while (text_starts(down, TEXT("/")))
        down = text_sub(down, 1, down.len);
    buffer_add(&out, down);
    return out.count ? buffer_text(&out) : TEXT(".");
}

// "/a/b/../../c" as "/c", whether or not anything stands there.
static Text tidy(Text path, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (Text rest = path; rest.ptr;) {
        Text part = text_cut(&rest, '/');
        if (part.len == 0 || text_equal(part, TEXT(".")))
            continue;
        if (!text_equal(part, TEXT(".."))) {
            buffer_printf(&out, "/%.*s", TEXT_ARG(part));
            continue;
        }
        Text folder = folder_of(buffer_text(&out));
        out.count = folder.len > 1 ? folder.len : 0;
    }
    return out.count ? arena_text(arena, buffer_text(&out)) : TEXT("/");
}

// ---- values ----

static bool is_special(Text text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    bool is_edge = at == 0 || at + 1 == text.len;
    if (c < 0x20 || c == 0x7F || c == '%' || c == ';' || c == '#' || c == '\\')
        return true;
    return is_edge && (c == ' ' || c == '"' || c == '\'');
}

static Text encode(Text text, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < text.len; i++) {
        if (is_special(text, i))
            buffer_printf(&out, "%%%02X", (unsigned char)text.ptr[i]);
        else
            buffer_add_char(&out, text.ptr[i]);
    }
    return buffer_text(&out);
}

static int digit(char c)
{
    Text digits = TEXT("0123456789ABCDEF");
    size_t at = text_find_char(digits, c >= 'a' && c <= 'f' ? (char)(c - 0x20) : c);
    return at == TEXT_NOWHERE ? -1 : (int)at;
}

static Text decode(Text text, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < text.len; i++) {
        bool is_code = text.ptr[i] == '%' && i + 2 < text.len && digit(text.ptr[i + 1]) >= 0 &&
                       digit(text.ptr[i + 2]) >= 0;
        buffer_add_char(&out, is_code ? (char)(digit(text.ptr[i + 1]) * 16 + digit(text.ptr[i + 2]))
                                      : text.ptr[i]);
        i += is_code ? 2 : 0;
    }
    return arena_text(arena, buffer_text(&out));
}

typedef struct Writing {
    const ViewFile *file;
    Text folder; // of the file, absolute
    Arena *arena;
    Sink *sink;
} Writing;

static void put(const Writing *writing, const char *key, Text value)
{
    unsigned part = 1;
    for (size_t at = 0; at == 0 || at < value.len; at += LINE_BYTES, part++) {
        Text piece = encode(text_sub(value, at, LINE_BYTES), writing->arena);
        char number[16] = "";
        if (part > 1)
            snprintf(number, sizeof number, ".%u", part);
        sink_write(writing->sink,
                   arena_printf(writing->arena, "%s%s = %.*s\n", key, number, TEXT_ARG(piece)));
    }
}

static bool write_view(void *context, Sink *sink)
{
    Writing *writing = context;
    const ViewFile *file = writing->file;
    writing->sink = sink;
    sink_write(sink, TEXT("; A view of bilat. \"bilat --view\" with the name of this file, or of "
                          "its folder, opens it.\n[view]\n"));
    put(writing, "name", file->view.name);
    put(writing, "filter", file->view.filter);
    put(writing, "sort", text_from(sort_key_name(file->view.sort)));
    put(writing, "descending", file->view.is_descending ? TEXT("yes") : TEXT("no"));
    for (size_t i = 0; i < file->inputs.count; i++) {
        const ViewInput *input = &file->inputs.items[i];
        sink_write(sink, arena_printf(writing->arena, "[input.%zu]\n", i + 1));
        put(writing, "path",
            relative(writing->folder, real_path(input->path, writing->arena), writing->arena));
        sink_write(sink, arena_printf(writing->arena, "size = %llu\nhash = %016llx\n",
                                      (unsigned long long)input->print.size,
                                      (unsigned long long)input->print.hash));
    }
    return !sink->has_failed;
}

bool view_file_write(Text path, const ViewFile *file, Problems *problems)
{
    Arena *arena = arena_new();
    bool is_written = output_make_folder(folder_of(path), problems);
    Writing writing = {file, real_path(folder_of(path), arena), arena, NULL};
    is_written = is_written && output_write(path, write_view, &writing, problems);
    arena_free(arena);
    return is_written;
}

// ---- reading ----

static Text get(const Config *config, Text section, const char *key, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (unsigned part = 1;; part++) {
        Text name = part == 1 ? text_from(key) : arena_printf(arena, "%s.%u", key, part);
        const ConfigRow *row = config_row(config, section, name);
        if (!row)
            break;
        buffer_add(&out, row->value);
    }
    return decode(buffer_text(&out), arena);
}

static uint64_t get_hash(const Config *config, Text section, Arena *arena)
{
    uint64_t hash = 0;
    Text text = get(config, section, "hash", arena);
    for (size_t i = 0; i < text.len && digit(text.ptr[i]) >= 0; i++)
        hash = hash * 16 + (uint64_t)digit(text.ptr[i]);
    return hash;
}

// As a person would write it: from here where it stands below, else from the root.
static Text short_path(Text path, Arena *arena)
{
    Text found = real_path(tidy(path, arena), arena), here = real_path(TEXT("."), arena);
    return real_path_is_in(found, here) ? relative(here, found, arena) : found;
}

static void read_inputs(const Config *config, Text folder, Arena *arena, ViewFile *file)
{
    Text from = real_path(folder, arena);
    for (unsigned i = 1;; i++) {
        Text section = arena_printf(arena, "input.%u", i);
        Text path = get(config, section, "path", arena);
        int64_t size = 0;
        if (path.len == 0)
            return;
        text_integer(get(config, section, "size", arena), &size);
        if (path.ptr[0] != '/')
            path = arena_printf(arena, "%.*s/%.*s", TEXT_ARG(from), TEXT_ARG(path));
        ViewInput input = {.path = short_path(path, arena),
                           .print = {true, (uint64_t)size, get_hash(config, section, arena)}};
        ARENA_PUSH(arena, &file->inputs, input);
    }
}

static bool fail_missing(Text path, Problems *problems)
{
    Arena *arena = arena_new();
    Buffer out = buffer_in(arena);
    Text names = view_file_names(arena);
    for (Text rest = names; rest.ptr && rest.len;) {
        Text name = text_cut(&rest, '\n');
        buffer_printf(&out, "%s\"%.*s\"", out.count ? ", " : "", TEXT_ARG(name));
    }
    problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, path), "%s%s%.*s",
               "there is no such view, ", names.len ? "those saved are " : "and none is saved",
               TEXT_ARG(buffer_text(&out)));
    arena_free(arena);
    return false;
}

bool view_file_read(Text path, Arena *arena, ViewFile *file, Problems *problems)
{
    Config config = {.arena = arena};
    if (access(arena_text(arena, path).ptr, F_OK) != 0)
        return fail_missing(path, problems);
    *file = (ViewFile){.view = {.sort = SORT_DATE}};
    if (!ini_load(path, &config, problems))
        return false;
    Text section = TEXT("view");
    if (!config_row(&config, section, TEXT("filter")))
        return fail(problems, path, "expected a [view] with a filter");
    file->view.name = get(&config, section, "name", arena);
    file->view.filter = get(&config, section, "filter", arena);
    file->view.is_descending = text_equal(get(&config, section, "descending", arena), TEXT("yes"));
    Text sort = get(&config, section, "sort", arena);
    for (SortKey key = 0; key < SORT_KEYS; key++)
        if (text_equal(sort, text_from(sort_key_name(key))))
            file->view.sort = key;
    read_inputs(&config, folder_of(path), arena, file);
    return true;
}

bool view_file_take_inputs(ViewFile *file, LoadInputs inputs, Arena *arena, Problems *problems)
{
    file->inputs.count = 0;
    for (size_t i = 0; i < inputs.count; i++) {
        ViewInput input = {inputs.paths[i], fingerprint_of(inputs.paths[i])};
        if (!input.print.is_there)
            return fail(problems, inputs.paths[i],
                        "this input cannot be read a second time, so a view of it cannot be saved");
        ARENA_PUSH(arena, &file->inputs, input);
    }
    return true;
}

bool view_file_has_inputs(const ViewFile *file, LoadInputs inputs)
{
    Arena *arena = arena_new();
    bool is_same = file->inputs.count == inputs.count;
    for (size_t i = 0; i < inputs.count && is_same; i++)
        is_same = text_equal(real_path(file->inputs.items[i].path, arena),
                             real_path(inputs.paths[i], arena));
    arena_free(arena);
    return is_same;
}

// ---- use ----

static void compare_inputs(const ViewFile *file, LoadInputs inputs, Problems *problems)
{
    for (size_t i = 0; i < inputs.count && i < file->inputs.count; i++) {
        Fingerprint now = fingerprint_of(inputs.paths[i]);
        if (now.is_there && !fingerprint_equal(now, file->inputs.items[i].print))
            problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_WARNING, inputs.paths[i]),
                       "this input differs from what it was when the view was saved");
    }
    if (inputs.count != file->inputs.count)
        problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_WARNING, file->view.name),
                   "the view was saved of %zu inputs, this one has %zu", file->inputs.count,
                   inputs.count);
}

// Whoever made a view may have named any file of this machine: who opens it shall know which are read.
static void tell_outside(const ViewFile *file, Text path, Arena *arena, Problems *problems)
{
    Text folder = real_path(folder_of(path), arena);
    if (text_equal(folder, real_path(views_folder(arena), arena)))
        return;
    for (size_t i = 0; i < file->inputs.count; i++)
        if (!real_path_is_in(real_path(file->inputs.items[i].path, arena), folder))
            problem_at(problems,
                       PROBLEM_IN(PROBLEM_OPEN, SEVERITY_WARNING, file->inputs.items[i].path),
                       "the view names this input, which is outside of its folder");
}

static LoadInputs inputs_of(const ViewFile *file, Arena *arena)
{
    Text *paths = ARENA_ARRAY(arena, Text, file->inputs.count);
    for (size_t i = 0; i < file->inputs.count; i++)
        paths[i] = file->inputs.items[i].path;
    return (LoadInputs){paths, file->inputs.count};
}

bool view_file_use(Options *options, Arena *arena, Problems *problems)
{
    ViewFile file;
    Text path = view_file_find(options->view, arena);
    if (!view_file_read(path, arena, &file, problems))
        return false;
    if (options->inputs.count == 0) {
        options->inputs = inputs_of(&file, arena);
        tell_outside(&file, path, arena, problems);
    }
    compare_inputs(&file, options->inputs, problems);
    if (options->filter.len == 0)
        options->filter = file.view.filter;
    else if (file.view.filter.len)
        options->filter = arena_printf(arena, "(%.*s) (%.*s)", TEXT_ARG(file.view.filter),
                                       TEXT_ARG(options->filter));
    options->sort = file.view.sort;
    options->is_descending = file.view.is_descending;
    options->view_folder = folder_of(path);
    return true;
}
