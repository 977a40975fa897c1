#include <config.h>
#include "loaders/table_coded.h"

#include "loaders/event_ids.h"
#include "loaders/packed.h"
#include "loaders/table_encoding.h"
#include "loaders/table_form.h"
#include "loaders/table_gather.h"
#include "loaders/table_in.h"
#include "loaders/table_reader.h"
#include "loaders/table_seen.h"
#include "loaders/table_share.h"
#include "model/utf8.h"

#include <string.h>

typedef struct CodedLoad {
    const Load *load;
    Source *source;
    TableForm *form;
    const Recipe *recipe;
    TableReader reader;
    SchemeMemo *memo;
    TableFields fields;
    RecipeRow row;
    TableSeen *strange_countries, *strange_kinds; // already reported
    TableSeen *folds;                             // keys of rows that stand
    Gather *gather;
    bool lacks_lookup; // reported
} CodedLoad;

static Problems *problems_of(const CodedLoad *table)
{
    return builder_problems(table->load->builder);
}

static Accounting *accounting_of(const CodedLoad *table)
{
    return builder_accounting(table->load->builder);
}

static Problem problem_in(const CodedLoad *table, const Record *record, size_t column,
                          ProblemKind kind, Severity severity)
{
    FieldPlace place = {table->source, record, column, TEXT("")};
    return table_problem(&place, kind, severity);
}

static Text value_of(const CodedLoad *table, size_t column)
{
    return column < table->fields.count ? table->fields.items[column] : (Text){NULL, 0};
}

// What another encoding makes of its bytes is the decoder's matter.
static void check_bytes(const CodedLoad *table, const Record *record)
{
    ByteCheck check = {table->load, table->source, table->recipe->names, table->form->fallback};
    if (table->form->encoding.len == 0)
        table_check_bytes(&check, record);
}

// ---- what is not known ----

static void note_country(CodedLoad *table, const Record *record, Text code)
{
    size_t column = table->recipe->country_count > 0 ? table->recipe->countries[0].column : 0;
    for (size_t i = 0; i < table->recipe->country_count; i++)
        if (text_find(value_of(table, table->recipe->countries[i].column), code) != TEXT_NOWHERE)
            column = table->recipe->countries[i].column;
    if (table_seen_add(table->strange_countries, text_hash(code)))
        problem_at(problems_of(table),
                   problem_in(table, record, column, PROBLEM_COUNTRY, SEVERITY_NOTE),
                   "no country is known by \"%.*s\"; it is kept as written", TEXT_ARG(code));
    else
        problems_count(problems_of(table), PROBLEM_COUNTRY, SEVERITY_NOTE);
}

static void note_kind(CodedLoad *table, const Record *record)
{
    Text code = table->row.code;
    size_t column = table->recipe->kind.column;
    if (table_seen_add(table->strange_kinds, text_hash(code)))
        problem_at(
            problems_of(table), problem_in(table, record, column, PROBLEM_VALUE, SEVERITY_NOTE),
            "the profile has no kind for the code \"%.*s\"; it is kept as written", TEXT_ARG(code));
    else
        problems_count(problems_of(table), PROBLEM_VALUE, SEVERITY_NOTE);
}

static void note_strange(CodedLoad *table, const Record *record)
{
    for (size_t i = 0; i < table->row.country_count; i++)
        if (table->row.countries[i].id.at == COUNTRY_NONE)
            note_country(table, record, table->row.countries[i].code);
    if (table->row.has_strange_kind)
        note_kind(table, record);
    if (table->row.why)
        problem_at(problems_of(table),
                   problem_in(table, record, table->row.column, PROBLEM_VALUE, SEVERITY_WARNING),
                   "%s in \"%.*s\", found \"%.*s\"", table->row.why,
                   TEXT_ARG(table_form_name(table->form, table->row.column)),
                   TEXT_ARG(value_of(table, table->row.column)));
}

// A date that another table lends is not there: the row which it should come from is missing.
static bool is_lookup_missed(const CodedLoad *table)
{
    return table->row.column >= table->recipe->column_count && table->recipe->lookup.profile.len &&
           value_of(table, table->row.column).len == 0;
}

static void report_missed(const CodedLoad *table, const Record *record)
{
    const LookupRecipe *lookup = &table->recipe->lookup;
    problem_at(problems_of(table),
               problem_in(table, record, lookup->key, PROBLEM_JOIN, SEVERITY_ERROR),
               "the table of %.*s has no row with \"%.*s\" in \"%.*s\"", TEXT_ARG(lookup->profile),
               TEXT_ARG(value_of(table, lookup->key)), TEXT_ARG(lookup->to));
}

