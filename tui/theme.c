#include <config.h>
#include "tui/theme.h"

static const uint8_t plain_attributes[ROLES] = {
#define ROLE(id, name, style) style,
#include "tui/roles.def"
#undef ROLE
};

static const struct {
    Text name;
    uint8_t bit;
} attribute_names[] = {
    {TEXT_INIT("bold"), STYLE_BOLD},       {TEXT_INIT("dim"), STYLE_DIM},
    {TEXT_INIT("italic"), STYLE_ITALIC},   {TEXT_INIT("underline"), STYLE_UNDERLINE},
    {TEXT_INIT("reverse"), STYLE_REVERSE}, {TEXT_INIT("plain"), 0},
};

static const Text colour_names[] = {
    TEXT_INIT("black"), TEXT_INIT("red"),     TEXT_INIT("green"), TEXT_INIT("yellow"),
    TEXT_INIT("blue"),  TEXT_INIT("magenta"), TEXT_INIT("cyan"),  TEXT_INIT("white"),
};

void theme_set_plain(Theme *theme)
{
    *theme = (Theme){.name = TEXT("mono")};
    for (int i = 0; i < ROLES; i++)
        theme->styles[i] = (Style){plain_attributes[i], COLOUR_DEFAULT, COLOUR_DEFAULT};
}

static bool read_colour(Text word, int16_t *colour)
{
    int64_t number;
    if (text_integer(word, &number) && number >= 0 && number <= 255) {
        *colour = (int16_t)number;
        return true;
    }
    if (text_equal_nocase(word, TEXT("default"))) {
        *colour = COLOUR_DEFAULT;
        return true;
    }
    Text bright = TEXT("bright-");
    bool is_bright = text_starts_nocase(word, bright);
    if (is_bright)
        word = text_sub(word, bright.len, word.len);
    for (int16_t i = 0; i < 8; i++) {
        if (!text_equal_nocase(word, colour_names[i]))
            continue;
        *colour = (int16_t)(is_bright ? i + 8 : i);
        return true;
    }
    return false;
}

static bool read_attribute(Text word, Style *style)
{
    for (size_t i = 0; i < sizeof attribute_names / sizeof *attribute_names; i++) {
        if (!text_equal_nocase(word, attribute_names[i].name))
            continue;
        style->attributes |= attribute_names[i].bit;
        return true;
    }
    return false;
}

bool style_parse(Text words, Style *style)
{
    Style read = {0, COLOUR_DEFAULT, COLOUR_DEFAULT};
    bool is_back = false;
    for (Text rest = text_trim(words); rest.ptr && rest.len;) {
        Text word = text_cut(&rest, ' ');
        if (word.len == 0 || read_attribute(word, &read))
            continue;
        if (text_equal_nocase(word, TEXT("on")))
            is_back = true;
        else if (!read_colour(word, is_back ? &read.back : &read.front))
            return false;
    }
    *style = read;
    return true;
}

static bool role_by_name(Text name, Role *role)
{
    for (int i = 0; i < ROLES; i++) {
        if (!text_equal_nocase(name, text_from(role_name((Role)i))))
            continue;
        *role = (Role)i;
        return true;
    }
    return false;
}

static void apply_row(Theme *theme, const ConfigRow *row, Problems *problems)
{
    Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
    where.line = row->line;
    Role role;
    if (!role_by_name(row->key, &role))
        problem_at(problems, where, "no part of the screen is called \"%.*s\"", TEXT_ARG(row->key));
    else if (!style_parse(row->value, &theme->styles[role]))
        problem_at(problems, where, "expected attributes and colours, found \"%.*s\"",
                   TEXT_ARG(row->value));
}

static const Text prefix = TEXT_INIT("theme.");

static Text name_of(const ConfigRow *row)
{
    bool is_theme = text_starts(row->section, prefix);
    return is_theme ? text_sub(row->section, prefix.len, row->section.len) : TEXT("");
}

bool theme_load(const Config *config, Text name, Theme *theme, Problems *problems)
{
    theme_set_plain(theme);
    bool is_known = false;
    Problems told = problems_in(problems->arena);
    for (size_t i = 0; config && i < config->count; i++) {
        const ConfigRow *row = &config->items[i];
        if (name.len == 0 || !text_equal_nocase(name_of(row), name))
            continue;
        is_known = true;
        apply_row(theme, row, &told);
    }
    if (is_known)
        theme->name = name;
    else if (config || !text_equal(name, TEXT("default")))
        problem_at(problems, PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, TEXT("")),
                   "no theme is called \"%.*s\"", TEXT_ARG(name));
    return is_known;
}

ThemeNames theme_names(const Config *config, Arena *arena)
{
    ThemeNames names = {0};
    for (size_t i = 0; config && i < config->count; i++) {
        Text name = name_of(&config->items[i]);
        bool is_new = name.len > 0;
        for (size_t k = 0; k < names.count && is_new; k++)
            is_new = !text_equal_nocase(names.items[k], name);
        if (is_new)
            ARENA_PUSH(arena, &names, name);
    }
    return names;
}

void theme_check(const Config *config, Problems *problems)
{
    Theme theme;
    theme_set_plain(&theme);
    for (size_t i = 0; config && i < config->count; i++)
        if (name_of(&config->items[i]).len)
            apply_row(&theme, &config->items[i], problems);
}

static void lay_over(Style *style, Style over)
{
    style->attributes |= over.attributes;
    if (over.front != COLOUR_DEFAULT)
        style->front = over.front;
    if (over.back != COLOUR_DEFAULT)
        style->back = over.back;
}

Style theme_style(const Theme *theme, Role role, uint8_t marks)
{
    Style style = theme->styles[role];
    if (marks & CELL_CURSOR_ROW)
        lay_over(&style, theme->styles[ROLE_CURSOR_ROW]);
    if (marks & CELL_SELECTED)
        lay_over(&style, theme->styles[ROLE_SELECTED]);
    if (marks & CELL_HIT)
        lay_over(&style, theme->styles[ROLE_HIT]);
    return style;
}
