#!/bin/sh
# What a person notes stays: through moves and merges, with two programs at work, with a disk that is full.
. "${srcdir:-.}/tests/tap.sh"

cd "$scratch" || exit 1
export XDG_DATA_HOME="$scratch/data"
notes=data/bilat/notes.csv
header=event,event_date,event_countries,event_title,part,words,repeat,field,value,original

# note FILE STEP...: runs these steps on a file; what it says is in out, its exit code in $status.
note()
{
    input=$1
    shift
    printf '%s\n' "$@" >steps
    status=0
    "$BILAT" --script steps "$input" >out 2>&1 || status=$?
    cat out
}

fresh()
{
    rm -rf data in
    mkdir in
    cat >in/events.csv <<END
id,date,title,countries
e1,2019-06-20,Xi Jinping visits Pyongyang,CHN;PRK
e2,2023-07-26,Li Hongzhong visits Pyongyang,CHN;PRK
e3,2024-04-11,Zhao Leji visits Pyongyang,CHN;PRK
END
}

exported() { "$BILAT" export "$@" 2>err; }

survives_move_and_order()
{
    fresh
    note in ':2' ':keys m' ':tag check' ':note ask again' || return 1
    mkdir elsewhere && { head -n 1 in/events.csv; tail -n 3 in/events.csv | sort -r; } >elsewhere/other.csv
    rm -r in
    exported --filter marked elsewhere/other.csv >marked.csv
    cat marked.csv "$notes"
    [ "$(wc -l <marked.csv)" = 2 ] && exported --filter tag:check elsewhere/other.csv >tagged.csv &&
        grep -q '^e2,2023-07-26,.*,check;marked,ask again,' tagged.csv
}

tap_check "a moved, renamed and turned round file keeps its notes" survives_move_and_order

document_survives_change()
{
    fresh
    cp "$srcdir/assets/sample/readouts/2024-03-12_idcpc_laos.txt" in/page.txt
    rm in/events.csv
    note in ':keys m' ':keys 3 j m' || return 1
    grep -c . "$notes"
    printf '\nEditor: Wang\n' >>in/page.txt
    exported --filter marked in/page.txt | grep -c '^r' | grep -qx 1 || return 1
    exported -t positions --filter marked in/page.txt | cut -d, -f 2,17 | grep -c . >/dev/null
    [ "$(exported -t positions in/page.txt | grep -c ',marked,$')" = 1 ] || return 1
    # The table of events has no place for it.
    "$BILAT" export --marked in/page.txt 2>events.err >/dev/null
    "$BILAT" export --marked -t positions in/page.txt 2>positions.err >/dev/null
    cat events.err
    grep -q '^bilat: the marks of 1 event are on positions: -t positions or a folder has them$' events.err &&
        ! grep -q 'are on positions' positions.err
}
tap_check "a document whose text has changed keeps its notes" document_survives_change

sentence_shows_what_it_was()
{
    fresh
    cp "$srcdir/assets/sample/readouts/2024-03-12_idcpc_laos.txt" in/page.txt
    rm in/events.csv
    note in ':keys 3 j' ':note compare with 2023' || return 1
    sed 's/need to strengthen exchanges on party discipline/should deepen exchanges on party discipline/' in/page.txt >new
    mv new in/page.txt
    note in ':size 120 40' ':keys 3 j' ':screen' ':notes' ':screen' || return 1
    exported -t positions in/page.txt | grep -q 'should deepen exchanges.*compare with 2023' &&
        grep -q 'was changed, it was: The two Parties need to' out && grep -q '(the sentence was changed) compare' out || return 1
    grep -v 'exchanges on party discipline' in/page.txt >new # it is gone: no other takes its note
    mv new in/page.txt
    note in ':size 120 40' ':notes' ':screen' && grep -q '(not here) compare with 2023' out
}
tap_check "a sentence that was changed keeps its note, beside what it was" sentence_shows_what_it_was

comes_back()
{
    fresh
    cp "$srcdir/assets/sample/readouts/2024-03-12_idcpc_laos.txt" in/page.txt
    note in ':keys m' ':note first' ':3' ':keys 3 j' ':tag a;b' ':note said twice, "so"' ||
        return 1
    exported -o one/ in && XDG_DATA_HOME=$scratch/none exported -o two/ one &&
        exported -o three/ two || return 1
    head -n 1 one/positions.csv
    for table in events participants positions; do
        cmp one/$table.csv two/$table.csv && cmp one/$table.csv three/$table.csv || return 1
    done
    grep -q ',a;b,"said twice, ""so"""$' one/positions.csv &&
        head -n 1 one/positions.csv | grep -q ',source_length,tags,note$'
}
tap_check "an export with notes comes back byte for byte, with them and without" comes_back

