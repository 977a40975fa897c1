#include <config.h>
#include "loaders/word_search.h"

#include "loaders/profile_kinds.h"
#include "loaders/scan_marks.h"
#include "model/filter.h"
#include "model/utf8.h"

enum { MOST_BYTES = 1024 * 1024 }; // longer records are decoded one by one

// ---- in the bytes ----

// Index of the record that a byte belongs to; `at` is not behind the last one.
static size_t record_of(const WordSearch *search, size_t record, uint64_t at)
{
    while (search->records[record + 1] <= at)
        record++;
    return record;
}

// Bytes beyond ASCII may fold to letters, or to nothing; what is no UTF-8 may be read as another encoding.
static bool may_read_so(Text record, Text word, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    bool may = !utf8_valid(record, NULL) ||
               text_find(search_fold(record, scratch, NULL), word) != TEXT_NOWHERE;
    arena_rewind(scratch, mark);
    return may;
}

bool word_search(const Source *source, const WordSearch *search, Arena *scratch, uint64_t *mask)
{
    const ScanOps *ops = scan_ops();
    uint64_t start = search->records[0], end = search->records[search->count];
    if (end <= start || end - start > MOST_BYTES)
        return false;
    size_t count = (size_t)(end - start);
    char *bytes = arena_alloc_raw(scratch, count, 1);
    if (!source->ops->read(source, start, count, bytes))
        return false;
    ScanWord word = {search->word.ptr, search->word.len};
    uint64_t found = 0;
    size_t record = 0, at = 0;
    while ((at = ops->seek(bytes, count, at, word)) < count) {
        record = record_of(search, record, start + at);
        size_t first = (size_t)(search->records[record] - start);
        size_t behind = (size_t)(search->records[record + 1] - start);
        bool is_plain = (unsigned char)bytes[at] < 0x80;
        if (*mask >> record & 1 &&
            (is_plain || may_read_so((Text){bytes + first, behind - first}, search->word, scratch)))
            found |= (uint64_t)1 << record;
        at = behind; // one hit of a record is enough
    }
    *mask = found;
    return true;
}

// ---- in what is made of a record ----

static bool has_word(Text text, Text word)
{
    ScanWord wanted = {word.ptr, word.len};
    return scan_ops_portable()->seek(text.ptr, text.len, 0, wanted) < text.len;
}

static bool has_label(const KindMap *labels, Text word)
{
    for (size_t i = 0; labels && i < labels->capacity; i++)
        if (labels->entries[i].code.ptr && has_word(labels->entries[i].label, word))
            return true;
    return false;
}

bool word_search_labels(const Recipe *recipe, const WordSearch *search, uint64_t *found)
{
    const KindMap *labels = recipe->profile->labels;
    *found = 0;
    if (!has_label(labels, search->word))
        return true;
    // Labels go by the column of the kind: where that of the code is another, codes say nothing.
    if (recipe->kind.column == PROFILE_NO_COLUMN || recipe->kind.column != recipe->code.column)
        return false;
    for (size_t i = 0; i < search->count; i++) {
        const KindEntry *entry = kind_map_entry(labels, search->codes[i]);
        *found |= (uint64_t)(entry && has_word(entry->label, search->word)) << i;
    }
    return true;
}

static bool is_part_of_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_made_by(const Template *as, Text word)
{
    bool is_joint = true, was_joint = true; // nothing, or a sign, stands before the part, the group
    for (size_t i = 0; as->column == PROFILE_NO_COLUMN && i < as->count; i++) {
        const TemplatePart *part = &as->parts[i];
        Text literal = part->literal;
        if (part->word == TEMPLATE_OPEN)
            was_joint = is_joint;
        if (part->word == TEMPLATE_CLOSE)
            is_joint = is_joint && was_joint; // the group may be left out
        if (part->word == TEMPLATE_OPEN || part->word == TEMPLATE_CLOSE)
            continue;
        if (part->word == TEMPLATE_KIND || (!is_joint && part->word != TEMPLATE_LITERAL) ||
            has_word(literal, word))
            return true;
        if (part->word == TEMPLATE_LITERAL && is_part_of_word(literal.ptr[0]) && i > 0)
            return true;
        is_joint = part->word == TEMPLATE_LITERAL && !is_part_of_word(literal.ptr[literal.len - 1]);
    }
    return false;
}

bool word_search_is_made(const Recipe *recipe, Text word)
{
    return is_made_by(&recipe->title, word) || is_made_by(&recipe->text, word) ||
           is_made_by(&recipe->place, word);
}
