#include <config.h>
#include "loaders/table_in_own.h"

#include "loaders/event_ids.h"
#include "loaders/json_records.h"
#include "loaders/table_countries.h"
#include "loaders/table_coded.h"
#include "loaders/table_find.h"
#include "loaders/table_objects.h"
#include "loaders/table_rows.h"
#include "loaders/table_seen.h"
#include "model/utf8.h"

#include <math.h>

// ---- fields ----

static StringId string_of(const Row *row, EventField field)
{
    return builder_string(row->table->load->builder, table_row_text(row, field));
}

static double number_of(const Row *row, EventField field)
{
    double number;
    Text text = table_row_text(row, field);
    if (text.len == 0)
        return (double)NAN;
    if (text_number(text_trim(text), &number) && isfinite(number))
        return number;
    problem_at(table_row_problems(row),
               table_row_problem(row, field, PROBLEM_VALUE, SEVERITY_WARNING),
               "expected a number in \"%.*s\", found \"%.*s\"", TEXT_ARG(event_field_names[field]),
               TEXT_ARG(text));
    return (double)NAN;
}

// ---- countries ----

// Once for each code, however many events have it.
static void report_strange(const Row *row, const TableCountries *countries)
{
    for (size_t i = 0; i < countries->count; i++) {
        Text code = countries->codes[i];
        if (countries->ids[i].at < COUNTRY_STRANGE)
            continue;
        uint64_t hash = text_hash(code);
        if (!table_seen_add(row->table->strange, hash)) {
            problems_count(table_row_problems(row), PROBLEM_COUNTRY, SEVERITY_NOTE);
            continue;
        }
        problem_at(table_row_problems(row),
                   table_row_problem(row, EVENT_COUNTRIES, PROBLEM_COUNTRY, SEVERITY_NOTE),
                   "no country is known by \"%.*s\"; it is kept as written", TEXT_ARG(code));
        table_seen_tell(row->table->strange, hash, table_row_problems(row));
    }
}

static TableCountries read_countries(const Row *row, Date date)
{
    const Load *load = row->table->load;
    TableCountries countries = {0};
    Text list = table_row_text(row, EVENT_COUNTRIES);
    table_countries_read(load, list, row->table->form->is_own, &countries);
    if (row->table->form->second_country != NO_COLUMN) {
        Text second = table_layout_field(row->table->form, row->record,
                                         row->table->form->second_country, row->scratch);
        table_countries_read(load, second, false, &countries);
    }
    report_strange(row, &countries);
    bool may_infer = !row->table->form->is_own || !table_row_has(row, EVENT_COUNTRIES);
    if (countries.count == 0 && may_infer) {
        EventWords words = {table_row_text(row, EVENT_TITLE), table_row_text(row, EVENT_TEXT),
                            date};
        table_countries_infer(load, &words, &countries);
    }
    return countries;
}

// ---- the id ----

static bool keeps_id(const Row *row, Text id)
{
    return row->table->form->is_own ? id.len > 0 : table_layout_keeps_id(id);
}

static void report_repeated(const Row *row, Text id)
{
    problem_at(table_row_problems(row),
               table_row_problem(row, EVENT_ID, PROBLEM_JOIN, SEVERITY_WARNING),
               "another event of this file has the id \"%.*s\" too; participants and positions go "
               "to the first",
               TEXT_ARG(id));
}

static bool is_of_readout(const Row *row)
{
    return row->table->form->is_own &&
           text_equal(table_row_text(row, EVENT_DATASET), TEXT("readout"));
}

// Of the event added last, with its people. False: it was loaded from elsewhere and is taken back.
static bool settle_id(const Row *row)
{
    TableLoad *table = row->table;
    Text id = table_row_text(row, EVENT_ID);
    AddedEvent added = {
        .source = table->source,
        .record = row->record->offset,
        .id = id,
        .keeps_repeats = keeps_id(row, id),
        .is_readout = is_of_readout(row),
        .place = table_row_problem(row, EVENT_ID, PROBLEM_JOIN, SEVERITY_NOTE),
    };
    table_join_sources(table->join, added.joined);
    if (!added.keeps_repeats && id.len > 0)
        atomic_store(&table->form->has_odd_ids, !table->form->is_own);
    if (!added.keeps_repeats)
        added.id = table_layout_record_id(table->form, row->record, row->scratch);
    uint32_t number;
    switch (event_ids_settle(table->load, &added, &number)) {
    case ID_IS_FOLDED:
        return false;
    case ID_IS_NUMBERED:
        table_layout_add_repeat(table->form, row->record->offset, number);
        return true;
    case ID_IS_REPEATED:
        report_repeated(row, id);
        return true;
    case ID_IS_NEW:
        break;
    }
    return true;
}

