#include <config.h>
#include "loaders/table_layout.h"

#include "loaders/json_records.h"
#include "loaders/open.h"
#include "loaders/table_encoding.h"
#include "loaders/word_search.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

// ---- the header ----

static Text encoding_of(const TableLayout *form)
{
    const char *late = atomic_load_explicit(&form->late_encoding, memory_order_acquire);
    return late ? text_from(late) : form->encoding;
}

void table_layout_set_encoding(TableLayout *form, Text encoding)
{
    if (encoding.len)
        atomic_store_explicit(&form->late_encoding, encoding.ptr, memory_order_release);
}

static Text decoded(const TableLayout *form, Text bytes, Arena *scratch)
{
    Text text = table_encoding_decode(encoding_of(form), bytes, scratch);
    return form->is_escaped ? table_layout_unescape(text, scratch) : text;
}

static Text decoded_field(const TableLayout *form, const Record *record, size_t column,
                          Arena *scratch)
{
    if (table_layout_is_json(form))
        return json_field(record, column, scratch);
    return decoded(form, records_field(record, column, scratch), scratch);
}

static size_t find_column(const TableLayout *form, Text name)
{
    for (size_t i = 0; i < form->column_count; i++)
        if (text_equal_nocase(form->names[i], name))
            return i;
    return NO_COLUMN;
}

static bool is_taken(const TableLayout *form, size_t column)
{
    for (size_t i = 0; i < EVENT_FIELDS; i++)
        if (form->column_of[i] == column)
            return true;
    return false;
}

// What a profile calls the columns of our tables. In this order: of two fields the earlier one gets the column.
static const struct {
    EventField field;
    ProfileKey key;
} profile_fields[] = {
    {EVENT_DATE, PROFILE_KEY_DATE},           {EVENT_TITLE, PROFILE_KEY_EVENT_TITLE},
    {EVENT_TEXT, PROFILE_KEY_TEXT},           {EVENT_COUNTRIES, PROFILE_KEY_COUNTRY1},
    {EVENT_PLACE, PROFILE_KEY_PLACE},         {EVENT_KIND, PROFILE_KEY_KIND},
    {EVENT_NOTE, PROFILE_KEY_NOTE},           {EVENT_SOURCE_URL, PROFILE_KEY_URL},
    {EVENT_PUBLISHER, PROFILE_KEY_PUBLISHER}, {EVENT_PUBLISHED, PROFILE_KEY_PUBLISHED},
};

// The first column that the profile names and no field has yet.
static size_t find_named(const TableLayout *form, const Profile *profile, ProfileKey key,
                         Arena *arena)
{
    CountryNames names = profile_column_choices(profile, key, arena);
    for (size_t i = 0; i < names.count; i++) {
        size_t column = find_column(form, names.items[i]);
        if (column != NO_COLUMN && !is_taken(form, column))
            return column;
    }
    return NO_COLUMN;
}

static void find_columns(TableLayout *form, const Profile *profile, Arena *arena)
{
    form->end = form->second_country = NO_COLUMN;
    for (size_t i = 0; i < EVENT_FIELDS; i++)
        form->column_of[i] = find_column(form, event_field_names[i]);
    for (size_t i = 0; profile && i < sizeof profile_fields / sizeof profile_fields[0]; i++) {
        size_t *of = &form->column_of[profile_fields[i].field];
        if (*of == NO_COLUMN)
            *of = find_named(form, profile, profile_fields[i].key, arena);
    }
    if (!profile) { // an export of our own: the last day of a visit
        form->end = find_column(form, TEXT("end_date"));
        return;
    }
    form->end = find_named(form, profile, PROFILE_KEY_END, arena);
    if (form->column_of[EVENT_COUNTRIES] != NO_COLUMN)
        form->second_country = find_named(form, profile, PROFILE_KEY_COUNTRY2, arena);
}

static bool has_own_name(const TableLayout *form, EventField field)
{
    size_t column = form->column_of[field];
    return column != NO_COLUMN && text_equal(form->names[column], event_field_names[field]);
}

static bool has_own_columns(const TableLayout *form)
{
    return has_own_name(form, EVENT_ID) && has_own_name(form, EVENT_DATE) &&
           (has_own_name(form, EVENT_TITLE) || has_own_name(form, EVENT_TEXT)) &&
           (has_own_name(form, EVENT_KIND) || has_own_name(form, EVENT_COUNTRIES));
}

