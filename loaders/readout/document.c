#include <config.h>
#include "loaders/readout/document.h"

#include "loaders/readout/article.h"
#include "loaders/readout/encoding.h"
#include "loaders/readout/frame.h"
#include "loaders/readout/language.h"
#include "loaders/readout/plain.h"

enum { LANGUAGE_BYTES = 64 * 1024 }; // more than language_tell looks at

static void report(const Reading *reading, const Source *source, Problem where, const char *message)
{
    where.path = source->path;
    where.source = source->id;
    problem_at(reading->problems, where, "%s", message);
}

static bool report_encoding(const Reading *reading, const Source *source, Encoding encoding)
{
    Problem where = PROBLEM_IN(PROBLEM_ENCODING, SEVERITY_NOTE, source->path);
    where.offset = encoding.bad_at;
    switch (encoding.find) {
    case ENCODING_UTF8:
    case ENCODING_GIVEN:
        return true;
    case ENCODING_DAMAGED:
        where.severity = SEVERITY_WARNING;
        report(reading, source, where,
               "expected UTF-8, found a byte that is none; shown as U+FFFD");
        return true;
    case ENCODING_WESTERN:
        report(reading, source, where, "not UTF-8 and nothing says what: read as windows-1252");
        return true;
    case ENCODING_BINARY:
        where.severity = SEVERITY_ERROR;
        where.offset = PROBLEM_NO_OFFSET;
        report(reading, source, where, "expected text, found binary data");
        return false;
    case ENCODING_UNREADABLE:
        break;
    }
    where.severity = SEVERITY_ERROR;
    where.source = source->id;
    problem_at(
        reading->problems, where,
        encoding.name.len && !text_equal(encoding.name, TEXT("UTF-8"))
            ? "undecodable: the encoding \"%.*s\" is not known; --encoding may name it"
            : "undecodable: not %.*s, and nothing says which encoding; --encoding may name it",
        (int)(encoding.name.len ? encoding.name.len : 5),
        encoding.name.len ? encoding.name.ptr : "UTF-8");
    return false;
}

typedef struct Page { // what only a page has
    BlockFlags flags;
    Text published;
} Page;

// The first day with a year in what an attribute says.
static Date day_in(const Reading *reading, Text text)
{
    Date day = {.minutes = DATE_NO_MINUTES};
    DateScan scan = {reading->words, text, reading->scratch};
    DateFound found;
    for (size_t at = 0; dates_next(&scan, at, text.len, &found); at = found.end) {
        if (found.kind == DATES_CALENDAR && found.year &&
            date_from_civil(found.year, found.month, found.day, &day))
            break;
    }
    return day;
}

static void read_page(const Reading *reading, Source *source, const Decoded *decoded, Clean *clean,
                      Page *page)
{
    const HtmlPage *html = html_parse(decoded->text, reading->scratch);
    page->flags = article_read(html, clean);
    page->published = html->published;
    if (html->url.len)
        source->url = arena_text(reading->keep, html->url);
    if (html->is_cut)
        report(reading, source, PROBLEM_IN(PROBLEM_LIMIT, SEVERITY_WARNING, source->path),
               "elements are nested too deeply: only the beginning was read");
}

static void find_paragraphs(const Clean *clean, const BlockFlags *flags, Document *document,
                            Arena *scratch)
{
    for (size_t i = 0; i < clean->starts.count; i++) {
        bool is_last = i + 1 == clean->starts.count;
        size_t end = is_last ? document->text.len : clean->starts.items[i + 1] - 2;
        Paragraph paragraph = {.start = clean->starts.items[i], .end = end, .part = PART_BODY};
        uint32_t marks = i < flags->count ? flags->items[i] : 0;
        paragraph.is_heading = marks & HTML_HEADING;
        paragraph.is_dateline = marks & HTML_DATE;
        paragraph.is_item = marks & HTML_ITEM;
        ARENA_PUSH(scratch, &document->paragraphs, paragraph);
    }
}

static Text language_of(const Reading *reading, const Document *document)
{
    Text language = {NULL, 0};
    Buffer body = buffer_in(reading->scratch);
    for (size_t i = 0; i < document->paragraphs.count; i++) {
        Paragraph paragraph = document->paragraphs.items[i];
        if (paragraph.part != PART_BODY && paragraph.part != PART_TITLE)
            continue;
        buffer_add(&body, document_part(document, paragraph));
        buffer_add_char(&body, '\n');
        if (body.count > LANGUAGE_BYTES)
            break;
    }
    language = language_tell(reading->words, buffer_text(&body), reading->scratch);
    return language;
}

bool document_read(const Reading *reading, Source *source, Text bytes, Document *document)
{
    *document = (Document){.source = source->id, .published = {.minutes = DATE_NO_MINUTES}};
    if (bytes.len > DOCUMENT_MAX_BYTES) {
        bytes = text_sub(bytes, 0, DOCUMENT_MAX_BYTES);
        report(reading, source, PROBLEM_IN(PROBLEM_LIMIT, SEVERITY_WARNING, source->path),
               "longer than 4 MiB: only its beginning was read");
    }
    bool is_html = html_is_page(bytes);
    Encoding encoding = encoding_find(reading->words, bytes, reading->encoding, is_html);
    source->encoding = arena_text(reading->keep, encoding.name);
    if (!report_encoding(reading, source, encoding))
        return false;
    Decoded decoded = encoding_decode(encoding, bytes, reading->scratch);
    Clean clean = clean_in(reading->scratch, &decoded);
    Page page = {.published = {NULL, 0}};
    if (is_html)
        read_page(reading, source, &decoded, &clean, &page);
    else
        plain_read(reading->words, &clean);
    document->text = buffer_text(&clean.text);
    document->map = clean_finish(&clean, reading->keep);
    source->form = document->map;
    find_paragraphs(&clean, &page.flags, document, reading->scratch);
    frame_find(reading->words, document, reading->scratch);
    if (date_is_absent(document->published))
        document->published = day_in(reading, page.published);
    document->language = language_of(reading, document);
    source->language = document->language;
    source->published = document->published;
    return true;
}

Slice document_slice(const Document *document, size_t start, size_t end)
{
    Slice slice = clean_slice(document->map, document->text, start, end);
    slice.source = document->source;
    return slice;
}

Text document_part(const Document *document, Paragraph paragraph)
{
    return text_sub(document->text, paragraph.start, paragraph.end - paragraph.start);
}

const Paragraph *document_find(const Document *document, Part part)
{
    for (size_t i = 0; i < document->paragraphs.count; i++) {
        if (document->paragraphs.items[i].part == part)
            return &document->paragraphs.items[i];
    }
    return NULL;
}

Text document_slice_text(const Source *source, Slice slice, Arena *scratch)
{
    const CleanMap *map = source->form;
    Text raw = source_raw(source, slice, scratch);
    return map ? clean_render(map, slice.offset, raw, scratch) : raw;
}
