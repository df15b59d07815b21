"""Computes a dataset straight from its source with xarray or pandas, and compares each object with it, column by column.

    python compare_with_source.py DATASET CONFIG SOURCE

Tells as JSON how many values were compared, and the first that differ in each column.
"""

import json
import math
import pathlib
import struct
import sys
import urllib.parse
import warnings
from datetime import datetime, timezone

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xarray as xr

warnings.simplefilter("ignore")
dataset, config_path, source = sys.argv[1:]
config = json.loads(pathlib.Path(config_path).read_text())
transformation = config["schema_transformation"]
extents = {key: part[key] for part in transformation["partitioning"] for key in ("time_extent", "spatial_extent") if key in part}
time_name = extents["time_extent"]["time_varname"]
lat_name, lon_name = extents["spatial_extent"]["lat_varname"], extents["spatial_extent"]["lon_varname"]
size, period = extents["spatial_extent"]["spatial_resolution"], extents["time_extent"]["partition_period"]


def profiles(file):
    """Levels of profiles, row by row: variables over (N_PROF, N_LEVELS), and over N_PROF repeated."""
    levels = file.sizes["N_LEVELS"]
    columns = {}
    for name, variable in file.variables.items():
        if variable.dims == ("N_PROF", "N_LEVELS"):
            columns[name] = variable.values.ravel()
        elif variable.dims == ("N_PROF",):
            columns[name] = np.repeat(variable.values, levels)
    frame = pd.DataFrame(columns)
    frame["PLATFORM_NUMBER"] = [plain_text(value).strip() for value in frame["PLATFORM_NUMBER"]]
    return frame


def read_source():
    if source.endswith(".csv"):
        options = dict(config["csv_config"]["pandas_read_csv_config"])
        options.pop("index_col", None)
        return pd.read_csv(source, **options), {}
    file = xr.open_dataset(source)
    is_profiles = config.get("handler_class") == "ArgoHandler"
    return (profiles(file) if is_profiles else file.to_dataframe().reset_index()), file.attrs


def plain_text(value):
    """Text without the NULs that fill its cell; no text for what is missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.decode().rstrip("\0") if isinstance(value, bytes) else str(value)


def polygon(longitude, latitude):
    west, south = math.trunc(longitude / size) * size - size, math.trunc(latitude / size) * size - size
    east, north = west + 2 * size, south + 2 * size
    ring = struct.pack("<10d", west, south, east, south, east, north, west, north, west, south)
    return (struct.pack("<BIII", 1, 3, 1, 5) + ring).hex().upper()


frame, attributes = read_source()
times = pd.to_datetime(frame[time_name])
last = datetime(datetime.now(timezone.utc).year + 2, 1, 1)
latitudes, longitudes = frame[lat_name].astype("f8"), frame[lon_name].astype("f8")
kept = (times >= "1900-01-01") & (times < last) & latitudes.between(-90, 90) & longitudes.between(-180, 180)
frame, times, latitudes, longitudes = frame[kept], times[kept], latitudes[kept], longitudes[kept]
frame = frame.reset_index(drop=True)
starts = times.dt.to_period({"Y": "Y", "Q": "Q", "M": "M"}[period]).dt.start_time
frame["timestamp"] = ((starts - pd.Timestamp(0)) // pd.Timedelta(seconds=1)).to_numpy()
cells = {at: polygon(*at) for at in set(zip(longitudes, latitudes))}
frame["polygon"] = [cells[at] for at in zip(longitudes, latitudes)]
frame["filename"] = pathlib.Path(source).name
for name, entry in transformation["add_variables"].items():
    if entry["source"].startswith("@global_attribute:"):
        frame[name] = attributes[entry["source"].split(":")[1]]


def differences(ours, wanted):
    """Positions at which a column of ours differs from the straight one."""
    if pa.types.is_timestamp(ours.type):
        own = ours.cast(pa.int64()).to_numpy(zero_copy_only=False).astype("f8")
        straight = pd.to_datetime(wanted).astype("datetime64[ns]")
        other = np.where(straight.isna(), np.nan, straight.astype("i8").astype("f8"))
        exact = ours.cast(pa.int64()).to_pylist()
        microseconds = [a is None if pd.isna(b) else a is not None and abs(a - b.value) <= 1000 for a, b in zip(exact, straight)]
        return [i for i, equal in enumerate(microseconds) if not equal]
    if pa.types.is_string(ours.type):
        return [i for i, (a, b) in enumerate(zip(ours.to_pylist(), map(plain_text, wanted))) if a != b]
    kind = ours.type.to_pandas_dtype()
    own = ours.to_numpy(zero_copy_only=False).astype("f8")
    other = pd.to_numeric(wanted).astype("f8").to_numpy()
    if np.dtype(kind) == np.float32:
        other = other.astype("f4").astype("f8")
    return list(np.flatnonzero(~((own == other) | (np.isnan(own) & np.isnan(other)))))


compared, differing, seen = 0, {}, 0
for path in sorted(pathlib.Path(dataset).rglob("*.parquet")):
    keys = [part.split("=", 1) for part in path.relative_to(dataset).parts[:-1]]
    keys = {key: urllib.parse.unquote(value) for key, value in keys}
    rows = np.logical_and.reduce([frame[key].map(plain_text) == value for key, value in keys.items()])
    straight, ours = frame[rows].reset_index(drop=True), pq.ParquetFile(path).read()
    seen += len(straight)
    if len(straight) != ours.num_rows:
        differing["rows"] = [str(path), len(straight), ours.num_rows]
        continue
    for name in ours.column_names:
        wanted = straight[name] if name in straight else pd.Series([None] * len(straight), dtype=object)
        column = ours[name].combine_chunks()
        found = differences(column, wanted) if name in straight else [i for i in range(len(column)) if column[i].as_py() is not None]
        compared += len(column)
        if found:
            differing.setdefault(name, [[int(i), str(column[int(i)]), str(wanted.iloc[i])] for i in found[:3]])
print(json.dumps({"compared": compared, "rows": seen, "all_rows": len(frame), "differing": differing}))
