#include <config.h>
#include "model/citation.h"

#include "model/citation_own.h"
#include "model/utf8.h"

enum {
    LONGEST_BEFORE = 8,  // words before "Joint Statement": "the 2018 Inter-Korean Military"
    MOST_SMALL = 3,      // small words in a row: "bilateral diplomatic relations"
    LONGEST_BEHIND = 24, // words behind it: "of the establishment of diplomatic relations between"
    FIRST_YEAR = 1600,   // of treaties that are still named
    LAST_YEAR = 2199,    // a number behind it is no year
    YEARS_BESIDE = 5,    // "2025, which marks the 75th anniversary", said in 2024
    NEAR_YEAR = 12,      // words between such a year and the anniversary
    OLDEST_ANNIVERSARY = 1500,
};

static const Date absent = {.minutes = DATE_NO_MINUTES};

typedef struct Word {
    size_t start, end; // bytes of the text
    Text folded;
    int ordinal; // "9th", "ninth": 9; else 0
    int year;    // "2018"; else 0
    bool is_capital;
    bool is_cut;     // a stop, comma or bracket stands before it
    CitationWord is; // what begins here
    const CitationEntry *entry;
} Word;

typedef struct Scan {
    const CitationWords *words;
    Text text;
    Arena *arena;
    struct {
        Word *items;
        size_t count, capacity;
    } all;
    Date when;
} Scan;

// ---- words ----

static bool is_part(uint32_t code)
{
    return utf8_is_letter(code) || utf8_is_digit(code) || code == '-' || code == '\'' ||
           code == 0x2019;
}

static int number_in(Text text, size_t *digits)
{
    int number = 0;
    for (*digits = 0; *digits < text.len && *digits < 5; ++*digits) {
        char c = text.ptr[*digits];
        if (c < '0' || c > '9')
            break;
        number = number * 10 + (c - '0');
    }
    return number;
}

static void read_number(Word *word)
{
    size_t digits;
    int number = number_in(word->folded, &digits);
    Text rest = text_sub(word->folded, digits, word->folded.len);
    bool is_ordinal = text_equal(rest, TEXT("th")) || text_equal(rest, TEXT("st")) ||
                      text_equal(rest, TEXT("nd")) || text_equal(rest, TEXT("rd"));
    if (digits && is_ordinal)
        word->ordinal = number;
    if (digits == 4 && rest.len == 0 && number >= FIRST_YEAR && number <= LAST_YEAR)
        word->year = number;
}

static void read_words(Scan *scan)
{
    bool is_cut = true;
    for (size_t at = 0, len; at < scan->text.len;) {
        uint32_t code = utf8_decode(scan->text, at, &len);
        if (!is_part(code)) {
            is_cut |= !utf8_is_blank(code) && code != '"' && code != 0x201C && code != 0x201D;
            at += len;
            continue;
        }
        Word word = {.start = at, .is_capital = utf8_is_upper(code), .is_cut = is_cut};
        while (at < scan->text.len && is_part(utf8_decode(scan->text, at, &len)))
            at += len;
        word.end = at;
        word.folded = citation_fold(text_sub(scan->text, word.start, at - word.start), scan->arena);
        read_number(&word);
        ARENA_PUSH(scan->arena, &scan->all, word);
        is_cut = false;
    }
}

static const Word *word_at(const Scan *scan, size_t at)
{
    static const Word none = {.is_cut = true};
    return at < scan->all.count ? &scan->all.items[at] : &none;
}

static bool fits(const Scan *scan, size_t at, const CitationEntry *entry)
{
    Text rest = entry->phrase;
    for (size_t i = at; rest.ptr; i++)
        if (!text_equal(word_at(scan, i)->folded, text_cut(&rest, ' ')) ||
            (i > at && word_at(scan, i)->is_cut && entry->is != CITATION_KNOWN))
            return false;
    return true;
}

// "seventy-fifth"
static int compound_ordinal(const Scan *scan, Text word)
{
    Text unit = word, tens = text_cut(&unit, '-');
    int number = 0;
    for (const CitationEntry *i = unit.len ? citation_entries(scan->words, tens) : NULL; i;
         i = i->next)
        if (i->is == CITATION_TENS && text_equal(i->phrase, tens))
            number = citation_number(i);
    for (const CitationEntry *i = number ? citation_entries(scan->words, unit) : NULL; i;
         i = i->next)
        if (i->is == CITATION_ORDINAL && text_equal(i->phrase, unit))
            return number + citation_number(i);
    return 0;
}

