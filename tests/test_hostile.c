// Texts that no ministry writes: no full stop, names without end, deep pages, control characters. Whatever they are,
// twice as much of it takes about twice the work and twice the memory. Work is counted in questions that the steps of
// the readout loader ask of each other, not in time.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loaders/loader.h"
#include "loaders/readout/clauses.h"
#include "loaders/readout/offices.h"
#include "model/timeline.h"
#include "tests/support_files.h"
#include "tests/support_lexicon.h"

// ---- counting ----

static uint64_t asked;

Reference __real_reference_at(const Readout *readout, Range where, int near);
bool __real_name_at(const Readout *readout, Range where, Name *name);
bool __real_office_at(const Readout *readout, Range where, Office *office);
Verb __real_verb_at(const Readout *readout, Range where);
Subject __real_subject_at(const Readout *readout, Range where, int near);
bool __real_name_is_word(const Readout *readout, size_t at);
Text __real_tokens_text(const Tokens *tokens, Range range);
Reference __wrap_reference_at(const Readout *readout, Range where, int near);
bool __wrap_name_at(const Readout *readout, Range where, Name *name);
bool __wrap_office_at(const Readout *readout, Range where, Office *office);
Verb __wrap_verb_at(const Readout *readout, Range where);
Subject __wrap_subject_at(const Readout *readout, Range where, int near);
bool __wrap_name_is_word(const Readout *readout, size_t at);
Text __wrap_tokens_text(const Tokens *tokens, Range range);

Reference __wrap_reference_at(const Readout *readout, Range where, int near)
{
    asked++;
    return __real_reference_at(readout, where, near);
}

bool __wrap_name_at(const Readout *readout, Range where, Name *name)
{
    asked++;
    return __real_name_at(readout, where, name);
}

bool __wrap_office_at(const Readout *readout, Range where, Office *office)
{
    asked++;
    return __real_office_at(readout, where, office);
}

Verb __wrap_verb_at(const Readout *readout, Range where)
{
    asked++;
    return __real_verb_at(readout, where);
}

Subject __wrap_subject_at(const Readout *readout, Range where, int near)
{
    asked++;
    return __real_subject_at(readout, where, near);
}

bool __wrap_name_is_word(const Readout *readout, size_t at)
{
    asked++;
    return __real_name_is_word(readout, at);
}

Text __wrap_tokens_text(const Tokens *tokens, Range range)
{
    asked++;
    return __real_tokens_text(tokens, range);
}

// ---- loading ----

#define HEAD                                                                                       \
    "Readout of the Call\nMay 10, 2024\n\nOn May 10, 2024, Foreign Minister Wang Yi of China "     \
    "spoke by phone with Secretary of State Ann Hale of the United States. "

typedef struct Work {
    uint64_t asked, bytes;
    size_t events;
} Work;

static bool append(void *timeline, Segment *segment)
{
    timeline_append(timeline, segment);
    return true;
}

static Work work_of(const char *name, Text content)
{
    static const LoadSettings settings;
    Folder folder = folder_new();
    folder_write(&folder, name, content);
    Timeline *timeline = timeline_new(lexicon_test.lexicon->countries);
    LoadOpened opened = {.source_count = 0};
    Load request = {.opened = &opened,
                    .lexicon = lexicon_test.lexicon,
                    .settings = &settings,
                    .builder = builder_new(lexicon_test.lexicon->countries, append, timeline),
                    .scratch = arena_new(),
                    .arena = arena_new()};
    asked = 0;
    assert_true(load_inputs(&request, (LoadInputs){&folder.path, 1}));
    assert_true(builder_flush(request.builder));
    Work work = {asked, arena_bytes(request.scratch), timeline_event_count(timeline)};
    builder_free(request.builder);
    arena_free(request.scratch);
    arena_free(request.arena);
    timeline_free(timeline);
    folder_free(&folder);
    return work;
}

// `count` times `part` between beginning and end; "%" of a part is its number.
typedef struct Shape {
    const char *name, *file, *begin, *part, *end;
    size_t count;
} Shape;

static Text text_of(const Shape *shape, size_t times, Arena *arena)
{
    Buffer out = buffer_in(arena);
    buffer_add(&out, text_from(shape->begin));
    for (size_t i = 0; i < shape->count * times; i++)
        for (const char *c = shape->part; *c; c++) {
            if (*c == '%')
                buffer_printf(&out, "%zu", i);
            else
                buffer_add_char(&out, *c);
        }
    buffer_add(&out, text_from(shape->end));
    return buffer_text(&out);
}

