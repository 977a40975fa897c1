#include <config.h>
#include "loaders/readout/names.h"

#include "model/utf8.h"

#include <string.h>

enum { LONGEST_OFFICE_PHRASE = 6 }; // tokens before the last one
enum { MOST_HONORIFICS = 6 };       // "Senator the Hon. Prof. Dr."

// "al-Majali", "el-Sherbini", "d'Arc": small letters joined to a capitalised word.
static bool has_small_prefix(const Token *token, Text text)
{
    for (size_t at = token->start; at + 1 < token->end && at < (size_t)token->start + 4; at++) {
        size_t len;
        char c = text.ptr[at];
        bool joins = c == '-' || (c == '\'' && at > token->start);
        if (joins)
            return at > token->start && utf8_is_upper(utf8_decode(text, at + 1, &len));
        if (c < 'a' || c > 'z')
            return false;
    }
    return false;
}

// A single capital that is no pronoun and no article: "S. Raghavan", "U Tin Maung Oo", "O Kum Chol".
static bool is_name_initial(const Token *token)
{
    bool has_stop = token->end - token->start > token->lower.len; // "Enrique A. Manalo"
    return token->is_initial && (has_stop || !text_equal(token->lower, TEXT("a"))) &&
           !text_equal(token->lower, TEXT("i"));
}

// In a headline every word is capitalised: there "Meets" is a verb.
static bool is_headline_verb(const Readout *readout, size_t at)
{
    const Paragraph *paragraph =
        &readout->document->paragraphs.items[readout->tokens.items[at].paragraph];
    return paragraph->part == PART_TITLE &&
           (readout->marks[at].verb || (readout->marks[at].cues & CUE_EVENT));
}

// "Sultan bin Mansour": nobody's office is followed by "son of".
static bool is_before_father(const Readout *readout, size_t at)
{
    return token_is(&readout->tokens, at + 1, "bin") ||
           token_is(&readout->tokens, at + 1, "bint") || token_is(&readout->tokens, at + 1, "ibn");
}

// A capitalised word that no list knows.
static bool is_plain(const Readout *readout, size_t at)
{
    const Token *token = &readout->tokens.items[at];
    const Mark *mark = &readout->marks[at];
    return at < readout->tokens.count && token->kind == TOKEN_WORD && token->is_capital &&
           !token->grammar && !mark->in_place && !mark->in_cue && !mark->office;
}

// "Hossein Amir Rahmani": a title of birth between other words of a name is one of them.
static bool is_birth_inside(const Readout *readout, size_t at)
{
    return at > 0 && (readout->marks[at].cues & CUE_BIRTH) &&
           readout->marks[at].office_length < 2 && is_plain(readout, at - 1) &&
           is_plain(readout, at + 1) && !readout->marks[at - 1].verb &&
           readout->tokens.items[at - 1].paragraph == readout->tokens.items[at].paragraph;
}

static bool is_running_text(const Readout *readout, size_t at)
{
    uint32_t paragraph = readout->tokens.items[at].paragraph;
    Part part = readout->document->paragraphs.items[paragraph].part;
    return part == PART_BODY || part == PART_TEASER;
}

// The word before goes on in the same sentence: there a small word has a capital only as part of a name.
static bool is_inside_sentence(const Readout *readout, size_t at)
{
    const Token *before = at > 0 ? &readout->tokens.items[at - 1] : NULL;
    if (!before || before->paragraph != readout->tokens.items[at].paragraph)
        return false;
    bool has_stop = before->kind == TOKEN_WORD && readout->tokens.text.ptr[before->end - 1] == '.';
    return (before->kind == TOKEN_WORD && !has_stop) ||
           token_is_mark(&readout->tokens, at - 1, ',') ||
           token_is_mark(&readout->tokens, at - 1, ';');
}

// "Anna May said", "Mrs May": no month, for no number follows.
static bool is_name_of_month(const Readout *readout, size_t at)
{
    if (at + 1 < readout->tokens.count && readout->tokens.items[at + 1].kind == TOKEN_NUMBER)
        return false;
    return at > 0 &&
           readout->tokens.items[at - 1].paragraph == readout->tokens.items[at].paragraph &&
           (readout->marks[at - 1].in_honorific || is_plain(readout, at - 1));
}

