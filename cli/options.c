#include <config.h>
#include "cli/options.h"

#include "loaders/table_encoding.h"

#include <stdlib.h>
#include <string.h>

enum {
    IN_BROWSE = 1 << COMMAND_BROWSE,
    IN_EXPORT = 1 << COMMAND_EXPORT,
    IN_COUNT = 1 << COMMAND_COUNT,
    IN_SHOW = 1 << COMMAND_SHOW,
    IN_CHECK = 1 << COMMAND_CHECK,
    IN_PROFILES = 1 << COMMAND_PROFILES,
    IN_HELP = 1 << COMMAND_HELP,
    IN_ALL = IN_BROWSE | IN_EXPORT | IN_COUNT | IN_SHOW | IN_CHECK,
};

typedef struct Parsing {
    Options *options;
    Arena *arena;
    Text *message;
    Buffer filter;    // terms joined by blanks
    Text only_filter; // of --filter, as long as it is the only term
    struct {
        Text *items;
        size_t count, capacity;
    } inputs;
} Parsing;

typedef struct Option {
    char letter;
    const char *name, *value;
    unsigned commands;
    const char *help;
    bool (*set)(Parsing *parsing, Text value);
} Option;

typedef struct Command {
    const char *name, *operands, *help;
} Command;

static const Command commands[CLI_COMMANDS] = {
    [COMMAND_BROWSE] = {"", "FILE | DIR | - ...", "Open the browser"},
    [COMMAND_EXPORT] = {"export", "FILE...", "Write the selected timeline as tables or as a page"},
    [COMMAND_COUNT] = {"count", "FILE...", "Count the selected events, or positions, by a key"},
    [COMMAND_SHOW] = {"show", "FILE...", "Print events with who was there and what each side said"},
    [COMMAND_CHECK] = {"check", "FILE...", "Print every problem of the inputs, and the accounting"},
    [COMMAND_PROFILES] = {"profiles", "[NAME]...",
                          "List the data sets it can read, or print profiles"},
    [COMMAND_HELP] = {"help", "", "Print this text"},
};

// ---- what each option does ----

static bool refuse(Parsing *parsing, const char *expected, Text found)
{
    *parsing->message =
        arena_printf(parsing->arena, "expected %s, found \"%.*s\"", expected, TEXT_ARG(found));
    return false;
}

static void add_term(Parsing *parsing, const char *field, Text value)
{
    bool needs_quotes = text_find_char(value, ' ') != TEXT_NOWHERE && value.ptr[0] != '"';
    const char *quote = needs_quotes ? "\"" : "";
    parsing->only_filter = (Text){NULL, 0};
    buffer_printf(&parsing->filter, "%s%s%s%.*s%s", parsing->filter.count ? " " : "", field, quote,
                  TEXT_ARG(value), quote);
}

static bool set_pair(Parsing *parsing, Text value)
{
    if (value.len == 0)
        return refuse(parsing, "two countries such as CHN-PRK", value);
    add_term(parsing, "pair:", value);
    return true;
}

static bool set_year(Parsing *parsing, Text value)
{
    if (value.len == 0)
        return refuse(parsing, "a year such as 2024", value);
    add_term(parsing, "year:", value);
    return true;
}

static bool set_filter(Parsing *parsing, Text value)
{
    if (text_trim(value).len == 0)
        return true;
    bool is_first = parsing->filter.count == 0;
    parsing->only_filter = is_first ? value : (Text){NULL, 0};
    // Brackets, because "|" binds less than the blank between terms.
    buffer_printf(&parsing->filter, is_first ? "(%.*s)" : " (%.*s)", TEXT_ARG(value));
    return true;
}

static bool set_from(Parsing *parsing, Text value)
{
    parsing->options->load.profile = value;
    return true;
}

static bool set_encoding(Parsing *parsing, Text value)
{
    if (!table_encoding_is_known(value))
        return refuse(parsing, "an encoding such as windows-1252", value);
    parsing->options->load.encoding = value;
    return true;
}

static bool set_view(Parsing *parsing, Text value)
{
    if (value.len == 0)
        return refuse(parsing, "the name, file or folder of a view", value);
    parsing->options->view = value;
    return true;
}

