// Tables that no profile knows: what their columns look like, and a first profile to go on from.
#include <config.h>
#include "loaders/profile_own.h"

#include "loaders/json_records.h"

enum { GUESSED_COUNTRIES = 2, DISTINCT_CODES = 24 };

// ---- layout ----

static bool is_numeric(Text text)
{
    double number;
    return text_number(text_trim(text), &number);
}

// A header has a text in every field but unnamed ones, and no number.
static bool looks_like_header(const Text *fields, size_t count)
{
    size_t named = 0;
    for (size_t i = 0; i < count; i++) {
        Text field = text_trim(fields[i]);
        if (is_numeric(field) || text_starts(field, TEXT("http")))
            return false;
        named += field.len > 0;
    }
    return named * 2 > count;
}

// The delimiter under which most rows have as many fields as the first, and that is most fields.
static bool find_split(Text head, bool is_whole, Arena *scratch, Head *best, char *delimiter)
{
    size_t most = 0;
    for (const char *tried = "\t,;|"; *tried; tried++) {
        Head *split = ARENA_NEW(scratch, Head);
        head_split(head, *tried, true, is_whole, scratch, split);
        size_t alike = 0;
        for (size_t i = 0; i < split->row_count; i++)
            alike += split->counts[i] == split->counts[0];
        if (split->row_count == 0 || split->counts[0] < 2 || alike * 2 < split->row_count ||
            split->counts[0] * alike <= most)
            continue;
        most = split->counts[0] * alike;
        *best = *split;
        *delimiter = *tried;
    }
    return most > 0;
}

bool draft_lay_out(Text head, bool is_whole, Arena *scratch, Layout *layout)
{
    Head *split = ARENA_NEW(scratch, Head);
    char delimiter = JSON_DELIMITER;
    bool is_json = text_starts(text_trim(head), TEXT("{"));
    if (is_json)
        head_split(head, delimiter, true, is_whole, scratch, split);
    if ((!is_json || split->row_count < 2) &&
        !find_split(head, is_whole, scratch, split, &delimiter))
        return false;
    Profile none = {.has_quotes = true};
    none.has_header = looks_like_header(split->rows[0], split->counts[0]);
    return head_lay_out(&none, split, delimiter, scratch, layout);
}

// ---- columns ----

typedef struct Column {
    Text *values; // those that are not empty
    size_t count;
} Column;

static Column column_of(const Layout *layout, size_t at, Arena *scratch)
{
    Column column = {.values = ARENA_ARRAY(scratch, Text, layout->row_count)};
    for (size_t i = 0; i < layout->row_count; i++) {
        Text value = at < layout->row_counts[i] ? text_trim(layout->rows[i][at]) : (Text){0};
        if (value.len > 0)
            column.values[column.count++] = value;
    }
    return column;
}

static bool is_named(Text name, const char *words)
{
    for (Text rest = text_from(words); rest.ptr;) {
        Text word = text_cut(&rest, '|');
        for (size_t at = 0; at + word.len <= name.len; at++)
            if (text_equal_nocase(text_sub(name, at, word.len), word))
                return true;
    }
    return false;
}

// How much a column looks like a date: 0 not, more where its name says so and where it has days.
static int date_likeness(Column column, Text name)
{
    DateForms forms = date_forms_guess(column.values, column.count, NULL);
    size_t good = 0, with_days = 0;
    for (size_t i = 0; i < column.count; i++) {
        Date date;
        if (!date_forms_read(&forms, column.values[i], &date))
            continue;
        int year = date_year(date);
        good += year >= 1400 && year <= 2200; // numbers of four digits are not often years
        with_days += (date.start_form & DATE_PRECISION) == DATE_DAY;
    }
    if (column.count == 0 || good * 10 < column.count * 8)
        return 0;
    return 1 + (with_days * 2 > column.count ? 2 : 0) +
           (is_named(name, "date|day|year|when|time") ? 2 : 0) +
           (is_named(name, "start|begin|event") ? 1 : 0);
}

bool draft_find_date(const Layout *layout, Arena *scratch, size_t *column)
{
    int best = 0;
    for (size_t i = 0; i < layout->column_count; i++) {
        int likeness = date_likeness(column_of(layout, i, scratch), layout->names[i]);
        if (likeness <= best)
            continue;
        best = likeness;
        *column = i;
    }
    return best > 0;
}

// Share of the values, in percent, that the scheme knows.
static size_t known_percent(const Scheme *scheme, Column column, SchemeMemo *memo)
{
    size_t known = 0;
    for (size_t i = 0; i < column.count; i++)
        known +=
            scheme_resolve(scheme, column.values[i], SCHEME_NO_YEAR, memo).id.at != COUNTRY_NONE;
    return column.count ? known * 100 / column.count : 0;
}

