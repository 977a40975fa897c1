// How one table is laid out: which column holds what. Made from its header, and then the answer to every question
// about its records: fields, columns and slices are read from the file again when they are shown.
#ifndef BILAT_LOADERS_TABLE_LAYOUT_H
#define BILAT_LOADERS_TABLE_LAYOUT_H

#include "loaders/profile.h"
#include "loaders/records.h"
#include "loaders/table_reader.h"
#include "loaders/table_repeats.h"

#include <stdatomic.h>

#define NO_COLUMN SIZE_MAX

typedef struct TableLayout {
    uint64_t serial;
    char delimiter;
    Text encoding;   // as iconv calls it; empty: UTF-8
    void *converter; // held open, so that others of the encoding open fast; NULL: none
    bool is_own;     // our events.csv: every column is answered as it was read
    bool
        is_escaped; // as bilat writes TSV: a quote is a plain character, \t \n \r \\ stand for what would part fields
    bool
        has_mark; // begins with a byte order mark, as spreadsheets write it: ="1972-02" is the text 1972-02
    _Atomic(const char *)
        late_encoding; // found when rows were shown already, which are ASCII; NULL: as above
    size_t column_count;
    Text *names; // of the columns, as read
    size_t column_of[EVENT_FIELDS];
    size_t end;            // column of the last day, where that stands apart; NO_COLUMN: none
    size_t second_country; // column of the second of two countries; NO_COLUMN: none
    struct TableExtra {
        size_t column;
        Text name; // with `.2` behind it where one of our columns, or one before it, has the name
    } * extras;    // columns that are none of ours
    size_t extra_count;
    Text id_name; // of the extra column that holds ids which are not kept
    atomic_bool
        has_odd_ids; // there is such an id, so that this column is an extra one, behind the others
    TableRepeats *repeats; // records whose id another event has already; NULL: none has
    void (*close_reader)(Source *source); // private: the reader's own close
} TableLayout;

// How the header is to be taken.
typedef struct TableReading {
    char delimiter;
    Text encoding;          // as TableLayout.encoding
    const Profile *profile; // what else columns may be called than in our tables; NULL: nothing
} TableReading;

// The form for the first record of a table: NULL where it is no header of events (no date, neither title nor text).
// Names are compared without case; what the profile calls a column counts where our own name is not there.
TableLayout *table_layout_of(const Record *header, TableReading reading, Arena *arena);
// The same whatever it lacks.
TableLayout *table_layout_try(const Record *header, TableReading reading, Arena *arena);
// Of JSON lines that bilat wrote: members are columns.
TableLayout *table_layout_of_members(const Text *names, size_t count, Arena *arena);
bool table_layout_is_json(const TableLayout *form);
// What `head` lacks to begin a table of events, in words that follow the columns it has; empty where it is no table.
Text table_layout_lack(Text head, const Profile *profile, Arena *scratch);
// The separator that makes a table of events of the first line of `head`, and 0 where none does.
char table_layout_delimiter(Text head, const Profile *profile, Arena *scratch);
// The same for tables that bilat wrote.
char table_layout_own_delimiter(Text head, Arena *scratch);
// The same for any table: the separator that gives the most columns among those with which the line is a header.
typedef bool (*IsHeader)(const Record *header, const void *context, char delimiter, Arena *scratch);
char table_layout_delimiter_of(Text head, IsHeader is_header, const void *context, Arena *scratch);
// The first bytes of a source.
Text table_layout_head(const Source *source, size_t most, Arena *arena);
bool table_layout_has_mark(Text head);

// ="text" as spreadsheets keep a text from becoming a date or a number: the text. Anything else stays.
Text table_layout_unwrap(Text field, Arena *scratch);
// The reverse of table_tsv_field. A backslash before anything else stays.
Text table_layout_unescape(Text field, Arena *scratch);
// From the first byte: the header is the first record, where there is one.
TableReader table_layout_open(const TableLayout *form, const Source *source, Arena *arena);
// A record of a source whose form is a TableLayout once more. It stays good until the next call in this thread and while
// `scratch` is not reset.
bool table_layout_fetch(const Source *source, uint64_t offset, Arena *scratch, Record *record);
// A field of a record as it reads under this form.
Text table_layout_field(const TableLayout *form, const Record *record, size_t column,
                        Arena *scratch);

// The id of a record without one: "c" and a short hash of its bytes, and its number where it has one.
Text table_layout_record_id(const TableLayout *form, const Record *record, Arena *scratch);
// Before the first of them, and after table_layout_set: makes room for repeats. `arena` lives as long as the source,
// and its escape serves for what is added.
void table_layout_hold_repeats(TableLayout *form, Arena *arena);
// From now on `.n` (from 2) stands behind the id of the record at `offset`. Called by the loader thread, while others
// may ask for ids.
void table_layout_add_repeat(TableLayout *form, uint64_t offset, uint32_t n);
// An id begins with a letter; others are not kept, but stay visible as a column.
bool table_layout_keeps_id(Text id);

// Of a form that was made while the encoding was open; others may ask for fields meanwhile. Empty: UTF-8, as it was.
void table_layout_set_encoding(TableLayout *form, Text encoding);
// From now on the source answers by this form.
void table_layout_set(Source *source, TableLayout *form, Arena *arena);

#endif