// An option without a value, which is there or not.
#define SET_FLAG(id, member)                                                                       \
    static bool set_##id(Parsing *parsing, Text value)                                             \
    {                                                                                              \
        (void)value;                                                                               \
        parsing->options->member = true;                                                           \
        return true;                                                                               \
    }

SET_FLAG(follow, follows)
SET_FLAG(why, wants_why)
SET_FLAG(meetings, counts_meetings)
SET_FLAG(linear, is_linear)
SET_FLAG(bash, wants_bash)
SET_FLAG(help, wants_help)
SET_FLAG(version, wants_version)

static bool set_script(Parsing *parsing, Text value)
{
    parsing->options->script = value;
    return true;
}

static bool set_draft(Parsing *parsing, Text value)
{
    parsing->options->draft = value;
    return value.len > 0 || refuse(parsing, "a path", value);
}

static bool set_format(Parsing *parsing, Text value)
{
    Options *options = parsing->options;
    options->is_brief = text_equal(value, TEXT("md"));
    options->has_format = options->is_brief;
    for (TableFormat format = 0; format < TABLE_FORMATS; format++)
        if (text_equal(value, text_from(table_formats[format]))) {
            options->form.format = format;
            options->has_format = true;
        }
    return options->has_format || refuse(parsing, "csv, tsv, jsonl or md", value);
}

static bool set_marked(Parsing *parsing, Text value)
{
    (void)value;
    parsing->options->only_marked = true;
    add_term(parsing, "", TEXT("marked"));
    return true;
}

static bool set_table(Parsing *parsing, Text value)
{
    for (TableName table = 0; table < TABLES; table++) {
        if (!text_equal(value, text_from(table_names[table])))
            continue;
        parsing->options->table = table;
        parsing->options->has_table = true;
        return true;
    }
    return refuse(parsing, "events, participants, positions, mentioned or sources", value);
}

static bool set_output(Parsing *parsing, Text value)
{
    if (value.len == 0)
        return refuse(parsing, "a path", value);
    bool is_standard_output = text_equal(value, TEXT("-"));
    parsing->options->output = is_standard_output ? (Text){NULL, 0} : value;
    return true;
}

static bool set_excel(Parsing *parsing, Text value)
{
    (void)value;
    parsing->options->form.for_excel = true;
    return true;
}

static bool set_by(Parsing *parsing, Text value)
{
    Text rest = value;
    parsing->options->key_count = 0;
    while (rest.ptr) {
        Text name = text_cut(&rest, ',');
        CountKey key;
        if (!count_key_by_name(name, &key) || parsing->options->key_count == 2)
            return refuse(parsing, "one or two keys such as year or year,kind", value);
        parsing->options->keys[parsing->options->key_count++] = key;
    }
    return true;
}

static bool set_mdoc(Parsing *parsing, Text value)
{
    parsing->options->mdoc = value;
    return text_equal(value, TEXT("options")) || text_equal(value, TEXT("keys")) ||
           text_equal(value, TEXT("settings")) ||
           refuse(parsing, "options, keys or settings", value);
}

static const Option option_rows[] = {
#define OPTION(id, letter, name, value, commands, help)                                            \
    {letter, name, value, commands, help, set_##id},
#include "cli/options.def"
#undef OPTION
};
enum { OPTION_COUNT = sizeof option_rows / sizeof *option_rows };

// ---- parsing ----

static const Option *option_by_name(Text name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (text_equal(name, text_from(option_rows[i].name)))
            return &option_rows[i];
    return NULL;
}

static const Option *option_by_letter(char letter)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (option_rows[i].letter == letter)
            return &option_rows[i];
    return NULL;
}

static bool apply(Parsing *parsing, const Option *option, Text word, Text value)
{
    if (!(option->commands & 1u << parsing->options->command)) {
        *parsing->message =
            arena_printf(parsing->arena, "%.*s does not go with this command", TEXT_ARG(word));
        return false;
    }
    if (option->set(parsing, value))
        return true;
    *parsing->message =
        arena_printf(parsing->arena, "--%s: %.*s", option->name, TEXT_ARG(*parsing->message));
    return false;
}

