#include <config.h>
#include "model/problem.h"

#include "model/utf8.h"

#include <stdarg.h>
#include <stdio.h>

Problems problems_in(Arena *arena)
{
    return (Problems){.arena = arena};
}

void problems_add(Problems *problems, Problem problem)
{
    problems->by_severity[problem.severity]++;
    if (problems->by_kind[problem.kind]++ < PROBLEMS_KEPT_PER_KIND)
        ARENA_PUSH(problems->arena, problems, problem);
    if (problems->on_add)
        problems->on_add(problems->context, &problem);
}

void problems_count(Problems *problems, ProblemKind kind, Severity severity)
{
    problems->by_severity[severity]++;
    problems->by_kind[kind]++;
}

void problem_at(Problems *problems, Problem where, const char *format, ...)
{
    char message[1024]; // longer raw text in a message is cut: it stands in the source
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    BUG_IF(len < 0);
    size_t kept = (size_t)len < sizeof message ? (size_t)len
                                               : utf8_whole((Text){message, sizeof message - 1});
    where.message = arena_text(problems->arena, (Text){message, kept});
    problems_add(problems, where);
}

bool problems_forget(Problems *problems, const char *message)
{
    size_t at = 0;
    while (at < problems->count && problems->items[at].message.ptr != message)
        at++;
    if (at == problems->count)
        return false;
    problems->count--;
    for (; at < problems->count; at++)
        problems->items[at] = problems->items[at + 1];
    return true;
}

const char *severity_name(Severity severity)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}

// Whoever reads the lines must not take a part of a name or of the data for one of them.
static void add_visible(Buffer *out, Text text)
{
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        Text bytes = text_sub(text, at, len);
        bool is_wrong = code == UTF8_REPLACEMENT && !text_equal(bytes, TEXT("\xEF\xBF\xBD"));
        if (code >= 0x80 && code < 0xA0)
            buffer_printf(out, "\\u%04x", code);
        else if (code >= ' ' && code != 0x7F && !is_wrong)
            buffer_add(out, bytes);
        else
            for (size_t i = 0; i < len; i++)
                buffer_printf(out, "\\x%02x", (unsigned char)bytes.ptr[i]);
    }
}

Text problem_text(const Problem *problem, Arena *arena)
{
    Buffer out = buffer_in(arena);
    if (problem->path.len) {
        add_visible(&out, problem->path);
        buffer_add_char(&out, ':');
    }
    if (problem->line)
        buffer_printf(&out, "%u:", problem->line);
    if (problem->line && problem->column)
        buffer_printf(&out, "%u:", problem->column);
    if (out.count)
        buffer_add_char(&out, ' ');
    buffer_printf(&out, "%s: ", severity_name(problem->severity));
    add_visible(&out, problem->message);
    return buffer_text(&out);
}

// Blanks as wide as the text; a tab stays a tab, since only the terminal knows its width.
static void add_blanks_below(Buffer *out, Text text)
{
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        int width = utf8_width(code);
        for (int i = 0; i < width; i++)
            buffer_add_char(out, code == '\t' ? '\t' : ' ');
    }
}

Text problem_caret(const Problem *problem, Text expression, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < expression.len; i++) // two lines: a line end inside would move the caret
        buffer_add_char(
            &out, expression.ptr[i] == '\n' || expression.ptr[i] == '\r' ? ' ' : expression.ptr[i]);
    buffer_add_char(&out, '\n');
    size_t offset = problem->offset < expression.len ? (size_t)problem->offset : expression.len;
    add_blanks_below(&out, text_sub(expression, 0, offset));
    buffer_add_char(&out, '^');
    return buffer_text(&out);
}
