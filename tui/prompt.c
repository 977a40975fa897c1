#include <config.h>
#include "tui/prompt.h"

#include "model/utf8.h"

#include <string.h>

void prompt_begin(Prompt *prompt, const char *label, Text text, PromptHistory *history)
{
    prompt->label = label;
    prompt->history = history;
    prompt->line = history ? history->count : 0;
    prompt->kept = TEXT("");
    prompt->is_proposal = false;
    prompt_set(prompt, text, text.len);
}

void prompt_propose(Prompt *prompt, Text text)
{
    prompt_set(prompt, text, text.len);
    prompt->is_proposal = text.len > 0;
}

Text prompt_text(const Prompt *prompt)
{
    return (Text){prompt->text, prompt->len};
}

void prompt_set(Prompt *prompt, Text text, size_t cursor)
{
    if (text.len > PROMPT_BYTES)
        text.len = utf8_whole(text_sub(text, 0, PROMPT_BYTES));
    if (text.len)
        memmove(prompt->text, text.ptr, text.len);
    prompt->len = text.len;
    prompt->cursor = cursor < text.len ? cursor : text.len;
}

// Replaces bytes start … end by `with`, and puts the cursor behind it.
static bool replace(Prompt *prompt, size_t start, size_t end, Text with)
{
    if (prompt->len - (end - start) + with.len > PROMPT_BYTES)
        return false;
    memmove(prompt->text + start + with.len, prompt->text + end, prompt->len - end);
    if (with.len)
        memcpy(prompt->text + start, with.ptr, with.len);
    prompt->len = prompt->len - (end - start) + with.len;
    prompt->cursor = start + with.len;
    return true;
}

void prompt_complete(Prompt *prompt, size_t start, Text with)
{
    replace(prompt, start, prompt->cursor, with);
}

static PromptReply cut(Prompt *prompt, size_t start, size_t end)
{
    if (start == end)
        return PROMPT_SAME;
    replace(prompt, start, end, TEXT(""));
    return PROMPT_CHANGED;
}

static size_t word_start(const Prompt *prompt)
{
    size_t at = prompt->cursor;
    while (at > 0 && prompt->text[at - 1] == ' ')
        at--;
    while (at > 0 && prompt->text[at - 1] != ' ')
        at--;
    return at;
}

static PromptReply show_line(Prompt *prompt, size_t line)
{
    PromptHistory *history = prompt->history;
    if (!history || line > history->count || line == prompt->line)
        return PROMPT_SAME;
    if (prompt->line == history->count) {
        memcpy(prompt->kept_bytes, prompt->text, prompt->len);
        prompt->kept = (Text){prompt->kept_bytes, prompt->len};
    }
    prompt->line = line;
    Text text = line == history->count ? prompt->kept : history->lines[line];
    prompt_set(prompt, text, text.len);
    return PROMPT_CHANGED;
}

static PromptReply move_to(Prompt *prompt, size_t cursor)
{
    prompt->cursor = cursor;
    return PROMPT_SAME;
}

static size_t before_cursor(const Prompt *prompt)
{
    return prompt->cursor ? utf8_previous_cluster(prompt_text(prompt), prompt->cursor) : 0;
}

static size_t behind_cursor(const Prompt *prompt)
{
    return prompt->cursor < prompt->len ? utf8_next_cluster(prompt_text(prompt), prompt->cursor)
                                        : prompt->len;
}

static PromptReply move_key(Prompt *prompt, Key key)
{
    switch (key) {
    case KEYS_LEFT:
        return move_to(prompt, before_cursor(prompt));
    case KEYS_RIGHT:
        return move_to(prompt, behind_cursor(prompt));
    case KEYS_HOME:
    case KEY_CTRL('A'):
        return move_to(prompt, 0);
    case KEYS_END:
    case KEY_CTRL('E'):
        return move_to(prompt, prompt->len);
    case KEYS_UP:
    case KEY_CTRL('P'):
        return show_line(prompt, prompt->line - 1);
    case KEYS_DOWN:
    case KEY_CTRL('N'):
        return show_line(prompt, prompt->line + 1);
    default:
        return PROMPT_OTHER;
    }
}

