#include <config.h>
#include "loaders/table_encoding.h"

#include "loaders/gb18030.h"
#include "loaders/lexicon.h"
#include "loaders/readout/words.h"
#include "loaders/spool.h"
#include "loaders/table_layout.h"
#include "loaders/table_utf8.h"
#include "model/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK_BYTES = 64 * 1024,
    MEMORY_BYTES = 1024 * 1024, // of converted content are kept in memory; more goes to a file
    SURE_WRONG = 64, // so many characters that are none at its beginning say what a table is
};

// ---- names ----

static bool can_open(const char *name)
{
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1)
        return false;
    iconv_close(converter);
    return true;
}

static Text without_x(Text name) // "x-gbk", as pages of the web say
{
    return text_starts_nocase(name, TEXT("x-")) ? text_sub(name, 2, name.len) : name;
}

// By the lexicon's labels first: who says "latin1" nearly always means windows-1252.
static const char *iconv_name(const Load *load, Text name, Arena *arena)
{
    lexicon_need_words(load->lexicon);
    const ReadoutWords *words = load->lexicon ? load->lexicon->readout : NULL;
    for (size_t i = 0; words && i < words->encodings.count; i++)
        if (text_equal_nocase(words->encodings.items[i].label, name))
            return arena_text(arena, words->encodings.items[i].iconv).ptr;
    return arena_text(arena, without_x(name)).ptr;
}

// iconv takes the empty name for the locale's encoding, and what stands behind "/" for wishes.
bool table_encoding_is_known(Text name)
{
    if (name.len == 0 || name.len > 40 || text_find_char(name, '/') != TEXT_NOWHERE)
        return false;
    Arena *scratch = arena_new();
    bool is_known = can_open(arena_text(scratch, without_x(name)).ptr);
    arena_free(scratch);
    return is_known;
}

static bool is_utf8_name(Text name)
{
    return name.len == 0 || text_equal_nocase(name, TEXT("UTF-8")) ||
           text_equal_nocase(name, TEXT("UTF8"));
}

// The name by which the bytes convert, of a source that says so itself.
static Text name_by_mark(Text head, size_t *mark)
{
    *mark = 2;
    if (text_starts(head, TEXT("\xFF\xFE")))
        return TEXT("UTF-16LE");
    if (text_starts(head, TEXT("\xFE\xFF")))
        return TEXT("UTF-16BE");
    *mark = 0;
    return table_layout_has_mark(head) ? TEXT("UTF-8") : TEXT("");
}

// ---- converting ----

// Goes on from `*at`, at most to the end of `bytes`; what is no character is U+FFFD, `unit` bytes at a time. A character
// that is not yet whole stays for the next time, unless this is the last.
static void convert(iconv_t converter, Text bytes, size_t *at, size_t unit, Buffer *out)
{
    char chunk[4096];
    while (*at < bytes.len) {
        char *in = (char *)(uintptr_t)(bytes.ptr + *at); // iconv does not write to what it reads
        char *to = chunk;
        size_t left = bytes.len - *at, room = sizeof chunk;
        size_t result = iconv(converter, &in, &left, &to, &room);
        int reason = errno;
        *at = bytes.len - left;
        buffer_add(out, (Text){chunk, sizeof chunk - room});
        if (result != (size_t)-1 || reason == E2BIG)
            continue;
        if (reason == EINVAL)
            return;
        buffer_add(out, TEXT("\xEF\xBF\xBD"));
        *at += left < unit ? left : unit;
        iconv(converter, NULL, NULL, NULL, NULL);
    }
}

static size_t unit_of(Text name)
{
    return text_starts_nocase(name, TEXT("UTF-16")) || text_starts_nocase(name, TEXT("UCS-2")) ? 2
           : text_starts_nocase(name, TEXT("UTF-32")) || text_starts_nocase(name, TEXT("UCS-4"))
               ? 4
               : 1;
}

static bool is_ascii(Text bytes)
{
    size_t at = 0;
    while (at < bytes.len && (unsigned char)bytes.ptr[at] < 0x80)
        at++;
    return at == bytes.len;
}

static Text converted(const char *name, Text bytes, Arena *scratch)
{
    // Room for all of it first: nobody would close the converter where memory runs out. A byte gives three at most.
    Buffer out = {.arena = scratch, .capacity = 3 * bytes.len + 8};
    out.items = arena_alloc(scratch, out.capacity, 1);
    size_t at = 0;
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1)
        return bytes;
    convert(converter, bytes, &at, unit_of(text_from(name)), &out);
    iconv_close(converter);
    if (at < bytes.len) // ends inside a character
        buffer_add(&out, TEXT("\xEF\xBF\xBD"));
    return buffer_text(&out);
}

