#include <config.h>
#include "model/config.h"

const ConfigRow *config_row(const Config *config, Text section, Text key)
{
    for (size_t i = config->count; i > 0; i--) {
        const ConfigRow *row = &config->items[i - 1];
        if (text_equal_nocase(row->section, section) && text_equal_nocase(row->key, key))
            return row;
    }
    return NULL;
}

Text config_text(const Config *config, Text section, Text key, Text fallback)
{
    const ConfigRow *row = config_row(config, section, key);
    return row ? row->value : fallback;
}
