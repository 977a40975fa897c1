#include <config.h>
#include "model/table_own.h"

static bool is_new(Writer *writer, Text key)
{
    if (!writer->told)
        writer->told = strings_new(writer->arena);
    size_t before = strings_count(writer->told);
    strings_intern(writer->told, key);
    return strings_count(writer->told) > before;
}

static bool write_origin(Writer *writer, const Text values[ORIGIN_FIELDS])
{
    for (OriginField field = 0; field < ORIGIN_FIELDS; field++)
        table_add_cell(writer, &(Cell){.name = origin_field_names[field],
                                       .value = values[field],
                                       .is_date = field >= ORIGIN_ACCESSED});
    return table_end_row(writer);
}

static Text all_values(const Origin *origin, Arena *scratch)
{
    Buffer key = buffer_in(scratch);
    for (OriginField field = 0; field < ORIGIN_FIELDS; field++)
        buffer_printf(&key, "%.*s\n", TEXT_ARG(origin->values[field]));
    return buffer_text(&key);
}

// Writing a row resets the scratch arena, so that what is asked is asked again for each.
static Text field_of(const Writer *writer, EventId id, EventField field)
{
    return timeline_field(writer->timeline, id, field, writer->scratch);
}

// Rows without a file are about whoever published the event.
static bool write_of_publisher(Writer *writer, EventId id, const Origins *origins)
{
    bool goes_on = true;
    for (size_t i = 0; i < origins->without_file && goes_on; i++) {
        const Origin *origin = &origins->items[i];
        if (text_equal(origin->values[ORIGIN_PUBLISHER], field_of(writer, id, EVENT_PUBLISHER)) &&
            is_new(writer, all_values(origin, writer->scratch)))
            goes_on = write_origin(writer, origin->values);
    }
    return goes_on;
}

static bool write_of_file(Writer *writer, EventId id, const Source *source)
{
    Text file = field_of(writer, id, EVENT_SOURCE_FILE);
    const Origin *origin = source->origin ? source->origin : origins_find(source->origins, file);
    if (!origin || !is_new(writer, file))
        return true;
    Text values[ORIGIN_FIELDS];
    for (OriginField field = 0; field < ORIGIN_FIELDS; field++)
        values[field] = origin->values[field];
    values[ORIGIN_FILE] = file;
    if (values[ORIGIN_PUBLISHER].len == 0)
        values[ORIGIN_PUBLISHER] = field_of(writer, id, EVENT_PUBLISHER);
    return write_origin(writer, values);
}

bool table_write_source(Writer *writer, EventId id)
{
    uint32_t number = timeline_event_source(writer->timeline, id);
    const Source *source = timeline_source(writer->timeline, number);
    if (!source->origins || source->origins->count == 0)
        return true;
    bool goes_on =
        write_of_publisher(writer, id, source->origins) && write_of_file(writer, id, source);
    arena_reset(writer->scratch);
    return goes_on;
}
