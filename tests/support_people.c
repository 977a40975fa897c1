// For tests of the later steps of the readout loader.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loaders/readout/groups.h"
#include "loaders/readout/home.h"
#include "loaders/readout/lines.h"
#include "loaders/readout/press.h"
#include "loaders/readout/roles.h"
#include "tests/support_people.h"

static Read page;

static Readout *begin(Text bytes)
{
    Arena *scratch = lexicon_test.scratch;
    arena_reset(scratch);
    Source *source = source_in_memory(scratch, TEXT("x.txt"), arena_text(scratch, bytes), NULL);
    Reading reading = {.words = lexicon_test.lexicon->readout,
                       .scratch = scratch,
                       .keep = scratch,
                       .problems = &lexicon_test.problems};
    page = (Read){0};
    assert_true(document_read(&reading, source, bytes, &page.document));
    page.readout = (Readout){.lexicon = lexicon_test.lexicon,
                             .arena = scratch,
                             .problems = &lexicon_test.problems,
                             .document = &page.document,
                             .source = source};
    return &page.readout;
}

const Read *read_page(Text bytes)
{
    Readout *readout = begin(bytes);
    lines_find(readout);
    people_find(readout);
    event_find_lead(readout);
    event_find_kind(readout);
    groups_find(readout);
    press_find(readout);
    home_find(readout);
    roles_guess(readout);
    attribution_find(readout, &page.statements);
    event_find(readout, &page.statements, &page.happenings);
    return &page;
}

const Read *read_words(Text sentence)
{
    Readout *readout = begin(sentence);
    for (size_t i = 0; i < page.document.paragraphs.count; i++)
        page.document.paragraphs.items[i].part = PART_BODY;
    lines_find(readout);
    return &page;
}

const Person *person_named(const Read *read, const char *name)
{
    for (size_t i = 0; i < read->readout.persons.count; i++)
        if (text_equal(read->readout.persons.items[i].name, text_from(name)))
            return &read->readout.persons.items[i];
    fail_msg("nobody is named %s", name);
    return NULL;
}

static Text file_content(Arena *arena, const char *name)
{
    const char *folder = getenv("srcdir");
    Text path = arena_printf(arena, "%s/tests/cases/%s", folder ? folder : ".", name);
    FILE *file = fopen(path.ptr, "rb");
    if (!file)
        fail_msg("%s: cannot be opened", path.ptr);
    Buffer bytes = buffer_in(arena);
    for (int c = getc(file); c != EOF; c = getc(file))
        buffer_add_char(&bytes, (char)c);
    fclose(file);
    return buffer_text(&bytes);
}

static Text with_line_ends(Arena *arena, Text text)
{
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < text.len; i++) {
        bool is_escape = text.ptr[i] == '\\' && i + 1 < text.len && text.ptr[i + 1] == 'n';
        buffer_add_char(&out, is_escape ? '\n' : text.ptr[i]);
        i += is_escape;
    }
    return buffer_text(&out);
}

static size_t failures; // of the cases of a file: all are told, then the test fails

void assert_case(Text input, Text expected, Text found)
{
    if (text_equal(expected, found))
        return;
    print_error("\"%.*s\":\nexpected\n%.*s\nfound\n%.*s\n", TEXT_ARG(input), TEXT_ARG(expected),
                TEXT_ARG(found));
    failures++;
}

void each_case(const char *name, void (*check)(Text input, Text expected))
{
    Arena *arena = arena_new();
    Text rest = file_content(arena, name);
    size_t count = 0;
    failures = 0;
    while (rest.ptr) {
        Text input = text_cut(&rest, '\n');
        if (input.len == 0 || input.ptr[0] == '#')
            continue;
        const char *from = rest.ptr;
        size_t len = 0;
        for (Text line; rest.ptr && (line = text_cut(&rest, '\n')).len > 0;)
            len = (size_t)(line.ptr + line.len - from);
        check(with_line_ends(arena, input), (Text){from, len});
        count++;
    }
    arena_free(arena);
    assert_true(count > 0);
    assert_int_equal(failures, 0);
}
