// What bilat.ini says in [archives]: how much may be unpacked.
#ifndef BILAT_CLI_LIMITS_H
#define BILAT_CLI_LIMITS_H

#include "loaders/unpack.h"
#include "model/config.h"

UnpackLimits limits_of(const Config *config);
// For commands that read nothing else of bilat.ini; mistakes there are problems.
UnpackLimits limits_read(Arena *arena, Problems *problems);

#endif
