#!/bin/sh
# A view is saved under a name, or packed for somebody else, and opens the same, or says what is not the same.
. "${srcdir:-.}/tests/tap.sh"

cd "$scratch" || exit 1
export XDG_DATA_HOME="$scratch/data"
views=data/bilat/views
cp -r "$srcdir/assets/sample/readouts" in

# script INPUT STEP...: runs the steps; what it says is in out, its exit code in $status. INPUT "" gives none.
script()
{
    input=$1
    shift
    printf '%s\n' "$@" >steps
    status=0
    "$BILAT" --script steps ${view+--view "$view"} ${input:+"$input"} >out 2>&1 || status=$?
    cat out
}
unset view

saves_and_opens()
{
    script in ':filter pair:CHN-PRK said:"party; #1" | kind:letter' ':sort title' ':keys S' ':save-view letters' ||
        return 1
    "$BILAT" export --filter 'pair:CHN-PRK said:"party; #1" | kind:letter' in 2>/dev/null | sort >wanted
    "$BILAT" export --view letters 2>/dev/null >got
    cat "$views/letters.ini"
    sort got | cmp wanted - && [ "$(wc -l <got)" -gt 1 ] &&
        grep -q '^path = ../../../in$' "$views/letters.ini" || return 1
    cut -d, -f 1 got >ids
    # in the order of the view: titles from Z to A
    [ "$(grep -nE '^r[0-9a-f]*,' got | cut -d, -f 3 | sort -rc 2>&1)" = "" ]
}
tap_check "a view is saved and opened by its name" saves_and_opens

from_elsewhere() { (mkdir -p far/away && cd far/away && "$BILAT" export --view letters 2>/dev/null | cut -d, -f 1 | cmp - "$scratch/ids"); }
tap_check "from any folder, by relative paths" from_elsewhere

narrows()
{
    "$BILAT" count --by kind --view letters --filter 'kind:meeting' 2>/dev/null >counted
    cat counted
    ! grep -q letter counted
}
tap_check "a filter beside it narrows it" narrows

asks_before_replacing()
{
    cp "$views/letters.ini" before
    script in ':save-view letters'
    [ "$status" = 3 ] && cmp before "$views/letters.ini" && grep -q 'letters: error: it exists' out || return 1
    script in ':save-view! letters' && [ "$status" = 0 ] && ! cmp -s before "$views/letters.ini"
}
tap_check "one of that name is written over only when told" asks_before_replacing

differs()
{
    script in ':save-view all' || return 1
    cp -r in kept && echo more >>in/2024-03-12_idcpc_laos.txt
    "$BILAT" export --view all >/dev/null 2>err
    cat err
    grep -q "^in: warning: this input differs from what it was when the view was saved" err || return 1
    rm -r in && mv kept in
    "$BILAT" export --view all >/dev/null 2>err
    ! grep -q differs err
}
tap_check "an input that differs is named" differs

other_inputs()
{
    script in/2024-03-12_idcpc_laos.txt ':size 100 20' ':view all' ':screen'
    grep -q 'it was saved of other inputs' out
}
tap_check "in the browser a view of other inputs says so" other_inputs

no_such() { status=0; "$BILAT" show --view nowhere 2>err || status=$?; cat err; [ $status = 1 ] && grep -q '^nowhere: error: ' err; }
tap_check "a view that is not there is told, exit 1" no_such

pipes()
{
    status=0
    printf ':save-view piped\n' >steps
    "$BILAT" --script steps - <in/2024-03-12_idcpc_laos.txt >out 2>&1 || status=$?
    cat out
    [ $status = 3 ] && grep -q 'cannot be read a second time' out && [ ! -e "$views/piped.ini" ]
}
tap_check "a pipe cannot be come back to, and that is told" pipes

# ---- packs ----

packs()
{
    script in ':filter kind:letter' ':keys m' ':note compare with 2018' ':filter kind:talks' ':keys m' ':filter kind:letter' \
        ':pack small' ':pack all sources' || return 1
    find small all | sort
    cat small/notes.csv
    [ "$(find small -type f | sort | tr '\n' ' ')" = 'small/corrections.csv small/notes.csv small/view.ini ' ] && diff -r in all/sources/in
}
tap_check "a pack holds the view, notes and, if asked, sources" packs

opens_elsewhere()
{
    mkdir -p guest && mv all guest/ && cd guest || return 1
    XDG_DATA_HOME=$scratch/guest/own "$BILAT" export --view all >exported 2>err
    cat err exported
    cd ..
    [ "$(wc -l <guest/exported)" = "$(("$("$BILAT" export --filter kind:letter in 2>/dev/null | wc -l)"))" ] &&
        grep -q ',marked,compare with 2018,' guest/exported && ! grep -q differs guest/err
}
tap_check "it opens elsewhere, with its notes" opens_elsewhere

