#!/bin/sh
# What exports of many records take: CPU time, wall time and peak memory, at a quarter, a half and all
# of them, so that it shows when either grows faster than the records. Needs GNU time and python3.
# usage: exports.sh NEWSGAZ [RECORDS [FORMAT...]]     100000 records to sqlite and csv: 5 GB on disk
set -eu
newsgaz=$(realpath "$1")
wanted=${2:-100000}
shift $(($# < 2 ? 1 : 2))
[ $# -gt 0 ] || set -- sqlite csv
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/newsgaz-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

"$newsgaz" extract --format jsonl "$here/corpora/en" "$here/corpora/fr" "$here/corpora/it" \
    >"$work/few.jsonl" 2>"$work/err"
python3 "$here/tests/bench/records.py" "$here/gazetteers/places/cities.places.tsv" "$wanted" \
    <"$work/few.jsonl" >"$work/many.jsonl"
for share in 4 2 1; do
    records=$((wanted / share))
    head -n $records "$work/many.jsonl" >"$work/some.jsonl"
    for format in "$@"; do
        rm -rf "$work/out"
        command time -o "$work/time" -f '%U %S %e %M' \
            "$newsgaz" export --to "$format" -o "$work/out" "$work/some.jsonl" 2>"$work/err" ||
            { cat "$work/err"; exit 1; }
        awk -v records=$records -v format="$format" -v size="$(du -sm "$work/out" | cut -f1)" '{
            printf "%7d records to %-7s %8.1f s CPU %8.1f s wall %6.2f ms/record %6.1f MB peak %6d MB out\n",
                   records, format, $1 + $2, $3, ($1 + $2) * 1000 / records, $4 / 1024, size
        }' "$work/time"
    done
done
