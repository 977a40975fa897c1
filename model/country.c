#include <config.h>
#include "model/country.h"

#include "model/utf8.h"

typedef struct NameSlot {
    Text folded;
    CountryId id;
} NameSlot;

typedef struct CodeSlot {
    Text code;
    CountryId id; // COUNTRY_NONE: free
} CodeSlot;

struct Countries {
    Arena *arena;
    Country *items; // items[0] is id 1
    size_t count, capacity;
    NameSlot *slots; // open addressing; an empty text is free
    size_t slot_count;
    CountryId *by_letters; // by letters_key of a code; NULL until finished
    struct {
        CodeSlot *slots; // open addressing
        size_t slot_count, count;
    } codes; // in any case; from countries_finish on those of two letters too
};

// Two or three ASCII letters in any case as a number of 15 bits, or LETTER_KEYS where it is none such.
enum { LETTER_KEYS = 1 << 15 };

static size_t letters_key(Text code)
{
    if (code.len != 2 && code.len != 3)
        return LETTER_KEYS;
    size_t key = 0;
    for (size_t i = 0; i < code.len; i++) {
        unsigned letter = (unsigned char)code.ptr[i] | 0x20u;
        if (letter < 'a' || letter > 'z')
            return LETTER_KEYS;
        key = key << 5 | (letter - 'a' + 1); // from 1, so that "AB" is not "@AB"
    }
    return key;
}

// ---- codes of any form ----

