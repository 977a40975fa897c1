// Saved pages: what is the article, how it reads, and the way back to the bytes between the tags.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "loaders/readout/html.h"
#include "tests/support_readout.h"

#define LONG_TEXT "The two sides discussed trade, transport and the exchange of students at length."

static void assert_parts(Fixture *fixture, const char *bytes, const char *expected)
{
    assert_true(fixture_read(fixture, bytes));
    Text parts = fixture_parts(fixture);
    if (!text_equal(parts, text_from(expected)))
        fail_msg("expected \"%s\", found \"%.*s\"", expected, TEXT_ARG(parts));
    fixture_check_slices(fixture, 1);
    arena_reset(fixture->scratch);
}

// How `markup` reads in the middle of an article.
static void assert_shown(Fixture *fixture, const char *markup, const char *expected)
{
    Text page = arena_printf(fixture->keep,
                             "<html><body><h1>A title of a page</h1><div><p>" LONG_TEXT
                             "</p><p>%s</p><p>" LONG_TEXT "</p></div></body></html>",
                             markup);
    Text text = arena_printf(fixture->keep,
                             "A title of a page\n\n" LONG_TEXT "\n\n%s\n\n" LONG_TEXT, expected);
    assert_true(fixture_read_bytes(fixture, page));
    if (!text_equal(fixture->document.text, text))
        fail_msg("expected \"%s\", found \"%.*s\"", expected, TEXT_ARG(fixture->document.text));
    fixture_check_slices(fixture, 1);
    arena_reset(fixture->scratch);
}

static void article_is_what_has_most_text(void **state)
{
    assert_parts(*state,
                 "<!DOCTYPE html><html><head><title>Sun Meets Kovac - Ministry</title>"
                 "<script>if (1 < 2) { x = \"<p>no</p>\"; }</script><style>p { }</style></head>"
                 "<body><div class=nav><a href=1>Home</a> <a href=2>News</a></div>"
                 "<div class=main><h1>Sun Li Meets with Anna Kovac</h1>"
                 "<p class=\"date\">&nbsp;( 2024.01.22 )</p>"
                 "<div id=content><p>" LONG_TEXT
                 "</p><p>Kovac thanked Sun Li for it.</p></div></div>"
                 "<div class=related><h3>Related</h3><ul><li><a href=3>Sun Meets Others</a></ul>"
                 "</div><footer>Copyright of the Ministry</footer></body></html>",
                 "TITLE Sun Li Meets with Anna Kovac|DATE ( 2024.01.22 )|BODY " LONG_TEXT
                 "|BODY Kovac thanked Sun Li for it.");
}

static void two_line_ends_are_a_paragraph(void **state)
{
    assert_parts(
        *state,
        "<html><body><table><tr><td><a href=1>Main page</a><br><a href=2>News</a></td>"
        "<td><h2>Press release on talks</h2><span class=\"date\">18 March 2025 16:05</span>"
        "<br><br><div>" LONG_TEXT "<br>It was <b>long</b>.<br><br>\nThey agreed on that."
        "</div></td></tr></table></body></html>",
        "TITLE Press release on talks|DATE 18 March 2025 16:05|BODY " LONG_TEXT
        "\nIt was long.|BODY They agreed on that.");
}

static void menus_figures_and_forms_are_dropped(void **state)
{
    assert_parts(*state,
                 "<body><header><ul><li>Home<li>Ministry</ul></header><nav>News</nav>"
                 "<form><p>Search the pages of this ministry and of all its embassies</p></form>"
                 "<article><header><h1>Deputy receives a guest</h1></header>"
                 "<time datetime=\"2024-12-19\">08:15 | 19/12/2024</time>"
                 "<figure><img src=a><figcaption>They shake hands. Photo: X</figcaption></figure>"
                 "<p>" LONG_TEXT "</p><p hidden>not shown at all</p></article>"
                 "<aside><p>Other news of this and of other ministries</p></aside></body>",
                 "TITLE Deputy receives a guest|DATE 08:15 | 19/12/2024|BODY " LONG_TEXT);
}

static void a_page_that_is_all_form_is_kept(void **state)
{
    assert_parts(*state,
                 "<html><body><form action=x><h1>A title of a page</h1><div><p>" LONG_TEXT
                 "</p></div></form></body></html>",
                 "TITLE A title of a page|BODY " LONG_TEXT);
}

static void title_of_the_page_loses_the_site(void **state)
{
    assert_parts(*state,
                 "<html><head><title>Visit of the Minister to Norway - Foreign Ministry</title>"
                 "</head><body><p>" LONG_TEXT "</p></body></html>",
                 "TITLE Visit of the Minister to Norway|BODY " LONG_TEXT);
}

