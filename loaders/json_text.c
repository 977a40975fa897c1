#include <config.h>
#include "loaders/json_text.h"

#include <jansson.h>
#include <string.h>

enum {
    DEPTH = 8, // objects deeper inside are one value, as arrays are
    READING = JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL,
};

// ---- spans ----

static size_t skip_blanks(Text bytes, size_t at)
{
    while (at < bytes.len && memchr(" \t\r\n", bytes.ptr[at], 4))
        at++;
    return at;
}

// Behind the closing quote of the string that opens at `from`; as json_end.
static size_t string_end(Text bytes, size_t from)
{
    for (size_t at = from + 1; at < bytes.len; at++) {
        char c = bytes.ptr[at];
        if (c == '"')
            return at + 1;
        if (c == '\n' || c == '\r')
            return from;
        at += c == '\\';
    }
    return TEXT_NOWHERE;
}

static size_t scalar_end(Text bytes, size_t from)
{
    for (size_t at = from; at < bytes.len; at++)
        if (memchr(",]} \t\r\n", bytes.ptr[at], 7))
            return at;
    return TEXT_NOWHERE;
}

size_t json_end(Text bytes, size_t from)
{
    size_t depth = 0;
    for (size_t at = from; at < bytes.len;) {
        char c = bytes.ptr[at];
        depth += c == '{' || c == '[';
        depth -= depth > 0 && (c == '}' || c == ']');
        bool is_mark = memchr("{}[],: \t\r\n", c, 10) != NULL;
        size_t end = is_mark ? at + 1 : c == '"' ? string_end(bytes, at) : scalar_end(bytes, at);
        if (end == at)
            return from;
        if (end == TEXT_NOWHERE || depth == 0)
            return end;
        at = end;
    }
    return TEXT_NOWHERE;
}

static FieldSpan span_of(Text bytes, size_t from, size_t end)
{
    FieldSpan span = {.start = (uint32_t)from, .length = (uint32_t)(end - from)};
    char first = bytes.ptr[from];
    if (first == '"') {
        span.start++;
        span.length -= 2;
        span.is_quoted = true;
        span.has_doubled_quote = memchr(bytes.ptr + span.start, '\\', span.length) != NULL;
    } else if (first == '[' || first == '{') {
        span.has_doubled_quote = true;
    } else if (text_equal((Text){bytes.ptr + from, end - from}, TEXT("null"))) {
        span.length = 0;
    }
    return span;
}

// ---- jansson ----

bool json_check(Text object, Arena *arena, Text *why, size_t *at)
{
    json_error_t error;
    json_t *value = json_loadb(object.ptr, object.len, READING, &error);
    if (value) {
        bool is_object = json_is_object(value);
        json_decref(value);
        *why = TEXT("expected an object in { }");
        *at = 0;
        return is_object;
    }
    // It counts the byte behind the one that is wrong.
    *at = error.position > 0 ? (size_t)error.position - 1 : 0;
    *why = arena_text(arena, text_from(error.text));
    return false;
}

static Text unescaped(Text content, Arena *arena)
{
    if (!content.len || !memchr(content.ptr, '\\', content.len))
        return content;
    Text quoted = arena_printf(arena, "\"%.*s\"", TEXT_ARG(content));
    char *bytes =
        arena_alloc(arena, content.len, 1); // no escape is shorter than what it stands for
    json_t *value = json_loadb(quoted.ptr, quoted.len, READING | JSON_DECODE_ANY, NULL);
    Text out = content;
    if (json_is_string(value) && json_string_length(value) <= content.len) {
        out = (Text){bytes, json_string_length(value)};
        memcpy(bytes, json_string_value(value), out.len);
    }
    json_decref(value);
    return out;
}

// ---- members ----

typedef struct Walk {
    Text bytes;
    size_t at;
    Text paths[DEPTH];       // of the objects that are open; empty: the outermost
    bool is_in_array[DEPTH]; // … which it is the only one of
    size_t depth;
    JsonMembers members;
    Arena *arena;
} Walk;

static bool is_at(Walk *walk, char wanted)
{
    walk->at = skip_blanks(walk->bytes, walk->at);
    if (walk->at >= walk->bytes.len || walk->bytes.ptr[walk->at] != wanted)
        return false;
    walk->at++;
    return true;
}

