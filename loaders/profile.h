// A data set's profile: one INI file that says how its tables are laid out and which column means what, so that
// one loader reads them all. bilat-profile(5) is the manual; its keys stand in loaders/profile_keys.def.
//
// Two steps, for two lifetimes:
//   Profile  the INI file, checked. Shared by all threads, read-only once profiles_load is done.
//   Recipe   a profile bound to the columns of ONE file: column names are indexes, date forms, code maps and country
//            schemes are compiled. A loop over rows needs nothing but the recipe: no name is looked up in it.
//
//     profiles_recognise(profiles, head, &match)  or  profiles_find(profiles, name)
//     recipe = recipe_bind(profile, layout, arena, problems)
//     for each row: recipe_read(recipe, fields, count, ..., &row)      the reference: what a row means
//     for a shown row: recipe_text(recipe, EVENT_TITLE, fields, count, ...)
//
// recipe_read is written to be plain, not fast. A faster reader may use the recipe's tables itself (they are open
// for that) and must give what recipe_read gives.
#ifndef BILAT_LOADERS_PROFILE_H
#define BILAT_LOADERS_PROFILE_H

#include "loaders/profile_date.h"
#include "loaders/profile_kinds.h"
#include "loaders/schemes.h"
#include "model/fields.h"
#include "model/sink.h"
#include "model/strings.h"

enum {
    PROFILE_LISTED = 8,     // entries of a list of delimiters, encodings, counts or date forms
    PROFILE_COUNTRIES = 64, // columns of countries; ATOP has 59
    PROFILE_KEYED = 6,      // columns of an id or of a fold
    PROFILE_RULES = 8,      // conditions under which a row is skipped
    PROFILE_PEOPLE = 4,     // sections [participant1] …
    PROFILE_HOT = PROFILE_COUNTRIES + 32,
};
#define PROFILE_NO_COLUMN UINT16_MAX

typedef enum ProfileKey {
#define KEY(id, section, name, type, range, fallback, help) PROFILE_KEY_##id,
#include "loaders/profile_keys.def"
#undef KEY
    PROFILE_KEYS
} ProfileKey;

typedef struct Profile {
    Text name; // of the file, without ".ini": the data set's name, what --from takes
    Text path; // of the file
    // From a folder of the user: it won over one of ours of the same name, if there was one.
    bool is_users;
    // As written; the empty text: not given. `rows` keep the line for problems.
    Text values[PROFILE_KEYS];
    // All of them, in file order: also [kinds], [labels], [precision] and numbered keys.
    Config rows;
    ProfileKey *row_keys; // of each row; PROFILE_KEYS: there is no such key
    // What needs no columns to be known:
    bool has_quotes, has_header, is_fallback;
    bool is_broken;                         // an error was reported, it is never recognised
    char delimiters[PROFILE_LISTED];        // ends in NUL
    uint16_t column_counts[PROFILE_LISTED]; // ends in 0; none: any
    CountryNames column_names; // of a file without a header, or whose header cannot be trusted
    CountryNames encodings;    // tried in this order
    CountryNames missing;      // what stands for "not known", beside the empty field
    const KindMap *kinds;
    const KindMap *labels; // code -> what it says in words; may be NULL
    const Schemes *schemes;
} Profile;

typedef struct Profiles {
    Profile **items; // by name
    size_t count, capacity;
    const Schemes *schemes;
    Arena *arena;
} Profiles;

// ---- reading profiles ----

Profiles *profiles_new(const Schemes *schemes, Arena *arena);
// Reads FOLDER/*.ini. Call it for our folder first, then with `is_users` for the user's: a later profile of the same
// name wins. A folder that does not exist is no problem when it is the user's. False: it could not be read.
bool profiles_load(Profiles *profiles, Text folder, bool is_users, Problems *problems);
// NULL: there is none; then profiles_nearest for "did you mean", which may be empty.
const Profile *profiles_find(const Profiles *profiles, Text name);
Text profiles_nearest(const Profiles *profiles, Text name);

// The columns that a key of the profile may mean, in the order in which they are tried: of "A || B?" A and B.
CountryNames profile_column_choices(const Profile *profile, ProfileKey key, Arena *arena);
// Its rows belong to events of another table.
bool profile_joins(const Profile *profile);
// Another table lends columns to its rows.
bool profile_looks_up(const Profile *profile);
// The profile for tables made by hand (fallback = yes), the user's before ours; NULL: there is none.
const Profile *profiles_fallback(const Profiles *profiles);

// ---- which profile is it? ----

