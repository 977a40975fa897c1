#!/bin/sh
# The batch commands print what stands in tests/cli/*.expected: output, messages and exit code together.
# GOLDEN=1 rewrites the expectations; read the difference like code.
. "${srcdir:-.}/tests/tap.sh"

sample=assets/sample
readouts=$sample/readouts

# golden NAME ARGUMENT...: runs bilat in the source folder, so that paths in its output are the same everywhere.
golden()
{
    name=$1
    shift
    status=0
    (cd "$srcdir" && exec "$BILAT" "$@") >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
    { cat "$scratch/out"; sed 's/^/! /' "$scratch/err"; echo "exit $status"; } >"$scratch/$name"
    tap_same "$name" "$srcdir/tests/cli/$name.expected" "$scratch/$name"
}

# exits WANTED NAME COMMAND...
exits()
{
    wanted=$1
    name=$2
    shift 2
    status=0
    (cd "$srcdir" && "$@") >"$scratch/output" 2>&1 </dev/null || status=$?
    tap_check "$name: exit $wanted" test "$status" = "$wanted"
}

golden show "show" "$readouts/2024-03-12_idcpc_laos.txt"
golden show-why show --why --filter 'speaker:LAO' "$readouts/2024-03-12_idcpc_laos.txt"
golden show-person show --filter 'speaker:"Sun Li"' tests/cli/person
golden check-person check tests/cli/person
golden show-chinese show "$readouts/2024-03-19_idcpc_zh_mongolia.txt"
golden export-events export --pair CHN-PRK --year 2018..2019 "$sample/history"
golden export-participants export -t participants --pair CHN-PRK --year 2018 "$sample/history"
golden export-positions export -t positions "$readouts/2024-03-12_idcpc_laos.txt"
golden export-matching-positions export -t positions --filter 'speaker:LAO' "$readouts/2024-03-12_idcpc_laos.txt"
golden export-brief export -f md --filter 'speaker:LAO' "$readouts/2024-03-12_idcpc_laos.txt"
golden export-brief-table export -f md --pair EGY-ISR --year 1979 "$sample/history"
golden export-jsonl export -f jsonl --pair EGY-ISR --year 1979 "$sample/history"
golden export-tsv export -f tsv -t participants --pair EGY-ISR --year 1979 "$sample/history"
golden export-brief-and-table export -f md -t events "$sample/history"
golden export-excel-json export -f jsonl --excel "$sample/history"
golden export-excel export --excel --pair EGY-ISR --year 1979 "$sample/history"
golden count-pair count --by pair "$sample/history"
golden count-decade-kind count --by decade,kind --pair DEU-FRA "$sample/history"
golden count-speaker count --by speaker "$readouts/2024-03-12_idcpc_laos.txt"
golden check-bad check tests/cli/bad
golden check-direct check tests/cli/bad/shopping.log tests/cli/bad/table.csv tests/cli/bad/page.html tests/cli/bad/noise.txt
golden wrong-filter show --filter 'pair:CHN-PRK colour:red' "$sample/history"
golden unknown-value count --by year --filter 'kind:meetng' "$sample/history"
golden no-forged-lines show tests/cli/forged.csv
golden output-dash export -t participants --pair EGY-ISR --year 1979 -o - "$sample/history"
golden wrong-option export --xml "$sample/history"
golden check-profiles check tests/profiles
golden export-profiles export tests/profiles
golden participants-profiles export -t participants tests/profiles
golden check-dirty check tests/cli/dirty
golden draft profiles --draft tests/cli/draft.csv
golden no-profile profiles gdelt3 icow
exits 1 "a draft of what is no table" "$BILAT" profiles --draft README.md
exits 1 "a draft of a file that is not there" "$BILAT" profiles --draft tests/cli/nothing.csv
exits 1 "two drafts at once, or a name beside" "$BILAT" profiles --draft tests/cli/draft.csv icow
exits 1 "an encoding that nobody knows" "$BILAT" count --by year --encoding bogus "$sample/history"

