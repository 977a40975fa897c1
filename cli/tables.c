#include <config.h>
#include "cli/tables.h"

#include "cli/output.h"

bool tables_write(Text folder, TableFormat format, TableWriter write, void *writer,
                  Problems *problems)
{
    Arena *arena = arena_new();
    Output *outputs[TABLES] = {NULL};
    bool is_done = output_make_folder(folder, problems);
    for (TableName table = 0; table < TABLES && is_done; table++) {
        outputs[table] = output_open(table_path(folder, table, format, arena), arena, problems);
        is_done = outputs[table];
        if (!is_done)
            break;
        // The sink remembers a failure, and output_finish reports it.
        write(writer, table, output_sink(outputs[table]));
        is_done = output_finish(outputs[table], problems);
    }
    for (TableName table = 0; table < TABLES; table++) {
        is_done = is_done && output_rename(outputs[table], problems);
        output_close(outputs[table]);
    }
    arena_free(arena);
    return is_done;
}
