// How roles look: attributes and colours from INI. Without any theme roles.def gives a look that needs no colour.
//   [theme.dark]
//   heading = bold cyan
//   selected = reverse
//   error = bold white on red
// Words: bold dim italic underline reverse; colours: default black red green yellow blue magenta cyan white, their
// bright- forms, or a number from 0 to 255. [browser] theme = NAME chooses.
#ifndef BILAT_TUI_THEME_H
#define BILAT_TUI_THEME_H

#include "model/config.h"
#include "tui/canvas.h"

enum {
    STYLE_BOLD = 1,
    STYLE_DIM = 2,
    STYLE_ITALIC = 4,
    STYLE_UNDERLINE = 8,
    STYLE_REVERSE = 16,
    COLOUR_DEFAULT = -1,
};

typedef struct Style {
    uint8_t attributes; // STYLE_BOLD …
    int16_t front, back;
} Style;

typedef struct Theme {
    Text name;
    Style styles[ROLES];
} Theme;

// The theme of that name over the built-in look. False, with a problem, where the config has no such section; a word
// that is none is left out (theme_check has told it).
// Without a config "default" is the built-in look.
bool theme_load(const Config *config, Text name, Theme *theme, Problems *problems);
// The names of all themes, each once, in order.
typedef struct ThemeNames {
    Text *items;
    size_t count, capacity;
} ThemeNames;
ThemeNames theme_names(const Config *config, Arena *arena);
// A problem for each word of any theme that is none.
void theme_check(const Config *config, Problems *problems);
void theme_set_plain(Theme *theme); // the built-in look
// What a cell looks like: its role, with the marks laid over it.
Style theme_style(const Theme *theme, Role role, uint8_t marks);
bool style_parse(Text words, Style *style);

#endif
