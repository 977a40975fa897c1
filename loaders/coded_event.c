#include <config.h>
#include "loaders/table_coded_own.h"

#include "loaders/event_ids.h"

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

void coded_settle_id(const CodedLoad *table, const CodedEvent *coded)
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

bool coded_add_event(const CodedLoad *table, const CodedEvent *coded)
{
    Builder *builder = table->load->builder;
    bool goes_on = builder_begin_event(builder, coded->offset);
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
    coded_settle_id(table, coded);
    builder_accounting(builder)->used++;
    return goes_on;
}

static Text text_of(const CodedLoad *table, EventField field)
{
    return recipe_text(table->recipe, field, table->fields.items, table->fields.count,
                       table->load->scratch);
}

CodedEvent coded_event_of(CodedLoad *table, const Record *record)
{
    const RecipeRow *row = &table->row;
    Arena *scratch = table->load->scratch;
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
        coded_infer(table->load, &event, text_of(table, EVENT_TITLE), text_of(table, EVENT_TEXT));
    event.place = text_of(table, EVENT_PLACE);
    event.id = table_form_id(table->form, record, &table->fields, scratch);
    add_people(table, record, &event);
    return event;
}
