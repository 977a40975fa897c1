#include <config.h>
#include "cli/mine.h"

#include "cli/locked.h"
#include "cli/notes_keep.h"
#include "cli/output.h"
#include "cli/real_path.h"
#include "loaders/open.h"
#include "loaders/records.h"
#include "loaders/packed.h"
#include "model/path.h"
#include "model/table.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(Problems *problems, Text path, const char *why)
{
    problem_at(problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, path), "%s", why);
    return false;
}

// ---- where ----

static bool is_folder(Text path)
{
    struct stat found;
    return stat(path.ptr, &found) == 0 && S_ISDIR(found.st_mode);
}

// Of this user alone, one for each place that inputs come from.
static Text private_folder(Text base, Arena *arena)
{
    Text data = notes_keep_folder(arena), place = real_path(base, arena);
    unsigned long long hash = text_hash(place) >> 32;
    if (data.len == 0)
        return data;
    return arena_printf(arena, "%.*s/mine/%.*s-%08llx", TEXT_ARG(data), TEXT_ARG(path_name(place)),
                        hash);
}

Text mine_folder(LoadInputs inputs, Text pack, Arena *arena)
{
    Text first = inputs.count ? arena_text(arena, inputs.paths[0]) : TEXT("-");
    size_t archive = packed_archive_length(first);
    first = archive ? arena_text(arena, text_sub(first, 0, archive)) : first;
    Text base = is_folder(first) ? first : path_folder(first);
    while (base.len > 1 && base.ptr[base.len - 1] == '/')
        base.len--;
    base = arena_text(arena, base.len ? base : TEXT("."));
    Text folder = text_equal(base, TEXT(".")) ? TEXT("mine")
                                              : arena_printf(arena, "%.*s%smine", TEXT_ARG(base),
                                                             text_ends(base, TEXT("/")) ? "" : "/");
    bool is_packed = pack.len && real_path_is_in(real_path(base, arena), real_path(pack, arena));
    const char *written = access(folder.ptr, F_OK) == 0 ? folder.ptr : base.ptr;
    bool is_file = access(folder.ptr, F_OK) == 0 && !is_folder(folder); // somebody else's
    return !is_packed && !is_file && access(written, W_OK) == 0 ? folder
                                                                : private_folder(base, arena);
}

static Text events_path(Text folder, Arena *arena)
{
    return arena_printf(arena, "%.*s/events.csv", TEXT_ARG(folder));
}

LoadInputs mine_inputs(LoadInputs inputs, Text folder, Arena *arena)
{
    Text events = events_path(folder, arena);
    if (folder.len == 0 || access(events.ptr, F_OK) != 0)
        return inputs;
    Text *paths = ARENA_ARRAY(arena, Text, inputs.count + 1);
    for (size_t i = 0; i < inputs.count; i++) {
        paths[i] = inputs.paths[i];
        if (!text_equal(paths[i], TEXT("-")) &&
            real_path_is_in(real_path(events, arena), real_path(paths[i], arena)))
            return inputs;
    }
    paths[inputs.count] = events;
    return (LoadInputs){paths, inputs.count + 1};
}

// ---- adding ----

// The file as lines that stay as they are.
typedef struct OwnTable {
    Text header;
    OwnLine *items;
    size_t count, capacity;
    size_t columns[EVENT_FIELDS]; // of the header; SIZE_MAX: not there
    size_t column_count;
    Arena *arena;
    Problems *problems;
} OwnTable;

static void read_header(OwnTable *table, const Record *header)
{
    table->header = arena_text(table->arena, (Text){header->bytes, header->length});
    table->column_count = header->field_count;
    for (EventField field = 0; field < EVENT_FIELDS; field++)
        table->columns[field] = SIZE_MAX;
    for (size_t i = 0; i < header->field_count; i++) {
        size_t field =
            field_by_name(event_field_names, EVENT_FIELDS, records_field(header, i, table->arena));
        if (field < EVENT_FIELDS)
            table->columns[field] = i;
    }
}