// A name that no other column of an export has.
static Text extra_name(const TableLayout *form, size_t column, Arena *arena)
{
    Text name = form->names[column], unique = name;
    for (unsigned n = 2;; n++) {
        bool is_taken_name = false;
        for (size_t i = 0; i < EVENT_FIELDS && !is_taken_name; i++)
            is_taken_name = text_equal_nocase(event_field_names[i], unique);
        for (size_t i = 0; i < form->extra_count && !is_taken_name; i++)
            is_taken_name = text_equal(form->extras[i].name, unique);
        if (!is_taken_name)
            return unique;
        unique = arena_printf(arena, "%.*s.%u", TEXT_ARG(name), n);
    }
}

static void find_extras(TableLayout *form, Arena *arena)
{
    form->extras = ARENA_ARRAY(arena, struct TableExtra, form->column_count);
    for (size_t i = 0; i < form->column_count; i++) {
        if (is_taken(form, i))
            continue;
        Text name = extra_name(form, i, arena);
        form->extras[form->extra_count++] = (struct TableExtra){i, name};
    }
    if (!form->is_own && form->column_of[EVENT_ID] != NO_COLUMN)
        form->id_name = extra_name(form, form->column_of[EVENT_ID], arena);
}

static TableLayout *new_layout(TableReading reading, size_t column_count, Arena *arena)
{
    TableLayout *form = ARENA_NEW(arena, TableLayout);
    form->serial = records_new_serial();
    form->delimiter = reading.delimiter;
    form->encoding = reading.encoding;
    form->column_count = column_count;
    form->names = ARENA_ARRAY(arena, Text, column_count);
    return form;
}

TableLayout *table_layout_try(const Record *header, TableReading reading, Arena *arena)
{
    TableLayout *form = new_layout(reading, header->field_count, arena);
    for (size_t i = 0; i < header->field_count; i++)
        form->names[i] =
            text_trim(table_layout_unwrap(decoded_field(form, header, i, arena), arena));
    find_columns(form, reading.profile, arena);
    form->is_own = has_own_columns(form);
    form->is_escaped = form->is_own && form->delimiter == '\t';
    find_extras(form, arena);
    return form;
}

TableLayout *table_layout_of_members(const Text *names, size_t count, Arena *arena)
{
    TableReading reading = {.delimiter = JSON_DELIMITER};
    TableLayout *form = new_layout(reading, count, arena);
    for (size_t i = 0; i < count; i++)
        form->names[i] = arena_text(arena, names[i]);
    find_columns(form, NULL, arena);
    form->is_own = true;
    find_extras(form, arena);
    return form;
}

TableLayout *table_layout_of(const Record *header, TableReading reading, Arena *arena)
{
    TableLayout *form = table_layout_try(header, reading, arena);
    bool is_header =
        form->column_of[EVENT_DATE] != NO_COLUMN &&
        (form->column_of[EVENT_TITLE] != NO_COLUMN || form->column_of[EVENT_TEXT] != NO_COLUMN);
    return is_header ? form : NULL;
}

char table_layout_delimiter_of(Text head, IsHeader is_header, const void *context, Arena *scratch)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    if (table_layout_has_mark(head))
        head = text_sub(head, 3, head.len);
    char best = 0;
    size_t best_count = 0;
    for (size_t i = 0; i < sizeof delimiters; i++) {
        Scan scan = {.window = head, .is_last = true, .delimiter = delimiters[i], .arena = scratch};
        if (scan_record(&scan) != SCAN_RECORD || scan.spans.count <= best_count)
            continue;
        Record header = {.bytes = head.ptr,
                         .length = (uint32_t)scan.length,
                         .fields = scan.spans.items,
                         .field_count = scan.spans.count};
        if (is_header(&header, context, delimiters[i], scratch)) {
            best = delimiters[i];
            best_count = scan.spans.count;
        }
    }
    return best;
}

static bool is_events_header(const Record *header, const void *context, char delimiter,
                             Arena *scratch)
{
    return table_layout_of(header, (TableReading){delimiter, TEXT(""), context}, scratch) != NULL;
}

static bool is_own_header(const Record *header, const void *context, char delimiter, Arena *scratch)
{
    return table_layout_try(header, (TableReading){delimiter, TEXT(""), context}, scratch)->is_own;
}

