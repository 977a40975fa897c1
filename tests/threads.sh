#!/bin/sh
# A large table gives the same events, ids, problems and sums however many threads load it, with and without the
# instructions of one processor. Tables of some megabytes: smaller ones are left to one thread.
. "${srcdir:-.}/tests/tap.sh"
BILAT_ASSETS=$srcdir/assets
export BILAT_ASSETS

# own ROWS KIND: our own columns; quoted fields, some with line ends. KIND dirty: bad dates, strange countries, ids that
# come again, records of a wrong form, bytes that are no text.
own()
{
    awk -v rows="$1" -v dirty="$2" 'BEGIN {
        print "id,date,title,kind,countries,place,source_url,text"
        split("CHN PRK USA JPN RUS KOR VNM", code, " ")
        for (i = 0; i < rows; i++) {
            id = "e" i; date = sprintf("%04d-%02d-%02d", 2010 + i % 10, 1 + i % 12, 1 + i % 28)
            pair = code[1 + i % 7] ";" code[1 + (i + 1 + int(i / 7) % 6) % 7]
            text = "Both sides exchanged views on number " i " of their common questions"
            if (i % 5 == 0) text = "\"They said, \"\"yes\"\",\nand " i " more\""
            if (dirty && i % 997 == 5) date = "2024-02-30"
            if (dirty && i % 1201 == 7) pair = "CHN;XQ" i % 9
            if (dirty && i % 4001 == 9) id = "e" i - 1
            if (dirty && i % 5003 == 11) text = "\"closed\" too early"
            if (dirty && i % 7001 == 13) text = text ",one too many"
            if (dirty && i % 6007 == 17) text = "caf\351 " i
            if (dirty && i == rows - 300) text = "\"never closed"
            print id "," date ",\"Talks, round " i "\",talks," pair ",Beijing,https://x.example/" i "," text
        }
    }' </dev/null
}

# coded ROWS KIND: the columns of GDELT 2. KIND dirty: as above, and rows that are too short.
coded()
{
    awk -v rows="$1" -v dirty="$2" 'BEGIN {
        OFS = "\t"; split("CHN PRK USA JPN RUS AFR ZZZ", code, " ")
        for (i = 0; i < rows; i++) {
            for (k = 1; k <= 61; k++) $k = ""
            $1 = 900000000 + i; $2 = 20100101 + i % 28; $8 = code[1 + i % 7]; $18 = code[1 + i % 5]
            $27 = sprintf("%03d", 10 * (1 + i % 20)); $31 = i % 9 - 4; $32 = 1 + i % 40; $53 = "City " i % 50
            $60 = $2 "120000"; $61 = "https://x.example/" i
            for (k = 36; k < 44; k++) $k = "Actor geography, " k
            if (dirty && i % 997 == 5) $2 = 20101301
            if (dirty && i % 1201 == 7) $27 = "99" i % 7
            if (dirty && i % 9001 == 9) $1 = 900000000 + i - 3
            if (dirty && i % 5003 == 11) $61 = ""
            if (dirty && i % 5003 == 11) NF = 60
            if (dirty && i % 6007 == 17) $53 = "Bogot\341"
            print
        }
    }' </dev/null
}

# all_of NAME THREADS [VARIABLE=VALUE]: everything that a load says, in one file.
all_of()
{
    out=$scratch/$1.$2.${3-simd}
    {
        env BILAT_THREADS="$2" ${3-} "$BILAT" check "$scratch/$1"
        env BILAT_THREADS="$2" ${3-} "$BILAT" export "$scratch/$1"
        env BILAT_THREADS="$2" ${3-} "$BILAT" count --by pair "$scratch/$1"
    } >"$out" 2>&1
    [ -s "$out" ]
}

same_in_all_ways()
{
    all_of "$1" 1
    for how in "2 " "5 " "1 BILAT_PORTABLE=1" "2 BILAT_PORTABLE=1"; do
        # shellcheck disable=SC2086
        set -- "$1" $how
        all_of "$@"
        cmp "$scratch/$1.1.simd" "$scratch/$1.$2.${3-simd}" || return 1
    done
}

for name in own coded; do
    [ $name = own ] && suffix=csv rows=40000 || suffix=tsv rows=25000
    $name $rows "" >"$scratch/clean.$suffix"
    $name $rows 1 >"$scratch/dirty.$suffix"
    tap_check "$name: a clean table of several parts" same_in_all_ways clean.$suffix
    tap_check "$name: a table with bad rows" same_in_all_ways dirty.$suffix
    tap_check "$name: all rows are there" grep -q "^$rows records read = $rows used" "$scratch/clean.$suffix.2.simd"
    rm -f "$scratch"/*.$suffix "$scratch"/*.simd "$scratch"/*=1
done
tap_done
