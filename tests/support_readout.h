// For tests of the first steps of the readout loader: the project's word lists, and readouts out of memory.
#ifndef BILAT_TESTS_SUPPORT_READOUT_H
#define BILAT_TESTS_SUPPORT_READOUT_H

#include "loaders/readout/document.h"

typedef struct Fixture {
    Arena *keep, *scratch;
    const ReadoutWords *words;
    Problems problems;
    Source *source; // of the document read last
    Document document;
} Fixture;

int fixture_set_up(void **state);
int fixture_tear_down(void **state);
// Reads the bytes as a file; the result is fixture->document.
bool fixture_read_bytes(Fixture *fixture, Text bytes);
bool fixture_read(Fixture *fixture, const char *bytes);
// "TITLE Liu Meets …|DATE ( 2024.01.22 )|BODY …": the parts of the document.
Text fixture_parts(Fixture *fixture);
// Fails unless every slice of the document shows as what it was made from: all of it, each paragraph, and each
// stretch from one character to another, `step` bytes apart.
void fixture_check_slices(Fixture *fixture, size_t step);
// The content of a file below the tests.
Text fixture_file(Fixture *fixture, const char *name);

// Calls `check` for every case of a file in tests/cases: its first line, and the lines up to a blank one.
void fixture_each_case(Fixture *fixture, const char *name,
                       void (*check)(Fixture *fixture, Text input, Text expected));
// The text with "\n" for every line end, and each escape "\xNN" and "\n" turned into its byte.
Text fixture_unescape(Fixture *fixture, Text text);

#endif
