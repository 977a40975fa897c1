// Saved views: what is shown, under a name or as a folder for somebody else.
#include <config.h>
#include "tui/app.h"

#include "model/utf8.h"

static SavedView view_now(App *app, Text name)
{
    return (SavedView){.name = name,
                       .filter = view_filter_text(app->view),
                       .sort = view_sort_key(app->view),
                       .is_descending = view_is_descending(app->view)};
}

static void say_failed(App *app, Text path, const Problems *problems)
{
    app_say_unwritten(app, problems->count ? problems->items[0].path : path, problems);
}

// False, and said: the program around the browser keeps no views.
static bool can_keep(App *app)
{
    const Services *services = app->services;
    bool can = services->save_view && services->view_names && services->load_view && services->pack;
    if (!can)
        app_say(app, ROLE_WARNING, "no views are kept here");
    return can;
}

typedef enum Saved { SAVED, EXISTS, FAILED } Saved;

static Saved save(App *app, Text name, bool may_replace)
{
    Problems problems = problems_in(app->scratch);
    Text path = TEXT("");
    SavedView view = view_now(app, name);
    const Services *services = app->services;
    if (services->save_view(services->context, &view, may_replace, &path, &problems)) {
        bool has_blank = text_find_char(name, ' ') != TEXT_NOWHERE;
        const char *quote = has_blank ? "'" : "";
        app_say(app, ROLE_NOTE, "saved; bilat --view %s%.*s%s opens it", quote, TEXT_ARG(name),
                quote);
        return SAVED;
    }
    if (problems.count == 0)
        return EXISTS;
    say_failed(app, path, &problems);
    return FAILED;
}

// ---- asking for a name ----

static bool accept_name(App *app, Text typed)
{
    Text name = arena_text(app->scratch, text_trim(typed));
    if (name.len == 0) {
        app->completions = TEXT("type a name");
        return false;
    }
    if (save(app, name, text_equal(name, app->view_confirmed)) != EXISTS)
        return true;
    app->view_confirmed = arena_text(app->arena, name);
    app->completions = arena_printf(
        app->message_arena, "%.*s exists; Enter again writes over it, Esc leaves", TEXT_ARG(name));
    return false;
}

static Text name_feedback(const App *app, Arena *scratch)
{
    (void)scratch;
    return app->completions.len ? app->completions
                                : TEXT("a name for this view; Enter saves, Esc leaves");
}

static const PromptKind name_prompt = {
    .label = "save view as: ", .accept = accept_name, .feedback = name_feedback};

void command_save_view(App *app, Text argument)
{
    bool is_sure = text_starts(argument, TEXT("!"));
    Text name = arena_text(app->scratch,
                           text_trim(is_sure ? text_sub(argument, 1, argument.len) : argument));
    app->view_confirmed = TEXT("");
    if (!can_keep(app))
        return;
    if (name.len == 0) {
        app_ask(app, &name_prompt, TEXT(""), NULL);
        return;
    }
    if (save(app, name, is_sure) != EXISTS)
        return;
    Problems problems = problems_in(app->scratch);
    problem_at(&problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, name),
               "it exists; \"save-view!\" writes over it");
    say_failed(app, name, &problems);
}

// ---- taking one ----

static void take(App *app, Text name)
{
    SavedView view;
    bool has_other_inputs = false;
    Problems problems = problems_in(app->scratch);
    const Services *services = app->services;
    if (!services->load_view(services->context, name, &view, &has_other_inputs, &problems)) {
        app_say(app, ROLE_ERROR, "%.*s: %.*s", TEXT_ARG(name),
                TEXT_ARG(problems.count ? problems.items[0].message : TEXT("no such view")));
        return;
    }
    if (!app_set_filter(app, view.filter))
        return;
    app_finish_work(app);
    view_sort(app->view, view.sort, view.is_descending);
    app->has_new_rows = true;
    if (has_other_inputs)
        app_say(app, ROLE_WARNING,
                "filter and order of %.*s; it was saved of other inputs: bilat --view opens those",
                TEXT_ARG(name));
    else
        app_say(app, ROLE_NOTE, "view %.*s", TEXT_ARG(name));
}

static void fill_views(App *app)
{
    Arena *arena = app->chooser.arena;
    Text rest = app->services->view_names(app->services->context, arena);
    while (rest.ptr && rest.len) {
        Text name = text_cut(&rest, '\n');
        chooser_add(&app->chooser,
                    (Choice){.value = name, .label = TEXT(""), .words = utf8_fold(name, arena)});
    }
}

static void accept_view(App *app, const Choice *choice)
{
    take(app, arena_text(app->scratch, choice->value));
}

static const ChooserKind views_chooser = {
    .title = "Saved views", .fill = fill_views, .accept = accept_view};

void command_view(App *app, Text argument)
{
    if (!can_keep(app))
        return;
    if (argument.len)
        take(app, arena_text(app->scratch, argument));
    else if (app->services->view_names(app->services->context, app->scratch).len == 0)
        app_say(app, ROLE_NOTE, "no view is saved; %.*s saves one",
                TEXT_ARG(keymap_first_key(&app->keys, COMMAND_save_view, app->scratch)));
    else
        app_choose(app, &views_chooser);
}

// ---- packing ----

static bool is_in_view(void *context, EventId event)
{
    View *view = context;
    return !view_filter(view) || evaluation_matches(view_evaluation(view), event);
}

static size_t count_notes(const Notes *notes, const NotesChoice *choice)
{
    size_t count = 0;
    NoteItem item;
    for (size_t i = 0; notes && notes_item(notes, i, &item); i++) {
        bool has_value = false;
        for (NoteField field = 0; field < NOTE_FIELDS; field++)
            has_value |= item.values[field].len > 0;
        count += has_value && item.is_placed && choice->has(choice->context, item.place.event);
    }
    return count;
}

void command_pack(App *app, Text argument)
{
    Text sources = TEXT(" sources");
    bool with_sources = text_ends(argument, sources);
    Text folder =
        text_trim(text_sub(argument, 0, with_sources ? argument.len - sources.len : argument.len));
    if (!can_keep(app))
        return;
    if (folder.len == 0) {
        app_say(app, ROLE_WARNING, "pack needs the name of a new folder, as in :pack brief-2024");
        return;
    }
    Problems problems = problems_in(app->scratch);
    PackOrder order = {view_now(app, arena_text(app->scratch, folder)),
                       arena_text(app->scratch, folder),
                       with_sources,
                       {is_in_view, app->view}};
    if (!app->services->pack(app->services->context, &order, &problems)) {
        say_failed(app, folder, &problems);
        return;
    }
    size_t notes = count_notes(timeline_notes(app->timeline), &order.notes);
    app_say(app, ROLE_NOTE, "packed into %.*s, notes on %zu thing%s; bilat --view %.*s opens it",
            TEXT_ARG(folder), notes, notes == 1 ? "" : "s", TEXT_ARG(folder));
}
