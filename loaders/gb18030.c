#include <config.h>
#include "loaders/gb18030.h"

enum { LEAST_PAIRS = 4 }; // two accents may stand together in any language

// GB 18030-2005: 81..FE begins a character; 40..7E and 80..FE end one of two bytes, a digit goes on to one of four.
static bool is_lead(unsigned char byte)
{
    return byte >= 0x81 && byte <= 0xFE;
}

static bool is_trail(unsigned char byte)
{
    return byte >= 0x40 && byte <= 0xFE && byte != 0x7F;
}

// GB 2312-80: from A1A1 on; kana are A4 and A5, the 3755 common characters B0 to D7.
static void count_pair(GbCount *count, unsigned char lead, unsigned char trail)
{
    count->pairs++;
    if (trail < 0xA1)
        return;
    count->early += lead >= 0xB0 && lead <= 0xC8;
    count->late += lead >= 0xC9 && lead <= 0xD7;
    count->kana += lead == 0xA4 || lead == 0xA5;
}

static void count_second(GbCount *count, unsigned char byte)
{
    if (is_trail(byte))
        count_pair(count, count->before, byte);
    else if (byte >= '0' && byte <= '9')
        count->skipped = 2;
    else
        count->wrong++;
    count->before = 0;
}

void gb_count(GbCount *count, Text bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        if (count->skipped)
            count->skipped--;
        else if (count->before)
            count_second(count, byte);
        else if (is_lead(byte))
            count->before = byte;
        else
            count->wrong += byte >= 0x80;
    }
}

// In Chinese about four fifths of the characters are common ones and half of those stand behind C8; Korean syllables
// end there. A western accent is followed by a letter (no such character), by a blank or by a comma (wrong).
bool gb_is_likely(const GbCount *count)
{
    uint64_t common = count->early + count->late;
    return count->pairs >= LEAST_PAIRS && count->wrong * 200 <= count->pairs &&
           common * 2 > count->pairs && count->late * 6 >= common &&
           count->kana * 10 <= count->pairs;
}
