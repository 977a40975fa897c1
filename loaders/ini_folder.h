// The INI files of a folder: what profiles, schemes and whatever else users may add to are read from.
#ifndef BILAT_LOADERS_INI_FOLDER_H
#define BILAT_LOADERS_INI_FOLDER_H

#include "model/arena.h"

typedef struct IniFile {
    Text name; // "gdelt2"
    Text path; // "FOLDER/gdelt2.ini"
} IniFile;

typedef struct IniFiles {
    IniFile *items; // in bytewise order of their names
    size_t count, capacity;
} IniFiles;

// Every *.ini in the folder, names that begin with a dot left out. False with errno set: it cannot be read.
bool ini_folder_list(Text folder, Arena *arena, IniFiles *files);

#endif
