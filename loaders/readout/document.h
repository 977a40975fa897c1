// The first step of a readout: from the bytes of a source to clean text in paragraphs, each with its part.
// Plain text and saved HTML alike. Later steps see only this; a byte map leads from every byte of the clean
// text back to the source, so that what they find becomes slices.
#ifndef BILAT_LOADERS_READOUT_DOCUMENT_H
#define BILAT_LOADERS_READOUT_DOCUMENT_H

#include "loaders/readout/clean.h"
#include "loaders/readout/words.h"
#include "model/source.h"

typedef enum Part {
    PART_TITLE,
    PART_TEASER,    // repeats the lead under the title
    PART_DATE_LINE, // when, where and by whom it was published
    PART_SECTION,   // "BRIEFING ROOM", a release number, a heading between paragraphs
    PART_BODY,
    PART_CLOSER, // "Enditem", "###", a sign-off, a contact
    PART_AFTER,  // related news, footer: nothing here is a statement
} Part;

typedef struct Paragraph {
    size_t start, end; // bytes of Document.text, without blanks at the ends
    Part part;
    bool is_item;     // a numbered point or a bullet; its mark is not within start..end
    bool is_heading;  // marked up as one
    bool is_dateline; // marked up as a date
} Paragraph;

typedef struct Paragraphs {
    Paragraph *items; // in the order of the text
    size_t count, capacity;
} Paragraphs;

typedef struct Document {
    // UTF-8; paragraphs parted by "\n\n", a forced line end inside one is "\n"; blanks are single spaces.
    Text text;
    Paragraphs paragraphs;
    CleanMap *map;   // of `text`; also what document_slice_text needs later
    Text language;   // ISO 639-1 of the body: "en", "zh", ...; empty where it cannot be told
    Date published;  // from the date line or the sign-off, else absent
    uint32_t source; // its id
} Document;

// The longest transcripts are under 1 MiB; what is longer is no readout, but its beginning may be one.
enum { DOCUMENT_MAX_BYTES = 4 * 1024 * 1024 };

// What the reading of one document needs.
typedef struct Reading {
    const ReadoutWords *words;
    Text encoding;      // --encoding; empty: find out
    Arena *scratch;     // gets the document
    Arena *keep;        // gets what must live as long as the source
    Problems *problems; // get what could not be decoded, once
} Reading;

// Reads `bytes`, the content of the source, which must have its id; all behind DOCUMENT_MAX_BYTES is left out with a
// problem. Sets the source's encoding, language,
// published and form (a CleanMap; a struct of the caller's that begins with one may take its place).
// False: it is no text, or its encoding cannot be told; an error says so.
bool document_read(const Reading *reading, Source *source, Text bytes, Document *document);
// The part of the source that shows as text[start..end).
Slice document_slice(const Document *document, size_t start, size_t end);
Text document_part(const Document *document, Paragraph paragraph);
// The first paragraph that is that part, or NULL.
const Paragraph *document_find(const Document *document, Part part);
// SourceOps.slice_text of readouts: the raw bytes of the slice, decoded and unwrapped to the very text that
// document_read made of them: slice_text(document_slice(d, a, b)) is text[a..b).
Text document_slice_text(const Source *source, Slice slice, Arena *scratch);

#endif
