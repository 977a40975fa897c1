// Which profile fits a file? The one whose columns are there, whose dates can be read, and which knows most of it.
#include <config.h>
#include "loaders/profile_own.h"

typedef struct Split { // one way to split the head, shared by the profiles that ask for it
    char delimiter;
    bool has_quotes;
    Head head;
} Split;

typedef struct Attempt {
    Arena *scratch;
    Text head;
    bool is_whole;
    Split *splits[2 * PROFILE_LISTED];
    size_t split_count;
    size_t best;            // columns that the best match knows
    const Profile *nearest; // the profile with most columns among those that do not fit
    BindCount nearest_count;
} Attempt;

static const Head *split_as(Attempt *attempt, char delimiter, bool has_quotes)
{
    for (size_t i = 0; i < attempt->split_count; i++)
        if (attempt->splits[i]->delimiter == delimiter &&
            attempt->splits[i]->has_quotes == has_quotes)
            return &attempt->splits[i]->head;
    Split *split = ARENA_NEW(attempt->scratch, Split);
    split->delimiter = delimiter;
    split->has_quotes = has_quotes;
    head_split(attempt->head, delimiter, has_quotes, attempt->is_whole, attempt->scratch,
               &split->head);
    if (attempt->split_count < sizeof attempt->splits / sizeof attempt->splits[0])
        attempt->splits[attempt->split_count++] = split;
    return &split->head;
}

static bool is_listed(const uint16_t *counts, size_t count)
{
    for (size_t i = 0; i < PROFILE_LISTED && counts[i]; i++)
        if (counts[i] == count)
            return true;
    return counts[0] == 0;
}

// The header has what [recognise] asks for. `asked` counts the columns it names.
static bool has_marks(const Profile *profile, const Layout *layout, Arena *scratch, size_t *asked)
{
    CountryNames needed = profile_list(profile_value(profile, PROFILE_KEY_RECOGNISE), scratch);
    CountryNames without = profile_list(profile_value(profile, PROFILE_KEY_WITHOUT), scratch);
    *asked = needed.count;
    for (size_t i = 0; i < needed.count; i++)
        if (layout_find_column(layout, NULL, needed.items[i]) == PROFILE_NO_COLUMN)
            return false;
    for (size_t i = 0; i < without.count; i++)
        if (layout_find_column(layout, NULL, without.items[i]) != PROFILE_NO_COLUMN)
            return false;
    return true;
}

static bool is_skipped(const Recipe *recipe, const Text *fields, size_t count)
{
    for (size_t i = 0; i < recipe->skip_count; i++)
        if (condition_holds(recipe, &recipe->skip[i], fields, count))
            return true;
    return false;
}

static bool has_strange_code(const Recipe *recipe, const Text *fields, size_t count, Arena *scratch)
{
    Text code = template_render(recipe, &recipe->kind, fields, count, scratch);
    return recipe->kinds && code.len > 0 && kind_map_find(recipe->kinds, code) == KIND_UNKNOWN;
}

// With a header half of the dates must be good, for there may be bad rows; without one nearly all that can be checked.
static bool do_rows_fit(const Recipe *recipe, const Layout *layout, Arena *scratch)
{
    size_t good = 0, looked_at = 0;
    for (size_t i = 0; i < layout->row_count; i++) {
        const Text *fields = layout->rows[i];
        size_t count = layout->row_counts[i];
        Date date;
        if (is_skipped(recipe, fields, count))
            continue;
        bool is_good = recipe->date.column >= layout->column_count ||
                       recipe_read_date(recipe, fields, count, &date);
        if (!recipe->has_header)
            is_good = is_good && is_listed(recipe->counts, count) &&
                      !has_strange_code(recipe, fields, count, scratch);
        good += is_good;
        looked_at++;
    }
    if (!recipe->has_header)
        return looked_at > 0 && good * 10 >= looked_at * 8;
    return good * 2 >= looked_at;
}

