// The columns of our own tables as enums and names; the rows stand in fields.def.
#ifndef BILAT_MODEL_FIELDS_H
#define BILAT_MODEL_FIELDS_H

#include "model/text.h"

typedef enum EventField {
#define EVENT_FIELD(id, name) EVENT_##id,
#include "model/fields.def"
#undef EVENT_FIELD
    EVENT_FIELDS
} EventField;

typedef enum ParticipantField {
#define PARTICIPANT_FIELD(id, name) PARTICIPANT_##id,
#include "model/fields.def"
#undef PARTICIPANT_FIELD
    PARTICIPANT_FIELDS
} ParticipantField;

typedef enum PositionField {
#define POSITION_FIELD(id, name) POSITION_##id,
#include "model/fields.def"
#undef POSITION_FIELD
    POSITION_FIELDS
} PositionField;

typedef enum OriginField { // of sources.csv
#define ORIGIN_FIELD(id, name) ORIGIN_##id,
#include "model/fields.def"
#undef ORIGIN_FIELD
    ORIGIN_FIELDS
} OriginField;

extern const Text event_field_names[EVENT_FIELDS];
extern const Text participant_field_names[PARTICIPANT_FIELDS];
extern const Text position_field_names[POSITION_FIELDS];
extern const Text origin_field_names[ORIGIN_FIELDS];

// Index of `name` in one of the tables above, or `count` where it is not there.
size_t field_by_name(const Text *names, size_t count, Text name);

#endif
