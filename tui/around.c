// Views beside the one that is shown: without some of its limits, or of a pair the other way round.
#include <config.h>
#include "tui/app.h"

static const char time_limits[] = "year: date: date!:";

static View *view_of(App *app, Text expression)
{
    View *view = view_new_of(app->timeline, expression);
    return view ? view : view_new(app->timeline);
}

View *app_view_without(App *app, const char *prefixes)
{
    return view_of(app, app_filter_with(app, prefixes, TEXT(""), app->scratch));
}

void app_forget_around(App *app)
{
    view_free(app->around);
    view_free(app->against);
    app->around = app->against = NULL;
}

// Made again where another filter is wanted, as every arrival asks for it.
static View *kept_view(App *app, View **kept, Text wanted)
{
    if (*kept && text_equal(view_filter_text(*kept), wanted)) {
        view_extend(*kept);
        return *kept;
    }
    view_free(*kept);
    *kept = view_of(app, wanted);
    return *kept;
}

View *app_view_around(App *app)
{
    if (!app_filter_has(app, time_limits)) {
        view_free(app->around);
        app->around = NULL;
        return app->view;
    }
    Text wanted = app_filter_with(app, time_limits, TEXT(""), app->scratch);
    return kept_view(app, &app->around, wanted);
}

bool app_directed_pair(const App *app, Text *from, Text *to)
{
    Text prefix = TEXT("pair:");
    if (app_filter_term(app, prefix.ptr, 1, app->scratch).len)
        return false; // two of them are no pair
    Text term = app_filter_term(app, prefix.ptr, 0, app->scratch);
    *to = text_sub(term, term.len ? prefix.len : 0, term.len);
    if (text_find_char(*to, ',') != TEXT_NOWHERE || text_find_char(*to, '>') == TEXT_NOWHERE)
        return false;
    *from = text_cut(to, '>');
    return true;
}

View *app_view_against(App *app)
{
    Text from, to;
    if (!app_directed_pair(app, &from, &to)) {
        view_free(app->against);
        app->against = NULL;
        return NULL;
    }
    Text term = arena_printf(app->scratch, "pair:%.*s>%.*s", TEXT_ARG(to), TEXT_ARG(from));
    Text turned = app_filter_with(app, "pair:", term, app->scratch);
    View *view = kept_view(app, &app->against, turned);
    return view;
}

// Only terms about sources say which of them are held for what is shown.
void app_choose_coverage(App *app)
{
    Buffer terms = buffer_in(app->scratch);
    for (size_t n = 0;; n++) {
        Text term =
            app_filter_term(app, "by: -by: file: -file: dataset: -dataset:", n, app->scratch);
        if (term.len == 0)
            break;
        buffer_printf(&terms, "%s%.*s", n ? " " : "", TEXT_ARG(term));
    }
    Problems problems = problems_in(app->scratch);
    Filter *filter;
    Evaluation *evaluation = NULL;
    if (terms.count && filter_parse(buffer_text(&terms), timeline_countries(app->timeline),
                                    app->scratch, &filter, &problems))
        evaluation = evaluation_new(filter, app->timeline, app->scratch);
    coverage_choose(&app->coverage, evaluation);
    evaluation_free(evaluation);
}
