// A saved page as blocks of text: libxml2's SAX parser says what is markup, and where in the bytes it stands.
// Which of the blocks are the article is the business of article.h. The only caller of libxml2.
#ifndef BILAT_LOADERS_READOUT_HTML_H
#define BILAT_LOADERS_READOUT_HTML_H

#include "loaders/readout/clean.h"

enum {                     // HtmlBlock.flags
    HTML_DROPPED = 1 << 0, // in a menu, a script, a figure …
    HTML_LINK = 1 << 1,
    HTML_HEADING = 1 << 2, // h1, h2
    HTML_SUBHEADING = 1 << 3,
    HTML_DATE = 1 << 4, // <time>, class="date"
    HTML_ITEM = 1 << 5,
    HTML_FORM = 1 << 6,
    HTML_TITLE = 1 << 7, // <title>
    HTML_PREFORMATTED = 1 << 8,
    HTML_ARTICLE = 1 << 9, // in <article> or <main>
};

typedef struct HtmlPiece {
    uint32_t start, end; // of the text parsed
    uint32_t code;       // 0: it shows as it stands; else the character it stands for
    Gap gap;             // before it
} HtmlPiece;

typedef struct HtmlBlock { // a paragraph: what stands between two blocks, or two <br>
    size_t first, count;   // pieces
    uint32_t container;
    uint32_t text, links; // bytes outside and inside links
    uint32_t flags;
} HtmlBlock;

typedef struct HtmlContainer { // an element that may hold the article; the first one is the page
    uint32_t parent;
    uint32_t last;  // its last descendant: they follow it
    uint64_t alike; // the same for elements of one name and class
} HtmlContainer;

typedef struct HtmlPage {
    Arena *arena;
    Text text;
    struct {
        HtmlPiece *items;
        size_t count, capacity;
    } pieces;
    struct {
        HtmlBlock *items;
        size_t count, capacity;
    } blocks;
    struct {
        HtmlContainer *items;
        size_t count, capacity;
    } containers;
    Text url;       // the page's own, where it says so
    Text published; // likewise, as written: "2024-12-19T08:15"
    bool is_cut;    // nested too deeply: the rest was not read
} HtmlPage;

// The bytes look like a page.
bool html_is_page(Text head);
// `text` is UTF-8, as encoding_decode gives it.
HtmlPage *html_parse(Text text, Arena *arena);

#endif
