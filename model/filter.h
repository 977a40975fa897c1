// The filter language: text -> tree -> is this event (and this position) shown, and if not, why?
// The language is described for users in bilat-filter(7); design in short:
//   event terms     pair:CHN-PRK pair:CHN>PRK pair:CHN-* pair:CHN-RUS~ with:CHN year:2019..2024 year:2019,2024 date:1972-02..1972-06
//                   date!:1972 kind: code: place: person: office: role: channel: level: by:PRK dataset: file: text~"regex"
//                   scale>5 weight>=10 tag: marked confidence:low word "a phrase"
//   position terms  speaker: verb: topic: said:"a phrase"; those joined by a blank hold for the SAME position
//   -term or !term negates, a | b, parentheses; a blank is "and" and binds closer than |
#ifndef BILAT_MODEL_FILTER_H
#define BILAT_MODEL_FILTER_H

#include "model/timeline.h"

typedef struct Filter Filter;

// Parses all of `expression`; the empty one shows everything. On a mistake returns false and adds one problem
// of kind PROBLEM_FILTER whose offset is a byte of the expression (problem_caret shows it).
bool filter_parse(Text expression, const Countries *countries, Arena *arena, Filter **filter,
                  Problems *problems);
// The expression in canonical form; filter_parse(filter_text(f)) gives the same filter.
Text filter_text(const Filter *filter);
bool filter_is_empty(const Filter *filter);

// The parts joined by "and" at the top: the chips of the status line.
size_t filter_chip_count(const Filter *filter);
Text filter_chip_text(const Filter *filter, size_t chip);
// The whole expression without one chip.
Text filter_without_chip(const Filter *filter, size_t chip, Arena *arena);

// ---- against a timeline ----

typedef struct Evaluation Evaluation;

// What evaluating needs to remember (folded phrases, ids of strings, compiled expressions). `arena` must live as
// long; a timeline may grow meanwhile. `filter` may be NULL: everything matches.
Evaluation *evaluation_new(const Filter *filter, const Timeline *timeline, Arena *arena);
void evaluation_free(Evaluation *evaluation); // regular expressions; the rest goes with the arena
bool evaluation_matches(Evaluation *evaluation, EventId id);
// True when the filter has position terms and this position (n from 0) is one that fulfils them; without position
// terms every position is shown and none is marked: false.
bool evaluation_marks_position(Evaluation *evaluation, EventId id, size_t n);
bool filter_has_position_terms(const Filter *filter);
// Does chip `chip` alone let the event pass? For "why is this hidden?" and "which chip hides most?".
bool evaluation_chip_matches(Evaluation *evaluation, size_t chip, EventId id);
// Events that alone can match, from the index, or NULL: scan all.
const EventId *evaluation_candidates(Evaluation *evaluation, size_t *count);

// Stretches of `text` that a word, phrase, said: or text~ of the filter hits, for highlighting.
typedef struct TextRange {
    size_t start, end; // bytes
} TextRange;
size_t evaluation_hits(Evaluation *evaluation, Text text, TextRange *out, size_t max);

// Parses a user's country: code, name, demonym, capital, former name, group. COUNTRY_NONE when unknown.
CountryId filter_country(const Countries *countries, Text name, Arena *scratch);

#endif
