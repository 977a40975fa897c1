#include <config.h>
#include "loaders/readout/lines.h"

#include "loaders/readout/sentences.h"

static void add_paragraph(Readout *readout, size_t index)
{
    const Document *document = readout->document;
    Paragraph paragraph = document->paragraphs.items[index];
    Range bytes = {paragraph.start, paragraph.end};
    tokens_add(&readout->tokens, document->text, bytes, (uint32_t)index, readout->arena);
    Sentences sentences = {0};
    sentences_find(readout->lexicon->readout, document_part(document, paragraph), paragraph.start,
                   readout->arena, &sentences);
    size_t first = readout->lines.count;
    for (size_t i = 0; i < sentences.count; i++) {
        Line line = {.paragraph = index, .part = paragraph.part};
        line.tokens.from = tokens_at(&readout->tokens, sentences.items[i].start);
        line.tokens.to = tokens_at(&readout->tokens, sentences.items[i].end);
        line.is_first = readout->lines.count == first;
        if (!range_is_empty(line.tokens))
            ARENA_PUSH(readout->arena, &readout->lines, line);
    }
    if (readout->lines.count > first)
        readout->lines.items[readout->lines.count - 1].is_last = true;
}

void lines_find(Readout *readout)
{
    for (size_t i = 0; i < readout->document->paragraphs.count; i++)
        add_paragraph(readout, i);
    readout->marks = marks_find(&readout->tokens, readout->lexicon, readout->arena);
    readout->lead = readout->lines.count;
}
