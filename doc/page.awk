# Fills in a man page: @VERSION@, and lines "@bilat ARGUMENTS@" with what the program prints, so that
# keys and options are described by the tables that make them work.
# usage: awk -v version=V -v bilat=PROGRAM -f page.awk PAGE.in
/^@bilat .*@$/ {
    command = bilat " " substr($0, 8, length($0) - 8)
    lines = 0
    while ((command | getline line) > 0) {
        print line
        lines++
    }
    if (close(command) != 0 || lines == 0) {
        print "page.awk: no output from: " command | "cat >&2"
        exit 1
    }
    next
}

{
    gsub(/@VERSION@/, version)
    print
}
