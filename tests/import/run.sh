#!/bin/sh
# Every folder beside this file is an import: the file `args` is its command line, `expected` what it
# says and the tables that it writes, which `newsgaz check` must accept.
# usage: run.sh NEWSGAZ [CASE...]     with NGZ_UPDATE=1 the folders `expected` are made anew
case $1 in /*) newsgaz=$1 ;; *) newsgaz=$PWD/$1 ;; esac
shift
cd "$(dirname "$0")" || exit 1
[ $# -gt 0 ] || set -- $(LC_ALL=C ls -d */ | tr -d /)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# The tables, beside those that the import was to be merged with.
accepted() {
    folder=$(sed -n 's/.*--merge \([^ ]*\).*/\1/p' args)
    rm -rf "$work/all"
    if [ -n "$folder" ]; then cp -r "$folder" "$work/all"; else mkdir "$work/all"; fi
    cp "$1"/*.tsv "$work/all" 2>/dev/null || return 0
    "$newsgaz" check "$work/all" >"$work/check" 2>&1 && grep -q 'warnings 0' "$work/check"
}

for name in "$@"; do
    cd "$name" || exit 1
    got=$work/$name
    mkdir "$got"
    case $(cat args) in
    *--dry-run*) set -- ;;
    *) set -- -o "$got" ;;
    esac
    eval "\"$newsgaz\" gazetteer import $(cat args)" '"$@"' >"$work/said" 2>&1
    echo "exit $?" >>"$work/said"
    mv "$work/said" "$got/said"
    if [ -n "$NGZ_UPDATE" ]; then
        rm -rf expected
        cp -r "$got" expected
    fi
    diff -ru expected "$got" || { echo "FAILED $name"; failed=1; }
    accepted "$got" || { echo "FAILED $name: check refuses"; cat "$work/check"; failed=1; }
    cd ..
done
exit $failed
