#include <config.h>
#include "loaders/origins.h"

#include "loaders/json_records.h"
#include "loaders/lexicon.h"
#include "loaders/packed.h"
#include "loaders/table_join.h"
#include "loaders/table_layout.h"

#include <stdlib.h>

struct OriginReader {
    Arena *arena;
    Text path;              // of the table asked for last; empty: none was
    const Origins *origins; // NULL: it is not there
};

OriginReader *origins_new(Arena *arena)
{
    OriginReader *reader = ARENA_NEW(arena, OriginReader);
    reader->arena = arena;
    return reader;
}

// ---- names ----

// Beside "events.tsv" it is "sources.tsv".
static Text path_beside(const Source *source, Arena *scratch, bool *is_own)
{
    FilePath path = source_path(source);
    Text own = table_join_beside(path, TABLE_SOURCES, scratch);
    *is_own = own.len > 0;
    return *is_own ? own : arena_join(scratch, file_path_folder(path), ORIGINS_FILE);
}

bool origins_is_table(FilePath path, Arena *scratch, Text *events)
{
    Text name = file_path_name(path);
    for (TableFormat format = 0; format < TABLE_FORMATS; format++) {
        if (!text_equal(name, table_path(TEXT(""), TABLE_SOURCES, format, scratch)))
            continue;
        *events = arena_join(scratch, file_path_folder(path),
                             table_path(TEXT(""), TABLE_EVENTS, format, scratch));
        return true;
    }
    return false;
}

// ---- reading ----

typedef struct OriginRows {
    const Source *source;
    Problems *problems;
    Arena *arena;   // of what is kept
    Arena *scratch; // of the reader
    TableLayout *form;
    size_t columns[ORIGIN_FIELDS]; // NO_COLUMN: not there
    Origin *items;
    size_t count, capacity;
} OriginRows;

static bool is_file(const Record *header, const void *context, char delimiter, Arena *scratch)
{
    (void)context, (void)delimiter;
    for (size_t i = 0; i < header->field_count; i++)
        if (text_equal_nocase(text_trim(records_field(header, i, scratch)),
                              origin_field_names[ORIGIN_FILE]))
            return true;
    return false;
}

static void find_columns(OriginRows *rows)
{
    for (OriginField field = 0; field < ORIGIN_FIELDS; field++) {
        rows->columns[field] = NO_COLUMN;
        for (size_t i = rows->form->column_count; i-- > 0;)
            if (text_equal_nocase(rows->form->names[i], origin_field_names[field]))
                rows->columns[field] = i;
    }
}

static Date date_of(OriginRows *rows, const Record *record, const Origin *origin, OriginField field)
{
    Date date = {.minutes = DATE_NO_MINUTES};
    const char *why;
    Text text = origin->values[field];
    if (text.len == 0 || date_parse(text, &date, &why))
        return date;
    FieldPlace place = {rows->source, record, rows->columns[field], origin_field_names[field]};
    problem_at(rows->problems, table_problem(&place, PROBLEM_DATE, SEVERITY_WARNING),
               "expected a date in \"%.*s\", found \"%.*s\"", TEXT_ARG(place.name), TEXT_ARG(text));
    return date;
}

static void read_coverage(OriginRows *rows, const Record *record, Origin *origin)
{
    origin->from = date_of(rows, record, origin, ORIGIN_FROM);
    origin->to = date_of(rows, record, origin, ORIGIN_TO);
    bool has_both = !date_is_absent(origin->from) && !date_is_absent(origin->to);
    if (!has_both || origin->to.end >= origin->from.start)
        return;
    FieldPlace place = {rows->source, record, rows->columns[ORIGIN_TO],
                        origin_field_names[ORIGIN_TO]};
    problem_at(rows->problems, table_problem(&place, PROBLEM_DATE, SEVERITY_WARNING),
               "expected an end that is not before the start, found \"%.*s\"",
               TEXT_ARG(origin->values[ORIGIN_TO]));
    origin->from = origin->to = (Date){.minutes = DATE_NO_MINUTES};
}

static void add_origin(OriginRows *rows, const Record *record)
{
    Origin origin = {.row = rows->count};
    for (OriginField field = 0; field < ORIGIN_FIELDS; field++)
        if (rows->columns[field] != NO_COLUMN)
            origin.values[field] =
                arena_text(rows->arena, table_layout_field(rows->form, record, rows->columns[field],
                                                           rows->scratch));
    read_coverage(rows, record, &origin);
    ARENA_PUSH(rows->arena, rows, origin);
}

