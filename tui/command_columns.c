// Choosing the columns of the events: from a list, in which Left and Right change their width, or by name.
#include <config.h>
#include "tui/app.h"

static int usual_width(const App *app, ColumnId id)
{
    return columns_width(&app->columns, id, app->layout.panes[PANE_EVENTS].width);
}

static Text width_text(int width, Arena *arena)
{
    return width ? arena_printf(arena, "%d columns", width) : TEXT("the rest of the row");
}

static void fill(App *app)
{
    ColumnId now[COLUMNS];
    int count = columns_for(&app->columns, app->layout.panes[PANE_EVENTS].width,
                            view_sort_key(app->view), now);
    for (ColumnId id = 0; id < COLUMNS; id++) {
        Text name = text_from(column_rows[id].head);
        Choice choice = {.value = name, .words = name, .count = (uint64_t)usual_width(app, id)};
        choice.label = width_text((int)choice.count, app->chooser.arena);
        for (int i = 0; i < count; i++)
            choice.is_marked = choice.is_marked || now[i] == id;
        chooser_add(&app->chooser, choice);
    }
}

static void turn(App *app, Choice *choice, int direction)
{
    int width = (int)choice->count + direction; // of a column: small
    if (width < 1 || width > COLUMN_WIDTH_MAX)
        return;
    choice->count = (uint64_t)width;
    choice->label = width_text(width, app->chooser.arena);
}

// Those marked, in the order of the list; a width is kept where it was changed.
static void accept(App *app, const Choice *choice)
{
    (void)choice;
    Columns chosen = {.count = 0};
    for (size_t i = 0; i < app->chooser.count; i++) {
        const Choice *item = &app->chooser.items[i];
        ColumnId id = (ColumnId)i;
        int width = (int)item->count;
        chosen.widths[id] = app->columns.widths[id];
        if (width != usual_width(app, id))
            chosen.widths[id] = width;
        if (item->is_marked)
            chosen.shown[chosen.count++] = id;
    }
    app->columns = chosen;
    app_say(app, ROLE_NOTE, "in bilat.ini: [columns] events = %.*s",
            TEXT_ARG(columns_text(&app->columns, app->scratch)));
}

static const ChooserKind chooser = {
    .title = "Columns", .has_marks = true, .fill = fill, .turn = turn, .accept = accept};

void command_columns(App *app, Text argument)
{
    Text wrong;
    if (argument.len == 0)
        app_choose(app, &chooser);
    else if (text_equal(argument, TEXT("usual")))
        app->columns = (Columns){.count = 0};
    else if (!columns_parse(argument, &app->columns, &wrong))
        app_say(app, ROLE_ERROR, "no column, or no width: \"%.*s\"", TEXT_ARG(wrong));
}

void command_years(App *app, Text argument)
{
    static const char *const words[] = {"where some events fall on each", "always", "never"};
    (void)argument;
    app->years_wish = (YearsWish)((app->years_wish + 1) % YEARS_WISHES);
    app->has_arrivals = true; // the lines are counted again
    app_say(app, ROLE_NOTE, "headings of years: %s", words[app->years_wish]);
}
