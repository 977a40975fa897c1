#include <config.h>
#include "loaders/readout/discourse.h"

Discourse discourse_begin(Readout *readout)
{
    return (Discourse){.readout = readout,
                       .running = NOBODY,
                       .carried = NOBODY,
                       .focus = NOBODY,
                       .holder = NOBODY};
}

void discourse_begin_paragraph(Discourse *discourse, const Line *line)
{
    const Paragraph *paragraph = &discourse->readout->document->paragraphs.items[line->paragraph];
    bool goes_on = discourse->is_whole && !paragraph->is_item && line->part == PART_BODY;
    discourse->carried = goes_on ? discourse->running : NOBODY;
    discourse->running = NOBODY;
    discourse->side = (CountryId){0};
    discourse->is_group = false;
    discourse->is_whole = true;
}

static Person *person_of(const Discourse *discourse, int person)
{
    return &discourse->readout->persons.items[person];
}

// The only one of those present who is known to be of that gender.
static int known_by_gender(const Discourse *discourse, Gender gender)
{
    int found = NOBODY;
    for (size_t i = 0; i < discourse->readout->persons.count; i++) {
        const Person *person = &discourse->readout->persons.items[i];
        if (!person->takes_part || person->gender != gender)
            continue;
        if (found != NOBODY)
            return NOBODY;
        found = (int)i;
    }
    return found;
}

// Somebody present of whom nothing says otherwise, other than the focus.
static int possible_by_gender(const Discourse *discourse, Gender gender)
{
    for (size_t i = 0; i < discourse->readout->persons.count; i++) {
        const Person *person = &discourse->readout->persons.items[i];
        if (person->takes_part && (person->gender == gender || person->gender == GENDER_UNKNOWN))
            return (int)i;
    }
    return NOBODY;
}

int discourse_pronoun(Discourse *discourse, Gender gender, bool begins_paragraph)
{
    int focus = discourse->focus;
    if (gender == GENDER_UNKNOWN) // "the official"
        return focus;
    Gender known = focus == NOBODY ? GENDER_UNKNOWN : person_of(discourse, focus)->gender;
    int found = focus;
    if (focus == NOBODY || (known != GENDER_UNKNOWN && known != gender))
        found = known_by_gender(discourse, gender);
    else if (begins_paragraph && known == GENDER_UNKNOWN && gender == GENDER_FEMALE &&
             known_by_gender(discourse, gender) != NOBODY)
        found = known_by_gender(discourse, gender);
    if (found == NOBODY)
        found = possible_by_gender(discourse, gender);
    if (found != NOBODY)
        person_of(discourse, found)->gender = gender;
    return found;
}

// "express", "express concern"
static bool is_expressing(const Readout *readout, const Sense *verb)
{
    Text lemma = verb ? verb->lemma : (Text){NULL, 0};
    return lemma.len &&
           word_list_has(&readout->lexicon->readout->forms[FORM_EXPRESSES], text_cut(&lemma, ' '));
}

void discourse_learn_gender(Discourse *discourse, int person, const Verb *verb)
{
    const Tokens *tokens = &discourse->readout->tokens;
    if (person == NOBODY || !is_expressing(discourse->readout, verb->sense))
        return;
    Person *who = person_of(discourse, person);
    for (size_t i = verb->at + 1; i <= verb->end && who->gender == GENDER_UNKNOWN; i++) {
        if (!token_has(tokens, i, GRAMMAR_POSSESSIVE))
            continue;
        who->gender = token_has(tokens, i, GRAMMAR_MALE)     ? GENDER_MALE
                      : token_has(tokens, i, GRAMMAR_FEMALE) ? GENDER_FEMALE
                                                             : GENDER_UNKNOWN;
    }
}
