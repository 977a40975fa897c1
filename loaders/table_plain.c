#include <config.h>
#include "loaders/table_plain.h"

#include "loaders/field_memo.h"
#include "loaders/quick_value.h"
#include "loaders/table_countries.h"

#include <math.h>

enum {
    LIST_BITS = 11, // lists of two countries are many
    LISTED = 2,     // countries of a list that is remembered
};

typedef struct ListMemo {
    FieldKey key;
    bool is_known, is_directed;
    uint8_t count;
    CountryId ids[LISTED];
} ListMemo;

struct TablePlain {
    const Load *load;
    const TableLayout *form;
    const TableSeen *strange;
    bool may_infer; // countries of a row that names none
    CountryId ids[TABLE_COUNTRIES_MAX];
    ListMemo lists[1 << LIST_BITS];
};

TablePlain *table_plain_new(const Load *load, const TableLayout *form, const TableSeen *strange,
                            Arena *arena)
{
    if (form->encoding.len > 0 || form->has_mark || form->end != NO_COLUMN ||
        form->second_country != NO_COLUMN || form->column_of[EVENT_ID] == NO_COLUMN)
        return NULL;
    TablePlain *plain = ARENA_NEW(arena, TablePlain);
    plain->load = load;
    plain->form = form;
    plain->strange = strange;
    plain->may_infer = !form->is_own || form->column_of[EVENT_COUNTRIES] == NO_COLUMN;
    return plain;
}

size_t table_plain_columns(const TableLayout *form, uint16_t *columns)
{
    size_t count = 0;
    for (size_t i = 0; i < form->column_count && i < UINT16_MAX; i++) {
        bool is_used = i == form->end || i == form->second_country;
        for (EventField field = 0; field <= EVENT_CONFIDENCE && !is_used; field++)
            is_used = form->column_of[field] == i && (field != EVENT_TITLE || !form->is_own);
        if (is_used || (i == form->column_of[EVENT_TEXT] && !form->is_own))
            columns[count++] = (uint16_t)i;
    }
    return count;
}

// ---- fields ----

// False: it must be decoded.
static bool value_of(const TablePlain *plain, const Record *record, EventField field, Text *value)
{
    size_t column = plain->form->column_of[field];
    *value = (Text){NULL, 0};
    if (column >= record->field_count)
        return true;
    const FieldSpan *span = &record->fields[column];
    *value = (Text){record->bytes + span->start, span->length};
    return !span->has_doubled_quote;
}

static bool string_of(const TablePlain *plain, const Record *record, EventField field, StringId *id)
{
    Text value;
    bool is_plain = value_of(plain, record, field, &value);
    id->at = WORD_NONE;
    if (is_plain && value.len > 0)
        *id = builder_string(plain->load->builder, value);
    return is_plain;
}

static bool number_of(const TablePlain *plain, const Record *record, EventField field,
                      double *number)
{
    Text value;
    *number = (double)NAN;
    return value_of(plain, record, field, &value) &&
           (value.len == 0 || quick_number(value, number));
}

// ---- countries ----

// False: some are to be reported.
static bool read_list(const TablePlain *plain, Text list, TableCountries *countries)
{
    *countries = (TableCountries){.count = 0};
    table_countries_read(plain->load, list, plain->form->is_own, countries);
    for (size_t i = 0; i < countries->count; i++)
        if (countries->ids[i].at >= COUNTRY_STRANGE &&
            !table_seen_has(plain->strange, text_hash(countries->codes[i])))
            return false;
    return true;
}

static void keep_list(ListMemo *memo, const FieldKey *key, const TableCountries *countries)
{
    memo->is_known = countries->count <= LISTED;
    memo->key = *key;
    memo->is_directed = countries->is_directed;
    memo->count = (uint8_t)countries->count;
    for (size_t i = 0; i < countries->count && i < LISTED; i++)
        memo->ids[i] = countries->ids[i];
}

static bool set_countries(TablePlain *plain, const Record *record, Event *event)
{
    Text list;
    TableCountries countries;
    if (!value_of(plain, record, EVENT_COUNTRIES, &list) || (list.len == 0 && plain->may_infer))
        return false;
    event->countries = plain->ids;
    FieldKey key = {.length = 0};
    ListMemo *memo = NULL;
    if (list.len <= FIELD_KEY_BYTES) {
        key = field_key(list, 0);
        memo = &plain->lists[field_key_place(&key, LIST_BITS)];
        if (memo->is_known && field_key_equal(&memo->key, &key)) {
            event->countries = memo->ids;
            event->country_count = memo->count;
            event->is_directed = memo->is_directed;
            return true;
        }
    }
    if (!read_list(plain, list, &countries) || (countries.count == 0 && plain->may_infer))
        return false;
    if (memo)
        keep_list(memo, &key, &countries);
    for (size_t i = 0; i < countries.count; i++)
        plain->ids[i] = countries.ids[i];
    event->country_count = countries.count;
    event->is_directed = countries.is_directed;
    return true;
}

// ---- rows ----

static bool set_strings(const TablePlain *plain, const Record *record, Event *event)
{
    return string_of(plain, record, EVENT_KIND, &event->kind) &&
           string_of(plain, record, EVENT_CODE, &event->code) &&
           string_of(plain, record, EVENT_PLACE, &event->place) &&
           string_of(plain, record, EVENT_CHANNEL, &event->channel) &&
           string_of(plain, record, EVENT_LEVEL, &event->level) &&
           string_of(plain, record, EVENT_CONFIDENCE, &event->confidence);
}

static bool set_date(const TablePlain *plain, const Record *record, Event *event)
{
    Text text;
    return value_of(plain, record, EVENT_DATE, &text) &&
           quick_date(DATE_FORM_ISO, text, &event->date);
}

static bool set_id(const TablePlain *plain, const Record *record, Text *id)
{
    Text dataset;
    if (!value_of(plain, record, EVENT_ID, id) || !value_of(plain, record, EVENT_DATASET, &dataset))
        return false;
    bool is_readout = plain->form->is_own && text_equal(dataset, TEXT("readout"));
    return !is_readout && (plain->form->is_own ? id->len > 0 : table_layout_keeps_id(*id));
}

bool table_plain_read(TablePlain *plain, const Record *record, Event *event, Text *id)
{
    bool is_plain = set_date(plain, record, event) && set_id(plain, record, id) &&
                    set_countries(plain, record, event) && set_strings(plain, record, event) &&
                    number_of(plain, record, EVENT_SCALE, &event->scale) &&
                    number_of(plain, record, EVENT_WEIGHT, &event->weight);
    // What was reported is counted when it comes again.
    for (size_t i = 0; is_plain && i < event->country_count; i++)
        if (event->countries[i].at >= COUNTRY_STRANGE)
            problems_count(builder_problems(plain->load->builder), PROBLEM_COUNTRY, SEVERITY_NOTE);
    return is_plain;
}