// Any small number is a country of some scheme: numbers count only where the name says so.
static bool may_hold_countries(Column column, Text name)
{
    size_t numbers = 0;
    for (size_t i = 0; i < column.count; i++)
        numbers += is_numeric(column.values[i]);
    return column.count > 0 && (numbers == 0 || is_named(name, "ccode|cow|gwno|country|state|iso"));
}

// Of schemes that know equally much: ISO is the commonest, and names know the ISO codes too.
static int trust_in(const Scheme *scheme)
{
    return text_starts(scheme->name, TEXT("iso")) ? 2 : !scheme->has_names;
}

static const Scheme *scheme_of(const Profiles *profiles, Column column, Text name, SchemeMemo *memo)
{
    const Scheme *best = NULL;
    size_t best_percent = 79;
    if (!may_hold_countries(column, name))
        return NULL;
    for (size_t i = 0; i < profiles->schemes->count; i++) {
        const Scheme *scheme = profiles->schemes->items[i];
        size_t percent = known_percent(scheme, column, memo);
        bool is_nearer = percent == best_percent && best && trust_in(scheme) > trust_in(best);
        if (percent <= best_percent && !is_nearer)
            continue;
        best_percent = percent;
        best = scheme;
    }
    return best;
}

// ---- the draft ----

typedef struct Draft {
    const Profiles *profiles;
    Layout layout;
    Arena *scratch;
    Sink *sink;
    bool *is_taken;
} Draft;

static Text name_in_profile(const Draft *draft, size_t column)
{
    Text name = draft->layout.names[column];
    bool is_plain = text_find_char(name, '|') == TEXT_NOWHERE;
    return draft->layout.has_header && is_plain ? name
                                                : arena_printf(draft->scratch, "%zu", column + 1);
}

// A comment is one line, and no longer than iniparser reads.
static Text name_in_comment(const Draft *draft, size_t column)
{
    enum { LONGEST = 100 };
    Text name = draft->layout.names[column];
    bool is_plain = name.len <= LONGEST && text_find_char(name, '\n') == TEXT_NOWHERE &&
                    text_find_char(name, '\r') == TEXT_NOWHERE && !text_ends(name, TEXT("\\"));
    return is_plain ? name : arena_printf(draft->scratch, "column %zu", column + 1);
}

static void write_column(Draft *draft, const char *key, size_t column)
{
    draft->is_taken[column] = true;
    profile_write_value(draft->sink, text_from(key), name_in_profile(draft, column));
}

static bool is_text_column(const Draft *draft, size_t at)
{
    Column column = column_of(&draft->layout, at, draft->scratch);
    return !draft->is_taken[at] && (column.count == 0 || !is_numeric(column.values[0]));
}

// The first column with texts, not taken yet, whose name holds the first of the words, else the second, and so on.
static bool write_named(Draft *draft, const char *key, const char *words)
{
    for (Text rest = text_from(words); rest.ptr;) {
        const char *word = arena_text(draft->scratch, text_cut(&rest, '|')).ptr;
        for (size_t i = 0; i < draft->layout.column_count; i++) {
            if (!is_named(draft->layout.names[i], word) || !is_text_column(draft, i))
                continue;
            write_column(draft, key, i);
            return true;
        }
    }
    return false;
}

// The column with the longest values, if they look like sentences: several words each.
static bool write_wordiest(Draft *draft, const char *key)
{
    size_t best = 0, most = 0;
    for (size_t i = 0; i < draft->layout.column_count; i++) {
        Column column = column_of(&draft->layout, i, draft->scratch);
        size_t bytes = 0, wordy = 0;
        for (size_t k = 0; k < column.count; k++) {
            bytes += column.values[k].len;
            wordy += text_find_char(column.values[k], ' ') != TEXT_NOWHERE;
        }
        size_t mean = column.count ? bytes / column.count : 0;
        if (draft->is_taken[i] || wordy * 2 <= column.count || mean <= most)
            continue;
        best = i;
        most = mean;
    }
    if (most > 0)
        write_column(draft, key, best);
    return most > 0;
}

// A row without a title is hard to read: better the longest texts there are.
static void write_guessed_title(Draft *draft)
{
    size_t best = TEXT_NOWHERE, most = 0;
    for (size_t i = 0; i < draft->layout.column_count; i++) {
        Column column = column_of(&draft->layout, i, draft->scratch);
        size_t bytes = 0;
        for (size_t k = 0; k < column.count; k++)
            bytes += column.values[k].len;
        if (bytes <= most || !is_text_column(draft, i))
            continue;
        best = i;
        most = bytes;
    }
    sink_printf(draft->sink,
                "# No column looks like a title. It may be a text with {columns} in it:\n");
    if (best == TEXT_NOWHERE)
        sink_printf(draft->sink, "# title =\n");
    else
        write_column(draft, "title", best);
}

