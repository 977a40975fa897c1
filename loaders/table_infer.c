// Which words of a text name a country: names and adjectives surely, capitals and seats only where names are too few.
// Words that are often something else (a person, a US state) count where nothing beside them makes them that.
#include <config.h>
#include "loaders/table_countries.h"

#include "loaders/lexicon.h"

enum {
    GAP_BYTES = 6, // between two countries that stand side by side: ", ", " and ", " with "
    LONG_WORD = 5, // shorter ones are small in titles that have capitals everywhere
};

// A word of the text that means a place.
typedef struct Mention {
    size_t start, end;
    CountryId country; // none: an organisation, or one of several states
    bool is_seat;      // a capital, or the seat of a government
    bool is_doubtful;  // often something else
    bool is_otherwise; // and here it is that
} Mention;

typedef struct Mentions {
    Mention *items;
    size_t count, capacity;
} Mentions;

typedef struct Inference {
    const Lexicon *lexicon;
    Arena *scratch;
    Date date;
    Text text;
    bool has_capitals; // everywhere, as titles have them
    Mentions mentions;
} Inference;

// ---- what a phrase means ----

static bool is_state_of_day(const Inference *inference, const Sense *sense)
{
    const Date *date = &inference->date;
    if (sense->country.at == COUNTRY_NONE)
        return false;
    const Country *country = country_get(inference->lexicon->countries, sense->country);
    bool is_of_day = date->start_form == DATE_ABSENT ||
                     (country->from <= date->end && country->until >= date->start);
    return country->class == COUNTRY_STATE && is_of_day;
}

static bool is_of_classes(const Sense *sense, LexClass a, LexClass b)
{
    return sense->class == (int)a || sense->class == (int)b;
}

// Of a state that has ended and one that goes on, on a day of the former: "Moscow" of 1962.
static CountryId former_of(const Inference *inference, CountryId a, CountryId b)
{
    bool has_a_ended = country_get(inference->lexicon->countries, a)->until < DATE_LAST_DAY;
    bool has_b_ended = country_get(inference->lexicon->countries, b)->until < DATE_LAST_DAY;
    if (inference->date.start_form == DATE_ABSENT || has_a_ended == has_b_ended)
        return (CountryId){COUNTRY_NONE};
    return has_a_ended ? a : b;
}

// The one state that a phrase stands for as a name, or as a seat; none where it has several meanings ("Congolese").
static bool find_meaning(const Inference *inference, const Hit *hit, bool as_seat, Mention *mention)
{
    CountryId found = {COUNTRY_NONE};
    bool is_doubtful = false;
    for (const Sense *sense = hit->sense; sense; sense = sense->next) {
        bool is_wanted = as_seat ? is_of_classes(sense, LEX_CAPITAL, LEX_SEAT)
                                 : is_of_classes(sense, LEX_NAME, LEX_ADJECTIVE);
        if (!is_wanted || !is_state_of_day(inference, sense))
            continue;
        bool is_other = found.at != COUNTRY_NONE && !country_equal(found, sense->country);
        found = is_other ? former_of(inference, found, sense->country) : sense->country;
        if (found.at == COUNTRY_NONE)
            return false;
        is_doubtful = is_doubtful || sense->is_ambiguous;
    }
    mention->country = found;
    mention->is_seat = as_seat;
    mention->is_doubtful = is_doubtful;
    return found.at != COUNTRY_NONE;
}

static void find_mentions(Inference *inference)
{
    Hit hit;
    for (size_t at = 0;
         phrases_next(inference->lexicon->places, inference->text, at, inference->scratch, &hit);
         at = hit.end) {
        Mention mention = {.start = hit.start, .end = hit.end};
        if (!find_meaning(inference, &hit, false, &mention))
            find_meaning(inference, &hit, true, &mention);
        ARENA_PUSH(inference->scratch, &inference->mentions, mention);
    }
}

// ---- what stands around it ----

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

// The word that only blanks part from `at`, before or behind it; empty where there is none.
static Text word_behind(Text text, size_t at)
{
    size_t start = at;
    while (start < text.len && text.ptr[start] == ' ')
        start++;
    size_t end = start;
    while (end < text.len && is_letter(text.ptr[end]))
        end++;
    return start == at ? TEXT("") : text_sub(text, start, end - start);
}

static Text word_before(Text text, size_t at)
{
    size_t end = at;
    while (end > 0 && text.ptr[end - 1] == ' ')
        end--;
    size_t start = end;
    while (start > 0 && is_letter(text.ptr[start - 1]))
        start--;
    return end == at ? TEXT("") : text_sub(text, start, end - start);
}

