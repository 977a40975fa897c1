// Which blocks of a page are the readout: those of the element with most text outside links, with the heading
// above it and the date between.
#ifndef BILAT_LOADERS_READOUT_ARTICLE_H
#define BILAT_LOADERS_READOUT_ARTICLE_H

#include "loaders/readout/html.h"

typedef struct BlockFlags {
    uint32_t *items; // HTML_… of each paragraph of the clean text
    size_t count, capacity;
} BlockFlags;

// Adds the article to `clean`, which reads from the text that was parsed.
BlockFlags article_read(const HtmlPage *page, Clean *clean);

#endif
