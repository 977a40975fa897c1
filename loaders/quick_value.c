#include <config.h>
#include "loaders/quick_value.h"

#include <string.h>

// The numbers of "19720221", eight digits in one word, the first in the lowest byte. False: some are no digits.
static bool read_ymd(uint64_t word, Date *date)
{
    uint64_t digits = word - 0x3030303030303030u;
    if (((word + 0x4646464646464646u) | digits) & 0x8080808080808080u)
        return false;
    digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFu; // 19, 72, 02, 21
    int year = (int)(digits & 0xFF) * 100 + (int)(digits >> 16 & 0xFF);
    return date_from_civil(year, (int)(digits >> 32 & 0xFF), (int)(digits >> 48 & 0xFF), date);
}

// The first byte in the lowest bits, whatever the byte order.
static inline uint64_t load_digits(const char *from, size_t count)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t bytes = 0;
    memcpy(&bytes, from, count);
    return bytes;
#endif
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++)
        word |= (uint64_t)(unsigned char)from[i] << 8 * i;
    return word;
}

bool quick_date(DateForm form, Text text, Date *date)
{
    if (form == DATE_FORM_YMD8 && text.len == 8)
        return read_ymd(load_digits(text.ptr, 8), date);
    if (form == DATE_FORM_ISO && text.len == 10 && text.ptr[4] == '-' && text.ptr[7] == '-')
        return read_ymd(load_digits(text.ptr, 4) | load_digits(text.ptr + 5, 2) << 32 |
                            load_digits(text.ptr + 8, 2) << 48,
                        date);
    return false;
}

// "-4.5" and the like: with so few digits the quotient of two exact numbers is what strtod gives.
bool quick_number(Text text, double *number)
{
    enum { EXACT_DIGITS = 15 };
    static const double powers[EXACT_DIGITS + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool is_negative = text.len > 0 && text.ptr[0] == '-';
    size_t at = is_negative, point = text.len;
    uint64_t value = 0;
    if (text.len == at || text.len > EXACT_DIGITS + 1)
        return false;
    for (; at < text.len; at++) {
        unsigned digit = (unsigned)(unsigned char)text.ptr[at] - '0';
        if (text.ptr[at] == '.' && point == text.len && at > is_negative && at + 1 < text.len)
            point = at;
        else if (digit <= 9)
            value = value * 10 + digit;
        else
            return false;
    }
    double exact = (double)value;
    if (point < text.len)
        exact /= powers[text.len - point - 1];
    *number = is_negative ? -exact : exact;
    return true;
}

// Neighbours are put together to numbers of two, four and eight digits.
bool quick_eight_digits(const char *from, uint64_t *number)
{
    uint64_t word = load_digits(from, 8), digits = word - 0x3030303030303030u;
    if (((word + 0x4646464646464646u) | digits) & 0x8080808080808080u)
        return false;
    digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFu;
    digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFFu;
    *number = (digits & 0xFFFF) * 10000 + (digits >> 32 & 0xFFFF);
    return true;
}