static Text column_of(const OwnTable *table, const Record *record, EventField field)
{
    size_t column = table->columns[field];
    return column == SIZE_MAX ? TEXT("") : records_field(record, column, table->arena);
}

static bool read_table(OwnTable *table, const Source *source)
{
    RecordReader *reader = records_open(source, 0, ',', table->arena);
    Record record;
    RecordResult result = records_next(reader, &record, table->problems);
    if (result == RECORDS_END)
        return true;
    if (result != RECORD_READ)
        return false;
    read_header(table, &record);
    if (table->columns[EVENT_DATE] == SIZE_MAX || table->columns[EVENT_TITLE] == SIZE_MAX)
        return fail(table->problems, source->path, "expected columns for date and title");
    records_expect(reader, table->column_count);
    while ((result = records_next(reader, &record, table->problems)) == RECORD_READ) {
        OwnLine line = {.bytes = arena_text(table->arena, (Text){record.bytes, record.length}),
                        .date = column_of(table, &record, EVENT_DATE),
                        .id = column_of(table, &record, EVENT_ID)};
        ARENA_PUSH(table->arena, table, line);
    }
    return result == RECORDS_END; // what is broken would be lost
}

static bool read_file(OwnTable *table, Text path)
{
    static const EventField fields[] = {EVENT_ID,      EVENT_DATE,      EVENT_TITLE,
                                        EVENT_KIND,    EVENT_COUNTRIES, EVENT_PLACE,
                                        EVENT_DATASET, EVENT_SOURCE_URL};
    Source *source;
    if (access(path.ptr, F_OK) != 0) {
        Buffer header = buffer_in(table->arena);
        for (EventField field = 0; field < EVENT_FIELDS; field++)
            table->columns[field] = SIZE_MAX;
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            buffer_printf(&header, "%s%.*s", i ? "," : "", TEXT_ARG(event_field_names[fields[i]]));
            table->columns[fields[i]] = table->column_count++;
        }
        table->header = buffer_text(&header);
        return true;
    }
    if (!open_source(path, table->arena, NULL, &source, table->problems))
        return false;
    bool is_read = read_table(table, source);
    open_close(source);
    return is_read;
}

static bool take(void *context, Text bytes)
{
    buffer_add(context, bytes);
    return true;
}

static Text value_of(const OwnEvent *event, EventField field, Text id)
{
    switch (field) {
    case EVENT_ID:
        return id;
    case EVENT_DATE:
        return event->date;
    case EVENT_TITLE:
        return event->title;
    case EVENT_KIND:
        return event->kind;
    case EVENT_COUNTRIES:
        return event->countries;
    case EVENT_SOURCE_URL:
        return event->url;
    case EVENT_DATASET:
        return TEXT("mine");
    default:
        return TEXT("");
    }
}

// "m" and ten digits of what it says: two people who add different events give them different ids.
static Text new_id(const OwnEvent *event, Arena *arena)
{
    Text said =
        arena_printf(arena, "%.*s\n%.*s\n%.*s\n%.*s", TEXT_ARG(event->date),
                     TEXT_ARG(event->countries), TEXT_ARG(event->kind), TEXT_ARG(event->title));
    return arena_printf(arena, "m%010llx", (unsigned long long)(text_hash(said) & 0xFFFFFFFFFFu));
}

static size_t find_line(const OwnTable *table, Text id)
{
    size_t at = 0;
    while (at < table->count && !text_equal(table->items[at].id, id))
        at++;
    return at;
}

