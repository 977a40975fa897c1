#include <config.h>
#include "loaders/readout/html.h"

#include "model/utf8.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

enum {
    DEEPEST = 256, // elements in each other: beyond, the parser's own work grows with the square
    LONGEST_ENTITY = 64, // bytes looked back for an ampersand
    HEAD_BYTES = 16 * 1024,
};

typedef struct Element {
    uint32_t flags;
    uint32_t container;
} Element;

typedef struct Parse {
    HtmlPage *page;
    xmlParserCtxtPtr parser;
    Text raw; // what the parser sees: no controls, as long as page->text
    Element stack[DEEPEST];
    size_t depth;
    size_t seen;         // end of the last piece
    Gap gap;             // before the next piece
    size_t breaks, wide; // <br> and wide blanks since the last visible piece
    bool is_open;        // the last block goes on
} Parse;

// ---- what elements are ----

typedef struct Kind {
    const char *name;
    uint32_t flags;
    bool is_block, is_container;
} Kind;

static const Kind kinds[] = {
    {"a", HTML_LINK, false, false},
    {"address", 0, true, false},
    {"article", HTML_ARTICLE, true, true},
    {"aside", HTML_DROPPED, true, false},
    {"blockquote", 0, true, false},
    {"body", 0, true, true},
    {"button", HTML_DROPPED, false, false},
    {"caption", HTML_DROPPED, true, false},
    {"center", 0, true, true},
    {"dd", 0, true, false},
    {"div", 0, true, true},
    {"dl", 0, true, false},
    {"dt", 0, true, false},
    {"fieldset", 0, true, false},
    {"figcaption", HTML_DROPPED, true, false},
    {"figure", HTML_DROPPED, true, false},
    {"footer", HTML_DROPPED, true, false},
    {"form", HTML_FORM, true, true},
    {"h1", HTML_HEADING, true, false},
    {"h2", HTML_HEADING, true, false},
    {"h3", HTML_SUBHEADING, true, false},
    {"h4", HTML_SUBHEADING, true, false},
    {"h5", HTML_SUBHEADING, true, false},
    {"h6", HTML_SUBHEADING, true, false},
    {"header", HTML_DROPPED, true, false},
    {"hr", 0, true, false},
    {"iframe", HTML_DROPPED, true, false},
    {"li", HTML_ITEM, true, false},
    {"main", HTML_ARTICLE, true, true},
    {"nav", HTML_DROPPED, true, false},
    {"noscript", HTML_DROPPED, true, false},
    {"object", HTML_DROPPED, true, false},
    {"ol", 0, true, false},
    {"option", HTML_DROPPED, false, false},
    {"p", 0, true, false},
    {"pre", HTML_PREFORMATTED, true, false},
    {"script", HTML_DROPPED, false, false},
    {"section", 0, true, true},
    {"select", HTML_DROPPED, false, false},
    {"style", HTML_DROPPED, false, false},
    {"svg", HTML_DROPPED, false, false},
    {"table", 0, true, false},
    {"td", 0, true, true},
    {"template", HTML_DROPPED, true, false},
    {"textarea", HTML_DROPPED, false, false},
    {"th", 0, true, true},
    {"time", HTML_DATE, false, false},
    {"title", HTML_TITLE, true, false},
    {"tr", 0, true, false},
    {"ul", 0, true, false},
};

static Kind kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return kinds[i];
    }
    return (Kind){name, 0, false, false};
}

static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        if (strcmp((const char *)attributes[i], name) == 0)
            return attributes[i + 1] ? (const char *)attributes[i + 1] : "";
    }
    return NULL;
}

// One of the words of "news-date big", parted by blanks, hyphens, underscores.
static bool has_word(const char *value, const char *word)
{
    Text rest = text_from(value), wanted = text_from(word);
    for (size_t from = 0, i = 0; i <= rest.len; i++) {
        if (i < rest.len && !strchr(" -_:\t\n", rest.ptr[i]))
            continue;
        if (text_equal_nocase(text_sub(rest, from, i - from), wanted))
            return true;
        from = i + 1;
    }
    return false;
}

