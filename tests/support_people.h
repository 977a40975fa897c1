// For tests of the later steps of the readout loader: little documents read to people, statements and happenings with
// the shipped word lists.
#ifndef BILAT_TESTS_SUPPORT_PEOPLE_H
#define BILAT_TESTS_SUPPORT_PEOPLE_H

#include "loaders/readout/event.h"
#include "tests/support_lexicon.h"

typedef struct Read {
    Document document;
    Readout readout;
    Statements statements;
    Happenings happenings;
} Read;

// Reads a page. "\n" in the bytes are its line ends. Lives until the next one is read; lexicon_test must be loaded.
const Read *read_page(Text bytes);
// Only words, marks and lines of one paragraph of a body.
const Read *read_words(Text sentence);
const Person *person_named(const Read *read, const char *name); // fails where there is none

// Calls `check` for every case of a file in tests/cases: its first line with each "\n" turned into a line end, and the
// lines up to a blank one.
void each_case(const char *name, void (*check)(Text input, Text expected));
void assert_case(Text input, Text expected, Text found);

#endif
