#include <config.h>
#include "loaders/table_in.h"

#include "loaders/event_ids.h"
#include "loaders/table_countries.h"
#include "loaders/table_coded.h"
#include "loaders/table_dates.h"
#include "loaders/table_find.h"
#include "loaders/table_join.h"
#include "loaders/table_seen.h"
#include "model/utf8.h"

#include <math.h>

typedef struct TableLoad {
    const Load *load;
    Source *source;
    TableEncoding encoding;
    TableLayout *form;
    RecordReader *reader;
    TableJoin *join;
    TableSeen *strange; // codes of countries already reported
    DayOrder order;
    bool knows_order;
} TableLoad;

// One record on its way to an event.
typedef struct Row {
    TableLoad *table;
    const Record *record;
    Arena *scratch;
} Row;

// ---- fields ----

static bool has_column(const Row *row, EventField field)
{
    return row->table->form->column_of[field] != NO_COLUMN;
}

static Text text_of(const Row *row, EventField field)
{
    const TableLayout *form = row->table->form;
    return has_column(row, field)
               ? table_layout_field(form, row->record, form->column_of[field], row->scratch)
               : TEXT("");
}

static Problem problem_in(const Row *row, EventField field, ProblemKind kind, Severity severity)
{
    FieldPlace place = {row->table->source, row->record, row->table->form->column_of[field],
                        event_field_names[field]};
    return table_problem(&place, kind, severity);
}

static Problems *problems_of(const Row *row)
{
    return builder_problems(row->table->load->builder);
}

static StringId string_of(const Row *row, EventField field)
{
    return builder_string(row->table->load->builder, text_of(row, field));
}

static double number_of(const Row *row, EventField field)
{
    double number;
    Text text = text_of(row, field);
    if (text.len == 0)
        return (double)NAN;
    if (text_number(text_trim(text), &number) && isfinite(number))
        return number;
    problem_at(problems_of(row), problem_in(row, field, PROBLEM_VALUE, SEVERITY_WARNING),
               "expected a number in \"%.*s\", found \"%.*s\"", TEXT_ARG(event_field_names[field]),
               TEXT_ARG(text));
    return (double)NAN;
}

// ---- the date ----

// Reads the whole column once: a day above 12 anywhere tells which number is the day.
static void find_order(TableLoad *table)
{
    Arena *scratch = table->load->scratch;
    ArenaMark mark = arena_mark(scratch);
    Problems ignored = problems_in(scratch);
    RecordReader *reader = records_open(table->source, 0, table->form->delimiter, scratch);
    size_t column = table->form->column_of[EVENT_DATE];
    Record record;
    RecordResult result;
    while (!load_is_cancelled(table->load) &&
           ((result = records_next(reader, &record, &ignored)) == RECORD_READ ||
            result == RECORD_BROKEN))
        if (result == RECORD_READ)
            table->order =
                day_order_join(table->order, table_date_order(records_raw_field(&record, column)));
    arena_rewind(scratch, mark);
    table->knows_order = true;
}

static void report_order(const Row *row)
{
    bool is_day_first = row->table->order == ORDER_DAY_FIRST;
    if (is_day_first || row->table->order == ORDER_MONTH_FIRST)
        problem_at(
            problems_of(row), problem_in(row, EVENT_DATE, PROBLEM_AMBIGUOUS, SEVERITY_NOTE),
            "dates such as this one are read with the %s first, as other dates of the column "
            "show",
            is_day_first ? "day" : "month");
}

// An export writes what was loaded without a date, a readout for instance: it must come back.
static bool is_undated(const Row *row, Text text)
{
    if (text.len > 0 || !row->table->form->is_own)
        return false;
    problem_at(problems_of(row), problem_in(row, EVENT_DATE, PROBLEM_DATE, SEVERITY_WARNING),
               "the event has no date");
    return true;
}

