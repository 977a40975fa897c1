#include <config.h>
#include "loaders/table_coded_own.h"

#include "loaders/event_ids.h"
#include "loaders/packed.h"
#include "loaders/table_encoding.h"
#include "loaders/table_rows.h"
#include "loaders/table_share.h"

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
        coded_accounting(table)->joined++;
        if (text_equal(events->dataset, join->profile)) // else an export of them
            table_form_join(events->form, table->source, join->to, text_trim(key), record->offset);
        return true;
    }
    if (join->stands_alone)
        return false;
    coded_accounting(table)->rejected++;
    problem_at(coded_problems(table),
               coded_problem_in(table, record, join->key, PROBLEM_JOIN, SEVERITY_ERROR),
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
    return !event || coded_add_event(table, event);
}

static bool take_event(CodedLoad *table, const Record *record)
{
    CodedEvent event = coded_event_of(table, record);
    Text key = recipe_gather_key(table->recipe, table->fields.items, table->fields.count,
                                 table->load->scratch);
    if (table->recipe->gather.count == 0)
        return coded_add_event(table, &event);
    if (gather_add(table->gather, key, &event)) {
        coded_accounting(table)->folded++;
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
    coded_accounting(table)->read++;
    table_form_read_columns(table->form, record, scratch, &table->fields);
    if (is_joined(table, record))
        return true;
    recipe_read(table->recipe, table->fields.items, table->fields.count, table->memo, scratch,
                &table->row);
    if (table->row.fate == ROW_REJECTED) {
        coded_reject(table, record);
        return true;
    }
    if (table->row.fate == ROW_SKIPPED) {
        coded_accounting(table)->skipped++;
        return true;
    }
    coded_note_strange(table, record);
    if (is_folded(table)) {
        coded_accounting(table)->folded++;
        return true;
    }
    return take_event(table, record);
}

static bool settle_plain(const CodedLoad *table, const Event *event, Text own)
{
    Builder *builder = table->load->builder;
    builder_add_event(builder, event);
    builder_accounting(builder)->read++;
    builder_accounting(builder)->used++;
    if (table->load->ids &&
        event_ids_add_new(table->load->ids, table->source, table->form->id_space, own))
        return true;
    CodedEvent coded = {.offset = event->record};
    coded.id = arena_join(table->load->scratch, table->form->id_space, own);
    coded_settle_id(table, &coded);
    return true;
}

// `*is_taken`: the record was plain and has become an event. False: cancelled.
static bool load_plain(const CodedLoad *table, const Record *record, bool *is_taken)
{
    Text own;
    Event event = {.source = table->source->id, .record = record->offset};
    *is_taken = false;
    if (!table->plain)
        return true;
    if (!builder_begin_event(table->load->builder, record->offset))
        return false;
    *is_taken = plain_rows_read(table->plain, record, &event, &own);
    return !*is_taken || settle_plain(table, &event, own);
}

// What marks have found of a record is enough, unless all of its bytes must be looked at.
static bool load_marked(CodedLoad *table, const Record *record, bool *is_taken)
{
    if (!load_plain(table, record, is_taken))
        return false;
    if (*is_taken || !record->is_ascii)
        return true;
    *is_taken = true;
    return load_row(table, record);
}

static bool load_next(CodedLoad *table, bool *has_ended)
{
    Record record;
    RecordResult result = table_reader_next(&table->reader, &record, coded_problems(table));
    *has_ended = result == RECORDS_END || result == RECORDS_FAILED;
    if (*has_ended)
        return true;
    if (result == RECORD_BROKEN) {
        coded_accounting(table)->read++;
        coded_accounting(table)->rejected++;
        return true;
    }
    ArenaMark mark = arena_mark(table->load->scratch);
    coded_check_bytes(table, &record);
    bool goes_on = load_row(table, &record);
    arena_rewind(table->load->scratch, mark);
    return goes_on;
}

// By its marks, if they are enough, else as the scanner finds it. False: cancelled.
static bool load_record(void *context, bool *has_ended)
{
    CodedLoad *table = context;
    RecordReader *records = table->reader.records;
    Record record;
    bool is_taken = false;
    *has_ended = false;
    if (records && records_peek(records, &record)) {
        ArenaMark mark = arena_mark(table->load->scratch);
        bool goes_on = load_marked(table, &record, &is_taken);
        arena_rewind(table->load->scratch, mark);
        if (!goes_on)
            return false;
        if (is_taken)
            records_skip(records);
    }
    return is_taken || load_next(table, has_ended);
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
    problem_at(coded_problems(table), PROBLEM_IN(PROBLEM_JOIN, SEVERITY_ERROR, table->source->path),
               "its rows need a table of the profile %.*s, and none is beside it",
               TEXT_ARG(wanted->profile));
}

static bool reads_names(const Recipe *recipe)
{
    bool has_names = recipe->country_else.scheme && recipe->country_else.scheme->has_names;
    for (size_t i = 0; i < recipe->country_count && !has_names; i++)
        has_names = recipe->countries[i].scheme->has_names;
    return has_names;
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
        problem_at(coded_problems(table),
                   PROBLEM_IN(PROBLEM_AMBIGUOUS, SEVERITY_NOTE, table->source->path),
                   "dates such as \"%.*s\" are read with the day first; date_form in a profile of "
                   "your own says otherwise",
                   TEXT_ARG(table->recipe->ambiguous_date));
}

static uint64_t offset_of(const void *context)
{
    const CodedLoad *table = context;
    return table_reader_offset(&table->reader);
}

static void open_reader(CodedLoad *table)
{
    table->reader = table_reader_open(table->source, table->recipe, table->load->scratch,
                                      coded_problems(table));
    if (table->reader.records)
        records_want(table->reader.records, table->form->used.items, table->form->used.count);
}

// What a thread has for itself to read rows with.
static void prepare_rows(CodedLoad *table)
{
    const Load *load = table->load;
    table->fields.items = ARENA_ARRAY(load->scratch, Text, table_form_columns(table->form));
    table->memo = reads_names(table->recipe) ? memo_of(load) : NULL;
    table->strange_countries = table_seen_new(load->arena);
    table->strange_kinds = table_seen_new(load->arena);
    table->folds = table_seen_new(load->arena);
    PlainSetup setup = {table->form,          load->builder, table->memo, table->strange_countries,
                        table->strange_kinds, load->scratch};
    table->plain = plain_rows_new(&setup);
}

static void *twin_of(const void *context, const Load *load, RecordReader **reader)
{
    CodedLoad *twin = ARENA_NEW(load->scratch, CodedLoad);
    *twin = *(const CodedLoad *)context;
    twin->load = load;
    prepare_rows(twin);
    open_reader(twin);
    *reader = twin->reader.records;
    return twin;
}

static void list_seen(void *context, TableSeen *sets[TABLE_SEEN_SETS])
{
    const CodedLoad *table = context;
    sets[0] = table->strange_countries;
    sets[1] = table->strange_kinds;
}

// Rows that become one event, or belong to events of other rows or tables, must be loaded in order.
static bool has_single_rows(const CodedLoad *table)
{
    const Recipe *recipe = table->recipe;
    return table->reader.records && recipe->fold.count == 0 && recipe->gather.count == 0 &&
           recipe->join.profile.len == 0 && recipe->lookup.profile.len == 0;
}

static bool load_rows(CodedLoad *table)
{
    TableRows rows = {.load = table->load,
                      .source = table->source,
                      .table = table,
                      .offset = offset_of,
                      .next = load_record,
                      .twin = has_single_rows(table) ? twin_of : NULL,
                      .seen = list_seen,
                      .reader = table->reader.records};
    bool goes_on = table_rows_load(&rows);
    return flush_gathered(table) && goes_on;
}

bool table_coded_load(const Load *load, Source *source, const TableFound *found)
{
    Arena *arena = builder_arena(load->builder);
    CodedLoad table = {.load = load, .source = source, .form = ARENA_NEW(arena, TableForm)};
    table.recipe = recipe_bind(found->profile, &found->layout, arena, coded_problems(&table));
    if (!table.recipe) {
        problem_at(coded_problems(&table),
                   PROBLEM_IN(PROBLEM_NO_TIMELINE, SEVERITY_ERROR, source->path),
                   "the table does not fit the profile %.*s", TEXT_ARG(found->profile->name));
        return true;
    }
    table.form->recipe = table.recipe;
    table.form->file_name = file_path_name(source_path(source));
    table.form->serial = records_new_serial();
    if (!settle_encoding(&table))
        return !load_is_cancelled(load);
    open_lookup(&table);
    table_form_set(source, table.form, arena);
    if (table.recipe->join.profile.len > 0)
        table.form->joined = table_joined_new(source, arena);
    source->dataset = found->profile->name;
    prepare_rows(&table);
    load->opened->gathered = arena_new_escaping(arena_escape(load->scratch));
    table.gather = gather_new(load->scratch, load->opened->gathered);
    note_ambiguous_dates(&table);
    open_reader(&table);
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
