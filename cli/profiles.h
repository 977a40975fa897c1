// bilat profiles: the data sets it can read, one profile as a template, or a first profile for an unknown table.
#ifndef BILAT_CLI_PROFILES_H
#define BILAT_CLI_PROFILES_H

#include "cli/options.h"

int profiles_print(const Options *options, Arena *arena);

#endif
