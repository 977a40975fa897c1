#include <config.h>
#include "loaders/readout/event.h"

#include "loaders/readout/narration.h"
#include "loaders/readout/place.h"
#include "loaders/readout/press.h"
#include "loaders/readout/roles.h"

enum { OPENING_LINES = 3 }; // behind the lead

// ---- the lead and the kind ----

void event_find_lead(Readout *readout)
{
    for (size_t i = 0; i < readout->lines.count; i++) {
        const Line *line = &readout->lines.items[i];
        if (line->part != PART_BODY || narration_is_boilerplate(readout, line->tokens))
            continue;
        if (narration_label(readout, line).kind == LABEL_NONE)
            readout->lead = i;
        return;
    }
}

static Text text_of_part(const Readout *readout, Part part)
{
    const Paragraph *paragraph = document_find(readout->document, part);
    return paragraph ? document_part(readout->document, *paragraph) : (Text){NULL, 0};
}

// "The ministers reviewed relations. This came as the minister received his counterpart": where neither title nor lead
// has a cue, the next sentences have it.
static Text kind_of_opening(const Readout *readout)
{
    Text kind = TEXT("other");
    size_t end = readout->lead + OPENING_LINES;
    for (size_t i = readout->lead + 1; i < readout->lines.count && i < end; i++) {
        const Line *line = &readout->lines.items[i];
        if (line->part != PART_BODY || !text_equal(kind, TEXT("other")))
            break;
        kind = lexicon_kind(readout->lexicon, (Text){NULL, 0},
                            tokens_text(&readout->tokens, line->tokens), readout->arena);
    }
    return kind;
}

// "N spoke over the phone with M": by telephone, whatever a title says of talks or visits; not "met, after a phone call".
static bool is_by_phone(const Readout *readout, Text lead)
{
    static const char *const kinds[] = {"talks", "meeting", "visit", "other"};
    bool may_be = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        may_be |= text_equal(readout->kind, text_from(kinds[i]));
    if (!may_be || readout->lead >= readout->lines.count ||
        !text_equal(lexicon_kind(readout->lexicon, (Text){NULL, 0}, lead, readout->arena),
                    TEXT("call")))
        return false;
    Range words = readout->lines.items[readout->lead].tokens;
    bool has_phone = false, has_met = false;
    for (size_t i = words.from; i < words.to; i++) {
        has_phone |= token_is_form(readout, i, FORM_PHONE);
        has_met |= token_is_form(readout, i, FORM_MEETING);
    }
    return has_phone && !has_met;
}

void event_find_kind(Readout *readout)
{
    Text lead = text_of_part(readout, PART_TEASER);
    if (readout->lead < readout->lines.count)
        lead = tokens_text(&readout->tokens, readout->lines.items[readout->lead].tokens);
    readout->kind =
        lexicon_kind(readout->lexicon, text_of_part(readout, PART_TITLE), lead, readout->arena);
    if (is_by_phone(readout, lead))
        readout->kind = TEXT("call");
    if (text_equal(readout->kind, TEXT("other")))
        readout->kind = kind_of_opening(readout);
}

// ---- several events in one document ----

static bool is_meeting(const Readout *readout, const Line *line)
{
    for (size_t i = line->tokens.from; i < line->tokens.to; i++)
        if (token_is_form(readout, i, FORM_MEETS))
            return true;
    return false;
}

// "On the same day, X met with Y": "same day", "later", "separately".
static bool says_again(const Readout *readout, const Line *line)
{
    size_t limit = line->tokens.from + 6;
    for (size_t i = line->tokens.from; i < line->tokens.to && i < limit; i++)
        if (token_is(&readout->tokens, i, "same") && token_is(&readout->tokens, i + 1, "day"))
            return true;
    return false;
}

// A paragraph that opens with a dateline, or says that on the same day another meeting was held, tells a new event.
static bool opens_event(const Readout *readout, size_t at)
{
    const Line *line = &readout->lines.items[at];
    if (line->part != PART_BODY || !line->is_first || at <= readout->lead)
        return false;
    return is_meeting(readout, line) &&
           (line->start > line->tokens.from || says_again(readout, line));
}

void event_report_more(const Readout *readout, size_t line)
{
    Range tokens = readout->lines.items[line].tokens;
    Problem where = PROBLEM_IN(PROBLEM_LIMIT, SEVERITY_WARNING, readout->source->path);
    where.source = readout->source->id;
    where.offset = document_slice(readout->document, readout->tokens.items[tokens.from].start,
                                  readout->tokens.items[tokens.to - 1].end)
                       .offset;
    problem_at(readout->problems, where,
               "more than %d events in one document: from here on all is the last one's",
               MOST_HAPPENINGS);
}

