#!/bin/sh
# How fast tables are loaded and exported, beside the programs that people use for it: `make bench` runs it.
# Whole commands in turn, warm, medians; a ratio over 1 says how many times faster bilat is in this run.
#   BILAT, MAKE_TABLE   the programs       ROWS, RUNS   1500000, 5
#   PEERS               a folder with the npm packages @duckdb/node-api and nodejs-polars
set -u
BILAT=${BILAT:?} MAKE_TABLE=${MAKE_TABLE:?} ROWS=${ROWS:-1500000} RUNS=${RUNS:-5} PEERS=${PEERS:-}
THREADS=$(nproc 2>/dev/null || echo 2)
export BILAT PEERS THREADS
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bilat-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
coded=$work/coded.tsv own=$work/own.csv out=$work/out
"$MAKE_TABLE" coded "$ROWS" >"$coded" && "$MAKE_TABLE" own "$ROWS" >"$own" || exit 1
columns='$1,$2,$8,$18,$27,$31,$32,$53,$61'
pair='($8=="USA"&&$18=="CHN"||$8=="CHN"&&$18=="USA")'

has_package() { [ -n "$PEERS" ] && command -v node >/dev/null && [ -d "$PEERS/node_modules/$1" ]; }

peers=bilat
! command -v gawk >/dev/null || peers="$peers gawk"
! has_package @duckdb/node-api || peers="$peers duckdb"
! has_package nodejs-polars || peers="$peers polars"
case $peers in
*duckdb*polars*) ;;
*) echo "To compare with DuckDB and polars: npm install --prefix DIR @duckdb/node-api nodejs-polars; make bench PEERS=DIR" ;;
esac

# do_work WORK PEER: 1 where the peer has no such work.
do_work()
{
    table=$coded
    case $1 in *-own) table=$own ;; esac
    case $2:$1 in
    bilat:load-*) "$BILAT" count --by year "$table" >"$out" ;;
    bilat:pair-*) "$BILAT" export --pair USA-CHN --year 2019 -o "$out" "$table" ;;
    bilat:all-*) "$BILAT" export -o "$out" "$table" ;;
    cat:*) cat "$table" >/dev/null ;;
    gawk:pair-coded) gawk -F'\t' -v OFS=, "$pair&&int(\$2/10000)==2019{print $columns}" "$table" >"$out" ;;
    gawk:all-coded) gawk -F'\t' -v OFS=, "{print $columns}" "$table" >"$out" ;;
    duckdb:*) node "$here/duckdb.mjs" "$1" "$table" "$out" ;;
    polars:*) node "$here/polars.cjs" "$1" "$table" "$out" ;;
    *) return 1 ;;
    esac
}

# Milliseconds; rm first, so that nobody pays for another's file.
time_of()
{
    rm -f "$out"
    start=$(date +%s%N)
    do_work "$1" "$2" 2>"$work/errors" || return 1
    echo $((($(date +%s%N) - start) / 1000000))
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

echo "$ROWS rows, median of $RUNS runs, $THREADS processors, load $(cut -d' ' -f1 /proc/loadavg 2>/dev/null)"
for what in load-coded pair-coded all-coded load-own pair-own; do
    able=
    for peer in $peers cat; do
        if time_of $what "$peer" >/dev/null; then able="$able $peer"; fi
        : >"$work/$peer"
    done
    run=0
    while [ $run -lt "$RUNS" ]; do
        for peer in $able; do time_of $what "$peer" >>"$work/$peer"; done
        run=$((run + 1))
    done
    ours=$(median <"$work/bilat")
    for peer in $able; do
        awk -v what=$what -v peer="$peer" -v ms="$(median <"$work/$peer")" -v ours="$ours" \
            'BEGIN { printf "%-11s %-7s %8d ms %7.2f\n", what, peer, ms, ms / (ours > 0 ? ours : 1) }'
    done
done
