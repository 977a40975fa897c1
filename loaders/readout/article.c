#include <config.h>
#include "loaders/readout/article.h"

#include <string.h>

enum {
    SHORTEST_TEXT = 40,   // shorter blocks are menus and captions as often as text
    LONGEST_BESIDE = 200, // between heading and text
    LONGEST_BYLINE = 60,
    DATES_ABOVE = 6, // blocks above the heading that may be its date
    SHORTEST_TITLE = 8,
};

typedef struct Choice {
    const HtmlPage *page;
    Arena *arena;
    uint32_t *text;   // by container: bytes of text in its own blocks
    uint64_t *score;  // with half of what its descendants have
    size_t from, to;  // the blocks of the article, to is behind the last
    bool keeps_forms; // the whole page is in a form
} Choice;

static bool is_shown(const Choice *choice, const HtmlBlock *block)
{
    return !(block->flags & HTML_TITLE) && (choice->keeps_forms || !(block->flags & HTML_FORM));
}

static uint32_t weight_of(const Choice *choice, const HtmlBlock *block)
{
    bool is_text = block->text >= SHORTEST_TEXT && block->text > block->links;
    return is_shown(choice, block) && is_text ? block->text : 0;
}

static void find_forms(Choice *choice)
{
    uint64_t inside = 0, outside = 0;
    for (size_t i = 0; i < choice->page->blocks.count; i++) {
        const HtmlBlock *block = &choice->page->blocks.items[i];
        *(block->flags & HTML_FORM ? &inside : &outside) += block->text;
    }
    choice->keeps_forms = inside > outside;
}

static void weigh(Choice *choice)
{
    const HtmlPage *page = choice->page;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const HtmlBlock *block = &page->blocks.items[i];
        choice->text[block->container] += weight_of(choice, block);
    }
    for (size_t i = page->containers.count; i-- > 0;) {
        choice->score[i] += choice->text[i];
        if (i > 0)
            choice->score[page->containers.items[i].parent] += choice->score[i] / 2;
    }
}

// Of equal ones the outer one: two paragraphs in elements of their own have their common parent.
static uint32_t best_container(const Choice *choice)
{
    size_t best = 0;
    for (size_t i = 1; i < choice->page->containers.count; i++) {
        if (choice->score[i] > choice->score[best])
            best = i;
    }
    return (uint32_t)best;
}

// Paragraphs in elements of one kind, side by side: then the article is what holds them.
static uint32_t widen(const Choice *choice, uint32_t best)
{
    const HtmlContainer *containers = choice->page->containers.items;
    uint32_t parent = containers[best].parent;
    for (uint32_t i = parent + 1; best && i <= containers[parent].last; i++) {
        if (i != best && containers[i].parent == parent && choice->score[i] > 0 &&
            containers[i].alike == containers[best].alike)
            return parent;
    }
    return best;
}

static void find_range(Choice *choice, uint32_t best)
{
    const HtmlPage *page = choice->page;
    uint32_t last = page->containers.items[best].last;
    choice->from = page->blocks.count;
    choice->to = 0;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const HtmlBlock *block = &page->blocks.items[i];
        if (block->container < best || block->container > last || !is_shown(choice, block))
            continue;
        choice->from = i < choice->from ? i : choice->from;
        choice->to = i + 1;
    }
    if (choice->from > choice->to)
        choice->from = choice->to;
}

// ---- the heading ----

static bool is_title(const Choice *choice, size_t i)
{
    const HtmlBlock *block = &choice->page->blocks.items[i];
    return (block->flags & HTML_HEADING) && is_shown(choice, block) &&
           block->text + block->links >= SHORTEST_TITLE;
}

// A heading at the beginning of the article, else the last one above it.
static size_t find_title(const Choice *choice)
{
    const HtmlPage *page = choice->page;
    for (size_t i = choice->from; i < choice->to; i++) {
        if (is_title(choice, i))
            return i;
        if (weight_of(choice, &page->blocks.items[i]) > LONGEST_BESIDE)
            break;
    }
    for (size_t i = choice->from; i-- > 0;) {
        if (is_title(choice, i))
            return i;
    }
    return page->blocks.count;
}

static size_t find_page_title(const HtmlPage *page)
{
    size_t i = 0;
    while (i < page->blocks.count && !(page->blocks.items[i].flags & HTML_TITLE))
        i++;
    return i;
}

