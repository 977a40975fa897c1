// Opening and closing: the event, help, problems, the source; and saying why.
#include <config.h>
#include "tui/pane_lines.h"
#include "tui/place.h"

#include "model/reports.h"

void command_help(App *app, Text argument)
{
    (void)argument;
    help_fill(app);
    app_open_popup(app, &app->help);
}

// ---- Enter ----

static void filter_bar(App *app)
{
    EventId id = view_cursor_event(app->view);
    if (event_equal(id, EVENT_NOWHERE))
        return;
    StripLevel level = app->strip.level;
    int32_t bar = strip_bar_of(level, timeline_event(app->timeline, id).date.start);
    Text label = strip_bar_label(level, bar, app->scratch);
    Text term;
    if (level == STRIP_DECADES)
        term = arena_printf(app->scratch, "year:%d..%d", bar * 10, bar * 10 + 9);
    else
        term = arena_printf(app->scratch, "%s:%.*s", level == STRIP_YEARS ? "year" : "date",
                            TEXT_ARG(label));
    app_set_filter(app, app_filter_with(app, "year: date:", term, app->scratch));
}

static void open_event(App *app, EventId id)
{
    if (event_equal(id, EVENT_NOWHERE)) {
        app_say(app, ROLE_NOTE, "no event is shown");
        return;
    }
    size_t row = view_row_of(app->view, id);
    if (row != TEXT_NOWHERE) // of a speaker's positions: the events before and after it are its own
        events_go_to(app, row);
    detail_fill(app, id);
    app_open_popup(app, &app->detail);
}

static void open_in_popup(App *app)
{
    const TextRow *row = lines_current(app_focus(app));
    if (app_focus(app) == &app->problem_list && problems_open(app))
        app_open_popup(app, &app->report);
    else if (app_focus(app) == &app->help) {
        app_close_popup(app);
        if (row && row->link < COMMANDS)
            app_run_line(app, text_from(commands[row->link].name));
    } else if (app_focus(app) == &app->person && row && row->link != EVENT_NOWHERE.at) {
        open_event(app, (EventId){(uint32_t)row->link}); // as it was put there
    }
}

void command_open(App *app, Text argument)
{
    (void)argument;
    EventId id = view_cursor_event(app->view);
    size_t n;
    if (app->popup_count)
        open_in_popup(app);
    else if (app->settings.focus == PANE_TIMELINE)
        filter_bar(app);
    else if (app->settings.focus == PANE_EVENTS && events_unfold(app))
        return;
    else if (app->settings.focus == PANE_PEOPLE && pane_count(&app->panes[PANE_PEOPLE]))
        command_person(app, TEXT(""));
    else if (app->settings.focus == PANE_POSITIONS && positions_current(app, &id, &n))
        open_event(app, id);
    else
        open_event(app, id);
}

static void close_top(App *app, bool may_quit)
{
    if (app_close_popup(app))
        return;
    if (app->this_speaker) {
        command_this_speaker(app, TEXT(""));
        return;
    }
    if (app->settings.is_zoomed) {
        app->settings.is_zoomed = false;
        return;
    }
    if (may_quit)
        app->is_over = true;
    else
        app_say(app, ROLE_NOTE, "nothing is open; %.*s quits",
                TEXT_ARG(keymap_first_key(&app->keys, COMMAND_close, app->scratch)));
}

void command_close(App *app, Text argument)
{
    (void)argument;
    close_top(app, true);
}

void command_back_out(App *app, Text argument)
{
    (void)argument;
    if (app_stop_filter(app))
        app_say(app, ROLE_NOTE, "stopped; what was shown stays");
    else
        close_top(app, false);
}

// ---- positions ----

void command_only_matching(App *app, Text argument)
{
    (void)argument;
    const Filter *filter = view_filter(app->view);
    if (!filter || !filter_has_position_terms(filter)) {
        app_say(app, ROLE_NOTE,
                "the filter asks for no position: try speaker:, verb:, topic: or said:");
        return;
    }
    app->only_matching = !app->only_matching;
    app->shown_event = EVENT_NOWHERE; // filled again
    app_say(app, ROLE_NOTE, "%s positions are shown",
            app->only_matching ? "only the matching" : "all");
}