// ---- rows ----

static void add_event(const Row *row, Date date)
{
    Builder *builder = row->table->load->builder;
    TableCountries countries = read_countries(row, date);
    Event event = {
        .date = date,
        .countries = countries.ids,
        .country_count = countries.count,
        .is_directed = countries.is_directed,
        .has_inferred_countries = countries.is_inferred,
        .kind = string_of(row, EVENT_KIND),
        .code = string_of(row, EVENT_CODE),
        .place = string_of(row, EVENT_PLACE),
        .channel = string_of(row, EVENT_CHANNEL),
        .level = string_of(row, EVENT_LEVEL),
        .confidence = string_of(row, EVENT_CONFIDENCE),
        .scale = number_of(row, EVENT_SCALE),
        .weight = number_of(row, EVENT_WEIGHT),
        .source = row->table->source->id,
        .record = row->record->offset,
    };
    if (countries.is_inferred && event.confidence.at == WORD_NONE)
        event.confidence = STRING_WORD(LOW);
    builder_add_event(builder, &event);
}

// False: cancelled.
static bool load_row(const Row *row)
{
    TableLoad *table = row->table;
    Builder *builder = table->load->builder;
    Date date;
    builder_accounting(builder)->read++;
    ByteCheck check = {table->load, table->source, table->form->names, TEXT("")};
    if (!table->encoding.is_plain && table->encoding.iconv.len == 0)
        table_check_bytes(&check, row->record);
    if (!table_row_date(row, &date)) {
        builder_accounting(builder)->rejected++;
        return true;
    }
    if (table->form->end != NO_COLUMN)
        table_row_end(row, &date);
    if (load_is_cancelled(table->load)) { // while the order of the dates was looked for
        builder_accounting(builder)->read--;
        return false;
    }
    bool goes_on = builder_begin_event(builder, row->record->offset);
    add_event(row, date);
    uint64_t joined = builder_accounting(builder)->joined;
    table_join_add(table->join, table_row_text(row, EVENT_ID));
    joined = builder_accounting(builder)->joined - joined;
    if (settle_id(row)) {
        builder_accounting(builder)->used++;
    } else {
        builder_accounting(builder)->folded += 1 + joined;
        builder_accounting(builder)->joined -= joined;
    }
    return goes_on;
}

// `*is_taken`: the record was plain and has become an event. False: cancelled.
static bool load_plain(TableLoad *table, const Record *record, bool *is_taken)
{
    Text id;
    Builder *builder = table->load->builder;
    Event event = {.source = table->source->id, .record = record->offset};
    *is_taken = false;
    if (!table->plain)
        return true;
    if (!builder_begin_event(builder, record->offset))
        return false;
    *is_taken = table_plain_read(table->plain, record, &event, &id);
    if (!*is_taken)
        return true;
    builder_add_event(builder, &event);
    builder_accounting(builder)->read++;
    builder_accounting(builder)->used++;
    if (!table->load->ids || !event_ids_add_new(table->load->ids, table->source, TEXT(""), id))
        settle_id(&(Row){table, record, table->load->scratch});
    return true;
}

static bool load_any(TableLoad *table, const Record *record, bool is_marked)
{
    ArenaMark mark = arena_mark(table->load->scratch);
    bool is_taken = false;
    bool goes_on = (!is_marked || load_plain(table, record, &is_taken)) &&
                   (is_taken || load_row(&(Row){table, record, table->load->scratch}));
    arena_rewind(table->load->scratch, mark);
    return goes_on;
}

