#include <config.h>
#include "loaders/table_coded_own.h"

Problem coded_problem_in(const CodedLoad *table, const Record *record, size_t column,
                         ProblemKind kind, Severity severity)
{
    FieldPlace place = {table->source, record, column, TEXT("")};
    return table_problem(&place, kind, severity);
}

// What another encoding makes of its bytes is the decoder's matter.
void coded_check_bytes(const CodedLoad *table, const Record *record)
{
    ByteCheck check = {table->load, table->source, table->recipe->names, table->form->fallback};
    if (table->form->encoding.len == 0)
        table_check_bytes(&check, record);
}

// ---- what is not known ----

static void note_country(CodedLoad *table, const Record *record, Text code)
{
    size_t column = table->recipe->country_count > 0 ? table->recipe->countries[0].column : 0;
    for (size_t i = 0; i < table->recipe->country_count; i++)
        if (text_find(coded_value(table, table->recipe->countries[i].column), code) != TEXT_NOWHERE)
            column = table->recipe->countries[i].column;
    uint64_t hash = text_hash(code);
    if (!table_seen_add(table->strange_countries, hash)) {
        problems_count(coded_problems(table), PROBLEM_COUNTRY, SEVERITY_NOTE);
        return;
    }
    problem_at(coded_problems(table),
               coded_problem_in(table, record, column, PROBLEM_COUNTRY, SEVERITY_NOTE),
               "no country is known by \"%.*s\"; it is kept as written", TEXT_ARG(code));
    table_seen_tell(table->strange_countries, hash, coded_problems(table));
}

static void note_kind(CodedLoad *table, const Record *record)
{
    Text code = table->row.code;
    size_t column = table->recipe->kind.column;
    uint64_t hash = text_hash(code);
    if (!table_seen_add(table->strange_kinds, hash)) {
        problems_count(coded_problems(table), PROBLEM_VALUE, SEVERITY_NOTE);
        return;
    }
    problem_at(coded_problems(table),
               coded_problem_in(table, record, column, PROBLEM_VALUE, SEVERITY_NOTE),
               "the profile has no kind for the code \"%.*s\"; it is kept as written",
               TEXT_ARG(code));
    table_seen_tell(table->strange_kinds, hash, coded_problems(table));
}

void coded_note_strange(CodedLoad *table, const Record *record)
{
    for (size_t i = 0; i < table->row.country_count; i++)
        if (table->row.countries[i].id.at == COUNTRY_NONE)
            note_country(table, record, table->row.countries[i].code);
    if (table->row.has_strange_kind)
        note_kind(table, record);
    if (table->row.why)
        problem_at(
            coded_problems(table),
            coded_problem_in(table, record, table->row.column, PROBLEM_VALUE, SEVERITY_WARNING),
            "%s in \"%.*s\", found \"%.*s\"", table->row.why,
            TEXT_ARG(table_form_name(table->form, table->row.column)),
            TEXT_ARG(coded_value(table, table->row.column)));
}

// A date that another table lends is not there: the row which it should come from is missing.
static bool is_lookup_missed(const CodedLoad *table)
{
    return table->row.column >= table->recipe->column_count && table->recipe->lookup.profile.len &&
           coded_value(table, table->row.column).len == 0;
}

static void report_missed(const CodedLoad *table, const Record *record)
{
    const LookupRecipe *lookup = &table->recipe->lookup;
    problem_at(coded_problems(table),
               coded_problem_in(table, record, lookup->key, PROBLEM_JOIN, SEVERITY_ERROR),
               "the table of %.*s has no row with \"%.*s\" in \"%.*s\"", TEXT_ARG(lookup->profile),
               TEXT_ARG(coded_value(table, lookup->key)), TEXT_ARG(lookup->to));
}

void coded_reject(CodedLoad *table, const Record *record)
{
    coded_accounting(table)->rejected++;
    if (table->lacks_lookup)
        return;
    if (is_lookup_missed(table))
        report_missed(table, record);
    else
        problem_at(coded_problems(table),
                   coded_problem_in(table, record, table->row.column, PROBLEM_DATE, SEVERITY_ERROR),
                   "%s in \"%.*s\", found \"%.*s\"", table->row.why,
                   TEXT_ARG(table_form_name(table->form, table->row.column)),
                   TEXT_ARG(coded_value(table, table->row.column)));
}
