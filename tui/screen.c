// The whole screen from the state: status line, panes or popup, the place of a position, hints, prompt, chooser.
#include <config.h>
#include "tui/app.h"

#include "model/utf8.h"
#include "tui/progress.h"

#define LINE 0x2500
#define WALL 0x2502

// ---- the status line ----

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static uint64_t found(const App *app, Severity severity)
{
    return timeline_problems(app->timeline)->by_severity[severity] +
           app->problems.by_severity[severity];
}

Text app_problem_counts(const App *app, bool has_room, Arena *arena)
{
    uint64_t problems = found(app, SEVERITY_ERROR) + found(app, SEVERITY_WARNING);
    uint64_t notes = found(app, SEVERITY_NOTE);
    Text text = TEXT("");
    if (problems > 0 || notes == 0)
        text =
            arena_printf(arena, "%llu problem%s", (unsigned long long)problems, plural(problems));
    if (notes == 0 || (text.len && !has_room))
        return text;
    return arena_printf(arena, "%.*s%s%llu note%s", TEXT_ARG(text), text.len ? " · " : "",
                        (unsigned long long)notes, plural(notes));
}

static Progress progress_of(const App *app)
{
    return (Progress){
        .bytes_read = app->feed.bytes_read,
        .bytes_total = app->feed.bytes_total,
        .rows = timeline_event_count(app->reload.coming ? app->reload.coming : app->timeline),
        .problems = found(app, SEVERITY_ERROR) + found(app, SEVERITY_WARNING),
    };
}

static Text counts_text(const App *app, int form)
{
    Arena *arena = app->scratch;
    size_t shown = view_count(app->view);
    size_t all = timeline_event_count(app->timeline);
    uint64_t problems = found(app, SEVERITY_ERROR) + found(app, SEVERITY_WARNING);
    Text loading = TEXT("");
    Progress progress = progress_of(app);
    if (app->filtering.is_under_way)
        loading = arena_printf(arena, "working %d%% · ", view_step_percent(app->view));
    else if (app->feed.is_loading && app->feed.bytes_total)
        loading = arena_printf(arena, "loading %d%% · ", progress_percent(&progress));
    else if (app->feed.is_loading)
        loading = TEXT("loading · ");
    Text positions = TEXT("");
    if (app->totals.has_positions && app->totals.has_chosen)
        positions =
            arena_printf(arena, " · %llu of %llu positions", (unsigned long long)app->totals.chosen,
                         (unsigned long long)app->totals.positions);
    else if (app->totals.has_positions)
        positions =
            arena_printf(arena, " · %llu position%s", (unsigned long long)app->totals.positions,
                         plural(app->totals.positions));
    Text events = arena_printf(arena, "%zu of %zu events", shown, all);
    size_t own = view_own_count(app->view);
    if (form == 0 && view_line_count(app->view) < shown)
        events = arena_printf(arena, "%.*s: %zu own, %zu coded in %zu lines", TEXT_ARG(events), own,
                              shown - own, view_line_count(app->view) - own);
    Text amiss = app_problem_counts(app, form == 0, arena);
    switch (form) {
    case 0:
        return arena_printf(arena, "%.*s%.*s%.*s · %.*s ", TEXT_ARG(loading), TEXT_ARG(events),
                            TEXT_ARG(positions), TEXT_ARG(amiss));
    case 1:
        return arena_printf(arena, "%.*s%.*s · %.*s ", TEXT_ARG(loading), TEXT_ARG(events),
                            TEXT_ARG(amiss));
    case 2:
        return arena_printf(arena, "%.*s%s ", TEXT_ARG(events), problems ? " !" : "");
    default:
        return arena_printf(arena, "%zu/%zu%s", shown, all, problems ? "!" : "");
    }
}

static Text chip_text(const App *app, size_t chip)
{
    Text text = filter_chip_text(view_filter(app->view), chip);
    bool is_lifted = view_is_lifted(app->view);
    return arena_printf(app->scratch, "%c%.*s%c", is_lifted ? '(' : '[', TEXT_ARG(text),
                        is_lifted ? ')' : ']');
}

static size_t chip_count(const App *app)
{
    const Filter *filter = view_filter(app->view);
    return filter ? filter_chip_count(filter) : 0;
}

static void draw_chips(const App *app, Pen *pen)
{
    bool is_lifted = view_is_lifted(app->view);
    for (size_t i = 0; i < chip_count(app); i++) {
        pen_text(pen, chip_text(app, i), is_lifted ? ROLE_DIM : ROLE_CHIP);
        pen_code(pen, ' ', 1, ROLE_STATUS);
    }
    if (is_lifted && chip_count(app))
        pen_text(pen, TEXT("lifted"), ROLE_WARNING);
}

