// Configuration as the model and the tui see it: rows of section, key and value, with the place each came from.
// Filled by loaders/ini.c from one INI file or several; a later file's row wins over an earlier one's.
#ifndef BILAT_MODEL_CONFIG_H
#define BILAT_MODEL_CONFIG_H

#include "model/problem.h"

typedef struct ConfigRow {
    Text section, key, value; // section and key in lower case, as iniparser gives them
    Text path;
    uint32_t line; // from 1
} ConfigRow;

typedef struct Config {
    Arena *arena;
    ConfigRow *items; // in file order
    size_t count, capacity;
} Config;

// The value of the last row of that name, or `fallback`.
Text config_text(const Config *config, Text section, Text key, Text fallback);
// The row itself, or NULL.
const ConfigRow *config_row(const Config *config, Text section, Text key);

#endif