static void mark_words(Scan *scan)
{
    for (size_t at = 0; at < scan->all.count; at++) {
        Word *word = &scan->all.items[at];
        for (const CitationEntry *i = citation_entries(scan->words, word->folded);
             i && !word->entry; i = i->next)
            if (fits(scan, at, i)) {
                word->entry = i;
                word->is = i->is;
            }
        if (word->is == CITATION_ORDINAL)
            word->ordinal = citation_number(word->entry);
        else if (!word->ordinal)
            word->ordinal = compound_ordinal(scan, word->folded);
    }
}

// ---- how far it reaches ----

typedef struct Reach {
    size_t from, to; // words
} Reach;

static bool is_named(const Word *word)
{
    return word->is_capital || word->ordinal || word->year;
}

static bool is_link(const Word *word)
{
    return word->is == CITATION_LINK || word->is == CITATION_WEAK;
}

// "the 2018 Inter-Korean" before "Military Agreement".
static size_t reach_back(const Scan *scan, size_t at, size_t floor)
{
    size_t from = at;
    while (from > floor && from + LONGEST_BEFORE > at && !word_at(scan, from)->is_cut &&
           is_named(word_at(scan, from - 1)) && !is_link(word_at(scan, from - 1)))
        from--;
    return from;
}

static int day_number(const Word *word)
{
    size_t digits;
    int number = number_in(word->folded, &digits);
    return digits && digits <= 2 && (digits == word->folded.len || word->ordinal) ? number : 0;
}

// "and" goes on inside of a title ("on Trade and Investment"), not to the next document.
static bool is_next(const Scan *scan, size_t at, bool in_title)
{
    return text_equal(word_at(scan, at)->folded, TEXT("and")) &&
           (!in_title || is_link(word_at(scan, at + 1)));
}

// "of the 8th Central Committee of the Party": links that lead to a name, a number, or a year.
static size_t reach_on(const Scan *scan, size_t at)
{
    size_t to = at, limit = at + LONGEST_BEHIND;
    bool in_title = false;
    for (size_t i = at; i < scan->all.count && i < limit && !word_at(scan, i)->is_cut; i++) {
        const Word *word = word_at(scan, i);
        if (is_next(scan, i, in_title))
            break;
        if (is_named(word) || (word->is == CITATION_MEETING && i > at))
            to = i + 1;
        else if (!is_link(word) && !day_number(word))
            break;
        in_title |= text_equal(word->folded, TEXT("on")) || text_equal(word->folded, TEXT("for"));
    }
    return to;
}

// "of the establishment of diplomatic relations between the two countries": small words as long as "of", "the" or
// "between" lead to them; behind "and" and "in" only names.
static size_t reach_of_anniversary(const Scan *scan, size_t at)
{
    size_t to = at, limit = at + LONGEST_BEHIND, run = 0;
    bool is_strong = text_equal(word_at(scan, at)->folded, TEXT("of"));
    for (size_t i = at; is_strong && i < scan->all.count && i < limit; i++) {
        const Word *word = word_at(scan, i);
        if (word->is_cut || word->is == CITATION_STOP || word->is == CITATION_SHIFT)
            break;
        bool is_weak = word->is == CITATION_WEAK;
        if (is_weak &&
            !is_named(word_at(scan, i + 1 + (word_at(scan, i + 1)->is == CITATION_LINK))))
            break;
        if (is_link(word)) {
            run = 0;
            continue;
        }
        run = is_named(word) ? 0 : run + 1;
        if (run > MOST_SMALL)
            break;
        to = i + 1;
    }
    return to;
}

// ---- dates ----

static Date parsed(Text text)
{
    Date date = absent;
    const char *why;
    return date_parse(text, &date, &why) ? date : absent;
}

static Date year_date(const Scan *scan, int year)
{
    return parsed(arena_printf(scan->arena, "%04d", year));
}

// "February 21, 1972", "21 February 1972", "February 1972", "1972" among these words.
static Date date_within(const Scan *scan, Reach reach)
{
    for (size_t i = reach.from; i < reach.to; i++) {
        int year = word_at(scan, i)->year;
        if (!year)
            continue;
        for (size_t m = i; m > reach.from && m + 2 >= i; m--) {
            const Word *month = word_at(scan, m - 1);
            if (month->is != CITATION_MONTH)
                continue;
            int behind = m < i ? day_number(word_at(scan, m)) : 0;
            int before = m > 1 ? day_number(word_at(scan, m - 2)) : 0;
            Date date = absent;
            int number = citation_number(month->entry), day = behind ? behind : before;
            if (day && date_from_civil(year, number, day, &date))
                return date;
            return parsed(arena_printf(scan->arena, "%04d-%02d", year, number));
        }
        return year_date(scan, year);
    }
    return absent;
}

