#include <config.h>
#include "tui/progress.h"

enum {
    BAR_MIN = 8,  // columns; less says nothing
    BAR_MAX = 40, // a longer one is no clearer
    FULL = 0x2588,
    EMPTY = 0x2591,
};

int progress_percent(const Progress *progress)
{
    uint64_t percent =
        (uint64_t)((double)progress->bytes_read * 100.0 / (double)progress->bytes_total);
    return percent < 99 ? (int)percent : 99;
}

// "267 of 634 MB", both in the unit of the larger one.
static Text bytes_text(const Progress *progress, Arena *scratch)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    uint64_t read = progress->bytes_read, total = progress->bytes_total;
    double unit = 1;
    size_t at = 0;
    while ((double)(total > read ? total : read) >= 1000 * unit && at < 4) {
        unit *= 1000;
        at++;
    }
    int digits = at >= 3; // of GB also the tenths move
    if (total == 0)
        return arena_printf(scratch, "%.*f %s", digits, (double)read / unit, units[at]);
    return arena_printf(scratch, "%.*f of %.*f %s", digits, (double)read / unit, digits,
                        (double)total / unit, units[at]);
}

static Text in_form(const Progress *progress, int form, Arena *scratch)
{
    Text percent = TEXT("");
    if (progress->bytes_total)
        percent = arena_printf(scratch, "%d%% · ", progress_percent(progress));
    Text bytes = bytes_text(progress, scratch);
    unsigned long long rows = progress->rows, problems = progress->problems;
    const char *of_rows = rows == 1 ? "" : "s", *of_problems = problems == 1 ? "" : "s";
    switch (form) {
    case 0:
        return arena_printf(scratch, "%.*s%.*s · %llu row%s · %llu problem%s", TEXT_ARG(percent),
                            TEXT_ARG(bytes), rows, of_rows, problems, of_problems);
    case 1:
        return arena_printf(scratch, "%.*s%llu row%s · %llu problem%s", TEXT_ARG(percent), rows,
                            of_rows, problems, of_problems);
    case 2:
        return arena_printf(scratch, "%.*s%llu row%s", TEXT_ARG(percent), rows, of_rows);
    default:
        return progress->bytes_total ? arena_printf(scratch, "%d%%", progress_percent(progress))
                                     : bytes;
    }
}

Text progress_text(const Progress *progress, int columns, Arena *scratch)
{
    int form = 0;
    Text text = in_form(progress, form, scratch);
    while (form < 3 && (int)safe_columns(text) > columns)
        text = in_form(progress, ++form, scratch);
    return text;
}

static void draw_bar(const Progress *progress, int columns, Pen *pen)
{
    int full = columns * progress_percent(progress) / 100;
    pen_code(pen, FULL, full, ROLE_KEY);
    pen_code(pen, EMPTY, columns - full, ROLE_DIM);
    pen_code(pen, ' ', 1, ROLE_PLAIN);
}

void progress_draw(const Progress *progress, Pen *pen)
{
    int room = pen_room(pen);
    Text text = progress_text(progress, room, pen->scratch);
    int bar = room - (int)safe_columns(text) - 2;
    if (bar > BAR_MAX)
        bar = BAR_MAX;
    if (bar >= BAR_MIN && progress->bytes_total)
        draw_bar(progress, bar, pen);
    pen_text(pen, text, ROLE_NOTE);
}
