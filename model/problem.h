// What could not be read as meant: collected by whoever reads, shown by the cli and the problems pane.
// A function reports or returns; it never prints. A bug is not a Problem (BUG_IF in arena.h).
// Message: what was expected, what was found, in the reader's words; no capital, no full stop.
#ifndef BILAT_MODEL_PROBLEM_H
#define BILAT_MODEL_PROBLEM_H

#include "model/arena.h"

typedef enum Severity {
    SEVERITY_NOTE,    // worth knowing; nothing was lost (exit code 0)
    SEVERITY_WARNING, // the event is kept, something in it could not be read
    SEVERITY_ERROR,   // a record was rejected, or an input not opened (exit code 2)
} Severity;

typedef enum ProblemKind {
    PROBLEM_OPEN,        // an input that cannot be opened or read
    PROBLEM_NO_TIMELINE, // a file that is no timeline
    PROBLEM_ENCODING,    // bytes that are no text in the source's encoding
    PROBLEM_FORM,        // a record whose form is broken: quotes, number of fields
    PROBLEM_DATE,
    PROBLEM_COUNTRY,
    PROBLEM_VALUE, // any other field
    PROBLEM_JOIN,  // a row that belongs to no event; a duplicate
    PROBLEM_LANGUAGE,
    PROBLEM_AMBIGUOUS, // more than one reading; the text is kept, nothing is guessed
    PROBLEM_LIMIT,
    PROBLEM_FILTER,
    PROBLEM_CONFIG,
    PROBLEM_WRITE,
    PROBLEM_KINDS // their number
} ProblemKind;

#define PROBLEM_NO_SOURCE UINT32_MAX
#define PROBLEM_NO_OFFSET UINT64_MAX

typedef struct Problem {
    ProblemKind kind;
    Severity severity;
    Text path;       // file as the user named it; empty for a filter
    uint32_t source; // index in the timeline's sources, or PROBLEM_NO_SOURCE
    uint32_t
        line; // from 1; 0: not known here; computed from source and offset when shown (source_locate)
    uint32_t column; // code points from 1; 0: not known
    uint64_t offset; // bytes from the start of the source or the filter, or PROBLEM_NO_OFFSET
    Text message;
} Problem;

enum {
    PROBLEMS_KEPT_PER_KIND = 10000
}; // the rest are counted; `check` streams all through `on_add`

typedef struct Problems {
    Arena *arena; // holds the messages
    Problem *items;
    size_t count, capacity;
    uint64_t by_kind[PROBLEM_KINDS];
    uint64_t by_severity[SEVERITY_ERROR + 1];
    void (*on_add)(void *context, const Problem *problem); // may be NULL
    void *context;
} Problems;

Problems problems_in(Arena *arena);
// Keeps a copy; the message must live as long as the arena.
void problems_add(Problems *problems, Problem problem);
// One more of those that were reported already: only counted.
void problems_count(Problems *problems, ProblemKind kind, Severity severity);
// Of one that turns out to have been reported already: takes the one with these bytes of a message away, and leaves it
// counted. False: it is not there.
bool problems_forget(Problems *problems, const char *message);
// At a byte of a source. `path` must outlive the problems.
void problem_at(Problems *problems, Problem where, const char *format, ...) PRINTF_LIKE(3, 4);
// The usual beginnings of `where`:
#define PROBLEM_IN(kind_, severity_, path_)                                                        \
    ((Problem){.kind = (kind_),                                                                    \
               .severity = (severity_),                                                            \
               .path = (path_),                                                                    \
               .source = PROBLEM_NO_SOURCE,                                                        \
               .offset = PROBLEM_NO_OFFSET})

const char *severity_name(Severity severity); // "note", "warning", "error"
// "path:line:column: error: message", leaving out what is not known; one line always: control characters are
// written \x0a, \u009b.
Text problem_text(const Problem *problem, Arena *arena);
// Two lines: the expression and a caret under `offset` (for filters and one-line values).
Text problem_caret(const Problem *problem, Text expression, Arena *arena);

#endif
