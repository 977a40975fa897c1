#include <config.h>
#include "model/career.h"

#include "model/utf8.h"

static bool is_same(Text a, Text b, Arena *scratch)
{
    return text_equal(utf8_fold(a, scratch), utf8_fold(b, scratch));
}

static void add_office(Career *career, Text office, Date when, Arena *arena)
{
    for (size_t i = 0; i < career->count; i++) {
        CareerOffice *known = &career->items[i];
        ArenaMark mark = arena_mark(arena);
        bool is_known = is_same(known->office, office, arena);
        arena_rewind(arena, mark);
        if (!is_known)
            continue;
        known->events++;
        if (date_compare(when, known->first) < 0)
            known->first = when;
        if (date_compare(known->last, when) < 0)
            known->last = when;
        return;
    }
    CareerOffice added = {arena_text(arena, office), when, when, 1};
    ARENA_PUSH(arena, career, added);
}

// Insertion: a person has a few offices, and views are mostly in order of time.
static void sort(Career *career)
{
    for (size_t i = 1; i < career->count; i++)
        for (size_t j = i;
             j > 0 && date_compare(career->items[j].first, career->items[j - 1].first) < 0; j--) {
            CareerOffice later = career->items[j - 1];
            career->items[j - 1] = career->items[j];
            career->items[j] = later;
        }
}

Career career_of(const View *view, ActorId person, Arena *arena)
{
    const Timeline *timeline = view_timeline(view);
    Career career = {0};
    for (size_t row = 0; row < view_count(view); row++) {
        EventId id = view_event(view, row);
        size_t count;
        const Participant *people = timeline_participants(timeline, id, &count);
        for (size_t n = 0; n < count; n++) {
            if (people[n].actor.at != person.at || people[n].role.at == WORD_MENTIONED)
                continue;
            Text office = timeline_participant_field(timeline, id, n, PARTICIPANT_OFFICE, arena);
            add_office(&career, office, timeline_event(timeline, id).date, arena);
        }
    }
    sort(&career);
    return career;
}

// "speaker:CHN" asks for all who speak for a country.
static bool is_code(Text value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] < 'A' || value.ptr[i] > 'Z')
            return false;
    return value.len == 3;
}

static bool asks_for_speaker(const Filter *filter)
{
    Text before = TEXT("speaker:");
    for (size_t i = 0; filter && i < filter_chip_count(filter); i++) {
        Text chip = filter_chip_text(filter, i);
        if (text_starts(chip, before) && !is_code(text_sub(chip, before.len, chip.len)))
            return true;
    }
    return false;
}

ActorId career_person(View *view)
{
    ActorId only = {0};
    const Timeline *timeline = view_timeline(view);
    if (!asks_for_speaker(view_filter(view)))
        return only;
    for (size_t row = 0; row < view_count(view); row++) {
        EventId id = view_event(view, row);
        size_t count;
        const Position *positions = timeline_positions(timeline, id, &count);
        for (size_t n = 0; n < count; n++) {
            if (!view_shows_position(view, id, n))
                continue;
            if (!positions[n].speaker.at || (only.at && only.at != positions[n].speaker.at))
                return (ActorId){0};
            only = positions[n].speaker;
        }
    }
    return only;
}