static void reject(CodedLoad *table, const Record *record)
{
    accounting_of(table)->rejected++;
    if (table->lacks_lookup)
        return;
    if (is_lookup_missed(table))
        report_missed(table, record);
    else
        problem_at(problems_of(table),
                   problem_in(table, record, table->row.column, PROBLEM_DATE, SEVERITY_ERROR),
                   "%s in \"%.*s\", found \"%.*s\"", table->row.why,
                   TEXT_ARG(table_form_name(table->form, table->row.column)),
                   TEXT_ARG(value_of(table, table->row.column)));
}

// ---- people ----

static Slice slice_of(const CodedLoad *table, const Record *record, Text text, size_t column)
{
    if (text.len == 0 || column >= record->field_count)
        return (Slice){.source = table->source->id};
    bool is_in_record = text.ptr >= record->bytes && text.ptr < record->bytes + record->length;
    if (!is_in_record) // decoded: the whole field stands for it
        return records_slice(record, column, table->source);
    return (Slice){.offset = record->offset + (uint64_t)(text.ptr - record->bytes),
                   .length = (uint32_t)text.len,
                   .source = table->source->id};
}

static RowCountry country_of(const RecipeRow *row, uint8_t side)
{
    for (size_t i = 0; side && i < row->country_count; i++)
        if (row->countries[i].side == side)
            return row->countries[i];
    return (RowCountry){0};
}

static Text value_in(const CodedLoad *table, const Record *record, uint16_t column)
{
    if (column < table->recipe->column_count && column < table->fields.count)
        table->fields.items[column] =
            table_form_field(table->form, record, column, table->load->scratch);
    return text_trim(recipe_value(table->recipe, table->fields.items, table->fields.count, column));
}

static void add_people(const CodedLoad *table, const Record *record, CodedEvent *event)
{
    const Recipe *recipe = table->recipe;
    for (size_t i = 0; i < recipe->people_count; i++) {
        const ParticipantRecipe *as = &recipe->people[i];
        Text office = value_in(table, record, as->office);
        Text names = value_in(table, record, as->name);
        for (Text rest = names; rest.len > 0;) {
            size_t at = as->separator.len ? text_find(rest, as->separator) : TEXT_NOWHERE;
            Text name = text_trim(text_sub(rest, 0, at));
            rest =
                at == TEXT_NOWHERE ? (Text){0} : text_sub(rest, at + as->separator.len, rest.len);
            if (name.len == 0)
                continue;
            CodedPerson person = {.name = name,
                                  .name_slice = slice_of(table, record, name, as->name),
                                  .office = slice_of(table, record, office, as->office),
                                  .country = country_of(&table->row, as->side),
                                  .role = as->role};
            ARENA_PUSH(table->load->scratch, &event->people, person);
        }
    }
}

// ---- events ----

static CountryId country_id(const CodedLoad *table, RowCountry country)
{
    return country.id.at != COUNTRY_NONE || country.code.len == 0
               ? country.id
               : builder_country(table->load->builder, country.code);
}

static void add_person(const CodedLoad *table, const CodedPerson *person)
{
    Builder *builder = table->load->builder;
    Participant participant = {.country = country_id(table, person->country),
                               .role = person->role,
                               .name = person->name_slice,
                               .office = {person->office},
                               .span = {person->name_slice.offset, person->name_slice.length}};
    participant.actor = builder_actor(builder, person->name, participant.country);
    builder_add_participant(builder, &participant);
}

static void settle_id(const CodedLoad *table, const CodedEvent *coded)
{
    AddedEvent added = {.source = table->source, .record = coded->offset, .id = coded->id};
    added.place = PROBLEM_IN(PROBLEM_JOIN, SEVERITY_NOTE, table->source->path);
    added.place.source = table->source->id;
    added.place.offset = coded->offset;
    added.notes_repeats = true;
    uint32_t number;
    if (event_ids_settle(table->load, &added, &number) == ID_IS_NUMBERED)
        table_repeats_add(table->form->repeats, coded->offset, number);
}

// False: cancelled.
static bool add_event(const CodedLoad *table, const CodedEvent *coded)
{
    Builder *builder = table->load->builder;
    if (!builder_begin_event(builder, coded->offset))
        return false;
    CountryId *countries = ARENA_ARRAY(table->load->scratch, CountryId, coded->countries.count);
    for (size_t i = 0; i < coded->countries.count; i++)
        countries[i] = country_id(table, coded->countries.items[i]);
    Event event = {.date = coded->date,
                   .countries = countries,
                   .country_count = coded->countries.count,
                   .is_directed = coded->is_directed,
                   .has_inferred_countries = coded->has_inferred_countries,
                   .kind = {coded->kind},
                   .code = builder_string(builder, coded->code),
                   .place = builder_string(builder, coded->place),
                   .scale = coded->scale,
                   .weight = coded->weight,
                   .source = table->source->id,
                   .record = coded->offset};
    if (coded->has_inferred_countries)
        event.confidence = STRING_WORD(LOW);
    builder_add_event(builder, &event);
    for (size_t i = 0; i < coded->people.count; i++)
        add_person(table, &coded->people.items[i]);
    settle_id(table, coded);
    builder_accounting(builder)->used++;
    return true;
}

