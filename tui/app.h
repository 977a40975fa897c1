// The browser's state, and what its parts ask of each other. Commands change the state; screen.c draws it;
// app.c waits, reads and runs. Nothing here knows curses.
#ifndef BILAT_TUI_APP_H
#define BILAT_TUI_APP_H

#include "model/citation_link.h"
#include "model/event_key.h"
#include "model/regex.h"
#include "model/view.h"
#include "tui/chooser.h"
#include "tui/columns.h"
#include "tui/keymap.h"
#include "tui/layout.h"
#include "tui/linear.h"
#include "tui/mouse.h"
#include "tui/pane.h"
#include "tui/prompt.h"
#include "tui/services.h"
#include "tui/strip.h"
#include "tui/theme.h"
#include "tui/wrap.h"

enum { POPUPS_MAX = 4 };
enum { APP_PROGRESS_AFTER_MS = 300 }; // a load that takes longer says how far it is

// What a prompt is for. All but `accept` may be NULL.
typedef struct PromptKind {
    const char *label;
    void (*changed)(App *app, Text text);
    bool (*accept)(App *app, Text text); // false: the prompt stays open
    void (*leave)(App *app);
    void (*complete)(App *app);
    // The second line of the prompt while nothing is wrong.
    Text (*feedback)(const App *app, Arena *scratch);
} PromptKind;

typedef enum AppMode { MODE_PANES, MODE_PROMPT, MODE_CHOOSER } AppMode;

// What is searched for, and the search while it is under way: some rows a turn, until a key stops it.
typedef struct AppSearch {
    Text needle;  // folded; empty: none
    Text typed;   // as typed
    Arena *arena; // of both
    Evaluation
        *evaluation;     // of what is typed as a phrase, for what a row does not show; NULL: none
    Regex *regex;        // what was typed behind "~"; NULL: words
    Pane *pane;          // whose rows are being searched; NULL: none are
    size_t origin, done; // the row it began at; rows looked at
    int direction;
    bool is_from_here; // the first row looked at is the origin, as while typing; else its neighbour
    bool was_found;    // when it last ended
} AppSearch;

// What the status line counts; made again when the view has changed.
typedef struct AppTotals {
    uint64_t positions;
    uint64_t chosen;    // of them, by the position terms of the filter
    bool has_positions; // counted: not for very many events
    bool has_chosen;    // the filter has position terms
} AppTotals;

// The filter that is being set, in steps (filtering.c).
typedef struct AppFiltering {
    Arena *arena;      // of the texts
    bool is_under_way; // steps are left
    bool is_kept;      // no trial: what was there before is remembered for "back"
    bool is_restored;  // it is what was there before: with its cursor
    bool stays_lifted; // it is lifted once it is set
    bool says_order;   // "sorting by date" stands on the screen, and is to become "sorted by date"
    Text before;       // what was shown
    bool was_lifted;
    EventId cursor;
    Text tried; // what was last begun
    // Where nothing is shown: the part of the filter that hides most, found in steps too.
    bool asks_what_hides;
    Text what_hides; // empty: something is shown, or it is not known yet
    Arena *hiding_arena;
} AppFiltering;

// Headings of years among the events: where there are enough events, always, never.
typedef enum YearsWish { YEARS_AUTO, YEARS_YES, YEARS_NO, YEARS_WISHES } YearsWish;

// Why a reload was begun: how much is said of it.
typedef enum ReloadReason {
    RELOAD_ASKED,
    RELOAD_FOLLOWED, // nobody waits for it: not worth a word where nothing has changed
    RELOAD_OWN,      // of what the reader has just done: he knows
} ReloadReason;

// A timeline that is being loaded while the one before it is still shown, and what the last one has brought.
typedef struct Reload {
    Timeline *coming; // NULL: none
    ReloadReason reason;
    bool is_unwanted; // it was cancelled, and is waited for only to be dropped
    bool is_held;     // it is complete, and waits until nobody types
    bool follows;     // changes of the inputs are looked for
    int64_t looked_ms;
    Arena *arena; // of what stands below
    Text changes; // to read; empty: none
    Arena *key_arena;
    EventKey cursor; // of the event shown: when its file has changed it is too late to ask
    bool has_cursor;
    bool has_target; // an event that it brings, and that the cursor goes to
} Reload;

