// Completion of filter terms and of commands, with Tab.
#ifndef BILAT_TUI_COMPLETE_H
#define BILAT_TUI_COMPLETE_H

#include "tui/app.h"

// Completes the term at the cursor: its field ("pa" -> "pair:"), or its value from what the view holds, most
// frequent first. Where several fit, their common beginning is put in and app->completions lists them.
// True when the text has changed.
bool complete_filter_word(App *app, Prompt *prompt);
// Does the text end in the beginning of a field's name ("pa")? Then `start` is where: while somebody types "pair:",
// "pa" is not yet a word to look for.
bool complete_is_open(const Prompt *prompt, size_t *start);
// A value as the filter reads it back: with blanks or signs of the language it stands in quotes.
Text complete_quoted(Text value, Arena *arena);
// The name of a command, and what some of them take.
bool complete_command(App *app, Prompt *prompt);

#endif