static uint32_t flags_of(const char *name, const xmlChar **attributes)
{
    static const char *const keys[] = {"class", "id", "itemprop"};
    static const char *const words[] = {"date", "pubdate", "time", "datetime", "published"};
    const char *style = attribute(attributes, "style");
    uint32_t flags = 0;
    if (attribute(attributes, "hidden") || (style && strstr(style, "display:none")) ||
        (style && strstr(style, "display: none")))
        flags |= HTML_DROPPED;
    bool is_small = strcmp(name, "body") != 0 && strcmp(name, "html") != 0;
    for (size_t i = 0; is_small && i < 3; i++) {
        const char *value = attribute(attributes, keys[i]);
        for (size_t n = 0; value && n < sizeof words / sizeof *words; n++)
            flags |= has_word(value, words[n]) ? HTML_DATE : 0;
    }
    return flags;
}

// ---- the stack ----

static Element top_of(const Parse *parse)
{
    return parse->depth ? parse->stack[parse->depth - 1] : (Element){0, 0};
}

static void break_block(Parse *parse)
{
    parse->is_open = false;
    parse->gap = GAP_NONE;
    parse->breaks = parse->wide = 0;
}

static uint64_t likeness(const char *name, const xmlChar **attributes)
{
    const char *class = attribute(attributes, "class");
    return text_hash(text_from(name)) * 31 + text_hash(text_from(class));
}

static uint32_t add_container(Parse *parse, uint32_t parent, uint64_t alike)
{
    HtmlContainer container = {.parent = parent, .alike = alike};
    container.last = (uint32_t)parse->page->containers.count;
    ARENA_PUSH(parse->page->arena, &parse->page->containers, container);
    return container.last;
}

static void keep_text(Parse *parse, Text *where, const char *value)
{
    if (value && *value && where->len == 0)
        *where = arena_text(parse->page->arena, text_from(value));
}

// <meta>, <link> and <time> say in attributes what the text may leave out.
static void read_facts(Parse *parse, const char *name, const xmlChar **attributes)
{
    static const char *const dates[] = {
        "article:published_time", "pubdate", "publishdate", "dc.date", "dcterms.date", "date"};
    if (strcmp(name, "time") == 0)
        keep_text(parse, &parse->page->published, attribute(attributes, "datetime"));
    const char *rel = attribute(attributes, "rel");
    if (strcmp(name, "link") == 0 && rel && strcmp(rel, "canonical") == 0)
        keep_text(parse, &parse->page->url, attribute(attributes, "href"));
    if (strcmp(name, "meta") != 0)
        return;
    const char *property = attribute(attributes, "property");
    Text key = text_from(property ? property : attribute(attributes, "name"));
    const char *content = attribute(attributes, "content");
    if (text_equal_nocase(key, TEXT("og:url")))
        keep_text(parse, &parse->page->url, content);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        if (text_equal_nocase(key, text_from(dates[i])))
            keep_text(parse, &parse->page->published, content);
    }
}

static void forced_line_end(Parse *parse)
{
    parse->breaks++;
    parse->gap = GAP_LINE;
    if (parse->breaks > 1)
        break_block(parse);
}

static void on_start(void *context, const xmlChar *tag, const xmlChar **attributes)
{
    Parse *parse = context;
    const char *name = (const char *)tag;
    if (parse->depth == DEEPEST) {
        parse->page->is_cut = true;
        xmlStopParser(parse->parser);
        return;
    }
    Element element = top_of(parse);
    Kind kind = kind_of(name);
    // The heading of an article often stands in its <header>.
    bool is_own_header = (element.flags & HTML_ARTICLE) && strcmp(name, "header") == 0;
    element.flags |= (is_own_header ? 0 : kind.flags) | flags_of(name, attributes);
    if (kind.is_block)
        break_block(parse);
    if (kind.is_container)
        element.container = add_container(parse, element.container, likeness(name, attributes));
    if (strcmp(name, "br") == 0)
        forced_line_end(parse);
    read_facts(parse, name, attributes);
    parse->stack[parse->depth++] = element;
}

static void on_end(void *context, const xmlChar *tag)
{
    Parse *parse = context;
    Kind kind = kind_of((const char *)tag);
    if (parse->depth == 0)
        return;
    Element element = parse->stack[--parse->depth];
    if (kind.is_block)
        break_block(parse);
    if (kind.is_container && element.container < parse->page->containers.count)
        parse->page->containers.items[element.container].last =
            (uint32_t)parse->page->containers.count - 1;
}

// ---- text ----

