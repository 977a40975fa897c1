#include <config.h>
#include "tui/fold.h"

#include "tui/app.h"

#include <math.h>

enum { LOOKED_AT = 5000, KINDS_SHOWN = 6 }; // events of a line; kinds

bool fold_is_folded(const View *view, size_t line)
{
    return view_line_row(view, line + 1) - view_line_row(view, line) > 1;
}

typedef struct KindCount {
    StringId kind;
    size_t count;
} KindCount;

typedef struct Folded {
    size_t count, first, looked_at;
    KindCount *items; // most frequent first
    size_t kind_count, capacity;
    double sum;
    size_t scaled;
} Folded;

static void add_kind(Folded *folded, StringId kind, Arena *scratch)
{
    size_t at = 0;
    while (at < folded->kind_count && folded->items[at].kind.at != kind.at)
        at++;
    if (at == folded->kind_count) {
        folded->items =
            arena_grow(scratch, folded->items, &folded->capacity, at + 1, sizeof *folded->items);
        folded->items[folded->kind_count++] = (KindCount){kind, 0};
    }
    KindCount more = folded->items[at];
    more.count++;
    for (; at > 0 && folded->items[at - 1].count < more.count; at--)
        folded->items[at] = folded->items[at - 1];
    folded->items[at] = more;
}

static Folded read_line(const View *view, size_t line, Arena *scratch)
{
    Folded folded = {.first = view_line_row(view, line)};
    folded.count = view_line_row(view, line + 1) - folded.first;
    for (; folded.looked_at < folded.count && folded.looked_at < LOOKED_AT; folded.looked_at++) {
        Event event =
            timeline_event(view_timeline(view), view_event(view, folded.first + folded.looked_at));
        add_kind(&folded, event.kind, scratch);
        if (isnan(event.scale))
            continue;
        folded.sum += event.scale;
        folded.scaled++;
    }
    return folded;
}

static Text title(const View *view, const Folded *folded, Arena *scratch)
{
    const Timeline *timeline = view_timeline(view);
    Buffer out = buffer_in(scratch);
    for (size_t i = 0; i < folded->kind_count && i < KINDS_SHOWN; i++) {
        Text kind = timeline_string(timeline, folded->items[i].kind);
        buffer_printf(&out, "%s%.*s %zu", i ? ", " : "", TEXT_ARG(kind), folded->items[i].count);
    }
    if (folded->kind_count > KINDS_SHOWN || folded->looked_at < folded->count)
        buffer_add(&out, TEXT(", …"));
    if (folded->scaled)
        buffer_printf(&out, "; mean %+.1f", folded->sum / (double)folded->scaled);
    Text dataset =
        timeline_field(timeline, view_event(view, folded->first), EVENT_DATASET, scratch);
    buffer_printf(&out, "; %.*s", TEXT_ARG(dataset));
    return buffer_text(&out);
}

Text fold_cell(const View *view, size_t line, ColumnId id, Arena *scratch)
{
    Date date =
        timeline_event(view_timeline(view), view_event(view, view_line_row(view, line))).date;
    size_t count = view_line_row(view, line + 1) - view_line_row(view, line);
    Folded folded;
    switch (id) {
    case COLUMN_DATE:
        return text_sub(date_short(date_from_day(date.start), scratch), 0,
                        view_fold(view) == FOLD_MONTH ? 7 : 10); // "1972-02", "1972-02-21"
    case COLUMN_KIND:
        return arena_printf(scratch, "×%zu", count);
    case COLUMN_SCALE:
        folded = read_line(view, line, scratch);
        return folded.scaled ? arena_printf(scratch, "%+.1f", folded.sum / (double)folded.scaled)
                             : TEXT("");
    case COLUMN_TITLE:
        folded = read_line(view, line, scratch);
        return title(view, &folded, scratch);
    case COLUMN_PAIR:
    case COLUMN_LEVEL:
    case COLUMN_CHANNEL:
    case COLUMN_PLACE:
    case COLUMN_BY:
    case COLUMN_CODE:
    case COLUMN_WEIGHT:
    case COLUMN_DATASET:
    case COLUMNS:
        break;
    }
    return TEXT("");
}

// ---- the command ----

static bool fold_by_name(Text name, ViewFold *fold)
{
    static const Text names[VIEW_FOLDS] = {TEXT_INIT("off"), TEXT_INIT("day"), TEXT_INIT("month")};
    for (int i = 0; i < VIEW_FOLDS; i++) {
        if (!text_equal(name, names[i]))
            continue;
        *fold = (ViewFold)i;
        return true;
    }
    return false;
}

ViewFold fold_wished(Text name)
{
    ViewFold fold = FOLD_OFF;
    fold_by_name(name, &fold);
    return fold;
}

void command_fold(App *app, Text argument)
{
    ViewFold fold = view_fold(app->view);
    if (argument.len && !fold_by_name(argument, &fold)) {
        app_say(app, ROLE_ERROR, "expected day, month or off, found \"%.*s\"", TEXT_ARG(argument));
        return;
    }
    app_fold(app, fold);
    static const char *const words[] = {"coded events stand a line each",
                                        "coded events of a day are one line for each pair",
                                        "coded events of a month are one line for each pair"};
    app_say(app, ROLE_NOTE, "%s", words[fold]);
}
