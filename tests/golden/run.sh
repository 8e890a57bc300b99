#!/bin/sh
# The record of every article of the corpora is, but for the hashes of rules and gazetteers, the one
# that lies here and was read by eye.
# usage: run.sh NEWSGAZ LANGUAGE     with NGZ_UPDATE=1 the records are written anew: review the diff
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/newsgaz-golden.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$1" extract "$here/../../corpora/$2" -o "$work" >/dev/null 2>&1 || exit 1
failed=0
mkdir -p "$here/$2"
for record in "$work"/*.xml; do
    golden=$here/$2/$(basename "$record")
    sed '/<generator /d' "$record" >"$work/record"
    if [ -n "$NGZ_UPDATE" ]; then
        cp "$work/record" "$golden"
    elif ! diff -u "$golden" "$work/record"; then
        failed=1
    fi
done
exit $failed
