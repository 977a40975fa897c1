#include <config.h>
#include "loaders/table_join.h"

#include "loaders/json_records.h"
#include "loaders/walk.h"

#include <stdlib.h>

#define JOIN_COLUMNS 20 // of either table

// The casts only make numbers of two different enums.
_Static_assert((int)PARTICIPANT_FIELDS <= JOIN_COLUMNS, "all columns of participants.csv");
_Static_assert((int)POSITION_FIELDS <= JOIN_COLUMNS, "all columns of positions.csv");
_Static_assert((int)PARTICIPANT_EVENT_ID == (int)POSITION_EVENT_ID, "one number finds the key");
_Static_assert((int)PARTICIPANT_N == (int)POSITION_N, "and one the number at the event");

typedef struct JoinRow {
    uint64_t hash; // of the event_id
    uint64_t offset;
    uint32_t next; // row of the same bucket, in file order; NO_ROW at the end
    bool is_used;
} JoinRow;

#define NO_ROW UINT32_MAX

typedef struct JoinTable {
    const Load *load;
    Source *source; // NULL: there is no such table
    TableEncoding encoding;
    TableLayout *form;
    const Text *field_names;
    size_t field_count;
    size_t column_of[JOIN_COLUMNS];
    Arena *arena;
    JoinRow *items;
    size_t count, capacity;
    uint32_t *buckets;
    size_t bucket_count; // a power of two
} JoinTable;

struct TableJoin {
    JoinTable participants, positions, mentioned;
};

// ---- names ----

Text table_join_beside(FilePath events, TableName table, Arena *scratch)
{
    for (TableFormat format = 0; format < TABLE_FORMATS; format++)
        if (text_equal(file_path_name(events), table_path(TEXT(""), TABLE_EVENTS, format, scratch)))
            return arena_join(scratch, file_path_folder(events),
                              table_path(TEXT(""), table, format, scratch));
    return TEXT("");
}

Text table_join_events(FilePath path, Arena *scratch)
{
    for (TableFormat format = 0; format < TABLE_FORMATS; format++)
        for (TableName table = TABLE_PARTICIPANTS; table < TABLE_SOURCES; table++)
            if (text_equal(file_path_name(path), table_path(TEXT(""), table, format, scratch)))
                return arena_join(scratch, file_path_folder(path),
                                  table_path(TEXT(""), TABLE_EVENTS, format, scratch));
    return TEXT("");
}

// ---- opening ----

static void reject(const Load *load)
{
    Accounting *accounting = builder_accounting(load->builder);
    accounting->read++;
    accounting->rejected++;
}

static bool has_key(const Record *header, const void *context, char delimiter, Arena *scratch)
{
    (void)context, (void)delimiter;
    for (size_t i = 0; i < header->field_count; i++) {
        Text name = table_layout_unwrap(records_field(header, i, scratch), scratch);
        if (text_equal(text_trim(name), participant_field_names[PARTICIPANT_EVENT_ID]))
            return true;
    }
    return false;
}

static TableLayout *new_form(const JoinTable *table, char delimiter, size_t column_count)
{
    Arena *arena = builder_arena(table->load->builder);
    TableLayout *form = ARENA_NEW(arena, TableLayout);
    form->serial = records_new_serial();
    form->delimiter = delimiter;
    form->encoding = table->encoding.iconv;
    form->is_own = true;
    form->is_escaped = delimiter == '\t';
    form->column_count = column_count;
    form->names = ARENA_ARRAY(arena, Text, column_count);
    form->end = form->second_country = NO_COLUMN;
    for (size_t i = 0; i < EVENT_FIELDS; i++)
        form->column_of[i] = NO_COLUMN;
    return form;
}

static bool read_header(JoinTable *table, const Record *header, char delimiter, bool has_mark)
{
    Arena *arena = builder_arena(table->load->builder);
    TableLayout *form = new_form(table, delimiter, header->field_count);
    form->has_mark = has_mark;
    for (size_t i = 0; i < table->field_count; i++)
        table->column_of[i] = NO_COLUMN;
    for (size_t i = 0; i < header->field_count; i++) {
        form->names[i] = text_trim(table_layout_field(form, header, i, arena));
        size_t field = field_by_name(table->field_names, table->field_count, form->names[i]);
        if (field < table->field_count && table->column_of[field] == NO_COLUMN)
            table->column_of[field] = i;
    }
    table->form = form;
    table_layout_set(table->source, form, arena);
    return table->column_of[PARTICIPANT_EVENT_ID] != NO_COLUMN;
}

