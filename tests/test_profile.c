// Profiles as files: what is wrong in them is named, the shipped ones recognise their tables and no others, and what
// bilat writes of them can be read again.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loaders/profile_own.h"
#include "tests/support_profiles.h"

// ---- reading profiles ----

typedef struct Mine { // one profile in a folder of its own
    Problems problems;
    Profiles *profiles;
    const Profile *profile;
} Mine;

static Mine load_mine(Text content)
{
    Mine mine = {.problems = problems_in(profiles_test.arena)};
    Text folder = profiles_test_folder();
    profiles_test_write(folder, "mine.ini", content);
    mine.profiles = profiles_new(profiles_test.schemes, profiles_test.arena);
    assert_true(profiles_load(mine.profiles, folder, true, &mine.problems));
    mine.profile = profiles_find(mine.profiles, TEXT("mine"));
    assert_non_null(mine.profile);
    profiles_test_remove(folder, "mine.ini");
    profiles_test_remove(folder, NULL);
    return mine;
}

static Mine load_lines(const char *lines)
{
    return load_mine(text_from(lines));
}

static void assert_message(const Problems *problems, size_t n, uint32_t line, const char *message)
{
    assert_true(n < problems->count);
    assert_text(problems->items[n].message, message);
    assert_int_equal(problems->items[n].line, line);
}

