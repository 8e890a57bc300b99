#!/usr/bin/env python3
"""Holds what `newsgaz export` wrote against the formats' specifications, with Python's own readers.

    check.py FORMAT PATH [RECORDS.jsonl]

FORMAT is that of --to; PATH the file or folder written. With the records, offsets are held against
their texts. Prints the mistakes and exits 1 when there are any."""
import csv
import json
import os
import re
import sqlite3
import sys
import xml.etree.ElementTree as xml

wrong = []
UCDP = ("id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id "
        "conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a "
        "side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office "
        "source_date source_headline source_original where_prec where_coordinates "
        "where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
        "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians "
        "deaths_unknown best high low gwnoa gwnob").split()
ACLED = ("event_id_cnty event_date year time_precision disorder_type event_type sub_event_type "
         "actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting "
         "iso region country admin1 admin2 admin3 location latitude longitude geo_precision source "
         "source_scale notes fatalities tags timestamp").split()
IDMC = {"quantifier": {"More than", "Less than", "Exact", "Approximately"},
        "unit": {"Person", "Household"},
        "role": {"Recommended figure", "Triangulation"},
        "location_accuracy": {"ADM0", "ADM1", "ADM2", "ADM3", "Point", ""},
        "displacement_occurred": {"Before", "During", "After", "Unknown"}}


def need(condition, message):
    if not condition:
        wrong.append(message)


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    for number, row in enumerate(rows, 1):
        need(len(row) == len(rows[0]), f"{path}:{number}: {len(row)} cells, not {len(rows[0])}")
    return rows


def dicts_of(path):
    rows = rows_of(path)
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def is_whole(text):
    return re.fullmatch(r"-?[0-9]+", text) is not None


def is_day(text):
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


TYPES = {"string": lambda text: True, "integer": is_whole, "date": is_day,
         "number": lambda text: re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None}


def check_csv(folder, _):
    """The rules of Frictionless Data Package and Table Schema that these tables use."""
    package = json.load(open(os.path.join(folder, "datapackage.json"), encoding="utf-8"))
    need(re.fullmatch(r"[a-z0-9._/-]+", package["name"]), "the package has no proper name")
    need(package["resources"], "the package has no resources")
    keys = {}
    for resource in package["resources"]:
        path = os.path.join(folder, resource["path"])
        fields = resource["schema"]["fields"]
        rows = rows_of(path)
        need(rows[0] == [field["name"] for field in fields], f"{path}: head and fields differ")
        for number, row in enumerate(rows[1:], 2):
            for field, cell in zip(fields, row):
                need(cell == "" or TYPES[field["type"]](cell),
                     f"{path}:{number}: {field['name']} is no {field['type']}: {cell}")
        key = resource["schema"].get("primaryKey", [])
        at = [rows[0].index(name) for name in key]
        values = [tuple(row[i] for i in at) for row in rows[1:]]
        need(not key or len(set(values)) == len(values), f"{path}: a key stands twice")
        need(all(all(value) for value in values), f"{path}: a key is empty")
        keys[resource["name"]] = set(values)
    check_links(folder, keys)


def check_links(folder, keys):
    for claim in dicts_of(os.path.join(folder, "claims.csv")):
        need((claim["article"],) in keys["articles"], "a claim of no article")
        need(not claim["place_name"] or (claim["article"], claim["place_name"]) in keys["names"],
             "a claim at no name")
        need(not claim["incident"] or (claim["incident"],) in keys["incidents"],
             "a claim of no incident")
        need(not claim["part_of"] or (claim["article"], claim["part_of"]) in keys["claims"],
             "a part of no claim")


def check_sqlite(path, _):
    base = sqlite3.connect(path)
    need(base.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "integrity_check")
    need(base.execute("PRAGMA foreign_key_check").fetchall() == [], "foreign_key_check")
    for name, in base.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"):
        base.execute(f"SELECT count(*) FROM {name}").fetchone()
    base.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def check_jsonl(path, _):
    for line in open(path, encoding="utf-8"):
        need("id" in json.loads(line), "a record without an id")


def check_ucdp(path, _):
    rows = rows_of(path)
    need(rows[0][:len(UCDP)] == UCDP, "the columns are not those of GED")
    for row in dicts_of(path):
        number = {name: int(row[name]) for name in row if name.startswith("deaths_")}
        need(int(row["low"]) <= int(row["high"]), f"{row['id']}: low above high")
        need(sum(number.values()) == int(row["best"]), f"{row['id']}: deaths do not add up to best")
        need(int(row["low"]) <= int(row["best"]) <= int(row["high"]), f"{row['id']}: best")
        need(is_code(row["where_prec"], "1234567", row["where_coordinates"]),
             f"{row['id']}: where_prec")
        need(is_code(row["date_prec"], "12345", row["date_start"]), f"{row['id']}: date_prec")
        need(not row["latitude"] or 1 <= int(row["priogrid_gid"]) <= 259200, "priogrid_gid")


# Where nothing is known, nothing is precise: the loss report counts such rows.
def is_code(code, codes, known):
    return code in set(codes) if known else code == ""


