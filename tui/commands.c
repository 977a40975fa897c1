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

// Signs that mdoc would take for its own are kept from it.
static void write_roff(Sink *sink, Arena *arena, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\')
            sink_write(sink, TEXT("\\e"));
        else if (strchr(".,:;()[]?!|'", *text))
            sink_write(sink, arena_printf(arena, "\\&%c", *text));
        else if (*text == '^')
            sink_write(sink, TEXT("\\(ha"));
        else
            sink_write(sink, (Text){text, 1});
    }
}

static void write_command(Sink *sink, Arena *arena, const Command *command)
{
    sink_write(sink, TEXT(".It "));
    for (Text rest = text_from(command->keys); rest.ptr && rest.len;) {
        sink_write(sink, TEXT("Ic "));
        write_roff(sink, arena, arena_text(arena, text_cut(&rest, ' ')).ptr);
        sink_write(sink, TEXT(" "));
    }
    sink_write(sink, arena_printf(arena, "Cm \\&:%s", command->name));
    if (command->argument[0]) {
        sink_write(sink, TEXT(" "));
        write_roff(sink, arena, command->argument);
    }
    sink_write(sink, TEXT("\n"));
    write_roff(sink, arena, command->help);
    sink_write(sink, TEXT("\\&.\n"));
}

void commands_write_mdoc(Sink *sink)
{
    Arena *arena = arena_new();
    const char *group = "";
    for (int i = 0; i < COMMANDS; i++) {
        if (command_group((CommandId)i) != group) {
            sink_write(sink, arena_printf(arena, "%s.Ss %s\n.Bl -tag -width Ds -compact\n",
                                          i ? ".El\n" : "", command_group((CommandId)i)));
            group = command_group((CommandId)i);
        }
        write_command(sink, arena, &commands[i]);
    }
    sink_write(sink, TEXT(".El\n"));
    arena_free(arena);
}