// "with He Guang", "President Paek Ho In": short family and given names that are small words too.
static bool is_name_of_small_word(const Readout *readout, size_t at)
{
    const Token *token = &readout->tokens.items[at];
    const uint32_t small = GRAMMAR_HE | GRAMMAR_PREPOSITION | GRAMMAR_ADVERB | GRAMMAR_DO |
                           GRAMMAR_SUBORDINATE | GRAMMAR_DETERMINER;
    bool is_short = token->lower.len <= 3 && (token->grammar & small) &&
                    !(token->grammar & (GRAMMAR_POSSESSIVE | GRAMMAR_COUNT));
    if (!is_short || !is_running_text(readout, at))
        return false;
    bool is_inside = is_inside_sentence(readout, at);
    Text word = tokens_text(&readout->tokens, (Range){at, at + 1});
    bool is_family = at + 1 < readout->tokens.count && is_plain(readout, at + 1) &&
                     !readout->marks[at + 1].verb &&
                     phrases_find(readout->lexicon->family_names, word, readout->arena) != NULL;
    if (is_family && (is_inside || (token->grammar & GRAMMAR_HE)))
        return true;
    return is_inside && at > 1 && is_plain(readout, at - 1) && is_plain(readout, at - 2);
}

// A word of a closed class that is a name all the same.
static bool is_name_despite_grammar(const Readout *readout, size_t at)
{
    if (!readout->tokens.items[at].is_capital)
        return false;
    if (readout->tokens.items[at].grammar & GRAMMAR_MONTH)
        return is_name_of_month(readout, at);
    return is_name_of_small_word(readout, at);
}

bool name_is_in_office(const Readout *readout, size_t at)
{
    for (size_t i = at; i > 0 && i + LONGEST_OFFICE_PHRASE > at; i--)
        if (readout->marks[i - 1].office && i - 1 + readout->marks[i - 1].office_length > at)
            return true;
    return false;
}

bool name_is_word(const Readout *readout, size_t at)
{
    if (at >= readout->tokens.count)
        return false;
    const Token *token = &readout->tokens.items[at];
    const Mark *mark = &readout->marks[at];
    if (token->kind != TOKEN_WORD)
        return false;
    if (is_name_initial(token))
        return true;
    if (!token->is_capital)
        return has_small_prefix(token, readout->tokens.text);
    if (is_before_father(readout, at) || is_birth_inside(readout, at))
        return true;
    if (token->grammar)
        return is_name_despite_grammar(readout, at);
    if (mark->office || mark->in_cue || mark->is_particle)
        return false;
    if (mark->cues & (CUE_ATMOSPHERE | CUE_PRESS))
        return false; // "Foreign Ministers' Meeting", "Weekly Media Briefing"
    return !mark->in_place && !is_headline_verb(readout, at);
}

static bool is_suffix(const Readout *readout, size_t at)
{
    const Sense *sense = at < readout->tokens.count ? readout->marks[at].honorific : NULL;
    return sense && sense_of_class(sense, LEX_SUFFIX);
}

size_t name_skip_honorifics(const Readout *readout, Range where, Gender *gender)
{
    size_t at = where.from;
    for (int i = 0; i < MOST_HONORIFICS && at < where.to; i++) {
        bool in_bracket = // "Dr. (Ms.)"
            token_is_mark(&readout->tokens, at, '(') && at + 2 < where.to;
        const Mark *mark = &readout->marks[at + in_bracket];
        const Sense *sense =
            mark->honorific ? sense_of_class(mark->honorific, LEX_HONORIFIC) : NULL;
        // "U" and "Daw" of Burmese names are kept: they are part of the name as it is written.
        // "Sri" of "Sri Lankan" is none.
        if (!sense || mark->place_length > mark->honorific_length ||
            (readout->tokens.items[at].is_initial && mark->honorific_length == 1))
            break;
        if (i > 0 && *gender == GENDER_FEMALE && text_equal(sense->group, TEXT("male")))
            break; // "Ms. Sheikh Rahima": the second one is a name
        if (text_equal(sense->group, TEXT("male")))
            *gender = GENDER_MALE;
        else if (text_equal(sense->group, TEXT("female")))
            *gender = GENDER_FEMALE;
        at += (size_t)mark->honorific_length + in_bracket;
        while (at < where.to && (token_is_mark(&readout->tokens, at, '.') ||
                                 (in_bracket && token_is_mark(&readout->tokens, at, ')'))))
            at++;
        if (at < where.to && token_is(&readout->tokens, at, "'"))
            at++; // Dato'
    }
    return at - where.from;
}

// Particles from `at` on that lead to a name word: how many; 0 where they do not.
static size_t particles_before_word(const Readout *readout, Range where)
{
    size_t at = where.from;
    while (at < where.to && readout->marks[at].is_particle && at - where.from < 3)
        at++;
    return at > where.from && at < where.to && name_is_word(readout, at) ? at - where.from : 0;
}

// The first word: "Liu", "R.", "Van der Horst" where a capitalised particle begins, "de Villedieu" does not.
static size_t first_word(const Readout *readout, Range where)
{
    if (name_is_word(readout, where.from))
        return where.from + 1;
    if (!readout->tokens.items[where.from].is_capital)
        return where.from;
    size_t particles = particles_before_word(readout, where);
    return particles ? where.from + particles + 1 : where.from;
}

