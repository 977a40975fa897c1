// The one table of commands (commands.def) as C sees it. No curses here: the cli makes its help and man page from it.
#ifndef BILAT_TUI_COMMANDS_H
#define BILAT_TUI_COMMANDS_H

#include "model/arena.h"
#include "model/sink.h"

typedef struct App App; // tui/app.h

enum { // where a command applies: where the focus is
    IN_EVENTS = 1,
    IN_PEOPLE = 2,
    IN_POSITIONS = 4,
    IN_TIMELINE = 8,
    IN_POPUP = 16, // help, problems, detail
    IN_PAGE = 32, // the event, of which commands of the panes that say so stay; the others leave it
    IN_PROBLEMS = 64, // the list of problems, a popup
    IN_MAIN = IN_EVENTS | IN_PEOPLE | IN_POSITIONS | IN_TIMELINE,
    IN_ANY = IN_MAIN | IN_POPUP,
    IN_LIST = IN_ANY, // every pane is a list today; the name says what the command needs
};

typedef enum CommandId {
#define GROUP(title)
#define CMD(id, name, keys, where, takes, help) COMMAND_##id,
#include "tui/commands.def"
#undef CMD
    COMMANDS // their number; also: no command
} CommandId;

typedef struct Command {
    const char *name, *keys;
    unsigned where;
    const char *argument; // "[FILTER]"; empty: none
    const char *help;
    void (*run)(App *app, Text argument);
} Command;

extern const Command commands[COMMANDS];

#define CMD(id, name, keys, where, takes, help) void command_##id(App *app, Text argument);
#include "tui/commands.def"
#undef CMD
#undef GROUP

const char *command_group(CommandId id); // the title that it stands under in help
// By its name, or by a beginning of it that no other command has. COMMANDS where there is none.
CommandId command_by_name(Text name);
// The n-th (from 0) command whose name begins so; COMMANDS behind the last.
CommandId command_complete(Text beginning, size_t n);
// All keys and commands as mdoc lists, group by group.
void commands_write_mdoc(Sink *sink);

#endif