typedef struct ExportJob ExportJob;   // command_export.c
typedef struct CorrectJob CorrectJob; // dialog_correct.c
typedef struct PersonJob PersonJob;   // dialog_person.c
typedef struct AddJob AddJob;         // dialog_add.c
typedef struct OwnLog OwnLog;         // own_events.c
typedef struct Timing Timing;         // script.c

struct App {
    const Services *services;
    const Config *config;
    const CitationWords *citations; // NULL: what is referred to is not looked for
    Timeline *timeline;
    View *view;
    View *around;      // app_view_around, where it is not `view`
    View *against;     // app_view_against
    Arena *arena;      // as long as the browser runs
    Arena *scratch;    // one turn
    Problems problems; // of the configuration and of the terminal
    Theme theme;
    KeyMap keys;
    Canvas *canvas;
    LayoutSettings settings;
    Layout layout;
    int width, height;

    Pane panes[PANES];
    Pane help, problem_list, detail, report, person; // popups
    Pane *popups[POPUPS_MAX];                        // what lies over the panes, the topmost last
    size_t popup_count;
    Text problem_words;     // the list of problems shows those with these words
    Arena *problem_arena;   // of them
    bool problems_by_place; // else the gravest stand first
    bool popup_is_own;      // help: what the filter looks for is not marked in it
    Strip strip;
    bool wants_shares;    // bars are shares of all events
    bool scale_is_behind; // steps are left
    Coverage coverage;    // once all is loaded

    AppMode mode;
    Prompt prompt;
    const PromptKind *prompt_kind;
    Problem prompt_problem; // of what is typed; message empty: none
    Text completions;       // that fit what is typed; empty: not asked for
    size_t search_from;     // the row at which the search began
    PromptHistory filter_history, search_history, command_history, path_history;
    PromptHistory tag_history, note_history;
    Chooser chooser;
    int facet; // the list of facets that was seen last

    Text message; // on the last line until the next key
    Role message_role;
    Arena *message_arena;
    uint32_t errors_said,
        unwritten_count; // of a script: what app_say and app_say_unwritten have told
    AppSearch search;
    ExportJob *export_job;
    CorrectJob *correct_job;
    PersonJob *person_job;
    AddJob *add_job;
    OwnLog *own_log;
    size_t wanted_rows
        [PANES]; // to come back to when a reload has brought the event again; TEXT_NOWHERE: none
    Text view_confirmed; // the name of a saved view that may be written over
    AppFiltering filtering;

    FeedState feed;
    bool is_cut_short; // the load was cancelled
    Seen *seen; // of the program around; NULL: nobody remembers, or the first load is not complete
    bool has_told_unkept;
    bool knows_news; // what is found to be new is the reader's own
    int64_t load_began_ms;
    bool shows_progress; // the load takes long enough to say how far it is
    Reload reload;
    bool source_has_changed; // of the event under the cursor, when it was last looked at
    int64_t watched_ms;      // when that was
    AppTotals totals;
    Columns columns;  // of the events
    int date_columns; // that the dates in sight need; 0: not measured
    YearsWish years_wish;
    EventId shown_event; // whose participants and positions the panes hold
    bool has_new_rows;   // the view shows other rows than when totals and strip were made
    bool has_arrivals;   // or more rows
    bool strip_is_behind;
    int64_t strip_ms; // when it was made
    bool only_matching, this_speaker;
    Text copied; // last
    Arena *copied_arena;
    Text info, info_place; // rule and place of the position under the cursor
    EventId info_event;
    size_t info_position;
    Arena *info_arena;
    Linear linear;
    bool has_mouse;
    bool is_scripted; // no terminal
    Timing *timing;   // of the keys of a script; NULL: not asked for
    bool is_over;
    bool is_leaving; // ^C was pressed once
    int exit_code;   // of a script; who sits before the screen has read what went wrong
};

