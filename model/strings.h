// Interned strings: one id for equal texts. Labels (kinds, places, codes, names) live here; quotations never do.
#ifndef BILAT_MODEL_STRINGS_H
#define BILAT_MODEL_STRINGS_H

#include "model/arena.h"

typedef struct StringId {
    uint32_t at; // 0 is the empty string
} StringId;

enum {
    WORD_NONE = 0,
#define WORD(id, text) WORD_##id,
#include "model/words.def"
#undef WORD
    WORD_COUNT
};
#define STRING_WORD(id) ((StringId){WORD_##id})

typedef struct Strings Strings;

// A table that holds the empty string and the words of words.def under their fixed ids. Lives in the arena.
Strings *strings_new(Arena *arena);
StringId strings_intern(Strings *strings, Text text); // copies the bytes once
// As strings_intern, but the bytes stay where they are: they outlive the table, with a NUL behind them.
StringId strings_adopt(Strings *strings, Text lasting);
// Makes room for so many more strings at once.
void strings_reserve(Strings *strings, size_t more);
// The id of a text that is there already, or the empty string's.
StringId strings_look_up(const Strings *strings, Text text);
Text strings_text(const Strings *strings, StringId id); // terminated by NUL behind .len
size_t strings_count(const Strings *strings);           // ids are 0 … count - 1

#endif