// One option and its value, which may stand in the same word or in the next one. Moves `*at` to its last word.
static bool parse_option(Parsing *parsing, char **argv, int *at)
{
    Text word = text_from(argv[*at]), value = {NULL, 0};
    const Option *option;
    if (text_starts(word, TEXT("--"))) {
        Text rest = text_sub(word, 2, word.len);
        option = option_by_name(text_cut(&rest, '='));
        value = rest;
    } else {
        option = option_by_letter(word.ptr[1]);
        value = word.len > 2 ? text_sub(word, 2, word.len) : value;
    }
    if (!option) {
        *parsing->message = arena_printf(parsing->arena, "there is no option %.*s", TEXT_ARG(word));
        return false;
    }
    if (!option->value && value.ptr) {
        *parsing->message = arena_printf(parsing->arena, "%.*s takes no value", TEXT_ARG(word));
        return false;
    }
    if (option->value && !value.ptr) {
        if (!argv[*at + 1]) {
            *parsing->message =
                arena_printf(parsing->arena, "%.*s needs %s", TEXT_ARG(word), option->value);
            return false;
        }
        value = text_from(argv[++*at]);
    }
    return apply(parsing, option, word, value);
}

// A path that begins with a dash is written ./-x; a lone dash is standard input.
static bool is_option(Text word)
{
    return word.len > 1 && word.ptr[0] == '-';
}

static bool parse_words(Parsing *parsing, int first, char **argv)
{
    bool only_inputs = false;
    for (int at = first; argv[at]; at++) {
        Text word = text_from(argv[at]);
        if (!only_inputs && text_equal(word, TEXT("--"))) {
            only_inputs = true;
        } else if (!only_inputs && is_option(word)) {
            if (!parse_option(parsing, argv, &at))
                return false;
        } else {
            ARENA_PUSH(parsing->arena, &parsing->inputs, word);
        }
    }
    return true;
}

// "-o brief.md", "-o events.jsonl" say it already.
static void guess_format(Options *options)
{
    if (options->has_format || options->command != COMMAND_EXPORT || !options->output.ptr)
        return;
    options->is_brief = !options->has_table && text_ends(options->output, TEXT(".md"));
    options->form.format = table_format_of(options->output);
}

static bool is_whole(Parsing *parsing)
{
    const Options *options = parsing->options;
    if (options->wants_help || options->wants_version || options->command == COMMAND_HELP)
        return true;
    bool has_inputs = parsing->inputs.count > 0 || options->view.ptr;
    if (options->draft.len > 0 && has_inputs)
        *parsing->message = TEXT("--draft goes without names of profiles");
    else if (options->command != COMMAND_PROFILES && !has_inputs)
        *parsing->message = TEXT("expected a file, a folder or - to read");
    else if (options->command == COMMAND_COUNT && options->key_count == 0)
        *parsing->message = TEXT("count needs --by KEY, for example --by year");
    else if (options->is_brief && options->has_table)
        *parsing->message = TEXT("-f md is a page of its own; -t does not go with it");
    else if (options->form.for_excel && (options->is_brief || options->form.format != TABLE_CSV))
        *parsing->message = TEXT("--excel goes with -f csv alone");
    else
        return true;
    return false;
}

bool options_parse(int argc, char **argv, Options *options, Arena *arena, Text *message)
{
    Parsing parsing = {.options = options, .arena = arena, .message = message};
    *options = (Options){.command = COMMAND_BROWSE};
    parsing.filter = buffer_in(arena);
    int first = argc > 0 ? 1 : 0;
    for (CommandName command = COMMAND_EXPORT; argc > 1 && command < CLI_COMMANDS; command++) {
        if (strcmp(argv[1], commands[command].name) != 0)
            continue;
        options->command = command;
        first = 2;
        break;
    }
    if (!parse_words(&parsing, first, argv))
        return false;
    guess_format(options);
    if (!is_whole(&parsing))
        return false;
    options->inputs = (LoadInputs){parsing.inputs.items, parsing.inputs.count};
    options->filter = parsing.only_filter.ptr ? parsing.only_filter : buffer_text(&parsing.filter);
    return true;
}

// ---- the tables as text ----

static void write_text(Sink *sink, const char *text)
{
    sink_write(sink, text_from(text));
}