// How many columns the profile knows of this layout; 0: it does not fit.
static size_t judge(Attempt *attempt, const Profile *profile, const Layout *layout)
{
    size_t asked;
    BindCount counted = {0};
    if ((profile->has_header && layout->column_count < 2) ||
        !is_listed(profile->column_counts, layout->column_count))
        return 0;
    Recipe *recipe = recipe_bind_counted(profile, layout, attempt->scratch, NULL, &counted);
    if (profile->has_header && !profile->is_fallback && counted.missing > 0 &&
        counted.used > attempt->nearest_count.used) {
        attempt->nearest = profile;
        attempt->nearest_count = counted;
    }
    if (!recipe || !has_marks(profile, layout, attempt->scratch, &asked) ||
        !do_rows_fit(recipe, layout, attempt->scratch))
        return 0;
    // The fallback names so many columns that a date alone would do.
    bool has_words = recipe_has_text(&recipe->title) || recipe_has_text(&recipe->text);
    if (profile->is_fallback && !has_words)
        return 0;
    return profile->has_header ? counted.used + asked : layout->column_count;
}

static void try_profile(Attempt *attempt, const Profile *profile, ProfileMatch *match)
{
    for (const char *delimiter = profile->delimiters; *delimiter; delimiter++) {
        Layout layout;
        const Head *head = split_as(attempt, *delimiter, profile->has_quotes);
        if (!head_lay_out(profile, head, *delimiter, attempt->scratch, &layout))
            continue;
        size_t known = judge(attempt, profile, &layout);
        bool is_better = known > attempt->best || (known == attempt->best && known > 0 &&
                                                   profile->is_users && !match->profile->is_users);
        if (!is_better)
            continue;
        attempt->best = known;
        match->profile = profile;
        match->layout = layout;
    }
}

// ---- what to say when none fits ----

static void say_nearest(const Attempt *attempt, Buffer *out)
{
    if (!attempt->nearest)
        return;
    // Of "A || B" one would do.
    Text missing = attempt->nearest_count.first_missing;
    missing = text_trim(text_sub(missing, 0, text_find(missing, TEXT("||"))));
    buffer_printf(out, "nearest is \"%.*s\": it knows %zu of the columns but needs \"%.*s\"",
                  TEXT_ARG(attempt->nearest->name), attempt->nearest_count.used, TEXT_ARG(missing));
    if (attempt->nearest_count.missing > 1)
        buffer_printf(out, " and %zu more", attempt->nearest_count.missing - 1);
    buffer_add_char(out, '\n');
}

static void say_tried(Attempt *attempt, const Profiles *profiles, ProfileMatch *match)
{
    Buffer out = buffer_in(attempt->scratch);
    Layout layout;
    size_t column;
    buffer_printf(&out, "none of %zu profiles fits\n", profiles->count);
    say_nearest(attempt, &out);
    if (!draft_lay_out(attempt->head, attempt->is_whole, attempt->scratch, &layout)) {
        buffer_printf(&out, "it does not look like a table\n");
    } else if (draft_find_date(&layout, attempt->scratch, &column)) {
        Text value = layout.row_count > 0 && column < layout.row_counts[0] ? layout.rows[0][column]
                                                                           : (Text){0};
        buffer_printf(&out, "column \"%.*s\" looks like a date (%.*s)\n",
                      TEXT_ARG(layout.names[column]), TEXT_ARG(value));
    } else {
        buffer_printf(&out,
                      layout.column_count > 1 ? "none of its %zu columns looks like a date\n"
                                              : "its %zu column does not look like a date\n",
                      layout.column_count);
    }
    buffer_printf(&out, "to read it, write a profile: bilat profiles --draft FILE, see "
                        "bilat-profile(5)");
    match->tried = buffer_text(&out);
}

bool profiles_recognise(const Profiles *profiles, Text head, bool is_whole, Arena *scratch,
                        ProfileMatch *match)
{
    Attempt attempt = {.scratch = scratch, .head = head, .is_whole = is_whole};
    *match = (ProfileMatch){0};
    for (int is_fallback = 0; is_fallback <= 1 && !match->profile; is_fallback++)
        for (size_t i = 0; i < profiles->count; i++)
            if (profiles->items[i]->is_fallback == is_fallback && !profiles->items[i]->is_broken)
                try_profile(&attempt, profiles->items[i], match);
    if (!match->profile)
        say_tried(&attempt, profiles, match);
    return match->profile != NULL;
}
