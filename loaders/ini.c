#include <config.h>
#include "loaders/ini.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef HAVE_INIPARSER_INIPARSER_H
#include <iniparser/iniparser.h>
#else
#include <iniparser.h>
#endif

// iniparser goes through all keys that it has for each one that it takes; so it gets a long file in pieces.
enum { PIECE_ENTRIES = 64 };

typedef struct Entry { // one `key = value` that iniparser will see
    Text section, key; // lower case
    Text name;         // "section:key", as iniparser calls it
    Text value;        // as iniparser has read it; ptr NULL: it has not
    uint32_t line;
    bool is_overridden;
} Entry;

typedef struct Piece { // of the clean copy
    size_t start;
    Text section; // in which it begins
} Piece;

typedef struct Scan {
    Text path;
    Problems *problems;
    Arena *arena;
    Text section;
    uint32_t line;
    bool is_changed; // the clean copy differs from the file
    Buffer clean;    // the file as iniparser may have it, line for line
    Entry *items;
    size_t count, capacity;
    uint32_t *slots; // by name: the last entry of it, from 1; 0 is free
    size_t slot_count;
    struct {
        Piece *items;
        size_t count, capacity;
    } pieces;
} Scan;

static Problem in_line(const Scan *scan, Severity severity)
{
    Problem where = PROBLEM_IN(PROBLEM_CONFIG, severity, scan->path);
    where.line = scan->line;
    return where;
}

static Text lower(Text text, Arena *arena)
{
    char *bytes = arena_alloc(arena, text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++)
        bytes[i] = text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? (char)(text.ptr[i] - 'A' + 'a')
                                                            : text.ptr[i];
    return (Text){bytes, text.len};
}

// What iniparser trips over in any line, comments too; NULL: nothing.
static const char *unreadable(Text line)
{
    if (text_find_char(line, '\0') != TEXT_NOWHERE)
        return "the line holds a NUL byte and is left out";
    if (line.len > INI_MAX_LINE)
        return "the line is longer than 1000 bytes and is left out: "
               "part the list over numbered keys";
    if (text_ends(line, TEXT("\\")))
        return "a backslash may not end a line; the line is left out";
    return NULL;
}

static bool is_comment(Text line)
{
    return line.len > 0 && (line.ptr[0] == '#' || line.ptr[0] == ';');
}

static bool read_section(Scan *scan, Text line)
{
    if (!text_starts(line, TEXT("[")) || text_find_char(line, ']') != line.len - 1)
        return false;
    scan->section = lower(text_trim(text_sub(line, 1, line.len - 2)), scan->arena);
    return true;
}

// ---- entries by name ----

static uint32_t *slot_of(const Scan *scan, Text name)
{
    size_t mask = scan->slot_count - 1, at = (size_t)text_hash(name) & mask;
    while (scan->slots[at] && !text_equal(scan->items[scan->slots[at] - 1].name, name))
        at = (at + 1) & mask;
    return &scan->slots[at];
}

static void make_slots(Scan *scan)
{
    if (scan->count * 2 < scan->slot_count)
        return;
    scan->slot_count = scan->slot_count ? scan->slot_count * 2 : 256; // a power of two
    scan->slots = ARENA_ARRAY(scan->arena, uint32_t, scan->slot_count);
    for (size_t i = 0; i < scan->count; i++)
        *slot_of(scan, scan->items[i].name) = (uint32_t)i + 1;
}

static void add_entry(Scan *scan, const Entry *entry)
{
    make_slots(scan);
    uint32_t *slot = slot_of(scan, entry->name);
    if (*slot) {
        Entry *earlier = &scan->items[*slot - 1];
        earlier->is_overridden = true;
        problem_at(scan->problems, in_line(scan, SEVERITY_WARNING),
                   "\"%.*s\" was given in line %u already; this line holds", TEXT_ARG(entry->key),
                   earlier->line);
    }
    ARENA_PUSH(scan->arena, scan, *entry);
    *slot = (uint32_t)scan->count;
}

// ---- lines ----

