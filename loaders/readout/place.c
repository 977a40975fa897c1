#include <config.h>
#include "loaders/readout/place.h"

#include "loaders/readout/lines.h"

enum {
    LONGEST_CITY = 4,
};

static const Token *token_of(const Readout *readout, size_t at)
{
    return &readout->tokens.items[at];
}

static const Sense *city_sense(const Readout *readout, size_t at)
{
    const Sense *place = readout->marks[at].place;
    const Sense *capital = place ? sense_of_class(place, LEX_CAPITAL) : NULL;
    return capital ? capital : place ? sense_of_class(place, LEX_CITY) : NULL;
}

static void take_city(const Readout *readout, Range city, Happening *happening)
{
    const Sense *sense = city_sense(readout, city.from);
    happening->place = tokens_text(&readout->tokens, city);
    happening->place_country = sense ? sense->country : (CountryId){0};
}

// "Lima, Peru": a city that no list knows, with its country behind it.
static bool is_city_before_country(const Readout *readout, Range city)
{
    return token_is_mark(&readout->tokens, city.to, ',') && city.to + 1 < readout->tokens.count &&
           readout->marks[city.to + 1].place &&
           sense_of_class(readout->marks[city.to + 1].place, LEX_NAME);
}

// The city at `at`, known or named with its country.
static bool city_at(const Readout *readout, Range where, Happening *happening)
{
    size_t at = where.from;
    if (at >= where.to || token_of(readout, at)->is_quoted)
        return false;
    if (city_sense(readout, at)) {
        Range city = {at, at + readout->marks[at].place_length};
        // "in London's interest", "Beijing-led"
        if (city.to < where.to && token_of(readout, city.to)->kind == TOKEN_POSSESSIVE)
            return false;
        take_city(readout, city, happening);
        return true;
    }
    Range city = {at, at};
    while (city.to < where.to && city.to < at + LONGEST_CITY && name_is_word(readout, city.to))
        city.to++;
    if (range_is_empty(city) || !is_city_before_country(readout, city))
        return false;
    take_city(readout, city, happening);
    happening->place_country = readout->marks[city.to + 1].place->country;
    return true;
}

static bool find_behind(const Readout *readout, Range sentence, const char *const *words,
                        Happening *happening)
{
    for (size_t i = sentence.from; i + 1 < sentence.to; i++)
        for (size_t n = 0; words[n]; n++)
            if (token_is(&readout->tokens, i, words[n]) &&
                city_at(readout, (Range){i + 1, sentence.to}, happening))
                return true;
    return false;
}

static bool says_here(const Readout *readout, Range sentence)
{
    for (size_t i = sentence.from; i < sentence.to; i++)
        if (token_is(&readout->tokens, i, "here"))
            return true;
    return false;
}

static bool from_dateline(const Readout *readout, Range sentence, Happening *happening)
{
    Range city = lines_dateline(readout, sentence);
    if (range_is_empty(city))
        return false;
    take_city(readout, city, happening);
    return true;
}

static bool city_in(const Readout *readout, Range tokens, Happening *happening)
{
    for (size_t at = tokens.from; at < tokens.to; at++)
        if (city_at(readout, (Range){at, tokens.to}, happening))
            return true;
    return false;
}

// A page may have its dateline in a line of its own, or sign off with city and date.
static bool from_other_parts(const Readout *readout, Happening *happening)
{
    static const Part parts[] = {PART_DATE_LINE, PART_CLOSER};
    for (size_t n = 0; n < sizeof parts / sizeof *parts; n++)
        for (size_t i = 0; i < readout->lines.count; i++) {
            Range tokens = readout->lines.items[i].tokens;
            if (readout->lines.items[i].part != parts[n])
                continue;
            if (city_in(readout, tokens, happening))
                return true;
        }
    return false;
}

static bool is_call(const Readout *readout)
{
    return text_equal(readout->kind, TEXT("call")) || text_equal(readout->kind, TEXT("statement"));
}

static bool from_narration(const Readout *readout, const Happening *bounds, Happening *happening)
{
    static const char *const in[] = {"in", NULL}, *const to[] = {"to", "at", NULL};
    for (size_t i = bounds->lines.from; i < bounds->lines.to; i++) {
        const Line *line = &readout->lines.items[i];
        bool is_told =
            line->part == PART_TEASER || (line->part == PART_BODY && !line->is_statement);
        if (is_told && find_behind(readout, line->tokens, in, happening))
            return true;
        if (is_told && i <= bounds->lead && find_behind(readout, line->tokens, to, happening))
            return true;
    }
    return false;
}

void place_find(const Readout *readout, Happening *happening)
{
    static const char *const in[] = {"in", NULL}, *const to[] = {"to", "visiting", NULL};
    Range lead = {0, 0};
    if (readout->is_press) { // of whatever places they speak
        (void)from_other_parts(readout, happening);
        return;
    }
    if (happening->lead < readout->lines.count)
        lead = readout->lines.items[happening->lead].tokens;
    if (says_here(readout, lead) && from_dateline(readout, lead, happening))
        return;
    if (!is_call(readout) && find_behind(readout, lead, in, happening))
        return;
    if (from_dateline(readout, lead, happening) || is_call(readout))
        return;
    if (find_behind(readout, lead, to, happening) || from_narration(readout, happening, happening))
        return;
    (void)from_other_parts(readout, happening);
}
