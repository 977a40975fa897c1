#include <config.h>
#include "model/changes.h"

#include "model/event_key.h"
#include "model/utf8.h"

enum { LONGEST = 400 }; // bytes of one value: a whole article would hide what else has changed

bool changes_are_any(const Changes *changes)
{
    return changes->count > 0 || changes->uncompared_after > 0 || changes->uncompared_before > 0;
}

Text changes_summary(const Changes *changes, Arena *arena)
{
    static const char *const names[CHANGE_KINDS] = {"added", "changed", "removed"};
    Buffer out = buffer_in(arena);
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        if (changes->by_kind[kind])
            buffer_printf(&out, "%s%llu %s", out.count ? ", " : "",
                          (unsigned long long)changes->by_kind[kind], names[kind]);
    if (changes->uncompared_before || changes->uncompared_after)
        buffer_printf(&out, "too many to compare: %llu events before, %llu now",
                      (unsigned long long)changes->uncompared_before,
                      (unsigned long long)changes->uncompared_after);
    return arena_text(arena, buffer_text(&out));
}

typedef struct Writer {
    const Timeline *before, *after;
    Buffer out;
    Arena *arena, *scratch;
} Writer;

static void write_value(Writer *writer, const char *sign, Text name, Text value)
{
    Text line = key_text(value, writer->scratch);
    bool is_long = line.len > LONGEST;
    if (is_long)
        line = text_sub(line, 0, utf8_whole(text_sub(line, 0, LONGEST)));
    buffer_printf(&writer->out, "  %s ", sign);
    if (name.len)
        buffer_printf(&writer->out, "%.*s: ", TEXT_ARG(name));
    buffer_printf(&writer->out, "%.*s%s\n", TEXT_ARG(line), is_long ? "…" : "");
}

static void write_heading(Writer *writer, ChangeKind kind, const Timeline *timeline, EventId id)
{
    static const char *const words[CHANGE_KINDS] = {"added  ", "changed", "removed"};
    EventKey key = event_key_of(timeline, id, writer->scratch);
    buffer_printf(&writer->out, "%s  %.*s  %.*s  %.*s\n", words[kind], TEXT_ARG(key.date),
                  TEXT_ARG(key.countries), TEXT_ARG(key.title));
}

static void write_field(Writer *writer, const Change *change, EventField field)
{
    Text old = timeline_field(writer->before, change->before, field, writer->scratch);
    Text new = timeline_field(writer->after, change->after, field, writer->scratch);
    if (text_equal(old, new))
        return;
    Text name = event_field_names[field];
    if (old.len)
        write_value(writer, "-", name, old);
    if (new.len)
        write_value(writer, "+", name, new);
}

// What is said at one of the events and not at the other, with its speaker.
static void write_positions(Writer *writer, const char *sign, const Timeline *from, EventId id,
                            const Timeline *against, EventId other)
{
    size_t count;
    timeline_positions(from, id, &count);
    for (size_t n = 0; n < count; n++) {
        WordsKey key = position_key_of(from, id, n, writer->scratch);
        if (position_key_find(against, other, &key, writer->scratch) != TEXT_NOWHERE)
            continue;
        Text speaker = timeline_position_field(from, id, n, POSITION_SPEAKER, writer->scratch);
        write_value(writer, sign, speaker, key.words);
    }
}

static void write_people(Writer *writer, const char *sign, const Timeline *from, EventId id,
                         const Timeline *against, EventId other)
{
    size_t count, others;
    timeline_participants(from, id, &count);
    timeline_participants(against, other, &others);
    for (size_t n = 0; n < count; n++) {
        Text name = timeline_participant_field(from, id, n, PARTICIPANT_NAME, writer->scratch);
        bool is_there = false;
        for (size_t k = 0; k < others && !is_there; k++)
            is_there = text_equal(name, timeline_participant_field(
                                            against, other, k, PARTICIPANT_NAME, writer->scratch));
        if (!is_there)
            write_value(writer, sign, TEXT("participant"), name);
    }
}

static void write_difference(Writer *writer, const Change *change)
{
    size_t positions;
    timeline_positions(writer->after, change->after, &positions);
    for (int field = 0; field < EVENT_FIELDS; field++) {
        bool is_said_below = field == EVENT_TEXT && positions > 0;
        if (changes_compares((EventField)field) && !is_said_below)
            write_field(writer, change, (EventField)field);
    }
    EventId old = change->before, new = change->after;
    write_people(writer, "-", writer->before, old, writer->after, new);
    write_people(writer, "+", writer->after, new, writer->before, old);
    write_positions(writer, "-", writer->before, old, writer->after, new);
    write_positions(writer, "+", writer->after, new, writer->before, old);
}

Text changes_text(const Changes *changes, const Timeline *before, const Timeline *after,
                  size_t limit, Arena *arena)
{
    Writer writer = {before, after, buffer_in(arena), arena, arena_new()};
    size_t shown = changes->count < limit ? changes->count : limit;
    for (size_t i = 0; i < shown; i++) {
        const Change *change = &changes->items[i];
        bool is_gone = change->kind == CHANGE_REMOVED;
        write_heading(&writer, change->kind, is_gone ? before : after,
                      is_gone ? change->before : change->after);
        if (change->kind == CHANGE_CHANGED)
            write_difference(&writer, change);
        arena_reset(writer.scratch);
    }
    if (shown < changes->count)
        buffer_printf(&writer.out, "and %zu more\n", changes->count - shown);
    if (changes->uncompared_after || changes->uncompared_before)
        buffer_printf(&writer.out, "%.*s\n", TEXT_ARG(changes_summary(changes, writer.scratch)));
    arena_free(writer.scratch);
    return arena_text(arena, buffer_text(&writer.out));
}
