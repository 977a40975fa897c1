// Which forms do these dates have? For "date_form = any" and for drafts of profiles.
#include <config.h>
#include "loaders/profile_date.h"

typedef struct Candidate {
    DateForm form;
    Text pattern;
    int twin; // index of the form that swaps day and month; -1: none
} Candidate;

// In order of trust: of forms that fit equally many values the earlier one stands first.
static const Candidate candidates[] = {
    {DATE_FORM_EDTF, TEXT_INIT(""), -1},
    {DATE_FORM_ISO, TEXT_INIT(""), -1},
    {DATE_FORM_YMD8, TEXT_INIT(""), -1},
    {DATE_FORM_YMDHMS, TEXT_INIT(""), -1},
    {DATE_FORM_PATTERN, TEXT_INIT("%d %B %Y"), -1},
    {DATE_FORM_PATTERN, TEXT_INIT("%d-%b-%Y"), -1},
    {DATE_FORM_PATTERN, TEXT_INIT("%B %d, %Y"), -1},
    {DATE_FORM_PATTERN, TEXT_INIT("%B %Y"), -1},
    {DATE_FORM_PATTERN, TEXT_INIT("%Y/%m/%d"), -1},
    {DATE_FORM_PATTERN, TEXT_INIT("%d.%m.%Y"), -1},
    {DATE_FORM_PATTERN, TEXT_INIT("%d/%m/%Y"), 11},
    {DATE_FORM_PATTERN, TEXT_INIT("%m/%d/%Y"), 10},
    {DATE_FORM_PATTERN, TEXT_INIT("%d-%m-%Y"), 13},
    {DATE_FORM_PATTERN, TEXT_INIT("%m-%d-%Y"), 12},
    {DATE_FORM_PATTERN, TEXT_INIT("%Y.0"), -1},
};

enum { CANDIDATES = sizeof candidates / sizeof candidates[0] };

static bool fits(size_t candidate, Text value)
{
    Date date;
    return date_form_read(candidates[candidate].form, candidates[candidate].pattern,
                          text_trim(value), &date);
}

// True when some value can be read under `candidate` and not with day and month swapped, or when nothing is there to be
// mistaken. "3/3/2020" is the same both ways.
static bool is_certain(size_t candidate, const Text *values, size_t count)
{
    int twin = candidates[candidate].twin;
    for (size_t i = 0; i < count && twin >= 0; i++)
        if (fits(candidate, values[i]) && !fits((size_t)twin, values[i]))
            return true;
    return twin < 0;
}

static void add_form(DateForms *forms, size_t candidate)
{
    forms->forms[forms->count] = candidates[candidate].form;
    forms->patterns[forms->count] = candidates[candidate].pattern;
    forms->count++;
}

static size_t count_fits(size_t candidate, const Text *values, size_t count)
{
    size_t fitting = 0;
    for (size_t i = 0; i < count; i++)
        fitting += fits(candidate, values[i]);
    return fitting;
}

static Text first_fit(size_t candidate, const Text *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fits(candidate, values[i]))
            return values[i];
    return (Text){0};
}

// A form that could be swapped stays where it is certain, or where neither is and it has the day first.
static bool is_kept(size_t candidate, const Text *values, size_t count, Text *ambiguous)
{
    int twin = candidates[candidate].twin;
    if (is_certain(candidate, values, count))
        return true;
    if (is_certain((size_t)twin, values, count) || (int)candidate > twin)
        return false;
    if (ambiguous)
        *ambiguous = first_fit(candidate, values, count);
    return true;
}

DateForms date_forms_guess(const Text *values, size_t count, Text *ambiguous)
{
    DateForms forms = {0};
    size_t fitting[CANDIDATES];
    for (size_t i = 0; i < CANDIDATES; i++) {
        fitting[i] = count ? count_fits(i, values, count) : candidates[i].twin < 0;
        if (count && fitting[i] > 0 && !is_kept(i, values, count, ambiguous))
            fitting[i] = 0;
    }
    for (size_t best; forms.count < CANDIDATES; fitting[best] = 0) {
        best = 0;
        for (size_t i = 1; i < CANDIDATES; i++)
            if (fitting[i] > fitting[best])
                best = i;
        if (fitting[best] == 0)
            break;
        add_form(&forms, best);
    }
    return forms;
}