// False: it is none; a problem was added, or nothing is there.
static bool read_header(OriginRows *rows, Text head)
{
    char delimiter = table_layout_delimiter_of(head, is_file, NULL, rows->scratch);
    Text bytes = text_trim(head);
    if (!delimiter && bytes.len > 0 && bytes.ptr[0] == '{') {
        rows->form = table_layout_of_members(origin_field_names, ORIGIN_FIELDS, rows->scratch);
        return true;
    }
    delimiter = delimiter ? delimiter : ',';
    RecordReader *reader = records_open(rows->source, 0, delimiter, rows->scratch);
    Record header;
    if (records_next(reader, &header, rows->problems) != RECORD_READ)
        return false;
    rows->form = table_layout_try(&header, (TableReading){.delimiter = delimiter}, rows->scratch);
    rows->form->is_escaped = delimiter == '\t';
    rows->form->has_mark = table_layout_has_mark(head);
    return true;
}

static void read_rows(OriginRows *rows)
{
    Text head = table_layout_head(rows->source, SNIFF_BYTES, rows->scratch);
    if (!read_header(rows, head))
        return;
    find_columns(rows);
    if (rows->columns[ORIGIN_FILE] == NO_COLUMN) {
        problem_at(rows->problems, PROBLEM_IN(PROBLEM_FORM, SEVERITY_ERROR, rows->source->path),
                   "expected a column \"file\" in the first line");
        return;
    }
    TableReader reader = table_layout_open(rows->form, rows->source, rows->scratch);
    Record record;
    if (reader.records) {
        records_next(reader.records, &record, rows->problems);
        records_expect(reader.records, rows->form->column_count);
    }
    RecordResult result;
    while ((result = table_reader_next(&reader, &record, rows->problems)) == RECORD_READ ||
           result == RECORD_BROKEN)
        if (result == RECORD_READ)
            add_origin(rows, &record);
}

// The table is no source of the timeline, so its problems get their lines here.
static void hand_over(const Source *source, Problems *found, Problems *problems)
{
    for (size_t i = 0; i < found->count; i++) {
        Problem problem = found->items[i];
        if (problem.line == 0 && problem.offset != PROBLEM_NO_OFFSET)
            source_locate(source, problem.offset, &problem.line, &problem.column);
        problem.source = PROBLEM_NO_SOURCE;
        problem.path = arena_text(problems->arena, problem.path);
        problem.message = arena_text(problems->arena, problem.message);
        problems_add(problems, problem);
    }
}

static int compare_origins(const void *a, const void *b)
{
    const Origin *one = a, *other = b;
    int order = text_compare(one->values[ORIGIN_FILE], other->values[ORIGIN_FILE]);
    return order ? order : one->row < other->row ? -1 : 1;
}

static const Origins *finish(const OriginRows *rows, Text path, bool is_own)
{
    Origins *origins = ARENA_NEW(rows->arena, Origins);
    *origins = (Origins){.path = arena_text(rows->arena, path),
                         .items = rows->items,
                         .count = rows->count,
                         .is_of_rows = is_own};
    if (rows->count > 0)
        qsort(rows->items, rows->count, sizeof *rows->items, compare_origins);
    while (origins->without_file < rows->count &&
           rows->items[origins->without_file].values[ORIGIN_FILE].len == 0)
        origins->without_file++;
    return origins;
}

// What is read lives as long as the timeline.
static const Origins *read_table(const Load *load, Text path, bool is_own)
{
    if (!load_has(load, path))
        return NULL;
    Problems found = problems_in(load->scratch);
    Source *source = NULL;
    if (!load_open(load, path, load->arena, &source, &found)) {
        if (found.count)
            problems_add(builder_problems(load->builder), found.items[0]);
        return NULL;
    }
    OriginRows rows = {.source = source,
                       .problems = &found,
                       .arena = builder_arena(load->builder),
                       .scratch = load->scratch};
    read_rows(&rows);
    hand_over(source, &found, builder_problems(load->builder));
    if (packed_is_member(path))
        packed_drop(load, source);
    else
        load_close(load, source);
    return finish(&rows, path, is_own);
}

// ---- a source ----

static void fill_in(Source *source, const Load *load)
{
    const Origin *origin = source->origin;
    source->url = origin->values[ORIGIN_URL];
    source->publisher = origin->values[ORIGIN_PUBLISHER];
    lexicon_need_words(load->lexicon);
    if (load->lexicon->publishers)
        source->publisher_country =
            lexicon_publisher_country(load->lexicon, source->publisher, load->scratch);
}

void origins_apply(OriginReader *reader, Source *source, const Load *load)
{
    if (text_equal(source->path, TEXT("-")))
        return;
    bool is_own;
    Text path = path_beside(source, load->scratch, &is_own);
    if (source->archive > 0 && !is_own)
        return; // its members come one by one
    if (!text_equal(reader->path, path)) {
        reader->path = arena_text(reader->arena, path);
        reader->origins = read_table(load, reader->path, is_own);
    }
    source->origins = reader->origins;
    if (is_own)
        return;
    source->origin = origins_find(source->origins, file_path_name(source_path(source)));
    if (source->origin)
        fill_in(source, load);
}
