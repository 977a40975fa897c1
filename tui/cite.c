#include <config.h>
#include "tui/cite.h"

static Text event_text(const Timeline *timeline, EventId id, EventField field, Arena *arena)
{
    return timeline_field(timeline, id, field, arena);
}

static Text position_text(const Timeline *timeline, EventId id, size_t n, PositionField field,
                          Arena *arena)
{
    return n == CITE_EVENT ? TEXT("") : timeline_position_field(timeline, id, n, field, arena);
}

static bool is_direct(const Timeline *timeline, EventId id, size_t n)
{
    size_t count;
    const Position *all = timeline_positions(timeline, id, &count);
    return n < count && all[n].mode.at == WORD_DIRECT;
}

// "Pak Yong Chol (PRK)"
static Text speaker(const Timeline *timeline, EventId id, size_t n, Arena *arena)
{
    Text name = position_text(timeline, id, n, POSITION_SPEAKER, arena);
    Text country = position_text(timeline, id, n, POSITION_COUNTRY, arena);
    if (name.len == 0 || country.len == 0)
        return name.len ? name : country;
    return arena_printf(arena, "%.*s (%.*s)", TEXT_ARG(name), TEXT_ARG(country));
}

// "International Department (CHN)"
static Text publisher(const Timeline *timeline, EventId id, Arena *arena)
{
    Text name = event_text(timeline, id, EVENT_PUBLISHER, arena);
    Text country = event_text(timeline, id, EVENT_PUBLISHER_COUNTRY, arena);
    if (name.len == 0 || country.len == 0)
        return name.len ? name : country;
    return arena_printf(arena, "%.*s (%.*s)", TEXT_ARG(name), TEXT_ARG(country));
}

// "mine/positions.csv:5:74, bytes 615+79"; of an event where its record or text stands.
static Text place(const Timeline *timeline, EventId id, size_t n, Arena *arena)
{
    size_t count;
    const Position *all = timeline_positions(timeline, id, &count);
    uint32_t line, column;
    if (n < count && all[n].text.length) {
        Slice text = all[n].text;
        const Source *source = timeline_source(timeline, text.source);
        Buffer out = buffer_in(arena);
        buffer_add(&out, source->path);
        if (source_locate(source, text.offset, &line, &column))
            buffer_printf(&out, ":%u:%u", line, column);
        buffer_printf(&out, ", bytes %llu+%u", (unsigned long long)text.offset, text.length);
        return buffer_text(&out);
    }
    Text file = event_text(timeline, id, EVENT_SOURCE_FILE, arena);
    Text offset = event_text(timeline, id, EVENT_SOURCE_OFFSET, arena);
    Text length = event_text(timeline, id, EVENT_SOURCE_LENGTH, arena);
    if (file.len == 0)
        file = timeline_source(timeline, timeline_event(timeline, id).source)->path;
    if (offset.len == 0)
        return file;
    return arena_printf(arena, "%.*s, bytes %.*s+%.*s", TEXT_ARG(file), TEXT_ARG(offset),
                        TEXT_ARG(length));
}

static void add_part(Buffer *out, const char *before, Text part, const char *after)
{
    if (part.len)
        buffer_printf(out, "%s%s%.*s%s", out->count ? ", " : "", before, TEXT_ARG(part), after);
}

static Text source_line(const Timeline *timeline, EventId id, size_t n, Arena *arena)
{
    Buffer out = buffer_in(arena);
    add_part(&out, "", publisher(timeline, id, arena), "");
    add_part(&out, "“", event_text(timeline, id, EVENT_TITLE, arena), "”");
    add_part(&out, "published ", event_text(timeline, id, EVENT_PUBLISHED, arena), "");
    add_part(&out, "", event_text(timeline, id, EVENT_SOURCE_URL, arena), "");
    add_part(&out, "", place(timeline, id, n, arena), "");
    return buffer_text(&out);
}

