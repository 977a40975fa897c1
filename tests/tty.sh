#!/bin/sh
# What only a terminal shows: resize, signals, suspending, odd terminals and locales, raw bytes. Through tmux, without
# sleeping blindly: every step waits for a text to appear.
. "${srcdir:-.}/tests/tap.sh"

command -v tmux >/dev/null || tap_skip_all "no tmux"
: "${BILAT:=$PWD/bilat}"
history=$srcdir/assets/sample/history
server= # a tmux of its own for each test: one that is being killed takes no new session
started=0
export HOME="$scratch"
# What is tested is how bilat itself leaves the terminal: its handler for crashes must run, and ncurses keeps a little
# memory until the end.
export ASAN_OPTIONS=detect_leaks=0:handle_segv=1:handle_abort=1
unset TMUX
# The screen of the first run has been seen, but where it is tested.
mkdir -p "$scratch/.local/state/bilat"
: >"$scratch/.local/state/bilat/welcome"

mux() { tmux -L "$server" -f /dev/null "$@"; }
trap '[ -z "$server" ] || mux kill-server 2>/dev/null' EXIT

screen() { mux capture-pane -p -t t 2>/dev/null; }

# until_seen TEXT: waits until the screen holds it, at most 10 seconds.
until_seen()
{
    tries=0
    until screen | tr -s ' ' | grep -qF -- "$1"; do
        tries=$((tries + 1))
        if [ $tries = 200 ]; then
            screen
            echo "never seen: $1"
            return 1
        fi
        sleep 0.05
    done
}

# start WIDTH HEIGHT COMMAND: a shell in a fresh terminal, in which COMMAND is run.
start()
{
    [ -z "$server" ] || mux kill-server 2>/dev/null
    started=$((started + 1))
    server=bilat-test-$$-$started
    mux new-session -d -s t -x "$1" -y "$2" "PS1='ready> ' exec sh"
    until_seen 'ready>' || return 1
    mux send-keys -t t -l "$3"
    mux send-keys -t t Enter
}

keys() { mux send-keys -t t "$@"; }

# The child of the shell in the terminal; without pgrep, which a bare system lacks.
pid_of_bilat()
{
    parent=$(mux display-message -p -t t '#{pane_pid}')
    grep -lE "^PPid:[[:space:]]*$parent\$" /proc/[0-9]*/status 2>/dev/null | sed 's|/proc/||; s|/status||'
}

# A terminal as a shell wants it: no alternate screen, a cursor, no mouse, no keypad mode.
is_clean()
{
    [ "$(mux display-message -p -t t '#{alternate_on}#{cursor_flag}#{mouse_any_flag}#{keypad_flag}')" = 0100 ]
}

# What is typed before the shell reads may be thrown away with the terminal's mode, so it is typed again.
echoes()
{
    for round in 1 2 3 4 5; do
        keys C-u "echo o''k" Enter
        tries=0
        until screen | grep -qx 'ok *'; do
            tries=$((tries + 1))
            [ $tries = 40 ] && break
            sleep 0.05
        done
        [ $tries -lt 40 ] && return 0
    done
    screen
    echo "the shell has not answered in $round rounds"
    return 1
}

opens_and_quits()
{
    start 120 40 "$BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    keys q
    until_seen 'left=0' && is_clean
}

cursor_rests_on_the_row()
{
    start 80 24 "$BILAT '$history'"
    until_seen '259 of 259 events' || return 1
    keys j j
    until_seen '> 1949-10-06' || return 1
    row=$(screen | grep -n '^> 1949-10-06' | cut -d: -f1)
    [ "$(mux display-message -p -t t '#{cursor_flag} #{cursor_y}')" = "1 $((row - 1))" ]
}

whole_task()
{
    start "$1" "$2" "cd '$scratch' && rm -rf out && $BILAT '$history'; echo left=\$?"
    until_seen '259 of 259' || return 1
    keys p
    until_seen 'CHN-USA' || return 1
    keys -l 'china united states'
    keys Enter
    until_seen 'pair:CHN-USA' || return 1
    keys t Enter
    until_seen 'Year ' || return 1
    keys -l 1972
    keys Enter
    until_seen '1972]' || return 1
    keys 3
    until_seen '3 Positions' || return 1
    keys e Enter
    until_seen 'write to:' || return 1
    keys C-u
    keys -l out/
    keys Enter
    until_seen 'to out/' || return 1
    keys q
    until_seen 'left=0' && grep -q '^h1972-' "$scratch/out/events.csv" &&
        ! grep -q '^h1973-' "$scratch/out/events.csv" && [ -f "$scratch/out/positions.csv" ]
}