// Empty while the source of the event under the cursor is what was loaded.
static Text changed_text(const App *app, int width)
{
    if (!app->source_has_changed)
        return TEXT("");
    Text key = keymap_first_key(&app->keys, COMMAND_reload, app->scratch);
    return arena_printf(app->scratch, "%s %.*s ",
                        width < 80 ? "changed:" : "changed since it was loaded, press",
                        TEXT_ARG(key));
}

static void draw_status(const App *app, Canvas *canvas)
{
    Rect row = app->layout.status;
    Pen pen = pen_at(canvas, row, NULL, app->scratch);
    if (row.width >= 60)
        pen_text(&pen, app->reload.follows ? TEXT(" bilat follows  ") : TEXT(" bilat  "),
                 ROLE_TITLE);
    Text changed = changed_text(app, row.width);
    int wanted = (int)safe_columns(changed) + (view_is_lifted(app->view) ? 7 : 0);
    for (size_t i = 0; i < chip_count(app); i++)
        wanted += (int)safe_columns(chip_text(app, i)) + 1;
    int form = 0;
    // The counts get shorter before a chip is cut; they always say how many of how many.
    while (form < 3 && (int)safe_columns(counts_text(app, form)) + wanted > pen_room(&pen))
        form++;
    Text counts = counts_text(app, form);
    int end = pen.end;
    int start = end - (int)safe_columns(counts);
    pen.end = start - 1;
    pen_text(&pen, changed, ROLE_WARNING);
    draw_chips(app, &pen);
    pen.end = end;
    pen_to(&pen, start, ROLE_STATUS);
    pen_text(&pen, counts, ROLE_STATUS);
}

// ---- hints ----

static const CommandId hints_events[] = {COMMAND_open,    COMMAND_next_pane, COMMAND_pick_pair,
                                         COMMAND_go_date, COMMAND_facets,    COMMAND_filter,
                                         COMMAND_search,  COMMAND_export};
static const CommandId hints_empty[] = {COMMAND_why, COMMAND_drop_chip, COMMAND_lift_filter,
                                        COMMAND_back, COMMAND_filter};
static const CommandId hints_people[] = {COMMAND_next_pane, COMMAND_search, COMMAND_open,
                                         COMMAND_zoom, COMMAND_open_source};
static const CommandId hints_positions[] = {
    COMMAND_next_pane, COMMAND_why,  COMMAND_this_speaker, COMMAND_open_source,
    COMMAND_search,    COMMAND_zoom, COMMAND_export};
static const CommandId hints_timeline[] = {COMMAND_scroll_left, COMMAND_scroll_right,
                                           COMMAND_open,        COMMAND_coarser,
                                           COMMAND_finer,       COMMAND_next_pane};
static const CommandId hints_popup[] = {COMMAND_close, COMMAND_page_down, COMMAND_search,
                                        COMMAND_next_hit, COMMAND_open_source};

static const CommandId hints_problems[] = {COMMAND_close, COMMAND_open,        COMMAND_narrow,
                                           COMMAND_order, COMMAND_open_source, COMMAND_search};

static const CommandId hints_page[] = {
    COMMAND_close,  COMMAND_next_event, COMMAND_previous_event, COMMAND_next_pane,
    COMMAND_search, COMMAND_export,     COMMAND_open_source};

typedef struct Hints {
    const CommandId *items;
    size_t count;
} Hints;

#define HINTS(list) ((Hints){list, sizeof list / sizeof *list})

static Hints hints_for(const App *app)
{
    if (app->popup_count && app->popups[app->popup_count - 1] == &app->detail)
        return HINTS(hints_page);
    if (app->popup_count && app->popups[app->popup_count - 1] == &app->problem_list)
        return HINTS(hints_problems);
    if (app->popup_count)
        return HINTS(hints_popup);
    if (view_count(app->view) == 0 && !app_awaits_rows(app))
        return HINTS(hints_empty);
    switch (app->settings.focus) {
    case PANE_PEOPLE:
        return HINTS(hints_people);
    case PANE_POSITIONS:
        return HINTS(hints_positions);
    case PANE_TIMELINE:
        return HINTS(hints_timeline);
    case PANE_EVENTS:
    case PANES:
        break;
    }
    return HINTS(hints_events);
}

// One or two words for the hint line; the help has the sentence.
static const char *hint_word(CommandId id)
{
    switch ((int)id) {
    case COMMAND_lift_filter:
        return "lift filter";
    case COMMAND_drop_chip:
        return "drop part";
    case COMMAND_next_pane:
        return "next pane";
    case COMMAND_next_event:
        return "next event";
    case COMMAND_previous_event:
        return "before";
    case COMMAND_narrow:
        return "only with";
    case COMMAND_order:
        return "sort";
    case COMMAND_open_source:
        return "source";
    case COMMAND_this_speaker:
        return "this speaker";
    case COMMAND_scroll_left:
        return "earlier";
    case COMMAND_scroll_right:
        return "later";
    case COMMAND_page_down:
        return "page";
    case COMMAND_next_hit:
        return "next hit";
    case COMMAND_cancel:
        return "stop";
    default:
        return commands[id].name;
    }
}