# The user copies a profile, changes it, and it is read and used instead of ours.
"$BILAT" profiles >"$scratch/list"
tap_check "bilat profiles names every profile" \
    test "$(wc -l <"$scratch/list")" = "$(find "$srcdir/assets/profiles" -name '*.ini' | wc -l)"
mkdir -p "$scratch/config/bilat/profiles"
"$BILAT" profiles icow | sed 's/^kind_else = .*/kind_else = war/' >"$scratch/config/bilat/profiles/icow.ini"
XDG_CONFIG_HOME=$scratch/config "$BILAT" count --by dataset,kind "$srcdir/tests/profiles/icow.csv" >"$scratch/mine" 2>"$scratch/err"
tap_check "a profile of the user wins over ours" grep -q '^icow,war,' "$scratch/mine"
tap_check "what bilat profiles prints is read without a problem" test ! -s "$scratch/err"
XDG_CONFIG_HOME=$scratch/config "$BILAT" profiles >"$scratch/list"
tap_check "and the list says so" grep -q '^icow .*(yours)' "$scratch/list"

"$BILAT" profiles --draft "$srcdir/tests/cli/draft.csv" >"$scratch/config/bilat/profiles/mine.ini"
XDG_CONFIG_HOME=$scratch/config "$BILAT" count --by dataset,pair "$srcdir/tests/cli/draft.csv" >"$scratch/drafted" 2>&1
tap_check "a draft that was kept reads its table" grep -q '^mine,DEU-FRA,1,' "$scratch/drafted"

printf 'When;Who;What\n2024-01-19;CHN|PRK;Talks\n2024-01-20;USA;Remarks\n' >"$scratch/lists.csv"
XDG_CONFIG_HOME=$scratch/config "$BILAT" profiles --draft "$scratch/lists.csv" >"$scratch/config/bilat/profiles/lists.ini" 2>"$scratch/err"
tap_check "the file that the shell makes for a draft is no mistake" test ! -s "$scratch/err"
XDG_CONFIG_HOME=$scratch/config "$BILAT" count --by dataset,pair "$scratch/lists.csv" >"$scratch/drafted" 2>&1
tap_check "a draft knows lists of countries" grep -q '^lists,CHN-PRK,1,' "$scratch/drafted"
{ printf 'a,b\n'; head -c 2000 "$BILAT"; } >"$scratch/binary.csv"
exits 1 "a draft of what is no text" "$BILAT" profiles --draft "$scratch/binary.csv"

printf '[event]\ndate = When\ncountry3 = x\n' >"$scratch/config/bilat/profiles/wrong.ini"
XDG_CONFIG_HOME=$scratch/config "$BILAT" count --by year "$srcdir/tests/cli/draft.csv" >"$scratch/out" 2>"$scratch/err"
tap_check "a mistake in a profile is told with its line, once" \
    test "$(grep -c 'wrong.ini:3: warning: there is no key "country3"' "$scratch/err")" = 1

mkdir -p "$scratch/names"
newline=$(printf 'a\nb\033[2J.csv')
printf 'date,title\nnever,"One\ntwo"\n' >"$scratch/names/$newline"
"$BILAT" check "$scratch/names" >"$scratch/lines" 2>&1
tap_check "a path with a line end stays in one line" \
    grep -q '^.*/names/a\\x0ab\\x1b\[2J.csv:2:1: error: ' "$scratch/lines"
golden same-position count --by year --filter 'speaker:CHN said:"China-Laos Railway"' "$readouts/2024-03-12_idcpc_laos.txt"
golden other-position count --by year --filter 'speaker:LAO said:"China-Laos Railway"' "$readouts/2024-03-12_idcpc_laos.txt"