resizes()
{
    start 120 40 "$BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    for size in '40 10' '3 2' '1 1' '20 5' '80 24'; do
        # shellcheck disable=SC2086
        set -- $size
        mux resize-window -t t -x "$1" -y "$2"
    done
    until_seen '1 Events' || return 1
    keys q
    until_seen 'left=0'
}

suspends()
{
    start 80 24 "$BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    keys C-z
    until_seen 'ready>' || return 1
    is_clean || return 1
    keys fg Enter
    until_seen '1 Events' || return 1
    keys j
    until_seen '> 1949-10-02' || return 1
    keys q
    until_seen 'ready>' && is_clean && echoes
}

# ends_on SIGNAL STATUS: the shell says so, and its terminal is as before.
ends_on()
{
    start 80 24 "$BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    kill -s "$1" "$(pid_of_bilat)"
    until_seen "left=$2" && is_clean && echoes
}

# The shell gives up the rest of the line too, as after Ctrl-C.
is_interrupted()
{
    start 80 24 "$BILAT '$history'"
    until_seen '259 of 259 events' || return 1
    kill -s INT "$(pid_of_bilat)"
    until_seen 'ready>' && is_clean && keys "echo status=\$?" Enter && until_seen 'status=130'
}

vt100()
{
    start 80 24 "TERM=vt100 $BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    keys j
    until_seen '> 1949-10-02' || return 1
    keys q
    until_seen 'left=0'
}

plain_locale()
{
    rm -rf "$scratch/data"
    start 80 24 "LC_ALL=C XDG_DATA_HOME='$scratch/data' $BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    # tmux shows what was sent: all of it is ASCII, and lines are still lines.
    ! screen | LC_ALL=C grep -q '[^ -~]' || return 1
    until_seen -1\ Events || return 1
    keys / && keys -l lys && until_seen '?lys?e' || return 1
    keys Escape
    keys a && keys -l 'Gespräch über Gas' && keys Enter || return 1
    until_seen 'in 1949 / Gespr?ch' || return 1
    grep -qF 'Gespräch über Gas' "$scratch/data/bilat/notes.csv" || return 1
    keys q
    until_seen 'left=0'
}

no_colour()
{
    start 80 24 "NO_COLOR=1 $BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    # No colour in any attribute of the screen, but reverse and bold are there.
    mux capture-pane -pe -t t >"$scratch/coloured"
    esc=$(printf '\033')
    ! grep -qE "$esc\[([0-9;]*;)?[34][0-7]m" "$scratch/coloured" && grep -q "$esc\[7m" "$scratch/coloured"
}

unknown_terminal()
{
    start 80 24 "TERM=no-such-terminal $BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    keys v
    until_seen 'no-such-terminal' || return 1
    keys q q
    until_seen 'left=0'
}

dumb_terminal()
{
    start 80 24 "TERM=dumb $BILAT '$history'; echo left=\$?"
    until_seen 'left=1' && screen | grep -q 'cannot place its cursor'
}

not_a_terminal()
{
    status=0
    "$BILAT" "$history" >"$scratch/out.txt" 2>"$scratch/err.txt" </dev/null || status=$?
    [ $status = 1 ] && [ ! -s "$scratch/out.txt" ] && grep -q 'needs a terminal' "$scratch/err.txt"
}

# What data holds reaches the terminal as marks, never as commands.
data_cannot_act()
{
    mkdir -p "$scratch/evil"
    printf 'date,title\n2024-01-01,"a\033]0;PWNED\007b\033[2Jc\010\010Z\342\200\256d\233e"\n' \
        >"$scratch/evil/x.csv"
    start 80 24 "$BILAT '$scratch/evil'; echo left=\$?"
    until_seen '1 of 1 events' || return 1
    mux pipe-pane -t t "cat >'$scratch/bytes'"
    keys C-l
    until_seen ']0;PWNED' || return 1
    keys j && until_seen ']0;PWNED' || return 1
    [ "$(mux display-message -p -t t '#{pane_title}')" != PWNED ] || return 1
    screen | grep -q 'U+202E' || return 1
    ! LC_ALL=C grep -q "$(printf '\033')\]0;PWNED" "$scratch/bytes"
}

