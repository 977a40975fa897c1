// INI files -> rows of section, key, value with file and line. The only caller of iniparser.
// iniparser 4.1 gives up a whole file for one bad line, lets the last duplicate win in silence and cuts
// long lines. So the file is looked over first: what iniparser would trip over becomes a problem and is
// blanked, and the rest of the file still loads.
//   values     `;` and `#` end a value, unless all of it stands in double quotes; lists are parted by `|`
//   keys       are lower-cased; the same key twice in one section: the later one holds, with a warning
//   refused    lines over INI_MAX_LINE bytes, a trailing backslash (it would join lines), NUL bytes,
//              whatever is no [section], no `key = value` and no comment
#ifndef BILAT_LOADERS_INI_H
#define BILAT_LOADERS_INI_H

#include "model/config.h"

enum {
    INI_MAX_LINE = 1000,             // iniparser's ASCIILINESZ is 1024, with the line end
    INI_MAX_BYTES = 4 * 1024 * 1024, // larger than any list of words made by hand
};

// Appends the rows of the file to `config`, in its order, in the config's arena. False: it could not be
// opened or read; then a problem says why and no row was added. Other problems leave out single lines.
bool ini_load(Text path, Config *config, Problems *problems);

#endif
