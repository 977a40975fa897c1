// The labelled readouts of tests/readouts, loaded as files are: each fact and each sentence against its label, and the
// shares of right ones pinned, so that no change makes them worse unseen. Every quoted word must be what the source says.
// And pages of other languages, of which only date, title and text are taken.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>

#include <cmocka.h>

#include "loaders/loader.h"
#include "model/timeline.h"
#include "model/utf8.h"
#include "tests/support_lexicon.h"

typedef struct Share {
    size_t right, all;
} Share;

typedef struct Score {
    Share date, place, kind, countries, events, country, office, role;
    size_t persons_right, persons_extra, persons_missed;
    size_t said_right, said_wrong, said_missed;
    Share narration;
} Score;

typedef struct Page {
    Timeline *timeline;
    Arena *arena;
    Score *score;
    const char *name;
} Page;

// ---- loading ----

static bool append(void *timeline, Segment *segment)
{
    timeline_append(timeline, segment);
    return true;
}

static Timeline *load(Text path)
{
    const LoadSettings settings = {0};
    Timeline *timeline = timeline_new(lexicon_test.lexicon->countries);
    Arena *arena = arena_new(), *scratch = arena_new();
    Builder *builder = builder_new(lexicon_test.lexicon->countries, append, timeline);
    LoadOpened opened = {.source_count = 0};
    Load request = {.opened = &opened,
                    .lexicon = lexicon_test.lexicon,
                    .settings = &settings,
                    .builder = builder,
                    .scratch = scratch,
                    .arena = arena};
    assert_true(load_inputs(&request, (LoadInputs){&path, 1}));
    assert_true(builder_flush(builder));
    builder_free(builder);
    arena_free(scratch);
    arena_free(arena);
    return timeline;
}

static Text file_text(Arena *arena, Text path)
{
    FILE *file = fopen(path.ptr, "rb");
    if (!file)
        return (Text){NULL, 0};
    Buffer bytes = buffer_in(arena);
    for (int c = getc(file); c != EOF; c = getc(file))
        buffer_add_char(&bytes, (char)c);
    fclose(file);
    return buffer_text(&bytes);
}

// ---- comparing ----

static Text squeezed(Arena *arena, Text text)
{
    Text folded = utf8_fold(text, arena);
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < folded.len; i++)
        if (!strchr(" \n.,;'-", folded.ptr[i]))
            buffer_add_char(&out, folded.ptr[i]);
    return buffer_text(&out);
}

static bool is_same(const Page *page, Text a, Text b)
{
    return text_equal(squeezed(page->arena, a), squeezed(page->arena, b));
}

// An abbreviation in brackets behind an office may be there or not.
static bool is_same_office(const Page *page, Text found, Text label)
{
    size_t bracket = text_find(found, TEXT(" ("));
    return is_same(page, found, label) ||
           (bracket != TEXT_NOWHERE && is_same(page, text_sub(found, 0, bracket), label));
}

static void count(const Page *page, Share *share, bool is_right, Text found, Text label)
{
    share->all++;
    share->right += is_right;
    if (!is_right)
        print_message("# %s: found \"%.*s\", labelled \"%.*s\"\n", page->name, TEXT_ARG(found),
                      TEXT_ARG(label));
}

static Text event_field(const Page *page, EventField field)
{
    return timeline_field(page->timeline, timeline_event_id(0, 0), field, page->arena);
}

static void check_fact(Page *page, Text key, Text label)
{
    Score *score = page->score;
    if (text_equal(key, TEXT("date"))) {
        Text found = event_field(page, EVENT_DATE);
        count(page, &score->date, text_equal(found, label), found, label);
    } else if (text_equal(key, TEXT("place"))) {
        Text found = event_field(page, EVENT_PLACE);
        count(page, &score->place, is_same(page, found, label), found, label);
    } else if (text_equal(key, TEXT("kind"))) {
        Text found = event_field(page, EVENT_KIND);
        count(page, &score->kind, text_equal(found, label), found, label);
    } else if (text_equal(key, TEXT("countries"))) {
        Text found = event_field(page, EVENT_COUNTRIES);
        count(page, &score->countries, text_equal(found, label), found, label);
    } else if (text_equal(key, TEXT("events"))) {
        Text found = arena_printf(page->arena, "%zu", timeline_event_count(page->timeline));
        count(page, &score->events, text_equal(found, label), found, label);
    }
}

// ---- participants ----

static Text participant(const Page *page, size_t n, ParticipantField field)
{
    return timeline_participant_field(page->timeline, timeline_event_id(0, 0), n, field,
                                      page->arena);
}

static Text cut_field(Text *rest)
{
    return text_trim(text_cut(rest, '|'));
}