Text table_encoding_decode(Text encoding, Text bytes, Arena *scratch)
{
    return encoding.len == 0 || is_ascii(bytes) ? bytes : converted(encoding.ptr, bytes, scratch);
}

void *table_encoding_hold(Text encoding)
{
    iconv_t converter = encoding.len ? iconv_open("UTF-8", encoding.ptr) : (iconv_t)-1;
    return converter == (iconv_t)-1 ? NULL : converter;
}

void table_encoding_let_go(void *held)
{
    if (held)
        iconv_close(held);
}

// True where every byte of ASCII is that character wherever it stands, as far as separators and quotes go.
static bool keeps_ascii(const char *name)
{
    static const char *const with_states[] = {"ISO-2022", "ISO2022", "HZ", "UTF-7", "UTF7"};
    for (size_t i = 0; i < sizeof with_states / sizeof with_states[0]; i++)
        if (text_starts_nocase(text_from(name), text_from(with_states[i])))
            return false;
    Arena *scratch = arena_new();
    Text ascii = TEXT("\t\n\r \"',;=.-/0123456789ABCXYZabcxyz");
    bool keeps = text_equal(converted(name, ascii, scratch), ascii);
    arena_free(scratch);
    return keeps;
}

Text table_encoding_head(Text head, Text given, Arena *scratch)
{
    size_t mark;
    Text name = name_by_mark(head, &mark);
    if (name.len == 0)
        name = given;
    const char *known = arena_text(scratch, without_x(name)).ptr;
    if (is_utf8_name(name) || !can_open(known) || keeps_ascii(known))
        return head;
    return converted(known, text_sub(head, mark, head.len), scratch);
}

// ---- content that had to be converted ----

typedef struct Content {
    Source raw; // the file itself
    iconv_t converter;
    int fd; // of the file without a name, or -1
    Text in_memory;
} Content;

static bool read_content(const Source *source, uint64_t offset, size_t len, char *to)
{
    const Content *content = source->handle;
    if (offset > source->size || len > source->size - offset)
        return false;
    if (content->fd < 0) {
        if (len)
            memcpy(to, content->in_memory.ptr + offset, len);
        return true;
    }
    return spool_read_at(content->fd, offset, len, to);
}

static bool is_current_content(const Source *source)
{
    const Content *content = source->handle;
    return !content->raw.ops->is_current || content->raw.ops->is_current(&content->raw);
}

static void let_go(Content *content)
{
    if (content->converter != (iconv_t)-1)
        iconv_close(content->converter);
    if (content->fd >= 0)
        close(content->fd);
    content->converter = (iconv_t)-1;
    content->fd = -1;
}

static void close_content(Source *source)
{
    Content *content = source->handle;
    let_go(content);
    if (content->raw.ops->close)
        content->raw.ops->close(&content->raw);
}

static const SourceOps content_ops = {
    .read = read_content,
    .is_current = is_current_content,
    .slice_text = source_raw,
    .close = close_content,
};

// What has become too much for the memory goes to the file.
static bool spill(Content *content, Buffer *out, uint64_t *size)
{
    if (content->fd < 0)
        content->fd = spool_nameless_file();
    if (content->fd < 0 || !spool_write_at(content->fd, *size, out->count, out->items))
        return false;
    *size += out->count;
    out->count = 0;
    return true;
}

// All behind the byte order mark. False: it cannot be read, or there is no room for it.
static bool fill_content(Content *content, size_t mark, uint64_t *size, const Load *load)
{
    char *bytes = arena_alloc(load->scratch, CHUNK_BYTES, 1);
    Buffer out = buffer_in(load->scratch);
    const Source *raw = &content->raw;
    size_t kept = 0, unit = unit_of(raw->encoding);
    for (uint64_t at = mark; at < raw->size;) {
        uint64_t left = raw->size - at;
        size_t len = left < CHUNK_BYTES - kept ? (size_t)left : CHUNK_BYTES - kept, used = 0;
        if (load_is_cancelled(load) || !raw->ops->read(raw, at, len, bytes + kept))
            return false;
        convert(content->converter, (Text){bytes, kept + len}, &used, unit, &out);
        at += len;
        kept = kept + len - used;
        memmove(bytes, bytes + used, kept);
        if (out.count > MEMORY_BYTES && !spill(content, &out, size))
            return false;
    }
    if (kept)
        buffer_add(&out, TEXT("\xEF\xBF\xBD"));
    if (content->fd >= 0)
        return spill(content, &out, size);
    content->in_memory = arena_text(builder_arena(load->builder), buffer_text(&out));
    *size = out.count;
    return true;
}