static HtmlBlock *open_block(Parse *parse, Element element)
{
    HtmlPage *page = parse->page;
    if (!parse->is_open) {
        HtmlBlock block = {.first = page->pieces.count,
                           .container = element.container,
                           .flags = element.flags & ~(uint32_t)HTML_LINK};
        ARENA_PUSH(page->arena, &page->blocks, block);
        parse->is_open = true;
        parse->gap = GAP_NONE;
    }
    return &page->blocks.items[page->blocks.count - 1];
}

static void add_piece(Parse *parse, HtmlPiece piece)
{
    Element element = top_of(parse);
    if (element.flags & HTML_DROPPED)
        return;
    HtmlBlock *block = open_block(parse, element);
    block->flags |= element.flags & HTML_DATE;
    piece.gap = parse->gap;
    ARENA_PUSH(parse->page->arena, &parse->page->pieces, piece);
    block->count++;
    uint32_t length = piece.end - piece.start;
    if (element.flags & HTML_LINK)
        block->links += length;
    else
        block->text += length;
    parse->gap = GAP_NONE;
    parse->breaks = parse->wide = 0;
}

// What is blank joins the next piece; after <br>, an indent begins a paragraph as a second <br> does.
static void add_blanks(Parse *parse, size_t wide)
{
    parse->wide += wide;
    if (parse->breaks && parse->wide > 1)
        break_block(parse);
    if (parse->gap == GAP_NONE)
        parse->gap = GAP_BLANK;
}

static bool is_wide_blank(uint32_t code)
{
    return code == 0x3000 || code == 0xA0 || code == 0x2003;
}

// raw[start..end), which shows as it stands, but for blanks at its ends.
static void add_line(Parse *parse, size_t start, size_t end)
{
    size_t len, visible_end = start;
    while (start < end) {
        uint32_t code = utf8_decode(parse->raw, start, &len);
        if (!utf8_is_blank(code))
            break;
        add_blanks(parse, is_wide_blank(code));
        start += len;
    }
    for (size_t at = start; at < end; at += len) {
        if (!utf8_is_blank(utf8_decode(parse->raw, at, &len)))
            visible_end = at + len;
    }
    if (start == end)
        return;
    add_piece(parse, (HtmlPiece){(uint32_t)start, (uint32_t)visible_end, 0, GAP_NONE});
    if (visible_end < end)
        add_blanks(parse, 0);
}

static void add_copy(Parse *parse, size_t start, size_t end)
{
    bool is_preformatted = top_of(parse).flags & HTML_PREFORMATTED;
    size_t line;
    while (is_preformatted && (line = text_find_char(text_sub(parse->raw, start, end - start),
                                                     '\n')) != TEXT_NOWHERE) {
        add_line(parse, start, start + line);
        forced_line_end(parse);
        start += line + 1;
    }
    add_line(parse, start, end);
}