// An object has of our columns those that are not empty.
static void expect_objects(JoinTable *table)
{
    table->form = new_form(table, JSON_DELIMITER, table->field_count);
    for (size_t i = 0; i < table->field_count; i++) {
        table->form->names[i] = table->field_names[i];
        table->column_of[i] = i;
    }
    table_layout_set(table->source, table->form, builder_arena(table->load->builder));
}

static Text field_of(const JoinTable *table, const Record *record, size_t field, Arena *scratch)
{
    size_t column = table->column_of[field];
    return column == NO_COLUMN ? TEXT("")
                               : table_layout_field(table->form, record, column, scratch);
}

static void note_row(JoinTable *table, const Record *record)
{
    const Load *load = table->load;
    ArenaMark mark = arena_mark(load->scratch);
    Text id = field_of(table, record, PARTICIPANT_EVENT_ID, load->scratch);
    JoinRow row = {.hash = text_hash(id), .offset = record->offset, .next = NO_ROW};
    arena_rewind(load->scratch, mark);
    ARENA_PUSH(table->arena, table, row);
    builder_accounting(load->builder)->read++;
    ByteCheck check = {load, table->source, table->form->names, TEXT("")};
    if (!table->encoding.is_plain)
        table_check_bytes(&check, record);
}

static void read_rows(JoinTable *table)
{
    const Load *load = table->load;
    TableReader reader = table_layout_open(table->form, table->source, load->scratch);
    if (reader.records) {
        Record header;
        records_next(reader.records, &header, builder_problems(load->builder));
        records_expect(reader.records, table->form->column_count);
    }
    while (!load_is_cancelled(load)) {
        Record record;
        RecordResult result = table_reader_next(&reader, &record, builder_problems(load->builder));
        if (result == RECORD_READ && table->count < NO_ROW)
            note_row(table, &record);
        else if (result == RECORD_BROKEN)
            reject(load);
        else
            break;
    }
    load_add_progress(load, table->source->size);
}

// Chains begin with the first row of the file.
static void make_buckets(JoinTable *table)
{
    table->bucket_count = 16;
    while (table->bucket_count < table->count)
        table->bucket_count *= 2;
    table->buckets = ARENA_ARRAY(table->arena, uint32_t, table->bucket_count);
    for (size_t i = 0; i < table->bucket_count; i++)
        table->buckets[i] = NO_ROW;
    for (size_t i = table->count; i-- > 0;) {
        uint32_t *bucket = &table->buckets[table->items[i].hash & (table->bucket_count - 1)];
        table->items[i].next = *bucket;
        *bucket = (uint32_t)i;
    }
}

// False: it is none; a problem was added, or nothing is there.
static bool open_header(JoinTable *table, Text head)
{
    const Load *load = table->load;
    char delimiter = table_layout_delimiter_of(head, has_key, NULL, load->scratch);
    delimiter = delimiter ? delimiter : ',';
    RecordReader *reader = records_open(table->source, 0, delimiter, load->scratch);
    Record header;
    if (records_next(reader, &header, builder_problems(load->builder)) != RECORD_READ)
        return false;
    if (read_header(table, &header, delimiter, table_layout_has_mark(head)))
        return true;
    problem_at(builder_problems(load->builder),
               PROBLEM_IN(PROBLEM_FORM, SEVERITY_ERROR, table->source->path),
               "expected a column \"event_id\" in the first line");
    return false;
}

static void open_table(JoinTable *table, const Source *events, TableName name)
{
    const Load *load = table->load;
    Builder *builder = load->builder;
    Text path = table_join_beside(source_path(events), name, load->scratch);
    if (path.len == 0 || !load_has(load, path) ||
        !load_open(load, path, builder_arena(builder), &table->source, builder_problems(builder)))
        return;
    table->source->dataset = TEXT("csv");
    load_add_source(load, table->source);
    if (!table_encoding_settle(load, table->source, &table->encoding))
        return;
    Text head = table_layout_head(table->source, SNIFF_BYTES, load->scratch);
    bool is_json = text_ends(path, TEXT(".jsonl"));
    if (is_json)
        expect_objects(table);
    if (is_json || open_header(table, head))
        read_rows(table);
    make_buckets(table);
}

TableJoin *table_join_open(const Load *load, const Source *events, Arena *arena)
{
    TableJoin *join = ARENA_NEW(arena, TableJoin);
    join->participants = (JoinTable){.load = load,
                                     .arena = arena,
                                     .field_names = participant_field_names,
                                     .field_count = PARTICIPANT_FIELDS};
    join->mentioned = join->participants;
    join->positions = (JoinTable){.load = load,
                                  .arena = arena,
                                  .field_names = position_field_names,
                                  .field_count = POSITION_FIELDS};
    open_table(&join->participants, events, TABLE_PARTICIPANTS);
    open_table(&join->positions, events, TABLE_POSITIONS);
    open_table(&join->mentioned, events, TABLE_MENTIONED);
    return join;
}

