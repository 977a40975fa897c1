#include <config.h>
#include "model/view_order.h"

#include "model/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

Order order_new(const Timeline *timeline, SortKey key, bool is_descending, Arena *arena)
{
    return (Order){
        .timeline = timeline, .key = key, .is_descending = is_descending, .arena = arena};
}

// ---- keys: bytes that compare as the values do ----

static Text label_key(Order *order, StringId id)
{
    if (id.at >= order->labels.count) {
        size_t capacity = order->labels.count, needed = (size_t)id.at + 1;
        order->labels.items = arena_grow(order->arena, order->labels.items, &capacity, needed,
                                         sizeof *order->labels.items);
        order->labels.count = capacity;
    }
    Text *label = &order->labels.items[id.at];
    if (!label->ptr)
        *label = utf8_fold(timeline_string(order->timeline, id), order->arena);
    return *label;
}

static int compare_codes(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

// "CHN-PRK": the codes in alphabetical order, whatever the direction.
static Text countries_key(Order *order, const Event *event)
{
    Buffer out = buffer_in(order->arena);
    Text *codes = ARENA_ARRAY(order->arena, Text, event->country_count);
    for (size_t i = 0; i < event->country_count; i++)
        codes[i] = timeline_country_code(order->timeline, event->countries[i]);
    if (event->country_count > 1)
        qsort(codes, event->country_count, sizeof *codes, compare_codes);
    for (size_t i = 0; i < event->country_count; i++) {
        if (i > 0)
            buffer_add_char(&out, '-');
        buffer_add(&out, codes[i]);
    }
    return buffer_text(&out);
}

// IEEE 754 numbers compare as their bits do, once the sign is turned round; the high byte comes first.
static Text number_key(Order *order, double number)
{
    uint64_t bits;
    if (isnan(number))
        return TEXT("");
    memcpy(&bits, &number, sizeof bits);
    bits = bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
    char *bytes = arena_alloc(order->arena, sizeof bits, 1);
    for (size_t i = 0; i < sizeof bits; i++)
        bytes[i] = (char)(bits >> (56 - 8 * i) & 0xFF);
    return (Text){bytes, sizeof bits};
}

static Text field_key(Order *order, EventId id, EventField field)
{
    return utf8_fold(timeline_field(order->timeline, id, field, order->arena), order->arena);
}

Row order_row(Order *order, EventId id)
{
    Row row = {id, {NULL, 0}};
    if (order->key == SORT_DATE)
        return row;
    Event event = timeline_event(order->timeline, id);
    switch (order->key) {
    case SORT_PAIR:
        row.key = countries_key(order, &event);
        break;
    case SORT_KIND:
        row.key = label_key(order, event.kind);
        break;
    case SORT_PLACE:
        row.key = label_key(order, event.place);
        break;
    case SORT_TITLE:
        row.key = field_key(order, id, EVENT_TITLE);
        break;
    case SORT_SCALE:
        row.key = number_key(order, event.scale);
        break;
    case SORT_PUBLISHER:
        row.key = field_key(order, id, EVENT_PUBLISHER);
        break;
    case SORT_DATE:
    case SORT_KEYS:
        break;
    }
    return row;
}

// ---- comparing ----

static bool has_date(const Order *order, const Row *row)
{
    return !date_is_absent(timeline_event(order->timeline, row->id).date);
}

int order_compare(const Order *order, const Row *a, const Row *b)
{
    if (order->key == SORT_DATE) {
        int by_date = timeline_compare(order->timeline, a->id, b->id);
        return order->is_descending && has_date(order, a) && has_date(order, b) ? -by_date
                                                                                : by_date;
    }
    if ((a->key.len == 0) != (b->key.len == 0))
        return a->key.len == 0 ? 1 : -1;
    int by_key = text_compare(a->key, b->key);
    if (by_key != 0)
        return order->is_descending ? -by_key : by_key;
    return timeline_compare(order->timeline, a->id, b->id);
}

static int compare_rows(const void *a, const void *b, void *order)
{
    return order_compare(order, a, b);
}

void order_sort(const Order *order, Row *rows, size_t count)
{
    if (count < 2)
        return; // qsort_r wants an array, even of nothing
    // It also wants a pointer that is not const; compare_rows only reads through it.
    qsort_r(rows, count, sizeof *rows, compare_rows, (void *)(uintptr_t)order);
}

void order_reverse_dates(const Order *order, Row *rows, size_t count)
{
    while (count > 0 && !has_date(order, &rows[count - 1]))
        count--;
    for (size_t i = 0; i < count / 2; i++) {
        Row row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

void order_merge(const Order *order, Row *rows, size_t count, const Row *added, size_t added_count)
{
    size_t to = count + added_count;
    while (added_count > 0) {
        bool old_is_later =
            count > 0 && order_compare(order, &rows[count - 1], &added[added_count - 1]) > 0;
        rows[--to] = old_is_later ? rows[--count] : added[--added_count];
    }
}

size_t order_find(const Order *order, const Row *rows, size_t count, const Row *row)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order_compare(order, &rows[middle], row) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
