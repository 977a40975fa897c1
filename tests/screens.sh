#!/bin/sh
# The browser driven by scripts: tests/screens/X.steps on the tables in tests/screens/data gives X.screen. Where there
# is an X.ini, it is bilat.ini; where there is an X.data, it is read in the place of data; linear runs with --linear.
# "make golden" rewrites the screens; read the difference like code.
. "${srcdir:-.}/tests/tap.sh"

: "${BILAT:=$PWD/bilat}"
export HOME="$scratch"
cd "$scratch" || exit 1
cp -r "$srcdir/tests/screens/data" data

# The data holds one day that there is not, so that problems show: that, and no more, is told of each script.
echo 'data/events.csv:18:4: error: there is no such day, found "2024-02-30"' >expected.err

for steps in "$srcdir"/tests/screens/*.steps; do
    name=$(basename "$steps" .steps)
    rm -rf config
    mkdir -p config/bilat
    [ ! -f "${steps%.steps}.ini" ] || cp "${steps%.steps}.ini" config/bilat/bilat.ini
    rm -rf data && cp -r "$srcdir/tests/screens/data" data
    status=0 input=data expected=2
    flags=
    [ "$name" != linear ] || flags=--linear
    if [ -d "${steps%.steps}.data" ]; then
        cp -r "${steps%.steps}.data" "$name"
        input=$name expected=0
    fi
    # What one notes is nothing to the next.
    XDG_DATA_HOME=$scratch/$name.kept XDG_CONFIG_HOME=$scratch/config "$BILAT" $flags --script "$steps" "$input" >"$name.screen" 2>"$name.err" || status=$?
    # What a step could not do is a part of what its script shows.
    ! grep -o "$name\.steps:.*" "$name.err" >>"$name.screen" || expected=1
    grep -v "$name\.steps:" "$name.err" >"$name.rest" || :
    mv "$name.rest" "$name.err"
    [ $status = $expected ] || echo "exit $status" >>"$name.screen"
    [ $expected = 0 ] && [ ! -s "$name.err" ] || cmp -s "$name.err" expected.err || cat "$name.err" >>"$name.screen"
    tap_same "$name" "$srcdir/tests/screens/$name.screen" "$name.screen"
done

unset XDG_DATA_HOME

tap_check "what was exported is what was shown" grep -q '^f10,2024-01-19,' shown/events.csv
tap_check "the page of what is marked has that alone" grep -q '^1 event, 0 positions; only what is marked.$' marked.md
tap_check "a page goes into a folder under its own name" cmp brief.md pages/brief.md
tap_check "the name of a file says in which format" \
    sh -c 'head -n 1 all.tsv | grep -q "^id	date	title	" && grep -c "^{\"event_id\":\"f10\",\"n\":1,\"speaker\"" said.jsonl'
tap_check "and nothing else" test "$(wc -l <shown/events.csv)" = 4

wrong()
{
    printf ':size 80 24\n:keys nokey\n:frobnicate\n:filter speaker:"\n:screen\n' >wrong.steps
    status=0
    "$BILAT" --script wrong.steps data >wrong.out 2>wrong.err || status=$?
    [ $status = 1 ] && grep -q ' bilat ' wrong.out && [ "$(wc -l <wrong.err)" = 4 ] &&
        grep -q '^bilat: wrong.steps:2: error: cannot do ":keys nokey"$' wrong.err &&
        grep -q '^bilat: wrong.steps:3: error: no command begins with "frobnicate"' wrong.err &&
        grep -q '^bilat: wrong.steps:4: error: ' wrong.err
}
tap_check "a step that cannot be done is told with its number, and the next ones are done" wrong

# script LINE...: runs these steps on INPUT into script.out, script.err and $status.
input=data
script()
{
    printf '%s\n' "$@" >script.steps
    status=0
    "$BILAT" --script script.steps "$input" >script.out 2>script.err || status=$?
    cat script.out script.err
    echo "exit $status"
}

export_fails()
{
    : >file
    script ':export events file/events.csv' ':size 100 24' ':screen' || return 1
    [ "$status" = 3 ] && grep -q '^bilat: file/events.csv: error: ' script.err &&
        grep -q '^file/events.csv: ' script.out
}

tables_come_together()
{
    mkdir -p torn/positions.csv
    script ':export all torn' || return 1
    [ "$status" = 3 ] && [ "$(ls -A torn)" = positions.csv ]
}

writes_over_when_told()
{
    echo mine >mine.csv
    script ':export mine.csv' ':export events mine.csv' ':export no.csv' || return 1
    [ "$status" = 3 ] && [ "$(cat mine.csv)" = mine ] && [ -s no.csv ] &&
        grep -q '^bilat: mine.csv: error: it exists; "export!" writes over it' script.err || return 1
    script ':export! events mine.csv' && [ "$status" = 2 ] && grep -q '^f10,' mine.csv
}

# A file beside the tables that is none is worth a note.
notes_are_no_problems()
{
    mkdir noted
    echo date,title >noted/events.csv
    echo 1972-02-21,Visit >>noted/events.csv
    echo nothing >noted/README.md
    input=noted
    script ':size 120 24' ':screen' ':size 40 10' ':screen' ':keys v' ':size 120 24' ':screen'
    input=data
    [ "$(grep -c '· 1 note$' script.out)" = 3 ] && ! grep -q '[0-9] problem\|!' script.out &&
        grep -q '^─Problems 1 note · 1 record = 1 used ' script.out && grep -q '^ note  *noted/README' script.out
}

notes_stand_beside_problems()
{
    cp -r data noted2
    echo nothing >noted2/README.md
    input=noted2
    script ':size 120 24' ':screen' ':size 46 24' ':screen'
    input=data
    grep -q '· 1 problem · 1 note$' script.out && grep -q 'events · 1 problem$' script.out
}

keys_are_timed()
{
    script ':timing times.tsv' 'jj' ':keys G' ':timing' 'kkk' || return 1
    cat times.tsv
    [ "$(cut -f 1 times.tsv | tr '\n' ' ')" = 'key j j G ' ] &&
        [ "$(grep -cE '^.	[0-9]+\.[0-9]+	[0-9]+\.[0-9]+$' times.tsv)" = 3 ]
}

screen_fails()
{
    : >file
    script ':screen file/x' ':screen after' && [ "$status" = 3 ] && [ -s after ] &&
        grep -q '^bilat: file/x: error: ' script.err
}

output_fails()
{
    echo ':screen' >script.steps
    status=0
    "$BILAT" --script script.steps data >/dev/full 2>script.err || status=$?
    [ $status = 3 ] && grep -q '^bilat: standard output: error: ' script.err
}

# What is written over the input itself is a change of it.
changed_source_is_told()
{
    cp -r data own
    input=own
    script ':size 120 24' ':screen' ':export! all own' ':screen' ':export events late.csv' ':keys r' \
        ':screen' ':export events fresh.csv'
    input=data
    [ "$status" = 3 ] && [ ! -e late.csv ] && [ -s fresh.csv ] || return 1
    [ "$(grep -c 'changed since it was loaded, press r ' script.out)" = 1 ] &&
        grep -q 'late.csv: error: own/[a-z]*.csv changed since it was loaded; r reads it again' script.err
}

# Enter on a problem shows its line of the file, & keeps those with a word, s goes by file and line.
problems_lead_to_records()
{
    input=$srcdir/tests/cli/dirty
    script ':size 120 40' ':keys v' '/file and line' ':keys Enter s' ':screen' ':narrow closing own' ':keys Enter' ':screen' \
        >/dev/null
    input=data
    grep -q '11 problems · 7 notes' script.out && grep -q '^ in no pair: 1 with one country, 0 with none' script.out || return 1
    awk '/error .*gdelt2.tsv:24:/ {e = NR} /note .*gdelt2.tsv:25:/ {n = NR} END {exit !(e && n == e + 1)}' script.out &&
        grep -q '^ *6 *e5,1972-02-24,"open,visit,CHN;USA' script.out
}

# The mentions of an event stand behind its own columns, in the order of their file.
mentions_stand_with_their_event()
{
    input=$srcdir/tests/profiles
    script ':size 100 95' ':filter dataset:gdelt2 date:2019' ':keys Enter' ':screen' >/dev/null
    input=data
    grep '^ gdelt2-mentions ' script.out >mentions
    grep -q '^ GLOBALEVENTID  *900000001$' script.out && [ "$(wc -l <mentions)" = "$mentions" ] &&
        sed -n 1p mentions | grep -q '^ gdelt2-mentions 1  *Event 900000001 mentioned by '
}
mentions=$(grep -c '^900000001' "$srcdir/tests/profiles/gdelt2-mentions.tsv")

# What is held is told of an export as of what it was made from.
coverage_is_exported()
{
    "$BILAT" export -o held/ "$srcdir/tests/screens/coverage.data" || return 1
    for input in "$srcdir/tests/screens/coverage.data" held; do
        script ':size 100 24' ':filter pair:CHN-PRK file:m200' ':screen' >/dev/null || return 1
        grep -A1 '^─4 Timeline' script.out >"timeline.$(basename "$input")"
    done
    input=data
    grep -q '░ no source' timeline.held && cmp timeline.held timeline.coverage.data
}

# exits STATUS INPUT
exits()
{
    input=$2
    script ':size 80 24'
    input=data
    [ "$status" = "$1" ]
}

tap_check "an export that fails is told, and the script exits with 3" export_fails
tap_check "a script writes over a file by export! only" writes_over_when_told
tap_check "of three tables none appears where one cannot" tables_come_together
tap_check "a note is told as a note" notes_are_no_problems
tap_check "notes stand beside problems where there is room" notes_stand_beside_problems
tap_check "keys are timed" keys_are_timed
tap_check "a screen that cannot be written is told, and the script goes on" screen_fails
if [ -w /dev/full ]; then
    tap_check "standard output that is full is told: exit 3" output_fails
else
    tap_skip "standard output that is full is told: exit 3" "no /dev/full"
fi
tap_check "a problem leads to its record" problems_lead_to_records
tap_check "mentions stand with their event" mentions_stand_with_their_event
tap_check "an export keeps which time is held" coverage_is_exported
tap_check "a source that has changed is told, and keeps from an export" changed_source_is_told
tap_check "a script on good data exits with 0" exits 0 "$srcdir/assets/sample/history/events.csv"
tap_check "a script on nothing readable exits with 1" exits 1 no-such-file
tap_check "a script on data with errors exits with 2" exits 2 data
tap_done
