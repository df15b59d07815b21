"""The selection as a user of pyarrow writes it: hive partitioning, filters on the partitions and on the rows.

python peer.py DATASET SELECTION [RUNS]: once as a whole process, or several times in one, with the median of their seconds.
"""

import json
import statistics
import sys
import time
from datetime import datetime, timezone

import pyarrow.compute as pc
import pyarrow.dataset as ds


def seconds_of(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp())


def corners(hex_text):
    import struct

    numbers = struct.unpack("<10d", bytes.fromhex(hex_text)[13:])
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def partition_filter(dataset, selection):
    """As AODN's reader does: the periods that the span meets, and all cells that meet the box."""
    found = None
    keys = [ds.get_partition_keys(fragment.partition_expression) for fragment in dataset.get_fragments()]
    if "time" in selection:
        start, end = (seconds_of(each) for each in selection["time"])
        starts = sorted({int(key["timestamp"]) for key in keys})
        inside = [s for s, after in zip(starts, starts[1:] + [2**40]) if s <= end and after > start]
        found = pc.field("timestamp").isin(inside)
    if "box" in selection:
        west, south, east, north = selection["box"]
        cells = {key["polygon"] for key in keys}
        meets = lambda w, s, e, n: w <= east and e >= west and s <= north and n >= south
        part = pc.field("polygon").isin([cell for cell in cells if meets(*corners(cell))])
        found = part if found is None else found & part
    return found


def row_filter(selection):
    parts = []
    if "time" in selection:
        start, end = (datetime.fromisoformat(each) for each in selection["time"])
        parts += [pc.field("time") >= start, pc.field("time") <= end]
    if "box" in selection:
        west, south, east, north = selection["box"]
        parts += [pc.field("longitude") >= west, pc.field("longitude") <= east]
        parts += [pc.field("latitude") >= south, pc.field("latitude") <= north]
    if "warmer" in selection:
        parts.append(pc.field("temperature") > selection["warmer"])
    return parts


def query(path, selection):
    dataset = ds.dataset(path, format="parquet", partitioning="hive", exclude_invalid_files=False)
    expression = partition_filter(dataset, selection) if "time" in selection or "box" in selection else None
    for part in row_filter(selection):
        expression = part if expression is None else expression & part
    return dataset.to_table(columns=selection.get("columns"), filter=expression)


path, selection = sys.argv[1], json.loads(sys.argv[2])
if len(sys.argv) == 3:
    import pyarrow.csv

    table = query(path, selection)
    pyarrow.csv.write_csv(table, sys.stdout.buffer)
else:
    taken, rows = [], 0
    for _ in range(int(sys.argv[3]) + 1):
        begun = time.perf_counter()
        rows = query(path, selection).num_rows
        taken.append(time.perf_counter() - begun)
    print(json.dumps({"seconds": statistics.median(taken[1:]), "rows": rows}))
