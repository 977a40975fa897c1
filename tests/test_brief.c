// The page: what it quotes are slices of sources, whatever they hold; who reports is told apart from who speaks.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/brief.h"
#include "model/notes.h"
#include "tests/support_timeline.h"

static const FixtureEvent hostile[] = {
    {"2024-01-19",
     "# A [title](http://x) <b>",
     "meeting",
     "CHN>PRK",
     "1. Beijing",
     {{"Wen *Shulan*", "CHN", "Minister", "host"}},
     {{"Wen *Shulan*", "CHN", "say", "say", "", "subject",
       "> We ![agree](x)[^1] `so`\n\n# heading"},
      {"both", "", "agree", "agree", "", "joint", "- one\n- two: www.evil.example a@b.example"}},
     0},
};

static Fixture fixture;
static View *view;

static int set_up(void **state)
{
    (void)state;
    fixture = fixture_new();
    view = view_new(fixture.timeline);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    view_free(view);
    fixture_free(&fixture);
    return 0;
}

static bool take(void *context, Text bytes)
{
    buffer_add(context, bytes);
    return true;
}

static Text brief_of(View *of, BriefForm form)
{
    Buffer out = buffer_in(fixture.arena);
    Sink sink = {.write = take, .context = &out};
    assert_true(brief_write(of, form, &sink));
    return buffer_text(&out);
}

static void assert_has(Text text, const char *part)
{
    if (text_find(text, text_from(part)) == TEXT_NOWHERE)
        fail_msg("\"%s\" is not in:\n%.*s", part, TEXT_ARG(text));
}

static void assert_lacks(Text text, const char *part)
{
    if (text_find(text, text_from(part)) != TEXT_NOWHERE)
        fail_msg("\"%s\" is in:\n%.*s", part, TEXT_ARG(text));
}

static void apply(const char *filter)
{
    Problems problems = problems_in(fixture.arena);
    assert_true(view_apply_filter(view, text_from(filter), &problems));
}

static void brief_says_who_reports_and_who_speaks(void **state)
{
    (void)state;
    apply("year:2024");
    Text page = brief_of(view, (BriefForm){0});
    assert_has(page, "# year:2024\n\n5 events, 6 positions.\n");
    assert_has(page, "**2024-01-19 Fri**, CHN;PRK, meeting, Beijing: Minister Wen receives");
    assert_has(page, "Wen Shulan (CHN, Minister of the International Department), according to the "
                     "source:\n\n> Wen said, the two sides exchanged messages at the beginning of "
                     "the year.[^2]\n");
    assert_has(page, "Both sides, according to the source:\n");
    assert_has(page, "CHN side, according to the source:\n");
    assert_lacks(page, "\"");
}

static void brief_numbers_every_quotation(void **state)
{
    (void)state;
    Text page = brief_of(view, (BriefForm){0});
    for (int n = 1; n <= 14 + 6; n++) {
        assert_has(page, arena_printf(fixture.arena, "[^%d]\n", n).ptr);
        assert_has(page, arena_printf(fixture.arena, "\n[^%d]: ", n).ptr);
    }
    assert_lacks(page, "[^21]");
}

// Undoes the escapes.
static Text plain(Text escaped)
{
    Buffer out = buffer_in(fixture.arena);
    for (size_t i = 0; i < escaped.len; i++) {
        if (escaped.ptr[i] == '\\')
            i++;
        buffer_add_char(&out, escaped.ptr[i]);
    }
    return buffer_text(&out);
}

static bool is_said(Text words)
{
    for (size_t row = 0; row < view_count(view); row++) {
        size_t count;
        EventId id = view_event(view, row);
        timeline_positions(fixture.timeline, id, &count);
        for (size_t n = 0; n < count; n++) {
            Text said =
                timeline_position_field(fixture.timeline, id, n, POSITION_TEXT, fixture.arena);
            if (text_equal(key_text(said, fixture.arena), words))
                return true;
        }
    }
    return false;
}