static void split(const Readout *readout, Happenings *happenings)
{
    if (readout->is_press) {
        press_split(readout, happenings);
        return;
    }
    Happening first = {.lines = {0, readout->lines.count}, .lead = readout->lead};
    ARENA_PUSH(readout->arena, happenings, first);
    for (size_t i = 0; i < readout->lines.count; i++) {
        if (!opens_event(readout, i))
            continue;
        if (happenings->count >= MOST_HAPPENINGS) {
            event_report_more(readout, i);
            return;
        }
        happenings->items[happenings->count - 1].lines.to = i;
        Happening next = {.lines = {i, readout->lines.count}, .lead = i};
        ARENA_PUSH(readout->arena, happenings, next);
    }
}

// ---- countries ----

static bool has_country(const CountryIds *ids, CountryId id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (country_equal(ids->items[i], id))
            return true;
    return false;
}

void event_add_country(const Readout *readout, CountryIds *ids, CountryId id)
{
    bool is_state = id.at && id.at < COUNTRY_STRANGE &&
                    country_get(readout->lexicon->countries, id)->class == COUNTRY_STATE;
    if (is_state && !has_country(ids, id))
        ARENA_PUSH(readout->arena, ids, id);
}

static void add_named(const Readout *readout, CountryIds *ids, Range tokens)
{
    for (size_t i = tokens.from; i < tokens.to; i++) {
        const Sense *place = readout->marks[i].place;
        if (place && !place->is_ambiguous &&
            (place->class == LEX_NAME || place->class == LEX_ADJECTIVE))
            event_add_country(readout, ids, place->country);
    }
}

// A statement has no counterpart: it is addressed to those named in its title, else in its first sentence.
static void add_addressees(const Readout *readout, CountryIds *ids)
{
    size_t before = ids->count;
    bool has_body = false;
    for (size_t i = 0; i < readout->lines.count; i++)
        if (readout->lines.items[i].part == PART_TITLE)
            add_named(readout, ids, readout->lines.items[i].tokens);
    for (size_t i = 0; i < readout->lines.count && ids->count == before && !has_body; i++) {
        if (readout->lines.items[i].part != PART_BODY || i == readout->lead)
            continue;
        add_named(readout, ids, readout->lines.items[i].tokens);
        has_body = true;
    }
}

// A handful: sorted by moving each to its place.
static void sort_by_code(const Readout *readout, CountryIds *ids)
{
    const Countries *countries = readout->lexicon->countries;
    for (size_t i = 1; i < ids->count; i++)
        for (size_t j = i; j > 0; j--) {
            CountryId a = ids->items[j - 1], b = ids->items[j];
            if (text_compare(country_get(countries, a)->code, country_get(countries, b)->code) <= 0)
                break;
            ids->items[j - 1] = b;
            ids->items[j] = a;
        }
}

// A side that speaks is there, though nobody of it is named.
static void add_speaking_sides(const Readout *readout, const Statements *statements,
                               Happening *happening)
{
    for (size_t i = 0; i < statements->count; i++) {
        const Statement *statement = &statements->items[i];
        if (statement->speaker == NOBODY && !statement->is_both &&
            statement->line >= happening->lines.from && statement->line < happening->lines.to)
            event_add_country(readout, &happening->countries, statement->side);
    }
}

static void add_groups(const Readout *readout, CountryIds *ids)
{
    for (size_t i = 0; i < readout->groups.count; i++)
        event_add_country(readout, ids, readout->groups.items[i]);
}

// "paid an official visit to India": the country that is visited, where nobody of it is named.
static void add_visited(const Readout *readout, const Happening *happening, CountryIds *ids)
{
    if (ids->count != 1 || happening->lead >= readout->lines.count)
        return;
    Range lead = readout->lines.items[happening->lead].tokens;
    for (size_t i = lead.from; i < lead.to; i++) {
        size_t at = i + 1 + token_is(&readout->tokens, i + 1, "to");
        at += token_is(&readout->tokens, at, "the");
        bool is_place =
            token_is_form(readout, i, FORM_VISITS) && at < lead.to && readout->marks[at].place;
        const Sense *place = is_place ? sense_of_class(readout->marks[at].place, LEX_NAME) : NULL;
        if (place)
            event_add_country(readout, ids, place->country);
    }
}

void event_find(Readout *readout, const Statements *statements, Happenings *happenings)
{
    split(readout, happenings);
    for (size_t i = 0; i < happenings->count; i++) {
        Happening *happening = &happenings->items[i];
        place_find(readout, happening);
        if (i > 0 && !happening->place.len) { // "On the same day"
            happening->place = happenings->items[i - 1].place;
            happening->place_country = happenings->items[i - 1].place_country;
        }
        roles_find(readout, happening);
        for (size_t person = 0; person < readout->persons.count; person++)
            if (happening->roles[person])
                event_add_country(readout, &happening->countries,
                                  readout->persons.items[person].country);
        add_speaking_sides(readout, statements, happening);
        if (happening->lead == readout->lead)
            add_groups(readout, &happening->countries);
        if (readout->is_press)
            press_add_countries(readout, happening);
        else if (text_equal(readout->kind, TEXT("statement")))
            add_addressees(readout, &happening->countries);
        if (text_equal(readout->kind, TEXT("visit")))
            add_visited(readout, happening, &happening->countries);
        sort_by_code(readout, &happening->countries);
    }
}
