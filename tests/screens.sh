#!/bin/sh
# The browser driven by scripts: tests/screens/X.steps on the tables in tests/screens/data gives X.screen.
# "make golden" rewrites the screens; read the difference like code.
. "${srcdir:-.}/tests/tap.sh"

: "${BILAT:=$PWD/bilat}"
export HOME="$scratch"
cd "$scratch" || exit 1
cp -r "$srcdir/tests/screens/data" data

for steps in "$srcdir"/tests/screens/*.steps; do
    name=$(basename "$steps" .steps)
    "$BILAT" --script "$steps" data >"$name.screen" 2>&1 || echo "exit $?" >>"$name.screen"
    tap_same "$name" "$srcdir/tests/screens/$name.screen" "$name.screen"
done

tap_check "what was exported is what was shown" grep -q '^f10,2024-01-19,' shown/events.csv
tap_check "and nothing else" test "$(wc -l <shown/events.csv)" = 4

wrong()
{
    printf ':size 80 24\n:keys nokey\n:screen\n' >wrong.steps
    status=0
    "$BILAT" --script wrong.steps data >wrong.out 2>wrong.err || status=$?
    [ $status = 1 ] && [ ! -s wrong.out ] && grep -q 'wrong.steps:2: error' wrong.err
}
tap_check "a line that is no step is told with its number" wrong
tap_done
