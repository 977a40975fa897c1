// The date of a row of our own tables or of a hand-made one.
#include <config.h>
#include "loaders/table_in_own.h"

#include "loaders/table_order.h"

static void find_order(TableLoad *table)
{
    TableColumn column = {table->source, table->form, table->form->column_of[EVENT_DATE]};
    bool is_sure;
    table->order = table_order_find(table->load, &column, &is_sure);
    table->knows_order = true;
    table->may_contradict = !is_sure;
}

static void report_order(const Row *row)
{
    bool is_day_first = row->table->order == ORDER_DAY_FIRST;
    if (is_day_first || row->table->order == ORDER_MONTH_FIRST)
        problem_at(
            table_row_problems(row),
            table_row_problem(row, EVENT_DATE, PROBLEM_AMBIGUOUS, SEVERITY_NOTE),
            "dates such as this one are read with the %s first, as other dates of the column "
            "show",
            is_day_first ? "day" : "month");
}

// False: another thread's part ends here, and the row is read again where the first of these is told.
static bool check_order(const Row *row, Text text)
{
    TableLoad *table = row->table;
    DayOrder order = table_date_order(text);
    if (order == ORDER_UNKNOWN || order == table->order)
        return true;
    if (load_gives_up(table->load))
        return false;
    table->may_contradict = false;
    problem_at(table_row_problems(row),
               table_row_problem(row, EVENT_DATE, PROBLEM_AMBIGUOUS, SEVERITY_WARNING),
               "\"%.*s\" has the %s first, other dates of the column have the %s first; those that "
               "can be read in two ways are read like the others",
               TEXT_ARG(text), order == ORDER_DAY_FIRST ? "day" : "month",
               order == ORDER_DAY_FIRST ? "month" : "day");
    return true;
}

// An export writes what was loaded without a date, a readout for instance: it must come back.
static bool is_undated(const Row *row, Text text)
{
    if (text.len > 0 || !row->table->form->is_own)
        return false;
    problem_at(table_row_problems(row),
               table_row_problem(row, EVENT_DATE, PROBLEM_DATE, SEVERITY_WARNING),
               "the event has no date");
    return true;
}

bool table_row_date(const Row *row, Date *date)
{
    TableLoad *table = row->table;
    Text text = table_row_text(row, EVENT_DATE);
    if (is_undated(row, text)) {
        *date = (Date){.minutes = DATE_NO_MINUTES};
        return true;
    }
    const char *why = "";
    DateReading reading = table_date_parse(text, table->order, date, &why);
    if (reading == DATE_TWO_WAYS && !table->knows_order && load_gives_up(table->load))
        return false;
    if (reading == DATE_TWO_WAYS && !table->knows_order) {
        find_order(table);
        report_order(row);
        reading = table_date_parse(text, table->order, date, &why);
    }
    if (table->may_contradict && !check_order(row, text))
        return false;
    if (reading == DATE_READ)
        return true;
    if (reading == DATE_TWO_WAYS) {
        problem_at(table_row_problems(row),
                   table_row_problem(row, EVENT_DATE, PROBLEM_AMBIGUOUS, SEVERITY_WARNING),
                   "\"%.*s\" can be read in two ways; only its year is used", TEXT_ARG(text));
        return true;
    }
    problem_at(table_row_problems(row),
               table_row_problem(row, EVENT_DATE, PROBLEM_DATE, SEVERITY_ERROR),
               "%s, found \"%.*s\"", why, TEXT_ARG(text));
    return false;
}

void table_row_end(const Row *row, Date *date)
{
    TableLoad *table = row->table;
    Text text =
        text_trim(table_layout_field(table->form, row->record, table->form->end, row->scratch));
    Date end;
    const char *why = "expected a date";
    if (text.len == 0 || date->end_form != DATE_ABSENT)
        return;
    bool is_read = table_date_parse(text, table->order, &end, &why) == DATE_READ;
    if (is_read && end.end >= date->start) {
        if (end.start != date->start || end.end != date->end) {
            date->end = end.end;
            date->end_form = end.start_form;
        }
        return;
    }
    FieldPlace place = {table->source, row->record, table->form->end,
                        table->form->names[table->form->end]};
    problem_at(table_row_problems(row), table_problem(&place, PROBLEM_DATE, SEVERITY_WARNING),
               "%s, found \"%.*s\"", is_read ? "expected an end that is not before the start" : why,
               TEXT_ARG(text));
}