static Text text_of(const CodedLoad *table, EventField field)
{
    return recipe_text(table->recipe, field, table->fields.items, table->fields.count,
                       table->load->scratch);
}

static CodedEvent event_of(CodedLoad *table, const Record *record)
{
    const RecipeRow *row = &table->row;
    const Load *load = table->load;
    Arena *scratch = load->scratch;
    CodedEvent event = {.offset = record->offset,
                        .date = row->date,
                        .is_directed = row->is_directed,
                        .kind = row->kind,
                        .code = row->code,
                        .scale = row->scale,
                        .weight = row->weight};
    for (size_t i = 0; i < row->country_count; i++)
        ARENA_PUSH(scratch, &event.countries, row->countries[i]);
    if (table->recipe->infers_countries && row->country_count < 2)
        coded_infer(load, &event, text_of(table, EVENT_TITLE), text_of(table, EVENT_TEXT));
    event.place = text_of(table, EVENT_PLACE);
    event.id = table_form_id(table->form, record, &table->fields, scratch);
    add_people(table, record, &event);
    return event;
}

// ---- rows ----

// The row belongs to an event that was loaded, or must.
static bool is_joined(CodedLoad *table, const Record *record)
{
    const JoinRecipe *join = &table->recipe->join;
    if (join->profile.len == 0)
        return false;
    Text key = recipe_value(table->recipe, table->fields.items, table->fields.count, join->key);
    Text id = arena_printf(table->load->scratch, "%.*s:%.*s", TEXT_ARG(join->profile),
                           TEXT_ARG(text_trim(key)));
    const Source *events = event_ids_source(table->load->ids, id);
    if (events) {
        accounting_of(table)->joined++;
        if (text_equal(events->dataset, join->profile)) // else an export of them
            table_form_join(events->form, table->source, join->to, text_trim(key), record->offset);
        return true;
    }
    if (join->stands_alone)
        return false;
    accounting_of(table)->rejected++;
    problem_at(problems_of(table),
               problem_in(table, record, join->key, PROBLEM_JOIN, SEVERITY_ERROR),
               "no event was loaded with the id \"%.*s\"", TEXT_ARG(id));
    return true;
}

static bool is_folded(CodedLoad *table)
{
    Text key = recipe_fold_key(table->recipe, table->fields.items, table->fields.count, &table->row,
                               table->load->scratch);
    return key.len > 0 && !table_seen_add(table->folds, text_hash(key));
}

// False: cancelled.
static bool flush_gathered(const CodedLoad *table)
{
    const CodedEvent *event = gather_take(table->gather);
    return !event || add_event(table, event);
}

static bool take_event(CodedLoad *table, const Record *record)
{
    CodedEvent event = event_of(table, record);
    Text key = recipe_gather_key(table->recipe, table->fields.items, table->fields.count,
                                 table->load->scratch);
    if (table->recipe->gather.count == 0)
        return add_event(table, &event);
    if (gather_add(table->gather, key, &event)) {
        accounting_of(table)->folded++;
        return true;
    }
    if (!flush_gathered(table))
        return false;
    gather_begin(table->gather, key, &event);
    return true;
}

// False: cancelled.
static bool load_row(CodedLoad *table, const Record *record)
{
    Arena *scratch = table->load->scratch;
    accounting_of(table)->read++;
    check_bytes(table, record);
    table_form_read(table->form, record, scratch, &table->fields);
    if (is_joined(table, record))
        return true;
    recipe_read(table->recipe, table->fields.items, table->fields.count, table->memo, scratch,
                &table->row);
    if (table->row.fate == ROW_REJECTED) {
        reject(table, record);
        return true;
    }
    if (table->row.fate == ROW_SKIPPED) {
        accounting_of(table)->skipped++;
        return true;
    }
    note_strange(table, record);
    if (is_folded(table)) {
        accounting_of(table)->folded++;
        return true;
    }
    return take_event(table, record);
}

static bool load_rows(CodedLoad *table)
{
    const Load *load = table->load;
    for (;;) {
        Record record;
        uint64_t before = table_reader_offset(&table->reader);
        RecordResult result = table_reader_next(&table->reader, &record, problems_of(table));
        if (result == RECORDS_END || result == RECORDS_FAILED)
            return flush_gathered(table);
        if (load_is_cancelled(load)) {
            flush_gathered(table);
            return false;
        }
        ArenaMark mark = arena_mark(load->scratch);
        if (result == RECORD_BROKEN) {
            accounting_of(table)->read++;
            accounting_of(table)->rejected++;
        } else if (!load_row(table, &record)) {
            return false;
        }
        arena_rewind(load->scratch, mark);
        load_add_progress(load, table_reader_offset(&table->reader) - before);
    }
}

