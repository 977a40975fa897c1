// Is all of a source UTF-8? As fast as it can be read, on all processors: nearly all tables are.
#ifndef BILAT_LOADERS_TABLE_UTF8_H
#define BILAT_LOADERS_TABLE_UTF8_H

#include "loaders/loader.h"

// False too when it cannot be read or the load was cancelled. `*has_nul` counts only where true.
bool table_is_utf8(const Load *load, const Source *source, bool *has_nul);

#endif
