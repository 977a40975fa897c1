#include <config.h>
#include "tui/commands.h"

#define GROUP(title)
const Command commands[COMMANDS] = {
#define CMD(id, name, keys, where, takes, help)                                                    \
    [COMMAND_##id] = {name, keys, where, takes, help, command_##id},
#include "tui/commands.def"
#undef CMD
#undef GROUP
};

// The groups and the commands in the order of the table: a title, and the ids behind it up to the next one.
static const struct Entry {
    const char *group;
    CommandId id;
} entries[] = {
#define GROUP(title)                            {title, COMMANDS},
#define CMD(id, name, keys, where, takes, help) {NULL, COMMAND_##id},
#include "tui/commands.def"
#undef CMD
#undef GROUP
};

const char *command_group(CommandId id)
{
    const char *group = "";
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        if (entries[i].group)
            group = entries[i].group;
        else if (entries[i].id == id)
            break;
    }
    return group;
}

CommandId command_complete(Text beginning, size_t n)
{
    for (int i = 0; i < COMMANDS; i++)
        if (text_starts(text_from(commands[i].name), beginning) && n-- == 0)
            return (CommandId)i;
    return COMMANDS;
}

CommandId command_by_name(Text name)
{
    if (name.len == 0)
        return COMMANDS;
    for (int i = 0; i < COMMANDS; i++)
        if (text_equal(text_from(commands[i].name), name))
            return (CommandId)i;
    return command_complete(name, 1) == COMMANDS ? command_complete(name, 0) : COMMANDS;
}
