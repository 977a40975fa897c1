#include <config.h>
#include "loaders/table_form.h"

#include "loaders/json_records.h"
#include "loaders/open.h"
#include "loaders/plain_row.h"
#include "loaders/table_encoding.h"
#include "loaders/table_reader.h"
#include "loaders/word_search.h"
#include "model/utf8.h"

#include <stdatomic.h>

// ---- fields ----

size_t table_form_columns(const TableForm *form)
{
    return recipe_columns(form->recipe);
}

Text table_form_name(const TableForm *form, size_t column)
{
    const Recipe *recipe = form->recipe;
    if (column < recipe->column_count)
        return recipe->names[column];
    size_t lent = column - recipe->column_count;
    return lent < recipe->lookup.columns.count ? recipe->lookup.columns.items[lent]
                                               : TEXT(FILE_NAME_COLUMN);
}

static Text decoded(const TableForm *form, Text text, Arena *scratch)
{
    if (form->encoding.len > 0)
        return table_encoding_decode(form->encoding, text, scratch);
    if (form->fallback.len > 0 && !utf8_valid(text, NULL))
        return table_encoding_decode(form->fallback, text, scratch);
    return text;
}

Text table_form_field(const TableForm *form, const Record *record, size_t column, Arena *scratch)
{
    if (column >= record->field_count)
        return (Text){NULL, 0};
    if (recipe_is_json(form->recipe))
        return json_field(record, column, scratch);
    Text raw = records_raw_field(record, column);
    if (record->fields[column].has_doubled_quote)
        raw = records_field(record, column, scratch);
    return record->is_ascii && form->encoding.len == 0 ? raw : decoded(form, raw, scratch);
}

static void add_lent(const TableForm *form, TableFields *fields)
{
    const Recipe *recipe = form->recipe;
    size_t lent = recipe->lookup.columns.count;
    if (lent == 0 && !recipe->has_file_name)
        return;
    for (size_t i = fields->count; i < recipe->column_count; i++)
        fields->items[i] = (Text){NULL, 0};
    Text key = recipe_value(recipe, fields->items, fields->count, recipe->lookup.key);
    const Text *found = form->lookup ? table_lookup_find(form->lookup, key) : NULL;
    for (size_t i = 0; i < lent; i++)
        fields->items[recipe->column_count + i] = found ? found[i] : (Text){NULL, 0};
    fields->count = recipe_columns(recipe);
    if (recipe->has_file_name)
        fields->items[fields->count - 1] = form->file_name;
}

static size_t own_count(const TableForm *form, const Record *record)
{
    size_t most = form->recipe->column_count;
    return record->field_count < most ? record->field_count : most;
}

void table_form_read(const TableForm *form, const Record *record, Arena *scratch,
                     TableFields *fields)
{
    fields->count = own_count(form, record);
    for (size_t i = 0; i < fields->count; i++)
        fields->items[i] = table_form_field(form, record, i, scratch);
    add_lent(form, fields);
}

static void read_columns(const TableForm *form, const FormColumns *columns, const Record *record,
                         Arena *scratch, TableFields *fields)
{
    fields->count = own_count(form, record);
    for (size_t i = 0; i < columns->count && columns->items[i] < fields->count; i++)
        fields->items[columns->items[i]] =
            table_form_field(form, record, columns->items[i], scratch);
    add_lent(form, fields);
}

void table_form_read_columns(const TableForm *form, const Record *record, Arena *scratch,
                             TableFields *fields)
{
    read_columns(form, &form->used, record, scratch, fields);
}

Text table_form_id(const TableForm *form, const Record *record, const TableFields *fields,
                   Arena *scratch)
{
    Text own = recipe_text(form->recipe, EVENT_ID, fields->items, fields->count, scratch);
    if (own.len == 0)
        own = table_repeats_hash_id((Text){record->bytes, record->length}, scratch);
    return arena_join(scratch, form->id_space, own);
}

// ---- answers ----

static bool fetch_columns(const Source *source, uint64_t offset, const RecordColumns *columns,
                          Arena *scratch, Record *record)
{
    const TableForm *form = source->form;
    RecordPlace place = {.source = source,
                         .serial = form->serial,
                         .offset = offset,
                         .delimiter = form->recipe->delimiter,
                         .is_unquoted = !form->recipe->has_quotes};
    return recipe_is_json(form->recipe) || !columns
               ? table_reader_fetch(&place, form->recipe, scratch, record)
               : records_fetch_columns(&place, columns, scratch, record);
}

