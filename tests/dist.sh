#!/bin/sh
# The tarball holds what git knows and what the autotools add, nothing else.
# shellcheck disable=SC2317
. "${srcdir:-.}/tests/tap.sh"

[ -e "$srcdir/.git" ] || tap_skip_all "not a git checkout"
command -v git >/dev/null || tap_skip_all "no git"
git() { command git -c safe.directory='*' -C "$srcdir" "$@"; }

added='^(MANIFEST|aclocal\.m4|build-aux/.*|config\.h\.in|configure|Makefile\.in)$'

tap_check "the files can be gathered" "${MAKE:-make}" -s distdir distdir="$scratch/tarball"
git ls-files | LC_ALL=C sort >"$scratch/known"
(cd "$scratch/tarball" && find . -type f) | sed 's|^\./||' | LC_ALL=C sort >"$scratch/held"
grep -vE "$added" "$scratch/held" >"$scratch/ours"
tap_check "it holds every file of git, and no other" diff -u "$scratch/known" "$scratch/ours"
for file in configure Makefile.in build-aux/tap-driver.sh; do
    tap_check "it holds $file" test -s "$scratch/tarball/$file"
done
tap_check "dev can be run" test -x "$scratch/tarball/dev"
chmod -R u+w "$scratch/tarball"
tap_done