static void add_hint(Pen *pen, const KeyMap *keys, CommandId id, bool is_narrow)
{
    Text key = keymap_first_key(keys, id, pen->scratch);
    const char *word = is_narrow && id == COMMAND_next_pane ? "pane" : hint_word(id);
    int needed = (int)safe_columns(key) + 1 + (int)text_from(word).len + 2;
    if (key.len == 0 || needed > pen_room(pen))
        return;
    pen_text(pen, key, ROLE_KEY);
    pen_printf(pen, ROLE_DIM, " %s  ", word);
}

// While a load takes its time, how far it is and the key that ends it are worth more than the other keys.
static void draw_loading(const App *app, Pen *pen, bool is_narrow)
{
    enum { KEYS_COLUMNS = 19 }; // "^C stop  ? help"
    int end = pen->end;
    Progress progress = progress_of(app);
    pen->end -= KEYS_COLUMNS;
    progress_draw(&progress, pen);
    pen->end = end;
    pen_code(pen, ' ', 2, ROLE_PLAIN);
    add_hint(pen, &app->keys, COMMAND_cancel, is_narrow);
    add_hint(pen, &app->keys, COMMAND_help, is_narrow);
}

static void draw_hints(const App *app, Canvas *canvas)
{
    Pen pen = pen_at(canvas, app->layout.hint, NULL, app->scratch);
    pen_code(&pen, ' ', 1, ROLE_PLAIN);
    bool is_narrow = app->width < LAYOUT_STACKED_COLUMNS;
    if (app->shows_progress) {
        draw_loading(app, &pen, is_narrow);
        return;
    }
    Hints hints = hints_for(app);
    int end = pen.end;
    pen.end -= 8; // help is never left out
    for (size_t i = 0; i < hints.count; i++)
        if (hints.items[i] != COMMAND_zoom || app->layout.kind != LAYOUT_SINGLE ||
            app->settings.is_zoomed) // it would change nothing
            add_hint(&pen, &app->keys, hints.items[i], is_narrow);
    pen.end = end;
    add_hint(&pen, &app->keys, COMMAND_help, is_narrow);
}

// A message takes the last line, and the one above it too where it is longer.
static void draw_message(const App *app, Canvas *canvas)
{
    int width = canvas_width(canvas);
    Rect last = {0, canvas_height(canvas) - 1, width, 1};
    TextLines lines = wrap_text(app->message, width - 1, app->scratch);
    int rows = lines.count > 1 && canvas_height(canvas) >= 6 ? 2 : 1;
    Rect box = {0, last.y - rows + 1, width, rows};
    canvas_fill(canvas, box, ' ', ROLE_PLAIN);
    for (int i = 0; i < rows && i < (int)lines.count; i++) {
        Rect row = rect_row(box, i);
        row.width--;
        Pen pen = pen_at(canvas, row, NULL, app->scratch);
        TextLine line = lines.items[i];
        size_t end = i == rows - 1 ? app->message.len : line.end; // the rest is cut visibly
        pen_text(&pen, text_sub(app->message, line.start, end - line.start), app->message_role);
    }
}

// ---- prompt ----

// What is said while somebody types is cut between its parts, not inside a word.
static Text whole_parts(Text text, int columns)
{
    Text part = text;
    while ((int)safe_columns(part) > columns) {
        size_t at = part.len;
        while (at > 0 && !text_starts(text_sub(part, at, part.len), TEXT("; ")) &&
               !text_starts(text_sub(part, at, part.len), TEXT(", ")) &&
               !text_starts(text_sub(part, at, part.len), TEXT(" · ")))
            at--;
        if (at == 0)
            return text;
        part = text_sub(part, 0, at);
    }
    return part;
}