escape_acts_at_once()
{
    start 80 24 "$BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    keys '?'
    until_seen 'keys that work now' || return 1
    keys Escape
    until_seen '1 Events'
}

data_on_standard_input()
{
    start 80 24 "cat '$history/events.csv' | $BILAT -; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    keys j
    until_seen '> 1949-10-02' || return 1
    keys q
    until_seen 'left=0' && is_clean
}

# Somebody holds the pipe open and writes nothing.
silent_pipe_lets_go()
{
    [ -p "$scratch/silent" ] || mkfifo "$scratch/silent" || return 1
    exec 9<>"$scratch/silent"
    start 80 24 "$BILAT '$scratch/silent'; echo left=\$?"
    until_seen 'loading' || return 1
    keys r
    keys '?'
    until_seen 'quit' || return 1
    keys Escape
    if [ "$1" = q ]; then keys q; else kill -s TERM "$(pid_of_bilat)"; fi
    until_seen "left=$2" && is_clean
}

# The screen is there before anything has come, says how far the load is, and ^C ends it.
loads_in_sight()
{
    [ -p "$scratch/silent" ] || mkfifo "$scratch/silent" || return 1
    exec 9<>"$scratch/silent"
    start 80 24 "$BILAT '$history' '$scratch/silent'; echo left=\$?"
    until_seen '^C stop' || return 1
    screen | grep -q ' 259 rows · 0 problems' || return 1
    keys C-c
    until_seen 'loading stopped; what has come stays' || return 1
    screen | grep -q ' 259 of 259 events' || return 1
    keys q
    until_seen 'left=0' && is_clean
}

# A command that waits says how far it is, and leaves nothing of that behind.
command_shows_progress()
{
    rm -f "$scratch/slow"
    mkfifo "$scratch/slow" || return 1
    start 80 24 "$BILAT count --by decade '$history' '$scratch/slow'; echo left=\$?"
    until_seen 'bilat: ' || return 1
    until_seen ' 259 rows · 0 problems' || return 1
    printf 'date,title\n1972,One\n' >"$scratch/slow"
    until_seen 'left=0' || return 1
    ! screen | grep -q '259 rows'
}

# A file that comes is read once it rests; the cursor stays on its event, and a file that has changed shows how.
follows_a_folder()
{
    mkdir -p "$scratch/followed"
    printf 'id,date,title\ne2,1973,Two\n' >"$scratch/followed/a.csv"
    start 80 24 "$BILAT --follow '$scratch/followed'; echo left=\$?"
    until_seen '1 of 1 events' || return 1
    printf 'id,date,title\ne1,1972,One\n' >"$scratch/followed/b.csv"
    until_seen 'read again: 1 added' || return 1
    until_seen '2 of 2 events' && until_seen '> 1973' || return 1
    printf 'id,date,title\ne2,1973,Second\n' >"$scratch/followed/a.csv"
    until_seen 'read again: 1 changed' || return 1
    until_seen '> 1973' || return 1
    keys -l ':changes'
    keys Enter
    until_seen '- title: Two' && until_seen '+ title: Second' || return 1
    keys q q
    until_seen 'left=0' && is_clean
}

# A pager that says which files it got from bilat, then waits for ^C.
make_pager()
{
    rm -f "$scratch/rounds"
    cat >"$scratch/pager" <<END
#!/bin/sh
ls -l /proc/self/fd >'$scratch/inherited'
echo >>'$scratch/rounds'
echo the pager "waits" \$(wc -l <'$scratch/rounds')
exec sleep 60
END
    chmod +x "$scratch/pager"
}

interrupts_the_pager_alone()
{
    make_pager
    start 80 24 "$1 PAGER='$scratch/pager' $BILAT $2; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    round=0
    for key in C-c C-\\; do
        keys O
        round=$((round + 1))
        until_seen "the pager waits $round" || return 1
        keys "$key"
        until_seen '1 Events' || return 1
    done
    screen | grep -q 'could not be started' && return 1
    keys j
    until_seen '> 1949-10-02' || return 1
    keys q
    until_seen 'left=0' && is_clean
}

pager_inherits_only_the_terminal()
{
    interrupts_the_pager_alone '' "'$history' </dev/null" || return 1
    # Standard input is the terminal, given on purpose; above 2 ls holds the folder that it lists.
    ! grep -E ' [3-9] -> .*(pipe:|/dev/tty)' "$scratch/inherited"
}

