#!/bin/sh
# Kills runs over ten articles at every call that writes, one after the other, and at random moments,
# makes every kind of call fail in every way, cuts files short and fills the disk; after each, the
# next run must end with the files of one that was left alone. A run that ends well although a call
# failed must have made them all, and one that breaks off must leave nothing half-written.
# Needs strace and sqlite3, and root for the small disk.
#   kill.sh PROGRAM [PART...]     parts: kills errors exports watches moments short disks
# Prints how many there were of each, and what was lost, doubled or astray: nothing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
newsgaz=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- kills errors exports watches moments short disks
: "${NEWSGAZ_DATA:=$(cd "$here/../.." && pwd)}"
export NEWSGAZ_DATA
work=$(mktemp -d)
trap 'umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
. "$here/../cli/lib.sh"
articles in 3
# told by libexttextcat's models: short of words that tell an Italian text
printf '%s\n' 'Goris. Novantatre minatori dispersi, squadre speciali russe arrivano domattina, generatori' \
    'elettrici riparati, strade secondarie chiuse, temperature rigidissime sopra Stepanakert.' >in/ten.txt
all in >in.before
"$newsgaz" extract in -o whole 2>stderr
all whole >wanted
wrong=0
count=0
total=0
only=

# What SQLite leaves beside the state file is its own.
all() {
    (cd "$1" && find . -type f ! -name '.newsgaz.sqlite*' | LC_ALL=C sort | xargs sha256sum)
}

report() {
    echo "$1: $count"
    total=$((total + count))
    count=0
}

complain() {
    echo "after $1"
    wrong=$((wrong + 1))
}

# ---- what is run, and what must be so after it -------------------------------------------------

# One of each: `run_X PREFIX...` runs it behind a prefix, `settle_X WHAT STATUS` looks at what is left.

run_extract() { "$@" "$newsgaz" extract in -o out 2>stderr; }

settle_extract() {
    if [ "$2" = 0 ]; then
        all out >got.list
        cmp -s wanted got.list || complain "$1: it ended well, but the records are others"
    fi
    got=0
    "$newsgaz" extract in -o "${out:=out}" 2>stderr || got=$?
    all "$out" >got.list
    if [ $got != 0 ] || ! cmp -s wanted got.list || [ -e "$out/.newsgaz.tmp" ] ||
        ! "$newsgaz" fsck "$out" >fsck.out; then
        complain "$1: status $got"
        diff wanted got.list || cat stderr
    fi
    rm -rf "$out"
}

# A watch is told to end when there is nothing more to be done, or after two seconds.
run_watch() {
    : >stderr # of the last run
    "$@" "$newsgaz" watch in -o out --settle 0 2>stderr &
    process=$!
    tries=0
    until grep -q done stderr || ! kill -0 $process 2>/dev/null || [ $tries = 40 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
    child= # the file has no line feed, for which read fails; strace itself would not end
    read -r child 2>/dev/null <"/proc/$process/task/$process/children" || true
    kill -TERM ${child%% *} 2>/dev/null || true
    status=0
    wait $process || status=$?
    return $status
}

settle_watch() { settle_extract "$1" x; }

# An export over an earlier one that lacks a record.
run_export() {
    rm -rf export
    cp -r "export.$format" export
    case $format in sqlite) to=export/x.db ;; csv) to=export ;; *) to=export/x ;; esac
    "$@" "$newsgaz" export --to $format whole -o $to >stdout 2>stderr
}

# What a database holds, whatever the order in which it came there.
rows() {
    sqlite3 "$1" 'PRAGMA integrity_check; PRAGMA foreign_key_check; SELECT name FROM sqlite_schema' \
        "INSERT INTO search (search) VALUES ('integrity-check')"
    for table in articles sources entities divisions names dates claims incidents; do
        sqlite3 "$1" "SELECT * FROM $table ORDER BY 1, 2"
    done
    sqlite3 "$1" "SELECT title FROM search WHERE search MATCH 'killed OR morte' ORDER BY 1"
}

# The names and contents of an export; a database is told by what it holds.
contents() {
    for file in $(cd "$1" && find . -type f ! -name '*-journal' | LC_ALL=C sort); do
        echo "$file"
        case $file in
        *.db) rows "$1/$file" ;;
        *) cat "$1/$file" ;;
        esac
    done | sha256sum
}

settle_export() {
    contents export >got.list
    if [ "$2" = 0 ]; then
        cmp -s got.list "after.$format" || complain "$1: it ended well, but wrote something else"
    elif [ "$2" = 3 ] && [ $format != csv ]; then # tables are replaced one by one
        cmp -s got.list "before.$format" || cmp -s got.list "after.$format" ||
            complain "$1: left something half-written"
    fi
    "$newsgaz" export --to $format whole -o $to >stdout 2>stderr || complain "$1: status $?"
    contents export >got.list
    cmp -s got.list "after.$format" || complain "$1: another export in the end"
}