static void write_dates(Draft *draft)
{
    size_t column;
    if (!draft_find_date(&draft->layout, draft->scratch, &column)) {
        sink_printf(draft->sink, "# No column looks like a date. Without one nothing can be read:\n"
                                 "date =\n");
        return;
    }
    Column values = column_of(&draft->layout, column, draft->scratch);
    Text ambiguous = {0};
    DateForms forms = date_forms_guess(values.values, values.count, &ambiguous);
    write_column(draft, "date", column);
    if (ambiguous.len > 0)
        sink_printf(draft->sink,
                    "# %.*s can be read with the day or the month first: the other way is %%m in "
                    "place of %%d\n",
                    TEXT_ARG(ambiguous));
    Buffer list = buffer_in(draft->scratch);
    for (size_t i = 0; i < forms.count; i++)
        buffer_printf(&list, "%s%.*s", i > 0 ? "|" : "",
                      TEXT_ARG(date_form_name(forms.forms[i], forms.patterns[i])));
    profile_write_value(draft->sink, TEXT("date_form"), buffer_text(&list));
}

// The items of the lists that a column holds, where it holds any.
static Column items_of(Column column, char separator, Arena *scratch)
{
    struct {
        Text *items;
        size_t count, capacity;
    } items = {0};
    for (size_t i = 0; i < column.count; i++)
        for (Text rest = column.values[i]; rest.ptr;) {
            Text item = text_trim(text_cut(&rest, separator));
            if (item.len > 0)
                ARENA_PUSH(scratch, &items, item);
        }
    return (Column){items.items, items.count > column.count ? items.count : 0};
}

// Of a column, or of the lists in it: then `separator` is its name, else it is left alone.
static const Scheme *scheme_of_any(const Draft *draft, size_t at, SchemeMemo *memo,
                                   const char **separator)
{
    static const struct {
        char sign;
        const char *name;
    } signs[] = {{';', "semicolon"}, {'|', "pipe"}, {'/', "slash"}, {',', "comma"}};
    Text name = draft->layout.names[at];
    Column column = column_of(&draft->layout, at, draft->scratch);
    const Scheme *scheme = scheme_of(draft->profiles, column, name, memo);
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !scheme; i++) {
        scheme =
            scheme_of(draft->profiles, items_of(column, signs[i].sign, draft->scratch), name, memo);
        if (scheme)
            *separator = signs[i].name;
    }
    return scheme;
}

// Names in another language, or misspelt: a column that holds countries with too few of them known.
static void doubt_countries(Draft *draft, size_t found, SchemeMemo *memo)
{
    const Scheme *names = schemes_find(draft->profiles->schemes, TEXT("names"));
    for (size_t i = 0; names && i < draft->layout.column_count && found < GUESSED_COUNTRIES; i++) {
        Column column = column_of(&draft->layout, i, draft->scratch);
        size_t percent = known_percent(names, column, memo);
        if (draft->is_taken[i] || !may_hold_countries(column, draft->layout.names[i]) ||
            percent == 0)
            continue;
        found++;
        sink_printf(
            draft->sink,
            "# %zu in 100 values of \"%.*s\" are known as countries; if it holds countries, "
            "it is country%zu\n",
            percent, TEXT_ARG(name_in_comment(draft, i)), found);
    }
}

static void write_countries(Draft *draft)
{
    SchemeMemo *memo = scheme_memo_new(draft->scratch);
    const char *separator = NULL;
    size_t found = 0;
    for (size_t i = 0; i < draft->layout.column_count && found < GUESSED_COUNTRIES; i++) {
        const Scheme *scheme =
            draft->is_taken[i] ? NULL : scheme_of_any(draft, i, memo, &separator);
        if (!scheme)
            continue;
        found++;
        write_column(draft, found == 1 ? "country1" : "country2", i);
        profile_write_value(draft->sink, found == 1 ? TEXT("scheme1") : TEXT("scheme2"),
                            scheme->name);
    }
    if (separator)
        profile_write_value(draft->sink, TEXT("country_separator"), text_from(separator));
    if (found == 0)
        sink_printf(draft->sink, "# No column holds countries that are known.\n# country1 =\n");
    doubt_countries(draft, found, memo);
}