static bool read_entry(Scan *scan, Text line)
{
    Text value = line;
    Text key = text_trim(text_cut(&value, '='));
    if (!value.ptr || key.len == 0 || text_starts(line, TEXT("[")))
        return false;
    value = text_trim(value);
    bool is_quoted = value.len > 0 && (value.ptr[0] == '"' || value.ptr[0] == '\'');
    if (is_quoted && text_find_char(text_sub(value, 1, value.len), value.ptr[0]) == TEXT_NOWHERE)
        problem_at(scan->problems, in_line(scan, SEVERITY_WARNING),
                   "the quote that begins the value is never closed");
    Entry entry = {.section = scan->section, .line = scan->line};
    entry.name = arena_join(scan->arena, arena_join(scan->arena, scan->section, TEXT(":")),
                            lower(key, scan->arena));
    entry.key = text_sub(entry.name, scan->section.len + 1, entry.name.len);
    add_entry(scan, &entry);
    return true;
}

// True when iniparser may see the line.
static bool scan_line(Scan *scan, Text raw)
{
    Text line = text_trim(raw);
    const char *why = unreadable(line);
    if (is_comment(line))
        return !why;
    if (!why && (line.len == 0 || read_section(scan, line) || read_entry(scan, line)))
        return true;
    if (!why)
        why = "expected [section] or key = value";
    problem_at(scan->problems, in_line(scan, SEVERITY_WARNING), "%s", why);
    return false;
}

static void scan_file(Scan *scan, Text content)
{
    if (text_starts(content, TEXT("\xEF\xBB\xBF"))) {
        content = text_sub(content, 3, content.len);
        scan->is_changed = true;
    }
    for (size_t piece = 0; content.ptr && content.len > 0;) {
        Text line = text_cut(&content, '\n');
        if (scan->count >= piece) {
            ARENA_PUSH(scan->arena, &scan->pieces, ((Piece){scan->clean.count, scan->section}));
            piece = scan->count + PIECE_ENTRIES;
        }
        scan->line++;
        if (scan_line(scan, line))
            buffer_add(&scan->clean, text_trim(line));
        else
            scan->is_changed = true;
        buffer_add_char(&scan->clean, '\n');
    }
}

static bool read_all(FILE *file, Buffer *content)
{
    char chunk[16 * 1024];
    size_t len = 0;
    while (content->count <= INI_MAX_BYTES && (len = fread(chunk, 1, sizeof chunk, file)) > 0)
        buffer_add(content, (Text){chunk, len});
    return !ferror(file) && content->count <= INI_MAX_BYTES;
}

static bool read_file(Scan *scan, Text *content)
{
    Buffer bytes = buffer_in(scan->arena);
    FILE *file = fopen(arena_text(scan->arena, scan->path).ptr, "rb");
    bool is_read = file && read_all(file, &bytes);
    if (!is_read)
        problem_at(scan->problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, scan->path), "%s",
                   bytes.count > INI_MAX_BYTES ? "larger than an INI file may be (4 MiB)"
                                               : strerror(errno));
    if (file)
        fclose(file);
    *content = buffer_text(&bytes);
    return is_read;
}

// ---- iniparser ----

typedef struct Copy { // a file from which iniparser reads what it may have
    int fd;
    const char *path;
    bool is_named; // in a folder: to be unlinked
} Copy;

static bool open_named(const Scan *scan, Copy *copy)
{
    const char *folder = getenv("TMPDIR");
    Text name =
        arena_printf(scan->arena, "%s/bilat-ini-XXXXXX", folder && folder[0] ? folder : "/tmp");
    char *path = arena_alloc(scan->arena, name.len + 1, 1);
    memcpy(path, name.ptr, name.len);
    *copy = (Copy){mkstemp(path), path, true};
    return copy->fd >= 0;
}

// In memory where the system has such files. False with errno set: no file can be made.
static bool open_copy(const Scan *scan, Copy *copy)
{
#ifdef MFD_CLOEXEC
    copy->fd = memfd_create("bilat-ini", MFD_CLOEXEC);
    copy->path = arena_printf(scan->arena, "/proc/self/fd/%d", copy->fd).ptr;
    copy->is_named = false;
    if (copy->fd >= 0 && access(copy->path, R_OK) == 0)
        return true;
    if (copy->fd >= 0)
        close(copy->fd);
#endif
    return open_named(scan, copy);
}

