// The filter language: text -> tree -> is this event (and this position) shown, and if not, why?
// The language is described for users in bilat-filter(7); its terms stand in filter_terms.def. In short:
//   event terms        pair:CHN-PRK pair:CHN>PRK pair:CHN-* pair:CHN-RUS~ with:CHN year:2019..2024 year:2019,2024
//                      date:1972-02..1972-06 date!:1972 kind: code: place: channel: level: by:PRK dataset: file:
//                      scale>5 weight>=10 tag: note: marked confidence:low text~"regex" word "a phrase"
//   participant terms  person: office: role:       those joined by a blank hold for the SAME participant
//   position terms     speaker: verb: topic: said: those joined by a blank hold for the SAME position
//   -term or !term negates, a | b, parentheses; a blank is "and" and binds closer than |
//
//   Filter *filter;
//   if (!filter_parse(text, countries, arena, &filter, problems))
//       return false;
//   Evaluation *evaluation = evaluation_new(filter, timeline, arena);
//   ... evaluation_matches(evaluation, id) ...
//   evaluation_free(evaluation);
#ifndef BILAT_MODEL_FILTER_H
#define BILAT_MODEL_FILTER_H

#include "model/timeline.h"

typedef struct Filter Filter;

// Parses all of `expression`; the empty one shows everything. On a mistake returns false and adds one problem
// of kind PROBLEM_FILTER whose offset is a byte of the expression (problem_caret shows it).
bool filter_parse(Text expression, const Countries *countries, Arena *arena, Filter **filter,
                  Problems *problems);
// NULL, here and below, is the filter that shows everything.
// The expression in canonical form; filter_parse(filter_text(f)) gives the same filter.
// It lives as long as the arena, as do the texts of the chips.
Text filter_text(const Filter *filter);
bool filter_is_empty(const Filter *filter);

// The parts joined by "and" at the top: the chips of the status line.
size_t filter_chip_count(const Filter *filter);
Text filter_chip_text(const Filter *filter, size_t chip);
// Must it hold for the same participant or position as its neighbours?
bool filter_chip_is_joined(const Filter *filter, size_t chip);
// The whole expression without one chip.
Text filter_without_chip(const Filter *filter, size_t chip, Arena *arena);

// The named terms in the order in which lists show them, for completion and help; the i-th of filter_term_count.
typedef struct FilterTerm {
    Text name;    // "pair"
    Text example; // "pair:CHN-PRK"
    Text help;    // one line
} FilterTerm;
size_t filter_term_count(void);
FilterTerm filter_term(size_t i);

// A note for each value that nothing in the timeline has: a kind, role, channel, level, confidence or country that was
// mistyped, with the nearest word; else for each chip that finds nothing by itself. To be shown when a filter finds
// nothing.
void filter_note_unknown(const Filter *filter, const Timeline *timeline, Problems *problems);

// Does it ask for tags, notes or marks? Then the rows are others when these change.
bool filter_asks_notes(const Filter *filter);
// Does it ask for what is new? Likewise.
bool filter_asks_new(const Filter *filter);
// Does it ask who else tells of a meeting? Then it needs the timeline's index before it is asked.
bool filter_asks_reports(const Filter *filter);

// ---- against a timeline ----

typedef struct Evaluation Evaluation;

// What evaluating needs to remember (folded phrases, ids of strings, compiled expressions). `arena` must live as
// long; the timeline may grow meanwhile. `filter` may be NULL: everything matches.
Evaluation *evaluation_new(const Filter *filter, const Timeline *timeline, Arena *arena);
// Frees what is not in the arena. NULL is nothing to free.
void evaluation_free(Evaluation *evaluation);
bool evaluation_matches(Evaluation *evaluation, EventId id);
// All of a segment at once: bit i % 64 of bits[i / 64] says whether row i matches; returns how many do.
// `bits` has room for SEGMENT_EVENTS. Much faster than asking for each event.
size_t evaluation_select(Evaluation *evaluation, size_t segment, uint64_t *bits);
// Part of it: rows from `first`, a multiple of 64, up to `end`; `bits` are those of the whole segment.
size_t evaluation_select_rows(Evaluation *evaluation, size_t segment, uint32_t first, uint32_t end,
                              uint64_t *bits);
// Events, in total order, outside of which none can match, from the index; NULL: any may, scan all.
// Good until the next timeline_append.
const EventId *evaluation_candidates(Evaluation *evaluation, size_t *count);
// No record is read and no text is decoded for it: asking it twice costs next to nothing.
bool evaluation_asks_columns_alone(const Evaluation *evaluation);
// True when an event that was judged before may be judged differently after the timeline has grown: a person may
// have become known under one more spelling.
bool evaluation_may_change_its_mind(const Evaluation *evaluation);

// True when the filter has position terms and this position (n from 0) is one that fulfils them, in an event that
// matches. Without position terms, or with negated ones alone, no position is marked.
bool evaluation_marks_position(Evaluation *evaluation, EventId id, size_t n);
// Can positions be marked? Else every position of an event that matches is as good as any other.
bool filter_has_position_terms(const Filter *filter);
// Does chip `chip` alone let the event pass? For "why is this hidden?" and "which chip hides most?".
// An event that matches passes every chip. One that passes every chip matches, but where chips are joined: there one
// participant or position must pass all of these.
bool evaluation_chip_matches(Evaluation *evaluation, size_t chip, EventId id);

// Adds to hidden[i], for every chip i, the events of a segment that would match without it and do not with it: of the
// rows from `first`, a multiple of 64, up to `end`.
void evaluation_count_hidden(Evaluation *evaluation, size_t segment, uint32_t first, uint32_t end,
                             size_t *hidden);

// Stretches of `text` that a word, phrase, said: or text~ of the filter hits (negated ones do not count), for
// highlighting: in order, apart from each other, at most `max`.
typedef struct TextRange {
    size_t start, end; // bytes
} TextRange;
size_t evaluation_hits(Evaluation *evaluation, Text text, TextRange *out, size_t max);

// Parses a user's country: code, name, demonym, capital, former name, group. COUNTRY_NONE when unknown.
CountryId filter_country(const Countries *countries, Text name, Arena *scratch);

// Folded for searching: as utf8_fold, runs of white space as one blank, typographic quotes and dashes as plain ones.
// `map` may be NULL; else map[i] is the offset in `text` from which byte i came, map[len] is text.len.
Text search_fold(Text text, Arena *arena, uint32_t **map);

#endif
