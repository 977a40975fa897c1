#include <config.h>
#include "loaders/ini.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef HAVE_INIPARSER_INIPARSER_H
#include <iniparser/iniparser.h>
#else
#include <iniparser.h>
#endif

typedef struct Entry { // one `key = value` that iniparser will see
    Text section, key; // lower case
    uint64_t hash;
    uint32_t line;
    bool is_overridden;
} Entry;

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

static void override_earlier(Scan *scan, const Entry *entry)
{
    for (size_t i = 0; i < scan->count; i++) {
        Entry *earlier = &scan->items[i];
        if (earlier->hash != entry->hash || !text_equal(earlier->key, entry->key) ||
            !text_equal(earlier->section, entry->section) || earlier->is_overridden)
            continue;
        earlier->is_overridden = true;
        problem_at(scan->problems, in_line(scan, SEVERITY_WARNING),
                   "\"%.*s\" was given in line %u already; this line holds", TEXT_ARG(entry->key),
                   earlier->line);
    }
}

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
    Entry entry = {.section = scan->section, .key = lower(key, scan->arena), .line = scan->line};
    entry.hash = text_hash(entry.key) * 31 + text_hash(entry.section);
    override_earlier(scan, &entry);
    ARENA_PUSH(scan->arena, scan, entry);
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
    while (content.ptr && content.len > 0) {
        Text line = text_cut(&content, '\n');
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

// A file that holds the clean copy. Its name, which the caller unlinks, or NULL with errno set.
static const char *write_copy(Scan *scan)
{
    const char *folder = getenv("TMPDIR");
    Text name =
        arena_printf(scan->arena, "%s/bilat-ini-XXXXXX", folder && folder[0] ? folder : "/tmp");
    char *path = arena_alloc(scan->arena, name.len + 1, 1);
    memcpy(path, name.ptr, name.len);
    int fd = mkstemp(path);
    if (fd < 0)
        return NULL;
    FILE *file = fdopen(fd, "wb");
    bool is_written =
        file && fwrite(scan->clean.items, 1, scan->clean.count, file) == scan->clean.count;
    if (file)
        is_written = fclose(file) == 0 && is_written;
    else
        close(fd);
    if (is_written)
        return path;
    unlink(path);
    return NULL;
}

// iniparser writes to stderr, over the screen, unless it is given another place.
static int keep_silent(const char *format, ...) PRINTF_LIKE(1, 2);
static int keep_silent(const char *format, ...)
{
    (void)format;
    return 0;
}

static dictionary *parse(Scan *scan)
{
    const char *copy = NULL;
    if (scan->is_changed) {
        copy = write_copy(scan);
        if (!copy)
            return NULL;
    }
    const char *path = copy ? copy : arena_text(scan->arena, scan->path).ptr;
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; // the callback is there only once
    pthread_mutex_lock(&lock);
    iniparser_set_error_callback(keep_silent);
    dictionary *parsed = iniparser_load(path);
    iniparser_set_error_callback(NULL);
    pthread_mutex_unlock(&lock);
    if (copy)
        unlink(copy);
    return parsed;
}

static void add_rows(const Scan *scan, const dictionary *parsed, Config *config)
{
    Text path = arena_text(config->arena, scan->path);
    for (size_t i = 0; i < scan->count; i++) {
        const Entry *entry = &scan->items[i];
        if (entry->is_overridden)
            continue;
        Text name =
            arena_printf(scan->arena, "%.*s:%.*s", TEXT_ARG(entry->section), TEXT_ARG(entry->key));
        const char *value = iniparser_getstring(parsed, name.ptr, NULL);
        if (!value)
            continue;
        ConfigRow row = {.section = arena_text(config->arena, entry->section),
                         .key = arena_text(config->arena, entry->key),
                         .value = arena_text(config->arena, text_from(value)),
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
        dictionary *parsed = parse(&scan);
        if (parsed)
            add_rows(&scan, parsed, config);
        else
            problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, scan.path),
                       "cannot be read as INI: %s", strerror(errno));
        is_read = parsed != NULL;
        iniparser_freedict(parsed);
    }
    arena_free(arena);
    return is_read;
}
