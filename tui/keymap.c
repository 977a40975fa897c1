#include <config.h>
#include "tui/keymap.h"

CommandId keymap_find(const KeyMap *map, Key key, unsigned where)
{
    for (int i = 0; key != KEYS_NONE && i < COMMANDS; i++) {
        if (!(commands[i].where & where))
            continue;
        for (int k = 0; k < KEYMAP_KEYS; k++)
            if (map->keys[i][k] == key)
                return (CommandId)i;
    }
    return COMMANDS;
}

static void forget_key(KeyMap *map, CommandId id, Key key)
{
    Key *keys = map->keys[id];
    int kept = 0;
    for (int k = 0; k < KEYMAP_KEYS; k++)
        if (keys[k] != key && keys[k] != KEYS_NONE)
            keys[kept++] = keys[k];
    while (kept < KEYMAP_KEYS)
        keys[kept++] = KEYS_NONE;
}

static void add_key(KeyMap *map, CommandId id, Key key)
{
    for (int k = 0; k < KEYMAP_KEYS; k++) {
        if (map->keys[id][k] == key)
            return;
        if (map->keys[id][k] == KEYS_NONE) {
            map->keys[id][k] = key;
            return;
        }
    }
}

static void set_defaults(KeyMap *map)
{
    *map = (KeyMap){0};
    for (int i = 0; i < COMMANDS; i++) {
        Text rest = text_from(commands[i].keys);
        while (rest.ptr && rest.len) {
            Key key;
            bool is_key = keys_parse(text_cut(&rest, ' '), &key);
            BUG_IF(!is_key);
            add_key(map, (CommandId)i, key);
        }
    }
}

static void claim_key(KeyMap *map, CommandId id, Text name, Problem where, Problems *problems)
{
    Key key;
    if (!keys_parse(name, &key)) {
        problem_at(problems, where, "no key is called \"%.*s\"", TEXT_ARG(name));
        return;
    }
    CommandId other = keymap_find(map, key, commands[id].where);
    for (; other != COMMANDS && other != id; other = keymap_find(map, key, commands[id].where)) {
        if (map->is_configured[other]) {
            problem_at(problems, where, "\"%.*s\" is the key of %s already", TEXT_ARG(name),
                       commands[other].name);
            return;
        }
        forget_key(map, other, key);
    }
    add_key(map, id, key);
}

static void apply_row(KeyMap *map, const ConfigRow *row, Problems *problems)
{
    Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
    where.line = row->line;
    CommandId id = command_by_name(row->key);
    if (id == COMMANDS || !text_equal(text_from(commands[id].name), row->key)) {
        problem_at(problems, where, "no command is called \"%.*s\"%s%s", TEXT_ARG(row->key),
                   id == COMMANDS ? "" : "; did you mean ",
                   id == COMMANDS ? "" : commands[id].name);
        return;
    }
    for (int k = 0; k < KEYMAP_KEYS; k++)
        map->keys[id][k] = KEYS_NONE;
    map->is_configured[id] = true;
    for (Text rest = text_trim(row->value); rest.ptr;) {
        Text name = text_cut(&rest, ' ');
        if (name.len)
            claim_key(map, id, name, where, problems);
    }
}

// Rows of a section; "preset", which chooses one, is no command.
static size_t apply_section(KeyMap *map, const Config *config, Text section, Problems *problems)
{
    size_t rows = 0;
    for (size_t i = 0; i < config->count; i++) {
        const ConfigRow *row = &config->items[i];
        if (!text_equal_nocase(row->section, section))
            continue;
        rows++;
        if (!text_equal_nocase(row->key, TEXT("preset")))
            apply_row(map, row, problems);
    }
    return rows;
}

static void apply_preset(KeyMap *map, const Config *config, Problems *problems)
{
    const ConfigRow *row = config_row(config, TEXT("keys"), TEXT("preset"));
    if (!row || text_equal_nocase(row->value, TEXT("vi"))) // the keys of commands.def
        return;
    Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
    where.line = row->line;
    Text section = arena_printf(problems->arena, "keys.%.*s", TEXT_ARG(text_trim(row->value)));
    if (apply_section(map, config, section, problems) == 0)
        problem_at(problems, where, "no preset of keys is called \"%.*s\"", TEXT_ARG(row->value));
    for (int i = 0; i < COMMANDS; i++)
        map->is_configured[i] = false; // the user's own keys may take those of a preset
}

void keymap_load(KeyMap *map, const Config *config, Problems *problems)
{
    set_defaults(map);
    if (!config)
        return;
    apply_preset(map, config, problems);
    apply_section(map, config, TEXT("keys"), problems);
}

Text keymap_keys(const KeyMap *map, CommandId id, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (int k = 0; k < KEYMAP_KEYS && map->keys[id][k] != KEYS_NONE; k++) {
        if (k > 0)
            buffer_add_char(&out, ' ');
        buffer_add(&out, keys_name(map->keys[id][k], arena));
    }
    return buffer_text(&out);
}

Text keymap_first_key(const KeyMap *map, CommandId id, Arena *arena)
{
    Key key = map->keys[id][0];
    return key == KEYS_NONE ? TEXT("") : keys_name(key, arena);
}