// A possessive, a mark or a quotation ends a name; so does the beginning of another honorific.
static size_t next_word(const Readout *readout, Range where)
{
    if (where.from >= where.to)
        return where.from;
    if (name_is_word(readout, where.from) && !is_suffix(readout, where.from))
        return where.from + 1;
    size_t particles = particles_before_word(readout, where);
    return particles ? where.from + particles + 1 : where.from;
}

static size_t add_suffix(const Readout *readout, size_t at, size_t to)
{
    if (at + 1 < to && token_is_mark(&readout->tokens, at, ',') && is_suffix(readout, at + 1))
        at++; // "Biden, Jr."
    if (at < to && is_suffix(readout, at)) {
        at += readout->marks[at].honorific_length ? readout->marks[at].honorific_length : 1;
        bool is_short =
            token_is(&readout->tokens, at - 1, "jr") || token_is(&readout->tokens, at - 1, "sr");
        if (is_short && at < to && token_is_mark(&readout->tokens, at, '.'))
            at++;
    }
    return at;
}

// "Baroness Okafor of Peckham", "Lord Ahmad"
static bool peer_at(const Readout *readout, Range where, Name *name)
{
    if (!(readout->marks[where.from].cues & CUE_PEER) || where.from + 1 >= where.to ||
        !name_is_word(readout, where.from + 1))
        return false;
    *name = (Name){.from = where.from, .words = {where.from, where.from + 2}, .word_count = 2};
    name->is_peer = name->has_honorific = true;
    (void)name_skip_honorifics(readout, where, &name->gender);
    if (name->words.to + 1 < where.to && token_is(&readout->tokens, name->words.to, "of") &&
        readout->tokens.items[name->words.to + 1].is_capital)
        name->words.to += 2;
    return true;
}

static bool is_shouted(const Readout *readout, Range words)
{
    for (size_t i = words.from; i < words.to; i++)
        if (!readout->tokens.items[i].is_all_caps && !readout->tokens.items[i].is_initial)
            return false;
    return true;
}

static bool is_above_text(const Readout *readout, size_t at)
{
    uint32_t paragraph = readout->tokens.items[at].paragraph;
    return readout->document->paragraphs.items[paragraph].part == PART_SECTION;
}

// "Paek, Ho-in said": family name, comma, given name of two syllables.
static bool is_given_behind_comma(const Readout *readout, Range where)
{
    size_t given = where.from + 2;
    if (given >= where.to || !token_is_mark(&readout->tokens, where.from + 1, ','))
        return false;
    const Token *token = &readout->tokens.items[given];
    size_t hyphen = text_find_char(token->lower, '-');
    Text family = tokens_text(&readout->tokens, (Range){where.from, where.from + 1});
    return token->kind == TOKEN_WORD && token->is_capital && hyphen != TEXT_NOWHERE &&
           !readout->marks[given].in_place && !readout->marks[given].in_cue &&
           readout->tokens.text.ptr[token->start + hyphen + 1] >= 'a' &&
           phrases_find(readout->lexicon->family_names, family, readout->arena) != NULL;
}

bool name_at(const Readout *readout, Range where, Name *name)
{
    if (where.to > readout->tokens.count)
        where.to = readout->tokens.count;
    if (range_is_empty(where))
        return false;
    if (peer_at(readout, where, name))
        return true;
    *name = (Name){.from = where.from};
    size_t start = where.from + name_skip_honorifics(readout, where, &name->gender);
    name->has_honorific = start > where.from;
    if (start >= where.to)
        return false;
    size_t at = first_word(readout, (Range){start, where.to});
    bool is_title_as_name = at == start && start > where.from && start + 1 < where.to &&
                            (readout->marks[start].cues & CUE_BIRTH) &&
                            name_is_word(readout, start + 1); // "Ms. Sheikh Rahima"
    if (is_title_as_name)
        at++;
    if (at == start)
        return false;
    name->word_count = 1;
    for (size_t next; name->word_count < NAME_WORDS; at = next, name->word_count++) {
        next = next_word(readout, (Range){at, where.to});
        if (next == at)
            break;
    }
    if (name->word_count == 1 && is_given_behind_comma(readout, (Range){start, where.to})) {
        at = start + 3;
        name->word_count = 2;
    }
    name->words = (Range){start, add_suffix(readout, at, where.to)};
    // A word in capitals alone is an abbreviation ("IDCPC"), several are a headline; but a line of names and offices
    // above the text may be all in capitals.
    return name->has_honorific || !is_shouted(readout, (Range){start, at}) ||
           (name->word_count > 1 && is_above_text(readout, start));
}

Text name_key(Text name, Arena *arena)
{
    Text folded = utf8_fold(name, arena);
    char *to = ARENA_ARRAY(arena, char, folded.len);
    size_t len = 0;
    for (size_t i = 0; i < folded.len; i++)
        if (!strchr(" \n-.'", folded.ptr[i]))
            to[len++] = folded.ptr[i];
    return (Text){to, len};
}
