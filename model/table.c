#include <config.h>
#include "model/table.h"

#include "model/field_copy.h"
#include "model/table_batch.h"
#include "model/table_own.h"

#include <csv.h>
#include <string.h>

const char *const table_names[TABLES] = {
    [TABLE_EVENTS] = "events",       [TABLE_PARTICIPANTS] = "participants",
    [TABLE_POSITIONS] = "positions", [TABLE_MENTIONED] = "mentioned",
    [TABLE_SOURCES] = "sources",
};

const char *const table_formats[TABLE_FORMATS] = {
    [TABLE_CSV] = "csv", [TABLE_TSV] = "tsv", [TABLE_JSONL] = "jsonl"};

TableFormat table_format_of(Text path)
{
    size_t len = path.len;
    while (len > 0 && path.ptr[len - 1] != '.' && path.ptr[len - 1] != '/')
        len--;
    for (TableFormat format = 0; format < TABLE_FORMATS && len > 0; format++)
        if (text_equal_nocase(text_sub(path, len, path.len), text_from(table_formats[format])))
            return format;
    return TABLE_CSV;
}

Text table_path(Text folder, TableName table, TableFormat format, Arena *arena)
{
    const char *slash = folder.len == 0 || text_ends(folder, TEXT("/")) ? "" : "/";
    return arena_printf(arena, "%.*s%s%s.%s", TEXT_ARG(folder), slash, table_names[table],
                        table_formats[format]);
}

enum {
    CHUNK_BYTES = 64 * 1024, // a sink gets about so much at a time
    FEW_ROWS = 64,           // that many are written one by one
};

// ---- one field ----

// All of its bytes may be quotes, which are doubled.
static size_t longest_field(Text field)
{
    return 2 * field.len + 2;
}

// Writes the field to where there is room for longest_field. Returns its length.
static size_t put_field(char *to, Text field)
{
    return field_copy(to, field) ? field.len
                                 : csv_write(to, longest_field(field), field.ptr, field.len);
}

void table_write_field(Sink *sink, Text field)
{
    Arena *scratch = arena_new();
    char *bytes = arena_alloc_raw(scratch, longest_field(field), 1);
    sink_write(sink, (Text){bytes, put_field(bytes, field)});
    arena_free(scratch);
}

// ---- columns that are none of ours ----

static size_t place_of_extra(ExtraColumns *extras, Text name)
{
    size_t at = 0;
    while (at < extras->names.count && !text_equal(extras->names.items[at], name))
        at++;
    if (at == extras->names.count)
        ARENA_PUSH(extras->arena, &extras->names, arena_text(extras->arena, name));
    return at;
}

// The first event of a source tells what columns the source has.
static void add_extras_of(ExtraColumns *extras, const Timeline *timeline, EventId id)
{
    uint32_t source = timeline_event_source(timeline, id);
    while (extras->places.count <= source)
        ARENA_PUSH(extras->arena, &extras->places, NULL);
    if (extras->places.items[source])
        return;
    struct {
        size_t *items;
        size_t count, capacity;
    } places = {0};
    Text name;
    while (timeline_extra(timeline, id, places.count, &name, NULL, extras->arena))
        ARENA_PUSH(extras->arena, &places, place_of_extra(extras, name));
    ARENA_PUSH(extras->arena, &places, TEXT_NOWHERE);
    extras->places.items[source] = places.items;
}

static ExtraColumns *find_extras(View *view, Arena *arena)
{
    ExtraColumns *extras = ARENA_NEW(arena, ExtraColumns);
    extras->arena = arena;
    size_t count = view_count(view);
    for (size_t row = 0; row < count; row++)
        add_extras_of(extras, view_timeline(view), view_event(view, row));
    return extras;
}

// ---- rows ----

static void add_json(Writer *writer, const Cell *cell)
{
    if (cell->value.len == 0)
        return;
    buffer_add(&writer->out, writer->is_row_begun ? TEXT(",") : TEXT("{"));
    writer->is_row_begun = true;
    buffer_add(&writer->out, table_json_string(cell->name, writer->scratch));
    buffer_add_char(&writer->out, ':');
    bool is_number = cell->is_number && table_is_json_number(cell->value);
    buffer_add(&writer->out,
               is_number ? cell->value : table_json_string(cell->value, writer->scratch));
}

void table_add_cell(Writer *writer, const Cell *cell)
{
    if (writer->form.format == TABLE_JSONL) {
        add_json(writer, cell);
        return;
    }
    bool is_tsv = writer->form.format == TABLE_TSV;
    if (writer->is_row_begun)
        buffer_add_char(&writer->out, is_tsv ? '\t' : ',');
    writer->is_row_begun = true;
    Text field = cell->value;
    if (is_tsv) {
        buffer_add(&writer->out, table_tsv_field(field, writer->scratch));
        return;
    }
    if (writer->form.for_excel)
        field = table_excel_field(field, cell->is_date, writer->scratch);
    char *to = buffer_room(&writer->out, longest_field(field));
    writer->out.count += put_field(to, field);
}

