// Questions about whole expressions: the kind of a readout, the topics of a sentence, the level of an office.
#include <config.h>
#include "loaders/lexicon_own.h"

enum {
    TOPICS_SEEN_MAX = 64, // more than the tree has leaves
    TREES_MAX = 4,        // topics of a sentence that have nothing in common
};

static size_t rank_of(const CountryNames *names, Text name)
{
    size_t rank = 0;
    while (rank < names->count && !text_equal(names->items[rank], name))
        rank++;
    return rank;
}

// ---- kinds ----

// The group found in the text that stands first in `order`; empty when there is none. Weak cues count only
// where there are no others.
static Text first_group(const Phrases *cues, const CountryNames *order, Text text, Arena *scratch)
{
    size_t best = order->count;
    size_t weak = order->count;
    Hit hit;
    for (size_t at = 0; phrases_next(cues, text, at, scratch, &hit); at = hit.end)
        for (const Sense *sense = hit.sense; sense; sense = sense->next) {
            size_t *first = sense->is_ambiguous ? &weak : &best;
            size_t rank = rank_of(order, sense->group);
            *first = rank < *first ? rank : *first;
        }
    best = best < order->count ? best : weak;
    return best < order->count ? order->items[best] : (Text){NULL, 0};
}

Text lexicon_kind(const Lexicon *lexicon, Text title, Text lead, Arena *scratch)
{
    const struct LexiconOwn *own = lexicon->own;
    Text kind = first_group(lexicon->titles, &own->title_order, title, scratch);
    if (kind.len == 0)
        kind = first_group(lexicon->leads, &own->lead_order, lead, scratch);
    return kind.len ? kind : TEXT("other");
}

// ---- topics ----

typedef struct TopicScore {
    Text name;
    int score;
    bool is_weak;    // found by weak words alone
    bool is_dropped; // said better by a sub-topic
} TopicScore;

typedef struct TopicScores {
    TopicScore items[TOPICS_SEEN_MAX];
    size_t count;
} TopicScores;

static void add_score(TopicScores *scores, const Sense *sense)
{
    size_t i = 0;
    while (i < scores->count && !text_equal(scores->items[i].name, sense->group))
        i++;
    if (i == TOPICS_SEEN_MAX)
        return;
    if (i == scores->count)
        scores->items[scores->count++] = (TopicScore){.name = sense->group, .is_weak = true};
    scores->items[i].score += sense->weight;
    scores->items[i].is_weak = scores->items[i].is_weak && sense->is_ambiguous;
}

static bool is_part_of(Text topic, Text parent)
{
    return topic.len > parent.len && text_starts(topic, parent) && topic.ptr[parent.len] == '/';
}

// A parent hands its score to the sub-topics that were found.
static void drop_parents(TopicScores *scores)
{
    for (size_t i = 0; i < scores->count; i++)
        for (size_t k = 0; k < scores->count; k++) {
            if (!is_part_of(scores->items[k].name, scores->items[i].name))
                continue;
            scores->items[k].score += scores->items[i].score;
            scores->items[i].is_dropped = true;
        }
}

static void drop_weak(TopicScores *scores)
{
    bool has_strong = false;
    for (size_t i = 0; i < scores->count; i++)
        has_strong = has_strong || !scores->items[i].is_weak;
    for (size_t i = 0; has_strong && i < scores->count; i++)
        scores->items[i].is_dropped = scores->items[i].is_dropped || scores->items[i].is_weak;
}

// The strongest that is left, the one found first among equals; NULL: none.
static TopicScore *strongest(TopicScores *scores)
{
    TopicScore *best = NULL;
    for (size_t i = 0; i < scores->count; i++)
        if (!scores->items[i].is_dropped && (!best || scores->items[i].score > best->score))
            best = &scores->items[i];
    return best;
}

static Text tree_of(Text topic)
{
    size_t slash = text_find_char(topic, '/');
    return slash == TEXT_NOWHERE ? topic : text_sub(topic, 0, slash);
}

// True when `next` is of a tree that is among the topics chosen, or one more tree may be.
static bool has_room(const Text *topics, size_t count, Text next)
{
    size_t trees = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_first = true;
        for (size_t k = 0; k < i; k++)
            is_first = is_first && !text_equal(tree_of(topics[k]), tree_of(topics[i]));
        trees += is_first;
        if (text_equal(tree_of(topics[i]), tree_of(next)))
            return true;
    }
    return trees < TREES_MAX;
}

size_t lexicon_topics(const Lexicon *lexicon, Text sentence, Arena *scratch,
                      Text topics[LEX_TOPICS_MAX])
{
    TopicScores scores = {.count = 0};
    Hit hit;
    for (size_t at = 0; phrases_next(lexicon->topics, sentence, at, scratch, &hit); at = hit.end)
        for (const Sense *sense = hit.sense; sense; sense = sense->next)
            add_score(&scores, sense);
    drop_parents(&scores);
    drop_weak(&scores);
    size_t count = 0;
    TopicScore *best;
    while (count < LEX_TOPICS_MAX && (best = strongest(&scores))) {
        best->is_dropped = true;
        if (has_room(topics, count, best->name))
            topics[count++] = best->name;
    }
    return count;
}

// ---- offices ----

// In "special envoy of the president" the president is somebody else. A new office begins behind a comma,
// an "and", a semicolon or a slash.
static bool begins_office(Text between)
{
    return text_find(between, TEXT(" and ")) != TEXT_NOWHERE ||
           text_find_char(between, ',') != TEXT_NOWHERE ||
           text_find_char(between, ';') != TEXT_NOWHERE ||
           text_find_char(between, '/') != TEXT_NOWHERE;
}