static void shipped_profiles_load_without_a_problem(void **state)
{
    (void)state;
    static const char *names[] = {"gdelt1",     "gdelt2",         "icews",
                                  "polecat",    "phoenix",        "cow-diplomatic",
                                  "cow-mid",    "cow-mid-dyadic", "cow-alliances",
                                  "cow-wars",   "cow-states",     "icow",
                                  "atop",       "ucdp-ged",       "ucdp-acd",
                                  "acled",      "unga-votes",     "unga-ideal-points",
                                  "timesketch", "timelinejs",     "any"};
    for (size_t i = 0; i < profiles_test.problems.count; i++)
        print_message("%s\n",
                      problem_text(&profiles_test.problems.items[i], profiles_test.arena).ptr);
    assert_int_equal(profiles_test.problems.count, 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_non_null(profiles_find(profiles_test.profiles, text_from(names[i])));
    for (size_t i = 0; i < profiles_test.profiles->count; i++)
        assert_true(profile_value(profiles_test.profiles->items[i], PROFILE_KEY_TITLE).len > 0);
}

static void unknown_keys_and_sections_are_named_with_the_nearest(void **state)
{
    (void)state;
    Mine mine = load_lines("[event]\ndate = When\ntitel = What\n[skipp]\nwhen = A is b\n"
                           "[event]\ncountry3 = X\n[participant12]\nrolle = host\n");
    assert_int_equal(mine.problems.count, 4);
    assert_message(&mine.problems, 0, 3,
                   "there is no key \"titel\" in [event]; did you mean title");
    assert_message(&mine.problems, 1, 5, "there is no key \"when\" in [skipp]; did you mean skip");
    assert_message(&mine.problems, 2, 7,
                   "there is no key \"country3\" in [event]; did you mean country1");
    assert_message(&mine.problems, 3, 9,
                   "there is no key \"rolle\" in [participant12]; did you mean role");
    assert_false(mine.profile->is_broken);
}

static void values_out_of_range_are_named(void **state)
{
    (void)state;
    Mine mine = load_lines("[file]\ndelimiter = coma\ncolumns = many\nheader = maybe\n"
                           "[event]\ndate = When\ndate_form = %Q\nscheme = cowe\n"
                           "kind_else = metting\ntitle = {When\nend_open_when = nonsense\n"
                           "kind_map = nothing\n[kinds]\n1 = wart\n[precision]\n1 = week\n");
    static const char *expected[] = {
        "delimiter: expected comma|tab|semicolon|pipe|json, found \"coma\"",
        "columns: expected a whole number, found \"many\"",
        "header: expected yes|no, found \"maybe\"",
        "date_form: expected a form such as %Y%m%d, iso, edtf, year or any, found \"%Q\"",
        "scheme: there is no scheme \"cowe\"; did you mean cow",
        "kind_else: there is no kind \"metting\"; did you mean meeting",
        "title: the brackets of \"{When\" do not match",
        "end_open_when: expected a condition such as \"Column is a|b\" or \"Column is not a\", "
        "found \"nonsense\"",
        "1: there is no kind \"wart\"; did you mean war",
        "1: expected day|about|month|year, found \"week\"",
        "kind_map: there is no list of codes \"nothing\"",
    };
    assert_int_equal(mine.problems.count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < mine.problems.count; i++)
        assert_text(mine.problems.items[i].message, expected[i]);
    assert_false(mine.profile->is_broken);
}

static void a_profile_without_a_date_is_an_error_and_never_recognised(void **state)
{
    (void)state;
    Mine mine = load_lines("[event]\ntitle = What\n");
    assert_true(mine.profile->is_broken);
    assert_int_equal(mine.problems.items[0].severity, SEVERITY_ERROR);
    ProfileMatch match;
    assert_false(profiles_recognise(mine.profiles, TEXT("What,When\nx,1972\n"), true,
                                    profiles_test.arena, &match));
    mine = load_lines("[file]\nheader = no\n[event]\ndate = 1\n");
    assert_true(mine.profile->is_broken);
}

static void a_profile_of_the_user_wins_over_ours(void **state)
{
    (void)state;
    Problems problems = problems_in(profiles_test.arena);
    Profiles *profiles = profiles_new(profiles_test.schemes, profiles_test.arena);
    Text ours = profiles_test_folder();
    Text users = profiles_test_folder();
    profiles_test_write(ours, "a.ini", TEXT("[event]\ndate = D\ntitle = T\nid = A\n"));
    profiles_test_write(users, "a.ini", TEXT("[event]\ndate = D\ntitle = T\nid = B\n"));
    profiles_test_write(ours, "b.ini", TEXT("[event]\ndate = Day\ntitle = Text\n"));
    profiles_test_write(users, "z.ini", TEXT("[event]\ndate = Day\ntitle = Text\n"));
    assert_true(profiles_load(profiles, ours, false, &problems));
    assert_true(profiles_load(profiles, users, true, &problems));
    assert_int_equal(profiles->count, 3);
    const Profile *a = profiles_find(profiles, TEXT("A"));
    assert_non_null(a);
    assert_true(a->is_users);
    assert_text(profile_value(a, PROFILE_KEY_ID), "B");
    // Of two that know equally much the user's.
    ProfileMatch match;
    assert_true(profiles_recognise(profiles, TEXT("Day,Text\n1972,x\n"), true, profiles_test.arena,
                                   &match));
    assert_text(match.profile->name, "z");
    assert_null(profiles_find(profiles, TEXT("bb")));
    profiles_test_remove(ours, "a.ini");
    profiles_test_remove(users, "a.ini");
    profiles_test_remove(ours, "b.ini");
    profiles_test_remove(users, "z.ini");
    profiles_test_remove(ours, NULL);
    profiles_test_remove(users, NULL);
    assert_true(profiles_load(profiles, users, true, &problems));
    assert_int_equal(problems.count, 0);
    assert_false(profiles_load(profiles, ours, false, &problems));
    assert_int_equal(problems.count, 1);
}

static void a_name_that_is_wrong_by_a_letter_is_guessed(void **state)
{
    (void)state;
    assert_text(profiles_nearest(profiles_test.profiles, TEXT("gdelt22")), "gdelt2");
    assert_text(profiles_nearest(profiles_test.profiles, TEXT("icwes")), "icews");
    assert_text(profiles_nearest(profiles_test.profiles, TEXT("qqqqqqqq")), "");
}

// ---- recognition ----

static void every_profile_recognises_its_own_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < profiles_test.profiles->count; i++)
        profiles_test_table(profiles_test.profiles->items[i]->name); // fails where it is another
}