golden reports-show show --why --filter 'kind:call reports>1' tests/screens/reports.data
golden reports-count count --by topic --meetings tests/screens/reports.data
golden reports-pairs count --by pair --meetings tests/screens/reports.data
golden reports-none count --by pair --filter 'reports=1' tests/screens/reports.data
"$BILAT" export -o "$scratch/reports/" "$srcdir/tests/screens/reports.data" 2>/dev/null
"$BILAT" count --by pair --meetings "$scratch/reports" >"$scratch/reports.counts" 2>/dev/null
tap_check "an export that is read again tells of the same meetings" grep -q '^CHN-USA,1,' "$scratch/reports.counts"
"$BILAT" count --by pair --meetings "$scratch/reports" "$srcdir/tests/screens/reports.data" >"$scratch/reports.both" 2>/dev/null
tap_check "and beside its readouts too" cmp "$scratch/reports.counts" "$scratch/reports.both"

org="tests/readouts/eeas_call_quotes_tail.txt tests/readouts/un_readout_one_country.txt tests/readouts/asean_credentials.txt"
# shellcheck disable=SC2086
golden organisation-show show --filter 'with:@EU' $org
# shellcheck disable=SC2086
golden organisation-participants export -t participants $org
# shellcheck disable=SC2086
golden organisation-count count --by pair --filter 'pair:@EU-GEO | speaker:@UN' $org
# shellcheck disable=SC2086
(cd "$srcdir" && "$BILAT" export -o "$scratch/organisations/" $org 2>/dev/null)
"$BILAT" export -o "$scratch/organisations-again/" "$scratch/organisations" 2>/dev/null
tap_check "organisations come back from participants.csv" sh -c "cd '$scratch' && diff -r organisations organisations-again &&
    '$BILAT' count --by pair --filter with:@EU organisations | grep -q '^@EU-GEO,1,'"
tap_check "and are no countries of events.csv" sh -c "cut -d, -f6 '$scratch/organisations/events.csv' | grep -qx GEO &&
    ! cut -d, -f6 '$scratch/organisations/events.csv' | grep -q '@'"

for input in history readouts; do
    "$BILAT" export -o "$scratch/$input/" "$srcdir/$sample/$input" 2>/dev/null
    "$BILAT" export -o "$scratch/$input-again/" "$scratch/$input" 2>/dev/null
    for table in events participants positions; do
        tap_check "$input: $table is the same after import and export" \
            cmp "$scratch/$input/$table.csv" "$scratch/$input-again/$table.csv"
        tap_check "$input: $table is not empty" test -s "$scratch/$input/$table.csv"
    done
done

for name in brief.md said.jsonl said.tsv; do
    "$BILAT" export -o "$scratch/$name" "$srcdir/$readouts" 2>/dev/null
done
"$BILAT" export -f jsonl -o "$scratch/three/" "$srcdir/$readouts" 2>/dev/null
tap_check "the name of a file says in which format" sh -c "cd '$scratch' && head -n 1 brief.md | grep -q '^# All events' &&
    head -n 1 said.jsonl | grep -q '^{\"id\":' && head -n 1 said.tsv | grep -q '^id	date	' && cat three/positions.jsonl | grep -q '^{'"

printf 'id,date,title,kind,countries,text\nr1,2024-01-02,"a ""quoted"" tab\there",visit,CHN;LAO,"line\nend \\n \\\\ \\x"\nr2,2024-01-03,"""whole""",visit,CHN;LAO,\\\n' \
    >"$scratch/signs.csv"
for format in tsv jsonl; do
    for input in "$srcdir/$readouts" "$scratch/signs.csv" "$srcdir/tests/screens/coverage.data"; do
        rm -rf "$scratch/$format" "$scratch/$format-again" "$scratch/csv" "$scratch/csv-again"
        "$BILAT" export -f $format -o "$scratch/$format/" "$input" 2>/dev/null
        "$BILAT" export -o "$scratch/csv/" "$input" 2>/dev/null
        "$BILAT" export -f $format -o "$scratch/$format-again/" "$scratch/$format" 2>/dev/null
        "$BILAT" export -o "$scratch/csv-again/" "$scratch/$format" 2>/dev/null
        for table in events participants positions mentioned sources; do
            tap_check "$(basename "$input") as $format: $table is the same after import and export" sh -c "cd '$scratch' && [ -f $format/$table.$format ] && [ -s csv/$table.csv ] &&
                cmp $format/$table.$format $format-again/$table.$format && cmp csv/$table.csv csv-again/$table.csv"
        done
    done
