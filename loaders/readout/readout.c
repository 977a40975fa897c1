#include <config.h>
#include "loaders/readout/calendar.h"
#include "loaders/readout/encoding.h"
#include "loaders/readout/event.h"
#include "loaders/readout/form.h"
#include "loaders/readout/groups.h"
#include "loaders/readout/home.h"
#include "loaders/readout/html.h"
#include "loaders/readout/lines.h"
#include "loaders/readout/press.h"
#include "loaders/readout/publisher.h"
#include "loaders/readout/roles.h"
#include "loaders/readout/rows.h"

#include "loaders/open.h"

// ---- is it one? ----

enum {
    SNIFF_DATE_BYTES = 4096, // a readout says its date near its top
    FEW_WORDS_BYTES = 240,
    SHORT_TEXT_BYTES = 512, // what is longer has a sentence
    UNDECODED_SCORE = 15,
};

static bool is_suffix(Text path, const char *suffix)
{
    Text end = text_from(suffix);
    return path.len >= end.len &&
           text_equal_nocase(text_sub(path, path.len - end.len, end.len), end);
}

// A name with a stop in its last part; "-" and "page" have none.
static bool has_suffix(Text path)
{
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/' && path.ptr[at - 1] != '.')
        at--;
    return at > 0 && path.ptr[at - 1] == '.';
}

// What a byte may be in a text: one bit a kind, so that a byte is looked at once.
enum {
    BYTE_CHARACTER = 1, // it begins one
    BYTE_BLANK = 2,
    BYTE_COLUMN = 4, // between columns: a tab, a semicolon, a brace
    BYTE_WIDE =
        8 // of Chinese, Japanese, Thai: no blanks between words. 0xE2 begins dashes, quotation marks
};

static unsigned kind_of_byte(unsigned char byte)
{
    bool is_wide = byte == 0xE0 || byte == 0xE1 || (byte >= 0xE3 && byte < 0xF0);
    unsigned kind = (byte & 0xC0) != 0x80 ? BYTE_CHARACTER : 0;
    kind |= byte == ' ' ? BYTE_BLANK : 0;
    kind |= byte == '\t' || byte == ';' || byte == '{' ? BYTE_COLUMN : 0;
    return kind | (is_wide ? BYTE_WIDE : 0);
}

// Words, and not columns: hardly a tab or a quoted separator, and blanks between words where the script has them.
// Characters are counted: one of Cyrillic or Arabic has two bytes.
static bool is_prose(Text head)
{
    head = text_sub(head, 0, SNIFF_DATE_BYTES);
    size_t seen[256] = {0}, characters = 0, blanks = 0, marks = 0, wide = 0;
    for (size_t i = 0; i < head.len; i++)
        seen[(unsigned char)head.ptr[i]]++;
    for (size_t byte = 0; byte < 256; byte++) {
        unsigned kind = kind_of_byte((unsigned char)byte);
        characters += kind & BYTE_CHARACTER ? seen[byte] : 0;
        blanks += kind & BYTE_BLANK ? seen[byte] : 0;
        marks += kind & BYTE_COLUMN ? seen[byte] : 0;
        wide += kind & BYTE_WIDE ? seen[byte] : 0;
    }
    bool has_words = blanks * 12 > characters && marks * 4 < blanks;
    return has_words || (wide * 4 > characters && marks * 20 < characters);
}

static bool has_body(const Document *document)
{
    return document_find(document, PART_BODY) != NULL;
}

// Reads `bytes` of the source as a document and asks for its text; nothing of it stays. What cannot be decoded may
// be a readout all the same: reading it says that the encoding must be named.
static bool may_have_text(const Source *source, Text bytes, const Lexicon *lexicon, Arena *scratch)
{
    Source copy = *source;
    Problems ignored = problems_in(scratch);
    Reading reading = {.words = lexicon->readout,
                       .encoding = source->encoding,
                       .scratch = scratch,
                       .keep = scratch,
                       .problems = &ignored};
    Document document;
    return !document_read(&reading, &copy, bytes, &document) || has_body(&document);
}

static Text read_content(const Source *source, Arena *scratch)
{
    // One more than is read: so document_read knows that there is more.
    uint64_t most = DOCUMENT_MAX_BYTES + 1;
    Slice all = {.length = (uint32_t)(source->size < most ? source->size : most),
                 .source = source->id};
    return source_raw(source, all, scratch);
}

