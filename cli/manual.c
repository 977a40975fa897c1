#include <config.h>
#include "cli/manual.h"

#include "cli/output.h"
#include "cli/session.h"
#include "tui/commands.h"
#include "tui/settings.h"

static bool write_manual(void *context, Sink *sink)
{
    const Options *options = context;
    if (options->wants_version)
        return sink_write(sink, TEXT("bilat " PACKAGE_VERSION "\n"));
    if (text_equal(options->mdoc, TEXT("options")))
        options_write_mdoc(sink);
    else if (text_equal(options->mdoc, TEXT("keys")))
        commands_write_mdoc(sink);
    else if (text_equal(options->mdoc, TEXT("settings")))
        settings_write_mdoc(sink);
    else if (options->wants_bash)
        options_write_bash(sink);
    else
        options_write_usage(sink);
    return !sink->has_failed;
}

int manual_print(const Options *options)
{
    Arena *arena = arena_new();
    Problems problems = problems_in(arena);
    Options copy = *options;
    bool is_written = output_write(TEXT(""), write_manual, &copy, &problems);
    print_problems(&problems);
    arena_free(arena);
    return is_written ? EXIT_DONE : EXIT_WRITE;
}
