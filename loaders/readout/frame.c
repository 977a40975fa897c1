#include <config.h>
#include "loaders/readout/frame.h"

#include "loaders/readout/sentences.h"
#include "model/utf8.h"

#include <string.h>

enum {
    LONGEST_DATE_LINE = 160,
    DATE_LINE_LETTERS = 48, // beside the date: a city, an office
    LONGEST_TEASER = 500,
    LONGEST_HEADING = 200, // what is longer is text, whatever it ends in
    LONGEST_TITLE = 360,   // the same above all text: names and offices of both sides
    SHORTEST_PROSE = 15,
    SHORTEST_TAIL = 100, // a last paragraph of that length is text that lost its stop
    HEAD_LINES = 6,      // between a teaser and the text
    LONGEST_TOLD = 160,  // bytes: longer than any line or beginning in the lists
    LONGEST_SINGLE = 60, // lines that may be told by one word alone
    LONGEST_PLACE = 60,
    LONGEST_TAIL = 16,
    SHORTEST_TITLE = 20,
};

typedef enum LineKind { LINE_HEADING, LINE_DATE, LINE_SECTION, LINE_PROSE } LineKind;

typedef struct Framer {
    const ReadoutWords *words;
    Document *document;
    Arena *scratch;
    LineKind *kinds; // one for each paragraph
    bool *closed;    // ends as a sentence does
} Framer;

// ---- marks of list items ----

static bool is_bullet(uint32_t code)
{
    static const uint32_t bullets[] = {0x2022, 0x25B6, 0x25BA, 0x25CF, 0x25A0, 0x25AA, 0x25C6,
                                       0x25CB, 0x25E6, 0x2043, 0x2219, 0xB7,   0x2013, 0x2014,
                                       '-',    '*',    '>',    'o',    0x3147, 0x3141, 0x25B7,
                                       0x25A1, 0x203B, 0x2B50, 0x27A4};
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        if (bullets[i] == code)
            return true;
    }
    return false;
}

static size_t digits_at(Text line, size_t at)
{
    size_t count = 0;
    while (at + count < line.len && line.ptr[at + count] >= '0' && line.ptr[at + count] <= '9')
        count++;
    return count;
}

// "1.", "12)", "(3)", "a)": bytes
static size_t number_mark(Text line)
{
    bool is_open = line.len && line.ptr[0] == '(';
    size_t at = is_open ? 1 : 0;
    size_t digits = digits_at(line, at);
    bool is_letter = digits == 0 && at < line.len && line.ptr[at] >= 'a' && line.ptr[at] <= 'z';
    at += is_letter ? 1 : digits;
    if ((digits == 0 && !is_letter) || digits > 2 || at >= line.len)
        return 0;
    bool is_stopped = line.ptr[at] == ')' || (line.ptr[at] == '.' && !is_open && !is_letter);
    return is_stopped ? at + 1 : 0;
}

size_t frame_mark(Text line)
{
    size_t len = 0;
    size_t mark = number_mark(line);
    if (mark == 0 && line.len && is_bullet(utf8_decode(line, 0, &len)))
        mark = len;
    if (mark == 0 || mark >= line.len || !utf8_is_blank(utf8_decode(line, mark, &len)))
        return 0;
    while (mark < line.len && utf8_is_blank(utf8_decode(line, mark, &len)))
        mark += len;
    // "* * *" is no item.
    size_t first;
    bool is_repeated =
        mark < line.len && utf8_decode(line, mark, &len) == utf8_decode(line, 0, &first);
    return mark < line.len && !is_repeated ? mark : 0;
}

// ---- date lines ----

typedef struct Rest {
    size_t letters, words; // of a date line beside its date
} Rest;

