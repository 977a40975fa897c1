#include <config.h>
#include "loaders/readout/form.h"

#include "loaders/open.h"

typedef struct FormEvent {
    Slice title, text;
    Date date;
    uint32_t number; // behind its id, where another event has that already; else 0
} FormEvent;

typedef struct Form {
    CleanMap map;    // first: document_slice_text takes the form for it
    uint64_t hash;   // of the text
    bool has_ranges; // some event has several days
    struct {
        FormEvent *items;
        size_t count, capacity;
    } events;
} Form;

// "r" and ten digits of the text's hash: among a million documents two share it with a chance of one in two; it need
// only be unlikely within a folder. The second event of a digest is ".2".
static Text id_of(const Form *form, uint64_t record, Arena *scratch)
{
    unsigned long long hash = (unsigned long long)(form->hash & 0xFFFFFFFFFFu);
    Text id = record == 0
                  ? arena_printf(scratch, "r%010llx", hash)
                  : arena_printf(scratch, "r%010llx.%llu", hash, (unsigned long long)record + 1);
    uint32_t number = form->events.items[record].number;
    return number ? arena_printf(scratch, "%.*s.%u", TEXT_ARG(id), number) : id;
}

static bool form_field(const Source *source, uint64_t record, EventField field, Arena *scratch,
                       Text *out)
{
    const Form *form = source->form;
    if (record >= form->events.count)
        return false;
    const FormEvent *event = &form->events.items[record];
    if (field == EVENT_DATE && event->date.end_form != DATE_ABSENT)
        *out = date_format(date_from_day(event->date.start), scratch);
    else if (field == EVENT_ID)
        *out = id_of(form, record, scratch);
    else if (field == EVENT_TITLE)
        *out = document_slice_text(source, event->title, scratch);
    else if (field == EVENT_TEXT)
        *out = document_slice_text(source, event->text, scratch);
    else if (field == EVENT_SOURCE_OFFSET)
        *out = arena_printf(scratch, "%llu", (unsigned long long)event->text.offset);
    else if (field == EVENT_SOURCE_LENGTH)
        *out = arena_printf(scratch, "%lu", (unsigned long)event->text.length);
    else
        return false;
    return true;
}

// The last day of a visit.
static bool form_extra(const Source *source, uint64_t record, size_t index, Text *name, Text *value,
                       Arena *scratch)
{
    const Form *form = source->form;
    if (index > 0 || !form->has_ranges)
        return false;
    *name = TEXT("end_date");
    if (!value)
        return true;
    const FormEvent *event =
        record < form->events.count ? &form->events.items[record] : &(FormEvent){0};
    *value = event->date.end_form == DATE_ABSENT
                 ? TEXT("")
                 : date_format(date_from_day(event->date.end), scratch);
    return true;
}

static const SourceOps readout_ops = {
    .field = form_field, .extra = form_extra, .slice_text = document_slice_text};

void form_set(const Load *load, Source *source, const Document *document)
{
    Arena *arena = builder_arena(load->builder);
    Form *form = ARENA_NEW(arena, Form);
    form->map = *document->map;
    form->hash = text_hash(document->text);
    source->form = form;
    open_set_form(source, &readout_ops, arena);
}

void form_add_event(Source *source, Arena *arena, Slice title, Slice text, Date date)
{
    Form *form = source->form;
    FormEvent event = {.title = title, .text = text, .date = date};
    form->has_ranges |= date.end_form != DATE_ABSENT;
    ARENA_PUSH(arena, &form->events, event);
}

void form_number_event(Source *source, size_t record, uint32_t n)
{
    Form *form = source->form;
    form->events.items[record].number = n;
}