static bool fetch(const Source *source, uint64_t offset, Arena *scratch, Record *record)
{
    return fetch_columns(source, offset, NULL, scratch, record);
}

static bool has_own(const Recipe *recipe, EventField field)
{
    switch (field) {
    case EVENT_PUBLISHED:
        return recipe->published.column != PROFILE_NO_COLUMN;
    case EVENT_PUBLISHER:
        return recipe_has_text(&recipe->publisher);
    case EVENT_SOURCE_URL:
        return recipe_has_text(&recipe->url);
    case EVENT_NOTE:
        return recipe_has_text(&recipe->note);
    case EVENT_ID:
    case EVENT_TITLE:
    case EVENT_TEXT:
    case EVENT_SOURCE_OFFSET:
    case EVENT_SOURCE_LENGTH:
        return true;
    default: // the timeline has it
        return false;
    }
}

static Text field_of(const TableForm *form, const Record *record, EventField field,
                     const TableFields *fields, Arena *scratch)
{
    if (field == EVENT_SOURCE_OFFSET)
        return arena_number(scratch, record->offset);
    if (field == EVENT_SOURCE_LENGTH)
        return arena_number(scratch, record->length);
    if (field == EVENT_ID)
        return table_repeats_id(form->repeats, record->offset,
                                table_form_id(form, record, fields, scratch), scratch);
    return recipe_text(form->recipe, field, fields->items, fields->count, scratch);
}

static TableFields all_fields(const TableForm *form, const Record *record, Arena *scratch)
{
    TableFields fields = {.items = ARENA_ARRAY(scratch, Text, table_form_columns(form))};
    table_form_read(form, record, scratch, &fields);
    return fields;
}

static bool answer_field(const Source *source, uint64_t offset, EventField field, Arena *scratch,
                         Text *out)
{
    const TableForm *form = source->form;
    Record record;
    if (!has_own(form->recipe, field) || !fetch(source, offset, scratch, &record))
        return false;
    TableFields fields = all_fields(form, &record, scratch);
    *out = field_of(form, &record, field, &fields, scratch);
    return true;
}

// "gdelt2-mentions 2": what the row is called and where it leads, for a row of another table that belongs to the event.
static void show_joined(const Source *source, uint64_t offset, Arena *scratch, Text *value)
{
    const TableForm *form = source->form;
    Record record;
    if (!fetch(source, offset, scratch, &record))
        return;
    TableFields fields = {.items = ARENA_ARRAY(scratch, Text, table_form_columns(form))};
    table_form_read(form, &record, scratch, &fields);
    Text title = recipe_text(form->recipe, EVENT_TITLE, fields.items, fields.count, scratch);
    Text url = recipe_text(form->recipe, EVENT_SOURCE_URL, fields.items, fields.count, scratch);
    *value = arena_printf(scratch, "%.*s%s%.*s", TEXT_ARG(title), title.len && url.len ? " " : "",
                          TEXT_ARG(url));
}

// The n-th row of other tables that belongs to the event.
static bool answer_joined(const TableForm *form, const Record *event, size_t n, Text *name,
                          Text *value, Arena *scratch)
{
    for (const JoinedLink *link = atomic_load(&form->joins); link; link = link->next) {
        Text key = text_trim(table_form_field(form, event, link->to, scratch));
        uint64_t offset = 0;
        size_t count = table_joined_find(link->joined, key, n, &offset);
        if (n < count) {
            const Source *source = table_joined_source(link->joined);
            *name = arena_printf(scratch, "%.*s %zu", TEXT_ARG(source->dataset), n + 1);
            show_joined(source, offset, scratch, value);
            return true;
        }
        n -= count;
    }
    return false;
}

static uint32_t answer_fields(const Source *source, uint64_t offset, Arena *scratch, Text *out)
{
    const TableForm *form = source->form;
    Record record;
    if (!fetch_columns(source, offset, form->fetched, scratch, &record))
        return 0;
    TableFields fields = {.items = ARENA_ARRAY(scratch, Text, table_form_columns(form))};
    read_columns(form, &form->shown, &record, scratch, &fields);
    for (uint32_t left = form->answers; left; left &= left - 1) {
        EventField field = (EventField)__builtin_ctz(left);
        out[field] = field_of(form, &record, field, &fields, scratch);
    }
    return form->answers;
}