void table_join_sources(const TableJoin *join, const Source *sources[JOINED_TABLES])
{
    sources[0] = join->participants.source;
    sources[1] = join->positions.source;
    sources[2] = join->mentioned.source;
}

bool table_join_is_empty(const TableJoin *join)
{
    return !join->participants.source && !join->positions.source && !join->mentioned.source;
}

// ---- adding ----

typedef struct JoinedRecord {
    const JoinTable *table;
    const Record *record;
    Arena *scratch;
} JoinedRecord;

static Text text_of(const JoinedRecord *row, size_t field)
{
    return field_of(row->table, row->record, field, row->scratch);
}

static StringId string_of(const JoinedRecord *row, size_t field)
{
    return builder_string(row->table->load->builder, text_of(row, field));
}

static CountryId country_of(const JoinedRecord *row, size_t field)
{
    return builder_country(row->table->load->builder, text_of(row, field));
}

static Slice slice_of(const JoinedRecord *row, size_t field)
{
    size_t column = row->table->column_of[field];
    return column == NO_COLUMN ? (Slice){0}
                               : records_slice(row->record, column, row->table->source);
}

static uint64_t number_of(const JoinedRecord *row, size_t field, uint64_t max)
{
    Text text = text_of(row, field);
    int64_t number;
    if (text.len == 0)
        return 0;
    if (text_integer(text, &number) && number >= 0 && (uint64_t)number <= max)
        return (uint64_t)number;
    FieldPlace place = {row->table->source, row->record, row->table->column_of[field],
                        row->table->field_names[field]};
    problem_at(builder_problems(row->table->load->builder),
               table_problem(&place, PROBLEM_VALUE, SEVERITY_WARNING),
               "expected a number in \"%.*s\", found \"%.*s\"", TEXT_ARG(place.name),
               TEXT_ARG(text));
    return 0;
}

static Span span_of(const JoinedRecord *row, size_t offset_field, size_t length_field)
{
    return (Span){.offset = number_of(row, offset_field, INT64_MAX),
                  .length = (uint32_t)number_of(row, length_field, UINT32_MAX)};
}

static void add_person(const JoinedRecord *row, bool is_listed)
{
    Builder *builder = row->table->load->builder;
    Participant participant = {
        .country = country_of(row, PARTICIPANT_COUNTRY),
        .organisation = country_of(row, PARTICIPANT_ORGANISATION),
        .role = string_of(row, PARTICIPANT_ROLE),
        .channel = string_of(row, PARTICIPANT_CHANNEL),
        .level = string_of(row, PARTICIPANT_LEVEL),
        .corrected = string_of(row, PARTICIPANT_CORRECTED),
        .name = slice_of(row, PARTICIPANT_NAME),
        .office = {slice_of(row, PARTICIPANT_OFFICE)},
        .span = span_of(row, PARTICIPANT_SOURCE_OFFSET, PARTICIPANT_SOURCE_LENGTH),
        .n = (uint32_t)number_of(row, PARTICIPANT_N, UINT32_MAX),
        .is_listed = is_listed,
    };
    participant.actor =
        builder_actor(builder, text_of(row, PARTICIPANT_NAME), participant_side(&participant));
    builder_add_participant(builder, &participant);
}

static void add_participant(const JoinedRecord *row)
{
    add_person(row, true);
}

static void add_mentioned(const JoinedRecord *row)
{
    add_person(row, false);
}

// "both", "CHN side" and "narration" are no persons.
static bool is_person(Text speaker)
{
    return !text_equal(speaker, TEXT("both")) && !text_equal(speaker, TEXT("narration")) &&
           !text_ends(speaker, TEXT(" side"));
}

static void add_position(const JoinedRecord *row)
{
    Builder *builder = row->table->load->builder;
    Text speaker = text_of(row, POSITION_SPEAKER);
    Position position = {
        .speaker_name = builder_string(builder, speaker),
        .country = country_of(row, POSITION_COUNTRY),
        .side = country_of(row, POSITION_SIDE),
        .mode = string_of(row, POSITION_MODE),
        .verbs = string_of(row, POSITION_VERB),
        .verb_classes = string_of(row, POSITION_VERB_CLASS),
        .topics = string_of(row, POSITION_TOPICS),
        .confidence = string_of(row, POSITION_CONFIDENCE),
        .rule = string_of(row, POSITION_RULE),
        .corrected = string_of(row, POSITION_CORRECTED),
        .tags = string_of(row, POSITION_TAGS),
        .note = string_of(row, POSITION_NOTE),
        .text = slice_of(row, POSITION_TEXT),
        .span = span_of(row, POSITION_SOURCE_OFFSET, POSITION_SOURCE_LENGTH),
        .n = (uint32_t)number_of(row, POSITION_N, UINT32_MAX),
    };
    if (is_person(speaker))
        position.speaker = builder_actor(builder, speaker, position.country);
    builder_add_position(builder, &position);
}

