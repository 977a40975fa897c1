#!/bin/sh
# Words are looked for in the bytes of a table before its rows are decoded; what is shown is what the rows read, each
# decoded by itself. A regular expression always decodes them: both must find the same.
. "${srcdir:-.}/tests/tap.sh"
BILAT_ASSETS=$srcdir/assets
export BILAT_ASSETS
cd "$scratch" || exit 1

awk 'BEGIN {
    print "id,date,title,countries,text,remark"
    split("Missile,MISSILES fired,the miss,Nuclear missile,no\nmissile,a \"\"miss\"\"ile", text, ",")
    for (i = 0; i < 2000; i++)
        print "e" i ",2019-01-01,Talks " i ",CHN;PRK,\"" text[1 + i % 6] (i % 50 == 7 ? " caf\303\251" : "") "\"," \
            (i % 97 ? "" : "ship" i)
    print "w1,2019-01-01,Mis\302\255sile,CHN;PRK,,"                       # a soft hyphen
    print "w2,2019-01-01,\357\275\215issile,CHN;PRK,,"                    # a wide letter
    print "w3,2019-01-01,\342\204\252ilo,CHN;PRK,,"                       # the sign of a kelvin
    for (i = 0; i < 100; i++)
        print "z" i ",2019-01-01,End,CHN;PRK,,"
}' </dev/null >own.csv

awk 'BEGIN {
    OFS = "\t"; split("040 042 190 1823", code, " ")
    for (i = 0; i < 2000; i++) {
        for (k = 1; k <= 61; k++) $k = ""
        $1 = 900000000 + i; $2 = 20100101; $7 = i % 3 ? "BEIJING" : "TOKYO"; $8 = "CHN"; $17 = "Envoy " i; $18 = "PRK"
        $27 = code[1 + i % 4]; $31 = 1; $32 = 1; $53 = "City " i % 50; $60 = "20100101120000"
        $61 = "https://x.example/visit" i
        print
    }
}' </dev/null >coded.export.CSV

# same FILE WORD: by words and by an expression, with and without the instructions of one processor.
same()
{
    "$BILAT" export --filter "text~\"$2\"" "$1" >by_text 2>&1
    [ "$(wc -l <by_text)" -gt "${3-1}" ] || return 1
    for how in BILAT_PORTABLE= BILAT_THREADS=2; do
        env ${how:+"$how"} "$BILAT" export --filter "\"$2\"" "$1" >by_word 2>&1
        cmp by_text by_word || return 1
    done
}

ids() { "$BILAT" export --filter "$1" own.csv 2>/dev/null | cut -d , -f 1 | grep '^w' | tr '\n' ' '; }

tap_check "letters in either case" same own.csv fired
tap_check "a column that is none of ours" same own.csv ship97
tap_check "the last rows" same own.csv end
tap_check "words that only their field has" same coded.export.CSV tokyo
tap_check "words of labels that no row holds" same coded.export.CSV consult
tap_check "words that rows and labels hold" same coded.export.CSV visit
tap_check "a place" same coded.export.CSV "city 17"
tap_check "what folds to the word" sh -c '[ "$1" = "w1 w2 " ] && [ "$2" = "w3 " ]' sh "$(ids missile)" "$(ids kilo)"
tap_check "two words" sh -c '[ "$1" = 334 ]' sh "$("$BILAT" export --filter 'nuclear missile' own.csv 2>/dev/null | wc -l)"
tap_check "words by a phrase" sh -c '[ "$1" = 334 ]' sh "$("$BILAT" export --filter '"nuclear missile"' own.csv 2>/dev/null | wc -l)"

export XDG_DATA_HOME=$scratch/data
places()
{
    mkdir -p in && { head -n 1 own.csv && grep '^z' own.csv; } >in/events.csv
    printf '%s\n' ':5' ':correct place Ulaanbaatar' >steps
    "$BILAT" --script steps in || return 1
    "$BILAT" export --filter ulaanbaatar in 2>/dev/null | grep -c Ulaanbaatar | grep -qx 1
}
tap_check "a place that a person has corrected" places
tap_done
