#include <config.h>
#include "tui/complete.h"

#include "model/count.h"
#include "model/utf8.h"

static const struct Field {
    Text name;
    CountKey key; // COUNT_KEYS: its values are not completed
} fields[] = {
    {TEXT_INIT("pair"), COUNT_PAIR},       {TEXT_INIT("with"), COUNT_COUNTRY},
    {TEXT_INIT("year"), COUNT_YEAR},       {TEXT_INIT("date"), COUNT_MONTH},
    {TEXT_INIT("kind"), COUNT_KIND},       {TEXT_INIT("code"), COUNT_CODE},
    {TEXT_INIT("place"), COUNT_PLACE},     {TEXT_INIT("person"), COUNT_PARTICIPANT},
    {TEXT_INIT("office"), COUNT_OFFICE},   {TEXT_INIT("channel"), COUNT_CHANNEL},
    {TEXT_INIT("level"), COUNT_LEVEL},     {TEXT_INIT("dataset"), COUNT_DATASET},
    {TEXT_INIT("speaker"), COUNT_SPEAKER}, {TEXT_INIT("verb"), COUNT_VERB},
    {TEXT_INIT("topic"), COUNT_TOPIC},     {TEXT_INIT("file"), COUNT_FILE},
    {TEXT_INIT("tag"), COUNT_TAG},
};

static const Text field_names[] = {
#define FILTER_TERM(id, name, ...) TEXT_INIT(name),
#include "model/filter_terms.def"
#undef FILTER_TERM
};

static const Text field_forms[] = {
#define FILTER_TERM(id, name, scope, form, ...) TEXT_INIT(#form),
#include "model/filter_terms.def"
#undef FILTER_TERM
};

typedef struct Candidate {
    Text text;
    uint64_t count; // 0: not counted
} Candidate;

typedef struct Candidates {
    Candidate *items;
    size_t count, capacity;
    bool is_whole; // a field or a command goes on behind it: no blank follows
} Candidates;

// What all candidates begin with.
static Text common_start(const Candidates *candidates)
{
    Text common = candidates->items[0].text;
    for (size_t i = 1; i < candidates->count; i++) {
        Text other = candidates->items[i].text;
        size_t len = 0;
        while (len < common.len && len < other.len && common.ptr[len] == other.ptr[len])
            len++;
        common.len = len;
    }
    common.len = utf8_whole(common);
    return common;
}

static void list_candidates(App *app, const Candidates *candidates)
{
    Buffer out = buffer_in(app->message_arena);
    for (size_t i = 0; i < candidates->count && out.count < 400; i++) {
        const Candidate *item = &candidates->items[i];
        buffer_printf(&out, "%s%.*s", i ? " · " : "", TEXT_ARG(item->text));
        if (item->count)
            buffer_printf(&out, " %llu", (unsigned long long)item->count);
    }
    app->completions = buffer_text(&out);
}

static bool put(App *app, Prompt *prompt, size_t start, const Candidates *candidates)
{
    if (candidates->count == 0) {
        app->completions = TEXT("nothing completes this");
        return false;
    }
    if (candidates->count > 1)
        list_candidates(app, candidates);
    Text with = common_start(candidates);
    Text typed = text_sub(prompt_text(prompt), start, prompt->cursor - start);
    if (with.len < typed.len && candidates->count > 1)
        return false;
    if (candidates->count == 1 && !candidates->is_whole)
        with = arena_printf(app->scratch, "%.*s ", TEXT_ARG(with));
    bool is_same = text_equal(with, typed);
    prompt_complete(prompt, start, with);
    return !is_same;
}

static void add(App *app, Candidates *candidates, Text text, uint64_t count)
{
    ARENA_PUSH(app->scratch, candidates, ((Candidate){text, count}));
}

static bool begins(Text text, Text beginning, Arena *scratch)
{
    return text_starts(utf8_fold(text, scratch), utf8_fold(beginning, scratch));
}