static bool read_date(const Row *row, Date *date)
{
    TableLoad *table = row->table;
    Text text = text_of(row, EVENT_DATE);
    if (is_undated(row, text)) {
        *date = (Date){.minutes = DATE_NO_MINUTES};
        return true;
    }
    const char *why = "";
    DateReading reading = table_date_parse(text, table->order, date, &why);
    if (reading == DATE_TWO_WAYS && !table->knows_order) {
        find_order(table);
        report_order(row);
        reading = table_date_parse(text, table->order, date, &why);
    }
    if (reading == DATE_READ)
        return true;
    if (reading == DATE_TWO_WAYS) {
        problem_at(problems_of(row),
                   problem_in(row, EVENT_DATE, PROBLEM_AMBIGUOUS, SEVERITY_WARNING),
                   "\"%.*s\" can be read in two ways; only its year is used", TEXT_ARG(text));
        return true;
    }
    problem_at(problems_of(row), problem_in(row, EVENT_DATE, PROBLEM_DATE, SEVERITY_ERROR),
               "%s, found \"%.*s\"", why, TEXT_ARG(text));
    return false;
}

// The last day stands in a column of its own.
static void set_end(const Row *row, Date *date)
{
    TableLoad *table = row->table;
    Text text =
        text_trim(table_layout_field(table->form, row->record, table->form->end, row->scratch));
    Date end;
    const char *why = "expected a date";
    if (text.len == 0 || date->end_form != DATE_ABSENT)
        return;
    bool is_read = table_date_parse(text, table->order, &end, &why) == DATE_READ;
    if (is_read && end.end >= date->start) {
        if (end.start != date->start || end.end != date->end) {
            date->end = end.end;
            date->end_form = end.start_form;
        }
        return;
    }
    FieldPlace place = {table->source, row->record, table->form->end,
                        table->form->names[table->form->end]};
    problem_at(problems_of(row), table_problem(&place, PROBLEM_DATE, SEVERITY_WARNING),
               "%s, found \"%.*s\"", is_read ? "expected an end that is not before the start" : why,
               TEXT_ARG(text));
}

// ---- countries ----

// Once for each code, however many events have it.
static void report_strange(const Row *row, const TableCountries *countries)
{
    for (size_t i = 0; i < countries->count; i++) {
        Text code = countries->codes[i];
        if (countries->ids[i].at < COUNTRY_STRANGE)
            continue;
        if (!table_seen_add(row->table->strange, text_hash(code)))
            problems_count(problems_of(row), PROBLEM_COUNTRY, SEVERITY_NOTE);
        else
            problem_at(problems_of(row),
                       problem_in(row, EVENT_COUNTRIES, PROBLEM_COUNTRY, SEVERITY_NOTE),
                       "no country is known by \"%.*s\"; it is kept as written", TEXT_ARG(code));
    }
}

