#!/usr/bin/env python3
"""Makes a data folder whose gazetteers hold so many names, for measuring.

usage: gazetteer.py FOLDER COUNT

The project's own layers come first, the most important ones before all others; what is wanting is
made up of the same words: persons of given names and surnames, places of one to four words, many of
which begin as other names and common words do ("San …", "Le …", "New …", "Port of …"), each with two
names on average (the tables of politicians, cities and the Caucasus have four to six). The same call
gives the same bytes.
"""
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
TABLES = os.path.join(ROOT, "gazetteers")
LAYERS = [("places", "countries"), ("places", "caucasus"), ("places", "capitals"),
          ("places", "regions"), ("organisations", "organisations"), ("persons", "curated"),
          ("persons", "leaders"), ("places", "physical"), ("places", "sites"),
          ("places", "towns"), ("places", "cities"), ("places", "admin1"),
          ("persons", "politicians")]
HEADS = ["San", "Santa", "Saint", "Sainte", "New", "Old", "Le", "La", "Les", "El", "Los", "Monte",
         "Villa", "Port", "Fort", "Lake", "Mount", "North", "South", "Val", "Castel", "Borgo",
         "Grand", "Petit", "Upper", "Lower", "Nova", "Novo", "Bad", "Pont", "Mont", "Bourg"]
LINKS = ["di", "de", "del", "sur", "en", "of", "upon", "am", "la", "le", "sous", "in", "do"]
TAILS = ["Superiore", "Inferiore", "Vecchio", "Alta", "Nord", "Sud", "Park", "Heights", "City",
         "Beach", "Springs", "Hills", "County", "Station", "Marina", "Terme"]
SYLLABLES = ["ba", "ber", "bor", "ca", "cer", "da", "dal", "den", "el", "fa", "fer", "ga", "gar",
             "gor", "ha", "hir", "ka", "kar", "kol", "la", "len", "lo", "ma", "mar", "mi", "mon",
             "na", "nor", "o", "pa", "per", "pol", "ra", "ro", "sa", "ser", "sha", "sol", "ta",
             "tar", "ti", "to", "tur", "u", "va", "ver", "vi", "ya", "zan", "zer"]
ENDINGS = ["abad", "ac", "ano", "berg", "burg", "by", "dorf", "ello", "evo", "ford", "grad", "heim",
           "ia", "ich", "iers", "ino", "kent", "lar", "ly", "ne", "ovo", "pur", "shi", "sk", "stan",
           "ton", "u", "ville", "vka", "wick"]
PLACE_COLUMNS = "id name kind country lat lon within prior geonames wikidata note".split()
PERSON_COLUMNS = "id name country role from to wikidata note".split()
NAME_COLUMNS = "id name lang kind from to use source".split()


def read(path):
    with open(path, encoding="utf-8") as table:
        header = table.readline().rstrip("\n").split("\t")
        return header, [line.rstrip("\n").split("\t") for line in table]