def check_acled(path, _):
    need(rows_of(path)[0] == ACLED, "the columns are not those of ACLED")
    for row in dicts_of(path):
        need(is_whole(row["fatalities"]), f"{row['event_id_cnty']}: fatalities")
        name = row["event_id_cnty"]
        need(is_code(row["time_precision"], "123", row["event_date"]), f"{name}: time_precision")
        need(is_code(row["geo_precision"], "123", row["location"]), f"{name}: geo_precision")


def check_idmc(path, _):
    recommended = {}
    for row in dicts_of(path):
        for column, values in IDMC.items():
            need(row[column] in values, f"{row['id']}: {column} is '{row[column]}'")
        need(is_whole(row["total_figures"]), f"{row['id']}: total_figures")
        recommended.setdefault(row["incident"], []).append(row["role"])
    for incident, roles in recommended.items():
        need(roles.count("Recommended figure") <= 1, f"{incident}: two are recommended")


def check_hxl(path, _):
    rows = rows_of(path)
    for tag in rows[1]:
        need(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z0-9_]+)*", tag), f"no HXL tag: {tag}")
    for row in rows[2:]:
        for tag, cell in zip(rows[1], row):
            if tag.startswith("#affected"):
                need(cell == "" or is_whole(cell), f"{tag} is no number: {cell}")
            if tag.startswith("#date"):
                need(cell == "" or is_day(cell), f"{tag} is no date: {cell}")


def check_features(collection):
    need(collection["type"] == "FeatureCollection", "no FeatureCollection")
    for feature in collection["features"]:
        need(feature["type"] == "Feature", "no Feature")
        need(isinstance(feature["properties"], dict), "no properties")
        geometry = feature.get("geometry")
        if geometry:
            lon, lat = geometry["coordinates"]
            need(geometry["type"] == "Point" and -180 <= lon <= 180 and -90 <= lat <= 90,
                 f"no point: {geometry}")


def check_geojson(path, _):
    collection = json.load(open(path, encoding="utf-8"))
    check_features(collection)
    need(all("geometry" in feature for feature in collection["features"]), "a missing geometry")


def check_lpf(path, _):
    collection = json.load(open(path, encoding="utf-8"))
    check_features(collection)
    need("@context" in collection, "no @context")
    for feature in collection["features"]:
        need(feature["@id"] and feature["properties"]["title"], "a place without id or title")
        need(feature["names"] and all(name["toponym"] for name in feature["names"]), "names")
        need(set(feature["properties"]["fclasses"]) <= set("AHLPRST"), "fclasses")
        need(all(link["type"] == "exactMatch" for link in feature["links"]), "links")


def texts_of(records):
    return [json.loads(line) for line in open(records, encoding="utf-8")]


def check_tei(path, records):
    """Well-formed, ids unique, references resolved; the text is that of the records' segments.
    The schema is tei.rng, for xmllint."""
    tei = "{http://www.tei-c.org/ns/1.0}"
    root = xml.parse(path).getroot()
    ids = [at for e in root.iter()
           for at in [e.get("{http://www.w3.org/XML/1998/namespace}id")] if at]
    need(len(ids) == len(set(ids)), "an xml:id stands twice")
    for element in root.iter():
        ref = element.get("ref")
        need(not ref or ref[1:] in ids, f"a reference to nothing: {ref}")
    bodies = [["".join(block.itertext()) for block in body] for body in root.iter(tei + "body")]
    wanted = [[record["text"][s["start"]:s["end"]] for s in record["segments"]]
              for record in texts_of(records)]
    need(bodies == wanted, "the texts are not those of the records")


def check_brat(folder, _):
    for name in sorted(os.listdir(folder)):
        if name.endswith(".ann"):
            check_standoff(os.path.join(folder, name))


def check_standoff(path):
    with open(path[:-4] + ".txt", encoding="utf-8", newline="") as file:
        text = file.read()
    known = set()
    lines = open(path, encoding="utf-8", newline="").read().split("\n")[:-1]
    for line in lines:
        if line.startswith("T"):
            number, span, surface = line.split("\t")
            known.add(number)
            parts = [part.split() for part in span.split(" ", 1)[1].split(";")]
            cited = " ".join(text[int(start):int(end)] for start, end in parts)
            need(cited.replace("\t", " ") == surface, f"{path}: {number} is '{cited}'")
    for line in lines:
        if not line.startswith("T"):
            for number in re.findall(r"\bT[0-9]+\b", line.split("\t")[1]):
                need(number in known, f"{path}: nothing is {number}")


def check_spacy(path, _):
    for line in open(path, encoding="utf-8"):
        example = json.loads(line)
        end = 0
        for entity in example["ents"]:
            need(end <= entity["start"] < entity["end"] <= len(example["text"]), "entities overlap")
            need(entity["label"] in {"LOC", "PER", "ORG", "DATE"}, "a strange label")
            end = entity["end"]
        for span in example["spans"]["casualties"]:
            need(span["start"] < span["end"] <= len(example["text"]), "a span outside the text")


globals()["check_" + sys.argv[1]](sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
for message in wrong:
    print(f"{sys.argv[1]}: {message}")
sys.exit(1 if wrong else 0)
