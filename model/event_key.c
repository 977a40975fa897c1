#include <config.h>
#include "model/event_key.h"

#include "model/timeline_own.h"
#include "model/utf8.h"

static bool is_blank(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || utf8_is_blank(code);
}

Text key_text(Text text, Arena *arena)
{
    Buffer out = buffer_in(arena);
    bool wants_blank = false;
    size_t len;
    for (size_t at = 0; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        if (is_blank(code)) {
            wants_blank = out.count > 0;
            continue;
        }
        if (wants_blank)
            buffer_add_char(&out, ' ');
        wants_blank = false;
        char bytes[4];
        buffer_add(&out, (Text){bytes, utf8_encode(code, bytes)});
    }
    return arena_text(arena, buffer_text(&out));
}

static Text field_text(const Timeline *timeline, EventId id, EventField field, Arena *arena)
{
    return key_text(timeline_original_field(timeline, id, field, arena), arena);
}

EventKey event_key_of(const Timeline *timeline, EventId id, Arena *arena)
{
    return (EventKey){.id = field_text(timeline, id, EVENT_ID, arena),
                      .date = field_text(timeline, id, EVENT_DATE, arena),
                      .countries = field_text(timeline, id, EVENT_COUNTRIES, arena),
                      .title = field_text(timeline, id, EVENT_TITLE, arena)};
}

KeyMatch event_key_match(const EventKey *a, const EventKey *b)
{
    bool has_title = text_equal(a->title, b->title), has_date = text_equal(a->date, b->date);
    if (text_equal(a->id, b->id))
        return has_title || has_date ? KEY_SAME : KEY_OTHER;
    return has_title && has_date && text_equal(a->countries, b->countries) ? KEY_ALIKE : KEY_OTHER;
}

bool event_key_day(const EventKey *key, int32_t *day)
{
    Date date;
    const char *why;
    if (!date_parse(key->date, &date, &why))
        return false;
    *day = date.start;
    return true;
}

static uint64_t hash_on(uint64_t hash, Text text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = text_hash_byte(hash, (unsigned char)text.ptr[i]);
    return text_hash_byte(hash,
                          '\n'); // stands in no text of a key: "ab" and "c" are not "a" and "bc"
}

uint64_t event_key_hash(const Timeline *timeline, EventId id, Arena *scratch)
{
    uint64_t hash = hash_on(TEXT_HASH_START, field_text(timeline, id, EVENT_ID, scratch));
    hash = hash_on(hash, field_text(timeline, id, EVENT_DATE, scratch));
    return hash ? hash : 1;
}

// ---- inside an event ----

typedef struct Inside {
    const Timeline *timeline;
    EventId id;
    bool is_position;
} Inside;

static size_t count_of(const Inside *inside)
{
    size_t count;
    if (inside->is_position)
        timeline_positions(inside->timeline, inside->id, &count);
    else
        timeline_participants(inside->timeline, inside->id, &count);
    return count;
}

static Text words_of(const Inside *inside, size_t n, Arena *arena)
{
    Text text = inside->is_position
                    ? timeline_position_field(inside->timeline, inside->id, n, POSITION_TEXT, arena)
                    : timeline_source_participant_field(inside->timeline, inside->id, n,
                                                        PARTICIPANT_NAME, arena);
    return key_text(text, arena);
}

static WordsKey key_inside(const Inside *inside, size_t n, Arena *arena)
{
    WordsKey key = {.words = words_of(inside, n, arena)};
    for (size_t i = 0; i < n; i++)
        key.repeat += text_equal(words_of(inside, i, arena), key.words);
    return key;
}

static size_t find_inside(const Inside *inside, const WordsKey *key, Arena *scratch)
{
    size_t count = count_of(inside);
    uint32_t repeat = 0;
    for (size_t n = 0; n < count; n++) {
        ArenaMark mark = arena_mark(scratch);
        bool is_same = text_equal(words_of(inside, n, scratch), key->words);
        arena_rewind(scratch, mark);
        if (is_same && repeat++ == key->repeat)
            return n;
    }
    return TEXT_NOWHERE;
}

WordsKey position_key_of(const Timeline *timeline, EventId id, size_t n, Arena *arena)
{
    return key_inside(&(Inside){timeline, id, true}, n, arena);
}

WordsKey participant_key_of(const Timeline *timeline, EventId id, size_t n, Arena *arena)
{
    return key_inside(&(Inside){timeline, id, false}, n, arena);
}

size_t position_key_find(const Timeline *timeline, EventId id, const WordsKey *key, Arena *scratch)
{
    return find_inside(&(Inside){timeline, id, true}, key, scratch);
}

size_t participant_key_find(const Timeline *timeline, EventId id, const WordsKey *key,
                            Arena *scratch)
{
    return find_inside(&(Inside){timeline, id, false}, key, scratch);
}