char table_layout_delimiter(Text head, const Profile *profile, Arena *scratch)
{
    return table_layout_delimiter_of(head, is_events_header, profile, scratch);
}

char table_layout_own_delimiter(Text head, Arena *scratch)
{
    return table_layout_delimiter_of(head, is_own_header, NULL, scratch);
}

Text table_layout_head(const Source *source, size_t most, Arena *arena)
{
    size_t len = source->size < most ? (size_t)source->size : most;
    char *bytes = arena_alloc(arena, len, 1);
    return source->ops->read(source, 0, len, bytes) ? (Text){bytes, len} : TEXT("");
}

// ---- ids ----

void table_layout_add_repeat(TableLayout *form, uint64_t offset, uint32_t n)
{
    table_repeats_add(form->repeats, offset, n);
}

void table_layout_hold_repeats(TableLayout *form, Arena *arena)
{
    form->repeats = table_repeats_new(arena);
}

Text table_layout_record_id(const TableLayout *form, const Record *record, Arena *scratch)
{
    Text id = table_repeats_hash_id((Text){record->bytes, record->length}, scratch);
    return table_repeats_id(form->repeats, record->offset, id, scratch);
}

// ---- records ----

bool table_layout_is_json(const TableLayout *form)
{
    return form->delimiter == JSON_DELIMITER;
}

static JsonColumns members_of(const TableLayout *form)
{
    return (JsonColumns){form->names, form->column_count};
}

TableReader table_layout_open(const TableLayout *form, const Source *source, Arena *arena)
{
    if (table_layout_is_json(form))
        return (TableReader){.objects = json_open(source, members_of(form), arena)};
    RecordReader *reader = records_open(source, 0, form->delimiter, arena);
    if (form->is_escaped)
        records_unquote(reader);
    return (TableReader){.records = reader};
}

bool table_layout_fetch(const Source *source, uint64_t offset, Arena *scratch, Record *record)
{
    const TableLayout *form = source->form;
    if (table_layout_is_json(form))
        return json_fetch(source, offset, members_of(form), scratch, record);
    RecordPlace place = {.source = source,
                         .serial = form->serial,
                         .offset = offset,
                         .delimiter = form->delimiter,
                         .is_unquoted = form->is_escaped};
    return records_fetch(&place, scratch, record);
}

// ---- answers ----

Text table_layout_field(const TableLayout *form, const Record *record, size_t column,
                        Arena *scratch)
{
    Text field = decoded_field(form, record, column, scratch);
    return form->has_mark ? table_layout_unwrap(field, scratch) : field;
}

bool table_layout_keeps_id(Text id)
{
    return id.len > 0 &&
           ((id.ptr[0] >= 'a' && id.ptr[0] <= 'z') || (id.ptr[0] >= 'A' && id.ptr[0] <= 'Z'));
}

// The first words of a text serve as its title where the table has none.
static Text first_words(Text text, Arena *scratch)
{
    enum { TITLE_BYTES = 100 };
    size_t line_end = text_find_char(text, '\n');
    Text line = text_trim(text_sub(text, 0, line_end));
    if (line.len <= TITLE_BYTES)
        return line;
    size_t len = TITLE_BYTES;
    while (len > 0 && line.ptr[len] != ' ')
        len--;
    if (len == 0)
        len = TITLE_BYTES;
    while (len > 0 && ((unsigned char)line.ptr[len] & 0xC0) == 0x80)
        len--;
    return arena_printf(scratch, "%.*s …", (int)len, line.ptr);
}

// A column that the table does not have, or has in a form of its own.
static bool composed_field(const TableLayout *form, const Record *record, EventField field,
                           Arena *scratch, Text *out)
{
    switch (field) {
    case EVENT_ID:
        *out = table_layout_record_id(form, record, scratch);
        return true;
    case EVENT_TITLE:
        *out = first_words(table_layout_field(form, record, form->column_of[EVENT_TEXT], scratch),
                           scratch);
        return true;
    case EVENT_SOURCE_OFFSET:
        *out = arena_number(scratch, record->offset);
        return true;
    case EVENT_SOURCE_LENGTH:
        *out = arena_number(scratch, record->length);
        return true;
    default:
        return false;
    }
}