// The source holds what is under construction from the start: it is closed with the source where memory runs out.
static bool convert_source(const Load *load, Source *source, const char *name, size_t mark)
{
    Content *content = ARENA_NEW(builder_arena(load->builder), Content);
    *content = (Content){.raw = *source, .converter = iconv_open("UTF-8", name), .fd = -1};
    uint64_t size = 0;
    source->size = 0;
    source->handle = content;
    source->ops = &content_ops;
    if (content->converter != (iconv_t)-1 && fill_content(content, mark, &size, load)) {
        iconv_close(content->converter);
        content->converter = (iconv_t)-1;
        source->size = size;
        source->raw = &content->raw;
        return true;
    }
    let_go(content);
    if (load_is_cancelled(load))
        return false;
    problem_at(builder_problems(load->builder),
               PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, source->path),
               "the file could not be converted from %s", name);
    return false;
}

// ---- UTF-8 or not? ----

typedef struct Census {
    uint64_t sequences, wrong; // of UTF-8 beyond ASCII
    uint64_t high, low;        // bytes from 0x80 on; others
    uint64_t bad_at;           // the first wrong byte
    uint64_t strange;          // controls, and bytes that windows-1252 does not have
    bool has_nul;
    GbCount gb; // of what stands around wrong bytes
} Census;

static bool is_control(unsigned char byte)
{
    return byte < ' ' && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f';
}

static bool is_missing(unsigned char byte) // in windows-1252
{
    return byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D;
}

static void count_damaged(Census *census, Text bytes)
{
    for (size_t at = 0, len; at < bytes.len; at += len) {
        unsigned char byte = (unsigned char)bytes.ptr[at];
        len = 1;
        if (byte < 0x80) {
            census->low++;
            census->strange += is_control(byte);
            continue;
        }
        bool is_wrong = utf8_decode(bytes, at, &len) == UTF8_REPLACEMENT && len == 1;
        census->sequences += !is_wrong;
        census->wrong += is_wrong;
        census->strange += is_wrong && is_missing(byte);
        census->high += len;
    }
}

static void count_bytes(Census *census, Text bytes, uint64_t offset)
{
    size_t bad_at;
    census->has_nul |= text_find_char(bytes, '\0') != TEXT_NOWHERE;
    if (census->wrong == 0 && !utf8_valid(bytes, &bad_at))
        census->bad_at = offset + bad_at;
    gb_count(&census->gb, bytes);
    count_damaged(census, bytes);
}

static bool count_piece(const Load *load, const Source *source, uint64_t at, uint64_t end,
                        Census *census)
{
    char *bytes = arena_alloc(load->scratch, CHUNK_BYTES, 1);
    while (at < end) {
        uint64_t left = end - at;
        size_t len = left < CHUNK_BYTES ? (size_t)left : CHUNK_BYTES;
        if (load_is_cancelled(load) || !source->ops->read(source, at, len, bytes))
            return false;
        if (len < source->size - at)
            len = utf8_whole((Text){bytes, len});
        count_bytes(census, (Text){bytes, len}, at);
        at += len;
    }
    return true;
}

// Of its first bytes, or of all.
static bool take_census(const Load *load, const Source *source, uint64_t most, Census *census)
{
    uint64_t all = source->size, size = all < most ? all : most;
    *census = (Census){0};
    if (size == all && table_is_utf8(load, source, &census->has_nul))
        return true; // nothing else is asked about it then
    *census = (Census){0};
    return count_piece(load, source, 0, size, census);
}

// Nothing says what it is. In a western language accents are few; where most bytes are high ones, windows-1252 would
// show nonsense, and where some are no letters there, it is damage.
static Text name_by_census(const Load *load, const Source *source, const Census *census)
{
    if (census->wrong == 0 || census->sequences >= 4 * census->wrong)
        return TEXT("UTF-8"); // or damaged: then each field says so
    bool is_chinese = gb_is_likely(&census->gb);
    if (census->strange > 0 && !is_chinese)
        return TEXT("UTF-8");
    bool is_western = !is_chinese && census->high * 4 <= census->low;
    Problem where =
        PROBLEM_IN(PROBLEM_ENCODING, is_western || is_chinese ? SEVERITY_NOTE : SEVERITY_WARNING,
                   source->path);
    where.source = source->id;
    where.offset = census->bad_at;
    problem_at(builder_problems(load->builder), where, "not UTF-8 and nothing says what: %s",
               is_chinese   ? "read as GB18030"
               : is_western ? "read as windows-1252"
                            : "its bytes are kept; --encoding may name it");
    return is_chinese ? TEXT("GB18030") : is_western ? TEXT("windows-1252") : TEXT("UTF-8");
}