// ---- opening ----

// UTF-8, and what the profile says of fields that are not; another encoding is settled as that of any table.
static bool settle_encoding(CodedLoad *table)
{
    const Profile *profile = table->recipe->profile;
    const Load *load = table->load;
    char mark[2] = {0, 0};
    if (table->source->size >= 2 && !table->source->ops->read(table->source, 0, 2, mark))
        return true; // the reader will say so
    bool is_wide =
        (mark[0] == '\xFF' && mark[1] == '\xFE') || (mark[0] == '\xFE' && mark[1] == '\xFF');
    if (is_wide || load->settings->encoding.len > 0) {
        TableEncoding encoding;
        if (!table_encoding_settle(load, table->source, &encoding))
            return false;
        table->form->encoding = encoding.iconv;
        return true;
    }
    table->source->encoding = TEXT("UTF-8");
    for (size_t i = 0; i < profile->encodings.count; i++)
        if (!text_equal_nocase(profile->encodings.items[i], TEXT("utf-8")) &&
            table->form->fallback.len == 0)
            table->form->fallback =
                arena_text(builder_arena(load->builder), profile->encodings.items[i]);
    return true;
}

static void open_lookup(CodedLoad *table)
{
    const LookupRecipe *wanted = &table->recipe->lookup;
    if (wanted->profile.len == 0)
        return;
    table->form->lookup = table_lookup_open(table->load, table->source, wanted);
    if (table->form->lookup)
        return;
    table->lacks_lookup = true;
    problem_at(problems_of(table), PROBLEM_IN(PROBLEM_JOIN, SEVERITY_ERROR, table->source->path),
               "its rows need a table of the profile %.*s, and none is beside it",
               TEXT_ARG(wanted->profile));
}

static SchemeMemo *memo_of(const Load *load)
{
    if (!load->tables->memo)
        load->tables->memo = scheme_memo_new(load->arena);
    return load->tables->memo;
}

static void note_ambiguous_dates(const CodedLoad *table)
{
    if (table->recipe->ambiguous_date.len > 0)
        problem_at(problems_of(table),
                   PROBLEM_IN(PROBLEM_AMBIGUOUS, SEVERITY_NOTE, table->source->path),
                   "dates such as \"%.*s\" are read with the day first; date_form in a profile of "
                   "your own says otherwise",
                   TEXT_ARG(table->recipe->ambiguous_date));
}

bool table_coded_load(const Load *load, Source *source, const TableFound *found)
{
    Arena *arena = builder_arena(load->builder);
    CodedLoad table = {.load = load, .source = source, .form = ARENA_NEW(arena, TableForm)};
    table.recipe = recipe_bind(found->profile, &found->layout, arena, problems_of(&table));
    if (!table.recipe) {
        problem_at(problems_of(&table),
                   PROBLEM_IN(PROBLEM_NO_TIMELINE, SEVERITY_ERROR, source->path),
                   "the table does not fit the profile %.*s", TEXT_ARG(found->profile->name));
        return true;
    }
    table.form->recipe = table.recipe;
    table.form->file_name = path_name(source->path);
    table.form->serial = records_new_serial();
    if (!settle_encoding(&table))
        return !load_is_cancelled(load);
    open_lookup(&table);
    table_form_set(source, table.form, arena);
    if (table.recipe->join.profile.len > 0)
        table.form->joined = table_joined_new(source, arena);
    source->dataset = found->profile->name;
    table.fields.items = ARENA_ARRAY(load->scratch, Text, table_form_columns(table.form));
    table.memo = memo_of(load);
    table.strange_countries = table_seen_new(load->arena);
    table.strange_kinds = table_seen_new(load->arena);
    table.folds = table_seen_new(load->arena);
    load->opened->gathered = arena_new_escaping(arena_escape(load->scratch));
    table.gather = gather_new(load->scratch, load->opened->gathered);
    note_ambiguous_dates(&table);
    table.reader = table_reader_open(source, table.recipe, load->scratch, problems_of(&table));
    bool goes_on = load_rows(&table);
    arena_free(load->opened->gathered);
    load->opened->gathered = NULL;
    return goes_on;
}

// The table that lends may stand behind this one in the same archive; a folder can be looked through at any time.
bool table_coded_comes_last(const Source *source, const TableFound *found)
{
    return found->sort == TABLE_IS_CODED &&
           (profile_joins(found->profile) ||
            (profile_looks_up(found->profile) && packed_is_member(source->path)));
}
