// What a line of folded events says: "2024-01-19 CHN-PRK ×14  consult 9, praise 5; mean +2.8; gdelt2".
#ifndef BILAT_TUI_FOLD_H
#define BILAT_TUI_FOLD_H

#include "model/view.h"
#include "tui/columns.h"

bool fold_is_folded(const View *view, size_t line); // it stands for more than one event
Text fold_cell(const View *view, size_t line, ColumnId id, Arena *scratch);
ViewFold fold_wished(Text name); // "day", "month"; anything else: off

#endif
