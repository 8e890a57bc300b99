#!/usr/bin/env python3
"""Makes many records of a few, for measuring exports.

usage: records.py PLACES.tsv COUNT <RECORDS.jsonl >MANY.jsonl

Each copy is another article: it and its dates lie some days later, its places are others of the
table of places, its figures are larger. Offsets and text stay. The same call gives the same bytes.
"""
import datetime
import json
import re
import sys

DAY = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
STEP = 7919  # a prime: neighbours in the table do not follow each other
DAYS = 3653


def places_of(path):
    with open(path, encoding="utf-8") as table:
        columns = next(table).rstrip("\n").split("\t")
        rows = (dict(zip(columns, line.rstrip("\n").split("\t"))) for line in table)
        return [row for row in rows if row.get("lat") and row.get("country")]


def later(value, days):
    def move(match):
        return str(datetime.date.fromisoformat(match.group()) + datetime.timedelta(days))
    try:
        return DAY.sub(move, value)
    except (ValueError, OverflowError):
        return value


def move_places(record, copy, places):
    other = {}
    for at, entity in enumerate(record["entities"]):
        if entity["type"] != "place" or copy % 3 == 0:
            continue
        row = places[(copy * STEP + at * 31) % len(places)]
        other[entity["id"]] = row["id"]
        entity.update(id=row["id"], name=row["name"], kind=row["kind"], country=row["country"],
                      lat=float(row["lat"]), lon=float(row["lon"]))
        for key in ("geonames", "wikidata"):
            entity.pop(key, None)
            if row.get(key):
                entity[key] = row[key]
    entities = {entity["id"]: entity for entity in record["entities"]}
    record["entities"] = list(entities.values())
    said = [claim[part] for claim in record["casualties"]
            for part in ("speaker", "perpetrator") if part in claim]
    for mention in record["names"] + said:
        if mention.get("ref") in other:
            mention["ref"] = other[mention["ref"]]


def copy_of(line, number, copy, places):
    record = json.loads(line)
    days = copy * 37 % DAYS
    record["id"] = "%s-%d" % (record["id"], number)
    record["source"]["href"] = "%d/%s" % (copy, record["source"]["href"])
    if "published" in record:
        record["published"] = later(record["published"], days)
    for date in record["dates"]:
        if "value" in date:
            date["value"] = later(date["value"], days)
    for casualty in record["casualties"]:
        for bound in ("low", "high"):
            if bound in casualty:
                casualty[bound] += copy % 11
    move_places(record, copy, places)
    return record


def main():
    places = places_of(sys.argv[1])
    lines = sys.stdin.read().splitlines()
    for number in range(int(sys.argv[2])):
        record = copy_of(lines[number % len(lines)], number, number // len(lines), places)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


main()
