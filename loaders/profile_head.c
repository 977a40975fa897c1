// The first bytes of a table split into fields, and what layout they have under a profile. For heads of some KiB only:
// records.c reads tables.
#include <config.h>
#include "loaders/profile_own.h"

#include "loaders/json_records.h"

typedef struct Cutter {
    Text rest;
    char delimiter;
    bool has_quotes, is_whole;
    bool is_row_ended; // the field just cut was the last one of its row
    bool is_cut_off;   // the head ends inside it
    Arena *scratch;
} Cutter;

static void end_field(Cutter *cutter, size_t at)
{
    Text rest = cutter->rest;
    cutter->is_row_ended = at >= rest.len || rest.ptr[at] != cutter->delimiter;
    cutter->is_cut_off = at >= rest.len && !cutter->is_whole;
    size_t skip = at < rest.len ? 1 : 0;
    if (at + 1 < rest.len && rest.ptr[at] == '\r' && rest.ptr[at + 1] == '\n')
        skip = 2;
    cutter->rest = text_sub(rest, at + skip, rest.len);
}

static bool ends_field(const Cutter *cutter, char c)
{
    return c == cutter->delimiter || c == '\n' || c == '\r';
}

static Text cut_quoted(Cutter *cutter)
{
    Buffer field = buffer_in(cutter->scratch);
    size_t at = 1;
    for (; at < cutter->rest.len; at++) {
        char c = cutter->rest.ptr[at];
        if (c == '"' && at + 1 < cutter->rest.len && cutter->rest.ptr[at + 1] == '"')
            at++;
        else if (c == '"')
            break;
        buffer_add_char(&field, c);
    }
    bool is_open = at >= cutter->rest.len;
    while (at < cutter->rest.len && !ends_field(cutter, cutter->rest.ptr[at]))
        at++; // whatever stands behind the closing quote
    end_field(cutter, at);
    cutter->is_cut_off = cutter->is_cut_off || is_open;
    return buffer_text(&field);
}

static Text cut_field(Cutter *cutter)
{
    if (cutter->has_quotes && text_starts(cutter->rest, TEXT("\"")))
        return cut_quoted(cutter);
    size_t at = 0;
    while (at < cutter->rest.len && !ends_field(cutter, cutter->rest.ptr[at]))
        at++;
    Text field = text_sub(cutter->rest, 0, at);
    end_field(cutter, at);
    return field;
}

// False: the head ends inside the row, or nothing is left.
static bool cut_row(Cutter *cutter, Text *fields, size_t *count)
{
    *count = 0;
    if (cutter->rest.len == 0)
        return false;
    do {
        Text field = cut_field(cutter);
        if (*count < HEAD_FIELDS)
            fields[(*count)++] = field;
    } while (!cutter->is_row_ended);
    return !cutter->is_cut_off;
}

void head_split(Text head, char delimiter, bool has_quotes, bool is_whole, Arena *scratch,
                Head *out)
{
    if (text_starts(head, TEXT("\xEF\xBB\xBF")))
        head = text_sub(head, 3, head.len);
    if (delimiter == JSON_DELIMITER) {
        out->row_count = json_head(head, scratch, out->rows, out->counts, HEAD_ROWS);
        return;
    }
    Cutter cutter = {.rest = head,
                     .delimiter = delimiter,
                     .has_quotes = has_quotes,
                     .is_whole = is_whole,
                     .scratch = scratch};
    Text fields[HEAD_FIELDS];
    size_t count;
    out->row_count = 0;
    while (out->row_count < HEAD_ROWS && cut_row(&cutter, fields, &count)) {
        if (count == 1 && fields[0].len == 0)
            continue;
        Text *row = ARENA_ARRAY(scratch, Text, count);
        for (size_t i = 0; i < count; i++)
            row[i] = fields[i];
        out->rows[out->row_count] = row;
        out->counts[out->row_count++] = count;
    }
}

// ---- layouts ----

// The number of fields that most rows have.
static size_t usual_count(const Head *head, size_t first)
{
    size_t best = 0, best_rows = 0;
    for (size_t i = first; i < head->row_count; i++) {
        size_t rows = 0;
        for (size_t k = first; k < head->row_count; k++)
            rows += head->counts[k] == head->counts[i];
        if (rows > best_rows || (rows == best_rows && head->counts[i] > best)) {
            best_rows = rows;
            best = head->counts[i];
        }
    }
    return best;
}

// Without a header: as the profile expects, whatever single rows have, else as most rows are.
static size_t expected_count(const Profile *profile, const Head *head)
{
    size_t widest = 0;
    for (size_t i = 0; i < PROFILE_LISTED; i++)
        widest = profile->column_counts[i] > widest ? profile->column_counts[i] : widest;
    return widest ? widest : usual_count(head, 0);
}

static void name_columns(const Profile *profile, const Text *header, Layout *layout, Arena *scratch)
{
    layout->names = ARENA_ARRAY(scratch, Text, layout->column_count);
    for (size_t i = 0; i < layout->column_count; i++) {
        if (header)
            layout->names[i] = text_trim(header[i]);
        else if (i < profile->column_names.count)
            layout->names[i] = profile->column_names.items[i];
        if (layout->names[i].len == 0)
            layout->names[i] = arena_printf(scratch, "column %zu", i + 1);
    }
}

// Rows of another width than the header: of their own names where the profile has as many, else the header counts.
static bool rows_have_own_names(const Profile *profile, const Head *head)
{
    if (head->row_count < 2 || profile->column_names.count == 0)
        return false;
    size_t count = usual_count(head, 1);
    return count != head->counts[0] && count == profile->column_names.count;
}

bool head_lay_out(const Profile *profile, const Head *head, char delimiter, Arena *scratch,
                  Layout *layout)
{
    if (head->row_count == 0)
        return false;
    *layout = (Layout){.delimiter = delimiter,
                       .has_quotes = profile->has_quotes,
                       .has_header = profile->has_header};
    bool is_header_good = profile->has_header && !rows_have_own_names(profile, head);
    size_t first = profile->has_header ? 1 : 0;
    if (is_header_good)
        layout->column_count = head->counts[0];
    else
        layout->column_count =
            profile->has_header ? profile->column_names.count : expected_count(profile, head);
    name_columns(profile, is_header_good ? head->rows[0] : NULL, layout, scratch);
    layout->row_count = head->row_count - first;
    layout->rows = ARENA_ARRAY(scratch, Text *, layout->row_count);
    layout->row_counts = ARENA_ARRAY(scratch, size_t, layout->row_count);
    for (size_t i = 0; i < layout->row_count; i++) {
        layout->rows[i] = head->rows[first + i];
        layout->row_counts[i] = head->counts[first + i];
    }
    return true;
}

bool profile_lay_out(const Profile *profile, Text head, bool is_whole, Arena *scratch,
                     Layout *layout)
{
    // Of several delimiters the one that makes most fields.
    size_t most = 0;
    bool has_layout = false;
    for (const char *delimiter = profile->delimiters; *delimiter; delimiter++) {
        Head *split = ARENA_NEW(scratch, Head);
        head_split(head, *delimiter, profile->has_quotes, is_whole, scratch, split);
        Layout found;
        if (!head_lay_out(profile, split, *delimiter, scratch, &found) ||
            found.column_count <= most)
            continue;
        most = found.column_count;
        *layout = found;
        has_layout = true;
    }
    return has_layout;
}
