// What the tables of one load have in common.
#ifndef BILAT_LOADERS_TABLE_SHARE_H
#define BILAT_LOADERS_TABLE_SHARE_H

#include "loaders/schemes.h"
#include "loaders/walk.h"

typedef struct TableShare {
    SchemeMemo *memo;       // NULL: nobody needed it yet
    const WalkFiles *files; // of the load
    WalkFiles members;      // of its archives, as far as they were unpacked
} TableShare;

#endif