static void paragraphs_in_elements_of_their_own_are_one_article(void **state)
{
    assert_parts(*state,
                 "<html><body><h1>A title of a page</h1><div class=text>"
                 "<div class=par>" LONG_TEXT "</div><div class=par>" LONG_TEXT "</div>"
                 "</div><div class=x>Short</div></body></html>",
                 "TITLE A title of a page|BODY " LONG_TEXT "|BODY " LONG_TEXT);
}

static void date_above_the_title_counts(void **state)
{
    Fixture *fixture = *state;
    assert_true(fixture_read(fixture,
                             "<main><span>03.06.2022 - Press release</span>"
                             "<h1>A title of a page</h1><div><p>" LONG_TEXT "</p></div></main>"));
    Text date = date_format(fixture->document.published, fixture->scratch);
    assert_true(text_equal(date, TEXT("2022-06-03")));
}

static void attributes_give_date_and_address(void **state)
{
    Fixture *fixture = *state;
    assert_true(fixture_read(
        fixture, "<html><head><meta name=\"PubDate\" content=\"2024-09-05 10:00\">"
                 "<link rel=canonical href=\"https://example.org/t1.html\"></head><body>"
                 "<h1>A title of a page</h1><p>" LONG_TEXT "</p></body></html>"));
    Text date = date_format(fixture->document.published, fixture->scratch);
    assert_true(text_equal(date, TEXT("2024-09-05")));
    assert_true(text_equal(fixture->source->url, TEXT("https://example.org/t1.html")));
}

static void entities_are_what_they_stand_for(void **state)
{
    assert_shown(*state, "H&agrave; N&#7897;i &mdash; &#x41;&amp;B &lt;c&gt; &#128;&#146; it",
                 "H\xC3\xA0 N\xE1\xBB\x99i \xE2\x80\x94 A&B <c> \xE2\x82\xAC\xE2\x80\x99 it");
}

static void ampersands_that_are_no_entity_stay(void **state)
{
    assert_shown(*state, "R&D and Q & A, &nosuch; and &;&amp;amp; &#xFFFFFFFF;end &copy",
                 "R&D and Q & A, &nosuch; and &;&amp; end &copy");
}

static void blanks_of_every_kind_are_one(void **state)
{
    assert_shown(*state, "  a\r\n\tb&nbsp;&nbsp; c\xE3\x80\x80<i> d</i>e<!-- x -->f&#8203;g&shy;h",
                 "a b c defgh");
}

static void an_indent_after_a_line_end_is_a_paragraph(void **state)
{
    assert_shown(*state,
                 "Sun said that.<br>\xE3\x80\x80\xE3\x80\x80Kovac agreed to it.<br>&nbsp;&nbsp;So",
                 "Sun said that.\n\nKovac agreed to it.\n\nSo");
}

static void items_of_lists_are_items(void **state)
{
    assert_parts(*state,
                 "<html><body><h1>A title of a page</h1><div><p>" LONG_TEXT
                 "</p><ul><li>They agreed to trade<li>They agreed to talk</ul></div></body></html>",
                 "TITLE A title of a page|BODY " LONG_TEXT
                 "|BODY* They agreed to trade|BODY* They agreed to talk");
}

static void declared_encodings_are_read(void **state)
{
    Fixture *fixture = *state;
    const char *page =
        "<html><head><meta charset=\"gb2312\"></head><body><h1>\xC1\xF5\xBD\xA8\xB3\xAC"
        "\xBB\xE1\xBC\xFB\xC0\xEE\xC1\xFA\xC4\xD0</h1><p>2024\xC4\xEA"
        "3\xD4\xC2"
        "12\xC8\xD5</p><p>\xC1\xF5\xBD\xA8\xB3\xAC said: \xCB\xAB\xB7\xBD\xA1\xA3"
        "</p></body></html>";
    assert_parts(fixture, page,
                 "TITLE 刘建超会见李龙男|DATE 2024年3月12日|BODY 刘建超 said: 双方。");
    assert_true(text_equal(fixture->source->encoding, TEXT("gb2312")));
}

static void utf8_is_believed_before_what_is_declared(void **state)
{
    assert_parts(*state,
                 "<html><head><meta charset=\"iso-8859-1\"></head><body><h1>A title of a page</h1>"
                 "<p>" LONG_TEXT " It was in M\xC3\xBCnchen.</p></body></html>",
                 "TITLE A title of a page|BODY " LONG_TEXT " It was in M\xC3\xBCnchen.");
}

static void unknown_encodings_are_a_problem(void **state)
{
    Fixture *fixture = *state;
    assert_false(fixture_read(fixture, "<html><meta charset=x-klingon><p>M\xFCnchen</p></html>"));
    assert_int_equal(fixture->problems.count, 1);
    assert_true(text_find(fixture->problems.items[0].message, TEXT("x-klingon")) != TEXT_NOWHERE);
}

