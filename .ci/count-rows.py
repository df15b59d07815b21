"""Rows of a hive-partitioned Parquet dataset, as DuckDB and as pyarrow count them; fails unless both agree on some."""

import sys

import duckdb
import pyarrow.dataset

folder = sys.argv[1]
pattern = f"{folder}/**/*.parquet"
counted = duckdb.sql(f"SELECT count(*) FROM read_parquet('{pattern}', hive_partitioning = true)")
[(by_duckdb,)] = counted.fetchall()
table = pyarrow.dataset.dataset(folder, format="parquet", partitioning="hive").to_table()
print(f"DuckDB reads {by_duckdb} rows, pyarrow {table.num_rows} rows of {table.num_columns} columns")
sys.exit(0 if by_duckdb == table.num_rows > 0 else 1)