static size_t term_start(const Prompt *prompt)
{
    size_t start = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < prompt->cursor; i++) {
        char c = prompt->text[i];
        if (c == '"')
            is_quoted = !is_quoted;
        if (!is_quoted && (c == ' ' || c == '(' || c == '|'))
            start = i + 1;
    }
    if (start < prompt->cursor && (prompt->text[start] == '-' || prompt->text[start] == '!'))
        start++;
    return start;
}

static Candidates find_names(App *app, Text beginning)
{
    Candidates found = {.is_whole = true};
    for (size_t i = 0; i < sizeof field_names / sizeof *field_names; i++)
        if (field_names[i].len && text_starts_nocase(field_names[i], beginning))
            add(app, &found,
                arena_printf(app->scratch, "%.*s%s", TEXT_ARG(field_names[i]),
                             text_equal(field_forms[i], TEXT("FLAG")) ? "" : ":"),
                0);
    return found;
}

bool complete_is_open(const Prompt *prompt, size_t *start)
{
    enum { LEAST = 2 };
    if (prompt->cursor < prompt->len)
        return false;
    *start = term_start(prompt);
    Text term = text_sub(prompt_text(prompt), *start, prompt->len - *start);
    if (term.len < LEAST)
        return false;
    for (size_t i = 0; i < sizeof field_names / sizeof *field_names; i++)
        if (text_starts_nocase(field_names[i], term))
            return true;
    return false;
}

Text complete_quoted(Text value, Arena *arena)
{
    static const char signs[] = " ()|,\"*";
    bool is_plain = value.len > 0 && text_find(value, TEXT("..")) == TEXT_NOWHERE;
    for (size_t i = 0; i < value.len && is_plain; i++)
        is_plain = text_find_char(text_from(signs), value.ptr[i]) == TEXT_NOWHERE;
    if (is_plain)
        return value;
    Buffer out = buffer_in(arena);
    buffer_add_char(&out, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"')
            buffer_add_char(&out, '"');
        buffer_add_char(&out, value.ptr[i]);
    }
    buffer_add_char(&out, '"');
    return buffer_text(&out);
}

static Candidates find_values(App *app, Text field, Text beginning)
{
    Candidates found = {0};
    CountKey key = COUNT_KEYS;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (text_equal_nocase(fields[i].name, field))
            key = fields[i].key;
    if (key == COUNT_KEYS)
        return found;
    char prefix[32] = {0};
    for (size_t i = 0; i < field.len && i < sizeof prefix - 2; i++)
        prefix[i] = field.ptr[i];
    prefix[field.len < sizeof prefix - 2 ? field.len : sizeof prefix - 2] = ':';
    bool is_limited = app_filter_has(app, prefix);
    View *view = is_limited ? app_view_without(app, prefix) : app->view;
    Counts counts = count_by(view, &key, 1, app->scratch);
    for (size_t i = 0; i < counts.count; i++) {
        Text value = counts.items[i].keys[0];
        if (value.len && begins(value, beginning, app->scratch))
            add(app, &found, complete_quoted(value, app->scratch), counts.items[i].count);
    }
    if (is_limited)
        view_free(view);
    return found;
}

bool complete_filter_word(App *app, Prompt *prompt)
{
    size_t start = term_start(prompt);
    Text term = text_sub(prompt_text(prompt), start, prompt->cursor - start);
    size_t colon = text_find_char(term, ':');
    app->completions = TEXT("");
    if (colon == TEXT_NOWHERE) {
        Candidates names = find_names(app, term);
        return put(app, prompt, start, &names);
    }
    Text beginning = text_sub(term, colon + 1, term.len);
    size_t comma = TEXT_NOWHERE;
    for (size_t i = 0; i < beginning.len; i++)
        if (beginning.ptr[i] == ',')
            comma = i;
    if (comma != TEXT_NOWHERE)
        beginning = text_sub(beginning, comma + 1, beginning.len);
    start = prompt->cursor - beginning.len;
    if (beginning.len && beginning.ptr[0] == '"')
        beginning = text_sub(beginning, 1, beginning.len);
    Candidates values = find_values(app, text_sub(term, 0, colon), beginning);
    return put(app, prompt, start, &values);
}

