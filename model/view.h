// What is shown: a filter, an order, the rows that result, and a cursor that stays on its event.
// Everything the screen lists and everything an export writes comes through a View, so both always agree.
#ifndef BILAT_MODEL_VIEW_H
#define BILAT_MODEL_VIEW_H

#include "model/filter.h"

typedef enum SortKey {
    SORT_DATE,
    SORT_PAIR,
    SORT_KIND,
    SORT_PLACE,
    SORT_TITLE,
    SORT_SCALE,
    SORT_PUBLISHER,
    SORT_KEYS
} SortKey;

// Coded events in order of date may be folded: those of one day, or month, of the same countries and data set are one
// line. Readouts and own events never fold; they come first in their day.
typedef enum ViewFold { FOLD_OFF, FOLD_DAY, FOLD_MONTH, VIEW_FOLDS } ViewFold;

typedef struct View View;

// Everything, by date.
View *view_new(Timeline *timeline);
View *view_new_of(Timeline *timeline,
                  Text expression); // by date; NULL where the filter has a mistake
// Everything, without rows: for who sets filter and order first. Then view_fill, or view_select alone.
View *view_new_empty(Timeline *timeline);
// Makes all rows anew for filter and order, at once; the cursor stays on its row. What was begun in steps is dropped.
void view_fill(View *view);
// The events shown of a segment, whatever the order: as evaluation_select. None of segments that the rows do not have.
size_t view_select(View *view, size_t segment, uint64_t *bits);
void view_free(View *view); // NULL is nothing to free
// For a reload, while the old timeline is still there: the same filter, sort and history over another timeline, which
// may still be loading. The cursor goes to the event of the same id, if need be when view_extend brings it.
void view_set_timeline(View *view, Timeline *timeline);
Timeline *view_timeline(const View *view);

// Replaces the filter. On a mistake the old one stays, false is returned and one problem added.
// The cursor stays on its event where that is still shown, else goes to the next shown one in the order.
bool view_apply_filter(View *view, Text expression, Problems *problems);
// The same in steps, where it would keep somebody waiting: what is shown stays until the last step. On a mistake
// false is returned, one problem added, and nothing is begun. Whatever else changes filter, order or timeline drops
// what was begun.
bool view_begin_filter(View *view, Text expression, Problems *problems);
bool view_step(View *view); // some hundred events; true while there is more to do
void view_drop_steps(View *view);
bool view_is_stepping(const View *view);     // begun, and neither done nor dropped
int view_step_percent(const View *view);     // of all there is to do, roughly
const Filter *view_filter(const View *view); // NULL: none
Text view_filter_text(const View *view);
// Of the filter, lifted or not: for "why is this hidden?" and for highlighting.
Evaluation *view_evaluation(View *view);
// Does the filter choose among the positions of the events shown? Not while it is lifted.
bool view_chooses_positions(const View *view);
// Is this position (n from 0) of an event shown one of them? True where the filter does not choose.
bool view_shows_position(View *view, EventId id, size_t n);
// Takes in the segments that came since: keeps the order. The cursor stays on its event, or, before it was ever set, on
// the first row. Not while rows are being made in steps: call it again at their end.
void view_extend(View *view);

// Judges every event again, where what the filter asks for has changed (tags, notes); the cursor stays.
void view_refresh(View *view);

// Ties are in order of date. Events without a date, a place, a scale … stand last, descending or not.
void view_sort(View *view, SortKey key, bool is_descending);
void view_begin_sort(View *view, SortKey key, bool is_descending); // in steps
SortKey view_sort_key(const View *view);
bool view_is_descending(const View *view);
const char *sort_key_name(SortKey key);

// Rows come in order of day: neither another order nor months that are folded.
bool view_is_by_day(const View *view);
void view_begin_fold(View *view, ViewFold fold); // in steps; what was unfolded is folded again
ViewFold view_fold(const View *view);
bool event_is_coded(const Timeline *timeline,
                    EventId id);         // by a data set that has codes; neither readout nor own
size_t view_own_count(const View *view); // rows that are not coded, while it folds; else 0

// Lines are what is listed: a row each, or the rows that are folded together, which stand one behind the other.
size_t view_line_count(const View *view);
size_t view_line_row(const View *view,
                     size_t line); // its first row; behind the last line the number of rows
size_t view_line_of(const View *view, size_t row);
void view_unfold(View *view, size_t line);

size_t view_count(const View *view);
EventId view_event(const View *view, size_t row);
size_t view_row_of(const View *view, EventId id); // TEXT_NOWHERE where it is not shown

size_t view_cursor(const View *view);         // row; 0 where nothing is shown
void view_set_cursor(View *view, size_t row); // row < count, or 0
EventId view_cursor_event(const View *view);  // EVENT_NOWHERE where nothing is shown

// Back and forward through {filter, sort, cursor}. view_remember is called before each deliberate change.
void view_remember(View *view);
// The same, of a filter and a cursor that were there before what is tried out now; the order is the present one.
void view_remember_as(View *view, Text filter, EventId cursor);
bool view_back(View *view);
bool view_forward(View *view);

// "\": shows everything without forgetting the filter; again: as before. The cursor stays.
void view_lift_filter(View *view, bool is_lifted);
bool view_is_lifted(const View *view);
// For an empty result: the chip without which most events would come in addition, and how many. False without chips.
bool view_most_hiding_chip(View *view, size_t *chip, size_t *would_show);
// Prepares the answer in steps of some hundred events: true while there is more to look at.
bool view_step_hiding(View *view);

#endif
