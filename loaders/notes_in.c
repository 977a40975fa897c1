#include <config.h>
#include "loaders/notes_in.h"

#include "loaders/open.h"
#include "loaders/records.h"

#include <errno.h>
#include <unistd.h>

enum { // columns of NOTES_HEADER
    AT_ID,
    AT_DATE,
    AT_COUNTRIES,
    AT_TITLE,
    AT_PART,
    AT_WORDS,
    AT_REPEAT,
    AT_FIELD,
    AT_VALUE,
    AT_ORIGINAL,
};

typedef struct Reading {
    const Source *source;
    NotesFile file;
    Arena *arena;
    NoteRecords *records;
    Problems *problems;
} Reading;

bool notes_is_head(Text head)
{
    if (text_starts(head, TEXT("\xEF\xBB\xBF")))
        head = text_sub(head, 3, head.len);
    return text_starts(head, TEXT(NOTES_HEADER));
}

static bool refuse(const Reading *reading, const Record *record, const char *expected, Text found)
{
    Problem where = PROBLEM_IN(PROBLEM_VALUE, SEVERITY_ERROR, reading->source->path);
    where.source = reading->source->id;
    where.offset = record->offset;
    problem_at(reading->problems, where, "expected %s, found \"%.*s\"", expected, TEXT_ARG(found));
    return false;
}

static bool read_repeat(Text text, uint32_t *repeat)
{
    int64_t number = 0;
    if (text.len && (!text_integer(text, &number) || number < 0 || number > UINT32_MAX))
        return false;
    *repeat = (uint32_t)number;
    return true;
}

static bool read_line(const Reading *reading, const Record *record)
{
    Text columns[NOTES_COLUMNS];
    for (size_t i = 0; i < NOTES_COLUMNS; i++)
        columns[i] = records_field(record, i, reading->arena);
    NoteRecord note = {
        .event = {columns[AT_ID], columns[AT_DATE], columns[AT_COUNTRIES], columns[AT_TITLE]},
        .words = {.words = columns[AT_WORDS]},
        .value = columns[AT_VALUE],
        .original = columns[AT_ORIGINAL],
    };
    if (!note_part_by_name(columns[AT_PART], &note.part))
        return refuse(reading, record, "event, participant or position", columns[AT_PART]);
    if (!note_field_by_name(columns[AT_FIELD], &note.field) ||
        note_field_file(note.field) != reading->file ||
        note_field_column(note.field, note.part) == NOTE_NO_COLUMN)
        return refuse(reading, record, "a field that is kept here", columns[AT_FIELD]);
    if (!read_repeat(columns[AT_REPEAT], &note.words.repeat))
        return refuse(reading, record, "a number", columns[AT_REPEAT]);
    ARENA_PUSH(reading->arena, reading->records, note);
    return true;
}

static bool read_lines(const Reading *reading, RecordReader *reader)
{
    bool is_whole = true;
    for (;;) {
        Record record;
        switch (records_next(reader, &record, reading->problems)) {
        case RECORDS_END:
            return is_whole;
        case RECORDS_FAILED:
            return false;
        case RECORD_BROKEN:
            is_whole = false;
            break;
        case RECORD_READ:
            is_whole = read_line(reading, &record) && is_whole;
            break;
        }
    }
}

static bool read_source(const Reading *reading)
{
    RecordReader *reader = records_open(reading->source, 0, ',', reading->arena);
    Record header;
    RecordResult result = records_next(reader, &header, reading->problems);
    if (result == RECORDS_END)
        return true;
    if (result != RECORD_READ)
        return false;
    Text line = {header.bytes, header.length};
    if (!text_equal(line, TEXT(NOTES_HEADER)))
        return refuse(reading, &header, "the first line of a file of notes", line);
    records_expect(reader, NOTES_COLUMNS);
    return read_lines(reading, reader);
}

bool notes_read(Text path, NotesFile file, Arena *arena, NoteRecords *records, Problems *problems)
{
    Text name = arena_text(arena, path);
    if (access(name.ptr, F_OK) != 0 && errno == ENOENT)
        return true;
    Source *source;
    if (!open_source(name, arena, NULL, &source, problems))
        return false;
    size_t known = problems->count;
    Reading reading = {source, file, arena, records, problems};
    bool is_whole = read_source(&reading);
    source_locate_problems(source, problems->items + known, problems->count - known);
    for (size_t i = known; i < problems->count; i++) // it is none of the timeline's sources
        problems->items[i].source = PROBLEM_NO_SOURCE;
    open_close(source);
    return is_whole;
}