// A page of links, a list of headings: no sentence tells an event. All of it is read only where the head has none.
static bool has_text(const Source *source, Text head, const Lexicon *lexicon, Arena *scratch)
{
    if (may_have_text(source, head, lexicon, scratch))
        return true;
    return source->size > head.len &&
           may_have_text(source, read_content(source, scratch), lexicon, scratch);
}

static int score_decoded(const Lexicon *lexicon, Text head, bool is_page, Arena *scratch)
{
    DateScan scan = {lexicon->readout, text_sub(head, 0, SNIFF_DATE_BYTES), scratch};
    DateFound found;
    Hit hit;
    bool has_date = dates_next(&scan, 0, scan.text.len, &found);
    bool has_publisher =
        !has_date && phrases_next(lexicon->publishers, scan.text, 0, scratch, &hit);
    if (!has_date && !is_page)
        return 0;
    if (!is_page && !is_prose(head))
        return 0;
    return has_date ? 60 : 30 + 10 * has_publisher;
}

static int score_text(const Lexicon *lexicon, Text head, bool is_page, Arena *scratch)
{
    Encoding encoding = encoding_find(lexicon->readout, head, (Text){NULL, 0}, html_is_page(head));
    if (encoding.find == ENCODING_BINARY)
        return 0;
    if (encoding.find == ENCODING_UNREADABLE)
        return UNDECODED_SCORE;
    Text decoded = encoding_decode(encoding, head, scratch).text;
    return score_decoded(lexicon, decoded, is_page, scratch);
}

static int readout_sniff(const Source *source, Text head, const Lexicon *lexicon, Arena *scratch)
{
    Text name = source_name(source);
    bool is_page = is_suffix(name, ".html") || is_suffix(name, ".htm");
    bool is_text = is_page || is_suffix(name, ".txt");
    if (!is_text && has_suffix(name))
        return 0; // "notes.md", "x.csv": of another form
    lexicon_need_words(lexicon);
    if (!lexicon->readout || !lexicon->publishers)
        return 0; // without word lists nothing is read
    int score = score_text(lexicon, head, is_page, scratch);
    if (score == UNDECODED_SCORE && !is_text)
        score = 0;
    bool may_be_bare = is_page || head.len < SHORT_TEXT_BYTES; // of menus, or of headings
    if (score > UNDECODED_SCORE && may_be_bare && !has_text(source, head, lexicon, scratch))
        score = 0;
    return score ? score + 10 * is_text : 0;
}

// ---- from the words to the events ----

static void find_all(Readout *readout, Statements *statements, Happenings *happenings)
{
    lines_find(readout);
    people_find(readout);
    event_find_lead(readout);
    event_find_kind(readout);
    groups_find(readout);
    press_find(readout);
    home_find(readout);
    roles_guess(readout);
    attribution_find(readout, statements);
    event_find(readout, statements, happenings);
}

// A few words may be too few to tell; a longer text that is not English for sure is not read as English.
static bool is_english(const Document *document)
{
    bool is_short = document->text.len < FEW_WORDS_BYTES;
    return text_equal(document->language, TEXT("en")) || (document->language.len == 0 && is_short);
}

static void report_language(const Load *load, const Source *source, Text language)
{
    Problem where = PROBLEM_IN(PROBLEM_LANGUAGE, SEVERITY_NOTE, source->path);
    where.source = source->id;
    where.offset = 0;
    problem_at(builder_problems(load->builder), where,
               "language not read (\"%.*s\"): date, title and text alone are taken",
               TEXT_ARG(language.len ? language : TEXT("unknown")));
}

static void reject(const Load *load, const Source *source, const char *why)
{
    Problem where = PROBLEM_IN(PROBLEM_NO_TIMELINE, SEVERITY_ERROR, source->path);
    where.source = source->id;
    builder_accounting(load->builder)->rejected++;
    problem_at(builder_problems(load->builder), where, "%s", why);
}

// What the content alone tells, before the builder is needed.
typedef struct Prepared {
    Document document;
    Readout readout;
    Statements statements;
    Happenings happenings;
    bool is_read, has_body;
    Text url;          // that the page gives for itself
    Problems problems; // of a thread that reads ahead
} Prepared;

static void prepare_document(const Reading *reading, Source *source, Text bytes, Prepared *prepared)
{
    Document *document = &prepared->document;
    Text url = source->url;
    prepared->is_read = document_read(reading, source, bytes, document);
    prepared->has_body = prepared->is_read && has_body(document);
    if (source->url.ptr != url.ptr)
        prepared->url = source->url;
}

