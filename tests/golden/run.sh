#!/bin/sh
# The record of every article of the corpora is, but for the hashes of rules and gazetteers, the one
# that lies here and was read by eye; and no record lies here without its article.
# usage: run.sh NEWSGAZ LANGUAGE     with NGZ_UPDATE=1 the records are written anew: review the diff
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/newsgaz-golden.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$1" extract "$here/../../corpora/$2" -o "$work/records" >/dev/null 2>&1 || exit 1
mkdir -p "$work/golden"
for record in "$work/records"/*.xml; do
    sed '/<generator /d' "$record" >"$work/golden/$(basename "$record")"
done
if [ -n "$NGZ_UPDATE" ]; then
    rm -f "$here/$2"/*.xml
    cp "$work/golden"/*.xml "$here/$2/"
else
    diff -ru --exclude=KNOWN.md "$here/$2" "$work/golden"
fi