done
tap_check "what sources.csv says of publishers and files is exported" sh -c \
    "grep -c '^,,Ministry,,2[0-9/-]*,' '$scratch/csv/sources.csv' | grep -qx 2 && grep -q 'm2001.csv,http://ministry.example.org/1,Ministry,2024-02-03,,' '$scratch/csv/sources.csv'"

{ echo date,title,countries && i=0 && while [ $i -lt 40 ]; do echo "never,Talks $i,CHN;LAO" && i=$((i + 1)); done; } >"$scratch/bad.csv"
drowns_in_nothing()
{
    "$BILAT" count --by year "$scratch/bad.csv" >/dev/null 2>"$scratch/bad.err"
    cat "$scratch/bad.err"
    # A file with the name of the folder for corrections is none of ours.
    [ -f "$scratch/mine" ] && [ "$(grep -c 'error: ' "$scratch/bad.err")" = 10 ] &&
        grep -q '^bilat: 30 more of these kinds; bilat check' "$scratch/bad.err" &&
        [ "$("$BILAT" check "$scratch/bad.csv" | grep -c 'error: ')" = 40 ]
}
"$BILAT" count --by kind --filter level:president "$srcdir/$readouts" >/dev/null 2>"$scratch/level.err"
tap_check "a word is compared with those of its field" grep -qx 'filter: note: no event has the level "president"' "$scratch/level.err"
# empty FILTER NOTE: a count with it is empty, and that is said.
empty()
{
    "$BILAT" count --by kind --filter "$1" "$srcdir/$readouts" >/dev/null 2>"$scratch/empty.err"
    cat "$scratch/empty.err"
    grep -qxF "filter: note: $2" "$scratch/empty.err"
}
tap_check "a topic is known by its last word" empty topic:taiwan 'no event has topic:taiwan; did you mean "core/taiwan"?'
tap_check "a country without events is named" empty 'kind:meeting with:Congo' 'no event has with:COG'
tap_check "a pair is of two" empty pair:CHN-CHN 'no event has pair:CHN-CHN; a pair is of two countries'
tap_check "a blank before a sign is told" empty 'scale > 5' 'no event has ">"; blanks part words: write scale>5, text~"words"'
tap_check "of many problems of a kind a command tells the first" drowns_in_nothing

# What would take the place of what it is made from is not written.
replaces_nothing()
{
    rm -rf "$scratch/own" && mkdir "$scratch/own" && cp "$scratch/said.tsv" "$scratch/own/said.tsv" || return 1
    for output in own/said.tsv ./own/../own/said.tsv; do
        (cd "$scratch" && "$BILAT" export --pair CHN-LAO -o $output own/said.tsv 2>said.err)
        [ $? = 3 ] && grep -q 'said.tsv: error: it is one of the inputs' "$scratch/said.err" || return 1
    done
    cmp "$scratch/said.tsv" "$scratch/own/said.tsv" && "$BILAT" export -o "$scratch/own/" "$scratch/own" 2>/dev/null &&
        cp "$scratch/own/events.csv" "$scratch/before.csv" &&
        ! "$BILAT" export --pair CHN-LAO -o "$scratch/own/" "$scratch/own/events.csv" 2>/dev/null &&
        cmp "$scratch/own/events.csv" "$scratch/before.csv"
}
tap_check "an export never takes the place of its input" replaces_nothing

# Readouts, their own export and a table made by hand in one load: each event once, and all of it comes back.
printf 'Date;title;countries;mood;id\n1972-02-21;Nixon in China;China, USA;"so; so";7\n1972-02-21;Nixon in China;China, USA;;7\n' \
    >"$scratch/hand.csv"