static void no_profile_fits_the_table_of_another(void **state)
{
    (void)state;
    const Profiles *all = profiles_test.profiles;
    for (size_t i = 0; i < all->count; i++) {
        Profiles one = {.items = &all->items[i], .count = 1, .schemes = all->schemes};
        for (size_t k = 0; k < all->count; k++) {
            ProfileMatch match;
            if (k == i || all->items[i]->is_fallback)
                continue;
            if (profiles_recognise(&one, profiles_test_sample(all->items[k]->name), true,
                                   profiles_test.arena, &match))
                fail_msg("\"%.*s\" fits the table of \"%.*s\"", TEXT_ARG(all->items[i]->name),
                         TEXT_ARG(all->items[k]->name));
        }
    }
}

// Three bytes less: the last row is incomplete and says nothing, the others do.
static void heads_that_end_inside_a_row_are_recognised(void **state)
{
    (void)state;
    size_t checked = 0;
    for (size_t i = 0; i < profiles_test.profiles->count; i++) {
        const Profile *profile = profiles_test.profiles->items[i];
        SampleTable whole = profiles_test_table(profile->name);
        Text head = profiles_test_sample(profile->name);
        ProfileMatch match;
        if (whole.row_count < 2)
            continue;
        head.len -= 3;
        assert_true(
            profiles_recognise(profiles_test.profiles, head, false, profiles_test.arena, &match));
        assert_text(match.profile->name, profile->name.ptr);
        assert_int_equal(match.layout.row_count, whole.row_count - 1);
        checked++;
    }
    assert_true(checked > 30);
}

static void tables_with_a_header_alone_are_recognised(void **state)
{
    (void)state;
    ProfileMatch match;
    Text head = profiles_test_sample(TEXT("polecat"));
    head = text_sub(head, 0, text_find_char(head, '\n') + 1);
    assert_true(
        profiles_recognise(profiles_test.profiles, head, true, profiles_test.arena, &match));
    assert_text(match.profile->name, "polecat");
    assert_int_equal(match.layout.row_count, 0);
}

static void names_of_the_profile_hold_where_the_header_is_too_long(void **state)
{
    (void)state;
    // As in malformed files of POLECAT: names too many in the header, not in the rows.
    Text head = profiles_test_sample(TEXT("polecat"));
    Text longer =
        arena_printf(profiles_test.arena, "Headline\tFeed\tStory ID\t%.*s", TEXT_ARG(head));
    ProfileMatch match;
    assert_true(
        profiles_recognise(profiles_test.profiles, longer, true, profiles_test.arena, &match));
    assert_text(match.profile->name, "polecat");
    Problems problems = problems_in(profiles_test.arena);
    Recipe *recipe = recipe_bind(match.profile, &match.layout, profiles_test.arena, &problems);
    assert_text(profiles_test_row(recipe, match.layout.rows[0], match.layout.row_counts[0]),
                "2023-01-05|CHN;ETH;KEN|visit|CONSULT-visit|3|");
}

static void what_was_tried_is_said_where_nothing_fits(void **state)
{
    (void)state;
    ProfileMatch match;
    assert_false(profiles_recognise(
        profiles_test.profiles, TEXT("No.,DT,Source\n1,2020-09-18 21:58:07,a\n2,2020-09-19,b\n"),
        true, profiles_test.arena, &match));
    assert_null(match.profile);
    assert_true(text_find(match.tried, TEXT("column \"DT\" looks like a date")) != TEXT_NOWHERE);
    assert_true(text_find(match.tried, TEXT("bilat profiles --draft")) != TEXT_NOWHERE);
    assert_false(profiles_recognise(profiles_test.profiles,
                                    TEXT("event_id_cnty,event_date,iso\nX1,2020-01-01,4\n"), true,
                                    profiles_test.arena, &match));
    assert_true(text_find(match.tried, TEXT("nearest is \"acled\"")) != TEXT_NOWHERE);
    assert_false(profiles_recognise(profiles_test.profiles, TEXT("just words\n"), true,
                                    profiles_test.arena, &match));
    assert_true(text_find(match.tried, TEXT("does not look like a table")) != TEXT_NOWHERE);
    assert_false(
        profiles_recognise(profiles_test.profiles, TEXT(""), true, profiles_test.arena, &match));
}

