#!/bin/sh
# Corrections and events of one's own: plain tables beside the inputs, which survive, merge, and are exported.
. "${srcdir:-.}/tests/tap.sh"

cd "$scratch" || exit 1
export XDG_DATA_HOME="$scratch/data"
laos=2024-03-12_idcpc_laos.txt

fresh()
{
    chmod -R u+w in 2>/dev/null
    rm -rf data in
    mkdir in
    cp "$srcdir/assets/sample/readouts/$laos" in/
}

# script INPUT STEP...: runs the steps; what it says is in out, its exit code in $status.
script()
{
    input=$1
    shift
    printf '%s\n' "$@" >steps
    status=0
    "$BILAT" --script steps "$input" >out 2>&1 || status=$?
    cat out
}

exported() { "$BILAT" export "$@" 2>err; }

# add INPUT DATE TITLE
add()
{
    script "$1" ':keys A ^U' "$2" ':keys Enter ^U' 'CHN;LAO' ':keys Enter' call ':keys Enter' "$3" \
        ':keys Enter' 'https://example.org/' ':keys Enter'
}

corrects()
{
    fresh
    script in ':keys 3 j' ':correct speaker narration' ':keys 1' ':correct date 2024-03-11' ':correct kind visit' || return 1
    cat in/mine/corrections.csv
    exported in >events
    cat events
    grep -q '^r78f2f7cbb6,2024-03-11,.*,visit,.*,date=2024-03-12;kind=meeting,' events &&
        exported -t positions in | grep -q '^r78f2f7cbb6,2,narration,,.*,speaker=Rao Mingyuan,' &&
        [ "$("$BILAT" count --by kind --year 2024 in 2>/dev/null | tail -1)" = visit,1,1.000000,1 ] &&
        head -n 1 in/mine/corrections.csv | grep -q '^event,event_date,' &&
        grep -q ',position,.*,speaker,narration,Rao Mingyuan$' in/mine/corrections.csv
}
tap_check "corrections are exported beside what the source says" corrects

shows()
{
    script in ':note ask the embassy' ':keys 3 j' ':tag weak' || return 1
    "$BILAT" show in >shown 2>err
    cat shown
    grep -q '^  note ask the embassy$' shown && grep -q '^  corrected, was date=2024-03-12;kind=meeting$' shown &&
        grep -q '^       tags weak$' shown && grep -q '^       corrected, was speaker=Rao Mingyuan$' shown
}
tap_check "and shown so" shows

briefs()
{
    fresh
    script in ':keys 3 j' ':correct speaker narration' ':keys 1' ':correct date 2024-03-11' || return 1
    exported -f md in >brief
    cat brief
    grep -qx 'Narration, as corrected; words of the CHN readout:' brief &&
        grep -q '^\[^3\]:.*; corrected, the source has date 2024-03-12, speaker Rao Mingyuan$' brief &&
        grep -q '^\[^2\]:.*; corrected, the source has date 2024-03-12$' brief
}
tap_check "a brief says what is corrected, and what the source has" briefs

moves()
{
    rm -rf moved && mv in moved && exported -o one/ moved &&
        XDG_DATA_HOME=$scratch/none exported -o two/ one && cmp one/events.csv two/events.csv &&
        cmp one/positions.csv two/positions.csv && grep -q '2024-03-11' one/events.csv
}
tap_check "they go with their folder, and an export of them comes back byte for byte" moves

undoes()
{
    fresh
    script in ':correct kind visit' ':keys u' || return 1
    exported in | grep -q ',meeting,' && script in ':correct kind visit' ':keys u ^R' && exported in | grep -q ',visit,' &&
        script in ':correct kind meeting' && exported in | grep ',meeting,' | grep -qv 'kind='
}
tap_check "undo, redo and the source's own value" undoes

names()
{
    fresh
    script in ':keys 2' ':correct name Rao Ming Yuan' ':correct office Deputy' ':correct person Rao the Elder' ':keys 1' \
        ':correct title Another title' || return 1
    cat in/mine/corrections.csv
    exported -t participants in >people
    cat people
    grep -q ',,CHN,,person,Rao Mingyuan,,person,Rao the Elder,Rao Mingyuan$' in/mine/corrections.csv &&
        sed -n 2p people | grep -q ',Rao Ming Yuan,CHN,Deputy,.*,name=Rao Mingyuan;office=' &&
        exported in | grep -q ',Another title,.*,title=' && exported -t positions in | grep -q ',Rao Ming Yuan,CHN.*,speaker=Rao Mingyuan,' ||
        return 1
    fresh
    script in ':keys 2' ':correct name Rao Ming Yuan' ':correct office Deputy' ':correct person Rao the Elder' ':keys 1' \
        ':correct title Another title' ':keys u u u u' || return 1
    exported -t participants in >people
    cat people
    grep -q ',Rao Mingyuan,CHN,Minister of' people && ! grep -q corrected people && ! exported -t positions in | grep -q 'speaker=' &&
        exported in | grep -q ',Rao Mingyuan Meets with'
}
tap_check "names, offices and titles too, and who is who" names

adds()
{
    fresh
    add in 2024-05-02 'Call, "short"' && add in 2024-01-09 'Earlier call' || return 1
    cat in/mine/events.csv
    exported in >events
    [ "$(grep -c . in/mine/events.csv)" = 3 ] && [ "$(exported in -t events | grep -c '^[mr]')" = 3 ] &&
        sed -n 2p in/mine/events.csv | grep -q '^m[0-9a-f]*,2024-01-09,Earlier call,call,CHN;LAO,,mine,https://example.org/$' &&
        sed -n 3p in/mine/events.csv | grep -q ',2024-05-02,"Call, ""short""",' || return 1
    # a file beside them has them too
    [ "$(exported "in/$laos" | grep -c '^[mr]')" = 3 ]
}
tap_check "events of one's own stand in order of date, and are loaded with folder and file" adds

