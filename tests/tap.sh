#!/bin/sh
# Sourced by the shell tests: they print TAP (https://testanything.org) and leave by tap_done.
# A test reads the source through $srcdir and writes in $scratch, which is empty at its start.
# With GOLDEN=1, tap_same rewrites what is expected instead of comparing.
set -u
srcdir=$(cd "${srcdir:-$(dirname "$0")/..}" && pwd -P)
scratch=$PWD/tests/scratch/$(basename "$(dirname "$0")")-$(basename "$0" .sh)
rm -rf "$scratch"
mkdir -p "$scratch" || exit 1
tap_count=0
tap_failed=0

# tap_ok NAME STATUS [FILE]: passes if STATUS is 0; otherwise shows FILE as comments.
tap_ok()
{
    tap_count=$((tap_count + 1))
    if [ "$2" = 0 ]; then
        echo "ok $tap_count - $1"
        return
    fi
    tap_failed=$((tap_failed + 1))
    echo "not ok $tap_count - $1"
    [ -z "${3-}" ] || sed 's/^/#   /' "$3"
}

# tap_check NAME COMMAND...: passes if the command succeeds.
tap_check()
{
    tap_name=$1
    shift
    tap_status=0
    "$@" >"$scratch/output" 2>&1 || tap_status=$?
    tap_ok "$tap_name" "$tap_status" "$scratch/output"
}

# tap_same NAME EXPECTED ACTUAL: passes if the files are equal byte for byte.
tap_same()
{
    if [ "${GOLDEN-}" = 1 ]; then
        cmp -s "$2" "$3" || cp "$3" "$2"
    fi
    tap_check "$1" diff -u "$2" "$3"
}

tap_skip()
{
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # SKIP $2"
}

tap_skip_all()
{
    echo "1..0 # SKIP $1"
    exit 0
}

tap_done()
{
    echo "1..$tap_count"
    [ "$tap_failed" != 0 ] || rm -rf "$scratch"
    exit 0
}