// HTML gives the numbers 128 to 159 the meaning of windows-1252.
static uint32_t western(uint32_t code)
{
    static const uint16_t codes[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    return code >= 0x80 && code < 0xA0 ? codes[code - 0x80] : code;
}

static void add_entity(Parse *parse, Text shown, size_t start, size_t end)
{
    size_t len;
    uint32_t code = western(utf8_decode(shown, 0, &len));
    if (utf8_is_blank(code))
        add_blanks(parse, is_wide_blank(code));
    else
        add_piece(parse, (HtmlPiece){(uint32_t)start, (uint32_t)end, code, GAP_NONE});
}

// The parser reports text before or after it has moved past it; never further off than one character.
static bool find_copy(const Parse *parse, Text shown, size_t position, size_t *start)
{
    for (size_t ahead = 0; ahead <= shown.len && ahead <= 4; ahead++) {
        *start = position + ahead - shown.len;
        if (position + ahead >= shown.len && *start >= parse->seen &&
            text_equal(text_sub(parse->raw, *start, shown.len), shown))
            return true;
    }
    return false;
}

static bool find_ampersand(const Parse *parse, size_t position, size_t *start)
{
    for (size_t at = position; at > parse->seen && position - at < LONGEST_ENTITY; at--) {
        if (parse->raw.ptr[at - 1] == '&') {
            *start = at - 1;
            return true;
        }
    }
    return false;
}

static bool is_ampersand_itself(const Parse *parse, Text shown, size_t start)
{
    Text name = text_sub(parse->raw, start + 1, 3);
    return text_equal(shown, TEXT("&")) && !text_starts(name, TEXT("#")) &&
           !text_equal(name, TEXT("amp"));
}

static void on_text(void *context, const xmlChar *bytes, int len)
{
    Parse *parse = context;
    if (len <= 0)
        return;
    Text shown = {(const char *)bytes, (size_t)len};
    long consumed = xmlByteConsumed(parse->parser);
    size_t position = consumed > 0 ? (size_t)consumed : 0;
    size_t start;
    position = position < parse->raw.len ? position : parse->raw.len;
    if (find_copy(parse, shown, position, &start)) {
        add_copy(parse, start, start + shown.len);
        parse->seen = start + shown.len;
    } else if (find_ampersand(parse, position, &start)) {
        if (is_ampersand_itself(parse, shown, start)) {
            add_copy(parse, start, start + 1);
            parse->seen = start + 1;
            return;
        }
        add_entity(parse, shown, start, position);
        parse->seen = position;
    }
}

// ---- the page ----

// Controls and noncharacters are no text for the parser: it would leave them out and be out of step.
static Text without_controls(Text text, Arena *arena)
{
    Text copy = arena_text(arena, text);
    char *bytes = arena_alloc(arena, text.len + 1, 1);
    memcpy(bytes, copy.ptr, text.len);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        bool is_noncharacter = byte == 0xEF && i + 2 < text.len &&
                               (unsigned char)bytes[i + 1] == 0xBF &&
                               (unsigned char)bytes[i + 2] >= 0xBE;
        if (is_noncharacter)
            memset(bytes + i, ' ', 3);
        else if (byte < ' ' && byte != '\n' && byte != '\t' && byte != '\r')
            bytes[i] = ' ';
    }
    return (Text){bytes, text.len};
}

static bool begins_tag(Text rest)
{
    static const Text tags[] = {
        TEXT_INIT("<!doctype html"), TEXT_INIT("<html"), TEXT_INIT("<body"),  TEXT_INIT("</p>"),
        TEXT_INIT("<br>"),           TEXT_INIT("<br/>"), TEXT_INIT("<br />"), TEXT_INIT("</div>"),
        TEXT_INIT("</html>"),        TEXT_INIT("</a>"),  TEXT_INIT("</td>")};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (tags[i].len < rest.len && text_starts_nocase(rest, tags[i]))
            return true;
    }
    return false;
}

bool html_is_page(Text head)
{
    head = text_sub(head, 0, HEAD_BYTES);
    for (size_t at; (at = text_find_char(head, '<')) != TEXT_NOWHERE;) {
        head = text_sub(head, at, head.len);
        if (begins_tag(head))
            return true;
        head = text_sub(head, 1, head.len);
    }
    return false;
}

// The parser has memory that is not of our arena. It is freed also where ours runs out in a callback.
static void run_parser(xmlParserCtxtPtr parser, Arena *arena)
{
    jmp_buf here, *outer = arena_escape(arena);
    if (outer) {
        if (setjmp(here) != 0) {
            htmlFreeParserCtxt(parser);
            arena_set_escape(arena, outer);
            longjmp(*outer, 1);
        }
        arena_set_escape(arena, &here);
    }
    htmlParseDocument(parser);
    htmlFreeParserCtxt(parser);
    arena_set_escape(arena, outer);
}

HtmlPage *html_parse(Text text, Arena *arena)
{
    HtmlPage *page = ARENA_NEW(arena, HtmlPage);
    *page = (HtmlPage){.arena = arena, .text = text};
    Parse *parse = ARENA_NEW(arena, Parse);
    parse->page = page;
    parse->raw = without_controls(text, arena);
    add_container(parse, 0, 0);
    xmlInitParser();
    parse->parser = htmlCreateMemoryParserCtxt(parse->raw.ptr, (int)parse->raw.len);
    if (!parse->parser)
        return page;
    htmlCtxtUseOptions(parse->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                          HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                          HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(parse->parser, XML_CHAR_ENCODING_UTF8);
    *parse->parser->sax = (xmlSAXHandler){.startElement = on_start,
                                          .endElement = on_end,
                                          .characters = on_text,
                                          .ignorableWhitespace = on_text};
    parse->parser->userData = parse;
    run_parser(parse->parser, arena);
    page->containers.items[0].last = (uint32_t)page->containers.count - 1;
    return page;
}
