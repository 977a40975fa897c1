// Why a file that looks like a table is no table of events.
#include <config.h>
#include "loaders/table_layout.h"

enum { NAMES_SHOWN = 8, NAME_BYTES = 40 }; // longer lines of words are no names of columns

// The fields of the line that begins at `*at`, which goes behind it; 0 where it does not end in `head`.
static size_t count_fields(Text head, char delimiter, size_t *at, Arena *scratch, FieldSpans *spans)
{
    Text rest = text_sub(head, *at, head.len);
    Scan scan = {.window = rest, .is_last = true, .delimiter = delimiter, .arena = scratch};
    if (rest.len == 0 || scan_record(&scan) != SCAN_RECORD)
        return 0;
    *at += scan.next;
    *spans = scan.spans;
    return scan.spans.count;
}

// Two columns or more, short names above them, and as many fields in the next line.
static bool is_table(Text head, char delimiter, Arena *scratch, Record *header)
{
    size_t at = 0;
    FieldSpans names, fields;
    size_t count = count_fields(head, delimiter, &at, scratch, &names);
    for (size_t i = 0; i < count; i++)
        if (names.items[i].length > NAME_BYTES)
            return false;
    *header = (Record){
        .bytes = head.ptr, .length = (uint32_t)at, .fields = names.items, .field_count = count};
    return count > 1 && count_fields(head, delimiter, &at, scratch, &fields) == count;
}

// ", day, when": what a column may be called besides its own name.
static void add_choices(Buffer *out, const Profile *profile, ProfileKey key, size_t most)
{
    CountryNames names = profile_column_choices(profile, key, out->arena);
    size_t shown = 0;
    for (size_t i = 0; i < names.count && shown < most; i++) {
        bool is_own = field_by_name(event_field_names, EVENT_FIELDS, names.items[i]) < EVENT_FIELDS;
        if (!is_own)
            buffer_printf(out, ", %.*s", TEXT_ARG(names.items[i]));
        shown += !is_own;
    }
}

static Text describe(const TableLayout *form, const Profile *profile, Arena *scratch)
{
    Buffer out = buffer_in(scratch);
    bool has_date = form->column_of[EVENT_DATE] != NO_COLUMN;
    bool has_words =
        form->column_of[EVENT_TITLE] != NO_COLUMN || form->column_of[EVENT_TEXT] != NO_COLUMN;
    if (has_date && has_words)
        return TEXT("");
    buffer_add(&out, TEXT("columns "));
    for (size_t i = 0; i < form->column_count && i < NAMES_SHOWN; i++)
        buffer_printf(&out, "%s%.*s", i ? ", " : "", TEXT_ARG(form->names[i]));
    if (form->column_count > NAMES_SHOWN)
        buffer_add(&out, TEXT(" \xE2\x80\xA6"));
    buffer_add(&out, TEXT(": none is known as "));
    if (!has_date) {
        buffer_add(&out, TEXT("a date (date"));
        add_choices(&out, profile, PROFILE_KEY_DATE, 2);
        buffer_add(&out, TEXT(" \xE2\x80\xA6)"));
    }
    if (!has_date && !has_words)
        buffer_add(&out, TEXT(" or as "));
    if (!has_words) {
        buffer_add(&out, TEXT("a title or text (title"));
        add_choices(&out, profile, PROFILE_KEY_EVENT_TITLE, 1);
        add_choices(&out, profile, PROFILE_KEY_TEXT, 1);
        buffer_add(&out, TEXT(" \xE2\x80\xA6)"));
    }
    return buffer_text(&out);
}

Text table_layout_lack(Text head, const Profile *profile, Arena *scratch)
{
    static const char delimiters[] = {';', '\t', ','};
    if (table_layout_has_mark(head))
        head = text_sub(head, 3, head.len);
    for (size_t i = 0; i < sizeof delimiters; i++) {
        Record header;
        TableReading reading = {delimiters[i], TEXT(""), profile};
        if (is_table(head, delimiters[i], scratch, &header))
            return describe(table_layout_try(&header, reading, scratch), profile, scratch);
    }
    return TEXT("");
}
