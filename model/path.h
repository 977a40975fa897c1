// The path of a file, which may be a member of an archive: "a.zip!dir/b.csv". A "!" may also be part of a name, so who
// opened the file says how much of the path is the archive; nobody guesses it from the text.
#ifndef BILAT_MODEL_PATH_H
#define BILAT_MODEL_PATH_H

#include "model/text.h"

typedef struct FilePath {
    Text text;      // all of it
    size_t archive; // bytes before the "!"; 0: it is no member
} FilePath;

// Up to and with the last "/", or the "!" before a member; empty where there is none.
Text file_path_folder(FilePath path);
Text file_path_name(FilePath path); // behind that

// The same of what is no member.
Text path_folder(Text path);
Text path_name(Text path);

#endif