class Table:
    def __init__(self, folder, name, columns):
        path = os.path.join(folder, "gazetteers", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.file = open(path, "w", encoding="utf-8", newline="\n")
        self.columns = columns
        self.row(columns)

    def row(self, cells):
        self.file.write("\t".join(cells) + "\n")

    def put(self, **cells):
        self.row([cells.get(column, "") for column in self.columns])


def copy_real(folder, wanted):
    """The project's own layers, as many as fit; returns the number of names."""
    layers, ids, left = [], set(), wanted
    for room, layer in LAYERS:
        base = os.path.join(TABLES, room, layer)
        entities = read("%s.%s.tsv" % (base, room))
        header, rows = read(base + ".names.tsv")
        known = {row[0] for row in entities[1]} | ids
        rows = [row for row in rows if row[0] in known][:left]
        named = {row[0] for row in rows}
        kept = [row for row in entities[1] if row[0] in named]
        layers.append((room, layer, entities[0], kept, header, rows))
        ids |= {row[0] for row in kept}
        left -= len(rows)
    for room, layer, columns, kept, header, rows in layers:
        if not rows:
            continue
        table = Table(folder, "%s/%s.%s.tsv" % (room, layer, room), columns)
        within = columns.index("within") if "within" in columns else None
        for row in kept:
            if within is not None and row[within] not in ids:
                row[within] = ""
            table.row(row)
        names = Table(folder, "%s/%s.names.tsv" % (room, layer), header)
        for row in rows:
            names.row(row)
    return wanted - left


def invent(rng):
    return ("".join(rng.choice(SYLLABLES) for _ in range(rng.choice((1, 1, 2, 2, 3)))) +
            rng.choice(ENDINGS)).capitalize()


def place_name(rng, words):
    word = rng.choice(words)
    shape = rng.random()
    if shape < 0.35:
        return invent(rng)
    if shape < 0.60:
        return "%s %s" % (rng.choice(HEADS), word)
    if shape < 0.75:
        return "%s %s %s" % (word, rng.choice(LINKS), rng.choice(words))
    if shape < 0.85:
        return "%s-%s-%s" % (rng.choice(HEADS), word, rng.choice(words))
    if shape < 0.95:
        return "%s %s" % (word, rng.choice(TAILS))
    return "%s %s %s %s" % (rng.choice(HEADS), word, rng.choice(LINKS), invent(rng))


def single_words(rows, column, last=False):
    """The words of a column that names begin (or end) with, in their first order."""
    words = (row[column].split(" ")[-1 if last else 0] for row in rows)
    return list(dict.fromkeys(word for word in words if len(word) > 3 and word[0].isupper()))


def make_places(folder, rng, wanted):
    words = single_words(read(os.path.join(TABLES, "places/cities.places.tsv"))[1], 1)
    countries = [row[0] for row in read(os.path.join(TABLES, "places/countries.places.tsv"))[1]
                 if len(row[3]) == 2]
    places = Table(folder, "places/made.places.tsv", PLACE_COLUMNS)
    names = Table(folder, "places/made.names.tsv", NAME_COLUMNS)
    made = 0
    while made < wanted:
        id = "made-place-%07d" % made
        spellings = list(dict.fromkeys(place_name(rng, words)
                                       for _ in range(min(rng.choice((1, 2, 3)), wanted - made))))
        places.put(id=id, name=spellings[0], kind="town", country="", within=rng.choice(countries),
                   lat="%.4f" % rng.uniform(-60, 70), lon="%.4f" % rng.uniform(-180, 180),
                   prior=str(int(10 ** rng.uniform(2, 5))), geonames=str(900000000 + made))
        for spelling, lang in zip(spellings, ("und", "fr", "it")):
            names.put(id=id, name=spelling, lang=lang, kind="official" if lang == "und" else "exonym",
                      source="geonames")
        made += len(spellings)


def respell(rng, surname, times):
    """As another language's press may write it."""
    pairs = [("sh", "ch"), ("k", "c"), ("v", "w"), ("u", "ou"), ("y", "i"), ("z", "s"), ("i", "ii"),
             ("a", "e"), ("o", "u"), ("n", "nn")]
    rng.shuffle(pairs)
    for letters, others in [pair for pair in pairs if pair[0] in surname][:times]:
        surname = surname.replace(letters, others, 1)
    return surname


def make_persons(folder, rng, wanted):
    given = [row[0] for row in read(os.path.join(TABLES, "words.tsv"))[1] if row[2] == "given"]
    surnames = single_words(read(os.path.join(TABLES, "persons/politicians.persons.tsv"))[1], 1,
                            last=True)
    persons = Table(folder, "persons/made.persons.tsv", PERSON_COLUMNS)
    names = Table(folder, "persons/made.names.tsv", NAME_COLUMNS)
    made = 0
    while made < wanted:
        id = "made-person-%07d" % made
        surname = rng.choice(surnames) if rng.random() < 0.5 else invent(rng)
        first = rng.choice(given)
        spellings = list(dict.fromkeys("%s %s" % (first, respell(rng, surname, i))
                                       for i in range(min(rng.choice((1, 2, 3)), wanted - made))))
        persons.put(id=id, name=spellings[0])
        for spelling, lang in zip(spellings, ("und", "fr", "it")):
            names.put(id=id, name=spelling, lang=lang, kind="official" if lang == "und" else "alias",
                      source="everypolitician")
        made += len(spellings)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    folder, count = sys.argv[1], int(sys.argv[2])
    rng = random.Random(1)
    os.makedirs(os.path.join(folder, "gazetteers"), exist_ok=True)
    if not os.path.lexists(os.path.join(folder, "rules")):
        os.symlink(os.path.join(ROOT, "rules"), os.path.join(folder, "rules"))
    for name in ("SOURCES.tsv", "words.tsv", "press.tsv"):
        with open(os.path.join(TABLES, name), "rb") as table, \
                open(os.path.join(folder, "gazetteers", name), "wb") as copy:
            copy.write(table.read())
    left = count - copy_real(folder, count)
    if left:
        make_persons(folder, rng, left // 2)
        make_places(folder, rng, left - left // 2)


main()
