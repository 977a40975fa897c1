// What lies over the panes: the prompt, the chooser, popups.
#include <config.h>
#include "tui/app.h"

void app_ask(App *app, const PromptKind *kind, Text text, PromptHistory *history)
{
    app->mode = MODE_PROMPT;
    app->prompt_kind = kind;
    app->prompt_problem = (Problem){.message = TEXT("")};
    app->completions = TEXT("");
    prompt_begin(&app->prompt, kind->label, text, history);
}

void app_prompt_key(App *app, Key key)
{
    const PromptKind *kind = app->prompt_kind;
    switch (prompt_key(&app->prompt, key)) {
    case PROMPT_CHANGED:
        app->prompt_problem.message = TEXT("");
        app->completions = TEXT("");
        if (kind->changed)
            kind->changed(app, prompt_text(&app->prompt));
        break;
    case PROMPT_DONE:
        // The mode comes first: what is accepted may ask the next question.
        app->mode = MODE_PANES;
        if (!kind->accept(app, prompt_text(&app->prompt)))
            app->mode = MODE_PROMPT;
        break;
    case PROMPT_LEFT:
        app->mode = MODE_PANES;
        if (kind->leave)
            kind->leave(app);
        break;
    case PROMPT_COMPLETE:
        if (kind->complete)
            kind->complete(app);
        break;
    case PROMPT_SAME:
    case PROMPT_OTHER:
        break;
    }
}

void app_choose(App *app, const ChooserKind *kind)
{
    app_choose_from(app, kind, 0);
}

void app_choose_from(App *app, const ChooserKind *kind, int tab)
{
    chooser_begin(&app->chooser, kind, tab);
    kind->fill(app);
    chooser_narrow(&app->chooser, app->scratch);
    app->mode = MODE_CHOOSER;
}

void app_chooser_key(App *app, Key key)
{
    Chooser *chooser = &app->chooser;
    const ChooserKind *kind = chooser->kind;
    ChooserReply reply = chooser_key(chooser, key, app->scratch);
    switch (reply) {
    case CHOOSER_STAYS:
        return;
    case CHOOSER_LESS:
    case CHOOSER_MORE:
        if (chooser->row < chooser->shown_count)
            kind->turn(app, &chooser->items[chooser->shown[chooser->row]],
                       reply == CHOOSER_LESS ? -1 : 1);
        return;
    case CHOOSER_TURNED:
        app_choose_from(app, kind, chooser->tab);
        return;
    case CHOOSER_LEFT:
        app->mode = MODE_PANES;
        return;
    case CHOOSER_TAKEN:
        break;
    }
    const Choice *choice = chooser_current(chooser);
    app->mode = MODE_PANES;
    if (choice)
        kind->accept(app, choice);
    else if (!kind->accept_text || !kind->accept_text(app, prompt_text(&chooser->line)))
        app->mode = MODE_CHOOSER;
}

void app_open_popup(App *app, Pane *pane)
{
    for (size_t i = 0; i < app->popup_count; i++) {
        if (app->popups[i] != pane)
            continue;
        app->popup_count = i + 1; // it lies there already: what is above it goes
        return;
    }
    if (app->popup_count < POPUPS_MAX)
        app->popups[app->popup_count++] = pane;
}

bool app_close_popup(App *app)
{
    if (app->popup_count == 0)
        return false;
    app->popup_count--;
    return true;
}
