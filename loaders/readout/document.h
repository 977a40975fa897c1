// The first step of a readout: from the bytes of a source to clean text in paragraphs, each with its part.
// Plain text and saved HTML alike. Later steps see only this; a byte map leads from every byte of the clean
// text back to the source, so that what they find becomes slices.
#ifndef BILAT_LOADERS_READOUT_DOCUMENT_H
#define BILAT_LOADERS_READOUT_DOCUMENT_H

#include "loaders/loader.h"

typedef enum Part {
    PART_TITLE,
    PART_TEASER,    // repeats the lead under the title
    PART_DATE_LINE, // when and by whom it was published
    PART_SECTION,   // "BRIEFING ROOM", a release number, "Office of the Spokesperson"
    PART_BODY,
    PART_CLOSER, // "Enditem", "###", a sign-off, a contact
    PART_AFTER,  // related news, footer: nothing here is a statement
} Part;

typedef struct Paragraph {
    size_t start, end; // bytes of Document.text, without blanks at the ends
    Part part;
    bool is_item; // a numbered point or a bullet; its mark is not within start..end
} Paragraph;

typedef struct Document {
    const Source *source;
    Text
        text; // UTF-8; paragraphs parted by "\n\n", a forced line end inside one is "\n"; blanks are single spaces
    struct {
        Paragraph *items;
        size_t count, capacity;
    } paragraphs;
    uint32_t *map; // map[i]: offset in the source of the character that byte i of text belongs to
    uint32_t *map_end; // and of the byte behind it
    Text
        language; // ISO 639-1 of the body: "en", "zh", "ko", "ru", "fr", ...; empty where it cannot be told
    Date published; // from the date line, else absent
} Document;

// Reads all of `bytes` (the content of the source). Sets the source's encoding, language, published. Undecodable
// bytes are kept, shown as they are decoded by slice_text, and reported once.
void document_read(const Load *load, Source *source, Text bytes, Arena *arena, Document *document);
// The part of the source that shows as text[start..end).
Slice document_slice(const Document *document, size_t start, size_t end);
Text document_part(const Document *document, Paragraph paragraph);
// SourceOps.slice_text of readouts: the raw bytes of the slice, decoded and unwrapped to the very text that
// document_read made of them: slice_text(document_slice(d, a, b)) is text[a..b).
Text document_slice_text(const Source *source, Slice slice, Arena *scratch);

#endif
