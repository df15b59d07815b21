"""Rows of a hive-partitioned Parquet dataset, as DuckDB and as pyarrow count them; fails unless both agree on some."""

import sys

import duckdb
import pyarrow.dataset

folder = sys.argv[1]
by_duckdb = duckdb.sql(f"SELECT count(*) FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true)").fetchone()[0]
table = pyarrow.dataset.dataset(folder, format="parquet", partitioning="hive").to_table()
print(f"DuckDB reads {by_duckdb} rows, pyarrow {table.num_rows} rows of {table.num_columns} columns")
sys.exit(0 if by_duckdb == table.num_rows > 0 else 1)
