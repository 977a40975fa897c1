// Profiles as text: the list, one with comments, the keys for the manual page.
#include <config.h>
#include "loaders/profile_own.h"

#include <stdarg.h>
#include <stdio.h>

enum { COMMENT_COLS = 78, NAME_COLS = 20 };

bool sink_printf(Sink *sink, const char *format, ...)
{
    char line[INI_LINE];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (len < 0)
        return false;
    size_t kept = (size_t)len < sizeof line ? (size_t)len : sizeof line - 1;
    return sink_write(sink, (Text){line, kept});
}

bool profiles_write_list(const Profiles *profiles, Sink *sink)
{
    for (size_t i = 0; i < profiles->count; i++) {
        const Profile *profile = profiles->items[i];
        Text about = profile_value(profile, PROFILE_KEY_ABOUT);
        sink_printf(sink, "%-*.*s %.*s%s%.*s%s\n", NAME_COLS, TEXT_ARG(profile->name),
                    TEXT_ARG(profile_value(profile, PROFILE_KEY_TITLE)), about.len ? ": " : "",
                    TEXT_ARG(about), profile->is_users ? " (yours)" : "");
    }
    return !sink->has_failed;
}

// ---- one profile ----

void profile_write_comment(Sink *sink, Text text)
{
    while (text.len > 0) {
        size_t len = text.len;
        if (len > COMMENT_COLS) {
            len = COMMENT_COLS;
            while (len > 0 && text.ptr[len] != ' ')
                len--;
            len = len > 0 ? len : COMMENT_COLS;
        }
        sink_printf(sink, "# %.*s\n", (int)len, text.ptr);
        text = text_trim(text_sub(text, len, text.len));
    }
}

void profile_write_value(Sink *sink, Text key, Text value)
{
    bool needs_quotes =
        text_find_char(value, ';') != TEXT_NOWHERE || text_find_char(value, '#') != TEXT_NOWHERE;
    sink_printf(sink, needs_quotes ? "%.*s = \"%.*s\"\n" : "%.*s = %.*s\n", TEXT_ARG(key),
                TEXT_ARG(value));
}

static void write_help(Sink *sink, ProfileKey key)
{
    const KeyRow *row = &profile_key_rows[key];
    if (row->help.len > 0)
        profile_write_comment(sink, row->help);
    if (row->type == KEY_WORD || row->type == KEY_WORDS)
        sink_printf(sink, "# (%.*s)\n", TEXT_ARG(row->range));
}

// A key that is not set stands as a comment, with its default.
static void write_key(const Profile *profile, ProfileKey key, Text section, Sink *sink)
{
    const KeyRow *about = &profile_key_rows[key];
    bool is_set = false;
    write_help(sink, key);
    for (size_t i = 0; i < profile->rows.count; i++) {
        const ConfigRow *row = &profile->rows.items[i];
        if (!text_equal(row->section, section) || profile->row_keys[i] != key)
            continue;
        profile_write_value(sink, row->key, row->value);
        is_set = true;
    }
    if (is_set)
        return;
    if (about->type == KEY_MAP)
        sink_printf(sink, "# CODE =\n");
    else if (about->fallback.len > 0)
        sink_printf(sink, "# %.*s = %.*s\n", TEXT_ARG(about->name), TEXT_ARG(about->fallback));
    else
        sink_printf(sink, "# %.*s =\n", TEXT_ARG(about->name));
}

static void write_section(const Profile *profile, ProfileKey first, Text section, Sink *sink)
{
    Text kind = profile_key_rows[first].section;
    bool is_used = false;
    for (size_t i = 0; i < profile->rows.count; i++)
        is_used = is_used || text_equal(profile->rows.items[i].section, section);
    sink_printf(sink, is_used ? "\n[%.*s]\n" : "\n# [%.*s]\n", TEXT_ARG(section));
    for (size_t key = first; key < PROFILE_KEYS; key++)
        if (text_equal(profile_key_rows[key].section, kind))
            write_key(profile, (ProfileKey)key, section, sink);
}

// [participant], and every [participant2] that the profile has.
static void write_participants(const Profile *profile, Sink *sink)
{
    Text written = {0};
    for (size_t i = 0; i < profile->rows.count; i++) {
        Text section = profile->rows.items[i].section;
        if (!text_starts(section, TEXT("participant")) || text_equal(section, written))
            continue;
        write_section(profile, PROFILE_KEY_PARTICIPANT_NAME, section, sink);
        written = section;
    }
    if (written.len == 0)
        write_section(profile, PROFILE_KEY_PARTICIPANT_NAME, TEXT("participant"), sink);
}

bool profile_write(const Profile *profile, Sink *sink)
{
    sink_printf(sink,
                "# Profile \"%.*s\". To make it yours: bilat profiles %.*s "
                ">~/.config/bilat/profiles/%.*s.ini\n"
                "# A list is parted by |. A value that holds ; or # stands in double quotes. The "
                "manual is bilat-profile(5).\n",
                TEXT_ARG(profile->name), TEXT_ARG(profile->name), TEXT_ARG(profile->name));
    for (size_t key = 0; key < PROFILE_KEYS; key++) {
        Text section = profile_key_rows[key].section;
        if (key > 0 && text_equal(profile_key_rows[key - 1].section, section))
            continue;
        if (text_equal(section, TEXT("participant")))
            write_participants(profile, sink);
        else
            write_section(profile, (ProfileKey)key, section, sink);
    }
    return !sink->has_failed;
}

// ---- the manual ----

// mdoc reads a leading "." or "'" and a backslash as commands, and wants each sentence on a line of its own.
static void write_mdoc(Sink *sink, Text text)
{
    bool is_at_start = true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_at_start && (c == '.' || c == '\''))
            sink_write(sink, TEXT("\\&"));
        is_at_start = c == ' ' && i > 0 && text.ptr[i - 1] == '.';
        sink_write(sink, is_at_start ? TEXT("\n") : c == '\\' ? TEXT("\\e") : text_sub(text, i, 1));
    }
}

static void write_mdoc_key(ProfileKey key, Sink *sink)
{
    const KeyRow *row = &profile_key_rows[key];
    sink_printf(sink, ".It Ic %s%.*s", row->type == KEY_MAP ? "\\&" : "", TEXT_ARG(row->name));
    sink_printf(sink, " Pq %.*s\n", TEXT_ARG(profile_key_type_name(row->type)));
    if (row->help.len > 0) {
        write_mdoc(sink, row->help);
        sink_printf(sink, ".\n");
    } else {
        sink_printf(sink, "Likewise.\n");
    }
    if (row->range.len > 0)
        sink_printf(sink, "One of\n.Ql %.*s .\n", TEXT_ARG(row->range));
    if (row->fallback.len > 0)
        sink_printf(sink, "Default:\n.Ql %.*s .\n", TEXT_ARG(row->fallback));
}

bool profile_write_keys(Sink *sink)
{
    for (size_t key = 0; key < PROFILE_KEYS; key++) {
        Text section = profile_key_rows[key].section;
        if (key == 0 || !text_equal(profile_key_rows[key - 1].section, section)) {
            if (key > 0)
                sink_printf(sink, ".El\n");
            sink_printf(sink, ".Ss Bq %.*s\n.Bl -tag -width Ds\n", TEXT_ARG(section));
        }
        write_mdoc_key((ProfileKey)key, sink);
    }
    sink_printf(sink, ".El\n");
    return !sink->has_failed;
}
