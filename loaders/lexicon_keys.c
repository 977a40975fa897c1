// Which keys the word lists may have, and what to say about any other.
#include <config.h>
#include "loaders/lexicon_own.h"

#include "model/nearest.h"

// Keys that may have a number behind them ("words2") are lists.
static const Text place_keys[] = {
    TEXT_INIT("name"),       TEXT_INIT("names"),      TEXT_INIT("official"),
    TEXT_INIT("lookup"),     TEXT_INIT("adjectives"), TEXT_INIT("capitals"),
    TEXT_INIT("cities"),     TEXT_INIT("seats"),      TEXT_INIT("parties"),
    TEXT_INIT("bodies"),     TEXT_INIT("not_in"),     TEXT_INIT("ambiguous"),
    TEXT_INIT("alpha2"),     TEXT_INIT("numeric"),    TEXT_INIT("status"),
    TEXT_INIT("from"),       TEXT_INIT("until"),      TEXT_INIT("predecessors"),
    TEXT_INIT("successors"), TEXT_INIT("members"),    TEXT_INIT("seat"),
    TEXT_INIT("group"),      TEXT_INIT("as_of"),
};
static const Text office_keys[] = {TEXT_INIT("nouns")};
static const Text kind_keys[] = {TEXT_INIT("title"), TEXT_INIT("weak_title"), TEXT_INIT("lead")};
static const Text word_keys[] = {TEXT_INIT("words"), TEXT_INIT("weak")};

#define KEYS(file, keys)                                                                           \
    {                                                                                              \
        TEXT_INIT(file), keys, sizeof keys / sizeof *keys                                          \
    }
static const struct {
    Text file;
    const Text *keys;
    size_t count;
} known[] = {
    KEYS("/countries.ini", place_keys),     KEYS("/countries-own.ini", place_keys),
    KEYS("/organisations.ini", place_keys), KEYS("/groups.ini", place_keys),
    KEYS("/offices.ini", office_keys),      KEYS("/kinds.ini", kind_keys),
    KEYS("/topics.ini", word_keys),         KEYS("/readout.ini", word_keys),
};
enum { KNOWN_FILES = sizeof known / sizeof *known };

bool lexicon_key_is_known(const ConfigRow *row)
{
    for (size_t i = 0; i < KNOWN_FILES; i++)
        for (size_t k = 0; text_ends(row->path, known[i].file) && k < known[i].count; k++)
            if (lexicon_key_is(row->key, known[i].keys[k]))
                return true;
    return false;
}

static Text nearest_key(const ConfigRow *row)
{
    Nearest nearest = nearest_to(row->key);
    for (size_t i = 0; i < KNOWN_FILES; i++)
        for (size_t k = 0; text_ends(row->path, known[i].file) && k < known[i].count; k++)
            nearest_try(&nearest, known[i].keys[k]);
    return nearest.best;
}

void lexicon_report_unknown(const ConfigRow *row, const char *what, Problems *problems)
{
    Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
    where.line = row->line;
    Text nearest = nearest_key(row);
    if (nearest.len)
        problem_at(problems, where, "unknown %s \"%.*s\" in [%.*s]; did you mean \"%.*s\"?", what,
                   TEXT_ARG(row->key), TEXT_ARG(row->section), TEXT_ARG(nearest));
    else
        problem_at(problems, where, "unknown %s \"%.*s\" in [%.*s]", what, TEXT_ARG(row->key),
                   TEXT_ARG(row->section));
}
