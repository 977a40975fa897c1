// Shared by the files profile*.c and plain_row.c alone: the table of keys, column references, heads split into fields.
#ifndef BILAT_LOADERS_PROFILE_OWN_H
#define BILAT_LOADERS_PROFILE_OWN_H

#include "loaders/profile.h"

// ---- the table of keys (profile_keys.c) ----

typedef enum KeyType {
    KEY_TEXT,    // as it stands
    KEY_WORD,    // one of the range
    KEY_WORDS,   // a list of words of the range
    KEY_LIST,    // a list of any texts
    KEY_NUMBER,  // a whole number
    KEY_NUMBERS, // a list of them
    KEY_COLUMN, // a column: its name or number; A || B: the first that is there; A?: need not be there
    KEY_COLUMNS,    // a list of columns; A..B: all from A to B
    KEY_FORMS,      // a list of date forms
    KEY_CONDITION,  // "Column is a|b", "Column is not a|b"
    KEY_CONDITIONS, // one such, and more in numbered keys
    KEY_TEMPLATE,   // a column, or a text with holes
    KEY_SCHEME,     // name of a scheme
    KEY_KIND,       // a kind of event
    KEY_MARK,       // a separator of one character or more, or its name
    KEY_MAP,        // any keys: CODE = value
} KeyType;

typedef struct KeyRow {
    Text section, name; // name "*": any key of that section
    KeyType type;
    Text range, fallback, help;
} KeyRow;

extern const KeyRow profile_key_rows[PROFILE_KEYS];

// The key of a row, PROFILE_KEYS where there is none: "names2" is `names`, "participant2" the section `participant`.
ProfileKey profile_key_of(const ConfigRow *row);
// For "did you mean": a section, or where the section is right a key of it. May be empty.
Text profile_key_nearest(const ConfigRow *row);
Text profile_key_type_name(KeyType type); // "column", "list of columns" …

// The kind of that name, KIND_UNKNOWN where it is none.
uint8_t profile_kind_by_name(Text name);
Text profile_kind_name(uint8_t kind);
// PRECISION_DAY … of "day", "about", "month", "year"; KIND_UNKNOWN.
typedef enum Precision {
    PRECISION_DAY = 1,
    PRECISION_ABOUT,
    PRECISION_MONTH,
    PRECISION_YEAR
} Precision;
uint8_t profile_precision_by_name(Text name);
// A separator by its name ("comma", "tab" …), or as it stands.
Text profile_mark(Text name);

// ---- values (profile.c) ----

// The value, or the key's fallback.
Text profile_value(const Profile *profile, ProfileKey key);
bool profile_is_yes(const Profile *profile, ProfileKey key);
// The parts of a list, blanks cut.
CountryNames profile_list(Text list, Arena *arena);
// Parts "Column is not a|b"; false: it is no condition.
bool profile_split_condition(Text text, Text *column, bool *is_negated, Text *values);
// A problem at a row of the profile; nothing where `problems` is NULL.
void profile_problem(Problems *problems, const ConfigRow *row, const char *format, ...)
    PRINTF_LIKE(3, 4);
// The last row of that key, or NULL.
const ConfigRow *profile_row_of(const Profile *profile, ProfileKey key);

// ---- writing (profile_write.c) ----

enum { INI_LINE = 1200 }; // longer than a line that ini_load takes
bool sink_printf(Sink *sink, const char *format, ...) PRINTF_LIKE(2, 3);
void profile_write_comment(Sink *sink, Text text); // wrapped
void profile_write_value(Sink *sink, Text key, Text value);

// ---- heads (profile_head.c) ----

enum { HEAD_ROWS = 64, HEAD_FIELDS = 1024 };

typedef struct Head { // the first records of a file under one delimiter and quoting
    Text *rows[HEAD_ROWS];
    size_t counts[HEAD_ROWS];
    size_t row_count;
} Head;

// Splits what stands complete in the head. Blank lines are left out.
void head_split(Text head, char delimiter, bool has_quotes, bool is_whole, Arena *scratch,
                Head *out);
// The layout of a head under a profile: names from its header or from the profile. False: there is nothing in it.
bool head_lay_out(const Profile *profile, const Head *head, char delimiter, Arena *scratch,
                  Layout *layout);

// ---- unknown tables (profile_draft.c) ----

// The layout of a table that no profile knows. False: it does not look like one.
bool draft_lay_out(Text head, bool is_whole, Arena *scratch, Layout *layout);
// The column that looks most like a date.
bool draft_find_date(const Layout *layout, Arena *scratch, size_t *column);

// ---- binding (profile_bind.c) ----

typedef struct BindCount {
    size_t used;        // columns of the layout that the profile uses
    size_t missing;     // columns that it needs and the layout has not
    Text first_missing; // as the profile writes it
} BindCount;

// As recipe_bind; `counted` may be NULL.
Recipe *recipe_bind_counted(const Profile *profile, const Layout *layout, Arena *arena,
                            Problems *problems, BindCount *counted);
// Index of the column of that name, in any case, or of that number; PROFILE_NO_COLUMN: it is not there.
uint16_t layout_find_column(const Layout *layout, const CountryNames *lent, Text name);

typedef struct Binder {
    const Profile *profile;
    const Layout *layout;
    CountryNames lent; // columns of a looked-up table
    Arena *arena;
    Problems *problems; // NULL: nothing is reported
    Recipe *recipe;
    bool *is_used; // per column of the layout
    BindCount count;
} Binder;

// The next item of "A || B | C": a single "|" parts them.
Text bind_cut_item(Text *rest);

// The column that a reference means ("A || B?"); reports one that is needed and not there.
uint16_t bind_column(Binder *binder, Text reference, const ConfigRow *row);
Template bind_template(Binder *binder, ProfileKey key); // profile_template.c
void bind_countries(Binder *binder);                    // profile_countries.c

// ---- rows (profile_row.c) ----

// The date of a row; false where there is none that can be read.
bool recipe_read_date(const Recipe *recipe, const Text *fields, size_t count, Date *date);

bool condition_holds(const Recipe *recipe, const ConditionRecipe *condition, const Text *fields,
                     size_t count);
// profile_template.c
Text template_render(const Recipe *recipe, const Template *as, const Text *fields, size_t count,
                     Arena *scratch);
// profile_countries.c
void read_countries(const Recipe *recipe, const Text *fields, size_t count, SchemeMemo *memo,
                    RecipeRow *row);

#endif
