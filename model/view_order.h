// The order of a view's rows: by date, or by a key made once for each row and then by date.
// An order is total: two different events never tie, so screen, export and a second run agree.
#ifndef BILAT_MODEL_VIEW_ORDER_H
#define BILAT_MODEL_VIEW_ORDER_H

#include "model/view.h"

typedef struct Order {
    const Timeline *timeline;
    SortKey key;
    ViewFold fold;      // of SORT_DATE: those that fold together stand together
    bool is_descending; // events without a date or a key stand last either way
    Arena *arena;       // of the keys
    struct {
        Text *items; // folded strings by StringId, made when asked for
        size_t count;
    } labels;
} Order;

typedef struct Row {
    EventId id;
    uint32_t key_len; // 0 for SORT_DATE, and where the event has none
    uint64_t prefix;  // the first bytes of the key: compares as they do
    const char *key;
} Row;

Order order_new(const Timeline *timeline, SortKey key, bool is_descending, Arena *arena);
bool order_may_fold(const Timeline *timeline); // some source is of a data set
// Do two rows that follow each other fold into one line? Only where the order folds.
bool order_folds(const Order *order, const Row *a, const Row *b);
Row order_row(Order *order, EventId id);
int order_compare(const Order *order, const Row *a, const Row *b);
void order_sort(const Order *order, Row *rows, size_t count);
// Turns rows in ascending order of date into the descending one.
void order_reverse_dates(const Order *order, Row *rows, size_t count);
// `rows` holds `count` sorted rows and room for `added_count` more.
void order_merge(const Order *order, Row *rows, size_t count, const Row *added, size_t added_count);
// Index of the first row that does not stand before `row`.
size_t order_find(const Order *order, const Row *rows, size_t count, const Row *row);

// Sorting in steps: runs of rows are merged into longer ones, until there is one.
typedef struct OrderSort {
    const Order *order;
    bool
        is_by_date; // the rows come in ascending order of date: those of equal keys stay as they are
    Row *rows;      // sorted in the end; `spare` has as much room
    Row *spare;
    size_t count;
    size_t run; // rows in a sorted run; 0: not begun
    size_t at;  // first row of the two runs to be merged next
} OrderSort;

bool order_sort_step(OrderSort *sort); // true while there is more to do

#endif