static void brief_quotes_slices_alone(void **state)
{
    (void)state;
    view_free(view);
    fixture_append(&fixture, hostile, 1);
    view = view_new(fixture.timeline);
    Text rest = brief_of(view, (BriefForm){0});
    size_t quoted = 0;
    while (rest.ptr) {
        Text line = text_cut(&rest, '\n');
        if (!text_starts(line, TEXT("> ")))
            continue;
        size_t mark = text_find(line, TEXT("[^")), from = 0;
        while (mark != TEXT_NOWHERE && line.ptr[mark - 1] == '\\') { // of the source's own
            from = mark + 1;
            mark = text_find(text_sub(line, from, line.len), TEXT("[^"));
            mark = mark == TEXT_NOWHERE ? mark : from + mark;
        }
        assert_true(is_said(plain(text_sub(line, 2, mark - 2))));
        quoted++;
    }
    assert_int_equal(quoted, 8);
}

static void brief_escapes_what_is_hostile(void **state)
{
    (void)state;
    view_free(view);
    fixture_free(&fixture);
    fixture = fixture_from(hostile, 1);
    view = view_new(fixture.timeline);
    Text page = brief_of(view, (BriefForm){0});
    assert_has(page,
               "CHN\\>PRK, meeting, 1\\. Beijing: \\# A \\[title\\](http\\://x) \\<b\\>[^1]\n");
    assert_has(page, "Wen \\*Shulan\\* (CHN, Minister), ");
    assert_has(page, "> \\> We \\!\\[agree\\](x)\\[\\^1\\] \\`so\\` \\# heading[^2]\n");
    assert_has(page, "> \\- one - two: www\\.evil.example a\\@b.example[^3]\n");
}

static void brief_escape_shows_what_would_hide(void **state)
{
    (void)state;
    Text text = brief_escape(TEXT("a\xE2\x80\xAE"
                                  "b\xff\x1b[0m\n12) x"),
                             fixture.arena);
    assert_string_equal(arena_text(fixture.arena, text).ptr,
                        "a\\<U+202E\\>b\xEF\xBF\xBD \\[0m 12) x");
    text = brief_escape(TEXT("12) x"), fixture.arena);
    assert_string_equal(arena_text(fixture.arena, text).ptr, "12\\) x");
}

static void brief_of_what_is_marked_has_nothing_else(void **state)
{
    (void)state;
    Notes *notes = notes_new();
    timeline_set_notes(fixture.timeline, notes);
    EventId whole = view_event(view, 4), parts = view_event(view, 9);
    NotePlace position = {parts, NOTE_OF_POSITION, 2};
    assert_true(notes_set(notes, fixture.timeline, (NotePlace){.event = whole}, NOTE_TAGS,
                          TEXT("marked;a*b")));
    assert_true(
        notes_set(notes, fixture.timeline, (NotePlace){.event = whole}, NOTE_NOTE, TEXT("mine")));
    assert_true(notes_set_tag(notes, fixture.timeline, position, NOTES_MARK, true));
    BriefForm form = {.only_marked = true};
    BriefSize size = brief_size(view, form);
    assert_int_equal(size.events, 2);
    assert_int_equal(size.positions, 1);
    Text page = brief_of(view, form);
    assert_has(page, "2 events, 1 position; only what is marked.\n");
    assert_has(page, "President Nixon visits China[^1]\n\n*Tags: a\\*b. Note: mine*\n");
    assert_has(page, "> Pak briefed on");
    assert_lacks(page, "> Wen said");
    assert_lacks(page, "Gorbachev");
    timeline_set_notes(fixture.timeline, NULL);
    notes_free(notes);
}

static void brief_keeps_to_the_positions_asked_for(void **state)
{
    (void)state;
    apply("speaker:PRK");
    assert_int_equal(brief_size(view, (BriefForm){.only_matching = true}).positions, 2);
    assert_int_equal(brief_size(view, (BriefForm){0}).positions, 4);
    assert_lacks(brief_of(view, (BriefForm){.only_matching = true}), "> Wen said");
}

static bool refuse(void *context, Text bytes)
{
    (void)context, (void)bytes;
    return false;
}

static void brief_says_when_it_is_not_written(void **state)
{
    (void)state;
    Sink sink = {.write = refuse};
    assert_false(brief_write(view, (BriefForm){0}, &sink));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(brief_says_who_reports_and_who_speaks),
        TEST(brief_numbers_every_quotation),
        TEST(brief_quotes_slices_alone),
        TEST(brief_escapes_what_is_hostile),
        TEST(brief_escape_shows_what_would_hide),
        TEST(brief_of_what_is_marked_has_nothing_else),
        TEST(brief_keeps_to_the_positions_asked_for),
        TEST(brief_says_when_it_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