static void draw_prompt(const App *app, Canvas *canvas)
{
    int height = canvas_height(canvas);
    int width = canvas_width(canvas);
    bool has_second = height >= 3;
    Rect first = {0, height - (has_second ? 2 : 1), width, 1};
    Rect second = {0, height - 1, width, 1};
    size_t mark = app->prompt_problem.message.len ? (size_t)app->prompt_problem.offset : 0;
    mark = mark < app->prompt.len ? mark : app->prompt.len;
    int caret = prompt_draw(&app->prompt, canvas, first, mark);
    if (!has_second)
        return;
    canvas_fill(canvas, second, ' ', ROLE_PLAIN);
    Pen pen = pen_at(canvas, second, NULL, app->scratch);
    if (app->prompt_problem.message.len) {
        Text message = app->prompt_problem.message;
        int needed = (int)safe_columns(message) + 2;
        bool is_right = caret + needed <= width || caret < width / 2;
        if (is_right) {
            pen_to(&pen, caret, ROLE_PLAIN);
            pen_text(&pen, TEXT("^ "), ROLE_ERROR);
            pen_text(&pen, message, ROLE_WARNING);
        } else {
            pen_to(&pen, caret - needed + 1, ROLE_PLAIN);
            pen.end = caret;
            pen_text(&pen, message, ROLE_WARNING);
            pen_to(&pen, caret, ROLE_PLAIN);
            pen.end = width;
            pen_text(&pen, TEXT("^"), ROLE_ERROR);
        }
    } else if (app->prompt_kind->feedback) {
        pen_code(&pen, ' ', 1, ROLE_PLAIN);
        Text text = app->prompt_kind->feedback(app, app->scratch);
        pen_text(&pen, whole_parts(text, pen_room(&pen)), ROLE_DIM);
    }
}

// ---- panes ----

static void draw_wall(const App *app, Canvas *canvas)
{
    Rect positions = app->layout.panes[PANE_POSITIONS];
    if (app->layout.kind == LAYOUT_WIDE && positions.x > 0)
        canvas_fill(canvas, (Rect){positions.x - 1, positions.y, 1, positions.height}, WALL,
                    ROLE_BORDER);
    if (app->layout.kind == LAYOUT_WIDE && positions.x > 0)
        canvas_fill(canvas, (Rect){positions.x - 1, positions.y, 1, 1}, 0x252C, ROLE_BORDER);
}

// "…wreath.txt:11:1" of "2024-10-25_kcna_wreath.txt:11:1, bytes 720+124": the end of it leads there.
static Text short_place(Text place, int columns)
{
    size_t bytes = text_find(place, TEXT(", bytes "));
    Text text = bytes == TEXT_NOWHERE ? place : text_sub(place, 0, bytes);
    while (text.len && (int)safe_columns(text) > columns)
        text = text_sub(text, utf8_next_cluster(text, 0), text.len);
    return text;
}

static void draw_info(const App *app, Canvas *canvas)
{
    Pen pen = pen_at(canvas, app->layout.info, NULL, app->scratch);
    pen_code(&pen, LINE, 1, ROLE_BORDER);
    enum { RULE_FROM = 60 }; // in fewer columns where it stands is told alone
    if (app->info.len && pen.end - pen.x < RULE_FROM) {
        pen_code(&pen, ' ', 1, ROLE_BORDER);
        pen_text(&pen, short_place(app->info_place, pen_room(&pen) - 1), ROLE_DIM);
        pen_code(&pen, ' ', 1, ROLE_BORDER);
    } else if (app->info.len) {
        int end = pen.end;
        // Where it stands is never cut for the words of the rule.
        pen.end -= (int)safe_columns(app->info_place) + 6;
        pen_code(&pen, ' ', 1, ROLE_BORDER);
        pen_text(&pen, app->info, ROLE_DIM);
        pen.end = end;
        pen_text(&pen, TEXT(" ── "), ROLE_BORDER);
        pen_text(&pen, app->info_place, ROLE_DIM);
        pen_code(&pen, ' ', 1, ROLE_BORDER);
    }
    pen_code(&pen, LINE, pen_room(&pen), ROLE_BORDER);
}

static void draw_panes(App *app, Canvas *canvas)
{
    draw_wall(app, canvas);
    // The pane with the focus is drawn last: it owns the cursor.
    for (int i = 0; i < PANES; i++)
        if (i != (int)app->settings.focus)
            pane_draw(&app->panes[i], canvas, app->layout.panes[i], false, app->scratch);
    if (!rect_is_empty(app->layout.info))
        draw_info(app, canvas);
    pane_draw(&app->panes[app->settings.focus], canvas, app->layout.panes[app->settings.focus],
              true, app->scratch);
}

Rect app_popup_rect(const App *app)
{
    int top = app->layout.status.height;
    return (Rect){0, top, app->width, app->height - top - app->layout.hint.height};
}

void app_draw(App *app)
{
    Canvas *canvas = app->canvas;
    canvas_clear(canvas);
    if (app->width < 1 || app->height < 1)
        return;
    draw_status(app, canvas);
    if (app->popup_count)
        pane_draw(app->popups[app->popup_count - 1], canvas, app_popup_rect(app), true,
                  app->scratch);
    else
        draw_panes(app, canvas);
    if (app->mode == MODE_PROMPT)
        draw_prompt(app, canvas);
    else if (app->message.len)
        draw_message(app, canvas);
    else
        draw_hints(app, canvas);
    if (app->mode == MODE_CHOOSER)
        chooser_draw(&app->chooser, canvas, canvas_all(canvas), app->scratch);
}