static const Shape shapes[] = {
    {"no full stop", "x.txt", HEAD, "Wang Yi said that trade and peace go on and ", "", 2000},
    {"names in one sentence", "x.txt", HEAD "Present were ",
     "Anna% Kovac%, Minister of Trade of Chile, ", "and others.", 3000},
    {"names without commas", "x.txt", HEAD,
     "Anna Kovac Bela Toth Minister Sun Li of China and President Ho Chi ", ".", 1000},
    {"one name of many words", "x.txt", HEAD, "of the Anna Anna Anna Anna ", "said so.", 3000},
    {"offices joined by and", "x.txt", HEAD, "Minister of Trade and ", "others met.", 3000},
    {"offices inside offices", "x.txt", HEAD, "Deputy Minister of ", "Trade Anna Kovac said so.",
     3000},
    {"commas", "x.txt", HEAD, "Wang Yi, the ", "said that trade grows.", 6000},
    {"quotation marks", "x.txt", HEAD, "\"Wang Yi said, \"", "", 5000},
    {"brackets", "x.txt", HEAD, "of the (West) and ", "said.", 6000},
    {"dates", "x.txt", HEAD, "May 3 to 5 ", "", 5000},
    {"clauses", "x.txt", HEAD, "He said that, and ", "", 4000},
    {"paragraphs", "x.txt", HEAD "\n\n", "Wang Yi said that trade grows.\n\n", "", 2500},
    {"short lines", "x.txt", HEAD "\n\n", "A\n\n", "", 15000},
    {"questions", "x.txt", "Press Conference\nMay 10, 2024\n\n",
     "Q: Why is it so?\n\nSpokesperson Wang Yi: We hope so.\n\n", "", 1500},
    {"events", "x.txt", HEAD "\n\n",
     "Beijing, May 10th\xE2\x80\x94Wang Yi, Foreign Minister, met here with Anna% Kovac%, Minister "
     "of "
     "Trade of Chile.\n\n",
     "", 1000},
    {"deep pages", "x.html",
     "<html><head><title>Call</title></head><body><h1>Readout of the call</h1><p>May 10, 2024</p>"
     "<p>On May 10, 2024, Minister Wang Yi met Secretary Ann Hale in Beijing.</p>",
     "<div>", "<p>On May 10, 2024, he said so.</p>", 20000},
    {"open cells", "x.html",
     "<html><body><h1>Readout of the call</h1><p>May 10, 2024</p>"
     "<p>On May 10, 2024, Minister Wang Yi met Secretary Ann Hale in Beijing.</p>",
     "<table><tr><td>", "he said so.", 8000},
    {"controls", "x.txt", HEAD,
     "\x1b[31mThe\x7f\xC2\x9B\xE2\x80\xAE Wang Yi said of the trade\x0b that it is so. ", "", 2000},
    {"damaged bytes", "x.txt", HEAD, "Wang Yi \xC3 said \xE2\x80 that \xF0\x9F so. ", "", 2000},
};

enum {
    FIXED_QUESTIONS = 20000, // of title and lead, of limits that are reached late
    FIXED_BYTES = 2 << 20,   // blocks of an arena double
};

static void twice_the_text_takes_twice_the_work(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const Shape *shape = &shapes[i];
        Arena *arena = arena_new();
        Work once = work_of(shape->file, text_of(shape, 1, arena));
        Work twice = work_of(shape->file, text_of(shape, 2, arena));
        arena_free(arena);
        if (twice.asked > 3 * once.asked + FIXED_QUESTIONS ||
            twice.bytes > 3 * once.bytes + FIXED_BYTES)
            fail_msg("%s: %llu and %llu questions, %llu and %llu bytes", shape->name,
                     (unsigned long long)once.asked, (unsigned long long)twice.asked,
                     (unsigned long long)once.bytes, (unsigned long long)twice.bytes);
    }
}

// What is longer than a document is read as its beginning.
static void questions_have_a_limit(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        Text text = text_of(&shapes[i], 2, arena);
        Work work = work_of(shapes[i].file, text);
        // a word may be asked about from each of the few dozen places before it that something may begin at
        if (work.asked > 200 * text.len + FIXED_QUESTIONS)
            fail_msg("%s: %llu questions for %zu bytes", shapes[i].name,
                     (unsigned long long)work.asked, text.len);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_text_takes_twice_the_work),
        cmocka_unit_test(questions_have_a_limit),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
