#include <config.h>
#include "loaders/scan.h"

#include <string.h>

static bool is_blank(const Scan *scan, char c)
{
    return (c == ' ' || c == '\t') && c != scan->delimiter;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t skip_blanks(const Scan *scan, size_t at)
{
    while (at < scan->window.len && is_blank(scan, scan->window.ptr[at]))
        at++;
    return at;
}

static void add_span(Scan *scan, FieldSpan span)
{
    ARENA_PUSH(scan->arena, &scan->spans, span);
}

// From behind an opening quote; `*at` becomes the place behind the closing one.
static ScanEnd scan_quoted(Scan *scan, size_t *at)
{
    const char *bytes = scan->window.ptr;
    size_t start = *at, len = scan->window.len;
    FieldSpan span = {.start = (uint32_t)start, .is_quoted = true};
    for (size_t from = start;;) {
        const char *quote = from < len ? memchr(bytes + from, '"', len - from) : NULL;
        size_t end = quote ? (size_t)(quote - bytes) : len;
        if (!quote || (end + 1 == len && !scan->is_last)) {
            scan->fault = start - 1;
            return scan->is_last ? SCAN_OPEN_QUOTE : SCAN_MORE;
        }
        if (end + 1 < len && bytes[end + 1] == '"') {
            span.has_doubled_quote = true;
            from = end + 2;
            continue;
        }
        span.length = (uint32_t)(end - start);
        add_span(scan, span);
        *at = end + 1;
        return SCAN_RECORD;
    }
}

static ScanEnd scan_unquoted(Scan *scan, size_t *at)
{
    const char *bytes = scan->window.ptr;
    size_t start = *at, end = start;
    while (end < scan->window.len && bytes[end] != scan->delimiter && !is_line_end(bytes[end]))
        end++;
    if (end == scan->window.len && !scan->is_last)
        return SCAN_MORE;
    size_t trimmed = end;
    while (trimmed > start && is_blank(scan, bytes[trimmed - 1]))
        trimmed--;
    add_span(scan, (FieldSpan){.start = (uint32_t)start, .length = (uint32_t)(trimmed - start)});
    *at = end;
    return SCAN_RECORD;
}

// One field with the blanks around it; `*at` becomes the place of the separator or line end, or the window's end.
static ScanEnd scan_field(Scan *scan, size_t *at)
{
    *at = skip_blanks(scan, *at);
    if (scan->is_unquoted || *at == scan->window.len || scan->window.ptr[*at] != '"')
        return scan_unquoted(scan, at);
    scan->fault_quote = (*at)++;
    ScanEnd end = scan_quoted(scan, at);
    if (end != SCAN_RECORD)
        return end;
    *at = skip_blanks(scan, *at);
    if (*at == scan->window.len)
        return scan->is_last ? SCAN_RECORD : SCAN_MORE;
    char c = scan->window.ptr[*at];
    if (c == scan->delimiter || is_line_end(c))
        return SCAN_RECORD;
    scan->fault = *at;
    return SCAN_TEXT_AFTER_QUOTE;
}

// Length of the line end at `at`, or TEXT_NOWHERE where a CR is the last byte known.
static size_t line_end_length(Text window, size_t at, bool is_last)
{
    if (at == window.len)
        return 0;
    if (window.ptr[at] == '\n')
        return 1;
    if (at + 1 == window.len)
        return is_last ? 1 : TEXT_NOWHERE;
    return window.ptr[at + 1] == '\n' ? 2 : 1;
}

ScanEnd scan_record(Scan *scan)
{
    scan->spans.count = 0;
    for (size_t at = 0;; at++) {
        ScanEnd end = scan_field(scan, &at);
        if (end != SCAN_RECORD)
            return end;
        if (at < scan->window.len && scan->window.ptr[at] == scan->delimiter)
            continue;
        size_t line_end = line_end_length(scan->window, at, scan->is_last);
        if (line_end == TEXT_NOWHERE)
            return SCAN_MORE;
        scan->length = at;
        scan->next = at + line_end;
        return SCAN_RECORD;
    }
}

size_t scan_line(Text window, size_t from, bool is_last)
{
    size_t at = from;
    while (at < window.len && !is_line_end(window.ptr[at]))
        at++;
    size_t line_end = line_end_length(window, at, is_last);
    if (line_end == TEXT_NOWHERE || (line_end == 0 && !is_last))
        return TEXT_NOWHERE;
    return at + line_end - from;
}
