#!/bin/sh
# Every broken file below FOLDER is refused (exit 2) with just the messages in the .stderr beside it.
# usage: run.sh NEWSGAZ FOLDER     with NGZ_UPDATE=1 the .stderr files are written anew
case $1 in /*) newsgaz=$1 ;; *) newsgaz=$PWD/$1 ;; esac
cd "$2" || exit 1
failed=0
for file in *.rules; do
    said=$("$newsgaz" check "$file" 2>&1 >/dev/null)
    status=$?
    expected=${file%.rules}.stderr
    if [ -n "$NGZ_UPDATE" ]; then
        printf '%s\n' "$said" >"$expected"
    elif [ $status -ne 2 ] || [ "$said" != "$(cat "$expected")" ]; then
        printf 'FAILED %s, exit %d:\n%s\n' "$file" $status "$said"
        failed=1
    fi
done
exit $failed