void command_this_speaker(App *app, Text argument)
{
    (void)argument;
    EventId event;
    size_t n;
    if (!app->this_speaker && !positions_current(app, &event, &n)) {
        app_say(app, ROLE_NOTE, "no position is under the cursor");
        return;
    }
    app->this_speaker = !app->this_speaker;
    app->settings.focus = PANE_POSITIONS;
    positions_fill(app, view_cursor_event(app->view));
    app->shown_event = view_cursor_event(app->view);
}

// ---- what a position refers to ----

// The first thing that the position refers to and that stands in time.
static bool first_cited(App *app, EventId id, size_t n, Citation *cited)
{
    Text text = timeline_position_field(app->timeline, id, n, POSITION_TEXT, app->scratch);
    Date when = timeline_event(app->timeline, id).date;
    Citations found = citations_in(app->citations, text, when, app->scratch);
    for (size_t i = 0; i < found.count; i++) {
        *cited = found.items[i];
        if (!date_is_absent(cited->date))
            return true;
    }
    return false;
}

void command_go_cited(App *app, Text argument)
{
    (void)argument;
    EventId id;
    size_t n;
    Citation cited;
    if (!app->citations || !positions_current(app, &id, &n) || !first_cited(app, id, n, &cited)) {
        app_say(app, ROLE_NOTE, "the position under the cursor refers to nothing that has a date");
        return;
    }
    EventId event = citation_event(app->timeline, cited, id);
    size_t row = event_equal(event, EVENT_NOWHERE) ? TEXT_NOWHERE : view_row_of(app->view, event);
    if (row == TEXT_NOWHERE) {
        command_go_date(app, date_format(cited.date, app->scratch));
        return;
    }
    view_remember(app->view);
    view_set_cursor(app->view, row);
    app_say(app, ROLE_NOTE, "this is what the position refers to; < goes back");
}

// ---- who else tells of the meeting ----

// The report behind this one, in total order; behind the last one, the first.
static EventId next_report(const App *app, EventId id)
{
    EventId others[REPORTS_MAX];
    size_t count = reports_of(app->timeline, id, others, app->scratch);
    for (size_t i = 0; i < count; i++)
        if (timeline_compare(app->timeline, others[i], id) > 0)
            return others[i];
    return count ? others[0] : EVENT_NOWHERE;
}

void command_other_report(App *app, Text argument)
{
    (void)argument;
    EventId id = view_cursor_event(app->view);
    EventId other = event_equal(id, EVENT_NOWHERE) ? id : next_report(app, id);
    if (event_equal(other, EVENT_NOWHERE)) {
        app_say(app, ROLE_NOTE, "no other readout of this meeting is known");
        return;
    }
    size_t row = view_row_of(app->view, other);
    if (row == TEXT_NOWHERE) {
        app_say(app, ROLE_NOTE, "the filter hides the other readout of this meeting; \\ lifts it");
        return;
    }
    view_remember(app->view);
    view_set_cursor(app->view, row);
    Text why = reports_reason(app->timeline, other, id, app->scratch);
    app_say(app, ROLE_NOTE, "taken for the same meeting: %.*s; R goes back", TEXT_ARG(why));
}

// ---- why ----

static void explain_chips(App *app, EventId id, Buffer *out)
{
    const Filter *filter = view_filter(app->view);
    Evaluation *evaluation = view_evaluation(app->view);
    if (!filter || !evaluation || filter_chip_count(filter) == 0) {
        buffer_add(out, TEXT("shown because there is no filter\n"));
        return;
    }
    buffer_add(out, view_is_lifted(app->view) ? TEXT("the filter is lifted; of its parts\n")
                                              : TEXT("shown because it passes\n"));
    bool passes_each = true;
    for (size_t i = 0; i < filter_chip_count(filter); i++) {
        bool passes = evaluation_chip_matches(evaluation, i, id);
        passes_each = passes_each && passes;
        buffer_printf(out, "  %.*s%s\n", TEXT_ARG(filter_chip_text(filter, i)),
                      passes ? "" : " (it does not pass this)");
    }
    if (passes_each && !evaluation_matches(evaluation, id))
        buffer_add(out,
                   TEXT("  but it has no one position, or person, that passes all of these\n"));
}