static void columns_that_a_forced_profile_needs_are_named(void **state)
{
    (void)state;
    Mine mine = load_lines("[event]\ndate = Date\ntitle = Titel\ntext = Notes?\n");
    Layout layout;
    assert_true(profile_lay_out(mine.profile, TEXT("date,title\n1972,x\n"), true,
                                profiles_test.arena, &layout));
    Problems problems = problems_in(profiles_test.arena);
    assert_null(recipe_bind(mine.profile, &layout, profiles_test.arena, &problems));
    assert_int_equal(problems.count, 1);
    assert_message(&problems, 0, 3, "title: the table has no column \"Titel\"; did you mean title");
}

static void of_several_references_the_first_that_is_there_counts(void **state)
{
    (void)state;
    Mine mine = load_lines("[event]\ndate = Day || When\ntitle = {2}[ ({Place?})]!\nid = Who|2\n");
    Layout layout;
    Text head = TEXT("When,What,Who,Place\n1972-02,a,b,\n1972-03,c,d,e\n");
    assert_true(profile_lay_out(mine.profile, head, true, profiles_test.arena, &layout));
    Problems problems = problems_in(profiles_test.arena);
    Recipe *recipe = recipe_bind(mine.profile, &layout, profiles_test.arena, &problems);
    assert_non_null(recipe);
    assert_text(profiles_test_row(recipe, layout.rows[0], 4), "1972-02||other|||");
    assert_text(recipe_text(recipe, EVENT_TITLE, layout.rows[0], 4, profiles_test.arena), "a!");
    assert_text(recipe_text(recipe, EVENT_TITLE, layout.rows[1], 4, profiles_test.arena), "c (e)!");
    assert_text(recipe_text(recipe, EVENT_ID, layout.rows[1], 4, profiles_test.arena), "d-c");
}

static void lists_go_on_in_numbered_keys(void **state)
{
    (void)state;
    Mine mine = load_lines("[file]\nheader = no\ncolumns = 3\nnames = A|B\nnames2 = C\n"
                           "[event]\ndate = C\ntitle = A\n[skip]\nwhen = B is x\n"
                           "when2 = B is not y|z\n");
    assert_int_equal(mine.problems.count, 0);
    Layout layout;
    assert_true(profile_lay_out(mine.profile, TEXT("t,x,1972\nt,y,1972\nt,q,1972\n"), true,
                                profiles_test.arena, &layout));
    Recipe *recipe = recipe_bind(mine.profile, &layout, profiles_test.arena, &mine.problems);
    assert_non_null(recipe);
    assert_text(profiles_test_row(recipe, layout.rows[0], 3), "skipped");
    assert_text(profiles_test_row(recipe, layout.rows[1], 3), "1972||other|||");
    assert_text(profiles_test_row(recipe, layout.rows[2], 3), "skipped");
}

// ---- writing ----

static void a_profile_that_was_written_reads_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < profiles_test.profiles->count; i++) {
        const Profile *profile = profiles_test.profiles->items[i];
        Buffer buffer = buffer_in(profiles_test.arena);
        Sink sink = profiles_test_sink(&buffer);
        assert_true(profile_write(profile, &sink));
        Mine mine = load_mine(buffer_text(&buffer));
        for (size_t k = 0; k < mine.problems.count; k++)
            fail_msg("%.*s: %.*s", TEXT_ARG(profile->name),
                     TEXT_ARG(mine.problems.items[k].message));
        assert_int_equal(mine.profile->rows.count, profile->rows.count);
        for (size_t k = 0; k < PROFILE_KEYS; k++)
            if (profile_key_rows[k].type != KEY_MAP &&
                !text_equal(profile_key_rows[k].section, TEXT("participant")))
                assert_text(mine.profile->values[k],
                            arena_text(profiles_test.arena, profile->values[k]).ptr);
    }
}

static void the_list_names_every_profile(void **state)
{
    (void)state;
    Buffer buffer = buffer_in(profiles_test.arena);
    Sink sink = profiles_test_sink(&buffer);
    assert_true(profiles_write_list(profiles_test.profiles, &sink));
    Text list = buffer_text(&buffer);
    for (size_t i = 0; i < profiles_test.profiles->count; i++)
        assert_true(text_starts(text_cut(&list, '\n'), profiles_test.profiles->items[i]->name));
    assert_int_equal(list.len, 0);
}

