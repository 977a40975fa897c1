#!/bin/sh
# doc/tour.md is what doc/tour.in gives: each block "```tour COLUMNS ROWS INPUTS" or "```tour linear INPUTS" of keys
# becomes the screen that they show, on assets/sample. "make tour" and "make golden" rewrite it.
. "${srcdir:-.}/tests/tap.sh"

: "${BILAT:=$PWD/bilat}"
export HOME="$scratch"

# show COLUMNS ROWS INPUTS | linear INPUTS: the screen after the steps of the file "steps"
show()
{
    if [ "$1" = linear ]; then
        shift
        # shellcheck disable=SC2068
        "$BILAT" --linear --script "$scratch/steps" $@
        return
    fi
    { echo ":size $1 $2" && cat "$scratch/steps" && echo ':screen'; } >"$scratch/sized"
    shift 2
    # shellcheck disable=SC2068
    "$BILAT" --script "$scratch/sized" $@
}

make_tour()
{
    block=
    while IFS= read -r line; do
        case $block:$line in
        :'```tour '*)
            block=${line#'```tour '}
            : >"$scratch/steps"
            ;;
        :*) printf '%s\n' "$line" ;;
        *:'```')
            echo '```'
            # shellcheck disable=SC2086
            (cd "$srcdir/assets/sample" && show $block) 2>>"$scratch/errors"
            echo '```'
            block=
            ;;
        *) printf '%s\n' "$line" >>"$scratch/steps" ;;
        esac
    done <"$srcdir/doc/tour.in"
}

make_tour >"$scratch/tour.md"
tap_same "the tour shows what its keys show" "$srcdir/doc/tour.md" "$scratch/tour.md"
goes_well() { ! grep -v 'notes; bilat check prints them' "$scratch/errors"; }
tap_check "and nothing goes wrong on it" goes_well
tap_done
