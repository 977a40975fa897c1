// Problems: what was not read as meant, the gravest first or as the files have them, narrowed by words; and the raw
// record in which one stands.
#include <config.h>
#include "tui/pane_lines.h"

#include "model/utf8.h"

enum {
    PROBLEM_LABEL = 8,
    PROBLEMS_SHOWN = 20000,
    LINE_LABEL = 8,
    LINES_BEFORE = 1,         // of the source, around the line at fault
    LINES_BEHIND = 5,         // a record with line ends in its fields has more than one
    LINE_BYTES = 64 * 1024,   // shown of a line
    AROUND_BYTES = 16 * 1024, // looked at before the line for where it begins
};

static Role severity_role(Severity severity)
{
    switch (severity) {
    case SEVERITY_NOTE:
        return ROLE_NOTE;
    case SEVERITY_WARNING:
        return ROLE_WARNING;
    case SEVERITY_ERROR:
        break;
    }
    return ROLE_ERROR;
}

// ---- the list ----

// Without its severity, which has a column of its own.
static Text bare_text(const Problem *problem, Arena *arena)
{
    Text text = problem_text(problem, arena);
    Text needle = arena_printf(arena, "%s: ", severity_name(problem->severity));
    size_t at = text_find(text, needle);
    if (at == TEXT_NOWHERE)
        return text;
    return arena_printf(arena, "%.*s%.*s", (int)at, text.ptr,
                        TEXT_ARG(text_sub(text, at + needle.len, text.len)));
}

// Every word must be there, in any case: in the text, or as the severity.
static bool is_wanted(const App *app, Text text, Severity severity)
{
    Text row =
        utf8_fold(arena_printf(app->scratch, "%s %.*s", severity_name(severity), TEXT_ARG(text)),
                  app->scratch);
    for (Text rest = utf8_fold(app->problem_words, app->scratch); rest.ptr;) {
        Text word = text_cut(&rest, ' ');
        if (text_find(row, word) == TEXT_NOWHERE)
            return false;
    }
    return true;
}

static void add_problem(App *app, const Problem *problem, size_t link)
{
    Pane *pane = &app->problem_list;
    Text text = bare_text(problem, app->scratch);
    if (!is_wanted(app, text, problem->severity))
        return;
    lines_add(pane, (TextRow){.label = text_from(severity_name(problem->severity)),
                              .text = arena_text(pane->content_arena, text),
                              .label_role = severity_role(problem->severity),
                              .link = link});
}

static void add_problems(App *app, const Problems *problems, bool has_links)
{
    int first = app->problems_by_place ? SEVERITY_NOTE : SEVERITY_ERROR;
    for (int severity = first; severity >= SEVERITY_NOTE; severity--)
        for (size_t i = 0; i < problems->count && i < PROBLEMS_SHOWN; i++)
            if (app->problems_by_place || problems->items[i].severity == (Severity)severity)
                add_problem(app, &problems->items[i], has_links ? i : SIZE_MAX);
}

// Who looks at pairs should know how much he does not see. No problem, and so behind the problems.
static void add_unpaired(App *app)
{
    Pane *pane = &app->problem_list;
    Unpaired count = timeline_unpaired(app->timeline);
    if (count.one + count.none == 0 || app->problem_words.len > 0)
        return;
    lines_add(pane,
              (TextRow){.text = arena_printf(pane->content_arena,
                                             "in no pair: %zu with one country, %zu with none",
                                             count.one, count.none),
                        .role = ROLE_DIM,
                        .has_gap = lines_count(pane) > 0,
                        .link = SIZE_MAX});
}

// "46 records = 38 used + 8 rejected"; what is nothing is left out, for narrow screens.
static void add_accounting(const App *app, Buffer *out)
{
    Accounting sum = timeline_accounting(app->timeline);
    const struct {
        uint64_t count;
        const char *fate;
    } parts[] = {{sum.used, "used"},
                 {sum.folded, "folded"},
                 {sum.joined, "joined"},
                 {sum.skipped, "skipped"},
                 {sum.rejected, "rejected"}};
    buffer_printf(out, "%llu record%s =", (unsigned long long)sum.read, sum.read == 1 ? "" : "s");
    const char *plus = "";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].count == 0 && i > 0)
            continue;
        buffer_printf(out, "%s %llu %s", plus, (unsigned long long)parts[i].count, parts[i].fate);
        plus = " +";
    }
}

static Text title_of(App *app, size_t shown, Arena *arena)
{
    Buffer out = buffer_in(arena);
    if (app->problem_words.len > 0)
        buffer_printf(&out, "%zu with \"%.*s\" of ", shown, TEXT_ARG(app->problem_words));
    buffer_add(&out, app_problem_counts(app, true, arena));
    buffer_printf(&out, "%s · ", app->problems_by_place ? ", by file and line" : "");
    add_accounting(app, &out);
    return buffer_text(&out);
}

