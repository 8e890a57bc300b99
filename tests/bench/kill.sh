#!/bin/sh
# Kills runs over ten articles at every call that writes, one after the other, and at random moments,
# makes calls fail, and fills the disk; after each, the run that follows must end with the files of
# one that was left alone. Needs strace, and root for the small disk.
#   kill.sh PROGRAM [RANDOM-KILLS]
# Prints how many there were of each, and what was lost, doubled or astray: nothing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
newsgaz=$(realpath "$1")
random=${2:-300}
: "${NEWSGAZ_DATA:=$(cd "$here/../.." && pwd)}"
export NEWSGAZ_DATA
work=$(mktemp -d)
trap 'umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
. "$here/../cli/lib.sh"
articles in 3
echo 'Goris.' >in/ten.txt
all in >in.before
"$newsgaz" extract in -o whole 2>stderr
all whole >wanted
wrong=0

# settle WHAT: the next run makes all as it should be.
settle() {
    got=0
    "$newsgaz" extract in -o "${out:=out}" 2>stderr || got=$?
    all "$out" >got.list
    if [ $got != 0 ] || ! cmp -s wanted got.list || [ -e "$out/.newsgaz.tmp" ] ||
        ! "$newsgaz" fsck "$out" >fsck.out; then
        echo "after $1: status $got"
        diff wanted got.list || cat stderr
        wrong=$((wrong + 1))
    fi
    rm -rf "$out"
}

# sweep RULE: applies it to the first call, the second … until no run meets it any more.
sweep() {
    when=1
    while :; do
        strace -f -qq -o trace $only -e trace="$1" -e inject="$1:$2:when=$when" \
            "$newsgaz" extract in -o out 2>stderr || true
        grep -qE 'INJECTED|killed by SIGKILL' trace || break
        settle "$1 $2 $when"
        count=$((count + 1))
        when=$((when + 1))
    done
    rm -rf out
}

only=
count=0
for call in write pwrite64 rename unlink unlinkat mkdir rmdir fsync fdatasync ftruncate openat close; do
    sweep $call signal=KILL
done
echo "killed at a call: $count"

count=0
for call in write pwrite64 pread64 rename mkdir fsync fdatasync; do
    for error in EIO ENOSPC EACCES; do
        sweep $call error=$error
    done
done
# Of the articles alone: libexttextcat takes a model that it could not read to its end for a whole one.
only=$(find in -type f | sed 's/^/-P /')
for call in read openat close; do
    sweep $call error=EIO
done
only=
echo "calls that failed: $count"

count=0
while [ $count -lt "$random" ]; do
    "$newsgaz" extract in -o out -j $((1 + count % 3)) 2>stderr &
    process=$!
    sleep "0.0$((count * 37 % 100 + 100))"
    kill -9 $process 2>kill || true
    wait $process 2>wait || true
    settle "a kill at random"
    count=$((count + 1))
done
echo "killed at random: $count"

count=0
if mkdir disk && mount -t tmpfs -o size=400k tmpfs disk 2>stderr; then
    size=16
    while [ $size -le 400 ]; do
        mount -o remount,size=${size}k disk
        "$newsgaz" extract in -o disk/out 2>stderr || true
        mount -o remount,size=8M disk
        out=disk/out settle "a disk of $size KiB"
        count=$((count + 1))
        size=$((size + 8))
    done
fi
echo "full disks: $count"

all in >in.after
cmp in.before in.after
echo "wrong: $wrong"
[ $wrong = 0 ]
