// Key presses and their names, as INI, help and scripts write them: j  ^D  Enter  Shift-Tab  Space  PgDn  F1  é.
// Characters that INI cannot hold bare have names too: backslash hash semicolon equals comma space.
#ifndef BILAT_TUI_KEYS_H
#define BILAT_TUI_KEYS_H

#include "model/arena.h"

typedef uint32_t
    Key; // a code point; 1 to 31: with Ctrl; from KEYS_SPECIAL on: a key without a character

enum {
    KEYS_NONE = 0,
    KEYS_TAB = 9,
    KEYS_ENTER = 13,
    KEYS_ESCAPE = 27,
    KEYS_SPACE = ' ',
    KEYS_BACKSPACE = 127,
    KEYS_SPECIAL = 0x110000,
    KEYS_UP = KEYS_SPECIAL,
    KEYS_DOWN,
    KEYS_LEFT,
    KEYS_RIGHT,
    KEYS_PAGE_UP,
    KEYS_PAGE_DOWN,
    KEYS_HOME,
    KEYS_END,
    KEYS_INSERT,
    KEYS_DELETE,
    KEYS_BACK_TAB,
    KEYS_MOUSE,  // where and what stands beside it; never bound
    KEYS_RESIZE, // the terminal has another size; never bound
    KEYS_F1,     // … KEYS_F1 + 11
    KEYS_LAST = KEYS_F1 + 11,
};

#define KEY_CTRL(letter) ((Key)(letter)&31u)

// One key of that name; false where there is none.
bool keys_parse(Text name, Key *key);
Text keys_name(Key key, Arena *arena);
bool keys_is_character(Key key); // can be typed into a prompt

#endif