static bool ends_in_of(Text between)
{
    static const Text tails[] = {TEXT_INIT(" of "), TEXT_INIT(" of the "), TEXT_INIT(" to the "),
                                 TEXT_INIT(" for the ")};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (text_ends(between, tails[i]))
            return true;
    return false;
}

enum { OFFICES_MAX = 8 }; // that one person has in one breath

typedef struct OfficePart {
    size_t start, end; // bytes
    size_t level;      // rank in the lists
    Text channel;
} OfficePart;

typedef struct OfficeParts {
    OfficePart items[OFFICES_MAX];
    size_t count;
} OfficeParts;

static void find_parts(const Lexicon *lexicon, Text office, Arena *scratch, OfficeParts *parts)
{
    size_t last_end = 0;
    Hit hit;
    parts->count = 0;
    for (size_t at = 0; phrases_next(lexicon->offices, office, at, scratch, &hit); at = hit.end) {
        Text between = text_sub(office, last_end, hit.start - last_end);
        bool is_new = parts->count == 0 || (begins_office(between) && !ends_in_of(between));
        if (!is_new || parts->count == OFFICES_MAX)
            continue;
        if (parts->count > 0)
            parts->items[parts->count - 1].end = hit.start;
        OfficePart part = {.start = parts->count ? hit.start : 0, .end = office.len};
        part.level = rank_of(&lexicon->own->levels, hit.sense->group);
        parts->items[parts->count++] = part;
        last_end = hit.end;
    }
}

static Text channel_of(const Lexicon *lexicon, Text part, Arena *scratch)
{
    Text channel = first_group(lexicon->channels, &lexicon->own->channels, part, scratch);
    return channel.len ? channel : TEXT("state");
}

// The office that says who somebody is: the highest, of equals the last ("member of the Political Bureau and
// minister of Foreign Affairs" comes as the minister).
static OfficePart main_part(const Lexicon *lexicon, Text office, Arena *scratch)
{
    OfficeParts parts;
    OfficePart best = {.level = lexicon->own->levels.count, .channel = TEXT("state")};
    find_parts(lexicon, office, scratch, &parts);
    if (parts.count == 0)
        best.channel = channel_of(lexicon, office, scratch);
    for (size_t i = 0; i < parts.count; i++) {
        OfficePart part = parts.items[i];
        Text text = text_sub(office, part.start, part.end - part.start);
        part.channel = channel_of(lexicon, text, scratch);
        if (text_equal(part.channel, TEXT("other")))
            part.level =
                lexicon->own->levels.count - 1; // the president of a company is no head of state
        if (part.level <= best.level)
            best = part;
    }
    return best;
}

Text lexicon_level(const Lexicon *lexicon, Text office, Arena *scratch)
{
    const CountryNames *levels = &lexicon->own->levels;
    size_t level = main_part(lexicon, office, scratch).level;
    return level < levels->count ? levels->items[level] : (Text){NULL, 0};
}

Text lexicon_channel(const Lexicon *lexicon, Text office, Arena *scratch)
{
    return main_part(lexicon, office, scratch).channel;
}

CountryId lexicon_publisher_country(const Lexicon *lexicon, Text publisher, Arena *scratch)
{
    Hit hit;
    if (phrases_next(lexicon->publishers, publisher, 0, scratch, &hit) ||
        phrases_next(lexicon->places, publisher, 0, scratch, &hit))
        return hit.sense->country;
    return (CountryId){COUNTRY_NONE};
}

// ---- names ----

NameOrder lexicon_name_order(const Lexicon *lexicon, CountryId country)
{
    if (country.at == COUNTRY_NONE || country.at > countries_count(lexicon->countries))
        return NAME_LAST;
    return (NameOrder)lexicon->own->name_orders[country.at]; // filled with NameOrder alone
}

bool lexicon_names_stay_whole(const Lexicon *lexicon, CountryId country)
{
    return country.at != COUNTRY_NONE && country.at <= countries_count(lexicon->countries) &&
           lexicon->own->whole_names[country.at];
}

bool lexicon_is_family_name(const Lexicon *lexicon, CountryId country, Text word, Arena *scratch)
{
    const Sense *sense = phrases_find(lexicon->family_names, word, scratch);
    while (sense && !country_equal(sense->country, country))
        sense = sense->next;
    return sense != NULL;
}

bool lexicon_is_particle(const Lexicon *lexicon, Text word)
{
    const struct LexiconOwn *own = lexicon->own;
    const CountryNames *particles = &own->particles;
    uint32_t length = word.len < 31 ? (uint32_t)word.len : 31;
    unsigned char first = word.len ? (unsigned char)word.ptr[0] : 0;
    unsigned char second = word.len > 1 ? (unsigned char)word.ptr[1] : 0;
    if (!word.len || !(own->particle_lengths[first] >> length & 1) ||
        !(own->particle_seconds[first] >> second % 32 & 1))
        return false;
    return rank_of(particles, word) < particles->count;
}

static char gender_of(const Sense *sense)
{
    if (text_equal(sense->group, TEXT("male")))
        return 'm';
    return text_equal(sense->group, TEXT("female")) ? 'f' : 0;
}

size_t lexicon_skip_honorifics(const Lexicon *lexicon, Text text, size_t at, Arena *scratch,
                               char *gender)
{
    Hit hit;
    while (phrases_at(lexicon->honorifics, text, at, scratch, &hit)) {
        const Sense *sense = sense_of_class(hit.sense, LEX_HONORIFIC);
        size_t next = hit.end;
        while (next < text.len && (text.ptr[next] == ' ' || text.ptr[next] == '\n'))
            next++;
        if (!sense || next == text.len)
            break; // with nothing behind it, it is a name itself
        if (gender && gender_of(sense))
            *gender = gender_of(sense);
        at = next;
    }
    return at;
}
