#include <config.h>
#include "loaders/readout/press.h"

#include "loaders/readout/narration.h"

enum { LONGEST_TITLE = 280 }; // bytes of the question that serve as the title

static bool is_question(const Readout *readout, size_t at)
{
    const Line *line = &readout->lines.items[at];
    return line->part == PART_BODY && line->is_first &&
           narration_label(readout, line).kind == LABEL_QUESTION;
}

static bool is_answer(const Readout *readout, size_t at)
{
    const Line *line = &readout->lines.items[at];
    Label label = {.kind = LABEL_NONE, .person = NOBODY};
    if (line->part == PART_BODY && line->is_first)
        label = narration_label(readout, line);
    return (label.kind == LABEL_ANSWER || label.kind == LABEL_PERSON) && label.person != NOBODY;
}

// "Joint press conference" is of two leaders, who speak in turn.
static bool has_title(const Readout *readout)
{
    bool is_press = false, is_joint = false;
    for (size_t i = 0; i < readout->lines.count; i++) {
        const Line *line = &readout->lines.items[i];
        for (size_t at = line->tokens.from; line->part == PART_TITLE && at < line->tokens.to;
             at++) {
            is_press |= (readout->marks[at].cues & CUE_PRESS) != 0;
            is_joint |= token_is(&readout->tokens, at, "joint");
        }
    }
    return is_press && !is_joint;
}

// The one person who answers everything, or NOBODY.
static int only_voice(const Readout *readout)
{
    int voice = NOBODY;
    for (size_t i = 0; i < readout->lines.count; i++) {
        if (!is_answer(readout, i))
            continue;
        int person = narration_label(readout, &readout->lines.items[i]).person;
        if (voice != NOBODY && person != voice)
            return NOBODY;
        voice = person;
    }
    return voice;
}

void press_find(Readout *readout)
{
    readout->is_press = has_title(readout);
    readout->voice = readout->is_press ? only_voice(readout) : NOBODY;
    readout->is_press = readout->voice != NOBODY;
    if (readout->is_press) {
        readout->kind = TEXT("briefing");
        readout->lead = readout->lines.count; // what is announced first is speech already
    }
}

// ---- exchanges ----

// The first sentences of the question's paragraph. Who asks belongs to it; "Q:" does not.
static Range title_of(const Readout *readout, size_t at)
{
    Range title = readout->lines.items[at].tokens;
    Label label = narration_label(readout, &readout->lines.items[at]);
    if (label.is_short)
        title.from = label.end;
    uint32_t start = readout->tokens.items[title.from].start;
    while (!readout->lines.items[at].is_last && at + 1 < readout->lines.count) {
        Range next = readout->lines.items[++at].tokens;
        if (readout->tokens.items[next.to - 1].end - start > LONGEST_TITLE)
            break;
        title.to = next.to;
    }
    return title;
}

static void add(const Readout *readout, Happenings *happenings, Range lines)
{
    Happening next = {.lines = lines, .lead = readout->lines.count};
    if (is_question(readout, lines.from))
        next.title = title_of(readout, lines.from);
    ARENA_PUSH(readout->arena, happenings, next);
}

static bool has_body(const Readout *readout, Range lines)
{
    for (size_t i = lines.from; i < lines.to; i++)
        if (readout->lines.items[i].part == PART_BODY)
            return true;
    return false;
}

void press_split(const Readout *readout, Happenings *happenings)
{
    size_t from = 0;
    bool was_answered = true;
    for (size_t i = 0; i < readout->lines.count; i++) {
        if (is_answer(readout, i))
            was_answered = true;
        if (!is_question(readout, i) || !was_answered)
            continue;
        if (happenings->count + 1 >= MOST_HAPPENINGS) {
            event_report_more(readout, i);
            break;
        }
        if (has_body(readout, (Range){from, i}))
            add(readout, happenings, (Range){from, i});
        from = i;
        was_answered = false;
    }
    add(readout, happenings, (Range){from, readout->lines.count});
}

// ---- countries ----

// Behind the label: "Kyoto News" asks for itself.
static size_t behind_label(const Readout *readout, const Line *line)
{
    return line->is_first ? narration_label(readout, line).end : line->tokens.from;
}

// "Israel", "Jordan": a person's name only beside other words of a name.
static bool stands_alone(const Readout *readout, size_t at, size_t end)
{
    const Token *before = at > 0 ? &readout->tokens.items[at - 1] : NULL;
    const Token *behind = end < readout->tokens.count ? &readout->tokens.items[end] : NULL;
    bool is_behind_name =
        before && before->kind == TOKEN_WORD && before->is_capital && !before->grammar;
    bool is_before_name = behind && behind->kind == TOKEN_WORD && behind->is_capital;
    return !is_behind_name && !is_before_name;
}

static void add_named(const Readout *readout, CountryIds *ids, Range tokens)
{
    for (size_t i = tokens.from; i < tokens.to; i++) {
        const Sense *place = readout->marks[i].place;
        bool is_country = place && (place->class == LEX_NAME || place->class == LEX_ADJECTIVE);
        if (is_country &&
            (!place->is_ambiguous || stands_alone(readout, i, i + readout->marks[i].place_length)))
            event_add_country(readout, ids, place->country);
    }
}

void press_add_countries(const Readout *readout, Happening *happening)
{
    size_t own = happening->countries.count;
    bool is_answered = false;
    for (size_t i = happening->lines.from; i < happening->lines.to; i++) {
        const Line *line = &readout->lines.items[i];
        is_answered |= is_answer(readout, i);
        if (is_answered && happening->countries.count > own)
            return;
        if (line->part == PART_BODY)
            add_named(readout, &happening->countries,
                      (Range){behind_label(readout, line), line->tokens.to});
    }
}
