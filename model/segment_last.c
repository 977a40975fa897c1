// The event that a builder was given last: it can be compared with others, and taken back.
#include <config.h>
#include "model/segment_own.h"

#include <string.h>

static uint64_t hash_with(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * 0x9E3779B97F4A7C15u ^ hash >> 29; // multiplicative hashing
}

static const MoreCountries *more_of(const Builder *builder, uint32_t row)
{
    size_t count = builder->segment->more.count;
    const MoreCountries *last = count ? &builder->segment->more.items[count - 1] : NULL;
    return last && last->row == row ? last : NULL;
}

static size_t organisations_of(uint8_t flags)
{
    return flags >> SEGMENT_ORGANISATIONS;
}

// A third country: the row gets a list, or its list one more.
static void join_more(Builder *builder, uint32_t row, CountryId organisation)
{
    const MoreCountries *more = more_of(builder, row);
    const CountryId *before = more ? more->ids : builder->rows.pair[row];
    size_t count = more ? more->count : 2;
    Segment *segment = builder->segment;
    CountryId *ids = ARENA_ARRAY(segment->arena, CountryId, count + 1);
    memcpy(ids, before, count * sizeof *ids);
    ids[count] = organisation;
    MoreCountries now = {.row = row, .ids = ids, .count = count + 1};
    if (more)
        segment->more.items[segment->more.count - 1] = now;
    else
        ARENA_PUSH(segment->arena, &segment->more, now);
    builder->rows.flags[row] |= SEGMENT_MORE;
}

static bool has_country(const Builder *builder, uint32_t row, CountryId id)
{
    const MoreCountries *more = more_of(builder, row);
    const CountryId *ids = more ? more->ids : builder->rows.pair[row];
    for (size_t i = 0; i < (more ? more->count : 2); i++)
        if (country_equal(ids[i], id))
            return true;
    return false;
}

void builder_join_organisation(Builder *builder, CountryId organisation)
{
    uint32_t row = builder->rows.count - 1;
    uint8_t *flags = &builder->rows.flags[row];
    CountryId *pair = builder->rows.pair[row];
    if ((*flags & SEGMENT_DIRECTED) || has_country(builder, row, organisation) ||
        organisations_of(*flags) == MOST_ORGANISATIONS)
        return;
    size_t free = pair[0].at == COUNTRY_NONE ? 0 : 1;
    if (pair[free].at == COUNTRY_NONE)
        pair[free] = organisation;
    else
        join_more(builder, row, organisation);
    *flags = (uint8_t)(*flags + (1 << SEGMENT_ORGANISATIONS));
    builder->uses.flags = true;
}

// A set has no order. Organisations are told by those who took part.
static uint64_t countries_hash(const Builder *builder, uint32_t row)
{
    const MoreCountries *more = more_of(builder, row);
    const CountryId *ids = more ? more->ids : builder->rows.pair[row];
    size_t count = more ? more->count : 2;
    size_t joined = organisations_of(builder->rows.flags[row]);
    if (builder->rows.flags[row] & SEGMENT_DIRECTED)
        return hash_with(hash_with(1, ids[0].at), ids[1].at);
    while (!more && count > 0 && ids[count - 1].at == COUNTRY_NONE)
        count--;
    uint64_t hash = 0;
    for (size_t i = 0; i + joined < count; i++)
        hash += hash_with(2, ids[i].at);
    return hash;
}

static uint64_t float_bits(float number)
{
    uint32_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

uint64_t builder_event_hash(const Builder *builder)
{
    const Segment *rows = &builder->rows;
    BUG_IF(rows->count == 0);
    uint32_t row = rows->count - 1;
    uint64_t parts[] = {
        (uint32_t)rows->start[row],
        (uint32_t)rows->end[row],
        (uint16_t)rows->minutes[row],
        (uint64_t)(rows->start_form[row] << 8 | rows->end_form[row]),
        countries_hash(builder, row),
        rows->kind[row],
        rows->code[row],
        rows->place[row],
        rows->channel[row],
        rows->level[row],
        rows->confidence[row],
        float_bits(rows->scale[row]),
        float_bits(rows->weight[row]),
    };
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        hash = hash_with(hash, parts[i] + 1);
    return hash;
}

const Participant *builder_participants(const Builder *builder, size_t *count)
{
    const Segment *rows = &builder->rows;
    BUG_IF(rows->count == 0);
    uint32_t first = rows->first_participant[rows->count - 1];
    *count = rows->participants.count - first;
    return *count ? rows->participants.items + first : NULL;
}

const Position *builder_positions(const Builder *builder, size_t *count)
{
    const Segment *rows = &builder->rows;
    BUG_IF(rows->count == 0);
    uint32_t first = rows->first_position[rows->count - 1];
    *count = rows->positions.count - first;
    return *count ? rows->positions.items + first : NULL;
}

void builder_drop_event(Builder *builder)
{
    Segment *rows = &builder->rows;
    BUG_IF(rows->count == 0);
    uint32_t row = --rows->count;
    rows->participants.count = rows->first_participant[row];
    rows->positions.count = rows->first_position[row];
    if (more_of(builder, row))
        builder->segment->more.count--;
}