static bool fetch_row(const JoinTable *table, const JoinRow *row, Record *record)
{
    return table_layout_fetch(table->source, row->offset, table->load->scratch, record);
}

// The rows of one event.
typedef struct Matches {
    struct Match {
        JoinRow *row;
        uint64_t n;
    } * items;
    size_t count, capacity;
} Matches;

static uint64_t number_at_event(const JoinedRecord *row)
{
    int64_t number;
    bool is_number = text_integer(text_of(row, PARTICIPANT_N), &number) && number > 0;
    return is_number ? (uint64_t)number : UINT64_MAX;
}

static void match_row(JoinTable *table, JoinRow *row, Text event_id, Matches *matches)
{
    Record record;
    JoinedRecord joined = {.table = table, .record = &record, .scratch = table->load->scratch};
    struct Match match = {.row = row};
    if (!fetch_row(table, row, &record) ||
        !text_equal(text_of(&joined, PARTICIPANT_EVENT_ID), event_id))
        return;
    match.n = number_at_event(&joined);
    row->is_used = true;
    ARENA_PUSH(table->load->scratch, matches, match);
}

// Those without a number stand behind the others, and what has one number as in the file.
static int compare_matches(const void *a, const void *b)
{
    const struct Match *left = a, *right = b;
    if (left->n != right->n)
        return left->n < right->n ? -1 : 1;
    return (left->row->offset > right->row->offset) - (left->row->offset < right->row->offset);
}

static void add_rows(JoinTable *table, Text event_id, void (*add)(const JoinedRecord *))
{
    if (table->count == 0)
        return;
    Matches matches = {0};
    uint64_t hash = text_hash(event_id);
    uint32_t at = table->buckets[hash & (table->bucket_count - 1)];
    for (; at != NO_ROW; at = table->items[at].next)
        if (table->items[at].hash == hash && !table->items[at].is_used)
            match_row(table, &table->items[at], event_id, &matches);
    if (matches.count > 1)
        qsort(matches.items, matches.count, sizeof *matches.items, compare_matches);
    for (size_t i = 0; i < matches.count; i++) {
        Record record;
        if (!fetch_row(table, matches.items[i].row, &record)) {
            matches.items[i].row->is_used = false; // then table_join_finish reports it
            continue;
        }
        add(&(JoinedRecord){table, &record, table->load->scratch});
        builder_accounting(table->load->builder)->joined++;
    }
}

void table_join_add(TableJoin *join, Text event_id)
{
    add_rows(&join->participants, event_id, add_participant);
    add_rows(&join->mentioned, event_id, add_mentioned);
    add_rows(&join->positions, event_id, add_position);
}

// ---- what is left ----

static void report_orphan(const JoinTable *table, const JoinRow *row)
{
    const Load *load = table->load;
    builder_accounting(load->builder)->rejected++;
    Record record;
    if (!fetch_row(table, row, &record)) {
        problem_at(builder_problems(load->builder),
                   PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, table->source->path),
                   "a row could not be read again: the file has changed");
        return;
    }
    FieldPlace place = {table->source, &record, table->column_of[PARTICIPANT_EVENT_ID],
                        table->field_names[PARTICIPANT_EVENT_ID]};
    Text id = field_of(table, &record, PARTICIPANT_EVENT_ID, load->scratch);
    problem_at(builder_problems(load->builder), table_problem(&place, PROBLEM_JOIN, SEVERITY_ERROR),
               "no event was loaded with the id \"%.*s\"", TEXT_ARG(id));
}

// A row whose event may not have been reached has not been read.
static void finish_row(const JoinTable *table, const JoinRow *row)
{
    const Load *load = table->load;
    ArenaMark mark = arena_mark(load->scratch);
    if (load_is_cancelled(load))
        builder_accounting(load->builder)->read--;
    else
        report_orphan(table, row);
    arena_rewind(load->scratch, mark);
}

static void finish_table(const JoinTable *table)
{
    for (size_t i = 0; i < table->count; i++)
        if (!table->items[i].is_used)
            finish_row(table, &table->items[i]);
}

void table_join_finish(TableJoin *join)
{
    finish_table(&join->participants);
    finish_table(&join->positions);
    finish_table(&join->mentioned);
}