static void prepare_events(const Lexicon *lexicon, Arena *arena, Problems *problems, Source *source,
                           Prepared *prepared)
{
    prepared->readout = (Readout){.lexicon = lexicon,
                                  .arena = arena,
                                  .problems = problems,
                                  .document = &prepared->document,
                                  .source = source};
    if (!prepared->has_body)
        return;
    if (is_english(&prepared->document))
        find_all(&prepared->readout, &prepared->statements, &prepared->happenings);
    else
        rows_single(&prepared->readout, &prepared->happenings);
}

static bool add_document(const Load *load, Source *source, Prepared *prepared)
{
    Happenings *happenings = &prepared->happenings;
    if (!is_english(&prepared->document))
        report_language(load, source, prepared->document.language);
    publisher_set(&prepared->readout, &happenings->items[0], builder_arena(load->builder));
    return rows_add(load, &prepared->readout, happenings, &prepared->statements);
}

static bool finish(const Load *load, Source *source, Prepared *prepared)
{
    bool goes_on = true;
    if (!prepared->is_read) {
        builder_accounting(load->builder)->rejected++;
    } else if (!prepared->has_body) {
        reject(load, source, "no timeline: no sentence that tells an event");
    } else {
        source->dataset = TEXT("readout");
        form_set(load, source, &prepared->document);
        goes_on = add_document(load, source, prepared);
    }
    load_add_progress(load, source->size);
    return goes_on;
}

static bool readout_load(const Load *load, Source *source)
{
    builder_accounting(load->builder)->read++;
    lexicon_need_words(load->lexicon);
    Text bytes = read_content(source, load->scratch);
    Reading reading = {.words = load->lexicon->readout,
                       .encoding = load->settings->encoding,
                       .scratch = load->scratch,
                       .keep = builder_arena(load->builder),
                       .problems = builder_problems(load->builder)};
    if (bytes.len == 0) {
        reject(load, source, "the file cannot be read");
        load_add_progress(load, source->size);
        return true;
    }
    Prepared *prepared = ARENA_NEW(load->scratch, Prepared);
    prepare_document(&reading, source, bytes, prepared);
    prepare_events(load->lexicon, load->scratch, reading.problems, source, prepared);
    return finish(load, source, prepared);
}

// ---- the same in two steps ----

static void *readout_prepare(const Preparation *work)
{
    Prepared *prepared = ARENA_NEW(work->arena, Prepared);
    prepared->problems = problems_in(work->arena);
    Reading reading = {.words = work->lexicon->readout,
                       .encoding = work->settings->encoding,
                       .scratch = work->arena,
                       .keep = work->arena,
                       .problems = &prepared->problems};
    prepare_document(&reading, work->source, work->bytes, prepared);
    prepare_events(work->lexicon, work->arena, &prepared->problems, work->source, prepared);
    return prepared;
}

// What the copy was found to be, and what must outlive it.
static void take_over(const Load *load, Source *source, Prepared *prepared)
{
    Arena *keep = builder_arena(load->builder);
    const Source *copy = prepared->readout.source;
    source->encoding = arena_text(keep, copy->encoding);
    source->language = arena_text(keep, copy->language);
    source->published = copy->published;
    if (prepared->url.len)
        source->url = arena_text(keep, prepared->url);
    if (prepared->document.map)
        prepared->document.map = clean_map_copy(prepared->document.map, keep);
    prepared->document.source = source->id;
    prepared->readout.source = source;
    prepared->readout.problems = builder_problems(load->builder);
    Problems *problems = builder_problems(load->builder);
    for (size_t i = 0; i < prepared->problems.count; i++) {
        Problem problem = prepared->problems.items[i];
        if (problem.source != PROBLEM_NO_SOURCE)
            problem.source = source->id;
        problem.path = source->path;
        problem.message = arena_text(problems->arena, problem.message);
        problems_add(problems, problem);
    }
}

static bool readout_finish(const Load *load, Source *source, void *prepared)
{
    builder_accounting(load->builder)->read++;
    take_over(load, source, prepared);
    return finish(load, source, prepared);
}

const Loader readout_loader = {.name = "readout",
                               .sniff = readout_sniff,
                               .load = readout_load,
                               .prepare = readout_prepare,
                               .finish = readout_finish};