// The first cells of a row of plain CSV.
static void add_fields(Writer *writer, const Text *fields, size_t count)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most += longest_field(fields[i]) + 1;
    char *start = buffer_room(&writer->out, most), *to = start;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            *to++ = ',';
        if (fields[i].len)
            to += put_field(to, fields[i]);
    }
    writer->out.count += (size_t)(to - start);
    writer->is_row_begun = true;
}

bool table_end_row(Writer *writer)
{
    if (writer->form.format == TABLE_JSONL)
        buffer_add(&writer->out, writer->is_row_begun ? TEXT("}") : TEXT("{}"));
    buffer_add(&writer->out, writer->form.for_excel ? TEXT("\r\n") : TEXT("\n"));
    writer->is_row_begun = false;
    arena_reset(writer->scratch);
    if (!writer->sink)
        return true;
    if (writer->out.count >= CHUNK_BYTES) {
        sink_write(writer->sink, buffer_text(&writer->out));
        writer->out.count = 0;
    }
    return !writer->sink->has_failed;
}

typedef struct TableKind {
    const Text *names;
    bool (*write)(Writer *writer, EventId id);
} TableKind;

static bool write_header(Writer *writer, const TableKind *kind)
{
    if (writer->form.format == TABLE_JSONL)
        return true;
    for (size_t i = 0; i < writer->columns; i++)
        table_add_cell(writer, &(Cell){.value = kind->names[i]});
    for (size_t i = 0; i < writer->extras->names.count; i++)
        table_add_cell(writer, &(Cell){.value = writer->extras->names.items[i]});
    return table_end_row(writer);
}

static void write_extras(Writer *writer, EventId id)
{
    const ExtraColumns *extras = writer->extras;
    if (extras->names.count == 0)
        return;
    Text *values = ARENA_ARRAY(writer->scratch, Text, extras->names.count);
    const size_t *places = extras->places.items[timeline_event_source(writer->timeline, id)];
    Text name;
    for (size_t i = 0; places[i] != TEXT_NOWHERE; i++)
        timeline_extra(writer->timeline, id, i, &name, &values[places[i]], writer->scratch);
    for (size_t i = 0; i < extras->names.count; i++)
        table_add_cell(writer, &(Cell){.name = extras->names.items[i], .value = values[i]});
}

static bool write_event(Writer *writer, EventId id)
{
    Text fields[EVENT_FIELDS];
    bool is_plain = writer->form.format == TABLE_CSV && !writer->form.for_excel;
    timeline_fields(writer->timeline, id, writer->scratch, fields);
    if (is_plain)
        add_fields(writer, fields, EVENT_FIELDS);
    for (EventField field = 0; field < EVENT_FIELDS && !is_plain; field++)
        table_add_cell(writer,
                       &(Cell){event_field_names[field], fields[field],
                               field == EVENT_DATE || field == EVENT_PUBLISHED,
                               field == EVENT_SCALE || field == EVENT_WEIGHT ||
                                   field == EVENT_SOURCE_OFFSET || field == EVENT_SOURCE_LENGTH});
    write_extras(writer, id);
    return table_end_row(writer);
}

static bool write_people(Writer *writer, EventId id, bool mentioned)
{
    size_t count;
    const Participant *people = timeline_participants(writer->timeline, id, &count);
    for (size_t n = 0; n < count && !writer->sink->has_failed; n++) {
        if (participant_is_apart(&people[n]) != mentioned)
            continue;
        for (ParticipantField field = 0; field < writer->columns; field++)
            table_add_cell(writer, &(Cell){.name = participant_field_names[field],
                                           .value = timeline_participant_field(
                                               writer->timeline, id, n, field, writer->scratch),
                                           .is_number = field == PARTICIPANT_N ||
                                                        field == PARTICIPANT_SOURCE_OFFSET ||
                                                        field == PARTICIPANT_SOURCE_LENGTH});
        table_end_row(writer);
    }
    return !writer->sink->has_failed;
}

static bool write_participants(Writer *writer, EventId id)
{
    return write_people(writer, id, false);
}

static bool write_mentioned(Writer *writer, EventId id)
{
    return write_people(writer, id, true);
}

static bool is_shown(const Writer *writer, EventId id, size_t n)
{
    return !writer->matching_positions ||
           evaluation_marks_position(view_evaluation(writer->view), id, n);
}

static bool write_positions(Writer *writer, EventId id)
{
    size_t count;
    timeline_positions(writer->timeline, id, &count);
    for (size_t n = 0; n < count && !writer->sink->has_failed; n++) {
        if (!is_shown(writer, id, n))
            continue;
        for (PositionField field = 0; field < writer->columns; field++)
            table_add_cell(writer, &(Cell){.name = position_field_names[field],
                                           .value = timeline_position_field(writer->timeline, id, n,
                                                                            field, writer->scratch),
                                           .is_number = field == POSITION_N ||
                                                        field == POSITION_SOURCE_OFFSET ||
                                                        field == POSITION_SOURCE_LENGTH});
        table_end_row(writer);
    }
    return !writer->sink->has_failed;
}