static PromptReply edit_key(Prompt *prompt, Key key)
{
    switch (key) {
    case KEYS_BACKSPACE:
        return prompt->len == 0 ? PROMPT_LEFT : cut(prompt, before_cursor(prompt), prompt->cursor);
    case KEYS_DELETE:
        return cut(prompt, prompt->cursor, behind_cursor(prompt));
    case KEY_CTRL('W'):
        return cut(prompt, word_start(prompt), prompt->cursor);
    case KEY_CTRL('U'):
        return cut(prompt, 0, prompt->cursor);
    case KEY_CTRL('K'):
        return cut(prompt, prompt->cursor, prompt->len);
    case KEYS_ENTER:
        return PROMPT_DONE;
    case KEYS_ESCAPE:
    case KEY_CTRL('C'):
    case KEY_CTRL('G'):
        return PROMPT_LEFT;
    case KEYS_TAB:
        return PROMPT_COMPLETE;
    default:
        return PROMPT_OTHER;
    }
}

PromptReply prompt_key(Prompt *prompt, Key key)
{
    bool was_proposal = prompt->is_proposal;
    prompt->is_proposal = false;
    if (was_proposal && (keys_is_character(key) || key == KEYS_BACKSPACE))
        cut(prompt, 0, prompt->len);
    if (was_proposal && key == KEYS_BACKSPACE)
        return PROMPT_CHANGED;
    if (keys_is_character(key)) {
        char bytes[4];
        size_t len = utf8_encode(key, bytes);
        bool is_in = replace(prompt, prompt->cursor, prompt->cursor, (Text){bytes, len});
        return is_in ? PROMPT_CHANGED : PROMPT_SAME;
    }
    PromptReply reply = move_key(prompt, key);
    return reply == PROMPT_OTHER ? edit_key(prompt, key) : reply;
}

// "go to date: ", "date: " where that would take half of the row, or nothing: what is typed needs the room.
static Text label_for(Text label, int width)
{
    for (Text rest = label; rest.ptr && rest.len;) {
        if ((int)safe_columns(rest) * 2 < width)
            return rest;
        text_cut(&rest, ' ');
    }
    return TEXT("");
}

int prompt_draw(const Prompt *prompt, Canvas *canvas, Rect row, size_t mark)
{
    canvas_fill(canvas, row, ' ', ROLE_PLAIN);
    Pen pen = pen_at(canvas, row, NULL, NULL);
    Text text = prompt_text(prompt);
    Text label = label_for(text_from(prompt->label), row.width);
    pen_text(&pen, label, ROLE_PROMPT);
    size_t from = 0;
    while (from < prompt->cursor &&
           safe_columns(text_sub(text, from, prompt->cursor - from)) >= (size_t)pen_room(&pen))
        from = utf8_next_cluster(text, from);
    int left = pen.x;
    pen_text(&pen, text_sub(text, from, text.len), ROLE_PLAIN);
    if (prompt->is_proposal)
        canvas_mark(canvas, (Rect){left, row.y, pen.x - left, 1}, CELL_SELECTED);
    int cursor = left + (int)safe_columns(text_sub(text, from, prompt->cursor - from));
    canvas_set_cursor(canvas, cursor, row.y);
    if (mark < from)
        return left;
    int column = left + (int)safe_columns(text_sub(text, from, mark - from));
    return column < row.x + row.width ? column : row.x + row.width - 1;
}

void prompt_remember(PromptHistory *history, Text line)
{
    if (line.len == 0)
        return;
    size_t at = 0;
    while (at < history->count && !text_equal(history->lines[at], line))
        at++;
    bool is_full = at == history->count && history->count == PROMPT_HISTORY;
    if (is_full)
        at = 0; // the oldest goes
    Text kept =
        at < history->count && !is_full ? history->lines[at] : arena_text(history->arena, line);
    if (at < history->count)
        memmove(&history->lines[at], &history->lines[at + 1],
                (history->count - at - 1) * sizeof *history->lines);
    else
        history->count++;
    history->lines[history->count - 1] = kept;
}