static bool is_place(const Inference *inference, Text word)
{
    size_t at = (size_t)(word.ptr - inference->text.ptr);
    for (size_t i = 0; i < inference->mentions.count; i++)
        if (inference->mentions.items[i].start <= at && inference->mentions.items[i].end > at)
            return true;
    return false;
}

// A capital that makes it part of a longer name: "Michael Jordan", "Georgia Senate".
static bool is_name_part(const Inference *inference, Text word)
{
    if (word.len == 0 || !is_capital(word.ptr[0]) || is_place(inference, word))
        return false;
    const Phrases *verbs = inference->lexicon->verbs;
    Buffer small = buffer_in(inference->scratch);
    for (size_t i = 0; i < word.len; i++)
        buffer_add_char(&small, is_capital(word.ptr[i]) ? (char)(word.ptr[i] + 32) : word.ptr[i]);
    return !verbs || !phrases_find(verbs, buffer_text(&small), inference->scratch);
}

// "Turkey and Georgia", "China-Jordan".
static bool is_beside(const Inference *inference, const Mention *a, const Mention *b)
{
    if (a->is_otherwise || b->is_otherwise || b->start < a->end || b->start - a->end > GAP_BYTES)
        return false;
    Text gap = text_sub(inference->text, a->end, b->start - a->end);
    return text_find_char(gap, '.') == TEXT_NOWHERE && text_trim(gap).len > 0;
}

static bool has_neighbour(const Inference *inference, size_t i)
{
    const Mention *items = inference->mentions.items;
    return (i > 0 && is_beside(inference, &items[i - 1], &items[i])) ||
           (i + 1 < inference->mentions.count && is_beside(inference, &items[i], &items[i + 1]));
}

// Of a text with small words: in one with capitals everywhere they prove nothing.
static void judge_names(Inference *inference)
{
    for (size_t i = 0; i < inference->mentions.count; i++) {
        Mention *mention = &inference->mentions.items[i];
        Text before = word_before(inference->text, mention->start);
        Text behind = word_behind(inference->text, mention->end);
        mention->is_otherwise =
            mention->is_doubtful && !inference->has_capitals &&
            (is_name_part(inference, before) || is_name_part(inference, behind));
    }
    for (size_t i = 0; i < inference->mentions.count; i++) {
        Mention *mention = &inference->mentions.items[i];
        if (mention->is_doubtful && inference->has_capitals && !has_neighbour(inference, i))
            mention->is_otherwise =
                is_name_part(inference, word_before(inference->text, mention->start)) ||
                is_name_part(inference, word_behind(inference->text, mention->end));
    }
}

static bool has_capitals(Text text)
{
    size_t words = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        while (at < text.len && is_letter(text.ptr[at]))
            at++;
        if (at - start >= LONG_WORD && text.ptr[start] >= 'a' && text.ptr[start] <= 'z')
            return false;
        words += at - start >= LONG_WORD;
        at += at == start;
    }
    return words > 2;
}

// ---- which of them count ----

static bool has_other_country(const Inference *inference, const Mention *mention)
{
    for (size_t i = 0; i < inference->mentions.count; i++) {
        const Mention *other = &inference->mentions.items[i];
        if (other->country.at != COUNTRY_NONE && !other->is_otherwise &&
            !country_equal(other->country, mention->country))
            return true;
    }
    return false;
}

// A title is about what it names; a longer text mentions much.
static bool counts(const Inference *inference, const Mention *mention, bool is_title)
{
    if (mention->country.at == COUNTRY_NONE || mention->is_otherwise)
        return false;
    bool needs_other = mention->is_doubtful && (mention->is_seat || !is_title);
    return !needs_other || has_other_country(inference, mention);
}

static void add_mentions(const Inference *inference, bool seats, bool is_title, TableCountries *out)
{
    for (size_t i = 0; i < inference->mentions.count; i++) {
        const Mention *mention = &inference->mentions.items[i];
        if (mention->is_seat == seats && counts(inference, mention, is_title))
            table_countries_add(
                out, mention->country,
                text_sub(inference->text, mention->start, mention->end - mention->start));
    }
}

void table_countries_infer(const Load *load, const EventWords *words, TableCountries *out)
{
    lexicon_need_words(load->lexicon);
    if (!load->lexicon || !load->lexicon->places)
        return;
    Text texts[] = {words->title, words->text};
    for (size_t i = 0; i < 2 && out->count < 2; i++) {
        Inference inference = {.lexicon = load->lexicon,
                               .scratch = load->scratch,
                               .date = words->date,
                               .text = texts[i],
                               .has_capitals = has_capitals(texts[i])};
        find_mentions(&inference);
        judge_names(&inference);
        add_mentions(&inference, false, i == 0, out);
        if (out->count < 2)
            add_mentions(&inference, true, i == 0, out);
    }
    out->is_inferred = out->count > 0;
}
