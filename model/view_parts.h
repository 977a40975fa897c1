// The inside of a View, for view.c (rows, filter, cursor) and view_history.c (history, finding an event again).
#ifndef BILAT_MODEL_VIEW_PARTS_H
#define BILAT_MODEL_VIEW_PARTS_H

#include "model/view_order.h"

// An event by what survives a reload.
typedef struct Sought {
    Text id;
    Date date;
    EventId event; // where it is in the timeline of that generation
    unsigned generation;
} Sought;

typedef struct ViewState {
    Text filter;
    SortKey key;
    bool is_descending;
    bool has_cursor;
    Sought cursor;
} ViewState;

typedef enum ViewPhase {
    PHASE_NONE,  // nothing was begun
    PHASE_JUDGE, // which events pass the filter
    PHASE_BUILD, // the rows, with what they are sorted by
    PHASE_SORT,
    PHASE_FOLD, // the lines
} ViewPhase;

// The first row of each line; items NULL: every row is one.
typedef struct ViewLines {
    uint32_t *items;
    size_t count, capacity;
    size_t row; // looked at so far
    size_t own; // rows among them that are not coded
} ViewLines;

// Rows that are being made in steps, while others are shown.
typedef struct ViewSteps {
    ViewPhase phase;
    Arena *filter_arena; // of another filter; NULL: that of the view
    Filter *filter;
    Evaluation *evaluation;
    bool is_lifted;

    Arena *rows_arena;
    Order order;
    Row *rows;
    size_t count, capacity;

    Arena *bits_arena;
    uint64_t (**bits)[SEGMENT_EVENTS / 64]; // of each segment; NULL: candidates are judged
    size_t bits_capacity, segments, selected;
    bool is_by_date; // the rows come in order of date
    size_t at;       // next candidate, segment or event of the index
    uint32_t row;    // next row of the segment
    OrderSort sort;
    ViewLines lines;
} ViewSteps;

// How many events each chip alone hides, as far as was looked.
typedef struct ViewHiding {
    size_t *hidden;
    size_t segment;
    uint32_t row;
} ViewHiding;

struct View {
    Timeline *timeline;
    unsigned generation; // of the timeline: grows with each reload

    Arena *filter_arena; // until the filter changes
    Filter *filter;
    Evaluation *evaluation;
    Arena *lifted_arena;
    Evaluation *everything; // what a lifted filter lets pass
    bool is_lifted;

    ViewSteps steps;
    ViewHiding hiding;

    Arena *rows_arena; // until all rows are made anew
    Order order;
    Row *rows;
    size_t count, capacity;
    bool is_filled; // else there are no rows yet
    size_t segments_taken;
    ViewLines lines; // in the arena of the rows
    ViewFold fold;
    struct {
        Text *items; // keys of lines that were unfolded
        size_t count, capacity;
    } unfolded; // in the arena of the history

    size_t cursor;
    bool is_placed;  // somebody has put the cursor where it is
    bool is_seeking; // the cursor's event has not come back yet after a reload
    Sought sought;

    Arena *history_arena;
    struct {
        ViewState *items;
        size_t count, capacity;
    } history;
    size_t history_at; // of the state shown now: items[at], or behind the last one
};

// ---- view.c ----

// On that event, or the next one in the order that is shown; EVENT_NOWHERE: on the first row.
void view_put_cursor(View *view, EventId id);
// The filter of the view from now on; it owns the arena, in which both live.
void view_take_filter(View *view, Filter *filter, Evaluation *evaluation, Arena *arena);
void view_add_row(View *view, EventId id);
void view_add_selected(View *view, size_t segment, const uint64_t *bits);
// Sets a filter that was read before: it cannot fail. Makes no rows.
void view_set_known_filter(View *view, Text expression);

// ---- view_lines.c ----

// Goes on with the lines of some thousand rows; true while there are more.
bool lines_step(const View *view, const Order *order, const Row *rows, size_t count,
                ViewLines *lines);
void view_make_lines(View *view); // all of them

// ---- view_history.c ----

Sought view_sought(View *view, EventId id);
// EVENT_NOWHERE where it is not there, or not yet.
EventId view_find_sought(const View *view, const Sought *sought);

#endif