static void write_key_names(Sink *sink)
{
    for (CountKey key = 0; key < COUNT_KEYS; key++) {
        write_text(sink, key ? " " : "");
        write_text(sink, count_key_name(key));
    }
}

static void write_padded(Sink *sink, Text text, size_t width)
{
    sink_write(sink, text);
    for (size_t i = text.len; i < width; i++)
        write_text(sink, " ");
}

void options_write_usage(Sink *sink)
{
    Arena *arena = arena_new();
    write_text(sink, "bilat: read timelines of relations between countries\n\n");
    for (CommandName command = 0; command < CLI_COMMANDS; command++) {
        const Command *row = &commands[command];
        Text line = arena_printf(arena, "  bilat %s%s[OPTION]... %s", row->name,
                                 *row->name ? " " : "", row->operands);
        write_padded(sink, line, 46);
        write_text(sink, row->help);
        write_text(sink, "\n");
    }
    write_text(sink, "\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const Option *row = &option_rows[i];
        char letter[] = {'-', row->letter, ',', ' ', '\0'};
        Text line = arena_printf(arena, "  %s--%s%s%s", row->letter ? letter : "    ", row->name,
                                 row->value ? " " : "", row->value ? row->value : "");
        write_padded(sink, line, 28);
        write_text(sink, row->help);
        write_text(sink, "\n");
    }
    write_text(sink, "\nKeys of count: ");
    write_key_names(sink);
    write_text(
        sink, "\nExit codes: 0 done; 1 usage, or nothing could be read; 2 done, but something was\n"
              "rejected; 3 writing failed; 4 out of memory\n");
    arena_free(arena);
}

void options_write_mdoc(Sink *sink)
{
    Arena *arena = arena_new();
    write_text(sink, ".Bl -tag -width Ds\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const Option *row = &option_rows[i];
        write_text(sink, ".It ");
        if (row->letter)
            sink_write(sink, arena_printf(arena, "Fl %c , ", row->letter));
        sink_write(sink, arena_printf(arena, "Fl -%s", row->name));
        if (row->value)
            sink_write(sink, arena_printf(arena, " Ar %s", row->value));
        sink_write(sink, arena_printf(arena, "\n%s.\n", row->help));
        if (row->commands == IN_ALL || row->commands & IN_HELP)
            continue;
        write_text(sink, "Goes with");
        for (CommandName command = 0; command < CLI_COMMANDS; command++)
            if (row->commands & 1u << command)
                sink_write(sink, arena_printf(arena, " %s",
                                              command ? commands[command].name : "the browser"));
        write_text(sink, ".\n");
    }
    write_text(sink, ".El\n.Pp\nThe keys of\n.Cm count\nare ");
    write_key_names(sink);
    write_text(sink, ".\n");
    arena_free(arena);
}

void options_write_bash(Sink *sink)
{
    write_text(
        sink,
        "# bash completion for bilat; made by bilat help --bash\n_bilat()\n{\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
        "    COMPREPLY=()\n    case $previous in\n    --by)\n        COMPREPLY=($(compgen -W '");
    write_key_names(sink);
    write_text(sink,
               "' -- \"$current\"))\n        return ;;\n    -t|--table)\n"
               "        COMPREPLY=($(compgen -W 'events participants positions' -- \"$current\"))\n"
               "        return ;;\n    -f|--format)\n"
               "        COMPREPLY=($(compgen -W 'csv tsv jsonl md' -- \"$current\"))\n"
               "        return ;;\n    esac\n    if [[ $current == -* ]]; then\n"
               "        COMPREPLY=($(compgen -W '");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        write_text(sink, i ? " --" : "--");
        write_text(sink, option_rows[i].name);
    }
    write_text(sink,
               "' -- \"$current\"))\n        return\n    fi\n    if [[ $COMP_CWORD -eq 1 ]]; then\n"
               "        COMPREPLY=($(compgen -W '");
    for (CommandName command = COMMAND_EXPORT; command < CLI_COMMANDS; command++) {
        write_text(sink, command > COMMAND_EXPORT ? " " : "");
        write_text(sink, commands[command].name);
    }
    write_text(sink, "' -- \"$current\"))\n    fi\n    return 0\n}\n"
                     "complete -o default -F _bilat bilat\n");
}