prepare_export() {
    for format in csv sqlite geojson; do
        mkdir "export.$format"
        rm -rf part
        cp -r whole part
        rm part/ten.xml
        case $format in sqlite) to=x.db ;; csv) to=. ;; *) to=x ;; esac
        "$newsgaz" export --to $format part -o "export.$format/$to" >stdout 2>stderr
        contents "export.$format" >"before.$format"
        run_export
        contents export >"after.$format"
    done
}

# sweep WHAT CALL FAULT: applies it to the first call, the second … until no run meets it any more.
sweep() {
    when=1
    while :; do
        status=0
        "run_$1" strace -f -qq -o trace $only -e trace="$2" -e inject="$2:$3:when=$when" || status=$?
        grep -qE 'INJECTED|killed by SIGKILL' trace || break
        "settle_$1" "$1 $2 $3 $when" $status
        count=$((count + 1))
        when=$((when + ${step:-1}))
    done
    rm -rf out export
}

# ---- the faults --------------------------------------------------------------------------------

kills() {
    for call in write pwrite64 rename unlink unlinkat mkdir rmdir fsync fdatasync ftruncate openat \
        close; do
        sweep extract $call signal=KILL
    done
    report "killed at a call"
}

# The files of rules and gazetteers are opened, read and closed many times over, each in the same
# way: of those calls not every one is taken.
errors() {
    for error in EIO ENOSPC EACCES EINTR EMFILE; do
        for call in write pwrite64 rename mkdir unlink fsync fdatasync ftruncate syncfs getdents64 \
            pread64 fcntl clone socketpair sendto recvfrom poll; do
            sweep extract $call error=$error
        done
        step=7
        for call in openat read close mmap newfstatat; do
            sweep extract $call error=$error
        done
        step=1
    done
    only=$(find in -type f | sed 's/^/-P /')
    for error in EIO EACCES EINTR EMFILE; do
        for call in read openat close newfstatat; do
            sweep extract $call error=$error
        done
    done
    only=
    report "calls that failed"
}

exports() {
    prepare_export
    for format in csv sqlite geojson; do
        for error in EIO ENOSPC EACCES EINTR EMFILE; do
            for call in write pwrite64 rename fsync fdatasync unlink ftruncate getdents64; do
                sweep export $call error=$error
            done
            step=3
            for call in pread64 openat read close; do
                sweep export $call error=$error
            done
            step=1
        done
        for call in write pwrite64 rename fsync unlink; do
            sweep export $call signal=KILL
        done
    done
    report "faults of exports"
}

watches() {
    for call in inotify_init1 inotify_add_watch poll ppoll rename write pwrite64 getdents64; do
        sweep watch $call error=EIO
    done
    sweep watch rename signal=KILL
    report "faults of a watch"
}

# Spread over the time that a whole run takes.
moments() {
    begun=$(date +%s%N)
    "$newsgaz" extract in -o out 2>stderr
    lasts=$((($(date +%s%N) - begun) / 1000000 % 1000 + 1)) # ms
    rm -rf out
    while [ $count -lt 300 ]; do
        "$newsgaz" extract in -o out -j $((1 + count % 3)) 2>stderr &
        process=$!
        sleep "$(printf '0.%03d' $((count * 37 % lasts)))"
        kill -9 $process 2>kill || true
        wait $process 2>wait || true
        settle_extract "a kill at random" x
        count=$((count + 1))
    done
    report "killed at random"
}

# A file may not grow past so many blocks of 512 bytes: what is beyond is cut off, or a signal comes.
short() {
    blocks=0
    while [ $blocks -lt 80 ]; do
        for action in '' -; do
            status=0
            (
                trap "$action" XFSZ
                ulimit -f $blocks
                exec "$newsgaz" extract in -o out
            ) >stdout 2>&1 || status=$?
            settle_extract "files of $blocks blocks at most, '$action'" $status
            count=$((count + 1))
        done
        blocks=$((blocks + 2))
    done
    report "files cut short"
}

disks() {
    size=16
    mkdir disk
    mount -t tmpfs -o size=400k tmpfs disk 2>stderr || size=401
    while [ $size -le 400 ]; do
        mount -o remount,size=${size}k disk
        "$newsgaz" extract in -o disk/out 2>stderr || true
        mount -o remount,size=8M disk
        out=disk/out settle_extract "a disk of $size KiB" x
        count=$((count + 1))
        size=$((size + 8))
    done
    report "full disks"
}

for part in "$@"; do
    $part
done
all in >in.after
cmp in.before in.after
echo "faults: $total, wrong: $wrong"
[ $wrong = 0 ]