static TableCountries read_countries(const Row *row, Date date)
{
    const Load *load = row->table->load;
    TableCountries countries = {0};
    Text list = text_of(row, EVENT_COUNTRIES);
    table_countries_read(load, list, row->table->form->is_own, &countries);
    if (row->table->form->second_country != NO_COLUMN) {
        Text second = table_layout_field(row->table->form, row->record,
                                         row->table->form->second_country, row->scratch);
        table_countries_read(load, second, false, &countries);
    }
    report_strange(row, &countries);
    bool may_infer = !row->table->form->is_own || !has_column(row, EVENT_COUNTRIES);
    if (countries.count == 0 && may_infer) {
        EventWords words = {text_of(row, EVENT_TITLE), text_of(row, EVENT_TEXT), date};
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
    problem_at(problems_of(row), problem_in(row, EVENT_ID, PROBLEM_JOIN, SEVERITY_WARNING),
               "another event of this file has the id \"%.*s\" too; participants and positions go "
               "to the first",
               TEXT_ARG(id));
}

static bool is_of_readout(const Row *row)
{
    return row->table->form->is_own && text_equal(text_of(row, EVENT_DATASET), TEXT("readout"));
}

// Of the event added last, with its people. False: it was loaded from elsewhere and is taken back.
static bool settle_id(const Row *row)
{
    TableLoad *table = row->table;
    Text id = text_of(row, EVENT_ID);
    AddedEvent added = {
        .source = table->source,
        .record = row->record->offset,
        .id = id,
        .keeps_repeats = keeps_id(row, id),
        .is_readout = is_of_readout(row),
        .place = problem_in(row, EVENT_ID, PROBLEM_JOIN, SEVERITY_NOTE),
    };
    table_join_sources(table->join, &added.participants, &added.positions);
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
    if (!table->encoding.is_plain)
        table_check_bytes(&check, row->record);
    if (!read_date(row, &date)) {
        builder_accounting(builder)->rejected++;
        return true;
    }
    if (table->form->end != NO_COLUMN)
        set_end(row, &date);
    if (load_is_cancelled(table->load)) // while the order of the dates was looked for
        return false;
    if (!builder_begin_event(builder, row->record->offset))
        return false;
    add_event(row, date);
    uint64_t joined = builder_accounting(builder)->joined;
    table_join_add(table->join, text_of(row, EVENT_ID));
    joined = builder_accounting(builder)->joined - joined;
    if (settle_id(row)) {
        builder_accounting(builder)->used++;
    } else {
        builder_accounting(builder)->folded += 1 + joined;
        builder_accounting(builder)->joined -= joined;
    }
    return true;
}

// False: cancelled.
static bool load_rows(TableLoad *table)
{
    const Load *load = table->load;
    for (;;) {
        Record record;
        uint64_t before = records_offset(table->reader);
        RecordResult result = records_next(table->reader, &record, builder_problems(load->builder));
        if (result == RECORDS_END || result == RECORDS_FAILED)
            return true;
        if (load_is_cancelled(load))
            return false;
        ArenaMark mark = arena_mark(load->scratch);
        if (result == RECORD_BROKEN) {
            builder_accounting(load->builder)->read++;
            builder_accounting(load->builder)->rejected++;
        } else if (!load_row(&(Row){table, &record, load->scratch})) {
            return false;
        }
        arena_rewind(load->scratch, mark);
        load_add_progress(load, records_offset(table->reader) - before);
    }
}

static void report_no_table(const TableLoad *table, const char *why)
{
    problem_at(builder_problems(table->load->builder),
               PROBLEM_IN(PROBLEM_NO_TIMELINE, SEVERITY_ERROR, table->source->path), "%s", why);
}

// Reads the header. False: it is none, a problem was added.
static bool open_table(TableLoad *table, const TableFound *found, bool has_mark)
{
    const Load *load = table->load;
    Arena *arena = builder_arena(load->builder);
    char delimiter = found->delimiter ? found->delimiter : ',';
    table->reader = records_open(table->source, 0, delimiter, load->scratch);
    Record header;
    RecordResult result = records_next(table->reader, &header, builder_problems(load->builder));
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
    table->form->has_mark = has_mark;
    table_layout_set(table->source, table->form, arena);
    table_layout_hold_repeats(table->form, arena);
    records_expect(table->reader, header.field_count);
    table->source->dataset = TEXT("csv");
    return true;
}

static bool load_table(const Load *load, Source *source)
{
    TableFound found = table_find_of(load, source, load->scratch);
    if (found.sort == TABLE_IS_CODED)
        return table_coded_load(load, source, &found);
    TableLoad table = {.load = load, .source = source};
    if (!table_encoding_settle(load, source, &table.encoding) || load_is_cancelled(load))
        return !load_is_cancelled(load);
    Text head = table_layout_head(source, SNIFF_BYTES, load->scratch);
    if (!open_table(&table, &found, table_layout_has_mark(head)))
        return true;
    table.join = table_join_open(load, source, load->arena);
    table.strange = table_seen_new(load->arena);
    if (!load_rows(&table))
        return false;
    table_join_finish(table.join);
    return true;
}

// A readout whose first line is a sentence with a comma has no column "date".
static int sniff_table(const Source *source, Text head, const Lexicon *lexicon, Arena *scratch)
{
    TableHead table = {.bytes = table_encoding_head(head, source->encoding, scratch),
                       .is_whole = source->size <= head.len};
    return table_find(lexicon, &table, scratch).sort != TABLE_IS_NONE ? 90 : 0;
}

static bool comes_last(const Load *load, const Source *source)
{
    TableFound found = table_find_of(load, source, load->scratch);
    return table_coded_comes_last(source, &found);
}

const Loader table_loader = {
    .name = "table", .sniff = sniff_table, .load = load_table, .comes_last = comes_last};