static void check_participant(Page *page, Text label)
{
    Score *score = page->score;
    size_t all;
    (void)timeline_participants(page->timeline, timeline_event_id(0, 0), &all);
    Text name = cut_field(&label), country = cut_field(&label), office = cut_field(&label);
    for (size_t n = 0; n < all; n++) {
        bool is_there = !text_equal(participant(page, n, PARTICIPANT_ROLE), TEXT("mentioned"));
        if (!is_there || !is_same(page, participant(page, n, PARTICIPANT_NAME), name))
            continue;
        Text found = participant(page, n, PARTICIPANT_COUNTRY);
        count(page, &score->country, text_equal(found, country), found, country);
        found = participant(page, n, PARTICIPANT_OFFICE);
        count(page, &score->office, is_same_office(page, found, office), found, office);
        found = participant(page, n, PARTICIPANT_ROLE);
        count(page, &score->role, text_equal(found, text_trim(label)), found, label);
        score->persons_right++;
        return;
    }
    score->persons_missed++;
    print_message("# %s: missed %.*s\n", page->name, TEXT_ARG(name));
}

static void count_extra_persons(Page *page, size_t labelled)
{
    size_t all, there = 0;
    (void)timeline_participants(page->timeline, timeline_event_id(0, 0), &all);
    for (size_t n = 0; n < all; n++)
        there += !text_equal(participant(page, n, PARTICIPANT_ROLE), TEXT("mentioned"));
    page->score->persons_extra += there > labelled ? there - labelled : 0;
}

// ---- sentences ----

static bool is_speaker(const Page *page, Text speaker, Text label)
{
    while (label.ptr)
        if (is_same(page, speaker, text_cut(&label, ';')))
            return true;
    return false;
}

typedef struct Found {
    size_t hits, wrong;
} Found;

// Of the positions of one event that begin so: how many are the speaker's, how many another's.
static void find_sentence(const Page *page, EventId id, Text speakers, Text key, Found *found)
{
    size_t all;
    bool is_narration = text_equal(speakers, TEXT("narration"));
    (void)timeline_positions(page->timeline, id, &all);
    for (size_t n = 0; n < all; n++) {
        Text text = timeline_position_field(page->timeline, id, n, POSITION_TEXT, page->arena);
        if (!text_starts(squeezed(page->arena, text), key))
            continue;
        Text speaker =
            timeline_position_field(page->timeline, id, n, POSITION_SPEAKER, page->arena);
        bool is_right =
            !is_narration && is_speaker(page, speaker, text_sub(speakers, 4, speakers.len));
        found->hits += is_right;
        found->wrong += !is_right;
    }
}

static void check_sentence(Page *page, Text speakers, Text beginning)
{
    Score *score = page->score;
    Text key = squeezed(page->arena, beginning);
    bool is_narration = text_equal(speakers, TEXT("narration"));
    Found found = {0, 0};
    for (uint32_t row = 0; row < timeline_event_count(page->timeline); row++)
        find_sentence(page, timeline_event_id(0, row), speakers, key, &found);
    if (is_narration) {
        score->narration.all++;
        score->narration.right += found.wrong == 0;
    } else {
        score->said_right += found.hits > 0;
        score->said_missed += found.hits == 0;
    }
    score->said_wrong += found.wrong > 0;
    if (found.wrong || (!is_narration && !found.hits))
        print_message("# %s: labelled \"%.*s\": %.*s\n", page->name, TEXT_ARG(speakers),
                      TEXT_ARG(beginning));
}

// ---- pages ----

// What is shown as said stands in the source in the very place that is given.
static void check_slices(const Page *page)
{
    size_t all;
    EventId id = timeline_event_id(0, 0);
    const Position *positions = timeline_positions(page->timeline, id, &all);
    for (size_t n = 0; n < all; n++) {
        Text text = timeline_position_field(page->timeline, id, n, POSITION_TEXT, page->arena);
        assert_true(text.len > 0);
        assert_int_equal(positions[n].span.offset, positions[n].text.offset);
    }
}

static void check_labels(Page *page, Text labels)
{
    size_t persons = 0;
    bool is_read = text_find(labels, TEXT("language:")) == TEXT_NOWHERE;
    while (labels.ptr) {
        Text value = text_cut(&labels, '\n');
        bool is_sentence = text_find_char(value, '\t') != TEXT_NOWHERE;
        Text key = text_cut(&value, is_sentence ? '\t' : ':');
        if (is_sentence)
            check_sentence(page, key, value);
        else if (text_equal(key, TEXT("participant")))
            check_participant(page, text_trim(value));
        else if (is_read || text_equal(key, TEXT("date")))
            check_fact(page, key, text_trim(value));
        persons += text_equal(key, TEXT("participant"));
    }
    count_extra_persons(page, persons);
}

