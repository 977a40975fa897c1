#include <config.h>
#include "cli/profiles.h"

#include "cli/output.h"
#include "cli/session.h"
#include "loaders/lexicon.h"
#include "loaders/open.h"
#include "loaders/table_encoding.h"
#include "model/path.h"

#include <stdio.h>

typedef struct Job {
    const Profiles *profiles;
    const Profile *profile; // to be printed as a template
    Text name, head;        // of a table for which a profile is drafted
    bool is_whole;
    bool is_no_table;
} Job;

static bool write_list(void *context, Sink *sink)
{
    const Job *job = context;
    return profiles_write_list(job->profiles, sink);
}

static bool write_template(void *context, Sink *sink)
{
    const Job *job = context;
    return profile_write(job->profile, sink);
}

static bool write_draft(void *context, Sink *sink)
{
    Job *job = context;
    job->is_no_table = !profile_draft(job->profiles, job->name, job->head, job->is_whole, sink) &&
                       !sink->has_failed;
    return !sink->has_failed;
}

static int print(Job *job, bool (*write)(void *context, Sink *sink), Arena *arena)
{
    Problems problems = problems_in(arena);
    bool is_written = output_write(TEXT(""), write, job, &problems);
    print_problems(&problems);
    return is_written ? EXIT_DONE : EXIT_WRITE;
}

static int print_templates(Job *job, LoadInputs names, Arena *arena)
{
    int code = EXIT_DONE;
    for (size_t i = 0; i < names.count && code == EXIT_DONE; i++) {
        job->profile = profiles_find(job->profiles, names.paths[i]);
        if (job->profile) {
            code = print(job, write_template, arena);
            continue;
        }
        Text nearest = profiles_nearest(job->profiles, names.paths[i]);
        fprintf(stderr, "bilat: there is no profile \"%.*s\"%s%.*s; bilat profiles lists them\n",
                TEXT_ARG(names.paths[i]), nearest.len ? "; did you mean " : "", TEXT_ARG(nearest));
        code = EXIT_USAGE;
    }
    return code;
}

// "events 2018.csv": the profile is called "events-2018".
static Text name_of_draft(Text path, Arena *arena)
{
    Text name = path_name(path);
    size_t dot = text_find_char(name, '.');
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < name.len && i < dot; i++) {
        char c = name.ptr[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        buffer_add_char(&out, is_plain ? c : c >= 'A' && c <= 'Z' ? (char)(c + 32) : '-');
    }
    return out.count ? buffer_text(&out) : TEXT("mine");
}

static int print_draft(Job *job, Text path, Arena *arena)
{
    Problems problems = problems_in(arena);
    Source *source;
    if (!open_source(path, arena, NULL, &source, &problems)) {
        print_problems(&problems);
        return EXIT_USAGE;
    }
    size_t len = source->size < SNIFF_BYTES ? (size_t)source->size : SNIFF_BYTES;
    char *bytes = arena_alloc(arena, len, 1);
    int code = EXIT_USAGE;
    if (source->ops->read(source, 0, len, bytes)) {
        job->head = table_encoding_head((Text){bytes, len}, TEXT(""), arena);
        job->is_whole = len == source->size;
        job->name = name_of_draft(path, arena);
        code = print(job, write_draft, arena);
    }
    open_close(source);
    if (code == EXIT_DONE && job->is_no_table) {
        fprintf(stderr, "bilat: %.*s does not look like a table\n", TEXT_ARG(path));
        return EXIT_USAGE;
    }
    return code;
}

int profiles_print(const Options *options, Arena *arena)
{
    Problems problems = problems_in(arena);
    Lexicon *lexicon = session_lexicon(arena, &problems);
    print_problems(&problems);
    if (!lexicon)
        return EXIT_USAGE;
    Job job = {.profiles = lexicon->profiles};
    int code = options->draft.len > 0      ? print_draft(&job, options->draft, arena)
               : options->inputs.count > 0 ? print_templates(&job, options->inputs, arena)
                                           : print(&job, write_list, arena);
    lexicon_close(lexicon);
    return code;
}
