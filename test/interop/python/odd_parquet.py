"""Writes Parquet of many kinds below a folder, one hive dataset for each; prints their names.

python odd_parquet.py FOLDER
"""

import json
import os
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 3000
draw = np.random.default_rng(3)


def with_nulls(values, type):
    missing = draw.random(len(values)) < 0.1
    return pa.array([None if gone else value for value, gone in zip(values, missing)], type=type)


def integers(low, high, type):
    return with_nulls([int(each) for each in draw.integers(low, high, ROWS, dtype=np.int64, endpoint=True)], type)


def flat_columns():
    words = ["", "a", "b", "übergrößenträger", "\ufeffmark", "x" * 300]
    texts = [words[each] for each in draw.integers(0, len(words), ROWS)]
    many = [f"text {each}" for each in draw.integers(0, 10**9, ROWS)]
    numbers = draw.normal(size=ROWS)
    numbers[::97] = np.nan
    nanoseconds = [int(each) for each in draw.integers(-(2**62), 2**62, ROWS)]
    micro, milli, second = ([each // unit for each in nanoseconds] for unit in (10**3, 10**6, 10**9))
    return {
        "i8": integers(-128, 127, pa.int8()),
        "i16": integers(-(2**15), 2**15 - 1, pa.int16()),
        "i32": integers(-(2**31), 2**31 - 1, pa.int32()),
        "i64": integers(-(2**63), 2**63 - 1, pa.int64()),
        "u8": integers(0, 255, pa.uint8()),
        "u16": integers(0, 65535, pa.uint16()),
        "u32": integers(0, 2**32 - 1, pa.uint32()),
        "u64": with_nulls([2**64 - 1 - each for each in range(ROWS)], pa.uint64()),
        "few": integers(0, 3, pa.int32()),
        "f16": pa.array(numbers.astype(np.float16)),
        "f32": with_nulls(numbers.astype(np.float32), pa.float32()),
        "f64": with_nulls(numbers, pa.float64()),
        "truth": with_nulls([bool(each & 1) for each in range(ROWS)], pa.bool_()),
        "text": with_nulls(texts, pa.string()),
        "large": with_nulls(many, pa.large_string()),
        "bytes": with_nulls([each.encode() for each in texts], pa.binary()),
        "fixed": with_nulls([bytes([row % 256, 7]) for row in range(ROWS)], pa.binary(2)),
        "ns": with_nulls(nanoseconds, pa.timestamp("ns")),
        "us": with_nulls(micro, pa.timestamp("us")),
        "ms": with_nulls(milli, pa.timestamp("ms")),
        "s": with_nulls(second, pa.timestamp("s")),
        "zoned": with_nulls(nanoseconds, pa.timestamp("ns", tz="Australia/Sydney")),
        "duration": with_nulls(nanoseconds, pa.duration("ns")),
        "duration_s": with_nulls(second, pa.duration("s")),
        "day": integers(-30000, 30000, pa.date32()),
        "clock_s": integers(0, 86399, pa.time32("s")),
        "clock_ms": integers(0, 86399999, pa.time32("ms")),
        "clock_us": with_nulls([int(each) for each in draw.integers(0, 86399999999, ROWS)], pa.time64("us")),
        "nothing": pa.nulls(ROWS),
        "all_null": pa.nulls(ROWS, pa.float64()),
        "no_null": pa.array(np.arange(ROWS), pa.int64()),
    }


def write(folder, name, columns, **options):
    table = pa.table(columns)
    for part in range(3):
        path = os.path.join(folder, name, f"part={part}")
        os.makedirs(path, exist_ok=True)
        rows = table.slice(part * 1000, 1000)
        pq.write_table(rows, os.path.join(path, "data.parquet"), row_group_size=300, data_page_size=2000, **options)
    return name


folder = sys.argv[1]
columns = flat_columns()
numbers = {name: column for name, column in columns.items() if name in ("i32", "i64", "ns", "no_null", "us")}
split = {name: column for name, column in columns.items() if name in ("f32", "f64", "i32", "i64")}
texts = {name: column for name, column in columns.items() if name in ("text", "large", "bytes")}
encoded = lambda table, encoding: {"use_dictionary": False, "column_encoding": {name: encoding for name in table}}
names = [
    *(write(folder, codec.lower(), columns, compression=codec) for codec in ("NONE", "SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4")),
    write(folder, "plain", columns, use_dictionary=False),
    write(folder, "version2", columns, data_page_version="2.0"),
    write(folder, "version2_plain", columns, data_page_version="2.0", use_dictionary=False, compression="ZSTD"),
    write(folder, "small_dictionary", columns, dictionary_pagesize_limit=500),
    write(folder, "format1", {n: c for n, c in columns.items() if n != "u32"}, version="1.0", coerce_timestamps="ms", allow_truncated_timestamps=True),
    write(folder, "no_statistics", columns, write_statistics=False),
    write(folder, "no_arrow_schema", {n: c for n, c in columns.items() if n not in ("nothing",)}, store_schema=False),
    write(folder, "int96", {"ns": columns["ns"], "no_null": columns["no_null"]}, use_deprecated_int96_timestamps=True),
    write(folder, "delta", numbers, **encoded(numbers, "DELTA_BINARY_PACKED")),
    write(folder, "split", split, **encoded(split, "BYTE_STREAM_SPLIT")),
    write(folder, "delta_texts", texts, **encoded(texts, "DELTA_BYTE_ARRAY")),
    write(folder, "delta_lengths", texts, **encoded(texts, "DELTA_LENGTH_BYTE_ARRAY")),
    write(folder, "dictionary", {"text": columns["text"].dictionary_encode(), "no_null": columns["no_null"]}),
    write(folder, "lists", {"words": pa.array([None if each % 5 == 0 else ["a", "é"][: each % 3] for each in range(ROWS)], pa.list_(pa.string())), "no_null": columns["no_null"]}),
]
print(json.dumps(names))