static bool is_answered_as_read(const TableLayout *form, EventField field, Text value)
{
    Date date;
    const char *why;
    if (field == EVENT_DATE)
        return form->is_own && (value.len == 0 || date_parse(value, &date, &why));
    if (field == EVENT_ID)
        return form->is_own ? value.len > 0 : table_layout_keeps_id(value);
    return form->is_own || field != EVENT_COUNTRIES;
}

static bool field_of(const TableLayout *form, const Record *record, EventField field,
                     Arena *scratch, Text *out)
{
    size_t column = form->column_of[field];
    if (column == NO_COLUMN)
        return composed_field(form, record, field, scratch, out);
    Text value = table_layout_field(form, record, column, scratch);
    if (!is_answered_as_read(form, field, value))
        return composed_field(form, record, field, scratch, out);
    *out =
        field == EVENT_ID ? table_repeats_id(form->repeats, record->offset, value, scratch) : value;
    return true;
}

static bool answer_field(const Source *source, uint64_t offset, EventField field, Arena *scratch,
                         Text *out)
{
    Record record;
    return table_layout_fetch(source, offset, scratch, &record) &&
           field_of(source->form, &record, field, scratch, out);
}

static uint32_t answer_fields(const Source *source, uint64_t offset, Arena *scratch, Text *out)
{
    Record record;
    uint32_t answered = 0;
    if (!table_layout_fetch(source, offset, scratch, &record))
        return 0;
    for (EventField field = 0; field < EVENT_FIELDS; field++)
        if (field_of(source->form, &record, field, scratch, &out[field]))
            answered |= (uint32_t)1 << field;
    return answered;
}

static bool answer_column(const Source *source, uint64_t offset, size_t index, Text *name,
                          Text *value, Arena *scratch)
{
    const TableLayout *form = source->form;
    Record record;
    if (index >= form->column_count || !table_layout_fetch(source, offset, scratch, &record))
        return false;
    *name = form->names[index];
    *value = table_layout_field(form, &record, index, scratch);
    return true;
}

// An id that is kept stands in its own column.
static Text odd_id(const TableLayout *form, const Record *record, Arena *scratch)
{
    Text id = table_layout_field(form, record, form->column_of[EVENT_ID], scratch);
    return table_layout_keeps_id(id) ? TEXT("") : id;
}

static bool answer_extra(const Source *source, uint64_t offset, size_t index, Text *name,
                         Text *value, Arena *scratch)
{
    const TableLayout *form = source->form;
    bool is_id = index == form->extra_count;
    if (index > form->extra_count || (is_id && !atomic_load(&form->has_odd_ids)))
        return false;
    *name = is_id ? form->id_name : form->extras[index].name;
    if (!value)
        return true;
    Record record;
    *value = TEXT("");
    if (table_layout_fetch(source, offset, scratch, &record))
        *value = is_id ? odd_id(form, &record, scratch)
                       : table_layout_field(form, &record, form->extras[index].column, scratch);
    return true;
}

static Text answer_slice(const Source *source, Slice slice, Arena *scratch)
{
    const TableLayout *form = source->form;
    if (table_layout_is_json(form))
        return json_slice_text(source, slice, scratch);
    Text text = decoded(form, records_slice_text(source, slice, scratch), scratch);
    return form->has_mark ? table_layout_unwrap(text, scratch) : text;
}

static void close_table(Source *source)
{
    TableLayout *form = source->form;
    table_repeats_free(form->repeats);
    table_encoding_let_go(form->converter);
    if (form->close_reader)
        form->close_reader(source);
}

static bool answer_search(const Source *source, const WordSearch *search, Arena *scratch,
                          uint64_t *mask)
{
    const TableLayout *form = source->form;
    return form->encoding.len == 0 && !table_layout_is_json(form) &&
           word_search(source, search, scratch, mask);
}

static const SourceOps table_ops = {
    .field = answer_field,
    .fields = answer_fields,
    .search = answer_search,
    .column = answer_column,
    .extra = answer_extra,
    .slice_text = answer_slice,
    .close = close_table,
};

void table_layout_set(Source *source, TableLayout *form, Arena *arena)
{
    form->close_reader = source->ops->close;
    form->converter = table_encoding_hold(form->encoding);
    source->form = form;
    open_set_form(source, &table_ops, arena);
}
