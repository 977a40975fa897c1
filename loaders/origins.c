#include <config.h>
#include "loaders/origins.h"

#include "loaders/lexicon.h"
#include "loaders/records.h"
#include "loaders/walk.h"

#include <stdlib.h>
#include <unistd.h>

typedef enum OriginColumn {
    ORIGIN_FILE,
    ORIGIN_URL,
    ORIGIN_PUBLISHER,
    ORIGIN_ACCESSED,
    ORIGINS
} OriginColumn;

static const Text column_names[ORIGINS] = {
    TEXT_INIT("file"),
    TEXT_INIT("url"),
    TEXT_INIT("publisher"),
    TEXT_INIT("accessed"),
};

typedef struct Origin {
    Text values[ORIGINS];
    size_t row; // of two rows for one file the first counts
} Origin;

struct Origins {
    Arena *arena;
    bool is_read; // that of `folder`
    Text folder;
    Origin *items;
    size_t count, capacity;
};

Origins *origins_new(Arena *arena)
{
    Origins *origins = ARENA_NEW(arena, Origins);
    origins->arena = arena;
    return origins;
}

typedef struct OriginTable {
    Origins *origins;
    RecordReader *reader;
    size_t columns[ORIGINS]; // SIZE_MAX: not there
} OriginTable;

static bool read_header(OriginTable *table, const Record *header, Arena *scratch)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        table->columns[i] = SIZE_MAX;
        for (size_t c = 0; c < header->field_count && table->columns[i] == SIZE_MAX; c++)
            if (text_equal_nocase(records_field(header, c, scratch), column_names[i]))
                table->columns[i] = c;
    }
    records_expect(table->reader, header->field_count);
    return table->columns[ORIGIN_FILE] != SIZE_MAX;
}

static void add_origin(OriginTable *table, const Record *record)
{
    Origin origin = {.row = table->origins->count};
    for (size_t i = 0; i < ORIGINS; i++)
        if (table->columns[i] != SIZE_MAX)
            origin.values[i] = records_field(record, table->columns[i], table->origins->arena);
    ARENA_PUSH(table->origins->arena, table->origins, origin);
}

static void read_table(Origins *origins, const Source *source, Problems *problems)
{
    OriginTable table = {.origins = origins,
                         .reader = records_open(source, 0, ',', origins->arena)};
    Record record;
    RecordResult result = records_next(table.reader, &record, problems);
    if (result == RECORD_READ && !read_header(&table, &record, origins->arena))
        problem_at(problems, PROBLEM_IN(PROBLEM_FORM, SEVERITY_ERROR, source->path),
                   "expected a column \"file\" in the first line");
    else
        while ((result = records_next(table.reader, &record, problems)) != RECORDS_END &&
               result != RECORDS_FAILED)
            if (result == RECORD_READ)
                add_origin(&table, &record);
}

// The table is no source of the timeline, so its problems get their lines here.
static void hand_over(const Source *source, Problems *found, Problems *problems)
{
    for (size_t i = 0; i < found->count; i++) {
        Problem problem = found->items[i];
        if (problem.line == 0 && problem.offset != PROBLEM_NO_OFFSET)
            source_locate(source, problem.offset, &problem.line, &problem.column);
        problem.source = PROBLEM_NO_SOURCE;
        problem.path = arena_text(problems->arena, problem.path);
        problem.message = arena_text(problems->arena, problem.message);
        problems_add(problems, problem);
    }
}

static int compare_origins(const void *a, const void *b)
{
    const Origin *one = a, *other = b;
    int order = text_compare(one->values[ORIGIN_FILE], other->values[ORIGIN_FILE]);
    return order ? order : one->row < other->row ? -1 : 1;
}

static void read_folder(Origins *origins, Text folder, const Load *load)
{
    origins->is_read = true;
    origins->folder = arena_text(origins->arena, folder);
    origins->count = 0;
    Text path = arena_printf(origins->arena, "%.*s%.*s", TEXT_ARG(folder), TEXT_ARG(ORIGINS_FILE));
    if (access(path.ptr, F_OK) != 0)
        return;
    Problems found = problems_in(origins->arena);
    Source *source = NULL;
    if (!load_open(load, path, origins->arena, &source, &found)) {
        if (found.count)
            problems_add(builder_problems(load->builder), found.items[0]);
        return;
    }
    read_table(origins, source, &found);
    if (origins->count)
        qsort(origins->items, origins->count, sizeof *origins->items, compare_origins);
    hand_over(source, &found, builder_problems(load->builder));
    load_close(load, source);
}

static Text keep(Text value, const Load *load)
{
    return value.len ? arena_text(builder_arena(load->builder), value) : (Text){NULL, 0};
}

// The first row of that name, among those in order.
static const Origin *find(const Origins *origins, Text name)
{
    size_t low = 0, high = origins->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(origins->items[middle].values[ORIGIN_FILE], name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_there =
        low < origins->count && text_equal(origins->items[low].values[ORIGIN_FILE], name);
    return is_there ? &origins->items[low] : NULL;
}

void origins_apply(Origins *origins, Source *source, const Load *load)
{
    Text folder = file_path_folder(source_path(source));
    if (text_equal(source->path, TEXT("-")))
        return;
    if (!origins->is_read || !text_equal(origins->folder, folder))
        read_folder(origins, folder, load);
    Text name = file_path_name(source_path(source));
    const Origin *origin = find(origins, name);
    if (origin) {
        source->url = keep(origin->values[ORIGIN_URL], load);
        source->publisher = keep(origin->values[ORIGIN_PUBLISHER], load);
        lexicon_need_words(load->lexicon);
        if (load->lexicon->publishers)
            source->publisher_country =
                lexicon_publisher_country(load->lexicon, source->publisher, load->scratch);
        source->accessed = keep(origin->values[ORIGIN_ACCESSED], load);
    }
}
