// Choosing from lists with counts: the pair, the year, the column to sort by.
#include <config.h>
#include "tui/app.h"

#include "model/count.h"
#include "model/utf8.h"

// ---- pairs ----

static void add_names(const App *app, Text code, Buffer *label, Buffer *words)
{
    const Countries *countries = timeline_countries(app->timeline);
    CountryId id = country_by_code(countries, code);
    buffer_add_char(words, ' ');
    buffer_add(words, code);
    if (id.at == COUNTRY_NONE)
        return;
    const Country *country = country_get(countries, id);
    if (label->count)
        buffer_add(label, TEXT(", "));
    buffer_add(label, country->name);
    const CountryNames *lists[] = {&country->names, &country->adjectives, &country->capitals};
    buffer_printf(words, " %.*s %.*s", TEXT_ARG(country->alpha2), TEXT_ARG(country->name));
    for (int list = 0; list < 3; list++)
        for (size_t i = 0; i < lists[list]->count; i++)
            buffer_printf(words, " %.*s", TEXT_ARG(lists[list]->items[i]));
}

void app_choose_pair(App *app, Text pair, uint64_t count)
{
    Arena *arena = app->chooser.arena;
    Buffer label = buffer_in(arena), words = buffer_in(arena);
    buffer_add(&words, pair);
    size_t middle = text_find_char(pair, '-');
    if (middle == TEXT_NOWHERE)
        middle = text_find_char(pair, '>');
    if (middle != TEXT_NOWHERE) {
        add_names(app, text_sub(pair, 0, middle), &label, &words);
        add_names(app, text_sub(pair, middle + 1, pair.len), &label, &words);
    }
    chooser_add(&app->chooser, (Choice){.value = arena_text(arena, pair),
                                        .label = buffer_text(&label),
                                        .words = utf8_fold(buffer_text(&words), arena),
                                        .count = count});
}

static void fill_pairs(App *app)
{
    CountKey key = COUNT_PAIR;
    View *view = app_view_without(app, "pair:");
    Counts counts = count_by(view, &key, 1, app->scratch);
    for (size_t i = 0; i < counts.count; i++)
        if (counts.items[i].keys[0].len)
            app_choose_pair(app, counts.items[i].keys[0], counts.items[i].count);
    view_free(view);
}

static bool show_pair(App *app, Text pair)
{
    Text term = arena_printf(app->scratch, "pair:%.*s", TEXT_ARG(text_trim(pair)));
    return app_set_filter(app, app_filter_with(app, "pair:", term, app->scratch));
}

static void accept_pair(App *app, const Choice *choice)
{
    show_pair(app, choice->value);
}

// A pair that no event has yet, such as one with "*" or "~".
static bool accept_pair_text(App *app, Text text)
{
    return show_pair(app, text);
}

static const ChooserKind pair_chooser = {.title = "Pair",
                                         .has_counts = true,
                                         .fill = fill_pairs,
                                         .accept = accept_pair,
                                         .accept_text = accept_pair_text};

void command_pick_pair(App *app, Text argument)
{
    if (argument.len)
        show_pair(app, argument);
    else
        app_choose(app, &pair_chooser);
}

// "CHN-PRK" -> "CHN>PRK" -> "PRK>CHN" -> "CHN-PRK"; what stands first is kept by sorting at the last step.
static Text turned(Text pair, Arena *arena)
{
    size_t middle = text_find_char(pair, '-');
    bool is_directed = middle == TEXT_NOWHERE;
    if (is_directed)
        middle = text_find_char(pair, '>');
    if (middle == TEXT_NOWHERE)
        return TEXT("");
    Text a = text_sub(pair, 0, middle), b = text_sub(pair, middle + 1, pair.len);
    if (!is_directed)
        return arena_printf(arena, "%.*s>%.*s", TEXT_ARG(a), TEXT_ARG(b));
    if (text_compare(a, b) < 0)
        return arena_printf(arena, "%.*s>%.*s", TEXT_ARG(b), TEXT_ARG(a));
    return arena_printf(arena, "%.*s-%.*s", TEXT_ARG(b), TEXT_ARG(a));
}