// So that nobody has to look for what was left out.
static void write_unused(Draft *draft)
{
    enum { WIDTH = 80 };
    size_t width = 0;
    for (size_t i = 0; i < draft->layout.column_count; i++) {
        if (draft->is_taken[i])
            continue;
        Text name = name_in_comment(draft, i);
        if (width == 0)
            sink_printf(draft->sink, "\n# Columns that are not used:");
        bool is_full = width > 0 && width + name.len > WIDTH;
        sink_printf(draft->sink, "%s%.*s", width == 0 || is_full ? "\n#   " : ", ", TEXT_ARG(name));
        width = is_full ? name.len : width + name.len + 2;
    }
    if (width > 0)
        sink_printf(draft->sink, "\n");
}

// The codes found in a column, each as a kind that is to be chosen.
static void write_kinds(Draft *draft, size_t kind)
{
    Text seen[DISTINCT_CODES];
    size_t count = 0;
    Column column = column_of(&draft->layout, kind, draft->scratch);
    sink_printf(draft->sink,
                "\n[kinds]\n# Say what each code is; bilat-profile(5) lists the kinds.\n");
    for (size_t i = 0; i < column.count && count < DISTINCT_CODES; i++) {
        bool is_seen = text_find_char(column.values[i], '=') != TEXT_NOWHERE;
        for (size_t k = 0; k < count; k++)
            is_seen = is_seen || text_equal_nocase(seen[k], column.values[i]);
        if (is_seen)
            continue;
        seen[count++] = column.values[i];
        uint8_t known = profile_kind_by_name(column.values[i]);
        profile_write_value(draft->sink, column.values[i],
                            profile_kind_name(known ? known : WORD_OTHER));
    }
}

static void write_url(Draft *draft)
{
    for (size_t i = 0; i < draft->layout.column_count; i++) {
        Column column = column_of(&draft->layout, i, draft->scratch);
        if (draft->is_taken[i] || column.count == 0 ||
            !text_starts_nocase(column.values[0], TEXT("http")))
            continue;
        write_column(draft, "url", i);
        return;
    }
}

static void write_file(Draft *draft)
{
    const Layout *layout = &draft->layout;
    const char *delimiter = layout->delimiter == '\t'             ? "tab"
                            : layout->delimiter == ';'            ? "semicolon"
                            : layout->delimiter == '|'            ? "pipe"
                            : layout->delimiter == JSON_DELIMITER ? "json"
                                                                  : "comma";
    sink_printf(draft->sink, "\n[file]\ndelimiter = %s\nquote = double\nheader = %s\n", delimiter,
                layout->has_header ? "yes" : "no");
    if (!layout->has_header)
        sink_printf(draft->sink,
                    "columns = %zu\n# Names for the columns, parted by |:\n# names =\n",
                    layout->column_count);
    sink_printf(draft->sink, "encoding = utf-8|windows-1252\n");
}

// A control character here and there is damage; many are no table.
static bool is_text(Text head)
{
    enum { TEXT_BYTES = 100 }; // for each of them
    size_t controls = 0;
    for (size_t i = 0; i < head.len; i++) {
        char c = head.ptr[i];
        controls += c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f';
    }
    return controls * TEXT_BYTES <= head.len;
}

bool profile_draft(const Profiles *profiles, Text name, Text head, bool is_whole, Sink *sink)
{
    Arena *scratch = arena_new();
    Draft draft = {.profiles = profiles, .scratch = scratch, .sink = sink};
    bool is_table = is_text(head) && draft_lay_out(head, is_whole, scratch, &draft.layout);
    if (is_table) {
        draft.is_taken = ARENA_ARRAY(scratch, bool, draft.layout.column_count);
        sink_printf(sink,
                    "# First draft of a profile, made from the header and the first rows of "
                    "%.*s.\n# Look at every line. bilat-profile(5) says what can stand here, bilat "
                    "profiles gdelt2 shows all keys.\n\n[profile]\ntitle = %.*s\n",
                    TEXT_ARG(name), TEXT_ARG(name));
        write_file(&draft);
        sink_printf(sink, "\n[event]\n");
        write_dates(&draft);
        write_countries(&draft);
        write_url(&draft);
        bool has_title =
            write_named(&draft, "title", "title|headline|subject|summary|message|event|name");
        if (!write_named(&draft, "text", "text|description|notes|summary|details|body") &&
            !has_title && !write_wordiest(&draft, "title"))
            write_guessed_title(&draft);
        write_named(&draft, "place", "place|location|city|where");
        for (size_t i = 0; i < draft.layout.column_count; i++) {
            if (draft.is_taken[i] || !is_named(draft.layout.names[i], "kind|type|category|class"))
                continue;
            write_column(&draft, "kind", i);
            write_kinds(&draft, i);
            break;
        }
        write_unused(&draft);
    }
    arena_free(scratch);
    return is_table && !sink->has_failed;
}