// ---- app.c ----
// A browser of 80×24 without a terminal; cleared by app_clear. The timeline may still be loading.
void app_init(App *app, Timeline *timeline, const Config *config, const Services *services);
void app_clear(App *app);
Pane *app_focus(App *app); // the popup on top, else the pane with the focus
void app_key(App *app, Key key);
void app_run_line(App *app, Text line); // ":sort date", without the colon
void app_resize(App *app, int width, int height);
void app_begin_load(App *app); // a new load has begun
void app_feed(App *app);
bool app_is_loading(const App *app);  // for the first time or again
bool app_awaits_rows(const App *app); // it loads, and no event has come yet
void app_finish_load(App *app);       // waits for all of it
// Looks whether the source of the event under the cursor is still what was loaded, for the status line.
void app_watch_source(App *app);
void app_say(App *app, Role role, const char *format, ...) PRINTF_LIKE(3, 4);
// A file was not written, and this is why: said on the screen; of a script also on standard error, by the exit code.
void app_say_unwritten(App *app, Text path, const Problems *problems);
Finder app_finder(App *app);

// ---- settle.c ----
enum { APP_STRIP_MS = 500 }; // a strip of all events takes longer than the arrival of some
// Brings panes, totals, strip and layout up to the state. Call before drawing and before a command that reads them.
void app_settle(App *app);
int64_t app_now_ms(void); // of a clock that only runs forward

// ---- reload.c ----
void reload_init(App *app);
void reload_clear(App *app);
void reload_begin(App *app, ReloadReason reason);
void reload_feed(
    App *app); // goes on with the one that is under way, and shows it when it is complete
void reload_follow(App *app);      // begins one where the inputs have changed
void reload_keep_cursor(App *app); // the event shown is another one now
// The cursor goes to the event with that key when the reload that is under way has brought it.
void reload_go_to(App *app, const EventKey *key);

// ---- news.c ----
// To be called when a timeline is complete, and has taken its place. What the reader has added himself is no news.
void news_begin(App *app, bool is_own);
bool news_step(App *app); // goes on for some milliseconds; true: more steps are left
bool news_in_line(const App *app, size_t line); // of the view; asked of the lines in sight

// ---- dialogs.c ----
void app_ask(App *app, const PromptKind *kind, Text text, PromptHistory *history);
void app_choose(App *app, const ChooserKind *kind);
void app_choose_from(App *app, const ChooserKind *kind, int tab); // of its lists
void app_prompt_key(App *app, Key key);
void app_chooser_key(App *app, Key key);
void app_open_popup(App *app, Pane *pane);
bool app_close_popup(App *app); // false: there was none

// ---- filtering.c ----
// A deliberate change of the filter: remembered, and said when it is wrong. The rows follow at once, or in steps.
bool app_set_filter(App *app, Text expression);
// The rows follow and are said to be sorted, at once or in steps.
void app_sort(App *app, SortKey key, bool is_descending);
void app_fold(App *app, ViewFold fold);
// The rows are others: where there are none, app_work_step looks for what hides most.
void app_ask_what_hides(App *app);
// The filter or the order, what hides most, the scales of the timeline: all that is done in steps but the search.
bool app_is_working(const App *app);
bool app_work_step(App *app);          // goes on for some milliseconds; true: more steps are left
void app_finish_work(App *app);        // all steps
void app_finish_filter(App *app);      // those of the filter or the order
bool app_stop_filter(App *app);        // what is shown stays; false: there were none
void app_lift_when_filtered(App *app); // the filter just set
void app_rows_changed(App *app);       // the view has another filter
// While a filter is typed: the text to begin with; each text in turn; the end of it, either way. A mistake is
// app->prompt_problem, and false.
Text app_begin_trials(App *app);
bool app_try_filter(App *app, Text expression);
bool app_keep_filter(App *app, Text expression);
void app_restore_filter(App *app);

// ---- command_filter.c ----
// The filter with `term` in the place of its terms that begin with one of `prefixes` ("year: date:").
Text app_filter_with(App *app, const char *prefixes, Text term, Arena *arena);
bool app_filter_has(const App *app,
                    const char *prefixes); // such a term; not in parentheses, nor negated
// The n-th (from 0) of them; empty behind the last.
Text app_filter_term(const App *app, const char *prefixes, size_t n, Arena *arena);

