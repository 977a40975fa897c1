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

// A field is made from a whole record: of it only the key stays in the arena, unless it is very long.
static Text field_key(Order *order, EventId id, EventField field)
{
    char bytes[512];
    ArenaMark mark = arena_mark(order->arena);
    Text key = utf8_fold(timeline_field(order->timeline, id, field, order->arena), order->arena);
    if (key.len > sizeof bytes)
        return key;
    memcpy(bytes, key.ptr, key.len);
    arena_rewind(order->arena, mark);
    return arena_text(order->arena, (Text){bytes, key.len});
}

// ---- folding ----

static bool is_of_data_set(const Source *source)
{
    return !text_equal(source->dataset, TEXT("csv")) &&
           !text_equal(source->dataset, TEXT("readout"));
}

bool event_is_coded(const Timeline *timeline, EventId id)
{
    Event event = timeline_event(timeline, id);
    return event.code.at && is_of_data_set(timeline_source(timeline, event.source));
}

bool order_may_fold(const Timeline *timeline)
{
    size_t count = timeline_source_count(timeline);
    for (uint32_t i = 0; i < count; i++)
        if (is_of_data_set(timeline_source(timeline, i)))
            return true;
    return false;
}

enum { OWN_BYTES = 5, CODED_BYTES = 13 }; // of a key: day, is it coded; then countries, data set

static void put_number(char *to, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (char)(number >> (8 * (bytes - 1 - i)) & 0xFF);
}

// Day or month, then own events before coded ones whichever way time runs, then what folds together.
static Text fold_key(Order *order, EventId id)
{
    Event event = timeline_event(order->timeline, id);
    if (date_is_absent(event.date))
        return TEXT("");
    int year, month, day;
    date_civil(event.date.start, &year, &month, &day);
    int32_t period = order->fold == FOLD_DAY ? event.date.start : year * 12 + month;
    bool is_coded = event_is_coded(order->timeline, id);
    char *key = arena_alloc(order->arena, is_coded ? CODED_BYTES : OWN_BYTES, 1);
    put_number(key, (uint32_t)period ^ 0x80000000u, 4);
    key[4] = is_coded != order->is_descending;
    if (!is_coded)
        return (Text){key, OWN_BYTES};
    uint32_t a = event.country_count > 0 ? event.countries[0].at : COUNTRY_NONE;
    uint32_t b = event.country_count > 1 ? event.countries[1].at : COUNTRY_NONE;
    put_number(key + 5, a < b ? a : b, 2);
    put_number(key + 7, a < b ? b : a, 2);
    Text dataset = timeline_source(order->timeline, event.source)->dataset;
    put_number(key + 9, (uint32_t)text_hash(dataset), 4);
    return (Text){key, CODED_BYTES};
}

bool order_folds(const Order *order, const Row *a, const Row *b)
{
    return order->fold != FOLD_OFF && a->key_len == CODED_BYTES && b->key_len == CODED_BYTES &&
           a->prefix == b->prefix && memcmp(a->key, b->key, CODED_BYTES) == 0;
}

static bool is_by_total_order(const Order *order)
{
    return order->key == SORT_DATE && order->fold == FOLD_OFF;
}

static Text key_of(Order *order, EventId id)
{
    Event event = timeline_event(order->timeline, id);
    switch (order->key) {
    case SORT_PAIR:
        return countries_key(order, &event);
    case SORT_KIND:
        return label_key(order, event.kind);
    case SORT_PLACE:
        return label_key(order, event.place);
    case SORT_TITLE:
        return field_key(order, id, EVENT_TITLE);
    case SORT_SCALE:
        return number_key(order, event.scale);
    case SORT_PUBLISHER:
        return field_key(order, id, EVENT_PUBLISHER);
    case SORT_DATE:
        return fold_key(order, id);
    case SORT_KEYS:
        break;
    }
    return TEXT("");
}