static bool answer_column(const Source *source, uint64_t offset, size_t index, Text *name,
                          Text *value, Arena *scratch)
{
    const TableForm *form = source->form;
    Record record;
    if (!fetch(source, offset, scratch, &record))
        return false;
    if (recipe_is_json(form->recipe)) // members of their own, and in their own order
        return json_column(&record, index, name, value, scratch);
    if (index >= table_form_columns(form))
        return answer_joined(form, &record, index - table_form_columns(form), name, value, scratch);
    *name = table_form_name(form, index);
    if (index < form->recipe->column_count) {
        *value = table_form_field(form, &record, index, scratch);
        return true;
    }
    TableFields fields = all_fields(form, &record, scratch);
    *value = fields.items[index];
    return true;
}

static Text answer_slice(const Source *source, Slice slice, Arena *scratch)
{
    const TableForm *form = source->form;
    if (recipe_is_json(form->recipe))
        return json_slice_text(source, slice, scratch);
    Text text = form->recipe->has_quotes ? records_slice_text(source, slice, scratch)
                                         : source_raw(source, slice, scratch);
    return decoded(form, text, scratch);
}

static void close_table(Source *source)
{
    TableForm *form = source->form;
    table_repeats_free(form->repeats);
    table_joined_free(form->joined);
    table_encoding_let_go(form->converter);
    if (form->close_reader)
        form->close_reader(source);
}

static bool answer_search(const Source *source, const WordSearch *search, Arena *scratch,
                          uint64_t *mask)
{
    const TableForm *form = source->form;
    const Recipe *recipe = form->recipe;
    bool is_as_read = form->encoding.len == 0 && !form->lookup && !recipe_is_json(recipe) &&
                      !recipe->has_file_name && recipe->gather.count == 0;
    uint64_t labelled, found = *mask;
    if (!is_as_read || word_search_is_made(recipe, search->word) ||
        !word_search_labels(recipe, search, &labelled) ||
        !word_search(source, search, scratch, &found))
        return false;
    *mask &= found | labelled;
    return true;
}

static const SourceOps form_ops = {
    .field = answer_field,
    .fields = answer_fields,
    .search = answer_search,
    .column = answer_column,
    .slice_text = answer_slice,
    .close = close_table,
};

static bool is_linked(const TableForm *events, const TableJoined *joined)
{
    const JoinedLink *link = atomic_load(&events->joins);
    while (link && link->joined != joined)
        link = link->next;
    return link != NULL;
}

// Where the key stands in the events' table; false: nowhere.
static bool link_to(TableForm *events, TableJoined *joined, Text to)
{
    const Recipe *recipe = events->recipe;
    for (uint16_t column = 0; column < recipe->column_count; column++) {
        if (!text_equal_nocase(recipe->names[column], to))
            continue;
        JoinedLink *link = ARENA_NEW(table_joined_arena(joined), JoinedLink);
        *link = (JoinedLink){joined, column, atomic_load(&events->joins)};
        atomic_store(&events->joins, link);
        return true;
    }
    return false;
}

void table_form_join(TableForm *events, const Source *source, Text to, Text key, uint64_t offset)
{
    const TableForm *form = source->form;
    if (is_linked(events, form->joined) || link_to(events, form->joined, to))
        table_joined_add(form->joined, key, offset);
}

static FormColumns listed(const TableForm *form, const bool *is_listed, Arena *arena)
{
    size_t count = form->recipe->column_count;
    FormColumns list = {.items = ARENA_ARRAY(arena, uint16_t, count)};
    for (size_t i = 0; i < count; i++)
        if (is_listed[i])
            list.items[list.count++] = (uint16_t)i;
    return list;
}

static void list_columns(TableForm *form, Arena *arena)
{
    bool *is_used = ARENA_ARRAY(arena, bool, table_form_columns(form));
    bool *is_shown = ARENA_ARRAY(arena, bool, table_form_columns(form));
    recipe_list_columns(form->recipe, is_used);
    recipe_list_shown(form->recipe, is_shown);
    form->used = listed(form, is_used, arena);
    form->shown = listed(form, is_shown, arena);
    for (EventField field = 0; field < EVENT_FIELDS; field++)
        form->answers |= (uint32_t)has_own(form->recipe, field) << field;
    form->fetched = records_columns(form->shown.items, form->shown.count, arena);
}

void table_form_set(Source *source, TableForm *form, Arena *arena)
{
    form->close_reader = source->ops->close;
    form->converter = table_encoding_hold(form->encoding);
    form->id_space = arena_join(arena, form->recipe->profile->name, TEXT(":"));
    list_columns(form, arena);
    source->form = form;
    open_set_form(source, &form_ops, arena);
    form->repeats = table_repeats_new(arena);
}
