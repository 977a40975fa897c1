#!/bin/sh
# The man pages are filled in, and mandoc finds nothing wrong with them.
. "${srcdir:-.}/tests/tap.sh"

for source in "$srcdir"/doc/*.[1-9].in; do
    page=man/$(basename "$source" .in)
    tap_check "$page is made" test -s "$page"
    grep -n '@' "$page" | grep -E '@(VERSION|bilat)' >"$scratch/left"
    tap_check "$page is filled in" test ! -s "$scratch/left"
    if command -v mandoc >/dev/null; then
        tap_check "$page is correct mdoc" mandoc -T lint -W warning "$page"
    else
        tap_skip "$page is correct mdoc" "no mandoc"
    fi
done
for page in "$srcdir"/doc/*.[1-9]; do
    if command -v mandoc >/dev/null; then
        tap_check "$(basename "$page") is correct mdoc" mandoc -T lint -W warning "$page"
    else
        tap_skip "$(basename "$page") is correct mdoc" "no mandoc"
    fi
done
tap_done