// ---- commands ----

static Candidates find_commands(App *app, Text beginning)
{
    Candidates found = {0};
    for (size_t n = 0;; n++) {
        CommandId id = command_complete(beginning, n);
        if (id == COMMANDS)
            break;
        add(app, &found, text_from(commands[id].name), 0);
        found.is_whole = commands[id].argument[0] == '\0';
    }
    return found;
}

static Candidates find_sorts(App *app, Text beginning)
{
    Candidates found = {.is_whole = true};
    for (int key = 0; key < SORT_KEYS; key++)
        if (text_starts(text_from(sort_key_name((SortKey)key)), beginning))
            add(app, &found, text_from(sort_key_name((SortKey)key)), 0);
    return found;
}

static Candidates find_themes(App *app, Text beginning)
{
    Candidates found = {.is_whole = true};
    ThemeNames names = theme_names(app->config, app->scratch);
    for (size_t i = 0; i < names.count; i++)
        if (text_starts(names.items[i], beginning))
            add(app, &found, names.items[i], 0);
    return found;
}

// Words of a list such as "day|month|off", or of names in an array up to NULL.
static Candidates find_words(App *app, Text words, Text beginning)
{
    Candidates found = {.is_whole = true};
    for (Text rest = words; rest.ptr && rest.len;) {
        Text word = text_cut(&rest, '|');
        if (text_starts(word, beginning))
            add(app, &found, word, 0);
    }
    return found;
}

static Candidates find_columns(App *app, Text beginning)
{
    Candidates found = {0};
    for (ColumnId id = 0; id < COLUMNS; id++)
        if (text_starts(text_from(column_rows[id].head), beginning))
            add(app, &found, text_from(column_rows[id].head), 0);
    return found;
}

static Candidates unquoted(Candidates found)
{
    for (size_t i = 0; i < found.count; i++) {
        Text *text = &found.items[i].text;
        if (text->len > 1 && text->ptr[0] == '"')
            *text = text_sub(*text, 1, text->len - 2);
    }
    return found;
}

// What a command takes beside sorts, themes and filters: values that the view holds, or words of its own.
static Candidates find_arguments(App *app, CommandId id, Text rest)
{
    switch ((int)id) {
    case COMMAND_pick_pair:
        return find_values(app, TEXT("pair"), rest);
    case COMMAND_pick_year:
    case COMMAND_go_date:
        return find_values(app, TEXT("year"), rest);
    case COMMAND_person:
        return unquoted(find_values(app, TEXT("person"), rest));
    case COMMAND_facets:
        return find_words(app,
                          TEXT("pair|kind|place|person|speaker|topic|verb|source|dataset|"
                               "channel|level"),
                          rest);
    case COMMAND_fold:
        return find_words(app, TEXT("day|month|off"), rest);
    case COMMAND_columns:
        return find_columns(app, rest);
    default:
        return (Candidates){0};
    }
}

bool complete_command(App *app, Prompt *prompt)
{
    Text before = text_sub(prompt_text(prompt), 0, prompt->cursor);
    app->completions = TEXT("");
    Text rest = before;
    Text name = text_cut(&rest, ' ');
    Candidates found;
    size_t start = rest.ptr ? before.len - rest.len : 0;
    if (!rest.ptr) {
        found = find_commands(app, name);
        return put(app, prompt, start, &found);
    }
    for (size_t at = rest.len; command_by_name(name) == COMMAND_columns && at > 0; at--)
        if (rest.ptr[at - 1] == ' ') { // of several words the last
            start += at;
            rest = text_sub(rest, at, rest.len);
            break;
        }
    switch ((int)command_by_name(name)) {
    case COMMAND_sort:
        found = find_sorts(app, rest);
        break;
    case COMMAND_theme:
        found = find_themes(app, rest);
        break;
    case COMMAND_filter:
        return complete_filter_word(app, prompt);
    default:
        found = find_arguments(app, command_by_name(name), rest);
        break;
    }
    return put(app, prompt, start, &found);
}