static uint64_t code_hash(Text code)
{
    uint64_t hash = TEXT_HASH_START;
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        hash = text_hash_byte(hash, (unsigned char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
    }
    return hash;
}

// Where the code is, or belongs.
static CodeSlot *code_slot(const Countries *countries, Text code)
{
    size_t mask = countries->codes.slot_count - 1, at = (size_t)code_hash(code) & mask;
    CodeSlot *slots = countries->codes.slots;
    while (slots[at].id.at != COUNTRY_NONE && !text_equal_nocase(slots[at].code, code))
        at = (at + 1) & mask;
    return &slots[at];
}

// The first country wins, as in a search from the start.
static void put_code(Countries *countries, Text code, size_t index)
{
    CodeSlot *slot = code_slot(countries, code);
    if (slot->id.at != COUNTRY_NONE)
        return;
    *slot = (CodeSlot){code, {(uint16_t)(index + 1)}};
    countries->codes.count++;
}

static void renew_codes(Countries *countries, size_t slots, bool with_alpha2)
{
    countries->codes.slots = ARENA_ARRAY(countries->arena, CodeSlot, slots);
    countries->codes.slot_count = slots; // a power of two
    countries->codes.count = 0;
    for (size_t i = 0; i < countries->count; i++) {
        put_code(countries, countries->items[i].code, i);
        if (with_alpha2 && countries->items[i].alpha2.len)
            put_code(countries, countries->items[i].alpha2, i);
    }
}

// ---- adding ----

Countries *countries_new(Arena *arena)
{
    Countries *countries = ARENA_NEW(arena, Countries);
    countries->arena = arena;
    return countries;
}

static Text upper(Text code, Arena *arena)
{
    char *bytes = arena_alloc(arena, code.len + 1, 1);
    for (size_t i = 0; i < code.len; i++)
        bytes[i] = code.ptr[i] >= 'a' && code.ptr[i] <= 'z' ? (char)(code.ptr[i] - 'a' + 'A')
                                                            : code.ptr[i];
    return (Text){bytes, code.len};
}

Country *countries_add(Countries *countries, Text code)
{
    if (2 * countries->codes.count >= countries->codes.slot_count)
        renew_codes(countries, countries->codes.slot_count ? 2 * countries->codes.slot_count : 1024,
                    false);
    CodeSlot *slot = code_slot(countries, code);
    if (slot->id.at != COUNTRY_NONE)
        return &countries->items[slot->id.at - 1];
    BUG_IF(countries->count >= COUNTRIES_MAX);
    Country country = {
        .code = upper(code, countries->arena), .from = DATE_FIRST_DAY, .until = DATE_LAST_DAY};
    ARENA_PUSH(countries->arena, countries, country);
    put_code(countries, country.code, countries->count - 1);
    return &countries->items[countries->count - 1];
}

static size_t find_slot(const Countries *countries, Text folded)
{
    size_t mask = countries->slot_count - 1;
    size_t at = (size_t)text_hash(folded) & mask;
    while (countries->slots[at].folded.ptr && !text_equal(countries->slots[at].folded, folded))
        at = (at + 1) & mask;
    return at;
}

static Text name_key(Text name, Arena *arena)
{
    Text folded = text_trim(utf8_fold(name, arena));
    return text_starts(folded, TEXT("the ")) ? text_sub(folded, 4, folded.len) : folded;
}

static void index_name(Countries *countries, Text name, CountryId id)
{
    Text key = name_key(name, countries->arena);
    if (key.len == 0)
        return;
    NameSlot *slot = &countries->slots[find_slot(countries, key)];
    if (!slot->folded.ptr)
        *slot = (NameSlot){key, id};
}

static void index_names(Countries *countries, const CountryNames *names, CountryId id)
{
    for (size_t i = 0; i < names->count; i++)
        index_name(countries, names->items[i], id);
}

static void index_code(Countries *countries, Text code, CountryId id)
{
    size_t key = letters_key(code);
    if (key < LETTER_KEYS && countries->by_letters[key].at == COUNTRY_NONE)
        countries->by_letters[key] = id;
}

// The first country wins, as in a search from the start.
static void index_letters(Countries *countries)
{
    countries->by_letters = ARENA_ARRAY(countries->arena, CountryId, LETTER_KEYS);
    for (size_t i = 0; i < countries->count; i++) {
        index_code(countries, countries->items[i].code, (CountryId){(uint16_t)(i + 1)});
        index_code(countries, countries->items[i].alpha2, (CountryId){(uint16_t)(i + 1)});
    }
}

void countries_finish(Countries *countries)
{
    index_letters(countries);
    size_t slots = 64;
    while (slots < 4 * countries->count)
        slots *= 2;
    renew_codes(countries, slots, true);
    size_t total = 0;
    for (size_t i = 0; i < countries->count; i++) {
        const Country *country = &countries->items[i];
        total += 3 + country->names.count + country->adjectives.count + country->capitals.count;
    }
    countries->slot_count = 64;
    while (countries->slot_count < 2 * total)
        countries->slot_count *= 2;
    countries->slots = ARENA_ARRAY(countries->arena, NameSlot, countries->slot_count);
    // Codes first, then names, then adjectives and capitals: so a code is never hidden by a name.
    for (int round = 0; round < 4; round++)
        for (size_t i = 0; i < countries->count; i++) {
            const Country *country = &countries->items[i];
            CountryId id = {(uint16_t)(i + 1)};
            if (round == 0) {
                index_name(countries, country->code, id);
                index_name(countries, country->alpha2, id);
            } else if (round == 1) {
                index_name(countries, country->name, id);
            } else if (round == 2) {
                index_names(countries, &country->names, id);
            } else {
                index_names(countries, &country->adjectives, id);
                index_names(countries, &country->capitals, id);
            }
        }
}

size_t countries_count(const Countries *countries)
{
    return countries->count;
}

const Country *country_get(const Countries *countries, CountryId id)
{
    BUG_IF(id.at == COUNTRY_NONE || id.at > countries->count);
    return &countries->items[id.at - 1];
}

CountryId country_by_code(const Countries *countries, Text code)
{
    size_t key = letters_key(code);
    if (key < LETTER_KEYS && countries->by_letters)
        return countries->by_letters[key];
    return countries->codes.slot_count ? code_slot(countries, code)->id : (CountryId){COUNTRY_NONE};
}

CountryId country_by_name(const Countries *countries, Text name, Arena *scratch)
{
    Text key = name_key(name, scratch);
    if (key.len == 0 || countries->slot_count == 0)
        return (CountryId){COUNTRY_NONE};
    return countries->slots[find_slot(countries, key)].id;
}

bool country_equal(CountryId a, CountryId b)
{
    return a.at == b.at;
}

static bool holds(const CountryIds *ids, CountryId id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (country_equal(ids->items[i], id))
            return true;
    return false;
}

bool country_covers(const Countries *countries, CountryId country_or_group, CountryId country)
{
    if (country_equal(country_or_group, country))
        return country.at != COUNTRY_NONE;
    if (country_or_group.at == COUNTRY_NONE || country_or_group.at > countries->count)
        return false;
    return holds(&country_get(countries, country_or_group)->members, country);
}

static bool lists(const Countries *countries, CountryId a, CountryId b)
{
    if (a.at == COUNTRY_NONE || a.at > countries->count)
        return false;
    const Country *country = country_get(countries, a);
    return holds(&country->predecessors, b) || holds(&country->successors, b);
}

bool country_is_related(const Countries *countries, CountryId a, CountryId b)
{
    return country_equal(a, b) || lists(countries, a, b) || lists(countries, b, a);
}
