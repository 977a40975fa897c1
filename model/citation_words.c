#include <config.h>
#include "model/citation_own.h"

#include "model/utf8.h"

enum { SLOTS = 1024 }; // a list of a few hundred words

struct CitationWords {
    CitationEntry *slots[SLOTS];
};

static size_t slot_of(Text first)
{
    return text_hash(first) % SLOTS;
}

static Text first_word(Text phrase)
{
    return text_cut(&phrase, ' ');
}

Text citation_fold(Text text, Arena *arena)
{
    Text folded = utf8_fold(text, arena);
    Buffer out = buffer_in(arena);
    for (size_t at = 0, len; at < folded.len; at += len) {
        uint32_t code = utf8_decode(folded, at, &len);
        if (utf8_is_letter(code) || utf8_is_digit(code) || code == '-')
            buffer_add(&out, text_sub(folded, at, len));
        else if (code != '\'' && code != 0x2019 && out.count && out.items[out.count - 1] != ' ')
            buffer_add_char(&out, ' ');
    }
    return text_trim(buffer_text(&out));
}

static size_t count_words(Text phrase)
{
    size_t count = 0;
    for (; phrase.ptr; count++)
        (void)text_cut(&phrase, ' ');
    return count;
}

static void add(CitationWords *words, CitationEntry entry, Arena *arena)
{
    CitationEntry *kept = ARENA_NEW(arena, CitationEntry);
    *kept = entry;
    kept->words = count_words(entry.phrase);
    CitationEntry **place = &words->slots[slot_of(first_word(entry.phrase))];
    while (*place && (*place)->words >= kept->words) // the longest first
        place = &(*place)->next;
    kept->next = *place;
    *place = kept;
}

static CitationWord word_of(Text section)
{
    static const struct {
        Text section;
        CitationWord is;
    } sections[] = {
        {TEXT_INIT("anniversaries"), CITATION_ANNIVERSARY},
        {TEXT_INIT("documents"), CITATION_DOCUMENT},
        {TEXT_INIT("meetings"), CITATION_MEETING},
        {TEXT_INIT("known"), CITATION_KNOWN},
        {TEXT_INIT("ordinals"), CITATION_ORDINAL},
        {TEXT_INIT("tens"), CITATION_TENS},
        {TEXT_INIT("months"), CITATION_MONTH},
        {TEXT_INIT("shifts"), CITATION_SHIFT},
        {TEXT_INIT("links"), CITATION_LINK},
        {TEXT_INIT("weak"), CITATION_WEAK},
        {TEXT_INIT("stops"), CITATION_STOP},
    };
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (text_equal(sections[i].section, section))
            return sections[i].is;
    return CITATION_NONE;
}

const CitationWords *citation_words_new(const Config *config, Arena *arena)
{
    CitationWords *words = ARENA_NEW(arena, CitationWords);
    for (size_t i = 0; i < config->count; i++) {
        const ConfigRow *row = &config->items[i];
        CitationWord is = word_of(row->section);
        Text forms = is ? row->value : (Text){NULL, 0};
        while (forms.ptr) {
            CitationEntry entry = {
                .phrase = citation_fold(text_cut(&forms, '|'), arena), .is = is, .value = row->key};
            if (entry.phrase.len)
                add(words, entry, arena);
        }
    }
    return words;
}

const CitationEntry *citation_entries(const CitationWords *words, Text first)
{
    return words->slots[slot_of(first)];
}

int citation_number(const CitationEntry *entry)
{
    int64_t number = 0;
    return text_integer(entry->value, &number) ? (int)number : 0;
}
