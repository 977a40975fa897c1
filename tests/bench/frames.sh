#!/bin/sh
# How soon a key is answered among very many events: from the key to the canvas, the terminal left out. Figures, not a
# test: they depend on the machine and on who else uses it. usage: frames.sh [EVENTS]
set -eu
: "${BILAT:=$PWD/bilat}"
events=${1:-1500000}
dir=$(mktemp -d "${TMPDIR:-/tmp}/bilat-frames.XXXXXX")
trap 'rm -rf "$dir"' EXIT
export HOME="$dir" LC_ALL=C.UTF-8

# Coded events in order of date, with titles to look into; the same in every run.
awk -v events="$events" 'BEGIN {
    OFS = ","
    print "id,date,title,kind,code,countries,place,scale"
    countries = split("CHN USA RUS PRK JPN KOR DEU FRA GBR IND IRN ISR TUR UKR POL BRA MEX CAN AUS VNM", c, " ")
    kinds = split("meeting talks call letter visit signing statement briefing praise aid demand threat protest fight", k, " ")
    places = split("Beijing Moscow Washington Geneva Tokyo Seoul Berlin Paris London Delhi", p, " ")
    words = split("trade security missile summit border fishing energy climate health tariff embassy nuclear", w, " ")
    srand(7)
    for (i = 0; i < events; i++) {
        a = 1 + int(rand() * countries)
        b = 1 + int(rand() * countries)
        if (a == b)
            b = a % countries + 1
        printf "e%d,%04d-%02d-%02d,%s and %s speak of %s and %s,%s,0%d%d,%s>%s,%s,%.1f\n", i,
            1979 + int(i * 46 / events), 1 + int(rand() * 12), 1 + int(rand() * 28), c[a], c[b],
            w[1 + int(rand() * words)], w[1 + int(rand() * words)], k[1 + int(rand() * kinds)],
            1 + int(rand() * 20), int(rand() * 10), c[a], c[b], p[1 + int(rand() * places)], rand() * 20 - 10
    }
}' >"$dir/events.csv"

cat >"$dir/steps" <<END
:size 120 40
:timing $dir/move.tsv
:keys j j j j PgDn PgDn ^D ^D k k PgUp ^U G g ] ] ] ] [ } } } { { ^N ^N ^P Tab j Tab j Tab j Tab l l h , , . . . ,
:keys 1 G k k k k b b g Space Space Space J J K ) ) ( h l l h z j j z 2 1 3 1 4 1 + + - - = | | | |
:keys j j j j PgDn PgDn ^D ^D k k PgUp ^U ] ] ] ] [ [ } } { ^N ^P G PgUp PgUp g
:timing $dir/filter.tsv
:keys &
kind:visit
:keys Enter & ^U
pair:CHN-PRK year:1990..2010
:keys Enter & ^U
trade
:keys Backspace Backspace Enter & ^U Enter s
scale
:keys Enter &
-kind:call
:keys Enter
:timing
END
"$BILAT" --script "$dir/steps" "$dir/events.csv" 2>"$dir/errors" || cat "$dir/errors" >&2

# report FILE WHAT GOAL: the 50th, 99th of 100 and the longest
report()
{
    tail -n +2 "$1" | cut -f 2 | sort -n | awk -v what="$2" -v goal="$3" '
        { ms[NR] = $1 }
        END {
            printf "%-28s %6d keys   half %7.2f ms   99 of 100 %7.2f ms   longest %7.2f ms   goal %s\n", what, NR,
                ms[int((NR + 1) / 2)], ms[int(NR * 0.99)], ms[NR], goal
        }'
}

echo "keys among $events events, until they are drawn on the canvas"
report "$dir/move.tsv" "moving" "99 of 100 in 16 ms"
report "$dir/filter.tsv" "typing a filter, sorting" "each in 50 ms"
