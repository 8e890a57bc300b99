#!/bin/sh
# How many spellings that the gazetteer lacks are still known for what they mean, and how many names
# of nobody are taken for one that it has.
#   run.sh PROGRAM [-v]     -v lists what was missed or wrong
#
# variants.tsv  rows of our own tables, left out of them here: `suggest` is to find the entity
# near.tsv      names that are no entity's: persons with another's surname, given names, words, and
#               places whose own entity (`without`) is left out, one or two letters from another's
#
# The least that must be reached stands at the end: a guard against getting worse. Change it when the
# figures go up.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1
verbose=${2:-}
data=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tab=$(printf '\t')

# figures with a point, whatever the locale in which the program is tested
awk() {
    LC_ALL=C command awk "$@"
}

# a copy of the tables without the variants, and without the places of near.tsv
mkdir "$work/data"
cp -r "$data/gazetteers" "$work/data/gazetteers"
ln -s "$data/rules" "$work/data/rules"
find "$work/data/gazetteers" -name '*.names.tsv' -o -name '*.places.tsv' | while read -r table; do
    awk -F"$tab" -v OFS="$tab" -v names="${table##*.names.tsv}" '
        FILENAME == ARGV[1] { variant[$2, $1]; next }
        FILENAME == ARGV[2] { if (FNR > 1 && $2 != "") without[$2]; next }
        FNR == 1 { for (i = 1; i <= NF; i++) if ($i == "within") within = i; print; next }
        $1 in without || (names == "" && ($1, $2) in variant) { next }
        { if (within && $within in without) $within = ""; print }
    ' "$here/variants.tsv" "$here/near.tsv" "$table" >"$work/table"
    mv "$work/table" "$table"
done

# ask FILE: the suggestions for each name of the file's first column
ask() {
    tail -n +2 "$here/$1" | cut -f1 | "$program" suggest --data-dir "$work/data" -n 10 -
}

# found, as CLASS first fifth unique; the text of a suggestion is "  SCORE [=] ID ... REASON"
ask variants.tsv >"$work/asked"
tail -n +2 "$here/variants.tsv" | awk -F"$tab" '
    function close_name() {
        if (!asked) return
        print class[asked], first, fifth, (keyed == 1 && right)
        if (!first) print name[asked], "(" id[asked] ")" >"/dev/stderr"
    }
    FILENAME == "-" { name[FNR] = $1; id[FNR] = $2; class[FNR] = $3; next }
    /^[^ ]/ { close_name(); asked++; place = first = fifth = keyed = right = 0; next }
    {
        split($0, part, " ")
        got = part[2] == "=" ? part[3] : part[2]
        place++
        if (got == id[asked]) { first += place == 1; fifth += place <= 5 }
        if ($0 ~ / (press key|folded|press key but for a vowel)$/) { keyed++; right += got == id[asked] }
    }
    END { close_name() }
' - "$work/asked" >"$work/found" 2>"$work/missed"

# wrong, as CLASS matched linked: by `suggest`, and by `extract` from two sentences
ask near.tsv | awk '/^[^ ]/ { if (NR > 1) print m; m = 0; next } $2 == "=" { m = 1 } END { print m }' \
    >"$work/matched"
tail -n +2 "$here/near.tsv" | awk -F"$tab" '{
    printf "{\"id\":\"%d\",\"lang\":\"en\",\"text\":\"They spoke of %s on Monday. ", NR, $1
    printf "Two convoys reached a village near %s.\"}\n", $1
}' | "$program" extract --data-dir "$work/data" --jsonl |
    awk '{ print /"variant_kind": *"press"/ ? 1 : 0 }' >"$work/linked"
tail -n +2 "$here/near.tsv" | paste - "$work/matched" "$work/linked" >"$work/near"

[ -z "$verbose" ] || {
    sed 's/^/not first: /' "$work/missed"
    awk -F"$tab" '($4 && $3 != "word") || $5 { print "wrong:", $1, $4 ? "matched" : "", $5 ? "linked" : "" }' "$work/near"
}
awk -F"$tab" '
    function line(class) {
        printf "%-16s %4d  unique key %.3f  first %.3f  within five %.3f\n", class, n[class],
               unique[class] / n[class], first[class] / n[class], fifth[class] / n[class]
    }
    function near_line(class) {
        printf "%-16s %4d  matched %.3f  linked %.3f\n", class, m[class],
               matched[class] / m[class], linked[class] / m[class]
    }
    function least(what, got, wanted) { if (got < wanted) { print what, got, "is below", wanted; bad = 1 } }
    function most(what, got, wanted) { if (got > wanted) { print what, got, "is above", wanted; bad = 1 } }
    FILENAME ~ /found$/ {
        split($0, part, " ")
        split(part[1] " all", classes, " ")
        for (i in classes) {
            c = classes[i]; n[c]++; first[c] += part[2]; fifth[c] += part[3]; unique[c] += part[4]
        }
        next
    }
    {
        split($3 " all", classes, " ")
        for (i in classes) {
            c = classes[i]; m[c]++; linked[c] += $5
            matched[c] += $3 == "word" ? 0 : $4 # that a word is one, only its sentence tells
        }
    }
    END {
        for (c in n) if (c != "all") line(c)
        line("all")
        for (c in m) if (c != "all") near_line(c)
        near_line("all")
        least("unique key", unique["all"] / n["all"], LEAST_UNIQUE)
        least("first", first["all"] / n["all"], LEAST_FIRST)
        least("within five", fifth["all"] / n["all"], LEAST_FIFTH)
        most("matched", matched["all"] / m["all"], 0.03)
        most("linked", linked["all"] / m["all"], 0.025)
        exit bad
    }
' LEAST_UNIQUE=0.608 LEAST_FIRST=0.885 LEAST_FIFTH=0.97 "$work/found" "$work/near"