// How a head was split: what is needed to bind a profile to the file.
typedef struct Layout {
    char delimiter;
    bool has_quotes, has_header;
    Text *names; // of the columns, decoded; from the header, else from the profile, else "column 7"
    size_t column_count; // of the rows
    // The first rows (decoded fields), for date forms that must be found out. May be NULL.
    Text **rows;
    size_t *row_counts; // their fields
    size_t row_count;
} Layout;

typedef struct ProfileMatch {
    const Profile *profile; // NULL: none fits
    Layout layout;          // under that profile
    Text tried;             // where none fits: a few lines on what was tried and how to go on
} ProfileMatch;

// Finds the profile for the first bytes of a file, in UTF-8 or a single-byte encoding, with or without a mark.
// `is_whole`: nothing follows the head. `scratch` holds the match.
bool profiles_recognise(const Profiles *profiles, Text head, bool is_whole, Arena *scratch,
                        ProfileMatch *match);
// The layout under a profile that the user named.
bool profile_lay_out(const Profile *profile, Text head, bool is_whole, Arena *scratch,
                     Layout *layout);

// ---- the recipe ----

typedef struct CountryRecipe {
    uint16_t column;
    uint8_t side; // 1: the first of a pair, 2: the second, 0: one of a set
    const Scheme *scheme;
    Text separator; // of a list in one field; empty: one code
    Text strip;     // characters cut off both ends of a code
    size_t letters; // the code is so many bytes at the start; 0: all
    // "Government of {} (*": the name stands in the hole. Where there are patterns and none fits: no country.
    Text *patterns;
    size_t pattern_count;
    bool keeps_strange; // what the scheme does not know is kept as written; else it is no country
} CountryRecipe;

typedef struct ConditionRecipe { // "vote is not 8|9"
    uint16_t column;
    bool is_negated;
    CountryNames values; // "empty" has become the empty text
} ConditionRecipe;

typedef enum TemplateWord { // what stands in a hole
    TEMPLATE_LITERAL,
    TEMPLATE_COLUMN,
    TEMPLATE_KIND,
    TEMPLATE_CODE,
    TEMPLATE_LABEL, // the words for the code, else the code
    TEMPLATE_OPEN, // "[": what follows up to TEMPLATE_CLOSE is left out when a column in it is missing
    TEMPLATE_CLOSE,
} TemplateWord;

typedef struct TemplatePart {
    TemplateWord word;
    uint16_t column;
    Text literal;
} TemplatePart;

typedef struct Template {
    uint16_t column; // a plain column: a Slice can stand for it; PROFILE_NO_COLUMN: see the parts
    TemplatePart *parts;
    size_t count; // 0 without a plain column: there is no such text
} Template;

static inline bool recipe_has_text(const Template *as)
{
    return as->column != PROFILE_NO_COLUMN || as->count > 0;
}

typedef struct ParticipantRecipe {
    uint16_t name, office; // columns
    uint8_t side;          // whose country: 1, 2, or 0 for neither
    StringId role;         // WORD_HOST … WORD_MENTIONED
    Text separator;        // of several names in one field
} ParticipantRecipe;

typedef struct ColumnList {
    uint16_t items[PROFILE_KEYED];
    size_t count;
} ColumnList;

// Rows that belong to events of another table (the mentions of GDELT): where that table is loaded too they are counted
// as joined and shown with the event, and become no events.
typedef struct JoinRecipe {
    Text profile;      // of that table; empty: there is none
    uint16_t key;      // column here that names the event
    Text to;           // name of the column there
    bool stands_alone; // without that table these rows are events; else they are rejected
} JoinRecipe;

// A table that lends columns to the rows of this one (the date of a roll call to each vote). Its file is one of those
// loaded, or lies beside this one. Its fields stand behind the row's own: column Recipe.column_count is the first.
typedef struct LookupRecipe {
    Text profile;         // of that table; empty: there is none
    uint16_t key;         // column here
    Text to;              // name of the column there in which the same stands
    CountryNames columns; // names of those it lends
} LookupRecipe;

