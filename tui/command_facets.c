// Facets: what the events shown have in each field, how often, and a filter made of what is chosen there.
#include <config.h>
#include "tui/app.h"

#include "model/count.h"
#include "model/utf8.h"
#include "tui/complete.h"

static const struct Facet {
    const char *name;
    const char *term; // of the filter, which takes the place of those of the same name
    CountKey key;
} facets[] = {
    {"pair", "pair:", COUNT_PAIR},          {"kind", "kind:", COUNT_KIND},
    {"place", "place:", COUNT_PLACE},       {"person", "person:", COUNT_PARTICIPANT},
    {"speaker", "speaker:", COUNT_SPEAKER}, {"topic", "topic:", COUNT_TOPIC},
    {"verb", "verb:", COUNT_VERB},          {"source", "file:", COUNT_FILE},
    {"dataset", "dataset:", COUNT_DATASET}, {"channel", "channel:", COUNT_CHANNEL},
    {"level", "level:", COUNT_LEVEL},       {"tag", "tag:", COUNT_TAG},
};

enum { FACETS = sizeof facets / sizeof *facets };

static void add_value(App *app, const struct Facet *facet, const CountRow *row)
{
    Arena *arena = app->chooser.arena;
    if (row->keys[0].len == 0) // no filter asks for what has none
        return;
    if (facet->key == COUNT_PAIR) {
        app_choose_pair(app, row->keys[0], row->count);
        return;
    }
    Text value = arena_text(arena, row->keys[0]);
    chooser_add(&app->chooser,
                (Choice){.value = value, .words = utf8_fold(value, arena), .count = row->count});
}

// What else there would be in this field: counted without its own terms.
static void fill_facet(App *app)
{
    const struct Facet *facet = &facets[app->chooser.tab];
    bool is_limited = app_filter_has(app, facet->term);
    View *view = is_limited ? app_view_without(app, facet->term) : app->view;
    Counts counts = count_by(view, &facet->key, 1, app->scratch);
    for (size_t i = 0; i < counts.count; i++)
        add_value(app, facet, &counts.items[i]);
    if (is_limited)
        view_free(view);
    app->facet = app->chooser.tab;
}

static void accept_facet(App *app, const Choice *choice)
{
    const struct Facet *facet = &facets[app->chooser.tab];
    const Chooser *chooser = &app->chooser;
    Buffer term = buffer_in(app->scratch);
    buffer_add(&term, text_from(facet->term));
    size_t taken = 0;
    for (size_t i = 0; i < chooser->count; i++)
        if (chooser->items[i].is_marked)
            buffer_printf(&term, "%s%.*s", taken++ ? "," : "",
                          TEXT_ARG(complete_quoted(chooser->items[i].value, app->scratch)));
    if (taken == 0)
        buffer_add(&term, complete_quoted(choice->value, app->scratch));
    app_set_filter(app, app_filter_with(app, facet->term, buffer_text(&term), app->scratch));
}

static const char *tab_name(int tab)
{
    return tab < FACETS ? facets[tab].name : NULL;
}

static const ChooserKind facet_chooser = {.title = "Facets",
                                          .tab = tab_name,
                                          .has_counts = true,
                                          .has_marks = true,
                                          .fill = fill_facet,
                                          .accept = accept_facet};

static int facet_by_name(Text name)
{
    for (int i = 0; i < FACETS; i++)
        if (text_starts(text_from(facets[i].name), name))
            return i;
    return FACETS;
}

// That of what is under the cursor; among the events the one seen last.
static int facet_of_focus(const App *app)
{
    switch (app->settings.focus) {
    case PANE_PEOPLE:
        return facet_by_name(TEXT("person"));
    case PANE_POSITIONS:
        return facet_by_name(TEXT("speaker"));
    case PANE_EVENTS:
    case PANE_TIMELINE:
    case PANES:
        break;
    }
    return app->facet;
}

void command_facets(App *app, Text argument)
{
    int facet = argument.len ? facet_by_name(argument) : facet_of_focus(app);
    if (facet == FACETS)
        app_say(app, ROLE_ERROR, "no facet is called \"%.*s\"", TEXT_ARG(argument));
    else
        app_choose_from(app, &facet_chooser, facet);
}
