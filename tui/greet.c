// The first screen: what the browser will look like, drawn before there is anything to fill it with.
#include <config.h>
#include "tui/app.h"
#include "tui/term.h"

bool browser_greet(const Config *config, Problems *problems)
{
    static App app; // large
    static const Services none;
    if (!term_open(false, problems))
        return false;
    Arena *arena = arena_new();
    Timeline *timeline = timeline_new(countries_new(arena));
    app_init(&app, timeline, config, &none);
    int width, height;
    term_size(&width, &height);
    app_resize(&app, width, height);
    app_settle(&app);
    app_draw(&app);
    term_show(app.canvas, &app.theme);
    app_clear(&app);
    timeline_free(timeline);
    arena_free(arena);
    return true;
}