static bool write_copy(const Copy *copy, Text bytes)
{
    if (ftruncate(copy->fd, 0) != 0 || lseek(copy->fd, 0, SEEK_SET) != 0)
        return false;
    while (bytes.len > 0) {
        ssize_t done = write(copy->fd, bytes.ptr, bytes.len);
        if (done < 0)
            return false;
        bytes = text_sub(bytes, (size_t)done, bytes.len);
    }
    return true;
}

static void close_copy(const Copy *copy)
{
    if (copy->is_named)
        unlink(copy->path);
    close(copy->fd);
}

// iniparser writes to stderr, over the screen, unless it is given another place.
static int keep_silent(const char *format, ...) PRINTF_LIKE(1, 2);
static int keep_silent(const char *format, ...)
{
    (void)format;
    return 0;
}

// What iniparser has read becomes the values of the entries. False: it could not read the file.
static bool parse(Scan *scan, const char *path, Arena *arena)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; // the callback is there only once
    pthread_mutex_lock(&lock);
    iniparser_set_error_callback(keep_silent);
    dictionary *parsed = iniparser_load(path);
    iniparser_set_error_callback(NULL);
    pthread_mutex_unlock(&lock);
    if (!parsed)
        return false;
    for (ssize_t i = 0; i < parsed->size; i++) {
        if (!parsed->key[i] || !parsed->val[i] || scan->slot_count == 0)
            continue;
        uint32_t slot = *slot_of(scan, text_from(parsed->key[i]));
        if (slot)
            scan->items[slot - 1].value = arena_text(arena, text_from(parsed->val[i]));
    }
    iniparser_freedict(parsed);
    return true;
}

static bool parse_pieces(Scan *scan, const Copy *copy, Arena *arena)
{
    bool is_parsed = true;
    for (size_t i = 0; i < scan->pieces.count && is_parsed; i++) {
        const Piece *piece = &scan->pieces.items[i];
        size_t end =
            i + 1 < scan->pieces.count ? scan->pieces.items[i + 1].start : scan->clean.count;
        Text lines = text_sub(buffer_text(&scan->clean), piece->start, end - piece->start);
        ArenaMark mark = arena_mark(scan->arena);
        Text head = piece->section.ptr
                        ? arena_printf(scan->arena, "[%.*s]\n", TEXT_ARG(piece->section))
                        : TEXT("");
        is_parsed = write_copy(copy, arena_join(scan->arena, head, lines)) &&
                    parse(scan, copy->path, arena);
        arena_rewind(scan->arena, mark);
    }
    return is_parsed;
}

static bool parse_all(Scan *scan, Arena *arena)
{
    Copy copy;
    bool is_parsed = false, is_short = !scan->is_changed && scan->pieces.count <= 1;
    if (!is_short && open_copy(scan, &copy)) {
        is_parsed = parse_pieces(scan, &copy, arena);
        close_copy(&copy);
    }
    return is_parsed || (!scan->is_changed && parse(scan, scan->path.ptr, arena));
}

static void add_rows(const Scan *scan, Config *config)
{
    Text path = arena_text(config->arena, scan->path), section = {NULL, 0}, copy = {NULL, 0};
    for (size_t i = 0; i < scan->count; i++) {
        const Entry *entry = &scan->items[i];
        if (entry->is_overridden || !entry->value.ptr)
            continue;
        if (!copy.ptr || !text_equal(section, entry->section)) {
            section = entry->section;
            copy = arena_text(config->arena, section);
        }
        ConfigRow row = {.section = copy,
                         .key = arena_text(config->arena, entry->key),
                         .value = entry->value,
                         .path = path,
                         .line = entry->line};
        ARENA_PUSH(config->arena, config, row);
    }
}

bool ini_load(Text path, Config *config, Problems *problems)
{
    Arena *arena = arena_new();
    Scan scan = {.path = path, .problems = problems, .arena = arena, .clean = buffer_in(arena)};
    scan.path = arena_text(problems->arena, path); // problems outlive the scan
    Text content;
    bool is_read = read_file(&scan, &content);
    if (is_read) {
        scan_file(&scan, content);
        is_read = parse_all(&scan, config->arena);
        if (is_read)
            add_rows(&scan, config);
        else
            problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, scan.path),
                       "cannot be read as INI: %s", strerror(errno));
    }
    arena_free(arena);
    return is_read;
}
