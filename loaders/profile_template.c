// Texts made of columns: "{Source Name}: {label}[ -> {Target Name}]".
#include <config.h>
#include "loaders/profile_own.h"

#include <string.h>

// ---- binding ----

static TemplatePart bind_hole(Binder *binder, Text name, const ConfigRow *row)
{
    static const struct {
        Text name;
        TemplateWord word;
    } words[] = {{TEXT_INIT("kind"), TEMPLATE_KIND},
                 {TEXT_INIT("code"), TEMPLATE_CODE},
                 {TEXT_INIT("label"), TEMPLATE_LABEL}};
    TemplatePart part = {.word = TEMPLATE_COLUMN, .column = PROFILE_NO_COLUMN};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_equal(name, words[i].name))
            part.word = words[i].word;
    if (part.word == TEMPLATE_COLUMN)
        part.column = bind_column(binder, name, row);
    return part;
}

Template bind_template(Binder *binder, ProfileKey key)
{
    Text value = profile_value(binder->profile, key);
    const ConfigRow *row = profile_row_of(binder->profile, key);
    Template as = {.column = PROFILE_NO_COLUMN};
    if (text_find_char(value, '{') == TEXT_NOWHERE) {
        as.column = bind_column(binder, value, row);
        return as;
    }
    as.parts =
        ARENA_ARRAY(binder->arena, TemplatePart, value.len); // each part takes a byte at least
    for (size_t at = 0; at < value.len;) {
        char c = value.ptr[at];
        TemplatePart part = {.column = PROFILE_NO_COLUMN};
        size_t len = 1;
        if (c == '{') {
            Text hole =
                text_sub(value, at + 1, text_find_char(text_sub(value, at + 1, value.len), '}'));
            part = bind_hole(binder, text_trim(hole), row);
            len = hole.len + 2;
        } else if (c == '[' || c == ']') {
            part.word = c == '[' ? TEMPLATE_OPEN : TEMPLATE_CLOSE;
        } else {
            while (at + len < value.len && !strchr("{[]", value.ptr[at + len]))
                len++;
            part.literal = text_sub(value, at, len);
        }
        as.parts[as.count++] = part;
        at += len;
    }
    return as;
}

// ---- rendering ----

static Text code_of(const Recipe *recipe, const Text *fields, size_t count, Arena *scratch)
{
    return template_render(recipe, &recipe->kind, fields, count, scratch);
}

static Text label_of(const Recipe *recipe, Text code)
{
    const KindMap *labels = recipe->profile->labels;
    const KindEntry *entry = labels ? kind_map_entry(labels, code) : NULL;
    return entry ? entry->label : code;
}

static Text kind_of(const Recipe *recipe, Text code)
{
    uint8_t kind = recipe->kinds ? kind_map_find(recipe->kinds, code) : KIND_UNKNOWN;
    return profile_kind_name(kind == KIND_UNKNOWN ? recipe->kind_else : kind);
}

static Text render_part(const Recipe *recipe, const TemplatePart *part, const Text *fields,
                        size_t count, Arena *scratch)
{
    switch (part->word) {
    case TEMPLATE_LITERAL:
        return part->literal;
    case TEMPLATE_COLUMN:
        return recipe_value(recipe, fields, count, part->column);
    case TEMPLATE_CODE:
        return code_of(recipe, fields, count, scratch);
    case TEMPLATE_LABEL:
        return label_of(recipe, code_of(recipe, fields, count, scratch));
    case TEMPLATE_KIND:
        return kind_of(recipe, code_of(recipe, fields, count, scratch));
    case TEMPLATE_OPEN:
    case TEMPLATE_CLOSE:
        break;
    }
    return (Text){0};
}

Text template_render(const Recipe *recipe, const Template *as, const Text *fields, size_t count,
                     Arena *scratch)
{
    if (as->column != PROFILE_NO_COLUMN)
        return recipe_value(recipe, fields, count, as->column);
    if (as->count == 0)
        return (Text){0};
    Buffer out = buffer_in(scratch);
    size_t group = 0; // where the bytes of the group began
    bool is_in_group = false, is_missing = false;
    for (size_t i = 0; i < as->count; i++) {
        const TemplatePart *part = &as->parts[i];
        Text text = render_part(recipe, part, fields, count, scratch);
        if (part->word == TEMPLATE_OPEN) {
            group = out.count;
            is_in_group = true;
            is_missing = false;
        } else if (part->word == TEMPLATE_CLOSE) {
            if (is_in_group && is_missing)
                out.count = group;
            is_in_group = false;
        } else {
            is_missing = is_missing || (part->word == TEMPLATE_COLUMN && text.len == 0);
            buffer_add(&out, text);
        }
    }
    return text_trim(buffer_text(&out));
}
