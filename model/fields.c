#include <config.h>
#include "model/fields.h"

const Text event_field_names[EVENT_FIELDS] = {
#define EVENT_FIELD(id, name) TEXT_INIT(name),
#include "model/fields.def"
#undef EVENT_FIELD
};

const Text participant_field_names[PARTICIPANT_FIELDS] = {
#define PARTICIPANT_FIELD(id, name) TEXT_INIT(name),
#include "model/fields.def"
#undef PARTICIPANT_FIELD
};

const Text position_field_names[POSITION_FIELDS] = {
#define POSITION_FIELD(id, name) TEXT_INIT(name),
#include "model/fields.def"
#undef POSITION_FIELD
};

const Text origin_field_names[ORIGIN_FIELDS] = {
#define ORIGIN_FIELD(id, name) TEXT_INIT(name),
#include "model/fields.def"
#undef ORIGIN_FIELD
};

size_t field_by_name(const Text *names, size_t count, Text name)
{
    size_t i = 0;
    while (i < count && !text_equal(names[i], name))
        i++;
    return i;
}
