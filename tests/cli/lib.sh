# What the tests of the command line have in common. $newsgaz is the program.

# expect STATUS COMMAND...: runs it; its output is in the files `stdout` and `stderr`.
expect() {
    wanted=$1
    shift
    got=0
    "$@" >stdout 2>stderr || got=$?
    [ "$got" = "$wanted" ] && return
    echo "status $got, not $wanted: $*"
    sed 's/^/  stderr: /' stderr
    return 1
}

# same FILE TEXT...: the file's lines are exactly these.
same() {
    file=$1
    shift
    if [ $# -gt 0 ]; then printf '%s\n' "$@" >wanted; else : >wanted; fi
    diff -u wanted "$file"
}

# has FILE TEXT: some line contains it; hasnt: none does.
has() {
    grep -qF -- "$2" "$1" && return
    echo "$1 lacks: $2"
    sed 's/^/  /' "$1"
    return 1
}
hasnt() {
    if grep -F -- "$2" "$1"; then
        echo "$1 has: $2"
        return 1
    fi
}

# summary TEXT: the last line on standard error begins so.
summary() {
    tail -n 1 stderr >last
    has last "$1"
}

# files FOLDER: the names of the records in it, hidden files left out.
files() {
    (cd "$1" && find . -type f ! -name '.*' | LC_ALL=C sort | sed 's|^\./||')
}

# all FOLDER: every name in it but the state file, with the hash of its contents.
all() {
    (cd "$1" && find . -type f ! -name .newsgaz.sqlite | LC_ALL=C sort | xargs sha256sum)
}

# articles FOLDER COUNT: makes that many of three languages, in two levels of folders.
articles() {
    i=0
    while [ $i -lt "$2" ]; do
        mkdir -p "$1/$((i % 3))"
        printf 'GORIS, 26 September 2023 - At least %d people were killed on Monday.\n' $i \
            >"$1/$((i % 3))/en-$i.txt"
        printf 'Almeno %d persone sono morte a Tbilisi il 3 maggio 1998.\n' $i \
            >"$1/$((i % 3))/it-$i.md"
        printf '<html><body><p>Le 3 mai, %d soldats ont été tués à Bakou.</p></body></html>\n' $i \
            >"$1/$((i % 3))/fr-$i.html"
        i=$((i + 1))
    done
}