static void text_with_angles_is_no_page(void **state)
{
    assert_parts(*state, "The two sides met in the capital < of > the land.\n\n<\xE2\x80\xA6>\n",
                 "BODY The two sides met in the capital < of > the land.|CLOSER <\xE2\x80\xA6>");
    assert_false(html_is_page(TEXT("a < b and <c> <pre>")));
    assert_true(html_is_page(TEXT("x<BR>y")));
}

static void every_control_character_can_stand_anywhere(void **state)
{
    Fixture *fixture = *state;
    for (int code = 0; code < 256; code++) {
        char page[] =
            "<html><body><h1>A ti?tle of a page</h1><p>a?b &am?p; <b?>c</b> e&#3?; " LONG_TEXT
            "</p></body></html>";
        size_t len = sizeof page - 1;
        for (size_t i = 0; i < len; i++) {
            if (page[i] == '?')
                page[i] = (char)code;
        }
        if (fixture_read_bytes(fixture, (Text){page, len}))
            fixture_check_slices(fixture, 7);
        arena_reset(fixture->scratch);
    }
}

static void pages_may_end_anywhere(void **state)
{
    Fixture *fixture = *state;
    Text page =
        TEXT("<!DOCTYPE html><html><head><title>T &mdash; x</title></head><body class=\"a\">"
             "<h1>A title</h1><p>One &eacute;&#8217;s &lt;two&gt;<br/>three</p><!-- c --></body>");
    for (size_t len = 0; len <= page.len; len++) {
        fixture_read_bytes(fixture, text_sub(page, 0, len));
        fixture_check_slices(fixture, 3);
        arena_reset(fixture->scratch);
    }
}

static void hostile_pages_take_little_time(void **state)
{
    Fixture *fixture = *state;
    static const char *const units[] = {
        "<div>",   "<b></i>",         "&amp;",         "&", "&#x", "<p>a", "<br>", "<", "<!--",
        "<a b=c ", "<table><tr><td>", "x<br>y &nbsp; "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        Buffer page = buffer_in(fixture->keep);
        buffer_add(&page, TEXT("<html><body>"));
        while (page.count < 300 * 1000)
            buffer_add(&page, text_from(units[i]));
        clock_t start = clock();
        fixture_read_bytes(fixture, buffer_text(&page));
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        arena_reset(fixture->scratch);
        if (seconds > 10)
            fail_msg("\"%s\": %f s", units[i], seconds);
    }
}

static void deep_pages_are_cut_with_a_problem(void **state)
{
    Fixture *fixture = *state;
    Buffer page = buffer_in(fixture->keep);
    buffer_add(&page, TEXT("<html><body><p>" LONG_TEXT "</p>"));
    for (int i = 0; i < 5000; i++)
        buffer_add(&page, TEXT("<div>"));
    assert_true(fixture_read_bytes(fixture, buffer_text(&page)));
    assert_int_equal(fixture->problems.items[0].kind, PROBLEM_LIMIT);
    assert_true(text_equal(fixture->document.text, TEXT(LONG_TEXT)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(article_is_what_has_most_text),
        cmocka_unit_test(two_line_ends_are_a_paragraph),
        cmocka_unit_test(menus_figures_and_forms_are_dropped),
        cmocka_unit_test(a_page_that_is_all_form_is_kept),
        cmocka_unit_test(title_of_the_page_loses_the_site),
        cmocka_unit_test(paragraphs_in_elements_of_their_own_are_one_article),
        cmocka_unit_test(date_above_the_title_counts),
        cmocka_unit_test(attributes_give_date_and_address),
        cmocka_unit_test(entities_are_what_they_stand_for),
        cmocka_unit_test(ampersands_that_are_no_entity_stay),
        cmocka_unit_test(blanks_of_every_kind_are_one),
        cmocka_unit_test(an_indent_after_a_line_end_is_a_paragraph),
        cmocka_unit_test(items_of_lists_are_items),
        cmocka_unit_test(declared_encodings_are_read),
        cmocka_unit_test(utf8_is_believed_before_what_is_declared),
        cmocka_unit_test(unknown_encodings_are_a_problem),
        cmocka_unit_test(text_with_angles_is_no_page),
        cmocka_unit_test(every_control_character_can_stand_anywhere),
        cmocka_unit_test(pages_may_end_anywhere),
        cmocka_unit_test(hostile_pages_take_little_time),
        cmocka_unit_test(deep_pages_are_cut_with_a_problem),
    };
    return cmocka_run_group_tests_name("html", tests, fixture_set_up, fixture_tear_down);
}