twice()
{
    add in 2024-01-09 'Earlier call'
    [ "$status" = 3 ] && grep -q 'mine/events.csv: error: this event is there already' out
}
tap_check "the same event is not added twice" twice

takes_back()
{
    fresh
    add in 2024-05-02 'Stays' && add in 2024-01-09 'Goes' || return 1
    cp in/mine/events.csv whole
    script in ':first' ':delete-event' ':keys m u ^R u u ^R' || return 1
    grep -q Goes in/mine/events.csv && return 1
    script in ':keys A ^U' 2024-01-09 ':keys Enter ^U' 'CHN;LAO' ':keys Enter' call ':keys Enter' Goes ':keys Enter' \
        'https://example.org/' ':keys Enter' || return 1
    cmp whole in/mine/events.csv || return 1
    script in ':keys A ^U' 2024-01-10 ':keys Enter ^U' CHN ':keys Enter Enter' Third ':keys Enter Enter u ^R u' || return 1
    cmp whole in/mine/events.csv || return 1
    script in ':date 2024-03-12' ':delete-event'
    [ "$status" = 3 ] && grep -q "$laos: error: this is no event of your own" out && cmp whole in/mine/events.csv
}
tap_check "one's own event is deleted, and comes back byte for byte; no other one is" takes_back

keeps_bytes()
{
    fresh
    mkdir in/mine
    printf 'date,title,mood,id\n1972-02-21,"By hand, ""so""",good,h1\n2030,Late,,h2\n' >in/mine/events.csv
    add in 2024-05-02 'A call' || return 1
    cat in/mine/events.csv
    sed -n 1,2p in/mine/events.csv >kept
    printf 'date,title,mood,id\n1972-02-21,"By hand, ""so""",good,h1\n' | cmp - kept &&
        sed -n 3p in/mine/events.csv | grep -q '^2024-05-02,A call,,m[0-9a-f]*$' && sed -n 4p in/mine/events.csv | grep -q '^2030,Late,,h2$'
}
tap_check "a table written by hand keeps its columns and its bytes" keeps_bytes

two_writers()
{
    fresh
    for who in a b; do
        for day in 01 02 03 04 05 06; do
            printf '%s\n' ':keys A ^U' "2024-06-$day" ':keys Enter ^U' CHN ':keys Enter Enter' "$who $day" ':keys Enter Enter'
        done >steps.$who
    done
    "$BILAT" --script steps.a in >out.a 2>&1 & first=$!
    "$BILAT" --script steps.b in >out.b 2>&1 & second=$!
    wait $first
    wait $second
    cat in/mine/events.csv out.a out.b
    [ "$(grep -c '^m' in/mine/events.csv)" = 12 ]
}
tap_check "two programs that add at the same time lose nothing" two_writers

merges()
{
    command -v git >/dev/null || return 0
    fresh
    export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
    add in 2024-02-01 'In the middle' && script in ':last' ':correct place Dalian' && (cd in && git init -q . && echo '.*.lock' >.gitignore && git add . && git commit -qm 1) || return 1
    rm -rf theirs && git clone -q in theirs || return 1
    add in 2023-01-01 'Before' && script in ':first' ':correct kind visit' && (cd in && git add . && git commit -qm 2) || return 1
    add theirs 2025-01-01 'After' && script theirs ':last' ':correct kind talks' && (cd theirs && git add . && git commit -qm 3 && git pull -q --no-rebase --no-edit) ||
        return 1
    cat theirs/mine/*.csv
    [ "$(grep -c '^[mr]' theirs/mine/corrections.csv)" = 3 ] || return 1
    [ "$(grep -c '^m' theirs/mine/events.csv)" = 3 ] && [ "$(exported theirs | grep -c '^[mr]')" = 4 ]
}
tap_check "git merges what two people added" merges

read_only()
{
    fresh
    chmod a-w in
    if [ -w in ]; then # root may write everywhere
        chmod u+w in
        return 0
    fi
    add in 2024-05-02 'A call'
    find data -name events.csv
    [ ! -e in/mine ] && [ "$(exported in | grep -c '^[mr]')" = 2 ]
}
tap_check "inputs that cannot be written to leave it in one's own folder" read_only

packs()
{
    fresh
    script in ':correct kind visit' ':pack shared sources' || return 1
    add in 2024-05-02 'Not in the pack'
    mkdir -p guest && rm -rf guest/shared && mv shared guest/
    export XDG_DATA_HOME="$scratch/guest/own"
    "$BILAT" export --view guest/shared >seen 2>err
    printf ':keys A ^U\n2024-07-01\n:keys Enter ^U\nCHN\n:keys Enter Enter\nGuest\n:keys Enter Enter\n:correct kind talks\n' >steps
    cp -r guest/shared before
    "$BILAT" --view guest/shared --script steps >out 2>&1
    diff -r before guest/shared && grep -q ',visit,' seen && [ -s guest/shared/corrections.csv ] || return 1
    find guest/own
    "$BILAT" export --view guest/shared 2>err | grep -c Guest
}
tap_check "a pack holds corrections, and is never written to" packs

refuses()
{
    fresh
    script in ':correct kind visit' || return 1
    echo '=======' >>in/mine/corrections.csv
    cp in/mine/corrections.csv was
    script in ':correct place Vientiane'
    [ "$status" = 3 ] && cmp was in/mine/corrections.csv && grep -q 'mine/corrections.csv:3:1: error' out
}
tap_check "a file that is not understood is told, and not written" refuses

tap_done