static const TableKind kinds[TABLES] = {
    [TABLE_EVENTS] = {event_field_names, write_event},
    [TABLE_PARTICIPANTS] = {participant_field_names, write_participants},
    [TABLE_POSITIONS] = {position_field_names, write_positions},
    [TABLE_MENTIONED] = {participant_field_names, write_mentioned},
    [TABLE_SOURCES] = {origin_field_names, table_write_source},
};

// ---- many events, in batches ----

typedef struct Makers {
    Writer writers[WORK_THREADS_MAX];
} Makers;

static void make_row(void *context, size_t thread, EventId id)
{
    Makers *makers = context;
    write_event(&makers->writers[thread], id);
}

static Buffer *made_rows(void *context, size_t thread)
{
    Makers *makers = context;
    return &makers->writers[thread].out;
}

static void write_events(const Writer *writer)
{
    Makers makers;
    size_t threads = work_threads();
    for (size_t i = 0; i < threads; i++) {
        Writer *own = &makers.writers[i];
        *own = *writer;
        own->sink = NULL;
        own->arena = arena_new();
        own->scratch = arena_new();
        own->out = buffer_in(own->arena);
    }
    RowMaker maker = {&makers, make_row, made_rows, threads};
    table_batch_write(writer->view, &maker, writer->sink);
    for (size_t i = 0; i < threads; i++) {
        arena_free(makers.writers[i].scratch);
        arena_free(makers.writers[i].arena);
    }
}

// Optional columns stand last, and are written where one of the rows has something in them: so a table without stays
// as it is.
static bool has_position_notes(Writer *writer, EventId id)
{
    size_t count;
    timeline_positions(writer->timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        for (PositionField field = POSITION_TAGS; field < POSITION_FIELDS; field++)
            if (timeline_position_field(writer->timeline, id, n, field, writer->scratch).len)
                return true;
    return false;
}

// How many columns the participants of an event need, the first of the optional ones being `corrected`.
static size_t columns_of_people(Writer *writer, EventId id)
{
    size_t count, columns = PARTICIPANT_CORRECTED;
    const Participant *people = timeline_participants(writer->timeline, id, &count);
    for (size_t n = 0; n < count && columns < PARTICIPANT_FIELDS; n++) {
        if (people[n].organisation.at != COUNTRY_NONE)
            columns = PARTICIPANT_FIELDS;
        else if (timeline_participant_field(writer->timeline, id, n, PARTICIPANT_CORRECTED,
                                            writer->scratch)
                     .len)
            columns = PARTICIPANT_ORGANISATION;
    }
    return columns;
}

static size_t columns_of(Writer *writer, TableName table)
{
    size_t rows = view_count(writer->view);
    if (table == TABLE_EVENTS || table == TABLE_SOURCES)
        return table == TABLE_EVENTS ? (size_t)EVENT_FIELDS : (size_t)ORIGIN_FIELDS;
    bool is_positions = table == TABLE_POSITIONS;
    size_t columns = is_positions ? (size_t)POSITION_TAGS : (size_t)PARTICIPANT_CORRECTED;
    size_t all = is_positions ? (size_t)POSITION_FIELDS : (size_t)PARTICIPANT_FIELDS;
    for (size_t row = 0; row < rows && columns < all; row++) {
        EventId id = view_event(writer->view, row);
        size_t needed = is_positions ? (has_position_notes(writer, id) ? all : columns)
                                     : columns_of_people(writer, id);
        columns = needed > columns ? needed : columns;
        arena_reset(writer->scratch);
    }
    return columns;
}

static void write_rows(Writer *writer, const TableKind *kind)
{
    if (writer->form.for_excel)
        buffer_add(&writer->out, TEXT("\xEF\xBB\xBF"));
    bool goes_on = write_header(writer, kind);
    size_t count = view_count(writer->view);
    bool is_batch = kind->write == write_event && count > FEW_ROWS;
    for (size_t row = 0; row < count && goes_on && !is_batch; row++)
        goes_on = kind->write(writer, view_event(writer->view, row));
    sink_write(writer->sink, buffer_text(&writer->out));
    if (is_batch)
        write_events(writer);
}

bool table_write(View *view, TableName table, TableForm form, bool matching_positions, Sink *sink)
{
    const Filter *filter = view_filter(view);
    Arena *arena = arena_new();
    Writer writer = {
        .view = view,
        .timeline = view_timeline(view),
        .form = form,
        .matching_positions = matching_positions && filter && filter_has_position_terms(filter),
        .sink = sink,
        .arena = arena,
        .scratch = arena_new(),
        .out = buffer_in(arena),
        .extras = table == TABLE_EVENTS ? find_extras(view, arena) : ARENA_NEW(arena, ExtraColumns),
    };
    writer.columns = columns_of(&writer, table);
    write_rows(&writer, &kinds[table]);
    arena_free(writer.scratch);
    arena_free(arena);
    return !sink->has_failed;
}
