// The mouse, once somebody has turned it on: a press chooses pane and row, again it opens; the wheel moves.
#ifndef BILAT_TUI_MOUSE_H
#define BILAT_TUI_MOUSE_H

#include <stdbool.h>

typedef struct App App; // tui/app.h

typedef struct MouseEvent {
    int x, y;
    int wheel; // rows: below 0 up, above 0 down; 0: the button was pressed
} MouseEvent;

void mouse_act(App *app, MouseEvent event);
void mouse_set(App *app, bool is_on);

#endif
