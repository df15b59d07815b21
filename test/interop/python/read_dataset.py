"""Reads a dataset with pyarrow and DuckDB, and tells as JSON what it holds.

    python read_dataset.py DATASET

Sums are taken over float64. Polygons are told as `(west,south,east,north)`.
"""

import json
import pathlib
import sys

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import shapely


def box(polygon):
    return "(" + ",".join(f"{bound:g}" for bound in shapely.from_wkb(polygon).bounds) + ")"


def partition(path):
    keys = [part.split("=", 1) for part in path.split("/") if "=" in part]
    return "/".join(f"{key}={box(value) if key == 'polygon' else value}" for key, value in keys)


def statistics(column):
    told = {"type": str(column.type), "count": len(column) - column.null_count}
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        numbers = column.cast(pa.float64(), safe=False).drop_null()
        numbers = numbers.filter(pc.is_finite(numbers))
        told |= {"count": len(numbers), "sum": pc.sum(numbers).as_py()}
        told |= {"min": pc.min(numbers).as_py(), "max": pc.max(numbers).as_py()}
    elif pa.types.is_timestamp(column.type):
        counts = column.cast(pa.int64()).drop_null()
        told |= {"min": str(pc.min(counts).as_py()), "max": str(pc.max(counts).as_py())}
    elif pa.types.is_string(column.type):
        told |= {"values": sorted(set(column.drop_null().to_pylist()))[:5]}
    return told


def text(value):
    return value.decode()


def sidecar(path):
    schema = pq.read_schema(path)
    pairs = {text(k): text(v) for k, v in (pq.read_metadata(path).metadata or {}).items() if k != b"ARROW:schema"}
    fields = {
        field.name: {"type": str(field.type), "metadata": {text(k): text(v) for k, v in (field.metadata or {}).items()}}
        for field in schema
    }
    return {"rows": pq.read_metadata(path).num_rows, "fields": fields, "pairs": {k: json.loads(v) for k, v in pairs.items()}}


def rows_of(folder):
    data = ds.dataset(folder, format="parquet", partitioning="hive")
    fragments = list(data.get_fragments())
    partitions = {}
    for fragment in fragments:
        key = partition(fragment.path[len(folder) :])
        partitions[key] = partitions.get(key, 0) + fragment.count_rows()
    first = pq.ParquetFile(fragments[0].path)
    table = data.to_table()
    query = f"select count(*) from read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"
    return {
        "rows": table.num_rows,
        "objects": len(fragments),
        "partitions": partitions,
        "order": first.schema_arrow.names,
        "columns": {name: statistics(table[name].combine_chunks()) for name in table.column_names},
        "schemas": len({str(pq.read_schema(fragment.path).remove_metadata()) for fragment in fragments}),
        "duckdb": duckdb.sql(query).fetchall()[0][0],
    }


folder = sys.argv[1]
print(json.dumps({**rows_of(folder), "sidecar": sidecar(pathlib.Path(folder) / "_common_metadata")}))
