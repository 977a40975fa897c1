#include <config.h>
#include "loaders/table_find.h"

#include "loaders/json_records.h"
#include "loaders/table_encoding.h"
#include "loaders/table_layout.h"
#include "loaders/table_objects.h"

// Objects are read under a recipe, whoever made them.
static bool is_by_hand(const Profile *profile, const Layout *layout)
{
    return profile->is_fallback && layout->delimiter != JSON_DELIMITER;
}

static TableFound named(const Profile *profile, const TableHead *head, Arena *scratch)
{
    TableFound found = {.sort = TABLE_IS_NONE, .profile = profile};
    if (!profile_lay_out(profile, head->bytes, head->is_whole, scratch, &found.layout))
        return found;
    found.sort = is_by_hand(profile, &found.layout) ? TABLE_IS_HAND : TABLE_IS_CODED;
    found.delimiter = found.layout.delimiter;
    return found;
}

static TableFound by_hand(const Profile *profile, char delimiter)
{
    return (TableFound){.sort = TABLE_IS_HAND, .profile = profile, .delimiter = delimiter};
}

// Several lines as one.
static Text joined(Text lines, Arena *scratch)
{
    Buffer out = buffer_in(scratch);
    for (size_t i = 0; i < lines.len; i++)
        if (lines.ptr[i] == '\n')
            buffer_add(&out, TEXT("; "));
        else
            buffer_add_char(&out, lines.ptr[i]);
    return buffer_text(&out);
}

TableFound table_find(const Lexicon *lexicon, const TableHead *head, Arena *scratch)
{
    const Profiles *profiles = lexicon ? lexicon->profiles : NULL;
    const Profile *wanted = profiles ? profiles_find(profiles, head->wanted) : NULL;
    if (wanted)
        return named(wanted, head, scratch);
    char delimiter = table_layout_own_delimiter(head->bytes, scratch);
    if (delimiter)
        return (TableFound){.sort = TABLE_IS_OWN, .delimiter = delimiter};
    if (table_objects_are_own(head->bytes, scratch))
        return (TableFound){.sort = TABLE_IS_OWN, .delimiter = JSON_DELIMITER};
    if (!profiles)
        return (TableFound){.sort = TABLE_IS_NONE};
    ProfileMatch match;
    bool is_known = profiles_recognise(profiles, head->bytes, head->is_whole, scratch, &match);
    if (is_known && !is_by_hand(match.profile, &match.layout))
        return (TableFound){.sort = TABLE_IS_CODED,
                            .delimiter = match.layout.delimiter,
                            .profile = match.profile,
                            .layout = match.layout};
    // Names of columns are enough here: bad dates are reported row by row.
    const Profile *fallback = profiles_fallback(profiles);
    delimiter = fallback ? table_layout_delimiter(head->bytes, fallback, scratch) : 0;
    if (delimiter)
        return by_hand(fallback, delimiter);
    if (is_known)
        return by_hand(match.profile, match.layout.delimiter);
    return (TableFound){.sort = TABLE_IS_NONE, .tried = joined(match.tried, scratch)};
}

TableFound table_find_of(const Load *load, const Source *source, Arena *scratch)
{
    Text bytes = table_layout_head(source, SNIFF_BYTES, scratch);
    TableHead head = {.bytes = table_encoding_head(bytes, source->encoding, scratch),
                      .is_whole = source->size <= bytes.len,
                      .wanted = load->settings->profile};
    return table_find(load->lexicon, &head, scratch);
}