static Date known_within(const Scan *scan, Reach reach)
{
    for (size_t i = reach.from; i < reach.to; i++)
        if (word_at(scan, i)->is == CITATION_KNOWN &&
            i + word_at(scan, i)->entry->words <= reach.to)
            return parsed(word_at(scan, i)->entry->value);
    return absent;
}

// The year that an anniversary falls in: a year that stands near, "next year", else the one in which it is said.
static int year_of_anniversary(const Scan *scan, Reach reach)
{
    int said = date_year(scan->when), shift = 0;
    size_t from = reach.from > NEAR_YEAR ? reach.from - NEAR_YEAR : 0;
    size_t to = reach.to + NEAR_YEAR < scan->all.count ? reach.to + NEAR_YEAR : scan->all.count;
    for (size_t i = from; i < to; i++) {
        const Word *word = word_at(scan, i);
        if (word->year && word->year >= said - YEARS_BESIDE && word->year <= said + YEARS_BESIDE)
            return word->year;
        if (word->is == CITATION_SHIFT && !shift)
            shift = citation_number(word->entry);
    }
    return said + shift;
}

// ---- what is cited ----

static bool add(const Scan *scan, Citations *found, Reach reach, Date date)
{
    size_t start = word_at(scan, reach.from)->start;
    Citation citation = {start, word_at(scan, reach.to - 1)->end, date};
    ARENA_PUSH(scan->arena, found, citation);
    return true;
}

static size_t anniversary_at(const Scan *scan, size_t at, size_t floor, Citations *found)
{
    size_t from = at;
    while (from > floor && from + 3 > at && !word_at(scan, from)->ordinal)
        from--;
    int years = word_at(scan, from)->ordinal;
    if (!years || years > OLDEST_ANNIVERSARY)
        return at;
    Reach reach = {from, reach_of_anniversary(scan, at + 1)};
    Date date = date_is_absent(scan->when)
                    ? absent
                    : year_date(scan, year_of_anniversary(scan, reach) - years);
    add(scan, found, reach, date);
    return reach.to;
}

// "Joint Statement" in capitals is a certain one; in small letters one with its year.
static size_t document_at(const Scan *scan, size_t at, size_t floor, Citations *found)
{
    const Word *word = word_at(scan, at);
    Reach reach = {reach_back(scan, at, floor), reach_on(scan, at + word->entry->words)};
    Date date = known_within(scan, reach);
    if (date_is_absent(date))
        date = date_within(scan, reach);
    bool has_ordinal = false;
    for (size_t i = reach.from; i < reach.to; i++)
        has_ordinal |= word_at(scan, i)->ordinal != 0;
    bool is_certain =
        word->is == CITATION_MEETING
            ? has_ordinal || !date_is_absent(date)
            : !date_is_absent(date) || (word->is_capital && reach.to > reach.from + 1);
    if (!is_certain)
        return at;
    add(scan, found, reach, date);
    return reach.to;
}

static size_t known_at(const Scan *scan, size_t at, Citations *found)
{
    const CitationEntry *entry = word_at(scan, at)->entry;
    Reach reach = {at, reach_on(scan, at + entry->words)};
    add(scan, found, reach, parsed(entry->value));
    return reach.to;
}

Citations citations_in(const CitationWords *words, Text text, Date when, Arena *arena)
{
    Citations found = {0};
    Scan scan = {.words = words, .text = text, .arena = arena, .when = when};
    read_words(&scan);
    mark_words(&scan);
    size_t floor = 0;
    for (size_t at = 0; at < scan.all.count; at++) {
        size_t end = at;
        switch (word_at(&scan, at)->is) {
        case CITATION_ANNIVERSARY:
            end = anniversary_at(&scan, at, floor, &found);
            break;
        case CITATION_DOCUMENT:
        case CITATION_MEETING:
            end = document_at(&scan, at, floor, &found);
            break;
        case CITATION_KNOWN:
            end = known_at(&scan, at, &found);
            break;
        case CITATION_NONE:
        case CITATION_ORDINAL:
        case CITATION_TENS:
        case CITATION_MONTH:
        case CITATION_SHIFT:
        case CITATION_LINK:
        case CITATION_WEAK:
        case CITATION_STOP:
            break;
        }
        if (end > at) {
            floor = end;
            at = end - 1;
        }
    }
    return found;
}