# Twenty tags each, at the same time, on the same three events.
two_writers()
{
    fresh
    for who in a b; do
        i=0
        while [ $i -lt 20 ]; do
            echo ":$((i % 3 + 1))"
            echo ":tag +$who$i"
            i=$((i + 1))
        done >steps.$who
    done
    "$BILAT" --script steps.a in & first=$!
    "$BILAT" --script steps.b in & second=$!
    wait $first && wait $second || return 1
    cat "$notes"
    [ "$(grep -c '^e[123],.*,event,,,tag,[ab][0-9]*,$' "$notes")" = 40 ]
}
tap_check "two programs that write at the same time lose nothing of each other" two_writers

counts_tags()
{
    fresh
    note in ':1' ':tag +check' ':2' ':tag +check' ':tag +later' || return 1
    "$BILAT" count --by tag in >counted 2>err
    cat counted
    grep -q '^check,2,' counted && grep -q '^later,1,' counted &&
        note in ':facets tag' ':screen' && grep -q 'check .* 2 ' out
}
tap_check "tags are counted, and a facet" counts_tags

killed_any_time()
{
    fresh
    i=0
    while [ $i -lt 400 ]; do
        echo ":$((i % 3 + 1))"
        echo ":note this is number $i of many notes"
        i=$((i + 1))
    done >many
    for wait in 0.02 0.05 0.08 0.11 0.14; do
        "$BILAT" --script many in >/dev/null 2>&1 & pid=$!
        sleep $wait
        kill -9 $pid 2>/dev/null
        wait $pid 2>/dev/null
        [ -e "$notes" ] || continue
        cat "$notes"
        [ "$(head -n 1 "$notes")" = "$header" ] && [ -z "$(tail -c 1 "$notes")" ] &&
            [ "$(grep -vc "^e[123],.*,note,this is number [0-9]* of many notes,\$" "$notes")" = 1 ] ||
            return 1
    done
    exported --filter note:many in >/dev/null
}
tap_check "whoever is killed while writing leaves a whole file" killed_any_time

full_disk()
{
    fresh
    note in ':tag kept' || return 1
    cp "$notes" before
    long=$(printf '%02000d' 7)
    printf ':2\n:note %s\n' "$long" >steps
    status=0
    (ulimit -f 1; trap '' XFSZ; "$BILAT" --script steps in) >out 2>&1 || status=$?
    cat out
    [ $status = 3 ] && cmp before "$notes" && grep -q 'notes.csv: error: cannot write' out &&
        [ "$(ls -A data/bilat)" = ".notes.csv.lock
notes.csv" ]
}
tap_check "a disk that is full leaves what was there, and is told" full_disk

# What a merge left behind must not be written over.
conflict()
{
    fresh
    note in ':tag kept' || return 1
    printf '<<<<<<< mine\n' >>"$notes"
    cp "$notes" before
    note in ':2' ':tag lost?'
    [ $status = 3 ] && cmp before "$notes" && grep -q 'notes.csv:3:1: error: ' out
}
tap_check "a file that is not understood is told with its line, and not written" conflict

unknown_field()
{
    fresh
    note in ':tag kept' || return 1
    echo 'e1,2019-06-20,CHN;PRK,Xi,event,,,colour,red,' >>"$notes"
    note in ':2' ':tag lost?'
    [ $status = 3 ] && grep -q ':3:1: error: expected a field that is kept here, found "colour"' out
}
tap_check "so is one with a field of a later version" unknown_field

locked()
{
    command -v flock >/dev/null || return 0
    fresh
    mkdir -p data/bilat
    flock data/bilat/.notes.csv.lock sh -c "printf ':tag x\n' >steps; '$BILAT' --script steps in" \
        >out 2>&1
    status=$?
    cat out
    [ $status = 3 ] && grep -q 'another program holds its lock' out && [ ! -e "$notes" ]
}
tap_check "a lock that is never given back is told" locked

no_place()
{
    fresh
    status=0
    printf ':tag x\n' >steps
    env -u XDG_DATA_HOME -u HOME "$BILAT" --script steps in >out 2>&1 || status=$?
    cat out
    [ $status = 3 ] && grep -q 'neither XDG_DATA_HOME nor HOME names a folder' out
}
tap_check "without a place to keep them, that is told" no_place

no_timeline()
{
    fresh
    note in ':tag x' || return 1
    cp "$notes" in/
    "$BILAT" check in >out 2>&1
    cat out
    grep -q '^3 events from 1 sources; 0 errors, 0 warnings, 0 notes$' out || return 1
    "$BILAT" check in/notes.csv >out 2>&1
    cat out
    grep -q 'in/notes.csv: error: holds what was noted on events; no timeline itself' out
}
tap_check "a file of notes is no timeline" no_timeline

tap_done
