#include <config.h>
#include "tui/keys.h"

#include "model/utf8.h"

static const struct {
    Text name;
    Key key;
} names[] = {
    // the first name of a key is the one shown
    {TEXT_INIT("Tab"), KEYS_TAB},
    {TEXT_INIT("Enter"), KEYS_ENTER},
    {TEXT_INIT("Return"), KEYS_ENTER},
    {TEXT_INIT("Esc"), KEYS_ESCAPE},
    {TEXT_INIT("Escape"), KEYS_ESCAPE},
    {TEXT_INIT("Space"), KEYS_SPACE},
    {TEXT_INIT("Backspace"), KEYS_BACKSPACE},
    {TEXT_INIT("Up"), KEYS_UP},
    {TEXT_INIT("Down"), KEYS_DOWN},
    {TEXT_INIT("Left"), KEYS_LEFT},
    {TEXT_INIT("Right"), KEYS_RIGHT},
    {TEXT_INIT("PgUp"), KEYS_PAGE_UP},
    {TEXT_INIT("PgDn"), KEYS_PAGE_DOWN},
    {TEXT_INIT("Home"), KEYS_HOME},
    {TEXT_INIT("End"), KEYS_END},
    {TEXT_INIT("Insert"), KEYS_INSERT},
    {TEXT_INIT("Delete"), KEYS_DELETE},
    {TEXT_INIT("Shift-Tab"), KEYS_BACK_TAB},
    {TEXT_INIT("BackTab"), KEYS_BACK_TAB},
    {TEXT_INIT("F1"), KEYS_F1},
    {TEXT_INIT("F2"), KEYS_F1 + 1},
    {TEXT_INIT("F3"), KEYS_F1 + 2},
    {TEXT_INIT("F4"), KEYS_F1 + 3},
    {TEXT_INIT("F5"), KEYS_F1 + 4},
    {TEXT_INIT("F6"), KEYS_F1 + 5},
    {TEXT_INIT("F7"), KEYS_F1 + 6},
    {TEXT_INIT("F8"), KEYS_F1 + 7},
    {TEXT_INIT("F9"), KEYS_F1 + 8},
    {TEXT_INIT("F10"), KEYS_F1 + 9},
    {TEXT_INIT("F11"), KEYS_F1 + 10},
    {TEXT_INIT("F12"), KEYS_F1 + 11},
    {TEXT_INIT("\\"), '\\'},
    {TEXT_INIT("backslash"), '\\'},
    {TEXT_INIT("#"), '#'},
    {TEXT_INIT("hash"), '#'},
    {TEXT_INIT(";"), ';'},
    {TEXT_INIT("semicolon"), ';'},
    {TEXT_INIT("="), '='},
    {TEXT_INIT("equals"), '='},
    {TEXT_INIT(","), ','},
    {TEXT_INIT("comma"), ','},
};

enum { NAMES = sizeof names / sizeof *names };

bool keys_parse(Text name, Key *key)
{
    for (int i = 0; i < NAMES; i++) {
        if (!text_equal_nocase(name, names[i].name))
            continue;
        *key = names[i].key;
        return true;
    }
    if (name.len == 2 && name.ptr[0] == '^' && name.ptr[1] >= '@' && name.ptr[1] <= 'z') {
        *key = KEY_CTRL((unsigned char)name.ptr[1]);
        return *key != 0;
    }
    if (name.len == 0)
        return false;
    size_t len;
    uint32_t code = utf8_decode(name, 0, &len);
    if (len != name.len || code == UTF8_REPLACEMENT || code <= ' ')
        return false;
    *key = code;
    return true;
}

Text keys_name(Key key, Arena *arena)
{
    for (int i = 0; i < NAMES; i++)
        if (names[i].key == key)
            return names[i].name;
    if (key < ' ')
        return arena_printf(arena, "^%c", (int)(key + '@'));
    if (key >= KEYS_SPECIAL)
        return arena_printf(arena, "key %u", key - KEYS_SPECIAL);
    char bytes[4];
    size_t len = utf8_encode(key, bytes);
    return arena_text(arena, (Text){bytes, len});
}

bool keys_is_character(Key key)
{
    return key >= ' ' && key != KEYS_BACKSPACE && key < KEYS_SPECIAL;
}
