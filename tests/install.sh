#!/bin/sh
# make install into a staging folder: program, assets, man page; and make uninstall takes all back.
# shellcheck disable=SC2317
. "${srcdir:-.}/tests/tap.sh"

# The folders of the system come from configure; a staged tree is looked at as a whole.
staged() { find "$scratch/stage" -type f -path "*/$1" | grep -q .; }

nothing_left()
{
    find "$scratch/stage" -type f
    [ -z "$(find "$scratch/stage" -type f)" ]
}

same_assets()
{
    program=$(find "$scratch/stage" -type f -path '*/bin/bilat')
    diff -r "$srcdir/assets" "${program%/bin/bilat}/share/bilat"
}

unset DESTDIR MAKEFLAGS MAKELEVEL
tap_check "make install" "${MAKE:-make}" -s install DESTDIR="$scratch/stage"
tap_check "the program is there" staged bin/bilat
tap_check "the man page is there" staged man1/bilat.1
tap_check "the bash completion is there" staged completions/bilat
if [ -d "$srcdir/assets" ]; then
    tap_check "the assets are there, all of them" same_assets
else
    tap_skip "the assets are there, all of them" "the source has none"
fi
tap_check "make uninstall" "${MAKE:-make}" -s uninstall DESTDIR="$scratch/stage"
tap_check "nothing is left" nothing_left
tap_done
