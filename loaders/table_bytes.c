#include <config.h>
#include "loaders/table_bytes.h"

#include "model/utf8.h"

enum { SHOWN_BYTES = 60, SHOWN_BEFORE = 20 }; // of a value, in a message

Problem table_problem(const FieldPlace *place, ProblemKind kind, Severity severity)
{
    Problem where = PROBLEM_IN(kind, severity, place->source->path);
    where.source = place->source->id;
    where.offset = place->record->offset;
    if (place->column < place->record->field_count)
        where.offset += place->record->fields[place->column].start;
    return where;
}

// Eight at a time: nearly all records are ASCII without NUL.
static bool is_ascii_text(Text bytes)
{
    uint64_t high = 0, word;
    size_t at = 0;
    for (; at + 8 <= bytes.len; at += 8) {
        memcpy(&word, bytes.ptr + at, 8);
        high |= word | (word - 0x0101010101010101u); // a NUL borrows from its top bit
    }
    for (; at < bytes.len; at++)
        high |= (unsigned char)bytes.ptr[at] ? (unsigned char)bytes.ptr[at] : 0x80u;
    return (high & 0x8080808080808080u) == 0;
}

static bool is_plain(Text bytes)
{
    return is_ascii_text(bytes) ||
           (text_find_char(bytes, '\0') == TEXT_NOWHERE && utf8_valid(bytes, NULL));
}

static void report_bytes(const ByteCheck *check, const FieldPlace *place)
{
    Problems *problems = builder_problems(check->load->builder);
    Text raw = records_raw_field(place->record, place->column);
    size_t wrong = 0;
    bool is_utf8 = utf8_valid(raw, &wrong), has_fallback = check->fallback.len > 0;
    Text shown = text_sub(raw, wrong > SHOWN_BEFORE ? wrong - SHOWN_BEFORE : 0, SHOWN_BYTES);
    if (is_utf8)
        problem_at(problems, table_problem(place, PROBLEM_ENCODING, SEVERITY_WARNING),
                   "expected text in \"%.*s\", found a NUL byte; it is kept",
                   TEXT_ARG(place->name));
    else if (has_fallback)
        problem_at(problems, table_problem(place, PROBLEM_ENCODING, SEVERITY_NOTE),
                   "expected UTF-8 in \"%.*s\", found \"%.*s\"; it is read as %.*s",
                   TEXT_ARG(place->name), TEXT_ARG(shown), TEXT_ARG(check->fallback));
    else
        problem_at(problems, table_problem(place, PROBLEM_ENCODING, SEVERITY_WARNING),
                   "expected UTF-8 in \"%.*s\", found \"%.*s\"; the bytes are kept",
                   TEXT_ARG(place->name), TEXT_ARG(shown));
}

void table_check_bytes(const ByteCheck *check, const Record *record)
{
    bool is_utf8 = text_equal_nocase(check->source->encoding, TEXT("UTF-8"));
    if (!is_utf8 || is_plain((Text){record->bytes, record->length}))
        return;
    for (size_t i = 0; i < record->field_count; i++)
        if (!is_plain(records_raw_field(record, i)))
            report_bytes(check, &(FieldPlace){check->source, record, i, check->names[i]});
}
