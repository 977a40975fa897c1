#include <config.h>
#include "loaders/unpack.h"

enum { TAR_BLOCK = 512 };

static bool is_octal(Text field, uint64_t wanted)
{
    uint64_t value = 0;
    size_t at = 0;
    while (at < field.len && field.ptr[at] == ' ')
        at++;
    for (; at < field.len && field.ptr[at] >= '0' && field.ptr[at] <= '7'; at++)
        value = value * 8 + (uint64_t)(field.ptr[at] - '0');
    return value == wanted;
}

// POSIX.1-1988: the header's bytes add up to its checksum, whose own eight bytes count as blanks.
static bool is_tar(Text head)
{
    enum { SUM_AT = 148, SUM_BYTES = 8 };
    if (head.len < TAR_BLOCK || head.ptr[0] == '\0')
        return false;
    uint64_t sum = 0;
    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += i >= SUM_AT && i < SUM_AT + SUM_BYTES ? ' ' : (unsigned char)head.ptr[i];
    return is_octal(text_sub(head, SUM_AT, SUM_BYTES), sum);
}

static bool is_bzip2(Text head)
{
    static const Text first_blocks[] = {TEXT_INIT("1AY&SY"), TEXT_INIT("\x17rE8P\x90")};
    if (!text_starts(head, TEXT("BZh")))
        return false;
    Text block = text_sub(head, 4, 6);
    return text_equal(block, first_blocks[0]) || text_equal(block, first_blocks[1]);
}

bool unpack_is_packed(Text head)
{
    static const Text marks[] = {
        TEXT_INIT("PK\3\4"),           TEXT_INIT("PK\5\6"), // zip, and an empty one
        TEXT_INIT("\x1F\x8B\x08"),                          // gzip
        TEXT_INIT("\xFD\x37zXZ\0"),                         // xz
        TEXT_INIT("\x28\xB5\x2F\xFD"),                      // zstd
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (text_starts(head, marks[i]))
            return true;
    return is_bzip2(head) || is_tar(head);
}