// Letters of text[from..end) that are not said in every date line.
static void count_rest(const DateScan *scan, size_t from, size_t end, Rest *rest)
{
    Text folded = utf8_fold(text_sub(scan->text, from, end - from), scan->scratch);
    bool in_word = false;
    for (size_t at = 0, len; at < folded.len; at += len) {
        uint32_t code = utf8_decode(folded, at, &len);
        bool is_letter = utf8_is_letter(code);
        size_t filler = is_letter && !in_word ? word_list_begins(&scan->words->date_fillers,
                                                                 text_sub(folded, at, folded.len))
                                              : 0;
        if (filler) {
            len = filler;
            continue;
        }
        rest->words += is_letter && !in_word;
        rest->letters += is_letter;
        bool is_joint = code == '.' && in_word && at + 1 < folded.len; // "www.example.org"
        in_word = is_letter || (is_joint && folded.ptr[at + 1] != ' ');
    }
}

// Digits of every script are letters of several bytes, or ASCII.
static bool has_digit(Text text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte >= 0x80 || (byte >= '0' && byte <= '9'))
            return true;
    }
    return false;
}

bool frame_is_date_line(const DateScan *scan, bool is_first)
{
    if (scan->text.len > LONGEST_DATE_LINE || !has_digit(scan->text))
        return false;
    DateFound found;
    Rest rest = {0, 0};
    size_t at = 0;
    bool has_date = false, has_year = false, is_place = false;
    while (dates_next(scan, at, scan->text.len, &found)) {
        count_rest(scan, at, found.start, &rest);
        // "New York, 7 February 2025"
        is_place = is_place || text_ends(text_sub(scan->text, 0, found.start), TEXT(", "));
        has_date = has_date || found.kind == DATES_CALENDAR;
        has_year = has_year || found.year != 0;
        at = found.end;
    }
    Rest before = rest;
    count_rest(scan, at, scan->text.len, &rest);
    if (!has_date || (!has_year && rest.letters))
        return false;
    // "On March 27, 2025, Foreign Minister …"
    bool goes_on =
        text_starts(text_sub(scan->text, at, 1), TEXT(",")) && rest.words > before.words + 2;
    if (goes_on || (rest.words > 2 && sentence_is_closed(scan->words, scan->text, scan->scratch)))
        return false;
    if (is_first)
        return rest.words == 0 || (rest.words <= 2 && before.words == rest.words && is_place);
    return rest.letters <= DATE_LINE_LETTERS && rest.words <= 7;
}

// ---- lines from the lists ----

static bool is_told_by(const Framer *framer, const LineWords *lines, size_t i)
{
    Text line = document_part(framer->document, framer->document->paragraphs.items[i]);
    if (line.len > LONGEST_TEASER)
        return false;
    bool may_be_whole = line.len <= LONGEST_TOLD; // of longer ones the beginning is asked for
    line = text_sub(line, 0, utf8_whole(text_sub(line, 0, LONGEST_TOLD)));
    Text folded = utf8_fold(line, framer->scratch);
    if (may_be_whole && word_list_has(&lines->whole, folded))
        return true;
    size_t begin = word_list_begins(&lines->begins, folded);
    if (begin == 0)
        return false;
    // "Background" begins sentences too; "Address:" does not.
    bool is_distinct = !utf8_is_letter((unsigned char)folded.ptr[begin - 1]) ||
                       text_find_char(text_sub(folded, 0, begin), ' ') != TEXT_NOWHERE;
    return is_distinct || line.len <= LONGEST_SINGLE;
}

static bool is_menu(const Framer *framer, Text line)
{
    bool is_found = false;
    Text rest = utf8_fold(line, framer->scratch);
    while (rest.ptr) {
        Text entry = text_trim(text_cut(&rest, '|'));
        if (entry.len == 0)
            continue;
        if (!word_list_has(&framer->words->menu, entry))
            return false;
        is_found = true;
    }
    return is_found;
}

// "1742-17-09-2024", "No. 12/2024": digits and what parts them
static bool is_number(Text line)
{
    bool has_digit = false;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && !strchr("-/. #:", c))
            return false;
        has_digit = has_digit || is_digit;
    }
    return has_digit;
}

// "###", "* * *", ". . . . .", "<…>": no letter or digit in it
static bool is_ornament(Text line)
{
    for (size_t at = 0, len; at < line.len; at += len) {
        uint32_t code = utf8_decode(line, at, &len);
        if (utf8_is_letter(code) || utf8_is_digit(code))
            return false;
    }
    return true;
}

