#include <config.h>

// Any bytes as a readout: reading ends, paragraphs and sentences are in order and inside the text, the text is UTF-8,
// and every slice of it shows as what was read.

#include <stdlib.h>
#include <string.h>

#include "loaders/ini.h"
#include "loaders/readout/dates.h"
#include "loaders/readout/sentences.h"
#include "model/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const ReadoutWords *load_words(void)
{
    static const ReadoutWords *words;
    static Arena *arena; // for good
    static const char *const names[] = {"languages.ini", "boilerplate.ini"};
    if (words)
        return words;
    arena = arena_new();
    const char *folder = getenv("BILAT_ASSETS");
    Config config = {.arena = arena};
    Problems problems = problems_in(arena);
    for (size_t i = 0; i < 2; i++) {
        Text path = arena_printf(arena, "%s/%s", folder ? folder : "assets", names[i]);
        BUG_IF(!ini_load(path, &config, &problems));
    }
    words = readout_words_new(&config, arena);
    return words;
}

static void check_slice(const Source *source, const Document *document, size_t start, size_t end,
                        Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    Slice slice = document_slice(document, start, end);
    BUG_IF(slice.offset + slice.length > source->size);
    Text shown = document_slice_text(source, slice, scratch);
    BUG_IF(!text_equal(shown, text_sub(document->text, start, end - start)));
    arena_rewind(scratch, mark);
}

static void check_sentences(const Source *source, const Document *document, Paragraph paragraph,
                            Arena *scratch)
{
    Sentences sentences = {0};
    sentences_find(load_words(), document_part(document, paragraph), paragraph.start, scratch,
                   &sentences);
    size_t at = paragraph.start;
    for (size_t i = 0; i < sentences.count; i++) {
        Sentence sentence = sentences.items[i];
        BUG_IF(sentence.start < at || sentence.end <= sentence.start ||
               sentence.end > paragraph.end);
        at = sentence.end;
        check_slice(source, document, sentence.start, sentence.end, scratch);
    }
}

static void check_document(const Source *source, const Document *document, Arena *scratch)
{
    BUG_IF(!utf8_valid(document->text, NULL));
    check_slice(source, document, 0, document->text.len, scratch);
    size_t at = 0;
    for (size_t i = 0; i < document->paragraphs.count; i++) {
        Paragraph paragraph = document->paragraphs.items[i];
        BUG_IF(paragraph.start < at || paragraph.end < paragraph.start ||
               paragraph.end > document->text.len);
        at = paragraph.end;
        check_slice(source, document, paragraph.start, paragraph.end, scratch);
        check_sentences(source, document, paragraph, scratch);
        DateScan scan = {load_words(), document->text, scratch};
        EventDates dates =
            dates_of_event(document, &scan, paragraph.start, paragraph.start, paragraph.end);
        BUG_IF(dates.end < dates.start || dates.end > document->text.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *keep = arena_new(), *scratch = arena_new();
    Problems problems = problems_in(keep);
    Text bytes = {(const char *)data, size};
    Source *source = source_in_memory(keep, TEXT("fuzz"), bytes, NULL);
    Reading reading = {
        .words = load_words(), .scratch = scratch, .keep = keep, .problems = &problems};
    Document document;
    if (document_read(&reading, source, bytes, &document))
        check_document(source, &document, scratch);
    else
        BUG_IF(problems.count == 0);
    arena_free(scratch);
    arena_free(keep);
    return 0;
}
