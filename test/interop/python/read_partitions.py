"""Reads datasets partitioned by a column `p`: with pyarrow, by the column's type and by guess, and with DuckDB.

    python read_partitions.py TABLE.parquet…        (the dataset of each is the folder TABLE.dataset)
"""

import json
import sys

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq



def read(path):
    folder = path.replace(".parquet", ".dataset")
    written = pq.read_table(path).sort_by("row")
    hive = ds.HivePartitioning(pa.schema([written.schema.field("p")]))
    table = ds.dataset(folder, format="parquet", partitioning=hive).to_table().sort_by("row")
    pairs = list(zip(table["p"].cast(written["p"].type).combine_chunks(), written["p"].combine_chunks()))
    query = f"select count(*) from read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"
    return {
        "rows": table.num_rows,
        "guessed": ds.dataset(folder, format="parquet", partitioning="hive").count_rows(),
        "duckdb": duckdb.sql(query).fetchall()[0][0],
        "differing": [[str(a), str(b)] for a, b in pairs if not (a.equals(b) or str(a) == str(b))],
    }


print(json.dumps({path: read(path) for path in sys.argv[1:]}))
