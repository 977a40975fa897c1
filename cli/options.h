// The command line: ONE table of commands and ONE of options. Parsing, usage text, the manual page's lists and the
// shell completion all come from them (a new option is one row in options.def).
#ifndef BILAT_CLI_OPTIONS_H
#define BILAT_CLI_OPTIONS_H

#include "loaders/loader.h"
#include "model/count.h"
#include "model/table.h"

typedef enum CommandName {
    COMMAND_BROWSE, // no word on the command line
    COMMAND_EXPORT,
    COMMAND_COUNT,
    COMMAND_SHOW,
    COMMAND_CHECK,
    COMMAND_PROFILES,
    COMMAND_HELP,
    CLI_COMMANDS
} CommandName;

typedef struct Options {
    CommandName command;
    LoadInputs inputs;
    LoadSettings load;
    Text filter; // of --pair, --year and --filter together
    Text output; // -o; .ptr NULL: standard output
    bool has_table;
    TableName table;
    TableForm form;
    bool has_format;
    bool is_brief;    // -f md
    bool only_marked; // the filter asks for it too
    CountKey keys[2];
    size_t key_count;
    bool wants_why;
    bool counts_meetings;
    bool follows;
    bool wants_version, wants_help;
    Text mdoc; // "options", "keys" or "settings"; .ptr NULL: not asked for
    bool wants_bash;
    bool is_linear;
    Text script; // path
    Text draft;  // path of a table for which a profile is wanted; empty: none
    Text view;   // of --view: a name, a file or a folder; .ptr NULL: none
    // What the view says beside inputs and filter (view_file_use).
    SortKey sort;
    bool is_descending;
    Text view_folder; // where its notes may stand; empty: there is no view
} Options;

// Reads the command line. On a mistake returns false and `message` says what is wrong.
bool options_parse(int argc, char **argv, Options *options, Arena *arena, Text *message);

// The usage text, a line an option.
void options_write_usage(Sink *sink);
// Commands and options as mdoc lists, and a completion script for bash.
void options_write_mdoc(Sink *sink);
void options_write_bash(Sink *sink);

#endif
