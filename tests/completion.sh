#!/bin/sh
# The bash completion loads, and completes commands and options as a person would type them.
. "${srcdir:-.}/tests/tap.sh"

command -v bash >/dev/null || tap_skip_all "no bash"

# completed WORD...: what is offered for the last of the words after "bilat", one a line.
completed()
{
    # shellcheck disable=SC2016
    bash --norc -c '
        set -e
        source completion/bilat
        spec=$(complete -p bilat)
        function=${spec#*-F }
        function=${function%% *}
        COMP_WORDS=(bilat "$@")
        COMP_CWORD=$#
        COMP_LINE="bilat $*"
        COMP_POINT=${#COMP_LINE}
        "$function" bilat "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf "%s\n" "${COMPREPLY[@]}"
    ' completion "$@" | sed 's/ *$//'
}

# offers WANTED WORD...
offers()
{
    wanted=$1
    shift
    completed "$@" >"$scratch/offered"
    cat "$scratch/offered"
    grep -qx -e "$wanted" "$scratch/offered"
}

refuses() { ! offers "$@"; }

tap_check "commands: ex, export" offers export ex
tap_check "nothing that does not begin so" refuses count ex
tap_check "options: --fi, --filter" offers --filter export --fi
tap_check "formats: js, jsonl" offers jsonl export -f js
tap_check "options of the browser: --pa, --pair" offers --pair --pa
tap_done
