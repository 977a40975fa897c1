// The tables in a folder, for the export command and for the browser.
#ifndef BILAT_CLI_TABLES_H
#define BILAT_CLI_TABLES_H

#include "model/table.h"

// Makes the folder where it is not there, and calls `write` for each table. The files get their names only when
// every one is complete and on disk: all of them, or none and a problem.
bool tables_write(Text folder, TableFormat format, TableWriter write, void *writer,
                  Problems *problems);

#endif