// The path of the member whose key comes next; false: none does.
static bool read_key(Walk *walk, Text *path)
{
    walk->at = skip_blanks(walk->bytes, walk->at);
    size_t from = walk->at;
    if (from >= walk->bytes.len || walk->bytes.ptr[from] != '"')
        return false;
    walk->at = string_end(walk->bytes, from);
    if (walk->at == TEXT_NOWHERE || walk->at == from)
        return false;
    Text key = unescaped(text_sub(walk->bytes, from + 1, walk->at - from - 2), walk->arena);
    Text outer = walk->paths[walk->depth - 1];
    *path =
        outer.len ? arena_printf(walk->arena, "%.*s.%.*s", TEXT_ARG(outer), TEXT_ARG(key)) : key;
    return is_at(walk, ':');
}

// Goes behind the "{" of an object that is to be walked: the value itself, or all that stands in an array.
static bool enter_object(Walk *walk, bool *is_in_array)
{
    *is_in_array = false;
    if (is_at(walk, '{'))
        return true;
    size_t from = walk->at;
    if (!is_at(walk, '['))
        return false;
    size_t inside = skip_blanks(walk->bytes, walk->at);
    size_t end = json_end(walk->bytes, inside);
    walk->at = inside;
    if (end != TEXT_NOWHERE && end > inside && is_at(walk, '{')) {
        size_t next = skip_blanks(walk->bytes, end);
        *is_in_array = next < walk->bytes.len && walk->bytes.ptr[next] == ']';
    }
    if (!*is_in_array)
        walk->at = from;
    return *is_in_array;
}

static bool read_member(Walk *walk)
{
    Text path;
    if (!read_key(walk, &path))
        return false;
    if (walk->depth < DEPTH && enter_object(walk, &walk->is_in_array[walk->depth])) {
        walk->paths[walk->depth++] = path;
        return true;
    }
    size_t from = skip_blanks(walk->bytes, walk->at), end = json_end(walk->bytes, from);
    if (end == TEXT_NOWHERE || end == from)
        return false;
    JsonMember member = {path, span_of(walk->bytes, from, end)};
    ARENA_PUSH(walk->arena, &walk->members, member);
    walk->at = end;
    return true;
}

JsonMembers json_members(Text bytes, Arena *arena)
{
    Walk walk = {.bytes = bytes, .arena = arena};
    if (is_at(&walk, '{'))
        walk.depth = 1;
    while (walk.depth > 0) {
        if (is_at(&walk, '}')) {
            if (walk.is_in_array[--walk.depth])
                is_at(&walk, ']');
        } else if (!is_at(&walk, ',') && !read_member(&walk))
            break;
    }
    return walk.members;
}

// ---- values ----

static Text value_at(Text raw, bool is_string, size_t depth, Arena *arena);

// The values of an array, or those of an object, in order.
static Text joined(Text raw, size_t depth, Arena *arena)
{
    bool is_array = raw.ptr[0] == '[', is_key = !is_array;
    Buffer out = buffer_in(arena);
    for (size_t at = 1; at < raw.len;) {
        at = skip_blanks(raw, at);
        size_t end = json_end(raw, at);
        if (end == TEXT_NOWHERE || end == at || end == raw.len)
            break;
        char c = raw.ptr[at];
        FieldSpan span = span_of(raw, at, end);
        is_key = c == ':' ? false : c == ',' ? !is_array : is_key;
        at = end;
        if (c == ':' || c == ',' || is_key || span.length == 0)
            continue;
        if (out.count > 0)
            buffer_add(&out, is_array ? TEXT(";") : TEXT(", "));
        Text value = {raw.ptr + span.start, span.length};
        buffer_add(&out, value_at(value, span.is_quoted, depth + 1, arena));
    }
    return buffer_text(&out);
}

static Text value_at(Text raw, bool is_string, size_t depth, Arena *arena)
{
    if (is_string)
        return unescaped(raw, arena);
    bool is_compound = raw.len > 1 && (raw.ptr[0] == '[' || raw.ptr[0] == '{');
    return is_compound && depth < DEPTH ? joined(raw, depth, arena) : raw;
}

Text json_value(Text raw, bool is_string, Arena *arena)
{
    return value_at(raw, is_string, 0, arena);
}
