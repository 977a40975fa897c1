// Terms about tags, notes and marks: what the source has, and what a person added, of the event and its positions.
#include <config.h>
#include "model/filter_eval.h"

#include "model/notes.h"

static bool is_about_notes(TermField field)
{
    return field == TERM_TAG || field == TERM_NOTE || field == TERM_MARKED;
}

static bool fits(const TermRun *run, Text text, Arena *scratch)
{
    if (text.len == 0)
        return false;
    return run->term->field == TERM_MARKED ? text_list_has(text, ';', NOTES_MARK)
                                           : words_match_text(run, text, scratch);
}

static bool event_fits(Evaluation *evaluation, const TermRun *run, EventId id)
{
    EventField field = run->term->field == TERM_NOTE ? EVENT_NOTE : EVENT_TAGS;
    ArenaMark mark = arena_mark(evaluation->scratch);
    Text text = timeline_field(evaluation->timeline, id, field, evaluation->scratch);
    bool is_match = fits(run, text, evaluation->scratch);
    arena_rewind(evaluation->scratch, mark);
    return is_match;
}

static bool position_fits(Evaluation *evaluation, const TermRun *run, EventId id, size_t n)
{
    PositionField field = run->term->field == TERM_NOTE ? POSITION_NOTE : POSITION_TAGS;
    ArenaMark mark = arena_mark(evaluation->scratch);
    Text text = timeline_position_field(evaluation->timeline, id, n, field, evaluation->scratch);
    bool is_match = fits(run, text, evaluation->scratch);
    arena_rewind(evaluation->scratch, mark);
    return is_match;
}

// Records without such a column are many, and need not be read.
static bool source_says_some(Evaluation *evaluation, TermRun *run, EventId id)
{
    const Timeline *timeline = evaluation->timeline;
    const Segment *segment = timeline_segment(timeline, id.at >> 16);
    uint32_t number = segment->source ? segment->source[id.at & 0xFFFF] : segment->first_source;
    size_t count = timeline_source_count(timeline);
    uint8_t *known = memo_at(&run->sources, number, count, evaluation->arena);
    if (*known != MEMO_UNKNOWN)
        return *known == MEMO_EACH;
    Event event = timeline_event(timeline, id);
    const Source *source = timeline_source(timeline, number);
    EventField field = run->term->field == TERM_NOTE ? EVENT_NOTE : EVENT_TAGS;
    ArenaMark mark = arena_mark(evaluation->scratch);
    Text ignored;
    bool has_column = source->ops->field && source->ops->field(source, event.record, field,
                                                               evaluation->scratch, &ignored);
    arena_rewind(evaluation->scratch, mark);
    *known = has_column ? MEMO_EACH : MEMO_NO;
    return has_column;
}

bool notes_match(Evaluation *evaluation, TermRun *run, EventId id)
{
    const Notes *notes = timeline_notes(evaluation->timeline);
    bool has_notes = notes && notes_has_event(notes, id);
    if ((has_notes || source_says_some(evaluation, run, id)) && event_fits(evaluation, run, id))
        return true;
    if (!timeline_segment(evaluation->timeline, id.at >> 16)->first_position)
        return false;
    size_t count;
    const Position *positions = timeline_positions(evaluation->timeline, id, &count);
    for (size_t n = 0; n < count; n++) {
        bool has_own = positions[n].tags.at || positions[n].note.at;
        if ((has_notes || has_own) && position_fits(evaluation, run, id, n))
            return true;
    }
    return false;
}

static bool is_about_new(TermField field)
{
    return field == TERM_NEW;
}

static bool node_asks(const Node *node, bool (*is_about)(TermField field))
{
    if (node->kind == NODE_TERM)
        return is_about(node->term->field);
    for (size_t i = 0; i < node->count; i++)
        if (node_asks(node->items[i], is_about))
            return true;
    return false;
}

bool filter_asks_notes(const Filter *filter)
{
    return !filter_is_empty(filter) && node_asks(filter->root, is_about_notes);
}

static bool is_about_reports(TermField field)
{
    return field == TERM_REPORTS;
}

bool filter_asks_reports(const Filter *filter)
{
    return !filter_is_empty(filter) && node_asks(filter->root, is_about_reports);
}

bool filter_asks_new(const Filter *filter)
{
    return !filter_is_empty(filter) && node_asks(filter->root, is_about_new);
}
