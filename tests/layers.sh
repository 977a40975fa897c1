#!/bin/sh
# cli -> tui -> model <- loaders: each layer includes only what it may, and each library has one
# file that knows it. Every rule is also tried on a tree where it is broken.
# shellcheck disable=SC2317
. "${srcdir:-.}/tests/tap.sh"

# name ; where it holds ; files excepted ; what must not stand there ; a file and line that break it
rules='
model knows no other layer;model;;include "(tui|loaders|cli)/;model/a.c;#include "tui/term.h"
model neither opens nor prints;model;;(^|[^a-z_])(fopen|fdopen|printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|fputc|putc|fwrite|perror) *\(;model/a.c;    fputs("x", stderr);
loaders know neither tui nor cli;loaders;;include "(tui|cli)/;loaders/readout/a.h;#include "cli/options.h"
tui knows neither loaders nor cli;tui;;include "(loaders|cli)/;tui/a.c;#include "loaders/ini.h"
only tui/term.c draws with curses;model loaders tui cli;tui/term.c;include [<"]n?curses;tui/pane.c;#include <curses.h>
only two files know libcsv;model loaders tui cli;loaders/records.c model/table.c;include [<"]csv\.h;loaders/table_in.c;#include <csv.h>
only loaders/ini.c knows iniparser;model loaders tui cli;loaders/ini.c;include [<"](iniparser|dictionary);cli/a.c;# include <iniparser/iniparser.h>
only model/utf8.c knows libunistring;model loaders tui cli;model/utf8.c;include [<"]uni(case|conv|ctype|gbrk|lbrk|name|norm|stdio|str|types|wbrk|width)\.h;tui/safe.c;#include <uniwidth.h>
only model/regex.c knows PCRE2;model loaders tui cli;model/regex.c;include [<"]pcre2;model/filter_eval.c;#include <pcre2.h>
only loaders/readout knows libxml2;model tui cli loaders;loaders/readout/*;include [<"]libxml;loaders/open.c;#include <libxml/HTMLparser.h>
only loaders/unpack.c knows libarchive;model loaders tui cli;loaders/unpack.c;include [<"]archive;loaders/loader.c;#include <archive.h>
only loaders/inflate.c knows ISA-L;model loaders tui cli;loaders/inflate.c;include [<"]isa-l;loaders/unpack.c;#include <isa-l/igzip_lib.h>
only loaders/json_text.c knows jansson;model loaders tui cli;loaders/json_text.c;include [<"]jansson;model/table.c;#include <jansson.h>
only loaders/postgres.c knows libpq;model loaders tui cli;loaders/postgres.c;include [<"](libpq|postgresql);cli/a.c;#include <libpq-fe.h>
only loaders/scan_simd.c has instructions of one processor;model loaders tui cli;loaders/scan_simd.c;include [<"][a-z0-9]*intrin\.h;model/simd.c;#include <immintrin.h>
no header collects all others;model loaders tui cli;;include "(bilat|all)\.h";cli/a.c;#include "bilat.h"
'

# find_broken ROOT WHERE EXCEPT PATTERN: lines that break the rule, comments left out; 1 if any.
find_broken() (
    cd "$1" || return 2
    for dir in $2; do
        [ ! -d "$dir" ] || find "$dir" -name '*.[ch]'
    done | sort | while read -r file; do
        for except in $3; do
            # shellcheck disable=SC2254
            case $file in
            $except) continue 2 ;;
            esac
        done
        echo "$file"
    done >"$scratch/files"
    # One awk for all files: a process for each would take most of the test's time.
    xargs awk -v pattern="$4" '
        { sub(/\/\/.*/, ""); sub(/^ *# *include */, "include ") }
        $0 ~ pattern { print FILENAME ":" FNR ": " $0 }' <"$scratch/files" >"$scratch/broken"
    cat "$scratch/broken"
    [ ! -s "$scratch/broken" ]
)

# A tree in which nothing but the planted line breaks a rule.
plant()
{
    rm -rf "$scratch/tree"
    for file in model/text.c loaders/readout/text.h tui/term.c cli/main.c "$1"; do
        mkdir -p "$scratch/tree/$(dirname "$file")"
        echo '// printf(...) in a comment; #include <curses.h> too' >"$scratch/tree/$file"
    done
    echo 'static int used = snprintf(0, 0, "");' >>"$scratch/tree/model/text.c"
    [ -z "${2-}" ] || echo "$2" >>"$scratch/tree/$1"
}

notices()
{
    plant "$4" "$5"
    find_broken "$scratch/tree" "$1" "$2" "$3" >"$scratch/found"
    grep -q "^$4:2: " "$scratch/found" || return 1
    plant "$4"
    find_broken "$scratch/tree" "$1" "$2" "$3"
}

while IFS=';' read -r name where except pattern planted line; do
    [ -n "$name" ] || continue
    # "\\." in a variable is "\." for awk.
    pattern=$(printf '%s\n' "$pattern" | sed 's/\\/\\\\/g')
    set -f
    tap_check "$name" find_broken "$srcdir" "$where" "$except" "$pattern"
    tap_check "noticed when broken: $name" notices "$where" "$except" "$pattern" "$planted" "$line"
    set +f
done <<END
$rules
END

tap_done