// ---- kinds of lines ----

static LineKind kind_of(const Framer *framer, size_t i, bool is_first, size_t longest)
{
    Paragraph paragraph = framer->document->paragraphs.items[i];
    Text line = document_part(framer->document, paragraph);
    DateScan scan = {framer->words, line, framer->scratch};
    if (paragraph.is_item)
        return LINE_PROSE;
    if (paragraph.is_heading)
        return is_told_by(framer, &framer->words->sections, i) ? LINE_SECTION : LINE_HEADING;
    if (frame_is_date_line(&scan, is_first && !paragraph.is_dateline))
        return LINE_DATE;
    if (is_number(line) || is_ornament(line) || is_menu(framer, line))
        return LINE_SECTION;
    bool is_prose = line.len > longest || (framer->closed[i] && line.len >= SHORTEST_PROSE);
    if (line.len <= LONGEST_HEADING && is_told_by(framer, &framer->words->sections, i))
        return LINE_SECTION;
    return is_prose ? LINE_PROSE : LINE_HEADING;
}

static void find_kinds(Framer *framer)
{
    Paragraphs *paragraphs = &framer->document->paragraphs;
    bool is_first = true, has_prose = false; // no title, no text so far
    for (size_t i = 0; i < paragraphs->count; i++) {
        ArenaMark mark = arena_mark(framer->scratch);
        Text line = document_part(framer->document, paragraphs->items[i]);
        framer->closed[i] = sentence_is_closed(framer->words, line, framer->scratch);
        bool may_be_title = !has_prose && i + 1 < paragraphs->count;
        framer->kinds[i] =
            kind_of(framer, i, is_first, may_be_title ? LONGEST_TITLE : LONGEST_HEADING);
        has_prose = has_prose || framer->kinds[i] == LINE_PROSE;
        is_first = is_first && framer->kinds[i] != LINE_HEADING && framer->kinds[i] != LINE_PROSE;
        arena_rewind(framer->scratch, mark);
    }
}

// ---- the head ----

static size_t next_of(const Framer *framer, size_t from, LineKind kind)
{
    size_t count = framer->document->paragraphs.count;
    while (from < count && framer->kinds[from] != kind)
        from++;
    return from;
}

static bool has_before(const Framer *framer, size_t before, LineKind kind)
{
    return next_of(framer, 0, kind) < before;
}

// Prose above the date line repeats the lead, or is the title itself; the text begins below.
static bool is_above_date(const Framer *framer, size_t prose)
{
    const Paragraphs *paragraphs = &framer->document->paragraphs;
    Paragraph paragraph = paragraphs->items[prose];
    size_t next = next_of(framer, prose + 1, LINE_PROSE);
    size_t date = next_of(framer, prose + 1, LINE_DATE);
    return !has_before(framer, prose, LINE_DATE) && !paragraph.is_item &&
           paragraph.end - paragraph.start <= LONGEST_TEASER && next < paragraphs->count &&
           date < next && next - prose <= HEAD_LINES;
}

static size_t length_of(const Framer *framer, size_t i)
{
    const Paragraphs *paragraphs = &framer->document->paragraphs;
    return i < paragraphs->count ? paragraphs->items[i].end - paragraphs->items[i].start : 0;
}

// The longest heading of a range, or one that is marked up as such; the number of paragraphs where there is none.
static size_t heading_in(const Framer *framer, size_t from, size_t to)
{
    const Paragraphs *paragraphs = &framer->document->paragraphs;
    size_t best = paragraphs->count;
    for (size_t i = from; i < to; i++) {
        if (framer->kinds[i] != LINE_HEADING)
            continue;
        if (paragraphs->items[i].is_heading)
            return i;
        if (length_of(framer, i) > length_of(framer, best))
            best = i;
    }
    return best;
}

