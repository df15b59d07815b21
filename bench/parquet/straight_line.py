"""What a Python user would write instead of running the command: straight-line xarray, pandas and pyarrow.

usage: straight_line.py CONFIG OUTPUT FILE...

Decodes each file, makes one row of each sample with the config's own columns, and writes the config's own hive partitions. No checks of
values, no ledger, no sidecar, no second run. Understands what the configs of this benchmark need: profiles (N_PROF, N_LEVELS) or a
time series, a time period, a global attribute or a variable, and AODN's cells of five degrees.
"""

import json
import os
import shutil
import sys
import warnings

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import xarray as xr
from shapely.geometry import box

warnings.simplefilter("ignore")
TYPES = {"float": pa.float32(), "double": pa.float64(), "string": pa.string(), "int32": pa.int32(), "timestamp[ns]": pa.timestamp("ns")}


def read(path, columns):
    with open(path, "rb") as stream:
        engine = "scipy" if stream.read(3) == b"CDF" else "h5netcdf"
    dataset = xr.open_dataset(path, engine=engine, decode_timedelta=False)
    if "N_PROF" in dataset.dims:
        wanted = [name for name in dataset.variables if name in columns and set(dataset[name].dims) <= {"N_PROF", "N_LEVELS"} and dataset[name].dims]
        dataset = dataset[wanted]
    else:
        dataset = dataset[[name for name in dataset.variables if name in columns]]
    frame = dataset.to_dataframe().reset_index()
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = frame[name].map(lambda text: text.decode("utf8", "replace") if isinstance(text, bytes) else text)
    return frame, dataset.attrs


def cells(longitudes, latitudes, resolution):
    centres = np.stack([np.trunc(longitudes / resolution) * resolution, np.trunc(latitudes / resolution) * resolution], 1)
    distinct, inverse = np.unique(centres, axis=0, return_inverse=True)
    names = np.array([box(x - resolution, y - resolution, x + resolution, y + resolution).wkb_hex for x, y in distinct])
    return names[inverse.reshape(-1)]


def publish(path, config, output):
    schema, transformation = config["schema"], config["schema_transformation"]
    frame, attributes = read(path, schema)
    time = space = None
    for entry in transformation["partitioning"]:
        time = entry.get("time_extent") or time
        space = entry.get("spatial_extent") or space
    frame = frame.dropna(subset=[time["time_varname"], space["lat_varname"], space["lon_varname"]])
    for name, added in transformation["add_variables"].items():
        if added["source"] == "@filename":
            frame[name] = os.path.basename(path)
        elif added["source"].startswith("@global_attribute:"):
            frame[name] = attributes.get(added["source"].split(":")[1], "")
    periods = pd.to_datetime(frame[time["time_varname"]]).dt.to_period(time["partition_period"])
    frame["timestamp"] = periods.dt.start_time.astype("datetime64[s]").astype("int64")
    frame["polygon"] = cells(frame[space["lon_varname"]].to_numpy(), frame[space["lat_varname"]].to_numpy(), space["spatial_resolution"])
    if "PLATFORM_NUMBER" in frame:
        frame["PLATFORM_NUMBER"] = frame["PLATFORM_NUMBER"].str.strip()
    fields = [pa.field(name, TYPES[entry["type"]]) for name, entry in schema.items() if name in frame]
    fields += [pa.field(name, pa.int64() if name == "timestamp" else pa.string()) for name in transformation["add_variables"]]
    table = pa.Table.from_pandas(frame[[field.name for field in fields]], schema=pa.schema(fields), preserve_index=False)
    keys = [entry["source_variable"] for entry in transformation["partitioning"]]
    ds.write_dataset(
        table.replace_schema_metadata(None),
        output,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([table.schema.field(key) for key in keys]), flavor="hive"),
        basename_template=f"{os.path.basename(path)}-{{i}}.parquet",
        existing_data_behavior="overwrite_or_ignore",
        max_rows_per_group=20000,
        max_partitions=2048,
    )
    return len(frame)


def main():
    with open(sys.argv[1]) as stream:
        config = json.load(stream)
    shutil.rmtree(sys.argv[2], ignore_errors=True)
    print(sum(publish(path, config, sys.argv[2]) for path in sys.argv[3:]), "rows")


main()