// By its marks, if they are enough, else as the scanner finds it. False: cancelled.
static bool load_record(void *context, bool *has_ended)
{
    TableLoad *table = context;
    Record record;
    *has_ended = false;
    RecordReader *records = table->reader.records;
    if (records && records_peek(records, &record) &&
        (table->encoding.is_plain || record.is_ascii)) {
        bool goes_on = load_any(table, &record, true);
        records_skip(records);
        return goes_on;
    }
    Accounting *accounting = builder_accounting(table->load->builder);
    RecordResult result =
        table_reader_next(&table->reader, &record, builder_problems(table->load->builder));
    *has_ended = result == RECORDS_END || result == RECORDS_FAILED;
    if (result == RECORD_READ)
        return load_any(table, &record, false);
    accounting->read += result == RECORD_BROKEN;
    accounting->rejected += result == RECORD_BROKEN;
    return true;
}

// ---- all rows ----

static void want_columns(const TableLoad *table)
{
    Arena *scratch = table->load->scratch;
    uint16_t *columns = ARENA_ARRAY(scratch, uint16_t, table->form->column_count);
    size_t count = table_plain_columns(table->form, columns);
    records_want(table->reader.records, columns, count);
}

static void prepare_rows(TableLoad *table)
{
    const Load *load = table->load;
    table->strange = table_seen_new(load->arena);
    if (!table->reader.records)
        return;
    if (table_join_is_empty(table->join) && !table->form->is_escaped)
        table->plain = table_plain_new(load, table->form, table->strange, load->scratch);
    want_columns(table);
}

static void *twin_of(const void *context, const Load *load, RecordReader **reader)
{
    TableLoad *twin = ARENA_NEW(load->scratch, TableLoad);
    *twin = *(const TableLoad *)context;
    twin->load = load;
    twin->reader = table_layout_open(twin->form, twin->source, load->scratch);
    records_expect(twin->reader.records, twin->form->column_count);
    prepare_rows(twin);
    *reader = twin->reader.records;
    return twin;
}

static void list_seen(void *context, TableSeen *sets[TABLE_SEEN_SETS])
{
    const TableLoad *table = context;
    sets[0] = table->strange;
}

static uint64_t offset_of(const void *context)
{
    const TableLoad *table = context;
    return table_reader_offset(&table->reader);
}

// The first rows of a large table are shown before all of it is looked at to find its encoding. While it arrives, rows
// are shown for as long as that does not matter to them. False: cancelled.
static bool load_first_rows(TableLoad *table, const TableRows *rows)
{
    bool has_ended;
    TableEncoding *encoding = &table->encoding;
    if (!table_rows_until(rows, TABLE_FIRST_BYTES, &has_ended) ||
        !builder_flush(table->load->builder))
        return false;
    while (table_encoding_look_on(table->load, table->source, encoding))
        if (!table_rows_until(rows, encoding->looked, &has_ended))
            return false;
    if (load_is_cancelled(table->load))
        return false;
    if (encoding->is_open && !table_encoding_finish(table->load, table->source, encoding))
        return false;
    table_layout_set_encoding(table->form, table->encoding.iconv);
    return true;
}

// False: cancelled.
static bool load_rows(TableLoad *table)
{
    prepare_rows(table);
    TableRows rows = {.load = table->load,
                      .source = table->source,
                      .table = table,
                      .offset = offset_of,
                      .next = load_record,
                      .reader = table->reader.records,
                      .twin = table->plain ? twin_of : NULL,
                      .seen = list_seen};
    if (table->encoding.is_open && !load_first_rows(table, &rows))
        return false;
    return table_rows_load(&rows);
}

static void report_no_table(const TableLoad *table, const char *why)
{
    problem_at(builder_problems(table->load->builder),
               PROBLEM_IN(PROBLEM_NO_TIMELINE, SEVERITY_ERROR, table->source->path), "%s", why);
}

// Reads the header. False: it is none, a problem was added.
static bool open_header(TableLoad *table, const TableFound *found)
{
    const Load *load = table->load;
    Arena *arena = builder_arena(load->builder);
    char delimiter = found->delimiter ? found->delimiter : ',';
    RecordReader *reader = records_open(table->source, 0, delimiter, load->scratch);
    Record header;
    RecordResult result = records_next(reader, &header, builder_problems(load->builder));
    if (result == RECORDS_END)
        report_no_table(table, "the file holds blank lines alone");
    if (result != RECORD_READ)
        return false;
    table->form = table_layout_of(
        &header, (TableReading){delimiter, table->encoding.iconv, found->profile}, arena);
    if (!table->form) {
        report_no_table(table, "expected columns for date and title in the first line");
        return false;
    }
    table->reader.records = reader;
    if (table->form->is_escaped) { // now known, it is read so from the start
        table->reader = table_layout_open(table->form, table->source, load->scratch);
        records_next(table->reader.records, &header, builder_problems(load->builder));
    }
    records_expect(table->reader.records, header.field_count);
    return true;
}