// Mostly above the date; what is short there may be the name of a column.
static size_t find_title(const Framer *framer, size_t body)
{
    const Paragraphs *paragraphs = &framer->document->paragraphs;
    size_t date = next_of(framer, 0, LINE_DATE);
    size_t above = heading_in(framer, 0, date < body ? date : body);
    size_t below = heading_in(framer, date < body ? date : body, body);
    bool is_marked = below < paragraphs->count && paragraphs->items[below].is_heading;
    bool is_column = length_of(framer, above) < SHORTEST_TITLE &&
                     length_of(framer, below) > 2 * length_of(framer, above);
    if (above < paragraphs->count && paragraphs->items[above].is_heading)
        return above;
    return is_marked || is_column ? below : above;
}

static Part head_part(const Framer *framer, size_t i)
{
    const Paragraph *items = framer->document->paragraphs.items;
    if (framer->kinds[i] == LINE_DATE)
        return PART_DATE_LINE;
    // "14:10" and "The Kremlin, Moscow" below the date
    Text line = document_part(framer->document, items[i]);
    bool is_time = is_number(line) && text_find_char(line, ':') != TEXT_NOWHERE;
    bool is_place = framer->kinds[i] == LINE_HEADING && line.len <= LONGEST_PLACE;
    // "New York" above it
    if (is_place && line.len < SHORTEST_TITLE && i + 1 < framer->document->paragraphs.count &&
        framer->kinds[i + 1] == LINE_DATE)
        return PART_DATE_LINE;
    bool is_below =
        i > 0 && items[i - 1].part == PART_DATE_LINE && framer->kinds[i - 1] != LINE_HEADING;
    return is_below && (is_time || is_place) ? PART_DATE_LINE : PART_SECTION;
}

// Thai has no full stops, and a line of news may lack its own: then what follows title and date is the text.
static size_t body_without_stops(Framer *framer, size_t title)
{
    size_t count = framer->document->paragraphs.count;
    size_t date = next_of(framer, 0, LINE_DATE);
    size_t behind_date = date < count ? date + 1 : 0;
    size_t behind_title = title < count ? title + 1 : 0;
    size_t body = behind_date > behind_title ? behind_date : behind_title;
    body = next_of(framer, body, LINE_HEADING);
    for (size_t i = body; i < count; i++) {
        if (framer->kinds[i] == LINE_HEADING)
            framer->kinds[i] = LINE_PROSE;
    }
    return body;
}

// Where the body begins.
static size_t frame_head(Framer *framer)
{
    Paragraphs *paragraphs = &framer->document->paragraphs;
    size_t body = next_of(framer, 0, LINE_PROSE), teaser = paragraphs->count;
    if (body < paragraphs->count && is_above_date(framer, body)) {
        teaser = body;
        body = next_of(framer, body + 1, LINE_PROSE);
    }
    size_t title = find_title(framer, body);
    if (body == paragraphs->count)
        body = body_without_stops(framer, title);
    for (size_t i = 0; i < body; i++)
        paragraphs->items[i].part = i == title ? PART_TITLE : head_part(framer, i);
    if (teaser < paragraphs->count)
        paragraphs->items[teaser].part = title < paragraphs->count ? PART_TEASER : PART_TITLE;
    return body;
}

// ---- the body and what follows it ----

static Part body_part(const Framer *framer, size_t i, size_t last_prose)
{
    Paragraph paragraph = framer->document->paragraphs.items[i];
    bool is_date = framer->kinds[i] == LINE_DATE; // "www.example.kp (2024.04.18.)"
    if (framer->kinds[i] == LINE_PROSE || (framer->closed[i] && !is_date))
        return PART_BODY;
    if (i < last_prose)
        return PART_SECTION;
    return paragraph.end - paragraph.start >= SHORTEST_TAIL && framer->kinds[i] == LINE_HEADING
               ? PART_BODY
               : PART_CLOSER;
}

static size_t last_prose_of(const Framer *framer)
{
    size_t last = framer->document->paragraphs.count;
    while (last > 0 && framer->kinds[last - 1] != LINE_PROSE)
        last--;
    return last ? last - 1 : 0;
}

