#!/bin/sh
# How fast newsgaz is, as CPU time beside that of `cat` and `rg` on the same files in the same run
# (bare MB/s mean little on shared machines). Needs GNU time; rg where it is installed.
# usage: run.sh NEWSGAZ [ARTICLES]     the corpora of this tree, repeated to so many files (10000)
set -e
newsgaz=$1
wanted=${2:-10000}
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/newsgaz-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

made=0
while [ "$made" -lt "$wanted" ]; do
    folder=$work/articles/$made
    mkdir -p "$folder"
    for article in "$here"/corpora/*/*.txt; do
        [ "$made" -lt "$wanted" ] || break
        cp "$article" "$folder/"
        made=$((made + 1))
    done
done
bytes=$(find "$work/articles" -type f -exec cat {} + | wc -c)
find "$work/articles" -type f -exec cat {} + >"$work/all.txt"
cut -f2 "$here"/gazetteers/*/*.names.tsv | sort -u >"$work/names.txt"
"$newsgaz" extract "$here/corpora/en" >/dev/null # gazetteers compiled, rules checked

# CPU seconds (user + system), wall seconds and peak memory of a command
measure() {
    label=$1
    shift
    command time -o "$work/time" -f '%U %S %e %M' "$@" >"$work/out" 2>"$work/err" || true
    awk -v label="$label" -v bytes="$bytes" -v articles="$made" '{
        cpu = $1 + $2
        printf "%-34s %7.2f s CPU %7.2f s wall %8.1f MB/s %9.0f articles/s %8.1f MB peak\n",
               label, cpu, $3, cpu ? bytes / cpu / 1e6 : 0, cpu ? articles / cpu : 0, $4 / 1024
    }' "$work/time"
}

printf '%d articles, %d bytes, %d names\n' "$made" "$bytes" "$(wc -l <"$work/names.txt")"
measure 'cat' cat "$work/all.txt"
if command -v rg >/dev/null; then
    measure 'rg -j1 -F -o -f names' rg -j1 -F -o -f "$work/names.txt" "$work/all.txt"
fi
measure 'extract to one XML stream, -j 1' "$newsgaz" extract -j 1 "$work/articles"
measure 'extract to one XML stream, -j 2' "$newsgaz" extract -j 2 "$work/articles"
measure 'extract to a folder, -j 1' "$newsgaz" extract -j 1 -o "$work/records" "$work/articles"
measure 'the same again, nothing new' "$newsgaz" extract -j 1 -o "$work/records" "$work/articles"
for format in jsonl sqlite csv ucdp; do
    measure "export to $format" "$newsgaz" export --to $format -o "$work/export.$format" "$work/records"
done

one=$(find "$work/articles" -type f -size -6k | sort | head -n 1)
printf 'one article of %d bytes, start to end:' "$(wc -c <"$one")"
start=$(date +%s%N)
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    "$newsgaz" extract "$one" >/dev/null
done
end=$(date +%s%N)
printf ' %.1f ms (mean of 20)\n' "$(echo "$start $end" | awk '{ print ($2 - $1) / 20 / 1e6 }')"