# Enough events that what is done with them needs memory, and time.
make_many()
{
    mkdir -p "$scratch/many"
    awk 'BEGIN { print "date,title"; for (i = 0; i < 100000; i++) print 1900 + i % 120 ",event " i % 977 " of many" }' \
        >"$scratch/many/events.csv"
}

out_of_memory()
{
    make_many
    # Of the GNU library: what is freed goes back to the system, and there is no reserve for another thread.
    start 80 24 "MALLOC_MMAP_THRESHOLD_=4096 MALLOC_ARENA_MAX=1 $BILAT '$scratch/many'; echo left=\$?"
    until_seen ' 100000 of 100000 events' || return 1
    prlimit --as=1 --pid "$(pid_of_bilat)"
    keys p # counts by pair, in a view of its own
    until_seen 'left=4' && until_seen 'bilat: out of memory' && is_clean && echoes
}

crash_while_writing()
{
    make_many
    rm -rf "$scratch/torn"
    mkdir "$scratch/torn"
    start 80 24 "$BILAT '$scratch/many'; echo left=\$?"
    until_seen ' 100000 of 100000 events' || return 1
    pid=$(pid_of_bilat)
    keys -l ":export events $scratch/torn/events.csv"
    keys Enter
    tries=0
    until [ -n "$(ls -A "$scratch/torn")" ]; do
        tries=$((tries + 1))
        [ $tries -lt 5000 ] || return 1
    done
    kill -s SEGV "$pid"
    until_seen 'left=139' && is_clean || return 1
    ls -A "$scratch/torn"
    [ -z "$(find "$scratch/torn" -name '.*.csv.*')" ]
}

