"""Compares the result of a query in a file with the rows of a hive dataset whose `no_null` is 1500 or more, column by column.

python same_rows.py DATASET FILE
"""

import json
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.feather as feather
import pyarrow.parquet as pq

source = ds.dataset(sys.argv[1], partitioning="hive").to_table(filter=pc.field("no_null") >= 1500)
path = sys.argv[2]
found = pq.read_table(path) if path.endswith(".parquet") else feather.read_table(path)


def plain(column):
    """Values that do not depend on how wide or in which unit they are stored."""
    column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks)
    if pa.types.is_timestamp(column.type):
        return [None if value.value is None else value.value * unit(column.type) for value in column]
    if pa.types.is_duration(column.type):
        return [None if value.value is None else value.value * unit(column.type) for value in column]
    return [repr(value) for value in column.to_pylist()]


def unit(type):
    return {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}[type.unit]


different = [name for name in source.column_names if plain(source[name]) != plain(found[name])]
print(json.dumps({"rows": found.num_rows, "different": different}))