static void explain_event(App *app, Buffer *out)
{
    EventId id = view_cursor_event(app->view);
    Event event = timeline_event(app->timeline, id);
    buffer_printf(out, "%.*s\n",
                  TEXT_ARG(timeline_field(app->timeline, id, EVENT_TITLE, app->scratch)));
    explain_chips(app, id, out);
    if (event.has_inferred_countries)
        buffer_add(out,
                   TEXT("its countries were found in its title or text: no column names them\n"));
    const Source *source = timeline_source(app->timeline, event.source);
    buffer_printf(out, "read as %.*s from %.*s\n", TEXT_ARG(source->dataset),
                  TEXT_ARG(source->path));
}

static void explain_citations(App *app, EventId id, size_t n, Buffer *out)
{
    if (!app->citations)
        return;
    Text text = timeline_position_field(app->timeline, id, n, POSITION_TEXT, app->scratch);
    Date when = timeline_event(app->timeline, id).date;
    Citations found = citations_in(app->citations, text, when, app->scratch);
    for (size_t i = 0; i < found.count; i++)
        buffer_printf(
            out, "it refers to %.*s\n",
            TEXT_ARG(citation_line(app->timeline, text, found.items[i], id, app->scratch)));
}

static void explain_position(App *app, EventId id, size_t n, Buffer *out)
{
    Timeline *timeline = app->timeline;
    size_t count;
    const Position *position = &timeline_positions(timeline, id, &count)[n];
    Text speaker = timeline_position_field(timeline, id, n, POSITION_SPEAKER, app->scratch);
    Text rule = place_rule(app, position->rule);
    Text name = timeline_string(timeline, position->rule);
    Text confidence = timeline_string(timeline, position->confidence);
    buffer_printf(out, "position %zu is %.*s's\n", n + 1, TEXT_ARG(speaker));
    if (rule.len)
        buffer_printf(out, "because %.*s (rule %.*s)\n", TEXT_ARG(rule), TEXT_ARG(name));
    else
        buffer_add(out, TEXT("the table says so: no rule was needed\n"));
    if (confidence.len)
        buffer_printf(out, "confidence: %.*s\n", TEXT_ARG(confidence));
    buffer_printf(out, "it stands in %.*s\n",
                  TEXT_ARG(place_text(app, position->text, app->scratch)));
    explain_citations(app, id, n, out);
}

static void explain_nothing(App *app, Buffer *out)
{
    const Filter *filter = view_filter(app->view);
    size_t chip, count;
    if (timeline_event_count(app->timeline) == 0) {
        buffer_add(out, TEXT("no event was loaded; v shows what could not be read\n"));
        return;
    }
    buffer_add(out, TEXT("no event passes the filter\n"));
    for (size_t i = 0; filter && i < filter_chip_count(filter); i++) {
        View *view = view_new(app->timeline);
        Problems problems = problems_in(app->scratch);
        view_apply_filter(view, filter_without_chip(filter, i, app->scratch), &problems);
        buffer_printf(out, "  without %.*s: %zu events\n", TEXT_ARG(filter_chip_text(filter, i)),
                      view_count(view));
        view_free(view);
    }
    if (view_most_hiding_chip(app->view, &chip, &count))
        buffer_printf(out, "most is hidden by %.*s: without it %zu would show\n",
                      TEXT_ARG(filter_chip_text(filter, chip)), count);
}

void command_why(App *app, Text argument)
{
    (void)argument;
    app_finish_filter(app);
    Buffer out = buffer_in(app->scratch);
    EventId id;
    size_t n;
    if (view_count(app->view) == 0)
        explain_nothing(app, &out);
    else if (app->settings.focus == PANE_POSITIONS && positions_current(app, &id, &n))
        explain_position(app, id, n, &out);
    else
        explain_event(app, &out);
    report_fill(app, &why_ops, buffer_text(&out));
    app_open_popup(app, &app->report);
}
