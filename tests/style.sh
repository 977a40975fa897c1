#!/bin/sh
# What the style asks and a tool can see. CONTRIBUTING.md says where the rest is written down.
# Every rule is also tried on a line that breaks it.
# shellcheck disable=SC2086,SC2317
. "${srcdir:-.}/tests/tap.sh"

MAX_FILE_LINES=500
MAX_FUNCTION_LINES=60

cd "$srcdir" || exit 1
sources=$(find model loaders tui cli tests -name '*.[ch]' 2>/dev/null | sort)
texts=$(
    find model loaders tui cli tests m4 doc assets -type f \( -name '*.[ch]' -o -name '*.def' -o \
        -name '*.sh' -o -name '*.m4' -o -name '*.md' -o -name '*.in' -o -name '*.ini' \) 2>/dev/null
    ls ./*.md configure.ac Makefile.am dev .ci/run 2>/dev/null
)
texts=$(printf '%s\n' "$texts" | sort)

# Prints every line of FILES that matches, comments of C left out; fails if there is one.
none_match()
{
    pattern=$1
    shift
    awk -v pattern="$pattern" '
        FILENAME ~ /\.[ch]$/ { sub(/\/\/.*/, "") }
        $0 ~ pattern { print FILENAME ":" FNR ": " $0; found = 1 }
        END { exit found }' "$@" /dev/null
}

# As none_match, comments included.
none_mentions()
{
    ! grep -nE "$@" /dev/null
}

no_long_file()
{
    awk -v max=$MAX_FILE_LINES '
        FNR == max + 1 { print FILENAME ": over " max " lines"; found = 1 }
        END { exit found }' "$@"
}

# In this project the brace that opens a function, and only that one, stands alone in column 1.
no_long_function()
{
    awk -v max=$MAX_FUNCTION_LINES '
        /^\{$/ { start = FNR; name = last }
        /^\}$/ && start && FNR - start + 1 > max {
            print FILENAME ":" start - 1 ": " FNR - start + 1 " lines: " name
            found = 1
        }
        /^\}/ { start = 0 }
        { last = $0 }
        END { exit found }' "$@"
}

heads_say_why()
{
    awk 'FNR == 1 && !/^\/[\/*] / { print FILENAME ": no comment at its head"; found = 1 }
        END { exit found }' "$@"
}

formatted()
{
    "$formatter" --dry-run -Werror "$@"
}

# breaks NAME TEXT COMMAND...: the command refuses a file of TEXT.
breaks()
{
    printf '%b\n' "$2" >"$scratch/broken.h"
    name="noticed: $1"
    shift 2
    status=0
    "$@" "$scratch/broken.h" >"$scratch/output" 2>&1 && status=1
    tap_ok "$name" $status "$scratch/output"
}

# rule NAME BROKEN FILES COMMAND...: the command passes on FILES and fails on the text BROKEN.
rule()
{
    rule_name=$1 broken=$2 files=$3
    shift 3
    tap_check "$rule_name" "$@" $files
    breaks "$rule_name" "$broken" "$@"
}

lines() { awk -v n="$1" 'BEGIN { while (n-- > 0) printf "x;\\n" }'; }

rule "no function that does not know its buffer" '    strcpy(a, b);' "$sources" \
    none_match '(^|[^A-Za-z0-9_])(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets) *\\('
rule "nesting is at most 3 deep" '                if (x)' "$sources" \
    none_match '^                 *(if|for|while|do|switch) '
rule "no blanks at the end of a line" 'int a; ' "$texts" none_mentions '[[:blank:]]+$'
rule "nothing is left to do" "// TO""DO: later" "$texts" none_mentions '(TO''DO|FIX''ME)'
rule "no path of somebody's own" "/ho""me/me/x" "$texts" \
    none_mentions '(^|[^A-Za-z0-9_.])/(ho''me|wo''rk|ro''ot|Us''ers)/|\.\./sha''red'
rule "no file over $MAX_FILE_LINES lines" "$(lines 501)" "$sources" no_long_file
rule "no function over $MAX_FUNCTION_LINES lines" "int f(void)\n{\n$(lines 59)}" "$sources" \
    no_long_function
rule "every header says what it is for" '#ifndef X' \
    "$(printf '%s\n' "$sources" | grep '\.h$')" heads_say_why

formatter=
for name in clang-format-14 clang-format; do
    if $name --version 2>/dev/null | grep -q 'version 14\.'; then
        formatter=$name
        break
    fi
done
if [ -z "$formatter" ]; then
    tap_skip "formatted as .clang-format says" "no clang-format 14"
elif [ ! -f .clang-format ]; then
    tap_skip "formatted as .clang-format says" "no .clang-format"
else
    cp .clang-format "$scratch"
    rule "formatted as .clang-format says" 'int  a;' "$sources" formatted
fi
tap_done