is_read_only()
{
    cp -r guest/all packed
    view=packed
    XDG_DATA_HOME=$scratch/guest/own
    script '' ':size 100 24' ':keys m' ':screen' ':tag mine'
    unset view
    XDG_DATA_HOME=$scratch/data
    cat guest/own/bilat/notes.csv
    diff -r guest/all packed && grep -q 'this event is marked in its file; the mark stays' out &&
        [ "$(grep -c ',tag,mine,' guest/own/bilat/notes.csv)" = 1 ] &&
        [ "$(wc -l <guest/own/bilat/notes.csv)" = 2 ]
}
tap_check "what is noted over it stays one's own" is_read_only

other_sources()
{
    "$BILAT" export --view small in >exported 2>err && ! grep -q differs err || return 1
    mkdir -p less && cp in/2024*.txt less/
    "$BILAT" export --view small less >exported 2>err
    cat err
    grep -q '^less: warning: this input differs' err
}
tap_check "inputs may be given beside it, and are compared" other_sources

refuses_full()
{
    script in ':pack guest'
    [ "$status" = 3 ] && grep -q 'guest: error: expected a new folder, this one holds something' out
}
tap_check "a folder that holds something is refused" refuses_full

same_names()
{
    mkdir -p one two && cp in/2024-03-12_idcpc_laos.txt one/page.txt && cp in/2019-*.txt two/ &&
        mv two/2019-*.txt two/page.txt || return 1
    printf ':pack twice sources\n' >steps
    "$BILAT" --script steps one/page.txt two/page.txt >out 2>&1
    cat out twice/view.ini
    cmp one/page.txt twice/sources/1/page.txt && cmp two/page.txt twice/sources/2/page.txt &&
        [ "$("$BILAT" export --view twice 2>err | wc -l)" -ge 3 ] && ! grep -q differs err
}
tap_check "two inputs of one name are both packed" same_names

packs_what_stands_beside()
{
    rm -rf beside pk && mkdir beside && cp "$srcdir"/assets/sample/history/*.csv beside/ || return 1
    printf ':pack pk sources\n' >steps
    "$BILAT" --script steps beside/events.csv 2>err || return 1
    for table in participants positions; do
        "$BILAT" export -t $table beside/events.csv >before 2>>err
        "$BILAT" export -t $table --view pk >after 2>>err
        [ "$(wc -l <before)" -gt 2 ] && cmp before after || return 1
    done
}
tap_check "a pack of one table has those that were read with it" packs_what_stands_beside

packs_into_no_input()
{
    printf ':pack beside/new/pk sources\n' >steps
    ! "$BILAT" --script steps beside 2>err || return 1
    cat err
    grep -q 'expected a folder that is in none of the inputs' err && [ ! -e beside/new ]
}
tap_check "a pack is not made in what it packs" packs_into_no_input

a_pack_from_elsewhere()
{
    rm -rf foreign && mkdir -p foreign/sources && cp beside/events.csv foreign/sources/ || return 1
    printf 'date,title\n2001,Secret\n' >private.csv
    printf '[view]\nfilter =\n[input.1]\npath = sources/events.csv\n[input.2]\npath = ../private.csv\n' \
        >foreign/view.ini
    "$BILAT" export --view foreign 2>err >out
    cat err
    [ "$(grep -c 'outside of its folder' err)" = 1 ] &&
        grep -q '^private.csv: warning: the view names this input, which is outside' err || return 1
    "$BILAT" export --view letters 2>err >out # one's own may name anything
    ! grep -q 'outside' err
}
tap_check "a view from elsewhere says which inputs outside of it are read" a_pack_from_elsewhere

packs_its_own_notes()
{
    rm -rf one-note
    script in ':filter kind:talks' ':note not for you' ':filter kind:letter' ':note for you' ':size 100 24' \
        ':pack one-note' ':screen' || return 1
    cat one-note/notes.csv
    grep -q 'packed into one-note, notes on 2 things;' out && grep -q 'for you' one-note/notes.csv &&
        ! grep -q 'not for you' one-note/notes.csv
}
tap_check "a pack holds the notes of its view alone" packs_its_own_notes

says_which_views_there_are()
{
    ! "$BILAT" show --view nosuch 2>err || return 1
    cat err
    grep -q '^nosuch: error: there is no such view, those saved are "all", "letters"' err || return 1
    mkdir -p place/deep && cp private.csv place/deep/ && script place/deep/private.csv ':save-view gone' || return 1
    rm -r place/deep
    ! (mkdir -p far/away && cd far/away && "$BILAT" show --view gone 2>"$scratch/err") || return 1
    cat err
    grep -q "^$scratch/place/deep/private.csv: error: there is no such file" err
}
tap_check "a view that is not there, and an input that has gone, are named as one would" says_which_views_there_are

tap_done
