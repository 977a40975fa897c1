#!/bin/sh
# Every header compiles alone, and twice, under the warnings of the project.
# shellcheck disable=SC2046,SC2317
. "${srcdir:-.}/tests/tap.sh"

: "${CC:=cc}"
build=$PWD

# compiles DIR HEADER
compiles()
{
    printf '#include "config.h"\n#include "%s"\n#include "%s"\n' "$2" "$2" |
        $CC -std=c17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only \
            -I"$build" -I"$1" $(pkg-config --cflags libxml-2.0 2>/dev/null) -x c -
}

refused()
{
    ! compiles "$@"
}

mkdir "$scratch/bad"
echo 'size_t needs_stddef(void);' >"$scratch/bad/alone.h"
printf '#include <stddef.h>\nstruct Twice { size_t n; };\n' >"$scratch/bad/twice.h"
tap_check "a header that needs another is refused" refused "$scratch" bad/alone.h
tap_check "a header without a guard is refused" refused "$scratch" bad/twice.h

for header in $(cd "$srcdir" && find model loaders tui cli -name '*.h' 2>/dev/null | sort); do
    tap_check "$header" compiles "$srcdir" "$header"
done
tap_done
