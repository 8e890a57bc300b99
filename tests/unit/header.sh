#!/bin/sh
# The public header compiles alone, as C and as C++, and the library exports just what it declares.
# usage: header.sh HEADER LIBRARY CC [CXX]
export LC_ALL=C
header=$1 library=$2 cc=$3 cxx=$4
status=0

fail()
{
    echo "FAILED: $*"
    status=1
}

alone="-Wall -Wextra -pedantic -Werror -fsyntax-only"
for standard in c99 c17; do
    $cc -std=$standard $alone -x c "$header" || fail "$standard"
done
if [ -n "$cxx" ]; then
    for standard in c++11 c++17; do
        $cxx -std=$standard $alone -x c++ "$header" || fail "$standard"
    done
fi

declared=$(sed -n 's/^NGZ_API.*[ *]\(ngz_[a-z_]*\)(.*/\1/p' "$header" | sort)
# Names that begin with "_" are the linker's and the sanitizers'.
exported=$(nm -D --defined-only "$library" | awk '$3 !~ /^_/ { sub(/@.*/, "", $3); print $3 }' | sort)
[ -n "$declared" ] || fail "no declarations found in $header"
[ "$declared" = "$exported" ] || fail "declared:
$declared
exported:
$exported"
exit $status
