// Which key runs which command where: the defaults of commands.def, changed by the section [keys] of the configuration:
//   [keys]
//   move-down = j Down
//   lift-filter = backslash
// A row replaces all keys of its command. Two commands on one key in one place: a row wins over a default, of two rows
// the first stays, and the other is a problem with its file:line.
#ifndef BILAT_TUI_KEYMAP_H
#define BILAT_TUI_KEYMAP_H

#include "model/config.h"
#include "tui/commands.h"
#include "tui/keys.h"

enum { KEYMAP_KEYS = 6 }; // of one command

typedef struct KeyMap {
    Key keys[COMMANDS][KEYMAP_KEYS]; // KEYS_NONE behind the last
    bool is_configured[COMMANDS];
} KeyMap;

// `config` may be NULL.
void keymap_load(KeyMap *map, const Config *config, Problems *problems);
// COMMANDS where the key does nothing there.
CommandId keymap_find(const KeyMap *map, Key key, unsigned where);
// All keys of a command: "j Down"; its first one: "j". Empty where it has none.
Text keymap_keys(const KeyMap *map, CommandId id, Arena *arena);
Text keymap_first_key(const KeyMap *map, CommandId id, Arena *arena);

#endif