Row order_row(Order *order, EventId id)
{
    Row row = {.id = id};
    if (is_by_total_order(order))
        return row;
    Text key = key_of(order, id);
    row.key = key.ptr;
    row.key_len = key.len < UINT32_MAX ? (uint32_t)key.len : UINT32_MAX;
    for (size_t i = 0; i < sizeof row.prefix; i++)
        row.prefix = row.prefix << 8 | (i < key.len ? (unsigned char)key.ptr[i] : 0);
    return row;
}

// ---- comparing ----

static bool has_date(const Order *order, const Row *row)
{
    return !date_is_absent(timeline_event(order->timeline, row->id).date);
}

// By key alone; what has none is last.
static int compare_keys(const Order *order, const Row *a, const Row *b)
{
    if ((a->key_len == 0) != (b->key_len == 0))
        return a->key_len == 0 ? 1 : -1;
    int by_key = (a->prefix > b->prefix) - (a->prefix < b->prefix);
    if (by_key == 0 && (a->key_len > sizeof a->prefix || b->key_len > sizeof b->prefix))
        by_key = text_compare((Text){a->key, a->key_len}, (Text){b->key, b->key_len});
    return order->is_descending ? -by_key : by_key;
}

int order_compare(const Order *order, const Row *a, const Row *b)
{
    if (is_by_total_order(order)) {
        int by_date = timeline_compare(order->timeline, a->id, b->id);
        return order->is_descending && has_date(order, a) && has_date(order, b) ? -by_date
                                                                                : by_date;
    }
    int by_key = compare_keys(order, a, b);
    return by_key ? by_key : timeline_compare(order->timeline, a->id, b->id);
}

// ---- sorting ----

enum { FIRST_RUN = 16, STEP_ROWS = 65536 };

static bool stands_behind(const OrderSort *sort, const Row *a, const Row *b)
{
    bool keys_say = sort->is_by_date && !is_by_total_order(sort->order);
    return (keys_say ? compare_keys(sort->order, a, b) : order_compare(sort->order, a, b)) > 0;
}

static void sort_run(const OrderSort *sort, Row *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        Row row = rows[i];
        size_t at = i;
        for (; at > 0 && stands_behind(sort, &rows[at - 1], &row); at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

// The runs from `at` on become one in the spare rows.
static void merge_runs(const OrderSort *sort, size_t middle, size_t end)
{
    size_t left = sort->at, right = middle;
    for (size_t to = sort->at; to < end; to++) {
        bool is_right = left == middle ||
                        (right < end && stands_behind(sort, &sort->rows[left], &sort->rows[right]));
        sort->spare[to] = sort->rows[is_right ? right++ : left++];
    }
}

static size_t sort_next(OrderSort *sort)
{
    size_t left = sort->count - sort->at;
    size_t run = sort->run ? sort->run : FIRST_RUN / 2;
    size_t middle = sort->at + (left < run ? left : run);
    size_t end = left / 2 < run ? sort->count : sort->at + 2 * run;
    if (sort->run)
        merge_runs(sort, middle, end);
    else
        sort_run(sort, &sort->rows[sort->at], end - sort->at);
    size_t done = end - sort->at;
    sort->at = end;
    return done;
}

bool order_sort_step(OrderSort *sort)
{
    for (size_t done = 0; done < STEP_ROWS;) {
        if (sort->run >= sort->count || sort->count < 2)
            return false;
        done += sort_next(sort);
        if (sort->at < sort->count)
            continue;
        if (sort->run) { // what was merged are the rows now
            Row *rows = sort->rows;
            sort->rows = sort->spare;
            sort->spare = rows;
        }
        sort->run = sort->run ? sort->run * 2 : FIRST_RUN;
        sort->at = 0;
    }
    return true;
}

void order_sort(const Order *order, Row *rows, size_t count)
{
    Arena *scratch = arena_new();
    OrderSort sort = {.order = order, .rows = rows, .count = count};
    sort.spare = arena_alloc_raw(scratch, count, sizeof *rows);
    while (order_sort_step(&sort))
        ;
    for (size_t i = 0; i < count && sort.rows != rows; i++)
        rows[i] = sort.rows[i];
    arena_free(scratch);
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
