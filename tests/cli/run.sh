#!/bin/sh
# Runs the tests of the command line: every *.test file beside this one, each in an empty folder.
#   run.sh PROGRAM [NAME...]
# A test is a shell script that is read after lib.sh. It fails when `expect` does, or any command
# that nothing asks for its status.
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$1
shift
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac
[ $# -gt 0 ] || set -- $(cd "$here" && ls ./*.test)

: "${NEWSGAZ_DATA:=$(cd "$here/../.." && pwd)}"
top=$(mktemp -d)
XDG_CACHE_HOME=$top/cache
export NEWSGAZ_DATA XDG_CACHE_HOME
trap 'chmod -R u+rwX "$top"; rm -rf "$top"' EXIT

failed=0
for name in "$@"; do
    name=$(basename "$name" .test)
    mkdir "$top/$name"
    if (cd "$top/$name" && newsgaz=$program sh -eu -c '. "$0"; . "$1"' "$here/lib.sh" \
        "$here/$name.test") >"$top/$name.log" 2>&1; then
        echo "ok $name"
    else
        echo "FAILED $name"
        sed 's/^/    /' "$top/$name.log" | tail -n 40
        failed=1
    fi
done
exit $failed