// Where the longest part of "Visit to Norway - Ministry of Foreign Affairs" begins and ends; sites join with
// one of these.
static void trim_page_title(const HtmlPage *page, HtmlPiece *piece)
{
    static const char *const joins[] = {
        " - ", " | ", "--", " \xE2\x80\x93 ", " \xE2\x80\x94 ", "_", "::", " \xC2\xBB "};
    for (size_t n = 0; n < sizeof joins / sizeof *joins; n++) {
        Text rest = text_sub(page->text, piece->start, piece->end - piece->start);
        size_t at = text_find(rest, text_from(joins[n]));
        if (at == TEXT_NOWHERE)
            continue;
        size_t behind = at + strlen(joins[n]);
        if (at >= rest.len - behind)
            piece->end = piece->start + (uint32_t)at;
        else
            piece->start += (uint32_t)behind;
    }
}

// ---- putting it together ----

typedef struct Writer {
    const HtmlPage *page;
    Clean *clean;
    BlockFlags flags;
} Writer;

static void write_piece(Writer *writer, const HtmlPiece *piece)
{
    clean_gap(writer->clean, piece->gap);
    if (piece->code)
        clean_character(writer->clean, piece->code, piece->start, piece->end);
    else
        clean_text(writer->clean, piece->start, piece->end);
}

static void write_block(Writer *writer, const HtmlBlock *block)
{
    clean_gap(writer->clean, GAP_BREAK);
    for (size_t i = block->first; i < block->first + block->count; i++) {
        HtmlPiece piece = writer->page->pieces.items[i];
        if ((block->flags & HTML_TITLE) && block->count == 1)
            trim_page_title(writer->page, &piece);
        write_piece(writer, &piece);
    }
    while (writer->flags.count < writer->clean->starts.count)
        ARENA_PUSH(writer->clean->arena, &writer->flags, block->flags);
}

// Between heading and text stand dates and sections, but also menus.
static bool stands_beside(const Choice *choice, const HtmlBlock *block)
{
    bool is_text = block->text > block->links || (block->flags & HTML_DATE);
    return is_shown(choice, block) && is_text && block->text <= LONGEST_BESIDE;
}

static bool has_year(const HtmlPage *page, const HtmlBlock *block)
{
    size_t digits = 0;
    for (size_t i = block->first; i < block->first + block->count; i++) {
        HtmlPiece piece = page->pieces.items[i];
        for (size_t at = piece.start; at < piece.end && digits < 4; at++) {
            char c = page->text.ptr[at];
            digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        }
    }
    return digits >= 4;
}

static bool is_date_above(const Choice *choice, const HtmlBlock *block)
{
    bool is_short = block->text + block->links <= LONGEST_BESIDE;
    bool is_marked = block->flags & HTML_DATE;
    return is_shown(choice, block) && is_short &&
           (is_marked || (block->text > block->links && has_year(choice->page, block)));
}

static bool is_part(const Choice *choice, size_t title, size_t i)
{
    const HtmlBlock *block = &choice->page->blocks.items[i];
    if (i == title)
        return true;
    if (i >= choice->from && i < choice->to)
        return is_shown(choice, block) && (block->text > 0 || block->links <= LONGEST_BESIDE) &&
               (block->text >= block->links || block->text >= SHORTEST_TEXT);
    bool is_above_title = i < title && title <= choice->from && title - i <= DATES_ABOVE;
    if (is_above_title)
        return is_date_above(choice, block);
    const HtmlPage *page = choice->page;
    bool is_below_heading =
        title < page->blocks.count && (page->blocks.items[title].flags & HTML_HEADING);
    if (i <= title || i >= choice->from)
        return false;
    // Under a heading also "Office of the Spokesperson", which is a link.
    bool is_byline =
        is_below_heading && is_shown(choice, block) && block->text + block->links <= LONGEST_BYLINE;
    return is_byline || stands_beside(choice, block);
}

BlockFlags article_read(const HtmlPage *page, Clean *clean)
{
    size_t count = page->containers.count;
    Choice choice = {.page = page,
                     .arena = clean->arena,
                     .text = ARENA_ARRAY(clean->arena, uint32_t, count),
                     .score = ARENA_ARRAY(clean->arena, uint64_t, count)};
    find_forms(&choice);
    weigh(&choice);
    find_range(&choice, widen(&choice, best_container(&choice)));
    size_t title = find_title(&choice);
    if (title == page->blocks.count)
        title = find_page_title(page);
    Writer writer = {.page = page, .clean = clean};
    for (size_t i = 0; i < page->blocks.count; i++) {
        if (is_part(&choice, title, i))
            write_block(&writer, &page->blocks.items[i]);
    }
    return writer.flags;
}