static void check_page(Text folder, Text base, Score *score)
{
    Arena *arena = arena_new();
    const char *const forms[] = {"txt", "html"};
    Text labels =
        file_text(arena, arena_printf(arena, "%.*s/%.*s.gold", TEXT_ARG(folder), TEXT_ARG(base)));
    for (size_t i = 0; i < 2; i++) {
        Text path = arena_printf(arena, "%.*s/%.*s.%s", TEXT_ARG(folder), TEXT_ARG(base), forms[i]);
        if (!file_text(arena, path).ptr)
            continue;
        Text name = arena_printf(arena, "%.*s", TEXT_ARG(base));
        Page page = {.timeline = load(path), .arena = arena, .score = score, .name = name.ptr};
        assert_true(timeline_event_count(page.timeline) > 0);
        check_labels(&page, labels);
        check_slices(&page);
        timeline_free(page.timeline);
    }
    arena_free(arena);
}

static Score score_folder(void)
{
    Score score = {0};
    Arena *arena = arena_new();
    const char *source = getenv("srcdir");
    Text folder = arena_printf(arena, "%s/tests/readouts", source ? source : ".");
    DIR *entries = opendir(folder.ptr);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));) {
        Text name = text_from(entry->d_name);
        if (text_ends(name, TEXT(".gold")))
            check_page(folder, arena_text(arena, text_sub(name, 0, name.len - 5)), &score);
    }
    closedir(entries);
    arena_free(arena);
    return score;
}

static double share(Share share)
{
    return share.all ? (double)share.right / (double)share.all : 0;
}

static double f1(size_t right, size_t extra, size_t missed)
{
    return right ? 2.0 * (double)right / (double)(2 * right + extra + missed) : 0;
}

// Prints the figure; true where it fell.
static bool is_less(const char *what, double found, double wanted)
{
    print_message("# %-20s %.3f, at least %.3f\n", what, found, wanted);
    return found < wanted;
}

static void labelled_readouts_are_read_as_well_as_before(void **state)
{
    (void)state;
    Score score = score_folder();
    int fallen = 0; // all figures are printed
    fallen += is_less("date", share(score.date), 1.0);
    fallen += is_less("place", share(score.place), 1.0);
    fallen += is_less("kind", share(score.kind), 1.0);
    fallen += is_less("countries", share(score.countries), 1.0);
    fallen += is_less("events", share(score.events), 1.0);
    fallen += is_less("participants",
                      f1(score.persons_right, score.persons_extra, score.persons_missed), 0.99);
    fallen += is_less("country", share(score.country), 0.99);
    fallen += is_less("office", share(score.office), 0.98);
    fallen += is_less("role", share(score.role), 0.97);
    fallen +=
        is_less("statements", f1(score.said_right, score.said_wrong, score.said_missed), 0.99);
    fallen += is_less("narration", share(score.narration), 0.99);
    assert_int_equal(fallen, 0);
}

// ---- pages of other languages: tests/languages/LANGUAGE_*.txt, all of one day ----

static void check_unread(const Page *page, Text bytes)
{
    size_t people, positions;
    EventId id = timeline_event_id(0, 0);
    const Problems *problems = timeline_problems(page->timeline);
    assert_int_equal(timeline_event_count(page->timeline), 1);
    assert_text(event_field(page, EVENT_DATE), "2024-05-21");
    assert_true(text_starts(text_from(page->name), event_field(page, EVENT_LANGUAGE)));
    Text title = event_field(page, EVENT_TITLE), text = event_field(page, EVENT_TEXT);
    assert_true(title.len > 0 && text_find(bytes, title) != TEXT_NOWHERE);
    assert_true(text.len > title.len);
    (void)timeline_participants(page->timeline, id, &people);
    (void)timeline_positions(page->timeline, id, &positions);
    assert_int_equal(people + positions, 0);
    assert_int_equal(problems->by_kind[PROBLEM_LANGUAGE], 1);
    assert_int_equal(problems->count, 1);
}

static void pages_of_other_languages_give_date_title_and_text(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const char *source = getenv("srcdir");
    Text folder = arena_printf(arena, "%s/tests/languages", source ? source : ".");
    DIR *entries = opendir(folder.ptr);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));) {
        if (entry->d_name[0] == '.')
            continue;
        print_message("# %s\n", entry->d_name);
        Text path = arena_printf(arena, "%s/%s", folder.ptr, entry->d_name);
        Page page = {.timeline = load(path), .arena = arena, .name = entry->d_name};
        check_unread(&page, file_text(arena, path));
        timeline_free(page.timeline);
    }
    closedir(entries);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_other_languages_give_date_title_and_text),
        cmocka_unit_test(labelled_readouts_are_read_as_well_as_before),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