typedef struct Recipe {
    const Profile *profile;
    char delimiter;
    bool has_quotes, has_header;
    Text *names;                     // of the columns, for the detail view
    uint16_t column_count;           // of the file; looked-up columns follow
    uint16_t counts[PROFILE_LISTED]; // numbers of fields a row may have; ends in 0
    DateRecipe date, end, published;
    Text
        ambiguous_date; // "3/4/1914": the form was found out, and nothing says whether the day stands first
    ConditionRecipe end_is_open;                // column PROFILE_NO_COLUMN: none
    uint16_t precision;                         // column whose code says how exact the date is
    const KindMap *precisions;                  // code -> PRECISION_DAY …
    CountryRecipe countries[PROFILE_COUNTRIES]; // sides 1 and 2 first
    size_t country_count;
    // Asked when the others give no country at all; column PROFILE_NO_COLUMN: none.
    CountryRecipe country_else;
    bool is_directed;
    bool infers_countries; // title and text name them: they are needed while the row is read
    Template
        kind; // the code of the kind, in most profiles a plain column; none: always `kind_else`
    const KindMap *kinds;
    uint8_t kind_else; // WORD_OTHER …
    Template code;     // a plain column in most profiles
    uint16_t scale, weight;
    Template title, text, place, url, publisher, note;
    ColumnList id; // none: by the record's bytes
    // Rows of a file alike in `fold` are one event: the first stands, the others are folded.
    ColumnList fold;
    bool fold_has_pair; // … the two countries, in either order, must be the same too
    // Rows that follow each other and are alike in `gather` are one event: the first one's, with the countries and
    // participants of all; the others are folded.
    ColumnList gather;
    ConditionRecipe skip[PROFILE_RULES];
    size_t skip_count;
    ParticipantRecipe people[PROFILE_PEOPLE];
    size_t people_count;
    JoinRecipe join;
    LookupRecipe lookup;
    bool has_file_name; // the name of the file is the last column, behind those that are looked up
    // Every column that recipe_read looks at, ascending, each once.
    uint16_t hot[PROFILE_HOT];
    size_t hot_count;
} Recipe;

#define FILE_NAME_COLUMN "file name"
// Of the file, looked up and the file's name.
static inline size_t recipe_columns(const Recipe *recipe)
{
    return recipe->column_count + recipe->lookup.columns.count + recipe->has_file_name;
}

// NULL, with problems, when a column that the profile needs is not there. Lives in the arena.
Recipe *recipe_bind(const Profile *profile, const Layout *layout, Arena *arena, Problems *problems);

// ---- a row ----

typedef enum RowFate {
    ROW_EVENT,
    ROW_SKIPPED, // by a rule of the profile
    ROW_REJECTED // `why` and `column` say what is wrong: an error
} RowFate;

typedef struct RowCountry {
    CountryId id; // COUNTRY_NONE: `code` is strange, kept as written
    Text code;
    uint8_t side;
} RowCountry;

typedef struct RecipeRow {
    RowFate fate;
    const char *why; // ROW_REJECTED, or a warning of an event that is kept; NULL: nothing is wrong
    uint16_t column; // to which `why` belongs
    Date date;       // never absent in a ROW_EVENT
    // Each once; in order, so that a directed pair is from, to. More than fit are left out.
    RowCountry countries[PROFILE_COUNTRIES];
    size_t country_count;
    bool is_directed;      // two countries, and the profile says so
    uint8_t kind;          // WORD_MEETING …
    bool has_strange_kind; // the map does not know the code: `kind` is the profile's default
    Text code;
    double scale, weight; // NAN: none
} RecipeRow;

// What a row means. `fields` are decoded, looked-up ones from `column_count` on; fields behind `count` are missing.
// Texts of the row stand in the fields or in `scratch`. `memo` as in scheme_resolve.
void recipe_read(const Recipe *recipe, const Text *fields, size_t count, SchemeMemo *memo,
                 Arena *scratch, RecipeRow *row);
// The field, or the empty text where it stands for "not known".
Text recipe_value(const Recipe *recipe, const Text *fields, size_t count, uint16_t column);
// EVENT_ID (without the profile's name), TITLE, TEXT, PLACE, SOURCE_URL, PUBLISHER, PUBLISHED, NOTE, CODE as text.
Text recipe_text(const Recipe *recipe, EventField field, const Text *fields, size_t count,
                 Arena *scratch);
// Rows with the same text are one event; the empty text: no folding. `row` is what recipe_read gave.
Text recipe_fold_key(const Recipe *recipe, const Text *fields, size_t count, const RecipeRow *row,
                     Arena *scratch);
Text recipe_gather_key(const Recipe *recipe, const Text *fields, size_t count, Arena *scratch);

// ---- for bilat profiles ----

bool profiles_write_list(const Profiles *profiles, Sink *sink);
// The profile with a comment at each key: a template to copy.
bool profile_write(const Profile *profile, Sink *sink);
// A first profile for an unknown table, from its header and its first rows. False: it is no table, or writing failed.
bool profile_draft(const Profiles *profiles, Text name, Text head, bool is_whole, Sink *sink);
// The keys as a list for the manual page, in mdoc.
bool profile_write_keys(Sink *sink);

#endif
