#include "config.h"

#include <stdio.h>
#include <string.h>

static int usage(FILE *out)
{
    fputs("usage: bilat [--help] [--version]\n", out);
    return out == stdout ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return puts("bilat " PACKAGE_VERSION) < 0;
    return usage(argc == 2 && strcmp(argv[1], "--help") == 0 ? stdout : stderr);
}
