// Tables for tests/bench/tables.sh, always the same for a number of rows:
//     make_table coded ROWS    61 columns parted by tabs, no header, as GDELT 2 has them
//     make_table own ROWS      our own columns, quoted where need is: half of the records have a quoted field
#include <config.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const codes[] = {"USA", "CHN", "RUS", "JPN", "KOR", "PRK", "IND", "GBR",
                                    "FRA", "DEU", "VNM", "PHL", "IDN", "THA", "AUS", "CAN",
                                    "BRA", "ZAF", "EGY", "TUR", "IRN", "ISR", "SAU", "PAK",
                                    "UKR", "POL", "ITA", "ESP", "NLD", "SWE"};
static const char *const kinds[] = {"010", "036", "040", "042", "043", "051", "057",
                                    "061", "071", "090", "111", "112", "120", "138",
                                    "141", "163", "173", "190", "193"};
static const char *const words[] = {"talks",   "summit",  "tariff",  "border", "treaty",
                                    "visit",   "council", "energy",  "export", "policy",
                                    "missile", "embassy", "meeting", "growth", "climate"};
static const char *const places[] = {"Beijing, Beijing, China",
                                     "Washington, United States",
                                     "Moskva, Russia",
                                     "Seoul, South Korea",
                                     "H\xc3\xa0 N\xe1\xbb\x99i, Vietnam",
                                     "Geneva, Switzerland",
                                     "Tokyo, Japan",
                                     "London, United Kingdom",
                                     "Bogot\xc3\xa1, Colombia"};

#define COUNT(array) (sizeof array / sizeof array[0])

static uint64_t state = 0x9E3779B97F4A7C15u;

static uint32_t below(uint32_t limit)
{
    state ^= state << 13; // xorshift64
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(((state >> 32) * limit) >> 32);
}

// The first ones come most often.
static const char *country(void)
{
    return codes[(size_t)below(COUNT(codes)) * below(COUNT(codes)) / COUNT(codes)];
}

static void some_words(unsigned count, char separator)
{
    for (unsigned i = 0; i < count; i++)
        printf("%s%.*s", words[below(COUNT(words))], i + 1 < count, &separator);
}

static void tabs(unsigned count)
{
    while (count-- > 0)
        putchar('\t');
}

static void actor(const char *code)
{
    printf("%sGOV\tGOVERNMENT OF %s\t%s", code, code, code);
    tabs(5);
    printf("GOV");
    tabs(3);
}

static void place(unsigned number)
{
    printf("4\t%s\tXX\tXX01\t%u\t%u.%04u\t%u.%04u\t-%u\t", places[below(COUNT(places))],
           number % 9000, below(90), below(10000), below(180), below(10000), below(2000000));
}

static void coded_row(unsigned number)
{
    unsigned day = (2015 + below(10)) * 10000 + (1 + below(12)) * 100 + 1 + below(28);
    const char *kind = kinds[below(COUNT(kinds))];
    printf("%u\t%u\t%u\t%u\t%u.%04u\t", 900000000 + number, day, day / 100, day / 10000,
           day / 10000, below(10000));
    actor(country());
    actor(country());
    printf("%u\t%s\t%s\t%.2s\t%u\t%d.%u\t%u\t%u\t%u\t%d.%07u\t", below(2), kind, kind, kind,
           1 + below(4), (int)below(20) - 10, below(10), 1 + below(40), 1 + below(9), 1 + below(40),
           (int)below(20) - 10, below(10000000));
    place(number);
    place(number + 1);
    place(number + 2);
    printf("%u120000\thttps://news.example/%u/", day, day / 10000);
    some_words(4 + below(6), '-');
    printf("-%u.html\n", number);
}

static void own_row(unsigned number)
{
    const char *first = country(), *second = country();
    bool is_long = below(5) == 0;
    printf("e%u,%u-%02u-%02u,", number, 2015 + below(10), 1 + below(12), 1 + below(28));
    some_words(3 + below(4), ' ');
    printf(",talks,%s;%s,\"%s\",https://news.example/%u.html,", first,
           strcmp(first, second) ? second : "MNG", places[below(COUNT(places))], number);
    if (is_long)
        printf("\"");
    some_words(4, ' ');
    if (is_long)
        printf(", \"\"yes\"\"%s and more\"", below(8) ? "" : ",\n");
    putchar('\n');
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    bool is_own = strcmp(argv[1], "own") == 0;
    unsigned rows = (unsigned)strtoul(argv[2], NULL, 10);
    if (is_own)
        puts("id,date,title,kind,countries,place,source_url,text");
    for (unsigned i = 0; i < rows; i++)
        is_own ? own_row(i) : coded_row(i);
    return fflush(stdout) == 0 ? 0 : 1;
}