printf 'when,event,weather,mood\n1950,War,bad,"bad, ""sad"""\n' >"$scratch/other.csv"
"$BILAT" export -o "$scratch/mixed/" "$srcdir/$sample/readouts" "$scratch/readouts" "$scratch/hand.csv" "$scratch/other.csv" 2>/dev/null
"$BILAT" export -o "$scratch/mixed-again/" "$scratch/mixed" 2>/dev/null
for table in events participants positions mentioned; do
    tap_check "mixture: $table is the same after import and export" \
        cmp "$scratch/mixed/$table.csv" "$scratch/mixed-again/$table.csv"
done
tap_check "mixture: the columns of hand-made tables stand behind ours" \
    sh -c "head -n 1 '$scratch/mixed/events.csv' | grep -q ',source_url,text,weather,mood,id\\.2,end_date\$'"
tap_check "mixture: a phrase is found in them" \
    sh -c "'$BILAT' count --by year --filter '\"so; so\"' '$scratch/mixed' | grep -q '^1972,1,'"
tap_check "mixture: every readout stands there once" \
    cmp "$scratch/mixed/participants.csv" "$scratch/readouts/participants.csv"
"$BILAT" check "$scratch/readouts" "$srcdir/$sample/readouts" >"$scratch/counts" 2>&1
tap_check "readouts behind their export are folded" \
    grep -q ' read = \([0-9]*\) used + \1 folded' "$scratch/counts"

for table in events participants positions; do
    tap_check "history: $table is what was read" cmp "$srcdir/$sample/history/$table.csv" "$scratch/history/$table.csv"
done

exits 1 "no input can be opened" "$BILAT" show no-such-file
exits 2 "one of two inputs cannot be opened" "$BILAT" show no-such-file "$sample/history"
exits 1 "a page that is no readout" "$BILAT" show tests/cli/bad/page.html
exits 2 "a page that is no readout, beside a table" "$BILAT" show tests/cli/bad/page.html "$sample/history"
exits 1 "no input is named" "$BILAT" count --by year
if [ -w /dev/full ]; then
    exits 3 "the disk is full" "$BILAT" export -o /dev/full "$sample/history"
else
    tap_skip "the disk is full: exit 3" "no /dev/full"
fi

"$BILAT" export -o "$scratch/kept.csv" "$srcdir/$sample/history" 2>/dev/null
cp "$scratch/kept.csv" "$scratch/before.csv"
"$BILAT" export -o "$scratch/kept.csv" "$srcdir/no-such-file" 2>/dev/null
tap_check "a good file is not overwritten when nothing can be read" cmp "$scratch/before.csv" "$scratch/kept.csv"

mkfifo "$scratch/never-ends"
tap_check "a mistake in the filter is told before the load" sh -c '
    timeout 10 "$1" show --filter "colour:red" - <>"$2" 2>/dev/null
    test $? = 1' sh "$BILAT" "$scratch/never-ends"

limits_are_set()
{
    mkdir -p "$scratch/limited/bilat" && cd "$scratch" || return 1
    printf 'date,title\n2024-01-01,One\n' >one.csv
    printf 'date,title\n2024-01-02,Two\n' >two.csv
    tar -cf both.tar one.csv two.csv
    printf '[archives]\nmembers = 1\nmember = 2\n' >limited/bilat/bilat.ini
    XDG_CONFIG_HOME=$scratch/limited "$BILAT" check both.tar >out 2>&1
    cat out
    grep -q 'bilat.ini:3: warning: .archives. has no setting "member"; did you mean members' out &&
        grep -q 'both.tar: error: stopped: it has more members than .archives. members of bilat.ini allows' out &&
        grep -q '^1 events from 1 sources' out && "$BILAT" check both.tar | grep -q '^2 events from 2 sources'
}
tap_check "bilat.ini limits what is unpacked, for commands too" limits_are_set
tap_done