static bool settle_as(const Load *load, Source *source, Text name, TableEncoding *encoding)
{
    size_t mark;
    name_by_mark(table_layout_head(source, 4, load->scratch), &mark);
    source->encoding = name.len ? name : TEXT("UTF-8");
    if (is_utf8_name(name))
        return true;
    const char *known = iconv_name(load, name, builder_arena(load->builder));
    if (!can_open(known)) {
        problem_at(builder_problems(load->builder),
                   PROBLEM_IN(PROBLEM_ENCODING, SEVERITY_ERROR, source->path),
                   "undecodable: the encoding \"%.*s\" is not known", TEXT_ARG(name));
        return false;
    }
    if (keeps_ascii(known)) {
        encoding->iconv = text_from(known);
        return true;
    }
    return convert_source(load, source, known, mark);
}

static void report_mark(const Load *load, const Source *source, Text name)
{
    problem_at(builder_problems(load->builder),
               PROBLEM_IN(PROBLEM_ENCODING, SEVERITY_NOTE, source->path),
               "read as %.*s, as its byte order mark says", TEXT_ARG(name));
}

bool table_encoding_settle(const Load *load, Source *source, TableEncoding *encoding)
{
    size_t mark;
    if (source_await(source, UINT64_MAX) == SOURCE_STOPPED)
        return false;
    Text name = name_by_mark(table_layout_head(source, 4, load->scratch), &mark);
    if (!is_utf8_name(name))
        report_mark(load, source, name);
    Census census;
    *encoding = (TableEncoding){0};
    if (name.len == 0)
        name = load->settings->encoding;
    bool is_counted = is_utf8_name(name) && take_census(load, source, UINT64_MAX, &census);
    if (is_counted && name.len == 0)
        name = name_by_census(load, source, &census);
    encoding->is_plain = is_counted && census.wrong == 0 && !census.has_nul;
    return settle_as(load, source, name, encoding);
}

// Of ASCII, or UTF-8 that is all right, the beginning says what the form of the table needs.
bool table_encoding_begin(const Load *load, Source *source, TableEncoding *encoding)
{
    size_t mark;
    Census census;
    Text name = name_by_mark(table_layout_head(source, 4, load->scratch), &mark);
    if (name.len == 0)
        name = load->settings->encoding;
    source_await(source, 4 * TABLE_FIRST_BYTES + 1);
    if (source->size <= 4 * TABLE_FIRST_BYTES || !is_utf8_name(name) ||
        !take_census(load, source, TABLE_FIRST_BYTES, &census))
        return table_encoding_settle(load, source, encoding);
    bool is_sure = name.len > 0 || census.sequences > 0;
    *encoding = (TableEncoding){.is_open = name.len > 0 || census.wrong == 0,
                                .looked = TABLE_FIRST_BYTES,
                                .is_utf8 = is_sure};
    if (encoding->is_open) {
        source->encoding = TEXT("UTF-8");
        return true;
    }
    if (census.wrong < SURE_WRONG)
        return table_encoding_settle(load, source, encoding);
    return settle_as(load, source, name_by_census(load, source, &census), encoding);
}

// What is ASCII so far is so in any encoding; letters beyond it that are all right say as much as those of a beginning.
bool table_encoding_look_on(const Load *load, const Source *source, TableEncoding *encoding)
{
    enum { PIECE_BYTES = 4 * TABLE_FIRST_BYTES };
    Census census = {0};
    uint64_t from = encoding->looked, to = from + PIECE_BYTES;
    if (!encoding->is_open || source_await(source, to) != SOURCE_ARRIVES)
        return false;
    if (!encoding->is_utf8 && !count_piece(load, source, from, to, &census))
        return false;
    encoding->looked = to;
    encoding->is_utf8 |= census.sequences > 0 && census.wrong == 0;
    encoding->is_open = !encoding->is_utf8;
    return census.high == 0 && encoding->is_open;
}

// The source keeps its name: by another one nothing but the columns of problems would differ, and others read it.
bool table_encoding_finish(const Load *load, const Source *source, TableEncoding *encoding)
{
    Census census;
    if (source_await(source, UINT64_MAX) == SOURCE_STOPPED)
        return !load_is_cancelled(load);
    bool is_utf8 = encoding->is_utf8, is_counted = take_census(load, source, UINT64_MAX, &census);
    *encoding = (TableEncoding){.is_plain = is_counted && census.wrong == 0 && !census.has_nul};
    if (!is_counted)
        return !load_is_cancelled(load); // the reader will say why
    Text name = is_utf8 ? TEXT("UTF-8") : name_by_census(load, source, &census);
    if (!is_utf8_name(name))
        encoding->iconv = text_from(iconv_name(load, name, builder_arena(load->builder)));
    return true;
}