void problems_fill(App *app)
{
    Pane *pane = &app->problem_list;
    TextRows *rows = lines_begin(pane, PROBLEM_LABEL);
    timeline_locate_problems(app->timeline);
    add_problems(app, &app->problems, false);
    add_problems(app, timeline_problems(app->timeline), true);
    size_t shown = rows->count;
    rows->title = title_of(app, shown, pane->content_arena);
    if (shown == 0 && app->problem_words.len == 0)
        lines_add(pane, (TextRow){.text = TEXT("everything could be read as meant"),
                                  .role = ROLE_DIM,
                                  .link = SIZE_MAX});
    add_unpaired(app);
    if (shown == 0 && app->problem_words.len > 0)
        lines_add(pane, (TextRow){.text = TEXT("no problem has all these words"),
                                  .role = ROLE_NOTE,
                                  .link = SIZE_MAX});
}

const Problem *problems_current(const App *app)
{
    const TextRow *row = lines_current(&app->problem_list);
    const Problems *problems = timeline_problems(app->timeline);
    return row && row->link < problems->count ? &problems->items[row->link] : NULL;
}

const PaneOps problems_ops = {.name = "Problems", .where = IN_POPUP | IN_PROBLEMS, LINES_OPS};

// ---- the record ----

typedef struct Around { // lines of a source
    const Source *source;
    Text bytes; // from `offset` on
    uint64_t offset;
    size_t at;     // of the byte at fault, in them
    uint32_t line; // its number
} Around;

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t line_start(Text bytes, size_t at)
{
    while (at > 0 && !is_line_end(bytes.ptr[at - 1]))
        at--;
    return at;
}

static size_t line_end(Text bytes, size_t at)
{
    while (at < bytes.len && !is_line_end(bytes.ptr[at]))
        at++;
    return at;
}

static size_t next_line(Text bytes, size_t at)
{
    at = line_end(bytes, at);
    if (at + 1 < bytes.len && bytes.ptr[at] == '\r' && bytes.ptr[at + 1] == '\n')
        at++;
    return at < bytes.len ? at + 1 : at;
}

static bool read_around(App *app, const Problem *problem, Around *around)
{
    *around =
        (Around){.source = timeline_source(app->timeline, problem->source), .line = problem->line};
    uint64_t size = around->source->size;
    if (problem->offset > size)
        return false;
    around->offset = problem->offset > AROUND_BYTES ? problem->offset - AROUND_BYTES : 0;
    around->at = (size_t)(problem->offset - around->offset);
    uint64_t len = size - around->offset;
    size_t most = around->at + LINE_BYTES;
    Slice slice = {.offset = around->offset,
                   .length = (uint32_t)(len < most ? len : most),
                   .source = around->source->id};
    around->bytes = source_raw(around->source, slice, app->report.content_arena);
    return around->bytes.len == slice.length && around->bytes.len > 0;
}

// True: it is the line at fault.
static bool add_raw_line(Pane *pane, const Around *around, size_t start, uint32_t line)
{
    size_t end = line_end(around->bytes, start);
    bool is_at_fault = around->at >= start && around->at <= end;
    TextRow row = {.text = text_sub(around->bytes, start, end - start),
                   .role = is_at_fault ? ROLE_PLAIN : ROLE_DIM,
                   .label_role = ROLE_DIM};
    if (line > 0)
        row.label = arena_printf(pane->content_arena, "%u", line);
    if (is_at_fault) {
        RoleRange *ranges = ARENA_ARRAY(pane->content_arena, RoleRange, 2);
        ranges[0] = (RoleRange){0, around->at - start, ROLE_PLAIN};
        ranges[1] = (RoleRange){around->at - start, end - start, ROLE_QUOTE};
        row.ranges = ranges;
        row.range_count = 2;
    }
    lines_add(pane, row);
    return is_at_fault;
}

// The cursor comes to stand on the line at fault.
static void add_raw_lines(Pane *pane, const Around *around)
{
    size_t start = line_start(around->bytes, around->at);
    uint32_t line = around->line;
    for (int i = 0; i < LINES_BEFORE && start > 0; i++) {
        start = line_start(around->bytes, start - 1 -
                                              (start > 1 && around->bytes.ptr[start - 1] == '\n' &&
                                               around->bytes.ptr[start - 2] == '\r'));
        line -= line > 0;
    }
    size_t behind = 0;
    while (start < around->bytes.len && behind <= LINES_BEHIND) {
        if (add_raw_line(pane, around, start, line))
            pane_move_to(pane, pane_count(pane) - 1);
        start = next_line(around->bytes, start);
        line += line > 0;
        behind += start > around->at;
    }
}

const PaneOps record_ops = {.name = "Record", .where = IN_POPUP, LINES_OPS};

bool problems_open(App *app)
{
    const Problem *problem = problems_current(app);
    Pane *pane = &app->report;
    Around around;
    if (!problem || problem->source == PROBLEM_NO_SOURCE || problem->offset == PROBLEM_NO_OFFSET) {
        app_say(app, ROLE_NOTE, "no record belongs to this: it is about the whole file");
        return false;
    }
    pane->ops = &record_ops;
    TextRows *rows = lines_begin(pane, LINE_LABEL);
    rows->title = arena_text(pane->content_arena, problem->path);
    lines_add(pane, (TextRow){.text = arena_text(pane->content_arena, problem->message),
                              .role = severity_role(problem->severity)});
    if (read_around(app, problem, &around))
        add_raw_lines(pane, &around);
    else
        lines_add(pane, (TextRow){.text = TEXT("the source cannot be read any more"),
                                  .role = ROLE_ERROR});
    return true;
}