// Their dates are as bilat writes them. False: cancelled.
static bool open_objects(TableLoad *table)
{
    const Load *load = table->load;
    table->form = table_objects_layout(load, table->source, builder_arena(load->builder));
    if (!table->form)
        return false;
    table->knows_order = true;
    table->reader = table_layout_open(table->form, table->source, load->scratch);
    return true;
}

// False: there is nothing to load.
static bool open_table(TableLoad *table, const TableFound *found, bool has_mark)
{
    bool is_json = found->delimiter == JSON_DELIMITER;
    if (!(is_json ? open_objects(table) : open_header(table, found)))
        return false;
    Arena *arena = builder_arena(table->load->builder);
    table->form->has_mark = has_mark && !is_json;
    table_layout_set(table->source, table->form, arena);
    table_layout_hold_repeats(table->form, arena);
    table->source->dataset = TEXT("csv");
    return true;
}

// False: cancelled, or it cannot be read.
static bool begin_encoding(TableLoad *table, const TableFound *found)
{
    return found->delimiter == JSON_DELIMITER || // UTF-8, each field of which is looked at
           table_encoding_begin(table->load, table->source, &table->encoding);
}

static bool load_table(const Load *load, Source *source)
{
    TableFound found = table_find_of(load, source, load->scratch);
    if (found.sort == TABLE_IS_CODED)
        return table_coded_load(load, source, &found);
    TableLoad table = {.load = load, .source = source};
    if (!begin_encoding(&table, &found) || load_is_cancelled(load))
        return !load_is_cancelled(load);
    Text head = table_layout_head(source, SNIFF_BYTES, load->scratch);
    if (!open_table(&table, &found, table_layout_has_mark(head)))
        return !load_is_cancelled(load);
    table.join = table_join_open(load, source, load->arena);
    bool goes_on = load_rows(&table);
    table_join_finish(table.join);
    return goes_on;
}

// A readout whose first line is a sentence with a comma has no column "date".
enum { PROSE_LINES = 3, PROSE_BYTES = 2048 };

static size_t count_of(Text line, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < line.len; i++)
        count += line.ptr[i] == c;
    return count;
}

// A title, a date, a paragraph, parted by an empty line and by nothing else: no profile need be asked. A table whose
// lines stand apart has as many commas in each.
static bool is_plainly_prose(Text head)
{
    size_t lines = 0, gaps = 0, commas[PROSE_LINES] = {0};
    bool is_behind_empty = false;
    Text rest = text_sub(head, 0, PROSE_BYTES);
    while (rest.len > 0 && lines < PROSE_LINES) {
        size_t end = text_find_char(rest, '\n');
        Text line = text_trim(text_sub(rest, 0, end));
        rest = end == TEXT_NOWHERE ? TEXT("") : text_sub(rest, end + 1, rest.len);
        if (line.len > 0) {
            if (count_of(line, '\t') || count_of(line, ';') || count_of(line, '|') ||
                count_of(line, '"') || line.ptr[0] == '{' || line.ptr[0] == '[')
                return false;
            commas[lines++] = count_of(line, ',');
            gaps += is_behind_empty;
        }
        is_behind_empty = line.len == 0 && lines > 0;
    }
    bool is_even = commas[0] > 0 && commas[0] == commas[1] && commas[1] == commas[2];
    return lines == PROSE_LINES && gaps > 0 && !is_even;
}

static int sniff_table(const Source *source, Text head, const Lexicon *lexicon, Arena *scratch)
{
    if (is_plainly_prose(head))
        return 0;
    TableHead table = {.bytes = table_encoding_head(head, source->encoding, scratch),
                       .is_whole = source->size <= head.len};
    return table_find(lexicon, &table, scratch).sort != TABLE_IS_NONE ? 90 : 0;
}

static bool comes_last(const Load *load, const Source *source)
{
    TableFound found = table_find_of(load, source, load->scratch);
    return table_coded_comes_last(source, &found);
}

const Loader table_loader = {.name = "table",
                             .sniff = sniff_table,
                             .load = load_table,
                             .reads_arriving = true,
                             .comes_last = comes_last};