Text cite_plain(const Timeline *timeline, EventId id, size_t n, Arena *arena)
{
    Buffer out = buffer_in(arena);
    Text date = timeline_date(timeline, id, arena);
    Text said = position_text(timeline, id, n, POSITION_TEXT, arena);
    Text who = speaker(timeline, id, n, arena);
    if (n == CITE_EVENT) {
        buffer_printf(&out, "%.*s", TEXT_ARG(date));
        Text countries = event_text(timeline, id, EVENT_COUNTRIES, arena);
        Text kind = event_text(timeline, id, EVENT_KIND, arena);
        buffer_printf(&out, "%s%.*s", countries.len ? " " : "", TEXT_ARG(countries));
        buffer_printf(&out, "%s%.*s", kind.len ? ", " : "", TEXT_ARG(kind));
    } else if (is_direct(timeline, id, n)) {
        buffer_printf(&out, "“%.*s” (%.*s, %.*s)", TEXT_ARG(said), TEXT_ARG(who), TEXT_ARG(date));
    } else {
        buffer_printf(&out, "%.*s, %.*s, according to the source: “%.*s”", TEXT_ARG(who),
                      TEXT_ARG(date), TEXT_ARG(said));
    }
    buffer_printf(&out, "\n%.*s\n", TEXT_ARG(source_line(timeline, id, n, arena)));
    return buffer_text(&out);
}

// ---- BibTeX ----

static void add_tex(Buffer *out, Text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\\')
            buffer_add(out, TEXT("\\textbackslash{}"));
        else if (c == '~')
            buffer_add(out, TEXT("\\textasciitilde{}"));
        else if (c == '^')
            buffer_add(out, TEXT("\\textasciicircum{}"));
        else if (text_find_char(TEXT("&%$#_{}"), c) != TEXT_NOWHERE)
            buffer_printf(out, "\\%c", c);
        else
            buffer_add_char(out, c == '\n' || c == '\r' ? ' ' : c);
    }
}

static void add_entry(Buffer *out, const char *name, Text value, bool is_verbatim)
{
    if (value.len == 0)
        return;
    buffer_printf(out, ",\n  %s = {", name);
    if (is_verbatim)
        buffer_add(out, value);
    else
        add_tex(out, value);
    buffer_add_char(out, '}');
}

// Letters, digits, "-" and ".": what a key may hold everywhere.
static void add_key(Buffer *out, Text id, size_t n)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
        buffer_add_char(out, is_plain ? c : '-');
    }
    if (n != CITE_EVENT)
        buffer_printf(out, ".%zu", n + 1);
}

Text cite_bibtex(const Timeline *timeline, EventId id, size_t n, Arena *arena)
{
    Buffer out = buffer_in(arena), note = buffer_in(arena);
    buffer_add(&out, TEXT("@misc{"));
    add_key(&out, event_text(timeline, id, EVENT_ID, arena), n);
    Text name = event_text(timeline, id, EVENT_PUBLISHER, arena);
    if (name.len) // doubled braces: no person whose family name is to be found
        add_entry(&out, "author", arena_printf(arena, "{%.*s}", TEXT_ARG(name)), true);
    add_entry(&out, "title", event_text(timeline, id, EVENT_TITLE, arena), false);
    Text published = event_text(timeline, id, EVENT_PUBLISHED, arena);
    Text date = timeline_date(timeline, id, arena);
    add_entry(&out, "date", published.len ? published : date, true);
    add_entry(&out, "eventdate", date, true);
    add_entry(&out, "url", event_text(timeline, id, EVENT_SOURCE_URL, arena), true);
    if (n != CITE_EVENT)
        buffer_printf(&note, "%.*s, %s: “%.*s”; ", TEXT_ARG(speaker(timeline, id, n, arena)),
                      is_direct(timeline, id, n) ? "in direct speech" : "in the source’s words",
                      TEXT_ARG(position_text(timeline, id, n, POSITION_TEXT, arena)));
    buffer_add(&note, place(timeline, id, n, arena));
    add_entry(&out, "note", buffer_text(&note), false);
    buffer_add(&out, TEXT("\n}\n"));
    return buffer_text(&out);
}