// ---- around.c ----
// A view of the same events without those terms of the filter; the caller frees it.
View *app_view_without(App *app, const char *prefixes);
// What the filter would show without its limits of time. Kept, as every arrival asks for it; the view of the browser
// itself where there are no such limits.
View *app_view_around(App *app);
// The two countries where the filter has one pair, from one to the other.
bool app_directed_pair(const App *app, Text *from, Text *to);
// The same the other way round, without limits of time; NULL: there is no such pair.
View *app_view_against(App *app);
void app_forget_around(App *app);   // before the timeline is freed
void app_choose_coverage(App *app); // by the terms about sources

// ---- command_pick.c ----
// Adds "CHN-PRK" to the list, to be found by the names of both countries too.
void app_choose_pair(App *app, Text pair, uint64_t count);

// ---- history.c ----
// Of prompts, between runs: in the folder that the services name; not of scripts.
void history_load(App *app);
bool history_save(App *app, Problems *problems);

// ---- command_search.c ----
// Goes on with the search under way for some milliseconds; false: there is none, or none any more.
bool app_search_step(App *app);
void app_search_stop(App *app);
void app_search_forget(App *app); // before the timeline is freed
// Does the event hold what is searched for, in its words, its people or its positions?
bool app_search_has(App *app, EventId id);
// Does a text that a row shows? `needle` is folded; a regular expression goes before it. `app` NULL: there is none.
bool app_search_in(App *app, Text text, Text needle, Arena *scratch);

// ---- screen.c ----
void app_draw(App *app);
// "2 problems · 4 notes". A note is no problem, as nothing was lost; beside problems it is told where there is room.
Text app_problem_counts(const App *app, bool has_room, Arena *arena);
Rect app_popup_rect(const App *app);

// ---- pane_*.c ----
extern const PaneOps events_ops, people_ops, positions_ops, timeline_ops;
extern const PaneOps help_ops, problems_ops, record_ops, detail_ops, why_ops, preview_ops,
    changes_ops, person_ops, welcome_ops;
// The date column grows with the widest date in sight, so that no date is ever cut, and does not shrink again
// before the filter changes.
void events_measure(App *app);
// Finds where the years begin, for their headings. To be called when the rows are others.
void events_find_years(App *app);
void events_go_to(App *app, size_t row); // of the view
bool events_unfold(App *app);            // the line under the cursor; false: it is one event
void people_fill(App *app, EventId event);
void positions_fill(App *app, EventId event);
void detail_fill(App *app, EventId event);
// Somebody's page: events, offices over time, whom he or she met, positions. By the actor, or by the name where nobody
// is known by it.
void person_fill(App *app, ActorId actor, Text name);
// Who is under the cursor among the participants; false: nobody.
bool people_current(const App *app, ActorId *actor, Text *name);
// On the first run of all one screen that teaches five keys.
void welcome_first(App *app);
bool welcome_takes_key(App *app,
                       Key key); // it goes with any key, and false: the key has its own work to do
void help_fill(App *app);
void problems_fill(App *app);
// Puts the raw record of the problem under the cursor into the report. False: there is none, which was said.
bool problems_open(App *app);
const Problem *problems_current(const App *app); // NULL: none, or one without a source
// Lines of our own words: the answer to "why", the preview of an export.
// `ops` is why_ops, preview_ops or changes_ops.
void report_fill(App *app, const PaneOps *ops, Text lines);
// The position under the cursor: its event and its number there; false where there is none.
bool positions_current(const App *app, EventId *event, size_t *n);
// To the position of that number, where the pane lists it.
void positions_go_to(App *app, size_t n);
bool position_is_unsure(const Position *position); // of less than high confidence
// The same of the participant under the cursor.
bool participant_current(const App *app, EventId *event, size_t *n);
// The first day of the bar in that column of the screen; false: there is none.
bool timeline_day_at(const App *app, int x, int32_t *day);
// "1972-02-21…28": a date in as few columns as it needs.
Text date_short(Date date, Arena *arena);
// "CHN-PRK", "CHN>PRK", "CHN-PRK+1"
Text countries_short(const Timeline *timeline, const Event *event, Arena *arena);

#endif