static Mine draft_of(Text head, ProfileMatch *match)
{
    Buffer buffer = buffer_in(profiles_test.arena);
    Sink sink = profiles_test_sink(&buffer);
    assert_true(profile_draft(profiles_test.profiles, TEXT("it.csv"), head, true, &sink));
    Mine mine = load_mine(buffer_text(&buffer));
    for (size_t i = 0; i < mine.problems.count; i++)
        fail_msg("%.*s in\n%.*s", TEXT_ARG(mine.problems.items[i].message),
                 TEXT_ARG(buffer_text(&buffer)));
    if (!profiles_recognise(mine.profiles, head, true, profiles_test.arena, match))
        fail_msg("%.*s in\n%.*s", TEXT_ARG(match->tried), TEXT_ARG(buffer_text(&buffer)));
    return mine;
}

static Text first_row(const Mine *mine, const ProfileMatch *match)
{
    Problems problems = problems_in(profiles_test.arena);
    Recipe *recipe = recipe_bind(mine->profile, &match->layout, profiles_test.arena, &problems);
    assert_non_null(recipe);
    return profiles_test_row(recipe, match->layout.rows[0], match->layout.row_counts[0]);
}

static void a_draft_reads_the_table_it_was_made_of(void **state)
{
    (void)state;
    ProfileMatch match;
    Mine mine = draft_of(TEXT("Reported;From;To;Event Type;Headline;Page\n"
                              "28/4/1961;France;Germany;letter;A note;https://a.example/1\n"
                              "2/5/1961;Germany;France;gossip;An answer;https://a.example/2\n"),
                         &match);
    assert_text(first_row(&mine, &match), "1961-04-28|FRA;DEU|letter|letter||");
    mine = draft_of(TEXT("7\t19610428\tUS\tCN\tTalks\n8\t19610429\tCN\tUS\tMore talks\n"), &match);
    assert_text(first_row(&mine, &match), "1961-04-28|USA;CHN|other|||");
    Buffer buffer = buffer_in(profiles_test.arena);
    Sink sink = profiles_test_sink(&buffer);
    assert_false(profile_draft(profiles_test.profiles, TEXT("it"), TEXT("words\nmore words\n"),
                               true, &sink));
}

static void a_draft_names_the_columns_that_it_leaves_out(void **state)
{
    (void)state;
    Buffer buffer = buffer_in(profiles_test.arena);
    Sink sink = profiles_test_sink(&buffer);
    assert_true(profile_draft(
        profiles_test.profiles, TEXT("it"),
        TEXT("Tag;Land A;Land B;Titel;\"two\nlines\"\n2024-05-06;Deutschland;France;Ein Treffen;3\n"
             "2024-05-07;Germany;France;Noch ein Treffen;4\n"),
        true, &sink));
    Text draft = buffer_text(&buffer);
    assert_true(text_find(draft, TEXT("\ncountry1 = Land B\n")) != TEXT_NOWHERE);
    assert_true(text_find(draft, TEXT("\n# 50 in 100 values of \"Land A\" are known as countries; "
                                      "if it holds countries, it is country2\n")) != TEXT_NOWHERE);
    assert_true(text_ends(draft, TEXT("\n# Columns that are not used:\n#   Land A, column 5\n")));
}

static Text manual_path(void)
{
    const char *source = getenv("srcdir");
    return arena_printf(profiles_test.arena, "%s/doc/bilat-profile.5", source ? source : ".");
}

