#!/usr/bin/env python3
"""What the size of the gazetteers costs: a table over 20 thousand, 200 thousand, 1 million names.

usage: gazetteers.py BUILD [COUNT...]      BUILD is meson's build folder; ninja open_gazetteer first

Times are CPU seconds, the least of several runs: other programs on the machine can only add to them.
Extraction is that of one thread over the corpora of this tree, repeated.
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
ROUNDS = 5
STARTS = 20
REPEATED = 20


def articles():
    found = []
    for lang in ("en", "fr", "it"):
        folder = os.path.join(ROOT, "corpora", lang)
        for name in sorted(os.listdir(folder)):
            if name.endswith(".txt"):
                with open(os.path.join(folder, name), encoding="utf-8") as text:
                    found.append(json.dumps({"id": name, "text": text.read()}))
    return found


def cpu_of(command, **how):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **how)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_build(newsgaz, data, compiled):
    command = ["/usr/bin/time", "-f", "%U %S %M", newsgaz, "gazetteer", "build", "-o", compiled,
               os.path.join(data, "gazetteers")]
    runs = []
    for _ in range(3):
        run = subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True)
        runs.append([float(figure) for figure in run.stderr.splitlines()[-1].split()])
    return min(run[0] + run[1] for run in runs), min(run[2] for run in runs) / 1024


def cpu_of_article(newsgaz, data, article):
    """Mean of many starts: the system counts time in ticks of some milliseconds."""
    script = "for i in $(seq %d); do %s --data-dir %s extract %s; done" % (STARTS, newsgaz, data,
                                                                          article)
    return min(cpu_of(["sh", "-c", script]) for _ in range(ROUNDS)) / STARTS


def memory(newsgaz, data, lines):
    """MB of a filter that has read all: its own, its libraries, and of the gazetteer what it touched.
    The last two are shared with all other processes."""
    filter = subprocess.Popen([newsgaz, "--data-dir", data, "extract", "--jsonl"], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for line in lines:
        filter.stdin.write(line + "\n")
        filter.stdin.flush()
        filter.stdout.readline()
    sizes, gazetteer, mapped = {}, False, 0
    with open("/proc/%d/smaps" % filter.pid, encoding="utf-8") as smaps:
        for row in smaps:
            key, *rest = row.split()
            if "-" in key:
                gazetteer = "/gazetteers-" in row
            elif rest[-1:] == ["kB"]:
                size = int(rest[0]) / 1024
                if gazetteer:
                    mapped += size if key == "Rss:" else 0
                else:
                    sizes[key] = sizes.get(key, 0) + size
    filter.stdin.close()
    filter.wait()
    return sizes["Private_Dirty:"], sizes["Private_Clean:"] + sizes["Shared_Clean:"], mapped


def measure(build, count, work, lines):
    newsgaz = os.path.join(build, "extractor", "newsgaz")
    data, compiled = os.path.join(work, str(count)), os.path.join(work, "compiled")
    subprocess.run([os.path.join(HERE, "gazetteer.py"), data, str(count)], check=True)
    row = {"names": count}
    row["build s"], row["peak MB"] = measure_build(newsgaz, data, compiled)
    row["disk MB"] = os.path.getsize(compiled) / 1e6
    article = os.path.join(ROOT, "corpora", "en", "goris-arrivals.txt")
    for _ in range(2):  # compiled into the cache, and noted as sound
        cpu_of([newsgaz, "--data-dir", data, "extract", article])
        time.sleep(3.5)
    opener = [os.path.join(build, "tests", "open_gazetteer"), compiled]
    subprocess.run(opener, stdout=subprocess.DEVNULL, check=True)
    time.sleep(3.5)
    subprocess.run(opener, stdout=subprocess.DEVNULL, check=True)
    row["open us"] = min(int(subprocess.run(opener, check=True, stdout=subprocess.PIPE).stdout)
                         for _ in range(ROUNDS))
    row["article ms"] = cpu_of_article(newsgaz, data, article) * 1e3
    row["own MB"], row["libraries MB"], row["mapped MB"] = memory(newsgaz, data, lines)
    row["data"] = data
    return row


def measure_cpu(build, rows, feed, size):
    """In turn, so that what else runs on the machine falls on all alike."""
    newsgaz = os.path.join(build, "extractor", "newsgaz")
    for row in rows:
        row["cpu"] = float("inf")
    for _ in range(ROUNDS):
        for row in rows:
            with open(feed, "rb") as lines:
                row["cpu"] = min(row["cpu"], cpu_of(
                    [newsgaz, "--data-dir", row["data"], "extract", "--jsonl"], stdin=lines))
    for row in rows:
        row["MB/s"] = size / row["cpu"] / 1e6
        row["CPU ratio"] = row["cpu"] / rows[0]["cpu"]


COLUMNS = [("names", "%d"), ("build s", "%.2f"), ("peak MB", "%.0f"), ("disk MB", "%.1f"),
           ("open us", "%d"), ("article ms", "%.1f"), ("MB/s", "%.1f"), ("CPU ratio", "%.2f"),
           ("own MB", "%.1f"), ("libraries MB", "%.1f"), ("mapped MB", "%.1f")]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    build, counts = sys.argv[1], [int(count) for count in sys.argv[2:]] or [20000, 200000, 1000000]
    work = tempfile.mkdtemp(prefix="newsgaz-bench.")
    os.environ["XDG_CACHE_HOME"] = os.path.join(work, "cache")
    try:
        lines, feed = articles(), os.path.join(work, "feed")
        with open(feed, "w", encoding="utf-8") as out:
            out.write("".join(line + "\n" for line in lines) * REPEATED)
        rows = [measure(build, count, work, lines) for count in counts]
        measure_cpu(build, rows, feed, os.path.getsize(feed))
        print("| " + " | ".join(name for name, _ in COLUMNS) + " |")
        print("|" + " --- |" * len(COLUMNS))
        for row in rows:
            print("| " + " | ".join(form % row[name] for name, form in COLUMNS) + " |")
    finally:
        shutil.rmtree(work)


main()
