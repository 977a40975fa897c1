// For tests of the first steps of the readout loader.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loaders/ini.h"
#include "tests/support_readout.h"

static void load_words(Fixture *fixture, Config *config, const char *name)
{
    const char *folder = getenv("BILAT_ASSETS");
    Text path = arena_printf(fixture->keep, "%s/%s", folder ? folder : "assets", name);
    if (!ini_load(path, config, &fixture->problems) || fixture->problems.count)
        fail_msg("%s: %.*s", name,
                 TEXT_ARG(problem_text(&fixture->problems.items[0], fixture->keep)));
}

int fixture_set_up(void **state)
{
    Arena *keep = arena_new();
    Fixture *fixture = ARENA_NEW(keep, Fixture);
    fixture->keep = keep;
    fixture->scratch = arena_new();
    fixture->problems = problems_in(keep);
    Config config = {.arena = keep};
    load_words(fixture, &config, "languages.ini");
    load_words(fixture, &config, "boilerplate.ini");
    fixture->words = readout_words_new(&config, keep);
    *state = fixture;
    return 0;
}

int fixture_tear_down(void **state)
{
    Fixture *fixture = *state;
    arena_free(fixture->scratch);
    arena_free(fixture->keep);
    return 0;
}

bool fixture_read_bytes(Fixture *fixture, Text bytes)
{
    fixture->problems = problems_in(fixture->keep);
    fixture->source = source_in_memory(fixture->keep, TEXT("x.txt"), bytes, NULL);
    Reading reading = {.words = fixture->words,
                       .scratch = fixture->scratch,
                       .keep = fixture->keep,
                       .problems = &fixture->problems};
    return document_read(&reading, fixture->source, bytes, &fixture->document);
}

bool fixture_read(Fixture *fixture, const char *bytes)
{
    return fixture_read_bytes(fixture, text_from(bytes));
}

Text fixture_parts(Fixture *fixture)
{
    static const char *const names[] = {"TITLE", "TEASER", "DATE", "SECTION",
                                        "BODY",  "CLOSER", "AFTER"};
    const Document *document = &fixture->document;
    Buffer out = buffer_in(fixture->scratch);
    for (size_t i = 0; i < document->paragraphs.count; i++) {
        Paragraph paragraph = document->paragraphs.items[i];
        buffer_printf(&out, "%s%s%s ", i ? "|" : "", names[paragraph.part],
                      paragraph.is_item ? "*" : "");
        buffer_add(&out, document_part(document, paragraph));
    }
    return buffer_text(&out);
}

static bool is_inside_character(Text text, size_t at)
{
    return at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
}

static bool is_inside_break(Text text, size_t at)
{
    return at > 0 && at < text.len && text.ptr[at] == '\n' && text.ptr[at - 1] == '\n';
}

static void check_slice(Fixture *fixture, size_t start, size_t end)
{
    Text text = fixture->document.text;
    if (is_inside_character(text, start) || is_inside_character(text, end) ||
        is_inside_break(text, start) || is_inside_break(text, end))
        return;
    ArenaMark mark = arena_mark(fixture->scratch);
    Slice slice = document_slice(&fixture->document, start, end);
    Text shown = document_slice_text(fixture->source, slice, fixture->scratch);
    Text expected = text_sub(text, start, end - start);
    if (!text_equal(shown, expected))
        fail_msg("bytes %zu+%zu: expected \"%.*s\", shown \"%.*s\"", start, end - start,
                 TEXT_ARG(expected), TEXT_ARG(shown));
    arena_rewind(fixture->scratch, mark);
}

void fixture_check_slices(Fixture *fixture, size_t step)
{
    const Document *document = &fixture->document;
    check_slice(fixture, 0, document->text.len);
    for (size_t i = 0; i < document->paragraphs.count; i++)
        check_slice(fixture, document->paragraphs.items[i].start,
                    document->paragraphs.items[i].end);
    for (size_t start = 0; start < document->text.len; start += step) {
        for (size_t end = start; end <= document->text.len; end += step)
            check_slice(fixture, start, end);
    }
}

Text fixture_file(Fixture *fixture, const char *name)
{
    const char *folder = getenv("srcdir");
    Text path = arena_printf(fixture->keep, "%s/tests/%s", folder ? folder : ".", name);
    FILE *file = fopen(path.ptr, "rb");
    if (!file)
        fail_msg("%s: cannot be opened", path.ptr);
    Buffer bytes = buffer_in(fixture->keep);
    for (int c = getc(file); c != EOF; c = getc(file))
        buffer_add_char(&bytes, (char)c);
    fclose(file);
    return buffer_text(&bytes);
}

void fixture_each_case(Fixture *fixture, const char *name,
                       void (*check)(Fixture *fixture, Text input, Text expected))
{
    Text path = arena_printf(fixture->keep, "cases/%s", name);
    Text rest = fixture_file(fixture, path.ptr);
    size_t count = 0;
    while (rest.ptr) {
        Text input = text_cut(&rest, '\n');
        const char *from = rest.ptr;
        size_t len = 0;
        for (Text line; rest.ptr && (line = text_cut(&rest, '\n')).len > 0;)
            len = (size_t)(line.ptr + line.len - from);
        if (input.len == 0)
            continue;
        check(fixture, input, (Text){from, len});
        arena_reset(fixture->scratch);
        count++;
    }
    assert_true(count > 0);
}

static int hexadecimal(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

Text fixture_unescape(Fixture *fixture, Text text)
{
    Buffer out = buffer_in(fixture->keep);
    for (size_t i = 0; i < text.len; i++) {
        bool is_escape = text.ptr[i] == '\\' && i + 1 < text.len;
        if (is_escape && text.ptr[i + 1] == 'n') {
            buffer_add_char(&out, '\n');
            i++;
        } else if (is_escape && text.ptr[i + 1] == 'x' && i + 3 < text.len) {
            int byte = hexadecimal(text.ptr[i + 2]) * 16 + hexadecimal(text.ptr[i + 3]);
            buffer_add_char(&out, (char)byte);
            i += 3;
        } else {
            buffer_add_char(&out, text.ptr[i]);
        }
    }
    return buffer_text(&out);
}