static void the_example_of_the_manual_reads_its_table(void **state)
{
    (void)state;
    Text page = profiles_test_file(manual_path().ptr);
    Text begin = TEXT(".Bd -literal -offset indent\n");
    size_t from = text_find(page, begin);
    size_t until = text_find(page, TEXT("\n.Ed\n"));
    assert_true(from != TEXT_NOWHERE && until != TEXT_NOWHERE);
    from += begin.len;
    Mine mine = load_mine(text_sub(page, from, until + 1 - from));
    assert_int_equal(mine.problems.count, 0);
    ProfileMatch match;
    Text head = TEXT("No;Day;Host;Guest;City;Type;Status\n7;3.4.1961;Austria;Soviet Union;Vienna;"
                     "State visit;done\n8;4.4.1961;Austria;France;;Phone;cancelled\n");
    assert_true(profiles_recognise(mine.profiles, head, true, profiles_test.arena, &match));
    Recipe *recipe = recipe_bind(mine.profile, &match.layout, profiles_test.arena, &mine.problems);
    assert_non_null(recipe);
    assert_text(profiles_test_row(recipe, match.layout.rows[0], 7),
                "1961-04-03|AUT;SUN|visit|State visit||");
    assert_text(recipe_text(recipe, EVENT_TITLE, match.layout.rows[0], 7, profiles_test.arena),
                "State visit: Austria and Soviet Union in Vienna");
    assert_text(profiles_test_row(recipe, match.layout.rows[1], 7), "skipped");
}

// Between two marks the manual page holds what profile_write_keys prints. GOLDEN=1 writes it anew.
static void the_manual_lists_every_key_as_the_table_has_it(void **state)
{
    (void)state;
    Text path = manual_path();
    Text page = profiles_test_file(path.ptr);
    Text begin = TEXT(".\\\" Keys: from the table loaders/profile_keys.def.\n");
    Text end = TEXT(".\\\" End of the keys.\n");
    size_t from = text_find(page, begin);
    size_t until = text_find(page, end);
    assert_true(from != TEXT_NOWHERE && until != TEXT_NOWHERE);
    Buffer buffer = buffer_in(profiles_test.arena);
    Sink sink = profiles_test_sink(&buffer);
    buffer_add(&buffer, text_sub(page, 0, from + begin.len));
    assert_true(profile_write_keys(&sink));
    buffer_add(&buffer, text_sub(page, until, page.len));
    if (getenv("GOLDEN")) {
        FILE *file = fopen(path.ptr, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(buffer.items, 1, buffer.count, file), buffer.count);
        assert_int_equal(fclose(file), 0);
        return;
    }
    if (!text_equal(buffer_text(&buffer), page))
        fail_msg("doc/bilat-profile.5 is not what the table of keys says: make golden");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_profiles_load_without_a_problem),
        cmocka_unit_test(unknown_keys_and_sections_are_named_with_the_nearest),
        cmocka_unit_test(values_out_of_range_are_named),
        cmocka_unit_test(a_profile_without_a_date_is_an_error_and_never_recognised),
        cmocka_unit_test(a_profile_of_the_user_wins_over_ours),
        cmocka_unit_test(a_name_that_is_wrong_by_a_letter_is_guessed),
        cmocka_unit_test(every_profile_recognises_its_own_table),
        cmocka_unit_test(no_profile_fits_the_table_of_another),
        cmocka_unit_test(heads_that_end_inside_a_row_are_recognised),
        cmocka_unit_test(tables_with_a_header_alone_are_recognised),
        cmocka_unit_test(names_of_the_profile_hold_where_the_header_is_too_long),
        cmocka_unit_test(what_was_tried_is_said_where_nothing_fits),
        cmocka_unit_test(columns_that_a_forced_profile_needs_are_named),
        cmocka_unit_test(of_several_references_the_first_that_is_there_counts),
        cmocka_unit_test(lists_go_on_in_numbered_keys),
        cmocka_unit_test(a_profile_that_was_written_reads_the_same),
        cmocka_unit_test(the_list_names_every_profile),
        cmocka_unit_test(a_draft_reads_the_table_it_was_made_of),
        cmocka_unit_test(a_draft_names_the_columns_that_it_leaves_out),
        cmocka_unit_test(the_example_of_the_manual_reads_its_table),
        cmocka_unit_test(the_manual_lists_every_key_as_the_table_has_it),
    };
    return cmocka_run_group_tests(tests, profiles_test_load, profiles_test_unload);
}