// Behind what is as early: lines of the same day keep their order.
static bool insert_line(OwnTable *table, OwnLine line, Text path)
{
    if (find_line(table, line.id) < table->count)
        return fail(table->problems, path, "this event is there already");
    size_t at = table->count;
    ARENA_PUSH(table->arena, table, line);
    for (; at > 0; at--) {
        int order = text_compare(table->items[at - 1].date, line.date);
        if (order < 0 || (order == 0 && text_compare(table->items[at - 1].id, line.id) < 0))
            break;
        table->items[at] = table->items[at - 1];
    }
    table->items[at] = line;
    return true;
}

static bool add_line(OwnTable *table, const OwnEvent *event, Text id, Text path)
{
    Buffer out = buffer_in(table->arena);
    Sink sink = {.write = take, .context = &out};
    for (size_t column = 0; column < table->column_count; column++) {
        Text value = TEXT("");
        for (EventField field = 0; field < EVENT_FIELDS; field++)
            if (table->columns[field] == column)
                value = value_of(event, field, id);
        sink_write(&sink, column ? TEXT(",") : TEXT(""));
        table_write_field(&sink, value);
    }
    return insert_line(table, (OwnLine){buffer_text(&out), event->date, id}, path);
}

static bool delete_line(OwnTable *table, Text id, OwnLine *line, Text path)
{
    Arena *arena = table->problems->arena;
    size_t at = find_line(table, id);
    if (at == table->count)
        return fail(table->problems, path, "no line of it has this event's id");
    const OwnLine *found = &table->items[at];
    *line = (OwnLine){arena_text(arena, found->bytes), arena_text(arena, found->date),
                      arena_text(arena, found->id)};
    table->count--;
    for (; at < table->count; at++)
        table->items[at] = table->items[at + 1];
    return true;
}

static bool write_table(void *context, Sink *sink)
{
    const OwnTable *table = context;
    sink_write(sink, table->header);
    sink_write(sink, TEXT("\n"));
    for (size_t i = 0; i < table->count; i++) {
        sink_write(sink, table->items[i].bytes);
        sink_write(sink, TEXT("\n"));
    }
    return !sink->has_failed;
}

typedef struct Change {
    const OwnEvent *event; // to add; NULL: the line comes back, or goes
    bool is_restored;
    OwnLine *line;
    Text id;
    Problems *problems;
} Change;

static bool change_table(OwnTable *table, const Change *change, Text path)
{
    if (change->event)
        return add_line(table, change->event, change->id, path);
    if (change->is_restored)
        return insert_line(table, *change->line, path);
    return delete_line(table, change->id, change->line, path);
}

static bool change_locked(void *context, Text path, Arena *arena)
{
    const Change *change = context;
    OwnTable table = {.arena = arena, .problems = change->problems};
    return read_file(&table, path) && change_table(&table, change, path) &&
           output_write(path, write_table, &table, change->problems);
}

static bool change_file(Text folder, Change *change)
{
    Problems *problems = change->problems;
    if (folder.len == 0)
        return fail(problems, TEXT("mine/events.csv"), "there is no folder to keep it in");
    Text path = arena_text(problems->arena, events_path(folder, problems->arena));
    return with_lock(path, change_locked, change, problems);
}

bool mine_add_event(Text folder, const OwnEvent *event, Text *id, Problems *problems)
{
    *id = new_id(event, problems->arena);
    return change_file(folder, &(Change){.event = event, .id = *id, .problems = problems});
}

bool mine_delete_event(Text folder, Text id, OwnLine *line, Problems *problems)
{
    return change_file(folder, &(Change){.line = line, .id = id, .problems = problems});
}

bool mine_restore_event(Text folder, const OwnLine *line, Problems *problems)
{
    OwnLine copy = *line;
    return change_file(folder, &(Change){.line = &copy, .is_restored = true, .problems = problems});
}

bool mine_has(Text folder, Text path)
{
    Arena *arena = arena_new();
    bool is_own =
        path.len == 0 || (folder.len && text_equal(real_path(arena_text(arena, path), arena),
                                                   real_path(events_path(folder, arena), arena)));
    arena_free(arena);
    return is_own;
}