sees_the_source_change()
{
    mkdir -p "$scratch/changing"
    cp "$history"/*.csv "$scratch/changing"
    start 120 40 "$BILAT '$scratch/changing'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    head -n 100 "$history/events.csv" >"$scratch/changing/events.csv"
    until_seen 'changed since it was loaded, press r' || return 1
    keys r
    until_seen '99 of 99 events' || return 1
    keys j
    until_seen '> 1949-10-02' && ! screen | grep -q 'changed since' || return 1
    keys q
    until_seen 'left=0'
}

asks_before_writing_over()
{
    echo mine >"$scratch/mine.csv"
    start 120 24 "$BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    keys -l ":export events $scratch/mine.csv"
    keys Enter
    until_seen 'exists; the same again or "export!" writes over it' || return 1
    [ "$(cat "$scratch/mine.csv")" = mine ] || return 1
    keys : Up Enter
    until_seen 'wrote 259 events' && [ "$(wc -l <"$scratch/mine.csv")" -ge 260 ] || return 1
    keys q
    until_seen 'left=0'
}

# Of many events the rows follow the filter in a pause of typing; Enter before it keeps what was typed, Esc what was there.
filters_many_in_a_pause()
{
    make_many
    start 80 24 "$BILAT '$scratch/many'; echo left=\$?"
    until_seen ' 100000 of 100000 events' || return 1
    keys -l '&nowhere'
    until_seen ' 0 of 100000 events' || return 1
    keys Escape
    until_seen ' 100000 of 100000 events' || return 1
    keys -l '&nowhere'
    keys Enter
    until_seen '[nowhere]' && until_seen ' 0 of 100000 events' || return 1
    keys '<'
    until_seen ' 100000 of 100000 events'
}

# A key stops a search, and does its own work.
search_stops_at_a_key()
{
    start 80 24 "$BILAT '$scratch/many'; echo left=\$?"
    until_seen ' 100000 of 100000 events' || return 1
    keys -l /nowhere
    keys Enter
    keys q
    until_seen 'left=0'
}

keeps_history()
{
    export XDG_STATE_HOME="$scratch/state"
    mkdir -p "$scratch/state/bilat"
    : >"$scratch/state/bilat/welcome"
    start 80 24 "$BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    keys -l '&kind:visit'
    keys Enter
    until_seen '[kind:visit]' || return 1
    keys -l '/nixon'
    keys Enter q
    until_seen 'left=0' || return 1
    grep -q '^filter	kind:visit$' "$scratch/state/bilat/history" || return 1
    keys -l "clear; $BILAT '$history'; echo left=\$?"
    keys Enter
    until_seen '259 of 259 events' || return 1
    keys '&' Up
    until_seen 'filter: kind:visit' || return 1
    keys Escape q
    until_seen 'left=0' && [ "$(wc -l <"$scratch/state/bilat/history")" = 2 ]
    status=$?
    unset XDG_STATE_HOME
    return $status
}

welcomes_once()
{
    export XDG_STATE_HOME="$scratch/first"
    start 80 24 "$BILAT '$history'; echo left=\$?"
    until_seen 'Five keys to begin with:' || return 1
    keys j
    until_seen '> 1949-10-02' || return 1
    keys q
    until_seen 'left=0' || return 1
    keys -l "clear; $BILAT '$history'; echo left=\$?"
    keys Enter
    until_seen '1 Events' && ! screen | grep -q 'Five keys'
    status=$?
    unset XDG_STATE_HOME
    return $status
}

# Nothing is drawn: what was said scrolls away like the output of any command.
speaks_line_by_line()
{
    start 80 24 "$BILAT --linear '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    until_seen 'row 1 of 259: 1949-' || return 1
    keys j Down
    until_seen 'row 3 of 259: 1949-' || return 1
    keys Tab
    until_seen '2 Participants' || return 1
    [ "$(mux display-message -p -t t '#{alternate_on}')" = 0 ] || return 1
    keys -l '&nowhere'
    keys Enter
    until_seen '0 of 259 events, filter nowhere' || return 1
    keys Escape
    until_seen 'nothing is open; q quits' || return 1
    keys C-z
    until_seen 'Stopped' || return 1 # an older "ready>" is on the screen still
    keys fg Enter
    # What is typed before it has the terminal again is the shell's.
    tries=0
    until screen | grep -q 'Help'; do
        [ $((tries % 12)) = 0 ] && keys F1
        tries=$((tries + 1))
        [ $tries = 60 ] && screen && return 1
        sleep 0.25
    done
    keys Q
    echoes && is_clean
}

mouse_is_off_until_asked_for()
{
    start 80 24 "$BILAT '$history'; echo left=\$?"
    until_seen '259 of 259 events' || return 1
    [ "$(mux display-message -p -t t '#{mouse_any_flag}')" = 0 ] || return 1
    keys F2
    until_seen 'the mouse chooses rows' || return 1
    [ "$(mux display-message -p -t t '#{mouse_any_flag}')" = 1 ] || return 1
    # As a terminal of that kind reports a press of the left button: column and row, 32 added to each.
    row=$(screen | grep -n '^  1949-' | sed -n '2s/:.*//p')
    date=$(screen | sed -n "${row}s/^  \([0-9-]*\).*/\1/p")
    mux send-keys -t t -l "$(awk -v y="$row" 'BEGIN { printf "\033[M %c%c", 42, y + 32 }')"
    until_seen "> $date" || return 1
    kill -s SEGV "$(pid_of_bilat)"
    until_seen 'left=139' && is_clean && echoes
}

# OSC 52: the terminal here is tmux, and keeps it as its newest buffer.
copies_to_the_terminal()
{
    start 80 24 "$BILAT '$srcdir/tests/screens/data'; echo left=\$?"
    mux set-option -s set-clipboard on
    until_seen '16 of 16 events' || return 1
    keys G y
    until_seen 'copied a citation' || return 1
    tries=0
    until mux show-buffer 2>/dev/null | grep -q 'events.csv'; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || return 1
        sleep 0.05
    done
    mux show-buffer | head -n 1 | grep -q '^2024-12-21~ DEU;TUR, reduce-relations$' && screen | grep -q '1 Events'
}

configure()
{
    mkdir -p "$scratch/config/bilat"
    export XDG_CONFIG_HOME="$scratch/config"
    printf '%s\n' "$@" >"$XDG_CONFIG_HOME/bilat/bilat.ini"
}

copies_to_a_program()
{
    configure '[clipboard]' "command = tee $scratch/copied" 'citation = bibtex'
    start 80 24 "$BILAT '$srcdir/tests/screens/data'; echo left=\$?"
    until_seen '16 of 16 events' || return 1
    keys y
    until_seen 'copied a citation' || return 1
    grep -q '^@misc{f1,$' "$scratch/copied" && grep -q 'title = {USSR recognises the PRC}' "$scratch/copied" || return 1
    configure '[clipboard]' 'command = no-such-program'
    start 80 24 "$BILAT '$srcdir/tests/screens/data'; echo left=\$?"
    until_seen '16 of 16 events' || return 1
    keys y
    until_seen 'no-such-program: it could not be started'
}

opens_a_url()
{
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nprintf "%%s\\n" "$#" "$@" >"$0.words"\n' >"$scratch/opener"
    chmod +x "$scratch/opener"
    configure '[browser]' "open = $scratch/opener --new"
    # shellcheck disable=SC2016
    printf 'date,title,source_url\n1972-02-21,Visit,https://example.org/$(touch %s/hit);x\n1973-01-01,Other,file:///etc/passwd\n' \
        "$scratch" >"$scratch/urls.csv"
    start 80 24 "$BILAT '$scratch/urls.csv'; echo left=\$?"
    until_seen '2 of 2 events' || return 1
    keys o
    until_seen 'opened https://example.org/' || return 1
    [ "$(head -n 2 "$scratch/opener.words" | tr '\n' ' ')" = '2 --new ' ] || return 1
    grep -qF 'https://example.org/$(touch' "$scratch/opener.words" && [ ! -e "$scratch/hit" ] || return 1
    keys j o
    until_seen 'not opened, as it is no web address'
}

tap_check "opens the sample and gives the terminal back" opens_and_quits
tap_check "the cursor rests on the selected row" cursor_rests_on_the_row
tap_check "pair, year, positions, export at 120x40" whole_task 120 40
tap_check "pair, year, positions, export at 80x24" whole_task 80 24
tap_check "pair, year, positions, export at 40x10" whole_task 40 10
tap_check "follows the size down to 1x1 and back" resizes
tap_check "Ctrl-Z gives a clean shell and fg comes back" suspends
tap_check "SIGTERM leaves the terminal clean" ends_on TERM 143
tap_check "SIGHUP leaves the terminal clean" ends_on HUP 129
tap_check "SIGINT leaves the terminal clean" is_interrupted
tap_check "a crash leaves the terminal clean" ends_on SEGV 139
tap_check "a bug leaves the terminal clean" ends_on ABRT 134
tap_check "a crash takes half written files along" crash_while_writing
if ! command -v prlimit >/dev/null; then
    tap_skip "out of memory leaves the terminal clean" "no prlimit"
elif grep -q __asan_init "$BILAT"; then
    tap_skip "out of memory leaves the terminal clean" "the sanitizer needs memory of its own"
else
    tap_check "out of memory leaves the terminal clean" out_of_memory
fi
tap_check "TERM=vt100 works" vt100
tap_check "LC_ALL=C shows ASCII and marks what is not" plain_locale
tap_check "NO_COLOR shows no colour" no_colour
tap_check "an unknown TERM is tried as another, with a note" unknown_terminal
tap_check "TERM=dumb is refused with a reason" dumb_terminal
tap_check "without a terminal it says what to do instead" not_a_terminal
tap_check "data cannot drive the terminal" data_cannot_act
tap_check "Escape closes at once" escape_acts_at_once
tap_check "keys come from the terminal when data comes from standard input" data_on_standard_input
tap_check "q leaves while a pipe is waited for" silent_pipe_lets_go q 0
tap_check "SIGTERM ends bilat while a pipe is waited for" silent_pipe_lets_go TERM 143
tap_check "a load shows how far it is, and ^C keeps what has come" loads_in_sight
tap_check "a folder is followed, and says what has come and changed" follows_a_folder
tap_check "a command that loads shows how far it is" command_shows_progress
tap_check "^C and ^\\ in the pager end the pager, not bilat" interrupts_the_pager_alone '' "'$history'"
tap_check "the pager inherits nothing but the terminal" pager_inherits_only_the_terminal
tap_check "an export on the command line asks before it writes over a file" asks_before_writing_over
tap_check "rows of many events follow a filter in a pause" filters_many_in_a_pause
tap_check "what was typed is there in the next run" keeps_history
tap_check "what is copied reaches the terminal's clipboard" copies_to_the_terminal
tap_check "what is copied reaches the program that is configured" copies_to_a_program
tap_check "a URL is opened by its words, never by a shell" opens_a_url
unset XDG_CONFIG_HOME
tap_check "the first run shows one screen, the second none" welcomes_once
tap_check "--linear says what changes and draws nothing" speaks_line_by_line
tap_check "the mouse is off until asked for, and after a crash" mouse_is_off_until_asked_for
tap_check "a key stops a search and does its own work" search_stops_at_a_key
tap_check "a source that changes is told, and r reads it again" sees_the_source_change
tap_done
