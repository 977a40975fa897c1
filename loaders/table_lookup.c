#include <config.h>
#include "loaders/table_lookup.h"

#include "loaders/packed.h"
#include "loaders/table_find.h"
#include "loaders/table_form.h"
#include "loaders/table_layout.h"
#include "loaders/table_share.h"

#include <dirent.h>
#include <stdlib.h>

typedef struct LentRow {
    Text key;
    const Text *fields;
    struct LentRow *next; // of the same bucket
} LentRow;

enum { BUCKETS = 4096 };

struct TableLookup {
    Arena *arena;
    LentRow *buckets[BUCKETS];
};

const Text *table_lookup_find(const TableLookup *lookup, Text key)
{
    const LentRow *row = lookup->buckets[text_hash(key) % BUCKETS];
    while (row && !text_equal(row->key, key))
        row = row->next;
    return row ? row->fields : NULL;
}

// ---- reading it ----

typedef struct Lender {
    const Load *load;
    const Source *source;
    const LookupRecipe *wanted;
    TableForm form;
    size_t key;
    size_t columns[PROFILE_LISTED * 4];
    TableLookup *lookup;
} Lender;

static size_t column_named(const Recipe *recipe, Text name)
{
    size_t i = 0;
    while (i < recipe->column_count && !text_equal_nocase(recipe->names[i], name))
        i++;
    return i;
}

static bool find_columns(Lender *lender)
{
    const Recipe *recipe = lender->form.recipe;
    lender->key = column_named(recipe, lender->wanted->to);
    bool has_all = lender->key < recipe->column_count;
    for (size_t i = 0; i < lender->wanted->columns.count; i++) {
        if (i == sizeof lender->columns / sizeof lender->columns[0])
            return false;
        lender->columns[i] = column_named(recipe, lender->wanted->columns.items[i]);
        has_all = has_all && lender->columns[i] < recipe->column_count;
    }
    return has_all;
}

// The first row of a key stands.
static void lend(Lender *lender, const Record *record)
{
    TableLookup *lookup = lender->lookup;
    Arena *scratch = lender->load->scratch;
    Text key = table_form_field(&lender->form, record, lender->key, scratch);
    if (key.len == 0 || table_lookup_find(lookup, key))
        return;
    size_t count = lender->wanted->columns.count;
    Text *fields = ARENA_ARRAY(lookup->arena, Text, count);
    for (size_t i = 0; i < count; i++)
        fields[i] = arena_text(
            lookup->arena, table_form_field(&lender->form, record, lender->columns[i], scratch));
    LentRow *row = ARENA_NEW(lookup->arena, LentRow);
    LentRow **bucket = &lookup->buckets[text_hash(key) % BUCKETS];
    *row = (LentRow){.key = arena_text(lookup->arena, key), .fields = fields, .next = *bucket};
    *bucket = row;
}

// What is wrong in it is reported where it is loaded itself.
static void read_rows(Lender *lender)
{
    const Load *load = lender->load;
    const Recipe *recipe = lender->form.recipe;
    Problems ignored = problems_in(load->scratch);
    RecordReader *reader = records_open(lender->source, 0, recipe->delimiter, load->scratch);
    Record record;
    RecordResult result;
    bool is_header = recipe->has_header;
    if (!recipe->has_quotes)
        records_unquote(reader);
    while (!load_is_cancelled(load) &&
           ((result = records_next(reader, &record, &ignored)) == RECORD_READ ||
            result == RECORD_BROKEN)) {
        ArenaMark mark = arena_mark(load->scratch);
        if (result == RECORD_READ && !is_header)
            lend(lender, &record);
        is_header = false;
        arena_rewind(load->scratch, mark);
    }
}

static TableLookup *read_lender(const Load *load, const Source *source, const LookupRecipe *wanted)
{
    TableFound found = table_find_of(load, source, load->scratch);
    if (found.sort != TABLE_IS_CODED || !text_equal(found.profile->name, wanted->profile))
        return NULL;
    Lender lender = {.load = load, .source = source, .wanted = wanted};
    lender.form.recipe = recipe_bind(found.profile, &found.layout, load->scratch, NULL);
    if (!lender.form.recipe || !find_columns(&lender))
        return NULL;
    lender.lookup = ARENA_NEW(builder_arena(load->builder), TableLookup);
    lender.lookup->arena = builder_arena(load->builder);
    read_rows(&lender);
    return lender.lookup;
}

// ---- finding it ----

static TableLookup *try_file(const Load *load, Text path, const LookupRecipe *wanted)
{
    Problems ignored = problems_in(load->scratch);
    Source *source = NULL;
    if (text_equal(path, TEXT("-")) || !load_open(load, path, load->arena, &source, &ignored))
        return NULL;
    TableLookup *lookup = source->size > 0 ? read_lender(load, source, wanted) : NULL;
    if (packed_is_member(path))
        packed_drop(load, source);
    else
        load_close(load, source);
    return lookup;
}

static TableLookup *try_listed(const Load *load, const Source *borrower, const WalkFiles *files,
                               const LookupRecipe *wanted)
{
    TableLookup *lookup = NULL;
    for (size_t i = 0; i < files->count && !lookup; i++)
        if (!text_equal(files->items[i].path, borrower->path))
            lookup = try_file(load, files->items[i].path, wanted);
    return lookup;
}

static int by_bytes(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

static TableLookup *try_beside(const Load *load, const Source *borrower, const LookupRecipe *wanted)
{
    struct {
        Text *items;
        size_t count, capacity;
    } paths = {0};
    Text folder = file_path_folder(source_path(borrower));
    DIR *dir = opendir(folder.len ? arena_text(load->scratch, folder).ptr : ".");
    if (!dir)
        return NULL;
    load->opened->folder = dir;
    for (const struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.' || (entry->d_type != DT_REG && entry->d_type != DT_UNKNOWN))
            continue;
        Text path = arena_printf(load->scratch, "%.*s%s", TEXT_ARG(folder), entry->d_name);
        ARENA_PUSH(load->scratch, &paths, path);
    }
    load->opened->folder = NULL;
    closedir(dir);
    if (paths.count > 0)
        qsort(paths.items, paths.count, sizeof *paths.items, by_bytes);
    TableLookup *lookup = NULL;
    for (size_t i = 0; i < paths.count && !lookup && !load_is_cancelled(load); i++)
        if (!text_equal(paths.items[i], borrower->path))
            lookup = try_file(load, paths.items[i], wanted);
    return lookup;
}

const TableLookup *table_lookup_open(const Load *load, const Source *borrower,
                                     const LookupRecipe *wanted)
{
    LoadSettings found_out = *load->settings; // --from is about the files to load
    found_out.profile = (Text){0};
    Load looking = *load;
    looking.settings = &found_out;
    const TableLookup *lookup = NULL;
    if (load->tables) {
        lookup = try_listed(&looking, borrower, &load->tables->members, wanted);
        if (!lookup && load->tables->files)
            lookup = try_listed(&looking, borrower, load->tables->files, wanted);
    }
    bool has_folder = !text_equal(borrower->path, TEXT("-"));
    return lookup || !has_folder ? lookup : try_beside(&looking, borrower, wanted);
}