// A sign-off may follow the closing mark: a date, a city, an office.
static size_t frame_close(Framer *framer, size_t from)
{
    Paragraphs *paragraphs = &framer->document->paragraphs;
    size_t i = from;
    while (i < paragraphs->count && i - from < HEAD_LINES && framer->kinds[i] != LINE_PROSE &&
           !is_told_by(framer, &framer->words->after, i))
        paragraphs->items[i++].part = PART_CLOSER;
    return i;
}

static void frame_body(Framer *framer, size_t body)
{
    Paragraphs *paragraphs = &framer->document->paragraphs;
    size_t last = last_prose_of(framer), i = body;
    for (; i < paragraphs->count; i++) {
        Text line = document_part(framer->document, paragraphs->items[i]);
        bool is_separator =
            is_ornament(line) && i < last && !is_told_by(framer, &framer->words->closers, i);
        if (is_told_by(framer, &framer->words->after, i))
            break;
        if (is_told_by(framer, &framer->words->closers, i) ||
            (is_ornament(line) && !is_separator)) {
            i = frame_close(framer, i);
            break;
        }
        paragraphs->items[i].part = is_separator ? PART_SECTION : body_part(framer, i, last);
    }
    for (; i < paragraphs->count; i++)
        paragraphs->items[i].part = PART_AFTER;
}

// ---- the publication date ----

static bool find_published(Framer *framer, Part part)
{
    Document *document = framer->document;
    for (size_t i = 0; i < document->paragraphs.count; i++) {
        if (document->paragraphs.items[i].part != part ||
            (part != PART_SECTION && framer->kinds[i] != LINE_DATE))
            continue;
        Text line = document_part(document, document->paragraphs.items[i]);
        DateScan scan = {framer->words, line, framer->scratch};
        DateFound found;
        for (size_t at = 0; dates_next(&scan, at, scan.text.len, &found); at = found.end)
            if (found.kind == DATES_CALENDAR && found.year &&
                date_from_civil(found.year, found.month, found.day, &document->published))
                return true;
    }
    return false;
}

static void cut_marks(Framer *framer)
{
    Document *document = framer->document;
    for (size_t i = 0; i < document->paragraphs.count; i++) {
        Paragraph *paragraph = &document->paragraphs.items[i];
        DateScan scan = {framer->words, document_part(document, *paragraph), framer->scratch};
        size_t mark = frame_mark(scan.text);
        if (mark == 0 || frame_is_date_line(&scan, false)) // "12. März 2024"
            continue;
        paragraph->start += mark;
        paragraph->is_item = true;
    }
}

// "… in a friendly mood. -0-": the mark that closes the text stands in its last paragraph.
static void cut_tail(Framer *framer, Paragraph *paragraph)
{
    Text line = document_part(framer->document, *paragraph);
    size_t from = line.len > LONGEST_TAIL ? line.len - LONGEST_TAIL : 0;
    for (size_t at = line.len; at-- > from + 1;) {
        if (line.ptr[at] != ' ')
            continue;
        Text tail = utf8_fold(text_sub(line, at + 1, line.len), framer->scratch);
        if (word_list_has(&framer->words->closers.whole, tail) &&
            sentence_is_closed(framer->words, text_sub(line, 0, at), framer->scratch)) {
            paragraph->end = paragraph->start + at;
            return;
        }
    }
}

static void cut_tails(Framer *framer)
{
    for (size_t i = 0; i < framer->document->paragraphs.count; i++) {
        ArenaMark mark = arena_mark(framer->scratch);
        cut_tail(framer, &framer->document->paragraphs.items[i]);
        arena_rewind(framer->scratch, mark);
    }
}

void frame_find(const ReadoutWords *words, Document *document, Arena *scratch)
{
    size_t count = document->paragraphs.count;
    Framer framer = {words, document, scratch, ARENA_ARRAY(scratch, LineKind, count),
                     ARENA_ARRAY(scratch, bool, count)};
    cut_marks(&framer);
    cut_tails(&framer);
    find_kinds(&framer);
    frame_body(&framer, frame_head(&framer));
    if (!find_published(&framer, PART_DATE_LINE) && !find_published(&framer, PART_CLOSER))
        find_published(&framer, PART_SECTION); // "The press release issued by ... on 4 May 2023."
}
