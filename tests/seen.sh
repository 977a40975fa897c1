#!/bin/sh
# What earlier runs have shown is remembered: "new" finds the rest, a sign tells it, :seen says that it is known.
. "${srcdir:-.}/tests/tap.sh"

cd "$scratch" || exit 1
export XDG_STATE_HOME="$scratch/state" XDG_DATA_HOME="$scratch/data"
kept=state/bilat/seen
mkdir in
printf 'id,date,title,countries\ne1,2024-01-01,A visit,CHN;PRK\ne2,2024-01-02,A call,CHN;USA\n' >in/a.csv

# script STEP...: runs these steps; what it says is in out.
script()
{
    printf '%s\n' ':size 80 24' "$@" >steps
    "$BILAT" --script steps in >out 2>&1
    cat out
}

nothing_at_first()
{
    script ':screen' || return 1
    ! grep -q '^[> ]N' out && ! [ -e "$kept" ] || return 1 # nobody has looked
    script ':seen' ':screen' && [ "$(grep -c '^file ' "$kept")" = 1 ]
}

row_and_file_are_new()
{
    printf 'e3,2024-02-01,A letter,CHN;JPN\n' >>in/a.csv
    printf 'date,title\n2024-05-05,France and China talk\n' >in/b.csv
    script ':screen' ':filter new' ':screen' || return 1
    [ "$(grep -c '^[> ]N2024' out)" = 4 ] && grep -q '\[new\] .* 2 of 4 events' out &&
        grep -q '2 events are new; :filter new shows them' out
}

command_asks_and_remembers_nothing()
{
    cp "$kept" before
    [ "$("$BILAT" export --filter new in | cut -d, -f 2,3 | sed 1d)" = '2024-02-01,A letter
2024-05-05,France and China talk' ] && [ "$("$BILAT" count --filter '-new' --by year in | sed 1d)" = '2024,2,1.000000,1' ] &&
        cmp before "$kept"
}

seen_clears()
{
    script ':filter new' ':seen' ':screen' || return 1
    grep -q ' 0 of 4 events' out && grep -q '2 events are no longer new' out || return 1
    [ "$("$BILAT" export --filter new in | wc -l)" = 1 ]
}

note_goes_before()
{
    printf 'e4,2024-06-01,A talk,CHN;JPN\n' >>in/a.csv
    script ':keys G m' ':screen' && grep -q '^>\*2024-06-01' out
}

cannot_be_written()
{
    rm -rf state && echo file >state
    script ':seen' ':problems' ':screen'
    grep -q 'state/bilat' out
}

tap_check "nothing is new in the first run, and a script remembers nothing unasked" nothing_at_first
tap_check "a row and a file that came are new, and have a sign" row_and_file_are_new
tap_same "so does the screen say" "$srcdir/tests/screens/new.screen" out
tap_check "a command asks for what is new, and remembers nothing" command_asks_and_remembers_nothing
tap_check ":seen says that they are known" seen_clears
tap_check "a mark goes before the sign of news" note_goes_before
tap_check "a place that cannot be written is told" cannot_be_written
tap_done