void command_swap_pair(App *app, Text argument)
{
    (void)argument;
    const Filter *filter = view_filter(app->view);
    Text prefix = TEXT("pair:");
    for (size_t i = 0; filter && i < filter_chip_count(filter); i++) {
        Text chip = filter_chip_text(filter, i);
        if (!text_starts(chip, prefix))
            continue;
        Text pair = turned(text_sub(chip, prefix.len, chip.len), app->scratch);
        if (pair.len && show_pair(app, pair))
            app_say(app, ROLE_NOTE, "pair:%.*s, %s", TEXT_ARG(pair),
                    text_find_char(pair, '>') == TEXT_NOWHERE ? "either way"
                                                              : "from the first to the second");
        return;
    }
    app_say(app, ROLE_NOTE, "there is no pair to turn: choose one first");
}

// ---- years ----

static void fill_years(App *app)
{
    CountKey key = COUNT_YEAR;
    Arena *arena = app->chooser.arena;
    View *view = app_view_without(app, "year: date:");
    Counts counts = count_by(view, &key, 1, app->scratch);
    for (size_t i = 0; i < counts.count; i++) {
        Text year = arena_text(arena, counts.items[i].keys[0]);
        if (year.len)
            chooser_add(&app->chooser,
                        (Choice){.value = year, .words = year, .count = counts.items[i].count});
    }
    view_free(view);
}

static bool show_year(App *app, Text year)
{
    Text term = arena_printf(app->scratch, "year:%.*s", TEXT_ARG(text_trim(year)));
    return app_set_filter(app, app_filter_with(app, "year: date:", term, app->scratch));
}

static void accept_year(App *app, const Choice *choice)
{
    show_year(app, choice->value);
}

// "2019..2024", "2019,2024": what the list does not hold, the filter may.
static bool accept_year_text(App *app, Text text)
{
    return show_year(app, text);
}

static const ChooserKind year_chooser = {.title = "Year",
                                         .has_counts = true,
                                         .fill = fill_years,
                                         .accept = accept_year,
                                         .accept_text = accept_year_text};

void command_pick_year(App *app, Text argument)
{
    if (argument.len)
        show_year(app, argument);
    else
        app_choose(app, &year_chooser);
}

// ---- order ----

static void fill_sorts(App *app)
{
    for (int key = 0; key < SORT_KEYS; key++) {
        Text name = text_from(sort_key_name((SortKey)key));
        Text label = view_sort_key(app->view) == (SortKey)key ? TEXT("as now; again turns it round")
                                                              : TEXT("");
        chooser_add(&app->chooser, (Choice){.value = name, .label = label, .words = name});
    }
}

static bool sort_by_name(App *app, Text name)
{
    for (int key = 0; key < SORT_KEYS; key++) {
        if (!text_equal(text_from(sort_key_name((SortKey)key)), name))
            continue;
        bool is_same = view_sort_key(app->view) == (SortKey)key;
        app_sort(app, (SortKey)key, is_same && !view_is_descending(app->view));
        return true;
    }
    return false;
}

static void accept_sort(App *app, const Choice *choice)
{
    sort_by_name(app, choice->value);
}

static const ChooserKind sort_chooser = {
    .title = "Sort by", .fill = fill_sorts, .accept = accept_sort};

void command_sort(App *app, Text argument)
{
    if (argument.len == 0)
        app_choose(app, &sort_chooser);
    else if (!sort_by_name(app, text_trim(argument)))
        app_say(app, ROLE_ERROR, "no column is called \"%.*s\"", TEXT_ARG(argument));
}

void command_reverse(App *app, Text argument)
{
    (void)argument;
    app_sort(app, view_sort_key(app->view), !view_is_descending(app->view));
}
